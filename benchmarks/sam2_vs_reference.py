"""Our SAM 2 against the `sam2` package: speed, memory, and how alike the masks are.

    python -m benchmarks.sam2_vs_reference VIDEO [--size tiny] [--image-size 512] [--objects 1,4,8]
                                           [--frames 50,300] [--device cpu] [--compile no,yes] [--json FILE]

Needs the extra `reference`. VIDEO is a video file or a folder of frames; it is played forth and back if
it is too short. Both run the same random weights, scaled so that rounding does not grow from frame to
frame, on the same frames in JPEG files, each in a process of its own with nothing else in it. They take
turns frame by frame, so that whatever else the machine does slows both. On a GPU both work in bfloat16.
Every object is shown by a box on the first frame.

A frame's time begins when it is asked for. The package's frames are read and resized before (its
`init_state` does all of them at once), ours are read within; ours end as run-length codes. Ratios are the
median over the frames of the package's time by ours; processor time is printed beside the clock's because
it depends less on what else the machine is doing. `growth` is how much more memory is held at the end than
after frame 50, for every 100 frames between. Memory is the process's, or on a GPU what torch holds there.
"""

from __future__ import annotations

import argparse
import json
import multiprocessing
import os
import tempfile
import time
from dataclasses import dataclass, field
from pathlib import Path

import cv2
import numpy as np
import torch

WARM_FRAMES = 8  # not timed: memory is still filling up, kernels are being chosen
MEMORY_FROM = 50
MEMORY_FRAMES = 32  # of which the least that is held counts
YAML = {"tiny": "t", "small": "s", "base_plus": "b+", "large": "l"}


@dataclass
class Run:
    """What one of the two took, frame by frame, in seconds and MiB."""

    clock: list[float] = field(default_factory=list)
    processor: list[float] = field(default_factory=list)
    held: list[float] = field(default_factory=list)
    peak: float = 0.0

    def summary(self):
        return {
            "frames_per_second": 1 / np.mean(self.clock[WARM_FRAMES:]),
            "cpu_seconds_per_frame": np.mean(self.processor[WARM_FRAMES:]),
            "seconds_to_first_mask": self.clock[0],
            "peak_mib": self.peak,
            "growth_mib_per_100_frames": self.growth(),
        }

    def growth(self):
        """Memory that came for every 100 frames; None if there are too few to tell."""
        between = len(self.held) - MEMORY_FRAMES - MEMORY_FROM
        if between < MEMORY_FRAMES:
            return None
        before = min(self.held[MEMORY_FROM : MEMORY_FROM + MEMORY_FRAMES])
        return 100 * (min(self.held[-MEMORY_FRAMES:]) - before) / between


def main():
    options = parse()
    rows = []
    with tempfile.TemporaryDirectory() as folder:
        for compiled in options.compile.split(","):
            for frames in numbers(options.frames):
                for objects in numbers(options.objects):
                    one = {"frames": frames, "objects": objects, "compile": compiled}
                    one = argparse.Namespace(**(vars(options) | one))
                    rows.append(compare(one, Path(folder) / str(frames)))
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
    parser.add_argument(
        "--compile", default="no", help="no, yes, graphs, or several in turn: no,yes"
    )
    parser.add_argument("--only", choices=("ours", "reference"))
    parser.add_argument("--json", type=Path)
    return parser.parse_args()


def numbers(text):
    return [int(part) for part in text.split(",")]


def compare(options, work):
    """One row: both in turn, frame by frame, then their masks against each other."""
    if not work.exists():
        write_frames(options.video, work / "frames", options.frames)
        write_weights(options, work / "weights.pt")
    names = [options.only] if options.only else ["reference", "ours"]
    runs = take_turns(options, work, names)
    row = {key: getattr(options, key) for key in ("size", "image_size", "frames", "objects", "device", "compile")}  # fmt: skip
    row |= {name: run.summary() for name, run in runs.items()}
    if not options.only:
        row["ratio_clock"] = paired_ratio(runs, "clock")
        row["ratio_processor"] = paired_ratio(runs, "processor")
        row |= likeness(work, options.objects)
    return row


