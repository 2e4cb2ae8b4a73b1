"""A mask's outline as something a hand can bend, without touching the rest of the mask.

The outline is the mask's border pixels, exactly; *anchors* are a few of them, where a hand may pull.
Pulling one bends the border up to its two neighbours and keeps the border's small shapes. The mask
then changes only between the old border and the new: other parts, other holes stay as they are.
"""

from __future__ import annotations

from dataclasses import dataclass, replace

import numpy as np
import numpy.typing as npt

from storage import masks
from storage.masks import BoolMask, Rle

_MIN_ANCHORS = 3
Positions = npt.NDArray[np.int32]  # (n, 2): x, y


@dataclass(frozen=True, slots=True, eq=False)
class Contour:
    """One closed border. ``points`` are its pixels in order, int32 (n, 2) as x, y of the frame;
    ``anchors`` places among them, ascending. Around a hole (``is_hole``) the points are mask pixels."""

    points: Positions
    anchors: tuple[int, ...]
    is_hole: bool = False

    @property
    def anchor_points(self) -> Positions:
        """Where the anchors are, (len(anchors), 2)."""
        return self.points[list(self.anchors)]


def find_contours(rle: Rle, *, tolerance_px: float) -> tuple[Contour, ...]:
    """All borders of a mask; between anchors a straight line is at most ``tolerance_px`` off.

    Borders with fewer than three anchors, of parts of a few pixels, are left out.
    """
    import cv2  # takes a moment; the window is there before

    if rle.is_empty:
        return ()
    crop = np.ascontiguousarray(masks.decode_crop(rle)).view(np.uint8)
    found, tree = cv2.findContours(
        crop, cv2.RETR_CCOMP, cv2.CHAIN_APPROX_NONE, offset=rle.box_xywh[:2]
    )
    contours = []
    for border, (_, _, _, parent) in zip(found, tree[0], strict=True):
        corners = cv2.approxPolyDP(border, tolerance_px, closed=True)
        if len(corners) >= _MIN_ANCHORS:
            points, corners = (np.asarray(it[:, 0], np.int32) for it in (border, corners))
            contours.append(Contour(points, _places(points, corners), bool(parent >= 0)))
    return tuple(contours)


def _places(points: Positions, corners: Positions) -> tuple[int, ...]:
    """Where the corners are among the points; both go around in the same direction."""
    first = {(int(x), int(y)): at for at, (x, y) in reversed(list(enumerate(points)))}
    return tuple(sorted({first[(int(x), int(y))] for x, y in corners}))


def nearest(contour: Contour, x: float, y: float) -> tuple[float, int]:
    """How far a position is from the border, in pixels, and the place of the point that is nearest."""
    distances = np.hypot(contour.points[:, 0] - x, contour.points[:, 1] - y)
    at = int(distances.argmin())
    return float(distances[at]), at


def add_anchor(contour: Contour, at: int) -> tuple[Contour, int]:
    """The border with one more anchor, at a place of its points, and which of the anchors it is."""
    anchors = tuple(sorted({*contour.anchors, at}))
    return replace(contour, anchors=anchors), anchors.index(at)


def bend(contour: Contour, place: int, dx: float, dy: float) -> Contour:
    """Pull an anchor by (dx, dy) pixels; the border gives way up to the two anchors beside it."""
    points = contour.points.astype(np.float64)
    before, here, after = _around(contour, place)
    rising = _run(before, here, len(points))
    falling = _run(here, after, len(points))[1:]
    points[rising] += np.linspace(0, 1, len(rising))[:, None] * (dx, dy)
    points[falling] += np.linspace(1, 0, len(falling) + 1)[1:, None] * (dx, dy)
    return replace(contour, points=np.rint(points).astype(np.int32))


def drop_anchor(contour: Contour, place: int) -> Contour | None:
    """The border straight between the two anchors beside this one; None if there were too few left."""
    if len(contour.anchors) <= _MIN_ANCHORS:
        return None
    before, _, after = _around(contour, place)
    points = contour.points.astype(np.float64)
    run = _run(before, after, len(points))
    along = np.linspace(0, 1, len(run))[:, None]
    points[run] = points[before] * (1 - along) + points[after] * along
    anchors = contour.anchors[:place] + contour.anchors[place + 1 :]
    return Contour(np.rint(points).astype(np.int32), anchors, contour.is_hole)


def _around(contour: Contour, place: int) -> tuple[int, int, int]:
    anchors = contour.anchors
    return anchors[place - 1], anchors[place], anchors[(place + 1) % len(anchors)]


def _run(start: int, stop: int, count: int) -> npt.NDArray[np.intp]:
    """The places from ``start`` on to ``stop``, both included, over the end if that is the way."""
    return np.arange(start, start + (stop - start) % count + 1) % count


def reshape(rle: Rle, before: Contour, after: Contour) -> Rle:
    """The mask with one of its borders bent."""
    x, y, w, h = rle.box_xywh
    boxes = np.array([(x, y, x + w, y + h), _box(before), _box(after)])
    x0, y0 = np.maximum(boxes[:, :2].min(axis=0), 0).tolist()
    x1, y1 = np.minimum(boxes[:, 2:].max(axis=0), rle.frame_hw[::-1]).tolist()
    window = (x0, y0, x1 - x0, y1 - y0)
    mask = masks.decode_window(rle, window)
    old, new = _inside(before, window), _inside(after, window)
    gained, lost = (old & ~new, new & ~old) if before.is_hole else (new & ~old, old & ~new)
    return masks.paste((mask | gained) & ~lost, x0, y0, rle.frame_hw)


def _inside(contour: Contour, window_xywh: tuple[int, int, int, int]) -> BoolMask:
    """The pixels that the border encloses, its own included unless it is that of a hole."""
    import cv2  # takes a moment; the window is there before

    x, y, w, h = window_xywh
    inside = np.zeros((h, w), np.uint8)
    points = contour.points - np.array([x, y], np.int32)
    cv2.fillPoly(inside, [points], 1)
    if contour.is_hole:
        cv2.polylines(inside, [points], isClosed=True, color=0)
    return inside.view(bool)


def _box(contour: Contour) -> tuple[int, int, int, int]:
    """The box around the border: x0, y0, x1, y1, the last two after its last pixel."""
    (x0, y0), (x1, y1) = contour.points.min(axis=0), contour.points.max(axis=0) + 1
    return int(x0), int(y0), int(x1), int(y1)
