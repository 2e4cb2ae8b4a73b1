"""Objects that an engine followed over a scene cut, where it easily takes something else for them."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from typing import TYPE_CHECKING

import numpy as np

from annotator.review.suspect import Kind, Suspect

if TYPE_CHECKING:
    from storage.overview import MaskFacts

_SEVERITY = 0.7


def find(
    video_id: int, tracks: Mapping[int, MaskFacts], cut_frames: Iterable[int]
) -> Iterator[Suspect]:
    """``cut_frames`` are the first frames of new scenes."""
    cuts = np.array(sorted(cut_frames), np.int64)
    for object_id, track in tracks.items():
        shown = track.where(track.area > 0)
        over = np.isin(shown.frame_index, cuts) & np.isin(shown.frame_index - 1, shown.frame_index)
        for frame_index in shown.frame_index[over & ~shown.checked].tolist():
            yield Suspect(
                Kind.CUT,
                _SEVERITY,
                video_id,
                (object_id,),
                frame_index,
                frame_index + 1,
                frame_index,
                "It was followed over a scene cut.",
            )
