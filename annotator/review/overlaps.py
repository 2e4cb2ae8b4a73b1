"""Objects that claim the same pixels: one of the two masks has run over into the other thing."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator

import numpy as np
import numpy.typing as npt

from annotator.review.meetings import Meeting
from annotator.review.suspect import Kind, Suspect
from storage import masks
from storage.masks import Rle

MaskOf = Callable[[int, int], Rle | None]  # (object id, frame index) to its pixels

_LEAST_SHARE = 0.15  # of the smaller mask
_LOOKS = 7  # at most so many frames of a meeting are decoded


def find(video_id: int, meetings: Iterable[Meeting], mask_of: MaskOf) -> Iterator[Suspect]:
    """Meetings in which the masks themselves overlap, by exact pixels on some frames of each."""
    for meeting in meetings:
        possible = ~meeting.checked & (meeting.shared >= _LEAST_SHARE * meeting.least_area)
        frames = meeting.frames[possible]
        looked_at = _spread(frames)
        shares = [_share(meeting.object_ids, frame, mask_of) for frame in looked_at.tolist()]
        worst = int(np.argmax(shares)) if shares else 0
        if shares and shares[worst] >= _LEAST_SHARE:
            yield Suspect(
                Kind.OVERLAP,
                0.3 + 0.6 * shares[worst],
                video_id,
                meeting.object_ids,
                int(frames[0]),
                int(frames[-1]) + 1,
                int(looked_at[worst]),
                (shares[worst],),
            )


def _spread(frames: npt.NDArray[np.int64]) -> npt.NDArray[np.int64]:
    """A few of the frames (n,), evenly spread, the first and the last among them."""
    places = np.linspace(0, len(frames) - 1, min(len(frames), _LOOKS)).round().astype(np.intp)
    return frames[places]


def _share(object_ids: tuple[int, int], frame_index: int, mask_of: MaskOf) -> float:
    a, b = (mask_of(object_id, frame_index) for object_id in object_ids)
    if a is None or b is None:
        return 0.0
    return masks.intersection_area(a, b) / max(min(a.area, b.area), 1)
