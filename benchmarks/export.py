"""What writing COCO and YouTube-VIS costs: seconds and memory, beside plain json and pycocotools for the
same masks.

    python -m benchmarks.export [--masks 200000] [--png-masks 20000] [--objects 10] [--davis ROOT]
                                [--only WAY,WAY] [--json FILE]

What writes a file a frame, or more, writes --png-masks masks.

The masks are those of DAVIS 2016 (ROOT/Annotations/480p) if ROOT is given, else drawn ellipses of 480p.

    coco, youtube-vis, davis-2017, or any other format that needs no frames: ours, from cropped RLE as
            a project stores it, to a complete data set
    pixels  what a script would do: pycocotools encodes (H, W) pixels that it has, takes area and box,
            the records go into a list, json.dump writes it
    rle     the same from whole-frame RLE: nothing to encode, the least there is to do
    vispix  what a script would do: as pixels, with the runs uncompressed, as TrackEval wants them
    pil     what a script would do: pycocotools decodes, numpy paints, Pillow writes the same PNGs

Each runs in a process of its own; its memory is the peak beyond what it held before it began.
"""

from __future__ import annotations

import argparse
import json
import multiprocessing
import re
import tempfile
import time
from contextlib import nullcontext
from fractions import Fraction
from functools import partial
from pathlib import Path

import cv2
import numpy as np
from PIL import Image
from pycocotools import mask as coco_mask

from exporters.dataset import no_progress
from exporters.formats import format_module
from exporters.png import voc_palette
from storage import masks
from storage.records import (
    Category,
    FrameTable,
    Mask,
    Source,
    TrackedObject,
    Video,
    VideoFacts,
    VideoKind,
)

POOL = 200  # different masks, used again and again


class Pool:
    """A Dataset of one video whose every frame shows every object."""

    def __init__(self, rles, *, frames, objects):
        self._rles, self._frames, self._objects = rles, frames, objects
        height, width = rles[0].frame_hw
        self._facts = VideoFacts(
            VideoKind.FILE, width, height, frames, Fraction(30), 0, "h264", "f"
        )

    def videos(self):
        return [Video(1, "clip", "clip.mp4", self._facts)]

    def categories(self):
        return [Category(1, "thing", "#ff0000")]

    def objects(self, _video_id):
        return [
            TrackedObject(i, 1, i, f"thing {i}", 1, "#ff0000") for i in range(1, self._objects + 1)
        ]

    def expressions(self, _video_id):
        return []

    def turns(self, _video_id):
        return []

    def attributes(self):
        return []

    def attribute_spans(self, _object_id):
        return []

    def provenance(self):
        return None

    def frame_table(self, _video_id):
        count = np.arange(self._frames)
        return FrameTable(Fraction(1, 30), count, count >= 0, count, count % 12 == 0)

    def frame_indices(self, _video_id):
        return range(self._frames)

    def frame_masks(self, _video_id):
        for frame in range(self._frames):
            yield (
                frame,
                [
                    Mask(
                        i,
                        frame,
                        self._rles[(frame * self._objects + i) % len(self._rles)],
                        Source.ENGINE,
                        0.9,
                    )
                    for i in range(1, self._objects + 1)
                ],
            )

    def open_frames(self, _video_id):
        return nullcontext()


