"""Our SAM 2 against the `sam2` package: speed, memory, and how alike the masks are.

    python -m benchmarks.sam2_vs_reference VIDEO [--size tiny] [--image-size 512] [--objects 1,4,8]
                                           [--frames 50,300] [--device cpu] [--compile] [--json FILE]

Needs the extra `reference`. VIDEO is a video file or a folder of frames; it is played forth and back if
it is too short. Both run the same random weights, scaled so that rounding does not grow from frame to
frame, on the same frames in JPEG files, each in a process of its own with nothing else in it, one after
the other. Every object is shown by a box on the first frame.

A frame's time begins when it is asked for. The package's frames are read and resized before (its
`init_state` does all of them at once), ours are read within. Processor time is printed beside the clock's
because it does not depend on what else the machine is doing. `growth` is how much more memory is held at
the end than after frame 50.
"""

from __future__ import annotations

import argparse
import json
import os
import resource
import subprocess
import sys
import tempfile
import time
from dataclasses import asdict, dataclass
from pathlib import Path

import cv2
import numpy as np
import torch

WARM_FRAMES = 3  # not timed: memory is still filling up, kernels are being chosen
MEMORY_FROM = 50
YAML = {"tiny": "t", "small": "s", "base_plus": "b+", "large": "l"}


@dataclass(frozen=True)
class Run:
    """What one process measured."""

    frames_per_second: float
    frames_per_processor_second: float
    seconds_before: float
    peak_mib: float
    growth_mib: float


def main():
    options = parse()
    if options.child:
        measure(options)
        return
    rows = []
    with tempfile.TemporaryDirectory() as folder:
        for frames in numbers(options.frames):
            for objects in numbers(options.objects):
                rows.append(compare(options, Path(folder), frames, objects))
                print_row(rows[-1])
    if options.json:
        options.json.write_text(json.dumps(rows, indent=2))


def parse():
    parser = argparse.ArgumentParser(description=__doc__.partition("\n")[0])
    parser.add_argument("video", type=Path)
    parser.add_argument("--size", choices=YAML, default="tiny")
    parser.add_argument("--image-size", type=int, default=512)
    parser.add_argument("--objects", default="1,4,8")
    parser.add_argument("--frames", default="50,300")
    parser.add_argument("--device", choices=("cpu", "cuda"), default="cpu")
    parser.add_argument("--threads", type=int, default=os.cpu_count())
    parser.add_argument("--compile", action="store_true")
    parser.add_argument("--only", choices=("ours", "reference"))
    parser.add_argument("--json", type=Path)
    parser.add_argument("--child", choices=("ours", "reference"), help=argparse.SUPPRESS)
    parser.add_argument("--work", type=Path, help=argparse.SUPPRESS)
    return parser.parse_args()


def numbers(text):
    return [int(part) for part in text.split(",")]


def compare(options, folder, frames, objects):
    """One row: both in turn, then their masks against each other."""
    work = folder / f"{frames}"
    if not work.exists():
        write_frames(options.video, work / "frames", frames)
        write_weights(options, work / "weights.pt")
    row = {
        "size": options.size,
        "image_size": options.image_size,
        "frames": frames,
        "objects": objects,
    }
    for who in [options.only] if options.only else ["reference", "ours"]:
        row[who] = run(who, work, frames, objects)
    if not options.only:
        row |= likeness(work, objects)
    return row


def run(who, work, frames, objects):
    command = [
        sys.executable,
        "-m",
        "benchmarks.sam2_vs_reference",
        *sys.argv[1:],
        "--child",
        who,
        "--work",
        str(work),
    ]
    command += ["--frames", str(frames), "--objects", str(objects)]
    subprocess.run(command, check=True)
    return json.loads((work / f"{who}.json").read_text())


def print_row(row):
    print(
        f"\n{row['size']} {row['image_size']} px, {row['objects']} objects, {row['frames']} frames"
    )
    for who in ("reference", "ours"):
        if who in row:
            it = Run(**row[who])
            print(
                f"  {who:9}  {it.frames_per_second:6.2f} frames/s  {it.frames_per_processor_second:6.2f} per CPU-s  "
                f"peak {it.peak_mib:6.0f} MiB  growth {it.growth_mib:6.1f} MiB  (first mask after {it.seconds_before:.1f} s)"
            )
    if "J&F" in row:
        ours, theirs = Run(**row["ours"]), Run(**row["reference"])
        print(
            f"  ours / reference: {ours.frames_per_second / theirs.frames_per_second:.2f} x by the clock, "
            f"{ours.frames_per_processor_second / theirs.frames_per_processor_second:.2f} x by processor time; "
            f"J&F {row['J&F']:.4f}, {row['changed_pixels']} of {row['mask_pixels']} mask pixels differ",
            flush=True,
        )


# --- what both get -------------------------------------------------------------------------------


def write_frames(video, folder, count):
    """JPEG files 00000.jpg and on, the video forth and back."""
    from storage.records import VideoSource
    from storage.video import open_frames, scan_video

    folder.mkdir(parents=True)
    facts, table = scan_video(video)
    with open_frames(VideoSource(video.absolute(), facts, table)) as reader:
        length = min(count, len(reader))
        order = np.resize(np.r_[0:length, length - 2 : 0 : -1] if length > 2 else [0], count)
        for place, frame_index in enumerate(order):
            cv2.imwrite(str(folder / f"{place:05}.jpg"), reader.frame(int(frame_index))[..., ::-1])


