"""How much CPU time the review queue takes on many masks, and which part of it.

python -m benchmarks.review [--masks 100000]

Ragged masks of 20 objects a frame that wander about and meet each other all the time. The whole queue is
set against decoding every mask once, which it avoids.
"""

import argparse
import tempfile
import time
from dataclasses import replace
from fractions import Fraction
from pathlib import Path

import numpy as np

from annotator.review.meetings import find_meetings
from annotator.review.queue import find_suspects
from annotator.review.suspect import Kind
from storage import masks
from storage.opening import create_project
from storage.records import FrameTable, Mask, Source, VideoFacts, VideoKind

OBJECTS, SHAPES = 20, 50
FRAME_HW = (480, 854)
FRAMES_PER_COMMIT = 100


def ragged_shapes(rng):
    """Blobs with a rough outline and some holes, as Rle; they can be put anywhere."""
    side = 120
    y, x = np.mgrid[:side, :side] - side // 2
    for _ in range(SHAPES):
        angle = np.arctan2(y, x)
        waves = [rng.normal(0, 0.2 / n) * np.cos(n * angle) for n in range(1, 16)]
        edge = rng.integers(15, 45) * (1 + sum(waves)) + rng.normal(0, 1.5, x.shape)
        yield masks.paste(np.hypot(y, x) < edge, 0, 0, FRAME_HW)


def wander(rng, frame_count):
    """Places of a box's corner, (frames, 2) int, that move evenly and turn at the edges."""
    start, speed = rng.uniform(0, 1, 2), rng.uniform(0.002, 0.01, 2)
    phase = np.abs((start + speed * np.arange(frame_count)[:, None]) % 2 - 1)
    return (phase * (FRAME_HW[1] - 150, FRAME_HW[0] - 150)).astype(int)


def fill(project, frame_count):
    rng = np.random.default_rng(1)
    numbers, flags = np.arange(frame_count), np.ones(frame_count, bool)
    table = FrameTable(Fraction(1, 30), numbers, flags, numbers.astype(np.int32), flags)
    height, width = FRAME_HW
    facts = VideoFacts(VideoKind.FILE, width, height, frame_count, Fraction(30), 0, "h264", "0")
    shapes = list(ragged_shapes(rng))
    with project.long_edit("Fill") as edit:
        video = edit.add_video(name="clip", path=Path("clip.mp4"), facts=facts, frames=table)
        ids = [edit.add_object(video_id=video.id, name=str(i), category_id=None, colour="#ffffff").id
               for i in range(OBJECTS)]  # fmt: skip
        paths = [wander(rng, frame_count) for _ in ids]
        for frame_index in range(frame_count):
            edit.put_masks(
                Mask(object_id, frame_index, moved(shapes[i % SHAPES], path[frame_index]),
                     Source.ENGINE, score=float(rng.uniform(0.4, 1)))
                for i, (object_id, path) in enumerate(zip(ids, paths, strict=True))
            )  # fmt: skip
            if frame_index % FRAMES_PER_COMMIT == 0:
                edit.commit()
    return video


def moved(rle, corner_xy):
    return replace(rle, box_xywh=(*corner_xy.tolist(), *rle.box_xywh[2:]))


def seconds(function, *arguments, **options):
    started = time.process_time()
    found = function(*arguments, **options)
    return time.process_time() - started, found


def decode_all(project, video):
    for _, found in project.stream_frame_masks(video.id):
        for mask in found:
            masks.decode_crop(mask.rle)


def main():
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--masks", type=int, default=100_000)
    frame_count = parser.parse_args().masks // OBJECTS
    with (
        tempfile.TemporaryDirectory() as folder,
        create_project(Path(folder) / "p.maskbank") as project,
    ):
        video = fill(project, frame_count)
        decoding, _ = seconds(decode_all, project, video)
        reading, facts = seconds(project.mask_facts, video.id)
        meeting, met = seconds(lambda: list(find_meetings(facts)))
        print(f"{len(facts)} masks of {OBJECTS} objects, {len(met)} meetings")
        print(f"{'decoding every mask':32}{decoding:8.2f} s    1.00")
        print(f"{'reading what is known of them':32}{reading:8.2f} s{reading / decoding:8.2f}")
        print(f"{'finding the meetings':32}{meeting:8.2f} s{meeting / decoding:8.2f}")
        for kind in Kind:
            took, found = seconds(find_suspects, project, kinds=[kind])
            print(f"{kind.value:32}{took:8.2f} s{took / decoding:8.2f}  {len(found)} suspects")
        took, found = seconds(find_suspects, project)
        print(f"{'the whole queue':32}{took:8.2f} s{took / decoding:8.2f}  {len(found)} suspects")


if __name__ == "__main__":
    main()
