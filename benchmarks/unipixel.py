"""How long an answer of UniPixel takes, done our way and in the original's order of work.

    OMP_NUM_THREADS=1 python -m benchmarks.unipixel --size middle
    OMP_NUM_THREADS=1 python -m benchmarks.unipixel --size middle --objects 10 --turns 2
    python -m benchmarks.unipixel --size 3b --device cuda --frames 16 --frame-hw 720 1280

Sizes: ``3b`` is the published model, in bfloat16 on a GPU; ``middle`` a small language model with the
published model's SAM 2 on small frames; ``tiny`` is for trying this out. On a CPU time is the process's
own, so that other programs do not count.

The model has random weights, so its words are given to it: an answer of 8 words, and 2 for each object
of which one is `<|seg|>`. Both ways go through the same modules, so what differs is the order of work:

    original   reads every prompt anew with logits for all of it, and at each `<|seg|>` encodes all frames
               again and follows that object alone, before it goes on speaking
    ours       keeps what it saw and read, speaks first, and then follows all objects at once
"""

from __future__ import annotations

import argparse
import time
from collections.abc import Iterator
from dataclasses import dataclass, replace

import numpy as np
import torch
from torch import Tensor
from transformers import Qwen2_5_VLConfig

from model_backend.sam2 import network as sam2_network
from model_backend.sam2.config import BASE_PLUS, Rules, Sam2Config
from model_backend.sam2.frames import EncodedFrames
from model_backend.sam2.network import Network
from model_backend.sam2.tracker import video_logits
from model_backend.unipixel import checkpoint, masking
from model_backend.unipixel.clips import Clip, Clips
from model_backend.unipixel.config import UniPixelConfig
from model_backend.unipixel.dense_frames import DenseFrames
from model_backend.unipixel.generation import Prompt, Reading
from model_backend.unipixel.model import UniPixel
from model_backend.unipixel.positions import positions_of
from model_backend.unipixel.preprocessing import patches_of, pixel_limits

VIDEO, SEG, WORD = 3, 1, 7
_RULES = Rules(stable_single_mask=False, binarize_prompted_masks=False)
_MROPE = {"rope_type": "default", "type": "default"}


@dataclass(frozen=True)
class Shape:
    """Sizes of a model, as transformers names them."""

    text: dict
    vision: dict
    sam2: Sam2Config


SHAPES = {
    "tiny": Shape(
        {"hidden_size": 64, "num_hidden_layers": 3, "num_attention_heads": 4, "num_key_value_heads": 2,
         "intermediate_size": 160, "vocab_size": 512, "rope_scaling": {**_MROPE, "mrope_section": [2, 3, 3]}},
        {"depth": 4, "hidden_size": 64, "num_heads": 4, "intermediate_size": 96, "out_hidden_size": 64,
         "fullatt_block_indexes": [1, 3]},
        Sam2Config(16, 1, (1, 1, 2, 1), (3,), hidden_dim=64, memory_dim=16, memory_layers=2,
                   memory_feed_forward_dim=128, image_size=256, rules=_RULES),
    ),
    "middle": Shape(
        {"hidden_size": 512, "num_hidden_layers": 8, "num_attention_heads": 8, "num_key_value_heads": 2,
         "intermediate_size": 1536, "vocab_size": 32000, "rope_scaling": {**_MROPE, "mrope_section": [8, 12, 12]}},
        {"depth": 8, "hidden_size": 320, "num_heads": 8, "intermediate_size": 860, "out_hidden_size": 512,
         "fullatt_block_indexes": [3, 7]},
        replace(BASE_PLUS, image_size=256, rules=_RULES),
    ),
    "3b": Shape(
        {"hidden_size": 2048, "num_hidden_layers": 36, "num_attention_heads": 16, "num_key_value_heads": 2,
         "intermediate_size": 11008, "vocab_size": 151936, "rope_scaling": {**_MROPE, "mrope_section": [16, 24, 24]}},
        {"depth": 32, "hidden_size": 1280, "num_heads": 16, "intermediate_size": 3420, "out_hidden_size": 2048,
         "fullatt_block_indexes": [7, 15, 23, 31]},
        replace(BASE_PLUS, image_size=768, rules=_RULES),
    ),
}  # fmt: skip


# --- a model with random weights, and a video of noise -------------------------------------------