def write_weights(options, path):
    """Random weights in the original's layout, tamed so that the recurrence does not amplify rounding."""
    torch.manual_seed(0)
    tensors = build_reference(options, "cpu").state_dict()
    for name, tensor in tensors.items():
        if ".q_proj." in name or ".k_proj." in name:
            tensor.mul_(0.5)
        elif ".neck.convs." in name or name.startswith("memory_encoder.out_proj"):
            tensor.mul_(0.2)
        elif name == "sam_mask_decoder.pred_obj_score_head.layers.2.bias":
            tensor.add_(5)  # objects are there
    torch.save({"model": tensors}, path)


def boxes(count, height, width):
    """Boxes spread over the frame."""
    random = np.random.default_rng(0)
    corners = random.uniform(0, 0.7, (count, 2)) * [width, height]
    sizes = random.uniform(0.1, 0.3, (count, 2)) * [width, height]
    return np.hstack([corners, corners + sizes]).astype(np.float32)


# --- one process ---------------------------------------------------------------------------------


def measure(options):
    """Run one of the two and write what it took and what it found."""
    torch.set_num_threads(options.threads)
    begun = time.perf_counter()
    frames = {"ours": run_ours, "reference": run_reference}[options.child](options)
    clock, processor, held = [], [], []
    with (options.work / f"{options.child}.masks").open(
        "wb"
    ) as file:  # kept, they would count as growth
        for mask in frames:
            clock.append(time.perf_counter())
            processor.append(time.process_time())
            held.append(resident_mib())
            file.write(np.packbits(mask).tobytes())
    timed = len(clock) - 1 - WARM_FRAMES
    result = Run(
        frames_per_second=timed / (clock[-1] - clock[WARM_FRAMES]),
        frames_per_processor_second=timed / (processor[-1] - processor[WARM_FRAMES]),
        seconds_before=clock[0] - begun,
        peak_mib=resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024,
        growth_mib=held[-1] - held[min(MEMORY_FROM, len(held) - 1)],
    )
    (options.work / f"{options.child}.json").write_text(json.dumps(asdict(result)))


def resident_mib():
    pages = int(Path("/proc/self/statm").read_text().split()[1])
    return pages * os.sysconf("SC_PAGE_SIZE") / 2**20


def run_ours(options):
    from model_backend.engine import ObjectPrompts, PropagateRequest
    from model_backend.sam2.engine import Sam2Engine, create
    from storage import masks
    from storage.records import Box, FramePrompt, VideoSource
    from storage.video import scan_video

    folder = options.work / "frames"
    facts, table = scan_video(folder)
    engine: Sam2Engine = create(
        {
            "checkpoint": str(options.work / "weights.pt"),
            "image_size": str(options.image_size),
            "device": options.device,
            "compile": "yes" if options.compile else "no",
        }
    )
    session = engine.open(VideoSource(folder, facts, table))
    shown = boxes(int(options.objects), facts.height, facts.width)
    objects = tuple(
        ObjectPrompts(number, (FramePrompt(0, box=Box(*map(float, box))),))
        for number, box in enumerate(shown)
    )
    for result in session.propagate(PropagateRequest(objects, 0, facts.frame_count)):
        yield np.stack([masks.decode(it.rle) for it in result.objects])


def run_reference(options):
    predictor = build_reference(options, options.device)
    weights = torch.load(options.work / "weights.pt", weights_only=True)["model"]
    predictor.load_state_dict(weights)
    with torch.inference_mode(), torch.autocast(options.device, torch.bfloat16, enabled=options.device == "cuda"):  # fmt: skip
        state = predictor.init_state(str(options.work / "frames"))
        shown = boxes(int(options.objects), state["video_height"], state["video_width"])
        for number, box in enumerate(shown):
            predictor.add_new_points_or_box(state, 0, number, box=box)
        for _, _, logits in predictor.propagate_in_video(state):
            yield (logits[:, 0] > 0).cpu().numpy()


def build_reference(options, device):
    from sam2.build_sam import build_sam2_video_predictor

    return build_sam2_video_predictor(
        f"configs/sam2.1/sam2.1_hiera_{YAML[options.size]}.yaml",
        None,
        device=device,
        hydra_overrides_extra=[
            f"++model.image_size={options.image_size}",
            "++model.fill_hole_area=0",
        ],
        vos_optimized=options.compile and device == "cuda",
    )


# --- how alike -----------------------------------------------------------------------------------


def likeness(work, objects):
    """J&F of ours, taking the package's masks as the truth, over frames and objects."""
    from annotator.evaluation import boundary_measure, region_similarity

    height, width = cv2.imread(str(next((work / "frames").iterdir()))).shape[:2]
    shape = (objects, height, width)
    ours, theirs = (unpack(work / f"{who}.masks", shape) for who in ("ours", "reference"))
    pairs = [
        (a, b) for frame in zip(ours, theirs, strict=True) for a, b in zip(*frame, strict=True)
    ]
    similar = np.mean([region_similarity(a, b) for a, b in pairs])
    outlines = np.mean([boundary_measure(a, b) for a, b in pairs])
    return {
        "J&F": float(similar + outlines) / 2,
        "changed_pixels": int(np.count_nonzero(ours != theirs)),
        "mask_pixels": int(np.count_nonzero(theirs)),
    }


def unpack(path, shape):
    """Masks (frames, objects, H, W)."""
    count = int(np.prod(shape))
    packed = np.fromfile(path, np.uint8).reshape(-1, -(-count // 8))
    return np.unpackbits(packed, axis=1, count=count).reshape(-1, *shape).astype(bool)


if __name__ == "__main__":
    main()
