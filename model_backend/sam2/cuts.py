"""Where the picture changes altogether from one frame to the next.

Two signs must agree, because each has its own false alarms: pixels change much (fast motion does that
too) and colours are spread otherwise (so does a change of light).
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import Literal

import cv2
import numpy as np
import numpy.typing as npt

from model_backend.sam2.frames import EncodedFrame, Picture

_THUMBNAIL_WH = (64, 36)
_PIXEL_CHANGE = 25.0  # mean absolute difference, of 255
_COLOUR_LIKENESS = 0.7  # correlation of histograms with 8 x 8 x 8 bins


def with_cuts(
    frames: Iterable[EncodedFrame], step: Literal[1, -1]
) -> Iterator[tuple[EncodedFrame, bool]]:
    """Each frame with whether a scene begins on it. The first frame of a walk begins none."""
    return _forward(frames) if step == 1 else _backward(frames)


def is_cut(before: Picture, after: Picture) -> bool:
    """Whether two successive pictures are of different scenes."""
    old, new = _thumbnail(before), _thumbnail(after)
    change = float(cv2.absdiff(old, new).mean())
    if change < _PIXEL_CHANGE:
        return False
    return cv2.compareHist(_colours(old), _colours(new), cv2.HISTCMP_CORREL) < _COLOUR_LIKENESS


def _forward(frames: Iterable[EncodedFrame]) -> Iterator[tuple[EncodedFrame, bool]]:
    before: Picture | None = None
    for frame in frames:
        yield frame, before is not None and is_cut(before, frame.picture)
        before = frame.picture


def _backward(frames: Iterable[EncodedFrame]) -> Iterator[tuple[EncodedFrame, bool]]:
    """A frame waits for the one before it in the video, which comes next here."""
    waiting: EncodedFrame | None = None
    for frame in frames:
        if waiting is not None:
            yield waiting, is_cut(frame.picture, waiting.picture)
        waiting = frame
    if waiting is not None:
        yield waiting, False


def _thumbnail(picture: Picture) -> npt.NDArray[np.uint8]:
    return cv2.resize(picture, _THUMBNAIL_WH, interpolation=cv2.INTER_AREA).astype(np.uint8)


def _colours(thumbnail: npt.NDArray[np.uint8]) -> npt.NDArray[np.float32]:
    bins = cv2.calcHist([thumbnail], [0, 1, 2], None, [8] * 3, [0, 256] * 3)
    return bins.astype(np.float32)
