"""Projects whose masks are rectangles, to make suspects of."""

import numpy as np

from storage import masks
from storage.records import Mask, Source
from tests.storage.projects import FRAME_COUNT, add_object, facts, frame_table

FRAME_HW = (240, 320)


def rectangle(x, y, w, h):
    pixels = np.zeros(FRAME_HW, bool)
    pixels[y : y + h, x : x + w] = True
    return masks.encode(pixels)


def add_video(session, name="clip"):
    big = facts(FRAME_COUNT, width=FRAME_HW[1], height=FRAME_HW[0])
    with session.edit("Add") as edit:
        return edit.add_video(
            name=name, path=session.project.path, facts=big, frames=frame_table(FRAME_COUNT)
        )


def add_track(session, video, boxes, *, name="dog", score=0.9, scores=None, source=Source.ENGINE):
    """An object with a mask for each frame of ``boxes``; an empty box is an empty mask."""
    with session.edit("Track") as edit:
        tracked = add_object(edit, video, name)
        edit.put_masks(
            Mask(
                tracked.id,
                frame,
                rectangle(*box),
                source,
                score=(scores or {}).get(frame, score) if source is Source.ENGINE else None,
            )
            for frame, box in boxes.items()
        )
    return tracked


def drifting(frames, x=20, y=50, w=40, h=30, dx=1):
    """A box that moves evenly."""
    return {frame: (x + dx * frame, y, w, h) for frame in frames}
