"""Prompts, ranges and options as they are typed on the command line."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from pathlib import Path
from typing import Any

import cv2
import numpy as np
import numpy.typing as npt

from storage import masks
from storage.errors import UserError
from storage.masks import Rle
from storage.records import Box, FramePrompt, Point, VideoFacts


def parse_point(text: str) -> Point:
    """``X,Y`` adds, ``X,Y,0`` subtracts."""
    x, y, *label = _numbers(text, (2, 3), "a point is X,Y or X,Y,0 to subtract")
    if label not in ([], [0], [1]):
        raise UserError(
            f"The point {text!r} must end in 1 (adds) or 0 (subtracts), or have two numbers."
        )
    return Point(x, y, positive=label != [0])


def parse_box(text: str) -> Box:
    """``X0,Y0,X1,Y1``: the top left and the bottom right pixel."""
    x0, y0, x1, y1 = _numbers(text, (4,), "a box is X0,Y0,X1,Y1")
    return Box(x0, y0, x1, y1)


def parse_prompt(
    frame_index: int, points: Iterable[str], box: str | None, mask: Path | None, facts: VideoFacts
) -> FramePrompt:
    """All that shows one object on a frame; ``mask`` is an image of the frame's size."""
    return FramePrompt(
        frame_index,
        points=tuple(parse_point(text) for text in points),
        box=parse_box(box) if box else None,
        mask=read_mask(mask, facts) if mask else None,
    )


def parse_range(text: str | None, frame_count: int) -> tuple[int, int]:
    """``A:B`` is the frames from A up to, not including, B; either may be left out."""
    if text is None:
        return 0, frame_count
    found = re.fullmatch(r"(\d*):(\d*)", text)
    if found is None:
        raise UserError(
            f"The range {text!r} is not understood: write A:B, as in 0:100 or 50: (B is not included)."
        )
    start, stop = int(found[1] or 0), int(found[2] or frame_count)
    if found[2] and start >= stop:
        raise UserError(
            f"The range {text} holds no frame: A must be less than B, as B is not included."
        )
    if not start < stop <= frame_count:
        raise UserError(
            f"The range {text} is outside the video, whose frames are 0 to {frame_count - 1}."
        )
    return start, stop


def parse_regions(
    frame_index: int, points: Iterable[str], boxes: Iterable[str]
) -> tuple[FramePrompt, ...]:
    """Things that words point at: one region for each point and each box."""
    return (
        *(FramePrompt(frame_index, points=(parse_point(text),)) for text in points),
        *(FramePrompt(frame_index, box=parse_box(text)) for text in boxes),
    )


def parse_options(texts: Sequence[str] | None) -> dict[str, str]:
    """``NAME=VALUE`` each, for an engine."""
    options = {}
    for text in texts or ():
        name, equals, value = text.partition("=")
        if not (name and equals):
            raise UserError(f"The option {text!r} is not understood: write NAME=VALUE.")
        options[name] = value
    return options


def read_mask(path: Path, facts: VideoFacts) -> Rle:
    """An image as a mask: every pixel that is not black belongs to the object."""
    if not path.is_file():
        raise UserError(f"There is no mask image {path}.")
    image = _read_image(path)
    if image.shape[:2] != facts.frame_hw:
        raise UserError(
            f"The mask {path.name} is {image.shape[1]} x {image.shape[0]} pixels, "
            f"but the video is {facts.width} x {facts.height}."
        )
    return masks.encode(np.any(image, axis=2))


def _read_image(path: Path) -> npt.NDArray[Any]:
    """(H, W, 3), with the depth of the file: scaled to 8 bits, dark pixels would be black."""
    try:
        content = np.frombuffer(path.read_bytes(), np.uint8)
        image = cv2.imdecode(content, cv2.IMREAD_COLOR | cv2.IMREAD_ANYDEPTH)
    except OSError as error:
        raise UserError(f"The mask {path.name} cannot be read: {error.strerror}.") from error
    except cv2.error:  # an empty file
        image = None
    if image is None:
        raise UserError(f"{path.name} is not an image that can be read.")
    return image


def _numbers(text: str, counts: tuple[int, ...], meaning: str) -> list[float]:
    try:
        numbers = [float(part) for part in text.split(",")]
    except ValueError:
        numbers = []
    if len(numbers) not in counts or not np.isfinite(numbers).all():
        raise UserError(f"{text!r} is not understood: {meaning}.")
    return numbers
