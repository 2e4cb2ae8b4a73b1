"""How good the flow engine's masks are on one frame: from a box, from a click, with corrective clicks.

    python -m benchmarks.first_mask --root DAVIS [--frames 0,20,40] [--known 20] [--json FILE]

DAVIS is a folder with JPEGImages/480p and Annotations/480p. Prompts come from the ground truth (GT): the
tight box, the most interior point, and for corrections the centre of the largest error region, one
click (a single pixel) after another, as a person would. The oracle is the best of the candidates offered.
Anywhere is the mean over some points of the object by chance, each a click of its own.
With --known, the engine has seen the object's true mask so many frames before.
"""

from __future__ import annotations

import argparse
import json
import time
from pathlib import Path

import cv2
import numpy as np

from model_backend.flow import first_mask, recollection
from model_backend.flow.recollection import Sight
from model_backend.flow.threads import compute_products_on_one_thread
from storage import masks
from storage.records import Box, FramePrompt, Point

CORRECTIONS = 5
CLICKS_ANYWHERE, CLEAR_OF_EDGE = 4, 4  # pixels from the edge, if the object is that thick
COLUMNS = (
    *("box", "box+1", "box+2", "box+3", "box+4", "box+5"),
    *("click", "click+1", "click+2", "click+3", "click+4", "click+5", "click oracle", "anywhere"),
)


def box_prompt(gt):
    """The tight box around a (H, W) bool mask."""
    ys, xs = np.nonzero(gt)
    return FramePrompt(0, box=Box(int(xs.min()), int(ys.min()), int(xs.max()), int(ys.max())))


def click_prompt(gt):
    """One positive click at the most interior point of a (H, W) bool mask."""
    return FramePrompt(0, points=(Point(*_most_interior(gt)),))


def corrected_mask(image_rgb, gt, clicks=3):
    """What a box and some corrective clicks lead to: (H, W) bool."""
    *_, mask = _corrections(image_rgb, gt, box_prompt(gt), clicks)
    return mask


def simulate(image_rgb, gt, kind):
    """The first mask, (H, W) bool, that a person gets: ``kind`` is box, click or corrections."""
    if kind == "corrections":
        return corrected_mask(image_rgb, gt)
    return _best(image_rgb, {"box": box_prompt, "click": click_prompt}[kind](gt))


def _best(image_rgb, prompt, known=None):
    return masks.decode(first_mask.segment(image_rgb, prompt, known)[0].rle)


def _depth(region):
    """How far each pixel is from the region's edge, the frame's edge counting as one."""
    return cv2.distanceTransform(np.pad(region, 1).astype(np.uint8), cv2.DIST_L2, 5)[1:-1, 1:-1]


def _most_interior(region):
    """The pixel (x, y) that is farthest from the region's edge."""
    depth = _depth(region)
    y, x = np.unravel_index(int(depth.argmax()), depth.shape)
    return int(x), int(y)


def _clicks_anywhere(gt):
    """Prompts of one positive click each, the same ones for the same (H, W) bool mask."""
    depth = _depth(gt)
    ys, xs = np.nonzero(depth >= min(CLEAR_OF_EDGE, depth.max()))
    for i in np.random.default_rng(0).integers(0, len(xs), CLICKS_ANYWHERE):
        yield FramePrompt(0, points=(Point(int(xs[i]), int(ys[i])),))


def _largest(region):
    _, labels, stats, _ = cv2.connectedComponentsWithStats(region.astype(np.uint8), connectivity=4)
    return labels == 1 + int(stats[1:, cv2.CC_STAT_AREA].argmax())


def _corrections(image_rgb, gt, prompt, clicks, known=None):
    """The masks after a prompt and 0, 1, ... more clicks, each at the centre of the largest error region."""
    mask = _best(image_rgb, prompt, known)
    yield mask
    for _ in range(clicks):
        regions = [_largest(r) for r in (gt & ~mask, mask & ~gt) if r.any()]
        if regions:
            x, y = _most_interior(max(regions, key=np.count_nonzero))
            point = Point(x, y, positive=bool(gt[y, x]))
            prompt = FramePrompt(0, points=(*prompt.points, point), box=prompt.box)
            mask = _best(image_rgb, prompt, known)
        yield mask


def iou(a, b):
    return float((a & b).sum() / max((a | b).sum(), 1))


def measure(image_rgb, gt, known=None):
    """IoU for each of COLUMNS, and the milliseconds of a call for a box, a correction and a click."""
    start = time.perf_counter()
    first_mask.segment(image_rgb, box_prompt(gt), known)
    boxed = time.perf_counter()
    found = [masks.decode(c.rle) for c in first_mask.segment(image_rgb, click_prompt(gt), known)]
    clicked = time.perf_counter()
    after_box = [
        iou(it, gt) for it in _corrections(image_rgb, gt, box_prompt(gt), CORRECTIONS, known)
    ]
    corrected = time.perf_counter()
    after_click = [
        iou(it, gt) for it in _corrections(image_rgb, gt, click_prompt(gt), CORRECTIONS, known)
    ]
    anywhere = [iou(_best(image_rgb, it, known), gt) for it in _clicks_anywhere(gt)]
    row = [*after_box, *after_click, max(iou(mask, gt) for mask in found), np.mean(anywhere)]
    times = (boxed - start, (corrected - clicked) / (CORRECTIONS + 1), clicked - boxed)
    return row, [1000 * seconds for seconds in times]


def _frames(root, frame_index):
    """Name, image and ground truth of each sequence that has the object on that frame."""
    for folder in sorted((root / "Annotations/480p").iterdir()):
        annotation = folder / f"{frame_index:05d}.png"
        if annotation.exists():
            photo = root / "JPEGImages/480p" / folder.name / f"{frame_index:05d}.jpg"
            gt = cv2.imread(str(annotation), cv2.IMREAD_GRAYSCALE) > 0
            if gt.any():
                yield folder.name, cv2.imread(str(photo), cv2.IMREAD_COLOR_RGB), gt


def _recollections(root, frame_index):
    """What was learned of the object of each sequence on that frame."""
    return {
        name: recollection.learn([Sight(image, gt)])
        for name, image, gt in _frames(root, frame_index)
    }


def main():
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--root", type=Path, required=True)
    parser.add_argument("--frames", default="0")
    parser.add_argument("--known", type=int, help="frames since the object was seen")
    parser.add_argument("--json", type=Path)
    options = parser.parse_args()
    compute_products_on_one_thread()  # as the engine does
    result = {}
    print(f"{'':>24}", *(f"{c:>9}" for c in COLUMNS), "  ms box / corrected / click")
    for frame_index in map(int, options.frames.split(",")):
        known = _recollections(options.root, frame_index - options.known) if options.known else {}
        rows = {}
        for sequence, image_rgb, gt in _frames(options.root, frame_index):
            rows[sequence] = measure(image_rgb, gt, known.get(sequence))
            _print_row(f"{sequence} {frame_index}", *rows[sequence])
        mean = [np.mean(part, axis=0).tolist() for part in zip(*rows.values(), strict=True)]
        _print_row(f"mean {frame_index}", *mean)
        result[frame_index] = {"mean": mean, **rows}
    if options.json:
        options.json.write_text(json.dumps({"columns": COLUMNS, "frames": result}, indent=1))


def _print_row(name, ious, times):
    print(
        f"{name:>24}", *(f"{v:9.3f}" for v in ious), "  ", *(f"{t:.0f}" for t in times), flush=True
    )


if __name__ == "__main__":
    main()
