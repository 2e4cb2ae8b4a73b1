"""Objects that are missing for a while: the engine lost them, or nobody labelled these frames."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import TYPE_CHECKING

import numpy as np

from annotator.review.suspect import Kind, Suspect

if TYPE_CHECKING:
    from storage.overview import MaskFacts

_LEAST, _OF_SHORT = 0.3, 0.4  # the shorter, the less likely it is that the thing really was away


def find(video_id: int, tracks: Mapping[int, MaskFacts]) -> Iterator[Suspect]:
    """Frames between two that show the object, where nobody said that it is not there."""
    for object_id, track in tracks.items():
        known = track.where((track.area > 0) | track.checked).frame_index
        shown = track.where(track.area > 0).frame_index
        if not len(shown):
            continue
        known = known[(known >= shown[0]) & (known <= shown[-1])]
        for place in np.flatnonzero(np.diff(known) > 1):
            start, stop = int(known[place]) + 1, int(known[place + 1])
            missing = stop - start
            yield Suspect(
                Kind.GAP,
                _LEAST + _OF_SHORT / missing,
                video_id,
                (object_id,),
                start,
                stop,
                start,
                f"It is missing between frames that show it; frames: {missing}.",
            )
