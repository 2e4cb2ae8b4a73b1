"""Masks that are suddenly somewhere else: the engine went over to another thing."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import TYPE_CHECKING

import numpy as np

from annotator.review.steps import steps_of
from annotator.review.stretches import stretches
from annotator.review.suspect import Kind, Suspect
from storage.counting import pixels

if TYPE_CHECKING:
    from storage.overview import MaskFacts

_TIMES_USUAL = 5  # what the track usually moves, so many times, is no jump yet
_REACH = 3


def find(video_id: int, tracks: Mapping[int, MaskFacts]) -> Iterator[Suspect]:
    """Steps from one frame to the next longer than the object is large and than it usually moves."""
    for object_id, track in tracks.items():
        steps = steps_of(track)
        boxes = np.stack((steps.box_before, steps.box_after)).astype(np.float64)  # (2, n, 4)
        centres = boxes[..., :2] + boxes[..., 2:] / 2
        moved = np.hypot(*(centres[1] - centres[0]).T)
        size = np.sqrt(boxes[..., 2] * boxes[..., 3]).mean(axis=0)
        usual = float(np.median(moved)) if len(moved) else 0.0
        jump = moved / (size + _TIMES_USUAL * usual)
        sudden = jump > 1
        frames, jump, moved, size = (it[sudden] for it in (steps.after, jump, moved, size))
        for part in stretches(frames, reach=_REACH):
            worst = part.start + int(np.argmax(jump[part]))
            yield Suspect(
                Kind.PLACE,
                float(jump[worst] / (1 + jump[worst])),
                video_id,
                (object_id,),
                int(frames[part][0]) - 1,
                int(frames[part][-1]) + 1,
                int(frames[worst]),
                f"It jumps by {pixels(round(moved[worst]))}, {moved[worst] / size[worst]:.1f} times its size.",
            )