def random_model(shape: Shape, device: torch.device) -> tuple[UniPixel, Network]:
    dtype = torch.bfloat16 if device.type == "cuda" else torch.float32
    qwen = Qwen2_5_VLConfig(
        text_config={**shape.text, "rope_theta": 1e6, "hidden_act": "silu"},
        vision_config={**shape.vision, "in_chans": 3, "window_size": 112, "hidden_act": "silu"},
    )
    config = UniPixelConfig(
        text=qwen.text_config, vision=qwen.vision_config, tied=True, video_token=VIDEO, ref_token=4,
        seg_token=SEG, mem_token=5, stop_tokens=(2,), hidden_tokens=2, sam2=shape.sam2, makes_masks=True,
        per_frame_masks=False,
    )  # fmt: skip
    torch.manual_seed(0)
    model = checkpoint.build(config, device=device, dtype=dtype).to_empty(device=device)
    model.lm_head.weight = model.language_model.embed_tokens.weight
    for name, parameter in model.named_parameters():
        torch.nn.init.ones_(parameter) if "norm" in name else torch.nn.init.normal_(
            parameter, std=0.02
        )
    checkpoint.materialise_codes(model, device)
    weights = sam2_network.build(shape.sam2).state_dict()
    return model, Network(shape.sam2, weights, device=device, dtype=dtype)


class Noise:
    """Frames of a video that nobody decodes."""

    def __init__(self, count: int, frame_hw: tuple[int, int]) -> None:
        self.pictures = np.random.default_rng(0).integers(
            0, 256, (count, *frame_hw, 3), dtype=np.uint8
        )

    def frame(self, frame_index: int) -> np.ndarray:
        return self.pictures[frame_index]

    def stream(self, start: int, stop: int, step: int = 1) -> Iterator[tuple[int, np.ndarray]]:
        return ((i, self.pictures[i]) for i in range(start, stop, step))


def prompt_of(model: UniPixel, clip: Clip, words: int) -> Prompt:
    """30 words, the clip, and ``words`` more."""
    tokens = torch.tensor([WORD] * 30 + [VIDEO] * len(clip.features.embeddings) + [WORD] * words)
    return Prompt(model.embed(tokens, clip.features), *positions_of(tokens, VIDEO, clip.grid))


def answer_of(objects: int) -> list[int]:
    return [WORD] * 8 + [WORD, SEG] * objects


def speak(
    reading: Reading, hidden: Tensor, position: int, tokens: list[int]
) -> Iterator[Tensor | None]:
    """Say the given words; the state before each, if it is `<|seg|>`."""
    for token in tokens:
        int(reading.model.logits(hidden[None]).argmax())
        yield hidden if token == SEG else None
        embedded = reading.model.embed(torch.tensor([token]))
        hidden = reading.go_on(embedded, torch.full((3, 1), position))[-1]
        position += 1


# --- the two ways ------------------------------------------------------------------------------------


@dataclass(frozen=True)
class Bench:
    model: UniPixel
    sam2: Network
    noise: Noise
    batch: int

    @property
    def frame_count(self) -> int:
        return len(self.noise.pictures)

    def masks(self, frames: EncodedFrames, states: list[Tensor]) -> Iterator[np.ndarray]:
        """The masks of a frame, for each frame."""
        hidden = self.model.mask_prompts(torch.stack(states))
        for _, outputs in masking.follow(self.sam2, frames, hidden, 0, self.frame_count):
            yield (video_logits(outputs, self.noise.pictures.shape[1:3]) > 0).cpu().numpy()


def clock(device: torch.device) -> float:
    """Seconds; all that was asked of a GPU is done by then."""
    if device.type == "cpu":
        return time.process_time()
    torch.cuda.synchronize()
    return time.perf_counter()


@dataclass
class Times:
    """Seconds from the question to the first word, the first mask and the end."""

    first_word: float = 0.0
    first_mask: float = 0.0
    all: float = 0.0


@torch.inference_mode()
def original(bench: Bench, objects: int, words: int) -> Times:
    device = bench.model.device
    begin, times = clock(device), Times()
    patches, grid = patches_of(
        list(bench.noise.pictures), pixel_limits(bench.frame_count, 16), bench.model.device
    )
    clip = Clip(("", tuple(range(bench.frame_count)), 16), bench.model.encode_clip(patches, grid))
    prompt = prompt_of(bench.model, clip, words)
    reading = Reading(bench.model)
    hidden = reading.go_on(prompt.embedded, prompt.positions)
    int(bench.model.logits(hidden)[-1].argmax())
    times.first_word = clock(device) - begin
    for state in speak(reading, hidden[-1], prompt.next_position, answer_of(objects)):
        if state is not None:
            frames = EncodedFrames(bench.sam2, bench.noise, batch=bench.batch)
            list(bench.masks(frames, [state]))
            times.first_mask = times.first_mask or clock(device) - begin
    times.all = clock(device) - begin
    return times


@torch.inference_mode()
def ours(bench: Bench, objects: int, words: int, clips: Clips, frames: DenseFrames) -> Times:
    device = bench.model.device
    begin, times = clock(device), Times()
    clip = clips.clip("noise", bench.noise, range(bench.frame_count), 16)
    prompt = prompt_of(bench.model, clip, words)
    states = []
    with clips.read(clip, prompt) as (reading, hidden):
        int(bench.model.logits(hidden[None]).argmax())
        times.first_word = clock(device) - begin
        spoken = speak(reading, hidden, prompt.next_position, answer_of(objects))
        states = [state for state in spoken if state is not None]
    for _ in bench.masks(frames, states):
        times.first_mask = times.first_mask or clock(device) - begin
    times.all = clock(device) - begin
    return times