def pool_of_masks(davis):
    """(H, W) bool, all of one size."""
    if davis:
        paths = sorted((Path(davis) / "Annotations/480p").glob("*/*.png"))
        found = [cv2.imread(str(path), cv2.IMREAD_GRAYSCALE) > 0 for path in paths]
        found = [it for it in found if it.any() and it.shape == found[0].shape]
        return found[:: max(1, len(found) // POOL)][:POOL]
    rng = np.random.default_rng(0)
    pool = []
    for _ in range(POOL):
        canvas = np.zeros((480, 854), np.uint8)
        centre = (int(rng.integers(854)), int(rng.integers(480)))
        axes = tuple(int(it) for it in rng.integers(5, 150, 2))
        cv2.ellipse(canvas, centre, axes, float(rng.integers(180)), 0, 360, 1, -1)
        pool.append(canvas.astype(bool))
    return [it for it in pool if it.any()]


def write_format(name, pool, count, objects, folder):
    dataset = Pool([masks.encode(it) for it in pool], frames=count // objects, objects=objects)
    module = format_module(name)
    yield
    module.write(dataset, folder / "out", frames=False, progress=no_progress)


def write_pil(pool, count, objects, folder):
    rles = [coco_mask.encode(np.asfortranarray(it, np.uint8)) for it in pool]
    palette = voc_palette().ravel().tolist()
    yield
    for frame in range(count // objects):
        values = np.zeros(pool[0].shape, np.uint8)
        found = [(i, rles[(frame * objects + i) % len(rles)]) for i in range(1, objects + 1)]
        for i, rle in sorted(found, key=lambda it: coco_mask.area(it[1]), reverse=True):
            values[coco_mask.decode(rle).astype(bool)] = i
        image = Image.fromarray(values, "P")
        image.putpalette(palette)
        image.save(folder / f"{frame:05}.png")


def uncompressed(pixels):
    flat = pixels.ravel(order="F")
    edges = np.concatenate(([0], np.flatnonzero(np.diff(flat)) + 1, [len(flat)]))
    runs = np.diff(edges).tolist()
    return [0, *runs] if flat[0] else runs


def write_vis_pixels(pool, count, objects, folder):
    pixels = [np.asfortranarray(it, np.uint8) for it in pool]
    yield
    tracks = [
        {"id": i + 1, "video_id": 1, "category_id": 1, "height": 480, "width": 854, "iscrowd": 0,
         "segmentations": [], "areas": [], "bboxes": []}
        for i in range(objects)
    ]  # fmt: skip
    for i in range(count):
        mask, track = pixels[i % len(pixels)], tracks[i % objects]
        rle = coco_mask.encode(mask)
        track["segmentations"].append({"size": rle["size"], "counts": uncompressed(mask)})
        track["areas"].append(int(coco_mask.area(rle)))
        track["bboxes"].append(coco_mask.toBbox(rle).tolist())
    with (folder / "plain.json").open("w") as file:
        json.dump({"videos": [], "annotations": tracks, "categories": [{"id": 1}]}, file)


def write_pixels(pool, count, objects, folder):
    pixels = [np.asfortranarray(it, np.uint8) for it in pool]
    yield
    write_plain((coco_mask.encode(pixels[i % len(pixels)]) for i in range(count)), objects, folder)


def write_rle(pool, count, objects, folder):
    rles = [coco_mask.encode(np.asfortranarray(it, np.uint8)) for it in pool]
    yield
    write_plain((dict(rles[i % len(rles)]) for i in range(count)), objects, folder)


def write_plain(rles, objects, folder):
    annotations = []
    for i, rle in enumerate(rles):
        area, bbox = int(coco_mask.area(rle)), coco_mask.toBbox(rle).tolist()
        rle["counts"] = rle["counts"].decode()
        annotations.append(
            {"id": i + 1, "image_id": i // objects + 1, "category_id": 1, "segmentation": rle, "area": area,
             "bbox": bbox, "iscrowd": 0, "track_id": i % objects + 1, "video_id": 1, "score": 0.9}
        )  # fmt: skip
    images = [
        {"id": i + 1, "file_name": f"{i:06}.jpg", "width": 854, "height": 480}
        for i in range(len(annotations) // objects)
    ]
    with (folder / "plain.json").open("w") as file:
        json.dump({"images": images, "annotations": annotations, "categories": [{"id": 1}]}, file)


PLAIN_WAYS = {
    "pixels": write_pixels,
    "rle": write_rle,
    "vispix": write_vis_pixels,
    "pil": write_pil,
}
BESIDE = {"pixels": "coco", "rle": "coco", "vispix": "youtube-vis", "pil": "davis-2017"}
IN_ONE_FILE = {"coco", "youtube-vis", "pixels", "rle", "vispix"}  # others write one for each frame
USUAL = ("coco", "pixels", "rle", "youtube-vis", "vispix", "davis-2017", "pil")


def forget_peak():
    """Have the kernel (Linux) measure the peak from here on."""
    Path("/proc/self/clear_refs").write_text("5")


def peak_mb():
    status = Path("/proc/self/status").read_text()
    return int(re.search(r"VmHWM:\s*(\d+) kB", status)[1]) / 1024


def measure(way, count, objects, davis, results):
    with tempfile.TemporaryDirectory() as folder:
        write = PLAIN_WAYS.get(way) or partial(write_format, way)
        run = write(pool_of_masks(davis), count, objects, Path(folder))
        next(run)
        forget_peak()
        before_mb, wall, cpu = peak_mb(), time.perf_counter(), time.process_time()
        next(run, None)
        results.put(
            {
                "way": way,
                "wall_s_per_100k": (time.perf_counter() - wall) / count * 1e5,
                "cpu_s_per_100k": (time.process_time() - cpu) / count * 1e5,
                "memory_mb": peak_mb() - before_mb,
            }
        )


def main():
    parser = argparse.ArgumentParser(description=__doc__.partition("\n")[0])
    parser.add_argument("--masks", type=int, default=200_000)
    parser.add_argument("--png-masks", type=int, default=20_000)
    parser.add_argument("--only", help="these ways, with commas between them")
    parser.add_argument("--objects", type=int, default=10)
    parser.add_argument("--davis", help="folder with Annotations/480p")
    parser.add_argument("--json", type=Path, help="write the figures there too")
    args = parser.parse_args()
    context = multiprocessing.get_context("spawn")
    rows = []
    for way in args.only.split(",") if args.only else USUAL:
        count = args.masks if way in IN_ONE_FILE else args.png_masks
        results = context.SimpleQueue()
        process = context.Process(
            target=measure, args=(way, count, args.objects, args.davis, results)
        )
        process.start()
        process.join()
        if process.exitcode:
            raise SystemExit(f"{way} failed, see above")
        rows.append(results.get())
    found = {row["way"]: row for row in rows}
    print(
        f"{args.masks} masks, {args.objects} a frame, {'DAVIS 2016' if args.davis else 'ellipses'}"
    )
    print(f"{'':20}{'wall s/100k':>12}{'CPU s/100k':>12}{'memory MB':>11}{'ours is (CPU)':>15}")
    for row in rows:
        ours = found.get(BESIDE.get(row["way"], row["way"]), row)
        ratio = ours["cpu_s_per_100k"] / row["cpu_s_per_100k"]
        print(
            f"{row['way']:20}{row['wall_s_per_100k']:12.1f}{row['cpu_s_per_100k']:12.1f}"
            f"{row['memory_mb']:11.0f}{ratio:14.2f}x"
        )
    if args.json:
        args.json.write_text(json.dumps({"masks": args.masks, "rows": rows}, indent=2) + "\n")


if __name__ == "__main__":
    main()
