"""How well an engine follows the objects of DAVIS 2016: J, F, J&F and milliseconds a frame.

    python -m benchmarks.davis --root DAVIS [--engine flow] [--preset half] [--sequences camel,libby]
                               [--prompt mask|box|click|corrections] [--peer FILE.py] [--json FILE]

DAVIS is a folder with JPEGImages/480p and Annotations/480p. The engine is shown the true mask of the
first frame, or the mask that a simulated box, click, or box with three corrections leads to there. The
first and last frame do not count. Frames are in memory before the clock starts; the time is all that
propagation takes, divided by the frames it worked out.

--peer times another tracker on the same frames in the same run, turn by turn: a Python file with a class
``FlowPix(frame0_bgr, mask0, flow="half")`` and its ``step(frame_bgr) -> (H, W) bool``.
"""

from __future__ import annotations

import argparse
import importlib.util
import json
import time
from pathlib import Path

import cv2
import numpy as np

from annotator.evaluation import boundary_measure, region_similarity, statistics
from benchmarks.first_mask import simulate
from exporters.png import read_index_png
from model_backend.engine import ObjectPrompts, PropagateRequest
from model_backend.flow.presets import DEFAULT_PRESET, PRESETS
from model_backend.flow.propagation import propagate
from model_backend.flow.threads import compute_products_on_one_thread
from storage import masks
from storage.records import FramePrompt

PROMPTS = ("mask", "box", "click", "corrections")


class FramesInMemory:
    """All frames of a sequence, RGB uint8 (H, W, 3)."""

    def __init__(self, images):
        self.images = images

    def frame(self, frame_index):
        return self.images[frame_index]

    def stream(self, start, stop, step=1):
        return ((i, self.images[i]) for i in range(start, stop, step))


def load_sequence(root, name):
    """(images, true masks): lists of RGB uint8 (H, W, 3) and bool (H, W)."""
    frames = sorted((root / "JPEGImages" / "480p" / name).glob("*.jpg"))
    truth = sorted((root / "Annotations" / "480p" / name).glob("*.png"))
    images = [cv2.imread(str(path), cv2.IMREAD_COLOR_RGB) for path in frames]
    return images, [read_index_png(path) > 0 for path in truth]


def first_masks(image, truth, prompt_kind):
    """The (H, W) mask that the engine starts from."""
    return truth if prompt_kind == "mask" else simulate(image, truth, prompt_kind)


def run_flow(images, first, preset):
    """(masks of frames 1.., scores, seconds)"""
    prompt = FramePrompt(0, mask=masks.encode(first))
    request = PropagateRequest((ObjectPrompts(1, (prompt,)),), 0, len(images))
    began = time.perf_counter()
    results = list(propagate(FramesInMemory(images), request, PRESETS[preset]))
    seconds = time.perf_counter() - began
    found = [result.objects[0] for result in results[1:]]
    return [masks.decode(it.rle) for it in found], [it.score for it in found], seconds


def run_peer(peer, images, first, preset):
    frames = [image[..., ::-1].copy() for image in images]
    began = time.perf_counter()
    tracker = peer.FlowPix(frames[0], first, flow=preset)
    found = [tracker.step(frame) for frame in frames[1:]]
    return found, time.perf_counter() - began


def measure(found, truth):
    """{"j": ..., "f": ...}: statistics of the frames between the first and the last."""
    pairs = list(zip(found[:-1], truth[1:-1], strict=True))
    return {
        name: statistics([score(mask, true) for mask, true in pairs])
        for name, score in (("j", region_similarity), ("f", boundary_measure))
    }


def row(scores, seconds, frame_count):
    numbers = {f"{name}_{key}": value for name, stats in scores.items()
               for key, value in (("mean", stats.mean), ("recall", stats.recall), ("decay", stats.decay))}  # fmt: skip
    both = (scores["j"].mean + scores["f"].mean) / 2
    return {**numbers, "jf_mean": both, "ms_per_frame": 1000 * seconds / (frame_count - 1)}


