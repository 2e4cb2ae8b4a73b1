"""The recorded UniPixel cases done again by our code, step by step, and once more in float64."""

import hashlib
from dataclasses import dataclass
from functools import cache
from pathlib import Path

import numpy as np
import torch
from torch import Tensor

from model_backend.sam2.frames import EncodedFrames
from model_backend.sam2.memory import Output
from model_backend.sam2.tracker import Tracker, video_logits
from model_backend.unipixel import checkpoint, masking, preprocessing
from model_backend.unipixel.checkpoint import Loaded
from model_backend.unipixel.generation import Prompt, Reading, Word, generate
from model_backend.unipixel.model import ClipFeatures
from model_backend.unipixel.positions import positions_of
from model_backend.unipixel.preprocessing import Grid
from model_backend.unipixel.regions import Region
from model_backend.unipixel.tokens import VIDEO
from tests.parity import cases, exact
from tests.parity.cases import Case
from tests.parity.models import pictures_in_memory, remember

CPU = torch.device("cpu")
NAMES = cases.unipixel_names()


@cache
def load(folder: Path, dtype: torch.dtype) -> Loaded:
    return checkpoint.load(folder, device=CPU, dtype=dtype)


@dataclass(frozen=True)
class Run:
    """Everything that was worked out for a case."""

    case: Case
    patches: Tensor
    grid: Grid
    tokens: Tensor
    positions: Tensor
    next_position: int
    clip: ClipFeatures
    cells: Tensor | None
    embedded: Tensor
    hidden: Tensor
    logits: Tensor
    step_hidden: Tensor
    step_logits: Tensor
    words: list[Word]
    announcing: Tensor
    mask_prompts: Tensor
    text: str

    @property
    def patches_sha256(self) -> str:
        return hashlib.sha256(self.patches.numpy().tobytes()).hexdigest()


@cache
def run(name: str) -> Run:
    """A case as the product runs it."""
    case = cases.load(name)
    loaded = load(case.checkpoint, getattr(torch, case.info["dtype"]))
    return work_out(case, loaded, *pixels_of(case))


@cache
def run_exactly(name: str) -> Run:
    """A case in float64."""
    case = cases.load(name)
    loaded, pixels = load(case.checkpoint, torch.float64), pixels_of(case)
    with exact.float64():
        return work_out(case, loaded, *pixels)


def pixels_of(case: Case) -> tuple[Tensor, Grid]:
    pictures = [case.pictures()[i] for i in case.info["llm_frame_inds"]]
    limits = (case.info["min_pixels"], case.info["max_pixels"])
    return preprocessing.patches_of(pictures, limits, CPU)


@torch.inference_mode()
def work_out(case: Case, loaded: Loaded, patches: Tensor, grid: Grid) -> Run:
    model = loaded.model
    clip = model.encode_clip(patches.to(model.dtype), grid)
    tokens = loaded.tokenizer.encode(
        case.info["prompt_text"].replace(VIDEO, VIDEO * len(clip.embeddings))
    )
    positions, next_position = positions_of(tokens, loaded.config.video_token, grid)
    cells = recorded_cells(case, grid)
    memories = (
        []
        if cells is None
        else [model.encode_memory(clip, cells[:, i]) for i in range(cells.shape[1])]
    )
    embedded = model.embed(tokens, clip, recorded_regions(case, model, grid), memories)
    prompt = Prompt(embedded, positions, next_position)
    reading = Reading(model)
    hidden = reading.go_on(embedded, positions)
    step_hidden = torch.cat([hidden[-1:], *answer_states(case, reading, next_position)])
    words = answer(case, model, prompt)
    announced = states_before_seg(words, tokens, hidden, loaded)
    mask_prompts = model.mask_prompts(announced)
    return Run(
        case, patches, grid, tokens, positions, next_position, clip, cells, embedded, hidden,
        model.logits(hidden[-1:])[0], step_hidden, model.logits(step_hidden), words, announced, mask_prompts,
        loaded.tokenizer.decode([word.token for word in words]),
    )  # fmt: skip


def recorded_regions(case: Case, model, grid: Grid) -> list[Tensor]:
    regions = [
        Region(
            torch.from_numpy(case.arrays[f"obj{number}_point_coords"][0]),
            torch.from_numpy(case.arrays[f"obj{number}_point_labels"][0]),
            int(place),
        )
        for number, place in enumerate(case.arrays.get("point_frames", []))
    ]
    return [model.encode_region(region, grid) for region in regions]


def recorded_cells(case: Case, grid: Grid) -> Tensor | None:
    if "refer_mask_frames" not in case.arrays:
        return None
    masks = torch.from_numpy(case.arrays["refer_mask_frames"])
    return preprocessing.mask_cells(preprocessing.pool_pairs(masks), grid)


