"""Lanes of a timeline as pixels: many frames of many objects, gathered into columns by numpy.

Every frame of a track is one byte of flags. A column of the screen that covers several frames shows the
union of their flags, so a single corrected frame among thousands is never lost.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np
import numpy.typing as npt

from annotator.colours import rgb
from annotator.gui.time_axis import TimeAxis
from annotator.review.low_score import DOUBTFUL_SCORE
from storage.records import Mask, Source

if TYPE_CHECKING:  # the window is there before these are loaded
    from annotator.gui.track_arrays import TrackArrays
    from storage.project import TrackMarks

PRESENT, ABSENT, KEYFRAME, LOCKED, VERIFIED, PROMPTED, DOUBTFUL, SUDDEN = (
    1 << bit for bit in range(8)
)
_STRIPE_PIXELS, _HATCH_PIXELS = 3, 5

Flags = npt.NDArray[np.uint8]  # (frames,), one byte a frame
Colours = npt.NDArray[np.uint32]  # 0xffRRGGBB

_VERIFIED_COLOUR, _LOCKED_COLOUR = "#35c46a", "#5aa9ff"
_DOUBTFUL_COLOUR, _SUDDEN_COLOUR = "#ffb02e", "#ff5ca8"


@dataclass(frozen=True, slots=True)
class Portrait:
    """Where an object is seen best, as a box in pixels of that frame."""

    frame_index: int
    box_xywh: tuple[int, int, int, int]


@dataclass(frozen=True, slots=True)
class Lane:
    """One object's row. ``frame_flags`` is uint8 (frames,).

    ``track``: the arrays behind it; None if only the row is known. ``verified_share``: how many of the
    masks a person made or verified, 0..1. ``proposed``: it is none yet, a model suggests it.
    """

    object_id: int
    label: str
    colour: str
    frame_flags: Flags
    track: TrackArrays | None = None
    verified_share: float | None = None
    portrait: Portrait | None = None
    proposed: bool = False


@dataclass(frozen=True, slots=True)
class LaneStyle:
    """Heights in pixels of the image that is made, colours of what is not an object's own."""

    height: int
    gap: int
    background: str
    empty: str
    keyframe: str
    prompt: str


def flags_of(marks: TrackMarks, frame_count: int) -> Flags:
    """The track's marks as flags of every frame of the video."""
    flags = np.zeros(frame_count, np.uint8)
    present = marks.area > 0
    doubtful = present & ~marks.kept & (np.nan_to_num(marks.score, nan=1.0) < DOUBTFUL_SCORE)
    for where, flag in (
        (present, PRESENT),
        (~present, ABSENT),
        (marks.keyframe, KEYFRAME),
        (marks.locked, LOCKED),
        (marks.verified, VERIFIED),
        (marks.has_prompt, PROMPTED),
        (doubtful, DOUBTFUL),
    ):
        flags[marks.frame_index[where]] |= np.uint8(flag)
    return flags


def flags_of_mask(mask: Mask, *, prompted: bool) -> int:
    """The same of one mask."""
    present = not mask.rle.is_empty
    doubtful = mask.score is not None and mask.score < DOUBTFUL_SCORE
    flags = PRESENT if present else ABSENT
    for holds, flag in (
        (mask.source is Source.HUMAN or mask.locked, KEYFRAME),
        (mask.locked, LOCKED),
        (mask.verified, VERIFIED),
        (prompted, PROMPTED),
        (present and doubtful and not mask.kept, DOUBTFUL),
    ):
        flags |= flag if holds else 0
    return flags


def bin_columns(flags: npt.NDArray[np.uint8], edges: npt.NDArray[np.intp]) -> npt.NDArray[np.uint8]:
    """The union of the flags (lanes, frames) between edges (columns + 1,): (lanes, columns).

    A column narrower than a frame shows the frame it lies in.
    """
    starts = np.minimum(edges[:-1], flags.shape[1] - 1)
    binned: npt.NDArray[np.uint8] = np.bitwise_or.reduceat(flags, starts, axis=1)
    last = starts == starts[-1]  # reduceat runs its last part on to the end of the array
    stop = max(int(edges[-1]), int(starts[-1]) + 1)
    final = np.bitwise_or.reduce(flags[:, starts[-1] : stop], axis=1)
    binned[:, last] = final[:, None]
    return binned


def paint_lanes(
    lanes: Sequence[Lane], axis: TimeAxis, columns: int, style: LaneStyle
) -> npt.NDArray[np.uint8]:
    """All lanes one under the other: blue, green, red, alpha uint8 (lanes * height, columns, 4)."""
    flags = bin_columns(np.stack([lane.frame_flags for lane in lanes]), axis.column_edges(columns))
    own = np.array([_packed(lane.colour) for lane in lanes], np.uint32)[:, None]
    body = np.where(flags & PRESENT, own, _packed(style.empty))
    striped = np.arange(columns) // _STRIPE_PIXELS % 2 == 0  # told from any object's own colour
    warning = np.where(striped, _packed(_DOUBTFUL_COLOUR), _packed(style.background))
    body = np.where(flags & DOUBTFUL, warning, body)
    body = np.where(_wider((flags & SUDDEN) != 0), _packed(_SUDDEN_COLOUR), body)
    keyframe = np.where(_wider((flags & KEYFRAME) != 0), _packed(style.keyframe), body)
    keyframe = np.where(flags & PROMPTED, _packed(style.prompt), keyframe)
    state = np.where(flags & VERIFIED, _packed(_VERIFIED_COLOUR), body)
    state = np.where(flags & LOCKED, _packed(_LOCKED_COLOUR), state)
    absent = np.where(flags & ABSENT, own, body)
    image = _stack_rows((keyframe, body, absent, state), style)
    for pixels, lane in zip(image, lanes, strict=True):
        if lane.proposed:
            pixels[_between_hatches(style.height, columns)] = _packed(style.background)
    return image.view(np.uint8).reshape(-1, columns, 4)


def _stack_rows(rows: tuple[Colours, Colours, Colours, Colours], style: LaneStyle) -> Colours:
    """Give each lane its height: a gap, a strip for keyframes, the body with a thin line where the
    object was said to be absent, a strip for what is locked or verified, a gap:
    (lanes, height, columns)."""
    keyframe, body, absent, state = rows
    lanes, columns = body.shape
    strip = max(style.height // 5, 1)
    image = np.empty((lanes, style.height, columns), np.uint32)
    image[:, : style.gap] = image[:, -style.gap :] = _packed(style.background)
    image[:, style.gap : -style.gap] = body[:, None]
    image[:, style.gap : style.gap + strip] = keyframe[:, None]
    middle = style.height // 2
    image[:, middle : middle + max(strip // 2, 1)] = absent[:, None]
    image[:, -style.gap - strip : -style.gap] = state[:, None]
    return image


def _between_hatches(height: int, columns: int) -> npt.NDArray[np.bool_]:
    """Where a proposal's lane is empty, (height, columns): oblique, as nothing else on the timeline."""
    rows, across = np.ogrid[:height, :columns]
    return np.asarray((rows + across) // _HATCH_PIXELS % 2 == 1)


def _wider(here: npt.NDArray[np.bool_]) -> npt.NDArray[np.bool_]:
    """Marks (lanes, columns) one column wider to each side: a single frame among many can be seen."""
    wide = here.copy()
    wide[:, 1:] |= here[:, :-1]
    wide[:, :-1] |= here[:, 1:]
    return wide


def _packed(colour: str) -> np.uint32:
    red, green, blue = rgb(colour)
    return np.uint32(0xFF000000 | red << 16 | green << 8 | blue)
