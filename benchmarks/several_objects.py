"""Two objects in each other's way: followed together, where they compete for pixels, and each alone.

    python -m benchmarks.several_objects --root DAVIS [--preset half] [--sequences camel,libby]

DAVIS is a folder with JPEGImages/480p and Annotations/480p, one object a sequence. A second one is cut out
and put into every frame, in front of the first: its own mirror image (``twin``, which looks just like it), or
the object of the sequence after the next two (``stranger``). Both are shown by their true masks on the first
frame. J is the mean over frames and both objects; overlap the mean share of the smaller mask that the other
one covers, where there is none in truth; score what the engine says of masks with a J under 0.5.
"""

from __future__ import annotations

import argparse
import time
from dataclasses import dataclass
from pathlib import Path

import numpy as np

from annotator.evaluation import region_similarity
from benchmarks.davis import FramesInMemory, load_sequence
from model_backend.engine import ObjectPrompts, PropagateRequest
from model_backend.flow.presets import DEFAULT_PRESET, PRESETS
from model_backend.flow.propagation import propagate
from model_backend.flow.threads import compute_products_on_one_thread
from storage import masks
from storage.records import FramePrompt

KINDS = ("twin", "stranger")


@dataclass(frozen=True)
class Clip:
    """``images`` (H, W, 3), and the true masks (H, W) of what is behind and what is in front."""

    images: list
    behind: list
    front: list


def put_in_front(sequence, images, truth):
    """The object of one sequence put into the frames of another."""
    frames, behind = [], []
    for image, mask, other, front in zip(*sequence, images, truth, strict=False):
        frames.append(np.where(front[..., None], other, image))
        behind.append(mask & ~front)
    return Clip(frames, behind, list(truth[: len(frames)]))


def make_clip(root, names, name, kind):
    sequence = load_sequence(root, name)
    if kind == "twin":
        images, truth = sequence
        return put_in_front(sequence, [it[:, ::-1] for it in images], [it[:, ::-1] for it in truth])
    return put_in_front(sequence, *load_sequence(root, names[(names.index(name) + 3) % len(names)]))


def follow(clip, truths, preset):
    """([(mask, score) of the frames 1..] of each object, seconds)"""
    prompts = [
        ObjectPrompts(number, (FramePrompt(0, mask=masks.encode(np.ascontiguousarray(it[0]))),))
        for number, it in enumerate(truths, 1)
    ]
    began = time.perf_counter()
    request = PropagateRequest(tuple(prompts), 0, len(clip.images))
    results = list(propagate(FramesInMemory(clip.images), request, PRESETS[preset]))[1:]
    seconds = time.perf_counter() - began
    answers = [[it.objects[i] for it in results] for i in range(len(truths))]
    return [[(masks.decode(it.rle), it.score) for it in one] for one in answers], seconds


def measure(clip, found):
    """(J, overlap, score of bad masks)"""
    j, scores = [], []
    for one, truth in zip(found, (clip.behind, clip.front), strict=True):
        j += [region_similarity(mask, true) for (mask, _), true in zip(one, truth[1:], strict=True)]
        scores += [score for _, score in one]
    shared = [
        (a & b).sum() / max(min(a.sum(), b.sum()), 1) for (a, _), (b, _) in zip(*found, strict=True)
    ]
    bad = np.array(scores)[np.array(j) < 0.5]
    return float(np.mean(j)), float(np.mean(shared)), float(bad.mean()) if len(bad) else np.nan


def evaluate(clip, preset):
    """{"alone": (J, overlap, score of bad masks, ms a frame), "together": the same}"""
    frames = len(clip.images) - 1
    alone, seconds = zip(*(follow(clip, [it], preset) for it in (clip.behind, clip.front)), strict=True)  # fmt: skip
    together, at_once = follow(clip, [clip.behind, clip.front], preset)
    return {
        "alone": (*measure(clip, [it[0] for it in alone]), 1000 * sum(seconds) / frames),
        "together": (*measure(clip, together), 1000 * at_once / frames),
    }


def line(title, results):
    cells = (f"{results[how][i]:10.3f}" for i in range(4) for how in ("alone", "together"))
    return f"{title:28}" + "".join(cells)


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)  # fmt: skip
    parser.add_argument("--root", type=Path, required=True)
    parser.add_argument("--preset", choices=PRESETS, default=DEFAULT_PRESET)
    parser.add_argument("--sequences", type=lambda text: text.split(","))
    arguments = parser.parse_args()
    compute_products_on_one_thread()  # as the engine does
    names = sorted(it.name for it in (arguments.root / "Annotations" / "480p").iterdir())
    print(f"{'':28}" + "".join(f"{it:>20}" for it in ("J", "overlap", "score", "ms/frame")))
    print(f"{'':28}" + f"{'alone':>10}{'together':>10}" * 4)
    for kind in KINDS:
        rows = []
        for name in arguments.sequences or names:
            clip = make_clip(arguments.root, names, name, kind)
            rows.append(evaluate(clip, arguments.preset))
            print(line(f"{kind} {name}", rows[-1]), flush=True)
        means = {how: tuple(np.nanmean([it[how] for it in rows], axis=0)) for how in rows[0]}
        print(line(f"{kind}, mean", means))


if __name__ == "__main__":
    main()