def answer_states(case: Case, reading: Reading, next_position: int) -> list[Tensor]:
    """The hidden states (1, D) after each word of the recorded answer but the last."""
    words = case.arrays.get("generated_ids", np.zeros(1, np.int64))[:-1].tolist()
    return [
        reading.go_on(
            reading.model.embed(torch.tensor([word])), torch.full((3, 1), next_position + i)
        )
        for i, word in enumerate(words)
    ]


def answer(case: Case, model, prompt: Prompt) -> list[Word]:
    if "generated_ids" not in case.arrays:
        return []  # a text that was only read
    reading = Reading(model)
    limit = case.info["max_new_tokens"]
    return list(
        generate(reading, reading.begin(prompt), prompt.next_position, max_new_tokens=limit)
    )


def states_before_seg(words: list[Word], tokens: Tensor, hidden: Tensor, loaded: Loaded) -> Tensor:
    if not words:  # the text was only read
        return hidden[:-1][tokens[1:] == loaded.config.seg_token]
    states = [word.announced_by for word in words if word.announced_by is not None]
    return torch.stack(states) if states else hidden[:0]


# --- from prompts to masks -------------------------------------------------------------------------


@dataclass(frozen=True)
class Tracked:
    """What SAM 2 makes of prompts, under the recordings' names: (objects, frames, ...) each."""

    video_logits: Tensor
    low_res_logits: Tensor
    obj_ptr: Tensor


@torch.inference_mode()
def track(case: Case, loaded: Loaded, mask_prompts: Tensor) -> Tracked:
    """Follow prompts (objects, tokens, C) through a case's frames."""
    assert loaded.sam2 is not None
    count = case.info["num_frames"]
    frames = EncodedFrames(loaded.sam2, pictures_in_memory(case.pictures()[:count]), batch=4)
    follow = masking.find_in_each if case.info["sam2_batch_mode"] else masking.follow
    steps = follow(loaded.sam2, frames, mask_prompts, 0, count)
    return tracked(case, [outputs for _, outputs in steps])


def tracked(case: Case, steps: list[list[Output]]) -> Tracked:
    return Tracked(
        torch.stack([video_logits(outputs, case.info["frame_size"]) for outputs in steps], dim=1),
        torch.stack([torch.stack([it.mask_logits for it in outputs]) for outputs in steps], dim=1),
        torch.stack([torch.stack([it.pointer for it in outputs]) for outputs in steps], dim=1),
    )


@torch.inference_mode()
def track_step_by_step(case: Case, loaded: Loaded) -> Tracked:
    """The recorded prompts again, but each frame is worked out from what the original remembered by then."""
    network, dtype = loaded.sam2, loaded.model.dtype
    assert network is not None
    recorded = {name: torch.from_numpy(it).to(dtype) for name, it in case.arrays.items() if it.dtype == np.float32}  # fmt: skip
    prompts = dict(enumerate(recorded["seg_tokens"]))
    count = case.info["num_frames"]
    frames = EncodedFrames(network, pictures_in_memory(case.pictures()[:count]), batch=4)
    tracker = Tracker(network, frames, frame_count=count)
    steps = [[tracker.add_hidden(number, 0, prompt) for number, prompt in prompts.items()]]
    for frame in frames.stream(0, count, 1):
        t = frame.frame_index
        if t:
            steps.append(list(tracker.step(frame, prompts, backward=False).values()))
        masks, scores = recorded["low_res_logits"][:, t], recorded["object_score_logits"][:, t]
        memories = remember(network, frame.features, masks, scores)
        for n, pointer in enumerate(recorded["obj_ptr"][:, t]):
            known = Output(masks[n], pointer, scores[n], torch.ones(()), memories[n])
            tracker.track(n).accept(t, known, conditions=t == 0)
    return tracked(case, steps)


@cache
def track_exactly(name: str) -> list[Tracked]:
    """A case's recorded prompts followed in float64: as they are, and twice off by their tolerance.

    Each number of a prompt is moved up or down at random.
    """
    case = cases.load(name)
    loaded = load(case.checkpoint, torch.float64)
    recorded = torch.from_numpy(case.arrays["seg_tokens"]).double()
    random = torch.Generator().manual_seed(0)
    directions = torch.randint(0, 2, (2, *recorded.shape), generator=random) * 2 - 1
    moved = recorded + cases.tolerance("seg_tokens", case.info) * directions
    with exact.float64():
        return [track(case, loaded, prompts) for prompts in (recorded, *moved)]


@cache
def track_step_by_step_exactly(name: str) -> Tracked:
    """The same in float64."""
    case = cases.load(name)
    loaded = load(case.checkpoint, torch.float64)
    with exact.float64():
        return track_step_by_step(case, loaded)
