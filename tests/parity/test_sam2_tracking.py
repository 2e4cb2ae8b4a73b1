"""Our tracking against recorded runs of the original, frame by frame.

Float32 rounding grows along a chain of memories, so equivalent runs of the original (one thread instead
of two) differ too; how far is recorded for each case. That figure is one sample of the noise and no bound
of it. What may be added is the rounding error (see `exact`), and what rounding in the features of frames
and in what memory attention makes of them, which every chain is made of, does to it in float64: twice,
because both runs were moved so. How much they are rounded is limited in `test_sam2_rounding.py`. A pixel
may only change sides if it was closer than that to the border.

A memory is made of 20 x the sigmoid of a mask, which is steeper than the mask. So it is not compared at
the end of the chain but by itself: made of the recorded mask, it is within the recorded figure.
"""

from collections.abc import Iterator
from functools import cache
from typing import Any

import numpy as np
import pytest
import torch
from torch import Tensor

from model_backend.sam2 import prompts
from model_backend.sam2.frames import EncodedFrames
from model_backend.sam2.memory import Output
from model_backend.sam2.network import Network
from model_backend.sam2.tracker import Tracker, video_logits
from tests.parity import cases
from tests.parity.exact import distance, features_off_by_rounding, float64, rounding
from tests.parity.models import load_network, pictures_in_memory, remember

NAMES = [name for name in cases.names("sam2_") if name != "sam2_image_predictor"]


def tolerance(case: cases.Case) -> float:
    return cases.tolerances()[f"threads1/{case.name}"]["max_abs"]


@pytest.fixture(scope="module", params=NAMES or ["sam2_long_memory"])
def case(request) -> cases.Case:
    return cases.load(request.param)


def start(case: cases.Case, network: Network) -> Tracker:
    count = case.info["num_frames"]
    frames = EncodedFrames(network, pictures_in_memory(case.pictures()[:count]), batch=1)
    return Tracker(network, frames, frame_count=count)


def replay(case: cases.Case, tracker: Tracker) -> Iterator[tuple[int, Tensor]]:
    """Do what was done to the original, and give each call's logits as it did."""
    frame_hw = tuple(case.info["frame_size"])
    for call in case.info["calls"]:
        if call["op"] == "propagate_in_video":
            frames = propagate(tracker, call)
            logits = [
                video_logits([outputs[n] for n in call["obj_ids"]], frame_hw) for outputs in frames
            ]
            yield call["call"], torch.stack(logits)
        else:
            prompt(case, tracker, call["op"], call["kwargs"])
            frame_index = call["kwargs"]["frame_idx"]
            outputs = [tracker.latest(number, frame_index) for number in call["obj_ids"]]
            yield call["call"], video_logits(outputs, frame_hw)


def propagate(tracker: Tracker, call: dict[str, Any]) -> list[dict[int, Output]]:
    first, last = call["frame_order"][0], call["frame_order"][-1]
    step = -1 if call["kwargs"].get("reverse") else 1
    return [outputs for _, outputs in tracker.propagate(first, last + step, step=step)]


def prompt(case: cases.Case, tracker: Tracker, operation: str, given: dict[str, Any]) -> None:
    number, frame_index = given["obj_id"], given["frame_idx"]
    if operation == "add_new_mask":
        tracker.add_mask(number, frame_index, case.arrays[given["mask"].removeprefix("array:")])
        return
    size = case.info["image_size"]
    box = np.reshape(given.get("box", []), (-1, 2))
    xy = torch.from_numpy(
        np.concatenate([box, np.reshape(given.get("points", []), (-1, 2))])
    ).float()
    labels = [2, 3] * ("box" in given) + given.get("labels", [])
    if given.get("normalize_coords", True):
        xy = prompts.scale_points(xy, tuple(case.info["frame_size"]), size)
    else:
        xy = xy * size
    keep_old = not given.get("clear_old_points", True)
    tracker.add_points(number, frame_index, xy[None], torch.tensor([labels]), keep_old=keep_old)


