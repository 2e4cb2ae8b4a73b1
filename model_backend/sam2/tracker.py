"""Objects followed through one video: prompts in, masks out, objects worked out in batches.

The rules are those of the published video predictor (`sam2` 1.1.0, `SAM2VideoPredictor`), so that the
same prompts give the same masks:

* The first prompt of an object on a frame that no propagation came by is answered without memory, and
  makes the frame a conditioning frame. A later one corrects what was tracked there, in the light of the
  memory and of the mask that was there before.
* Prompts become memories when a propagation begins, so that a person can go on clicking until then.
* Conditioning frames are never worked out again; all others are, each time a propagation comes by.

Objects do not know of each other. Those whose recollections have the same shape are one batch, in
chunks that fit into memory: if one does not, it is halved and the frame tried again.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import replace
from typing import Literal

import numpy as np
import numpy.typing as npt
import torch
from torch import Tensor

from model_backend.engine import EngineOutOfMemory
from model_backend.sam2 import prompts
from model_backend.sam2.allocator import free_unused, is_out_of_memory
from model_backend.sam2.attention import Recollection
from model_backend.sam2.frames import EncodedFrame, EncodedFrames
from model_backend.sam2.memory import Output, Past, Pending, Track
from model_backend.sam2.network import (
    ABSENT,
    Decoded,
    EncodedPrompt,
    FrameFeatures,
    Network,
    upsample,
)
from model_backend.sam2.tidy import tidy
from storage.errors import UserError
from storage.masks import BoolMask

_PIXELS_AT_ONCE = 1 << 26  # of masks at the video's size: 256 MiB of logits
_LARGEST_CHUNK = {"cuda": 16, "cpu": 8}


class Tracker:
    """The objects of one video and what they remember. Objects go by their number."""

    def __init__(self, network: Network, frames: EncodedFrames, *, frame_count: int) -> None:
        self._network, self._frames, self._frame_count = network, frames, frame_count
        self._rules = network.config.rules
        self._tracks: dict[int, Track] = {}
        self._chunk = _LARGEST_CHUNK[network.device.type]

    @property
    def numbers(self) -> list[int]:
        """The objects, in the order in which they were first prompted."""
        return list(self._tracks)

    def track(self, number: int) -> Track:
        """What an object remembers."""
        return self._tracks[number]

    # --- prompts ---------------------------------------------------------------------------------

    @torch.inference_mode()
    def add_points(
        self,
        number: int,
        frame_index: int,
        points: Tensor,
        labels: Tensor,
        *,
        keep_old: bool = False,
        previous: Tensor | None = None,
    ) -> Output:
        """Show an object by points (1, P, 2) of the square image and labels (1, P), a box first.

        They correct ``previous``, logits (1, 1, S/4, S/4); by default what was found there before.
        """
        track = self._tracks.setdefault(number, Track())
        if keep_old and frame_index in track.points:
            old_points, old_labels = track.points[frame_index]
            points = torch.cat([old_points, points], dim=1)
            labels = torch.cat([old_labels, labels], dim=1)
        track.points[frame_index] = points, labels
        before = track.latest(frame_index)
        if previous is None and before is not None:
            previous = prompts.previous_logits(before.mask_logits)
        prompt = self._network.encode_prompt(points, labels, previous)
        return self._prompted(track, frame_index, prompt, points=points.shape[1])

    @torch.inference_mode()
    def add_hidden(self, number: int, frame_index: int, hidden: Tensor) -> Output:
        """Show an object by hidden states (P, C) of a language model, as UniPixel does."""
        track = self._tracks.setdefault(number, Track())
        nothing = self._network.no_prompt
        sparse = torch.cat([nothing.sparse, hidden[None].to(nothing.sparse)], dim=1)
        return self._prompted(track, frame_index, EncodedPrompt(sparse, nothing.dense), points=0)

    @torch.inference_mode()
    def add_mask(self, number: int, frame_index: int, mask: BoolMask) -> Output:
        """Show an object by its mask (H, W), which is taken as it is."""
        track = self._tracks.setdefault(number, Track())
        track.points.pop(frame_index, None)
        return self._pend(track, frame_index, self._drawn(frame_index, mask))

    @torch.inference_mode()
    def recall(self, number: int, masks: Mapping[int, BoolMask], frame_index: int) -> None:
        """Make an object that was followed forward to a frame, of masks (H, W) on others, one at least.

        Those that attention sees as the latest there count as tracked, the others condition; without
        others, the earliest does.
        """
        latest = {t for t in masks if 0 < frame_index - t < self._rules.memories}
        conditioning = (masks.keys() - latest) or {min(latest)}
        track = self._tracks[number] = Track(visited={frame_index: False})
        for t, mask in masks.items():
            frame, drawn = self._frames.features(t), self._drawn(t, mask)
            (output,) = self._remember(frame, [drawn], prompted=t in conditioning)
            track.accept(t, output, conditions=t in conditioning)

    def remove_prompts(self, number: int, frame_index: int) -> None:
        """Take back what was shown of an object on a frame."""
        self._tracks[number].unprompt(frame_index)

    def remove_object(self, number: int) -> None:
        """Forget an object; the others are not touched."""
        del self._tracks[number]

    def latest(self, number: int, frame_index: int) -> Output | None:
        """The newest output of an object on a frame, if it was not forgotten."""
        return self._tracks[number].latest(frame_index)

    def _prompted(
        self, track: Track, frame_index: int, prompt: EncodedPrompt, *, points: int
    ) -> Output:
        frame = self._frames.features(frame_index)
        if frame_index in track.visited:
            past = self._recall([track], frame_index, backward=track.visited[frame_index])
            features = self._network.condition(frame, past)
        else:
            features = self._network.without_memory(frame)
        decoded = self._network.decode(features, frame, prompt, multimask=self._multimask(points))
        (output,) = self._outputs(decoded.best())
        return self._pend(track, frame_index, self._tidy(output))

    def _pend(self, track: Track, frame_index: int, output: Output) -> Output:
        conditions = frame_index not in track.visited or self._rules.corrections_condition
        track.pending[frame_index] = Pending(output, conditions)
        return output

    def _drawn(self, frame_index: int, mask: BoolMask) -> Output:
        """A mask (H, W) that is taken as it is."""
        frame = self._frames.features(frame_index)
        drawn = prompts.encode_mask(mask, self._network.config.image_size).to(self._network.device)
        return Output(
            mask_logits=self._tidied(prompts.mask_logits(drawn)[0, 0]),
            pointer=self._pointer_of_mask(frame, drawn),
            score=prompts.presence_logit(drawn)[0, 0],
            iou=torch.ones((), device=drawn.device),
        )

    def _pointer_of_mask(self, frame: FrameFeatures, mask: Tensor) -> Tensor:
        """The pointer that the decoder gives for a mask (1, 1, S, S), from bare features."""
        no_points = torch.zeros(1, 1, 2), torch.full((1, 1), -1, dtype=torch.int32)
        prompt = self._network.encode_prompt(*no_points, self._network.shrink_mask(mask))
        decoded = self._network.decode(frame.coarse, frame, prompt, multimask=False)
        present = (decoded.score > 0) & mask.any()
        return self._network.pointer(decoded.tokens[:, 0], present=present)[0]

    # --- propagation -----------------------------------------------------------------------------

    def propagate(
        self, start: int, stop: int, *, step: Literal[1, -1] = 1
    ) -> Iterator[tuple[int, dict[int, Output]]]:
        """Work out all objects on the frames of ``range(start, stop, step)``.

        Raises UserError for an object that no prompt shows.
        """
        self.begin()
        for encoded in self._frames.stream(start, stop, step):
            yield encoded.frame_index, self.step(encoded, self.numbers, backward=step == -1)

    @torch.inference_mode()
    def begin(self) -> None:
        """Make memories of all prompts that no propagation has used yet."""
        for number, track in self._tracks.items():
            for frame_index, pending in track.pending.items():
                frame = self._frames.features(frame_index)
                (output,) = self._remember(frame, [pending.output], prompted=True)
                track.accept(frame_index, output, conditions=pending.conditions)
            track.pending.clear()
            if not track.conditioning:
                raise UserError(f"Object [{number}] has no prompt: show it on a frame first.")

    @torch.inference_mode()
    def step(
        self, encoded: EncodedFrame, numbers: Collection[int], *, backward: bool
    ) -> dict[int, Output]:
        """Work out some objects on one frame, and drop what they will not need any more."""
        tracks = {number: self._tracks[number] for number in numbers}
        frame_index = encoded.frame_index
        todo = {n: t for n, t in tracks.items() if frame_index not in t.conditioning}
        for group in self._alike(todo, frame_index, backward=backward):
            self._track(encoded, group, backward=backward)
        for track in tracks.values():
            track.visited[frame_index] = backward
            track.forget(frame_index, self._rules)
        return {
            number: track.conditioning.get(frame_index) or track.tracked[frame_index]
            for number, track in tracks.items()
        }

    def _alike(
        self, tracks: Mapping[int, Track], frame_index: int, *, backward: bool
    ) -> list[list[Track]]:
        """Tracks that can be one batch: they see as many memories and pointers."""
        groups: defaultdict[tuple[int, int], list[Track]] = defaultdict(list)
        for track in tracks.values():
            past = track.recall(frame_index, self._frame_count, self._rules, backward=backward)
            groups[len(past.memories), len(past.pointers)].append(track)
        return list(groups.values())

    def _track(self, encoded: EncodedFrame, tracks: Sequence[Track], *, backward: bool) -> None:
        """Follow alike objects onto a frame, as many at a time as memory allows."""
        done = 0
        while done < len(tracks):
            chunk = tracks[done : done + self._chunk]
            try:
                outputs = self._follow(encoded, chunk, backward=backward)
            except (torch.OutOfMemoryError, RuntimeError) as error:
                self._shrink(len(chunk), error)
                continue
            for track, output in zip(chunk, outputs, strict=True):
                track.tracked[encoded.frame_index] = output
            done += len(chunk)

    def _shrink(self, chunk: int, error: Exception) -> None:
        """Halve the chunk after it did not fit."""
        if not is_out_of_memory(error):
            raise error
        if chunk == 1:
            raise EngineOutOfMemory("One object at this size needs more memory than there is.") from error  # fmt: skip
        self._chunk = chunk // 2
        free_unused()

    def _follow(
        self, encoded: EncodedFrame, tracks: Sequence[Track], *, backward: bool
    ) -> list[Output]:
        past = self._recall(tracks, encoded.frame_index, backward=backward)
        features = self._network.condition(encoded.features, past)
        decoded = self._network.decode(
            features, encoded.features, self._network.no_prompt, multimask=self._multimask(0)
        )
        outputs = self._remember(encoded.features, self._outputs(decoded.best()), prompted=False)
        return [self._tidy(output) for output in outputs]

    # --- between the network's terms and ours ----------------------------------------------------

    def _multimask(self, points: int) -> bool:
        """Whether so many points (a box counts as two) leave it open which thing is meant."""
        fewest, most = self._rules.multimask_points
        return fewest <= points <= most

    def _recall(
        self, tracks: Sequence[Track], frame_index: int, *, backward: bool
    ) -> list[Recollection]:
        pasts = [t.recall(frame_index, self._frame_count, self._rules, backward=backward) for t in tracks]  # fmt: skip
        return [self._recollection(past) for past in pasts]

    def _recollection(self, past: Past) -> Recollection:
        memories, ages = zip(*past.memories, strict=True)
        # an image has one frame
        farthest = max(1, min(self._frame_count, self._rules.pointers) - 1)
        distances = [distance / farthest for distance, _ in past.pointers]
        if past.pointers:
            pointers = torch.stack([pointer for _, pointer in past.pointers])
        else:
            pointers = torch.empty(0, self._network.config.hidden_dim, device=self._network.device, dtype=self._network.dtype)  # fmt: skip
        tokens, times = self._network.pointer_tokens(pointers, distances)
        return Recollection(memories, ages, tokens, times)

    def _outputs(self, best: Decoded) -> list[Output]:
        """One output for each object of a decoded batch; what is not there has no pixels."""
        present = best.score > 0
        logits = torch.where(present[:, :, None, None], best.logits, ABSENT)
        pointers = self._network.pointer(best.tokens[:, 0], present=present)
        return [
            Output(logits[i, 0], pointers[i], best.score[i, 0], best.ious[i, 0])
            for i in range(len(pointers))
        ]

    def _remember(
        self, frame: FrameFeatures, outputs: Sequence[Output], *, prompted: bool
    ) -> list[Output]:
        """The same outputs with the memories that are made of them."""
        low = torch.stack([output.mask_logits for output in outputs])[:, None]
        high = upsample(low, self._network.config.image_size)
        score = torch.stack([output.score for output in outputs])[:, None]
        binarize = torch.full((len(outputs),), prompted and self._rules.binarize_prompted_masks)
        memories = self._network.encode_memory(frame, high, score, binarize.to(low.device))
        return [replace(o, memory=m) for o, m in zip(outputs, memories, strict=True)]

    def _tidy(self, output: Output) -> Output:
        return replace(output, mask_logits=self._tidied(output.mask_logits))

    def _tidied(self, logits: Tensor) -> Tensor:
        rules = self._rules
        return tidy(logits, hole_area=rules.fill_hole_area, island_area=rules.remove_island_area)


def video_logits(
    outputs: Sequence[Output | None], frame_hw: tuple[int, int], *, non_overlapping: bool = False
) -> Tensor:
    """Masks at the video's size, (B, H, W) float32 logits; None has no pixel.

    ``non_overlapping``: a pixel belongs to the object with the highest logit only.
    """
    nothing = torch.full_like(next(o.mask_logits for o in outputs if o is not None), ABSENT)
    low = torch.stack([nothing if o is None else o.mask_logits for o in outputs])
    logits = upsample(low[:, None], frame_hw)[:, 0]
    if non_overlapping and len(logits) > 1:
        first = (
            logits.argmax(dim=0) == torch.arange(len(logits), device=logits.device)[:, None, None]
        )
        logits = torch.where(first, logits, logits.clamp(max=-10.0))
    return logits


def video_masks(
    outputs: Sequence[Output], frame_hw: tuple[int, int], *, non_overlapping: bool = False
) -> Iterator[npt.NDArray[np.bool_]]:
    """As video_logits: the masks, (H, W) each. Only a few are enlarged at a time, or fifty objects in 4K
    would take 2 GB; those that may not overlap are all compared at once."""
    few = max(1, _PIXELS_AT_ONCE // (frame_hw[0] * frame_hw[1]))
    at_once = len(outputs) if non_overlapping else few
    for start in range(0, len(outputs), at_once):
        some = outputs[start : start + at_once]
        logits = video_logits(some, frame_hw, non_overlapping=non_overlapping)
        yield from (logits > 0).cpu().numpy()
