"""How long changes of whole tracks take: what the window does at once, and what it makes a job of.

python -m benchmarks.long_changes [--masks 10000]
"""

import argparse
import tempfile
import time
from fractions import Fraction
from pathlib import Path

import numpy as np

from annotator.masks import clear_masks, lock_masks, verify_masks
from annotator.session import Session
from storage import masks
from storage.opening import create_project
from storage.records import FrameTable, Mask, Source, VideoFacts, VideoKind

FRAME_HW = (1080, 1920)


def main():
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--masks", type=int, default=10_000)
    count = parser.parse_args().masks
    with (
        tempfile.TemporaryDirectory() as folder,
        Session(create_project(Path(folder) / "long.maskbank")) as session,
    ):
        object_id = fill(session, count)
        for frames in (100, 1000, count):
            steps = {
                "verify": lambda n=frames: verify_masks(session, [object_id], 0, n),
                "lock": lambda n=frames: lock_masks(session, [object_id], 0, n, locked=True),
                "undo": session.undo,
                "clear": lambda n=frames: clear_masks(session, [object_id], 0, n),
                "undo the clearing": session.undo,
            }
            for name, step in steps.items():
                print(f"{frames:>6} masks, {name}: {milliseconds(step):.0f} ms")


def fill(session, count):
    """A video of ``count`` frames with a disc on all of them; returns the object's id."""
    y, x = np.ogrid[: FRAME_HW[0], : FRAME_HW[1]]
    disc = masks.encode((y - 500) ** 2 + (x - 700) ** 2 < 200**2)
    index = np.arange(count)
    table = FrameTable(Fraction(1, 25), index, index >= 0, index.astype(np.int32), index >= 0)
    facts = VideoFacts(VideoKind.FILE, *FRAME_HW[::-1], count, Fraction(25), 0, "", "")
    with session.edit("Fill") as edit:
        video = edit.add_video(name="long", path=Path("long.mp4"), facts=facts, frames=table)
        tracked = edit.add_object(
            video_id=video.id, name="disc", category_id=None, colour="#e69f00"
        )
        edit.put_masks(Mask(tracked.id, i, disc, Source.ENGINE, 0.9) for i in range(count))
    return tracked.id


def milliseconds(step):
    start = time.perf_counter()
    step()
    return 1000 * (time.perf_counter() - start)


if __name__ == "__main__":
    main()
