"""Hidden states before `<|seg|>` become masks of every frame of a clip: SAM 2.1 prompted by them."""

from __future__ import annotations

from collections.abc import Iterator

import torch
from torch import Tensor

from model_backend.sam2.frames import EncodedFrames
from model_backend.sam2.memory import Output
from model_backend.sam2.network import Network
from model_backend.sam2.tracker import Tracker


def follow(
    network: Network, frames: EncodedFrames, hidden: Tensor, start: int, stop: int
) -> Iterator[tuple[int, list[Output]]]:
    """Objects prompted by ``hidden`` (n, tokens, C), on each frame of [start, stop).

    All objects are one batch; every frame is encoded once for them all. As in training, the prompt is
    given on the first frame, whatever frame the words are about.
    """
    tracker = Tracker(network, frames, frame_count=stop - start)
    for number, tokens in enumerate(hidden):
        tracker.add_hidden(number, start, tokens)
    for frame_index, outputs in tracker.propagate(start, stop):
        yield frame_index, [outputs[number] for number in range(len(hidden))]


@torch.inference_mode()
def find_in_each(
    network: Network, frames: EncodedFrames, hidden: Tensor, start: int, stop: int
) -> Iterator[tuple[int, list[Output]]]:
    """The same without tracking: each frame is prompted by itself (`sam2_batch_mode`)."""
    for encoded in frames.stream(start, stop, 1):
        tracker = Tracker(network, frames, frame_count=1)
        index = encoded.frame_index
        yield index, [tracker.add_hidden(n, index, tokens) for n, tokens in enumerate(hidden)]
