"""Frames as the network sees them, each encoded once and read ahead in batches."""

from __future__ import annotations

from collections import OrderedDict
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import islice
from typing import Literal, Protocol

import numpy as np
import numpy.typing as npt
import torch
import torch.nn.functional as F  # noqa: N812  torch's own name for it
from torch import Tensor

from model_backend.engine import EngineOutOfMemory
from model_backend.sam2.allocator import free_unused, is_out_of_memory
from model_backend.sam2.network import FrameFeatures, Network

Picture = npt.NDArray[np.uint8]

_MEAN = torch.tensor([0.485, 0.456, 0.406]).reshape(3, 1, 1)
_STD = torch.tensor([0.229, 0.224, 0.225]).reshape(3, 1, 1)
_KEPT_FRAMES = 4  # a person clicks on the same few frames again and again


class Frames(Protocol):
    """Where pictures come from: uint8 RGB (H, W, 3) by frame index."""

    def frame(self, frame_index: int) -> Picture: ...

    def stream(
        self, start: int, stop: int, step: Literal[1, -1] = 1
    ) -> Iterator[tuple[int, Picture]]: ...


@dataclass(frozen=True, slots=True)
class EncodedFrame:
    """A frame on its way through a propagation."""

    frame_index: int
    picture: Picture
    features: FrameFeatures


class EncodedFrames:
    """The encoded frames of one video; the last few that were used stay."""

    def __init__(self, network: Network, frames: Frames, *, batch: int) -> None:
        """``batch``: how many frames are encoded at a time when they are read in order, until memory
        proves too small for that."""
        self._network, self._frames, self._batch = network, frames, batch
        self._kept: OrderedDict[int, FrameFeatures] = OrderedDict()

    def features(self, frame_index: int) -> FrameFeatures:
        """One frame's features."""
        if frame_index not in self._kept:
            self._keep(frame_index, self._encode([self._frames.frame(frame_index)])[0])
        self._kept.move_to_end(frame_index)
        return self._kept[frame_index]

    def stream(self, start: int, stop: int, step: Literal[1, -1]) -> Iterator[EncodedFrame]:
        """The frames of ``range(start, stop, step)``, encoded in batches."""
        pictures = self._frames.stream(start, stop, step)
        while ahead := list(islice(pictures, self._batch)):
            encoded = self._encode([picture for _, picture in ahead])
            for (frame_index, picture), features in zip(ahead, encoded, strict=True):
                self._keep(frame_index, features)
                yield EncodedFrame(frame_index, picture, features)

    def _encode(self, pictures: list[Picture]) -> list[FrameFeatures]:
        """Encode frames at once, or half as many at a time from now on if they do not fit into memory."""
        done: list[FrameFeatures] = []
        while len(done) < len(pictures):
            part = pictures[len(done) : len(done) + self._batch]
            try:
                done += self._encode_at_once(part)
            except (torch.OutOfMemoryError, RuntimeError) as error:
                if not is_out_of_memory(error):
                    raise
                if len(part) == 1:
                    raise EngineOutOfMemory("One frame at this size needs more memory than there is.") from error  # fmt: skip
                self._batch = len(part) // 2
                free_unused()
        return done

    @torch.inference_mode()
    def _encode_at_once(self, pictures: list[Picture]) -> list[FrameFeatures]:
        size, device = self._network.config.image_size, self._network.device
        return self._network.encode(torch.stack([normalise(it, size, device) for it in pictures]))

    def _keep(self, frame_index: int, features: FrameFeatures) -> None:
        self._kept[frame_index] = features
        while len(self._kept) > _KEPT_FRAMES:
            self._kept.popitem(last=False)


def normalise(picture: Picture, size: int, device: torch.device) -> Tensor:
    """A picture (H, W, 3) as the network was trained on it: (3, S, S) float32, squeezed to a square.

    Worked out on the device, which gets a quarter of the bytes so.
    """
    pixels = torch.tensor(picture, device=device).float().permute(2, 0, 1).div_(255)  # (3, H, W)
    square = F.interpolate(pixels[None], (size, size), mode="bilinear", antialias=True)[0]
    return (square - _MEAN.to(device)) / _STD.to(device)
