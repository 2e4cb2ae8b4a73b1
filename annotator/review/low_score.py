"""Masks of which the engine itself was not sure."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import TYPE_CHECKING

import numpy as np

from annotator.review.stretches import stretches
from annotator.review.suspect import Kind, Suspect

if TYPE_CHECKING:
    from storage.overview import MaskFacts

DOUBTFUL_SCORE = 0.5  # below this, a mask is worth a look
_REACH = 5  # doubtful frames so close together are one look


def find(video_id: int, tracks: Mapping[int, MaskFacts]) -> Iterator[Suspect]:
    """Stretches of masks that nobody checked, with a score below DOUBTFUL_SCORE."""
    for object_id, track in tracks.items():
        doubtful = track.where(~track.checked & (track.area > 0) & (track.score < DOUBTFUL_SCORE))
        for part in stretches(doubtful.frame_index, reach=_REACH):
            frames, scores = doubtful.frame_index[part], doubtful.score[part]
            worst = int(np.argmin(scores))
            yield Suspect(
                Kind.LOW_SCORE,
                1 - float(scores[worst]),
                video_id,
                (object_id,),
                int(frames[0]),
                int(frames[-1]) + 1,
                int(frames[worst]),
                f"The engine is unsure: its lowest score is {scores[worst]:.2f}.",
            )
