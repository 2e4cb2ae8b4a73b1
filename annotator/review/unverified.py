"""Masks that no person made, locked or verified."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import TYPE_CHECKING

import numpy as np

from annotator.review.suspect import Kind, Suspect

if TYPE_CHECKING:
    from storage.overview import MaskFacts

_MOST = 0.2  # anything that looks wrong comes first


def find(video_id: int, tracks: Mapping[int, MaskFacts]) -> Iterator[Suspect]:
    """One suspect a track, the more of it is unverified the earlier."""
    for object_id, track in tracks.items():
        frames = track.frame_index[~track.checked]
        if len(frames):
            yield Suspect(
                Kind.UNVERIFIED,
                _MOST * float(np.mean(~track.checked)),
                video_id,
                (object_id,),
                int(frames[0]),
                int(frames[-1]) + 1,
                int(frames[0]),
                f"Nobody verified it yet; masks: {len(frames)}.",
            )
