"""How well the flow engine fills the frames between two that a person showed: J&F on DAVIS 2016.

    python -m benchmarks.between_keyframes --root DAVIS [--gap 40] [--preset half] [--sequences camel,libby]

DAVIS is a folder with JPEGImages/480p and Annotations/480p. The engine is shown the true masks of frame 0
and of frame GAP, or of the last frame if that comes before. Only the frames between them count. Beside it,
the same frames followed from one of the two alone.
"""

from __future__ import annotations

import argparse
from pathlib import Path

import numpy as np

from annotator.evaluation import boundary_measure, region_similarity
from benchmarks.davis import FramesInMemory, load_sequence
from model_backend.engine import Direction, ObjectPrompts, PropagateRequest
from model_backend.flow.presets import DEFAULT_PRESET, PRESETS
from model_backend.flow.propagation import propagate
from model_backend.flow.threads import compute_products_on_one_thread
from storage import masks
from storage.records import FramePrompt

WAYS = ("from the first", "from the last", "from both")


def follow(images, truth, shown, direction, preset):
    """{frame index: mask}: what came last for each frame."""
    prompts = tuple(FramePrompt(it, mask=masks.encode(truth[it])) for it in shown)
    request = PropagateRequest((ObjectPrompts(1, prompts),), 0, len(images), direction)
    results = propagate(FramesInMemory(images), request, PRESETS[preset])
    return {it.frame_index: masks.decode(it.objects[0].rle) for it in results if it.objects}


def j_and_f(found, truth):
    between = range(1, len(truth) - 1)
    scores = [
        (region_similarity(found[i], truth[i]) + boundary_measure(found[i], truth[i])) / 2
        for i in between
    ]
    return float(np.mean(scores))


def evaluate(root, name, gap, preset):
    images, truth = load_sequence(root, name)
    images, truth = images[: gap + 1], truth[: gap + 1]
    last = len(images) - 1
    runs = (
        ((0,), Direction.FORWARD),
        ((last,), Direction.BACKWARD),
        ((0, last), Direction.FORWARD),
    )
    return [j_and_f(follow(images, truth, *run, preset), truth) for run in runs]


def line(name, scores):
    return f"{name:20}" + "".join(f"{it:16.3f}" for it in scores)


def main():
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--root", type=Path, required=True)
    parser.add_argument("--gap", type=int, default=40)
    parser.add_argument("--preset", choices=PRESETS, default=DEFAULT_PRESET)
    parser.add_argument("--sequences", type=lambda text: text.split(","))
    given = parser.parse_args()
    compute_products_on_one_thread()  # as the engine does
    folder = given.root / "JPEGImages" / "480p"
    names = given.sequences or sorted(it.name for it in folder.iterdir() if it.is_dir())
    print(f"{'J&F':20}" + "".join(f"{it:>16}" for it in WAYS))
    rows = []
    for name in names:
        rows.append(evaluate(given.root, name, given.gap, given.preset))
        print(line(name, rows[-1]), flush=True)
    print(line("mean", np.mean(rows, axis=0)))


if __name__ == "__main__":
    main()