@cache
def runs(name: str) -> list[dict[str, Tensor]]:
    """A case as the product runs it, in float64, and four times more in float64 with rounded features."""
    case = cases.load(name)
    network, exact = (load_network(case.checkpoint, it) for it in (torch.float32, torch.float64))
    done = [work_out(case, network)]
    with float64():
        done.append(work_out(case, exact))
        for seed in range(4):
            with features_off_by_rounding(exact, seed):
                done.append(work_out(case, exact))
    return done


def work_out(case: cases.Case, network: Network) -> dict[str, Tensor]:
    """What the calls of a case give and what is remembered in the end, under the recorded names."""
    tracker = start(case, network)
    done = {f"call{number}_logits": logits for number, logits in replay(case, tracker)}
    for number in tracker.numbers:
        track = tracker.track(number)
        done |= remembered(case, f"state_obj{number}_cond", track.conditioning)
        done |= remembered(case, f"state_obj{number}_noncond", track.tracked)
    return done


def remembered(case: cases.Case, bank: str, outputs: dict[int, Output]) -> dict[str, Tensor]:
    """Masks, pointers and presence on the frames of a bank; as recorded where ours were forgotten."""
    fields = (("low_res", "mask_logits"), ("obj_ptr", "pointer"), ("score", "score"))
    done = {name: torch.from_numpy(case.arrays[f"{bank}_{name}"]).clone() for name, _ in fields}
    if outputs:
        dtype = next(iter(outputs.values())).pointer.dtype
        done = {name: recorded.to(dtype) for name, recorded in done.items()}
    for place, frame_index in enumerate(case.arrays[f"{bank}_frames"].tolist()):
        if frame_index in outputs:
            for name, field in fields:
                done[name][place] = getattr(outputs[frame_index], field)
    return {f"{bank}_{name}": value for name, value in done.items()}


def assert_close(case: cases.Case, name: str) -> None:
    recorded = torch.from_numpy(case.arrays[name])
    ours, exact, *moved = (run[name] for run in runs(case.name))
    assert ours.shape == recorded.shape
    noise = 2 * max(distance(it, exact) for it in moved)
    limit = tolerance(case) + rounding(ours, recorded, exact) + noise
    assert distance(ours, recorded) <= limit
    if name.startswith("call"):
        changed = (ours > 0) != (recorded > 0)
        assert (recorded[changed].abs() <= limit).all()


def test_every_call_gives_the_masks_of_the_original(case):
    calls = [f"call{it['call']}_logits" for it in case.info["calls"]]
    assert calls
    for name in calls:
        assert_close(case, name)


def test_masks_pointers_and_presence_are_remembered_as_by_the_original(case):
    for name in runs(case.name)[0]:
        if name.startswith("state"):
            assert_close(case, name)


@torch.inference_mode()
def test_of_the_same_mask_the_same_memory_is_made(case):
    network = load_network(case.checkpoint)
    frames = EncodedFrames(network, pictures_in_memory(case.pictures()), batch=1)
    banks = [name.removesuffix("_mem_first") for name in case.arrays if name.endswith("_mem_first")]
    assert banks
    for bank in banks:
        first = int(case.arrays[f"{bank}_frames"][0])
        mask, score = (
            torch.from_numpy(case.arrays[f"{bank}_{it}"][:1]) for it in ("low_res", "score")
        )
        memory = remember(network, frames.features(first), mask, score)[0]  # (N, D)
        recorded = torch.from_numpy(case.arrays[f"{bank}_mem_first"])  # (D, G, G)
        assert distance(memory.T, recorded) <= tolerance(case)


def test_an_object_remembers_no_more_than_attention_can_see():
    """The long recording has 20 frames; what is beyond the window of every place that looks is gone."""
    case = cases.load("sam2_long_memory")
    tracker = start(case, load_network(case.checkpoint))
    list(replay(case, tracker))
    (number,) = tracker.numbers
    track, last = tracker.track(number), case.info["num_frames"] - 1
    places = [last, *track.conditioning]
    with_memory = {t for t, output in track.tracked.items() if output.memory is not None}
    assert all(min(abs(t - place) for place in places) < 7 for t in with_memory)
    assert with_memory >= {13, 14, 15, 16, 17, 18, 19}
