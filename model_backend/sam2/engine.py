"""SAM 2.1 behind the engine contract: clicks, boxes and masks, no words."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from contextlib import ExitStack
from dataclasses import replace
from typing import NoReturn

import torch
from torch import Tensor

from model_backend import models
from model_backend.engine import (
    AskRequest,
    Candidate,
    Capability,
    EngineInfo,
    FrameResult,
    PropagateRequest,
)
from model_backend.sam2 import prompts, weights
from model_backend.sam2.allocator import keep_freed_memory
from model_backend.sam2.config import PUBLISHED, Sam2Config
from model_backend.sam2.frames import EncodedFrames
from model_backend.sam2.network import Network, upsample
from model_backend.sam2.options import read
from model_backend.sam2.propagation import Propagator
from model_backend.sam2.tracker import Tracker
from storage.errors import UserError
from storage.masks import encode
from storage.records import FramePrompt, VideoSource
from storage.video import open_frames

_FRAMES_AT_A_TIME = {"cuda": 8, "cpu": 1}
_THE_OBJECT = 0  # the number of an object that has none yet


def create(options: Mapping[str, str]) -> Sam2Engine:
    """The engine with its weights loaded.

    Options, all optional: ``checkpoint`` (a file, a folder with one, or the name of a model that was
    pulled), ``device`` ("cuda", "cpu"), ``image_size`` (pixels), ``fill_hole_area`` and
    ``remove_island_area`` (pixels of a low-resolution mask), ``non_overlapping`` ("yes", "no") and
    ``compile`` ("no", "yes", "graphs": with CUDA graphs). Raises UserError for a bad option or
    checkpoint, EngineUnavailable without weights.
    """
    chosen = read(options)
    path = models.find_checkpoint("sam2", chosen.checkpoint)
    if path.is_dir():
        raise UserError(f"There are several checkpoints in {path}: name the file of one.")
    sha256 = models.checked_sha256(path)
    keep_freed_memory()
    tensors = weights.load(path)
    config = replace(recognise(tensors), rules=chosen.rules)
    if chosen.image_size is not None:
        config = replace(config, image_size=chosen.image_size)
    network = Network(config, tensors, device=chosen.device, dtype=chosen.dtype)
    if chosen.compile != "no":
        network.compile(cuda_graphs=chosen.compile == "graphs")
    return Sam2Engine(network, sha256)


def recognise(tensors: Mapping[str, Tensor]) -> Sam2Config:
    """Which published network a checkpoint is of. Raises UserError if it is none of them."""
    embedding = tensors.get("vision_encoder.backbone.patch_embed.projection.bias")
    blocks = {name.split(".")[3] for name in tensors if name.startswith("vision_encoder.backbone.blocks.")}  # fmt: skip
    occlusion = "occlusion_spatial_embedding_parameter" in tensors
    for config in PUBLISHED.values():
        if (
            embedding is not None
            and len(embedding) == config.embed_dim
            and len(blocks) == sum(config.stages)
            and occlusion == config.occlusion_embedding
        ):
            return config
    raise UserError(
        f"The checkpoint is of none of the networks known here ({', '.join(PUBLISHED)}): choose another."
    )


class Sam2Engine:
    """A SAM 2 on one device; see :class:`model_backend.engine.Engine`."""

    def __init__(self, network: Network, checkpoint_sha256: str | None) -> None:
        self._network = network
        known = frozenset({Capability.POINTS, Capability.BOXES, Capability.MASKS})
        self._info = EngineInfo("sam2", known, checkpoint_sha256)

    @property
    def info(self) -> EngineInfo:
        return self._info

    def open(self, video: VideoSource) -> Sam2Session:
        return Sam2Session(self._network, video)


class Sam2Session:
    """One video, opened; see :class:`model_backend.engine.EngineSession`."""

    def __init__(self, network: Network, video: VideoSource) -> None:
        self._network = network
        self._frame_hw = video.facts.frame_hw
        self._frame_count = len(video.frames)
        self._stack = ExitStack()
        reader = self._stack.enter_context(open_frames(video))
        batch = _FRAMES_AT_A_TIME[network.device.type]
        self._frames = EncodedFrames(network, reader, batch=batch)
        # the last object that was recognised, for the next click on it
        self._recalled: tuple[tuple[int, tuple[FramePrompt, ...]], Tracker] | None = None
        self._propagator = Propagator(
            network, self._frames, frame_hw=self._frame_hw, frame_count=self._frame_count
        )

    @torch.inference_mode()
    def segment(self, prompt: FramePrompt, known: Sequence[FramePrompt] = ()) -> list[Candidate]:
        """Masks that fit the prompt, best first; ``score`` is the predicted IoU.

        With points or a box, a mask is where they correct: what was there before. With ``known`` masks
        of the object there is one reading, in the light of what they show.
        """
        for each in (prompt, *known):
            prompts.check(each, self._frame_hw, self._frame_count)
        if prompt.mask is not None and not prompt.points and prompt.box is None:
            return [Candidate(prompt.mask, 1.0)]
        prompts.check_stands_alone(prompt)
        size = self._network.config.image_size
        points, labels = prompts.encode_points(prompt.points, prompt.box, self._frame_hw, size)
        before = None
        if prompt.mask is not None:
            before = prompts.mask_logits(prompts.encode_mask(prompts.mask_of(prompt), size))
        if known:
            logits, ious = self._recognise(prompt.frame_index, tuple(known), points, labels, before)
        else:
            logits, ious = self._look(prompt.frame_index, points, labels, before)
        masks = (upsample(logits[None], self._frame_hw)[0] > 0).cpu().numpy()
        found = [Candidate(encode(mask), float(iou)) for mask, iou in zip(masks, ious, strict=True)]
        return sorted(found, key=lambda candidate: candidate.score, reverse=True)

    def _look(
        self, frame_index: int, points: Tensor, labels: Tensor, before: Tensor | None
    ) -> tuple[Tensor, Tensor]:
        """What a frame shows by itself: logits (K, S/4, S/4) and predicted IoUs (K,)."""
        network, frame = self._network, self._frames.features(frame_index)
        fewest, most = network.config.rules.multimask_points
        multimask = before is None and fewest <= points.shape[1] <= most
        encoded = network.encode_prompt(points, labels, before)
        decoded = network.decode(network.without_memory(frame), frame, encoded, multimask=multimask)
        return decoded.logits[0], decoded.ious[0]

    def _recognise(
        self,
        frame_index: int,
        known: tuple[FramePrompt, ...],
        points: Tensor,
        labels: Tensor,
        before: Tensor | None,
    ) -> tuple[Tensor, Tensor]:
        """What is on a frame of an object that is known from others, as :meth:`_look` gives it."""
        if self._recalled is None or self._recalled[0] != (frame_index, known):
            tracker = Tracker(self._network, self._frames, frame_count=self._frame_count)
            masks = {each.frame_index: prompts.mask_of(each) for each in known}
            tracker.recall(_THE_OBJECT, masks, frame_index)
            self._recalled = (frame_index, known), tracker
        tracker = self._recalled[1]
        output = tracker.add_points(_THE_OBJECT, frame_index, points, labels, previous=before)
        tracker.remove_prompts(_THE_OBJECT, frame_index)
        return output.mask_logits[None], output.iou[None]

    def propagate(self, request: PropagateRequest) -> Iterator[FrameResult]:
        """Follow objects. Raises UserError, at once, for a request that cannot be fulfilled."""
        return self._propagator.propagate(request)

    def ask(self, request: AskRequest) -> NoReturn:  # noqa: ARG002 - the contract's argument
        raise UserError("SAM 2 understands no words: click on the object or draw a box.")

    def close(self) -> None:
        self._stack.close()
