"""A mask's outline as polygons, and how much of the mask a polygon gives back.

:func:`one_outline` goes through the centres of the pixels along the border, as OpenCV draws it; holes and
parts are reached by a line there and back, so that one closed line is the whole mask.
:func:`edge_outlines` goes along the edges of pixels, as COCO draws it; a polygon for each part.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import NamedTuple

import cv2
import numpy as np
import numpy.typing as npt

from storage import counting
from storage.masks import Rle, decode_crop, iou, paste

Corners = npt.NDArray[np.int64]  # (n, 2) x, y
_FAR = np.iinfo(np.int64).max


@dataclass(slots=True)
class OutlineLoss:
    """What the polygons of one object give back of its masks: intersection over union, summed up."""

    masks: int = 0
    inexact: int = 0
    total_iou: float = 0.0
    worst_iou: float = 1.0

    def add(self, mask: Rle, polygons: Rle) -> None:
        """Note what ``polygons`` gives back of ``mask``."""
        agreement = iou(mask, polygons)
        self.masks += 1
        self.inexact += mask != polygons
        self.total_iou += agreement
        self.worst_iou = min(self.worst_iou, agreement)

    def sentence(self, who: str) -> str | None:
        """What was lost, None if nothing was."""
        if not self.inexact:
            return None
        return (
            f"{who}: polygons changed {self.inexact} of {counting.masks(self.masks)}, to an IoU of "
            f"{self.total_iou / self.masks:.4f} on average over all, {self.worst_iou:.4f} at worst."
        )


# --- through the centres of pixels ---------------------------------------------------------------


def one_outline(rle: Rle) -> Corners:
    """One closed line around a mask that is not empty, (n, 2) pixels x, y with n at least 3.

    The way to a hole is inside the mask and costs nothing; the way to another part is a line one pixel
    wide.
    """
    x, y, _, _ = rle.box_xywh
    crop = decode_crop(rle).astype(np.uint8)
    rings, _ = cv2.findContours(crop, cv2.RETR_CCOMP, cv2.CHAIN_APPROX_NONE)
    points = [ring.reshape(-1, 2).astype(np.int64) for ring in rings]
    line = _without_straight(_joined(points)) + np.array((x, y))
    return np.concatenate([line, np.repeat(line[-1:], max(0, 3 - len(line)), axis=0)])


def fill_outline(corners: Corners, frame_hw: tuple[int, int]) -> Rle:
    """The pixels inside and on a line (n, 2) of pixels in the frame, as :func:`one_outline` makes it."""
    x, y = corners.min(axis=0).tolist()
    width, height = (corners.max(axis=0) - (x, y) + 1).tolist()
    crop = np.zeros((height, width), np.uint8)
    cv2.fillPoly(crop, [(corners - (x, y)).astype(np.int32)], 1)
    return paste(crop, x, y, frame_hw)


def _joined(rings: Iterable[Corners]) -> Corners:
    """One ring, which goes over to each of the others and comes back.

    From the leftmost point of a ring to the nearest further left: as rings are taken from left to
    right, no other one is in between, and the way to a hole is inside the mask.
    """
    line, *rest = sorted(map(_from_its_left, rings), key=lambda it: int(it[0, 0]))
    for ring in rest:
        squared = ((line - ring[0]) ** 2).sum(axis=1)
        at = int(np.where(line[:, 0] <= ring[0, 0], squared, _FAR).argmin())
        line = np.concatenate([line[: at + 1], ring, ring[:1], line[at:]])
    return line


def _from_its_left(ring: Corners) -> Corners:
    return np.roll(ring, -int(ring[:, 0].argmin()), axis=0)


def _without_straight(ring: Corners) -> Corners:
    """Without the points that the line goes straight through, or that it stays on."""
    ring = ring[(ring != np.roll(ring, 1, axis=0)).any(axis=1)] if len(ring) > 1 else ring
    if len(ring) < 3:
        return ring
    before, after = ring - np.roll(ring, 1, axis=0), np.roll(ring, -1, axis=0) - ring
    turns = before[:, 0] * after[:, 1] != before[:, 1] * after[:, 0]
    comes_back = (before * after).sum(axis=1) < 0
    kept: npt.NDArray[np.bool_] = turns | comes_back
    return ring[kept]


# --- along the edges of pixels -------------------------------------------------------------------


def edge_outlines(rle: Rle) -> list[Corners]:
    """A polygon for each part of a mask, (n, 2) corners x, y; (0, 0) is the frame's top left corner.

    Parts that only touch at a corner are apart. A hole is reached by a line there and back, which
    cancels out where polygons are filled by the even-odd rule, as COCO does.
    """
    x, y, _, _ = rle.box_xywh
    rings: dict[int, list[Corners]] = {}
    for part, ring in _edge_rings(np.pad(decode_crop(rle), 1)):
        rings.setdefault(part, []).append(ring)
    return [_joined(of_part) + np.array((x, y)) for of_part in rings.values()]


def _edge_rings(mask: npt.NDArray[np.bool_]) -> Iterator[tuple[int, Corners]]:
    """Each closed line between a padded mask and what is outside, with the part it belongs to.

    Where it turns, two edges meet, one of each direction. So corners in the order of rows are the ends
    of horizontal edges, two and two, and those in the order of columns are the ends of vertical ones.
    """
    corners = _corners(mask)
    y, x = corners.y, corners.x
    across = _partners(np.lexsort((corners.second, x, y)))
    down = _partners(np.lexsort((corners.lower, y, x)))
    seen = bytearray(len(x))
    for start in range(len(x)):
        if not seen[start]:
            ring: list[int] = []
            at = start
            while not seen[at]:
                beside = across[at]
                ring += (at, beside)
                seen[at] = seen[beside] = True
                at = down[beside]
            yield int(corners.part[start]), np.stack([x[ring], y[ring]], axis=1)


class _CornerColumns(NamedTuple):
    """Where the border turns, int64 (n,) each; where parts touch at a corner there are two.

    Of such two, ``second`` has the edge to the right and ``lower`` the edge below.
    """

    x: npt.NDArray[np.int64]
    y: npt.NDArray[np.int64]
    part: npt.NDArray[np.int64]
    second: npt.NDArray[np.int64]
    lower: npt.NDArray[np.int64]


def _corners(mask: npt.NDArray[np.bool_]) -> _CornerColumns:
    """Of a padded mask; a corner lies between four pixels."""
    _, parts = cv2.connectedComponents(mask.astype(np.uint8), connectivity=4)
    top_left, top_right, low_left, low_right = parts[:-1, :-1], parts[:-1, 1:], parts[1:, :-1], parts[1:, 1:]  # fmt: skip
    pixels = np.stack([top_left, top_right, low_left, low_right])
    count = (pixels > 0).sum(axis=0)
    single = (count == 1) | (count == 3)
    falling = (count == 2) & (top_left > 0) & (low_right > 0)
    rising = (count == 2) & (top_right > 0) & (low_left > 0)
    columns = [
        (single, pixels.max(axis=0), 0, 0),
        (falling, top_left, 0, 0),
        (falling, low_right, 1, 1),
        (rising, low_left, 0, 1),
        (rising, top_right, 1, 0),
    ]
    found = [(*np.nonzero(where), part[where], second, lower) for where, part, second, lower in columns]  # fmt: skip
    return _CornerColumns(
        x=np.concatenate([x for _, x, *_ in found]),
        y=np.concatenate([y for y, *_ in found]),
        part=np.concatenate([part for _, _, part, *_ in found]),
        second=np.concatenate([np.full(len(y), second) for y, _, _, second, _ in found]),
        lower=np.concatenate([np.full(len(y), lower) for y, *_, lower in found]),
    )


def _partners(order: npt.NDArray[np.int64]) -> list[int]:
    """By corner: the other end of its edge, if edges are two and two in ``order``."""
    partners = np.empty(len(order), np.int64)
    partners[order[0::2]], partners[order[1::2]] = order[1::2], order[0::2]
    return partners.tolist()
