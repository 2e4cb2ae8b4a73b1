"""A short clip drawn by code, to try everything on: two textured things that pass each other."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from fractions import Fraction
from pathlib import Path
from typing import Any

import cv2
import numpy as np
import numpy.typing as npt

from storage.video import write_video

WIDTH, HEIGHT, FRAME_COUNT = 640, 360, 72
RATE = Fraction(24)
_HULL_AND_CABIN = [(-70, 0), (-36, 0), (-28, -36), (30, -36), (36, 0), (70, 0), (48, 34), (-46, 34)]

Image = npt.NDArray[np.uint8]  # RGB (H, W, 3)


@dataclass(frozen=True, slots=True)
class SampleObject:
    """A thing of the clip, and where to click on its first frame to get it."""

    name: str
    category: str
    click: tuple[int, int]


SAMPLE_OBJECTS = (
    SampleObject("balloon", "balloon", (130, 150)),
    SampleObject("boat", "boat", (505, 272)),
)


def write_sample(path: Path) -> None:
    """Draw the clip into an mp4 file."""
    write_video(path, sample_frames(), rate=RATE)


def sample_frames() -> Iterator[Image]:
    """The frames of the clip, RGB uint8 (360, 640, 3)."""
    scene = _landscape()
    for frame_index in range(FRAME_COUNT):
        frame = scene.copy()
        for mask, texture in (_balloon(frame_index), _boat(frame_index)):
            frame[mask] = texture[mask]
        yield frame


def sample_masks(frame_index: int) -> list[npt.NDArray[np.bool_]]:
    """The true visible masks of both objects, (360, 640) bool each: the boat is in front."""
    balloon, boat = _balloon(frame_index)[0], _boat(frame_index)[0]
    return [balloon & ~boat, boat]


def _landscape() -> Image:
    """Sky, hills and water, each with its own grain."""
    rows = np.linspace(0, 1, HEIGHT, dtype=np.float32)[:, None, None]
    sky = (1 - rows) * (110, 160, 205) + rows * (205, 215, 220)
    image = np.broadcast_to(sky, (HEIGHT, WIDTH, 3)).copy()
    image += 10 * _grain(1, 60)[..., None]
    x = np.arange(WIDTH)
    hill = 205 + 18 * np.sin(x / 55) + 9 * np.sin(x / 17 + 1)
    land = np.arange(HEIGHT)[:, None] > hill[None]
    image[land] = (np.array((74, 104, 66)) + 26 * _grain(2, 9)[..., None])[land]
    water = np.arange(HEIGHT) > 268
    image[water] = (np.array((52, 92, 122)) + 20 * _grain(3, 5, stretch=6)[..., None])[water]
    return _to_pixels(image)


def _balloon(frame_index: int) -> tuple[npt.NDArray[np.bool_], Image]:
    """A striped red balloon that drifts to the right and sinks."""
    t = frame_index / (FRAME_COUNT - 1)
    centre = (130 + 350 * t, 150 + 62 * t + 10 * np.sin(5 * t))
    mask = _filled(lambda canvas: cv2.ellipse(canvas, _point(centre), (62, 74), 0, 0, 360, 1, -1))
    offset = np.arange(WIDTH, dtype=np.float32) - centre[0]
    stripes = 0.78 + 0.22 * np.cos(np.arcsin(np.clip(offset / 62, -1, 1)) * 7)
    shade = np.clip(1 - np.abs(offset + 18) / 150, 0.5, 1) * stripes
    return mask, _coloured(shade[None, :], (214, 44, 40))


def _boat(frame_index: int) -> tuple[npt.NDArray[np.bool_], Image]:
    """A yellow boat that sails to the left, before the balloon, rocking."""
    t = frame_index / (FRAME_COUNT - 1)
    x, y, tilt = 505 - 330 * t, 262 + 5 * np.sin(9 * t), 4 * np.sin(11 * t)
    outline = np.array(_HULL_AND_CABIN, np.float32)
    turn = cv2.getRotationMatrix2D((0, 0), tilt, 1)
    corners = outline @ turn[:, :2].T + np.array((x, y))
    mask = _filled(lambda canvas: cv2.fillPoly(canvas, [np.rint(corners).astype(np.int32)], 1))
    planks = 0.86 + 0.14 * np.sign(np.sin((np.arange(HEIGHT, dtype=np.float32) - y) / 2.2))
    return mask, _coloured(planks[:, None], (244, 205, 60))


def _filled(draw: Callable[[npt.NDArray[np.uint8]], object]) -> npt.NDArray[np.bool_]:
    canvas = np.zeros((HEIGHT, WIDTH), np.uint8)
    draw(canvas)
    return canvas.astype(bool)


def _coloured(shade: npt.NDArray[np.float32], rgb: tuple[int, int, int]) -> Image:
    grain = 1 + 0.06 * _grain(4, 3)
    image = (np.broadcast_to(shade, (HEIGHT, WIDTH)) * grain)[..., None] * np.array(rgb)
    return _to_pixels(image)


def _to_pixels(image: npt.NDArray[Any]) -> Image:
    pixels: Image = np.clip(image, 0, 255).astype(np.uint8)
    return pixels


def _grain(seed: int, size: float, stretch: float = 1) -> npt.NDArray[np.float32]:
    """Smooth noise of mean 0 and spread 1, with blobs of about ``size`` pixels."""
    noise = np.random.default_rng(seed).standard_normal((HEIGHT, WIDTH)).astype(np.float32)
    smooth = cv2.GaussianBlur(noise, (0, 0), sigmaX=size * stretch / 2, sigmaY=size / 2)
    grain: npt.NDArray[np.float32] = ((smooth - smooth.mean()) / smooth.std()).astype(np.float32)
    return grain


def _point(xy: tuple[float, float]) -> tuple[int, int]:
    return round(xy[0]), round(xy[1])