# --- by themselves -----------------------------------------------------------------------------------


@torch.inference_mode()
def words_per_second(bench: Bench, count: int = 50) -> tuple[float, float]:
    """Generated words a second, and how many there could be if only the weights had to be read."""
    clips = Clips(bench.model)
    clip = clips.clip("noise", bench.noise, range(bench.frame_count), 16)
    prompt = prompt_of(bench.model, clip, 20)
    with clips.read(clip, prompt) as (reading, hidden):
        begin = clock(bench.model.device)
        for _ in speak(reading, hidden, prompt.next_position, [WORD] * count):
            pass
        seconds = clock(bench.model.device) - begin
    weights = sum(p.nbytes for p in bench.model.language_model.parameters())
    return count / seconds, bandwidth(bench.model.device) / weights


def bandwidth(device: torch.device, size: int = 1 << 27) -> float:
    """Bytes a second that are read and written by copying within the device's memory."""
    source = torch.empty(size, dtype=torch.uint8, device=device)
    target = torch.empty_like(source)
    target.copy_(source)
    begin = clock(device)
    for _ in range(5):
        target.copy_(source)
    return 10 * size / (clock(device) - begin)


@torch.inference_mode()
def frames_per_second(bench: Bench, objects: int) -> float:
    """Frames a second on which so many objects are followed, encoding included."""
    states = [
        torch.randn(bench.model.norm.weight.shape).to(bench.model.norm.weight)
        for _ in range(objects)
    ]
    begin = clock(bench.model.device)
    frames = EncodedFrames(bench.sam2, bench.noise, batch=bench.batch)
    count = sum(1 for _ in bench.masks(frames, states))
    return count / (clock(bench.model.device) - begin)


# --- the table ---------------------------------------------------------------------------------------


def show(label: str, theirs: Times, mine: Times) -> None:
    ratio = theirs.all / mine.all
    word, mask = theirs.first_word / mine.first_word, theirs.first_mask / mine.first_mask
    print(
        f"{label:<22}{theirs.first_word:8.3f}{mine.first_word:8.3f}{word:6.1f}x"
        f"{theirs.first_mask:9.3f}{mine.first_mask:8.3f}{mask:6.1f}x"
        f"{theirs.all:9.3f}{mine.all:8.3f}{ratio:6.1f}x",
        flush=True,
    )


def main() -> None:
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawTextHelpFormatter
    )
    parser.add_argument("--size", choices=SHAPES, default="tiny")
    parser.add_argument("--device", default="cpu")
    parser.add_argument("--frames", type=int, default=8)
    parser.add_argument("--objects", type=int, nargs="+", default=[1, 5, 10])
    parser.add_argument(
        "--turns", type=int, nargs="+", default=[1, 2, 3], choices=[1, 2, 3],
        help="measure these turns; what comes before them is only asked of ours",
    )  # fmt: skip
    parser.add_argument("--frame-hw", type=int, nargs=2, default=[180, 320])
    choice = parser.parse_args()
    device = torch.device(choice.device)
    model, sam2 = random_model(SHAPES[choice.size], device)
    bench = Bench(
        model, sam2, Noise(choice.frames, tuple(choice.frame_hw)), 8 if device.type == "cuda" else 1
    )
    original(bench, 1, 20)  # the first call of everything is slower
    print(
        f"{choice.size}, {choice.frames} frames, {device.type}, {torch.get_num_threads()} threads; seconds"
    )
    print(f"{'':<22}{'first word':>22}{'first mask':>24}{'all':>24}")
    print(
        f"{'':<22}{'original':>8}{'ours':>8}{'':7}{'original':>9}{'ours':>8}{'':7}{'original':>9}{'ours':>8}"
    )
    peak = 0
    for objects in choice.objects:
        clips, frames = Clips(model), DenseFrames(sam2, bench.noise, batch=bench.batch)
        for turn in range(1, max(choice.turns) + 1):
            words = 20 + (turn - 1) * (20 + len(answer_of(objects)))
            if device.type == "cuda":
                torch.cuda.reset_peak_memory_stats()
            mine = ours(bench, objects, words, clips, frames)
            peak = max(peak, torch.cuda.max_memory_allocated() if device.type == "cuda" else 0)
            if turn in choice.turns:
                show(f"{objects} objects, turn {turn}", original(bench, objects, words), mine)
    words, limit = words_per_second(bench)
    print(f"{words:.1f} words a second; {limit:.1f} if nothing but reading the weights took time")
    for objects in choice.objects:
        print(
            f"{frames_per_second(bench, objects):.2f} frames a second with {objects} objects followed"
        )
    if device.type == "cuda":
        print(f"peak memory, ours, {peak / 1e9:.1f} GB")
        print("targets of one H200: first mask of 5 objects 1 s, next turn 0.3 s, 12 GB")


if __name__ == "__main__":
    main()