def take_turns(options, work, names):
    """Start a process for each and ask them for a frame in turn."""
    context = multiprocessing.get_context("spawn")
    runs, pipes, processes = {name: Run() for name in names}, {}, []
    for name in names:
        pipes[name], theirs = context.Pipe()
        processes.append(context.Process(target=measure, args=(name, options, work, theirs)))
        processes[-1].start()
        theirs.close()  # so that a process that dies is noticed
    for _ in range(options.frames):
        for name, run in runs.items():
            pipes[name].send("next")
            clock, processor, held, run.peak = pipes[name].recv()
            run.clock.append(clock)
            run.processor.append(processor)
            run.held.append(held)
    for process in processes:
        process.join()
    return runs


def paired_ratio(runs, what):
    reference, ours = (np.array(getattr(runs[name], what)[WARM_FRAMES:]) for name in ("reference", "ours"))  # fmt: skip
    return float(np.median(reference / ours))


def print_row(row):
    compiled = "" if row["compile"] == "no" else f", compile={row['compile']}"
    print(f"\n{row['size']} {row['image_size']} px, {row['objects']} objects, {row['frames']} frames, {row['device']}{compiled}")  # fmt: skip
    for name in ("reference", "ours"):
        if name in row:
            it = row[name]
            grown = it["growth_mib_per_100_frames"]
            growth = "" if grown is None else f"growth {grown:6.2f} MiB per 100 frames  "
            print(
                f"  {name:9}  {it['frames_per_second']:6.2f} frames/s  {it['cpu_seconds_per_frame']:6.2f} CPU s a frame  "
                f"peak {it['peak_mib']:6.0f} MiB  {growth}"
                f"(first mask after {it['seconds_to_first_mask']:.1f} s)"
            )
    if "J&F" in row:
        print(
            f"  {row['ratio_clock']:.2f} x the package's speed by the clock, {row['ratio_processor']:.2f} x by processor time; "
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


def measure(name, options, work, pipe):
    """Work out a frame whenever asked; say what it took. Masks go to a file: kept, they would count as growth."""
    torch.set_num_threads(options.threads)
    pipe.recv()
    before = time.perf_counter(), time.process_time()
    results = {"ours": run_ours, "reference": run_reference}[name](options, work)
    with (work / f"{name}.masks").open("wb") as file:
        for count in range(options.frames):
            if count:
                pipe.recv()
                before = time.perf_counter(), time.process_time()
            result = next(results)
            if options.device == "cuda":
                torch.cuda.synchronize()
            after = time.perf_counter(), time.process_time()
            file.write(np.packbits(pixels(result)).tobytes())
            pipe.send((after[0] - before[0], after[1] - before[1], *memory_mib(options.device)))


def memory_mib(device):
    """What is held now, and the most that was."""
    if device == "cuda":
        return torch.cuda.memory_allocated() / 2**20, torch.cuda.max_memory_allocated() / 2**20
    lines = Path("/proc/self/status").read_text().splitlines()
    facts = dict(line.split(":", 1) for line in lines)
    return tuple(int(facts[key].split()[0]) / 1024 for key in ("VmRSS", "VmHWM"))


def pixels(result):
    """The masks of a frame, (B, H, W) bool."""
    from storage import masks

    if isinstance(result, np.ndarray):
        return result
    return np.stack([masks.decode(it.rle) for it in result.objects])


def run_ours(options, work):
    from model_backend.engine import ObjectPrompts, PropagateRequest
    from model_backend.sam2.engine import Sam2Engine, create
    from storage.records import Box, FramePrompt, VideoSource
    from storage.video import scan_video

    folder = work / "frames"
    facts, table = scan_video(folder)
    engine: Sam2Engine = create(
        {
            "checkpoint": str(work / "weights.pt"),
            "image_size": str(options.image_size),
            "device": options.device,
            "compile": options.compile,
        }
    )
    session = engine.open(VideoSource(folder, facts, table))
    shown = boxes(options.objects, facts.height, facts.width)
    objects = tuple(
        ObjectPrompts(number, (FramePrompt(0, box=Box(*map(float, box))),))
        for number, box in enumerate(shown)
    )
    yield from session.propagate(PropagateRequest(objects, 0, facts.frame_count))


def run_reference(options, work):
    predictor = build_reference(options, options.device)
    weights = torch.load(work / "weights.pt", weights_only=True)["model"]
    predictor.load_state_dict(weights)
    with torch.inference_mode(), torch.autocast(options.device, torch.bfloat16, enabled=options.device == "cuda"):  # fmt: skip
        state = predictor.init_state(str(work / "frames"))
        shown = boxes(options.objects, state["video_height"], state["video_width"])
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
        vos_optimized=options.compile != "no" and device == "cuda",
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