def evaluate(root, name, arguments, peer):
    images, truth = load_sequence(root, name)
    first = first_masks(images[0], truth[0], arguments.prompt)
    found, scores, seconds = run_flow(images, first, arguments.preset)
    result = row(measure(found, truth), seconds, len(images))
    true_j = [region_similarity(mask, true) for mask, true in zip(found, truth[1:], strict=True)]
    result["frames"] = [{"score": s, "j": j} for s, j in zip(scores, true_j, strict=True)]
    if peer:
        peer_found, peer_seconds = run_peer(peer, images, first, arguments.preset)
        result["peer"] = row(measure(peer_found, truth), peer_seconds, len(images))
    return result


def average(rows):
    return {key: float(np.mean([it[key] for it in rows])) for key in rows[0] if key not in ("peer", "frames")}  # fmt: skip


def line(name, numbers):
    return f"{name:20}" + "".join(f"{numbers[key]:9.3f}" for key in ("j_mean", "f_mean", "jf_mean", "j_recall", "j_decay")) + f"{numbers['ms_per_frame']:9.1f}"  # fmt: skip


def rank_correlation(a, b):
    ranks = [np.argsort(np.argsort(values)) for values in (a, b)]
    return float(np.corrcoef(*ranks)[0, 1])


def report(results):
    total = {"engine": average(list(results.values()))}
    print(line("mean", total["engine"]))
    frames = [frame for result in results.values() for frame in result["frames"]]
    score, j = ([frame[key] for frame in frames] for key in ("score", "j"))
    total["score_rank_correlation"] = rank_correlation(score, j)
    print(f"score and J of a frame: rank correlation {total['score_rank_correlation']:.3f}")
    if all("peer" in result for result in results.values()):
        total["peer"] = average([result["peer"] for result in results.values()])
        total["time_ratio"] = total["engine"]["ms_per_frame"] / total["peer"]["ms_per_frame"]
        print(line("peer's mean", total["peer"]))
        print(f"time of the engine over the peer's: {total['time_ratio']:.2f}")
    return total


def load_peer(path):
    spec = importlib.util.spec_from_file_location("peer", path)
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawTextHelpFormatter)  # fmt: skip
    parser.add_argument("--root", type=Path, required=True)
    parser.add_argument("--engine", choices=["flow"], default="flow")
    parser.add_argument("--preset", choices=PRESETS, default=DEFAULT_PRESET)
    parser.add_argument("--sequences", type=lambda text: text.split(","))
    parser.add_argument("--prompt", choices=PROMPTS, default="mask")
    parser.add_argument("--peer", type=Path)
    parser.add_argument("--json", type=Path)
    arguments = parser.parse_args()
    annotations = arguments.root / "Annotations" / "480p"
    if not annotations.is_dir():
        parser.error(f"{annotations} does not exist: --root must be a DAVIS folder")
    all_names = sorted(path.name for path in annotations.iterdir())
    names = arguments.sequences or all_names
    if unknown := set(names) - set(all_names):
        parser.error(f"no sequence {', '.join(unknown)}; there are {', '.join(all_names)}")
    peer = load_peer(arguments.peer) if arguments.peer else None
    compute_products_on_one_thread()  # as the engine does
    print(f"{'sequence':20}" + "".join(f"{title:>9}" for title in ("J", "F", "J&F", "J recall", "J decay", "ms/frame")))  # fmt: skip
    results = {}
    for name in names:
        results[name] = evaluate(arguments.root, name, arguments, peer)
        print(line(name, results[name]), flush=True)
        if peer:
            print(line("  peer", results[name]["peer"]), flush=True)
    total = report(results)
    if arguments.json:
        arguments.json.write_text(json.dumps({"total": total, "sequences": results}, indent=2))


if __name__ == "__main__":
    main()
