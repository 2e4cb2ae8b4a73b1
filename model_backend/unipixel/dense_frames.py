"""The frames that masks are made on, encoded once for all objects and all questions."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Literal

from model_backend.sam2.frames import EncodedFrame, EncodedFrames, Frames, Picture
from model_backend.sam2.network import FrameFeatures, Network
from model_backend.unipixel.kept import Kept
from model_backend.unipixel.memory_limits import with_fewer

_KEPT_BYTES = 1 << 29  # a hundred frames at 768 pixels in bfloat16


class DenseFrames(EncodedFrames):
    """Encoded frames of one video, as many of the latest as fit into half a gigabyte."""

    def __init__(self, network: Network, frames: Frames, *, batch: int) -> None:
        super().__init__(network, frames, batch=batch)
        self._pictures = frames
        self._shelf: Kept[FrameFeatures] = Kept(_KEPT_BYTES, _nbytes)

    def features(self, frame_index: int) -> FrameFeatures:
        """One frame's features."""
        features = self._shelf.get(frame_index)
        if features is None:
            features = super().features(frame_index)
            self._shelf.put(frame_index, features)
        return features

    def stream(self, start: int, stop: int, step: Literal[1, -1]) -> Iterator[EncodedFrame]:
        """The frames of ``range(start, stop, step)``; stretches of new ones are encoded in batches."""
        at = start
        while at != stop:
            features = self._shelf.get(at)
            if features is not None:
                yield EncodedFrame(at, self._pictures.frame(at), features)
                at += step
                continue
            end = at
            while end != stop and self._shelf.get(end) is None:
                end += step
            for encoded in super().stream(at, end, step):
                self._shelf.put(encoded.frame_index, encoded.features)
                yield encoded
            at = end

    def _encode(self, pictures: list[Picture]) -> list[FrameFeatures]:
        """Fewer at a time, and without what is kept, if they do not fit."""

        def in_batches(size: int) -> list[FrameFeatures]:
            batches = (pictures[at : at + size] for at in range(0, len(pictures), size))
            return [it for batch in batches for it in self._encode_at_once(batch)]

        return with_fewer(len(pictures), in_batches, make_room=self._shelf.clear)


def _nbytes(features: FrameFeatures) -> int:
    return features.fine.nbytes + features.middle.nbytes + features.coarse.nbytes
