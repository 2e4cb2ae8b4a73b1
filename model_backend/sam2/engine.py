"""SAM 2.1 behind the engine contract: clicks, boxes and masks, no words."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from contextlib import ExitStack
from dataclasses import replace
from typing import NoReturn

import torch
from torch import Tensor

from model_backend import models
from model_backend.checkpoints import sha256_of
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
from model_backend.sam2.config import PUBLISHED, Rules, Sam2Config
from model_backend.sam2.frames import EncodedFrames
from model_backend.sam2.network import Network, upsample
from model_backend.sam2.propagation import Propagator
from storage.errors import UserError
from storage.masks import encode
from storage.records import FramePrompt, VideoSource
from storage.video import open_frames

_FRAMES_AT_A_TIME = {"cuda": 8, "cpu": 1}
_OPTIONS = (
    "checkpoint",
    "device",
    "image_size",
    "fill_hole_area",
    "remove_island_area",
    "non_overlapping",
    "compile",
)


def create(options: Mapping[str, str]) -> Sam2Engine:
    """The engine with its weights loaded.

    Options, all optional: ``checkpoint`` (a file, a folder with one, or the name of a model that was
    pulled), ``device`` ("cuda", "cpu"), ``image_size`` (pixels), ``fill_hole_area`` and
    ``remove_island_area`` (pixels of a low-resolution mask), ``non_overlapping`` and ``compile``
    ("yes", "no"). Raises UserError for a bad option, EngineUnavailable without weights.
    """
    unknown = sorted(options.keys() - set(_OPTIONS))
    if unknown:
        raise UserError(f"SAM 2 has no option {unknown[0]!r}: choose from {', '.join(_OPTIONS)}.")
    path = models.find_checkpoint("sam2", options.get("checkpoint"))
    keep_freed_memory()
    tensors = weights.load(path)
    config = replace(recognise(tensors), rules=_rules(options))
    if "image_size" in options:
        config = replace(config, image_size=_number(options, "image_size"))
    network = Network(config, tensors, device=_device(options), dtype=_dtype(_device(options)))
    if _yes(options, "compile"):
        network.compile()
    return Sam2Engine(network, sha256_of(path))


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
        self._frame_hw = (video.facts.height, video.facts.width)
        self._frame_count = len(video.frames)
        self._stack = ExitStack()
        reader = self._stack.enter_context(open_frames(video))
        batch = _FRAMES_AT_A_TIME[network.device.type]
        self._frames = EncodedFrames(network, reader, batch=batch)
        self._propagator = Propagator(
            network, self._frames, frame_hw=self._frame_hw, frame_count=self._frame_count
        )

    @torch.inference_mode()
    def segment(self, prompt: FramePrompt) -> list[Candidate]:
        """Masks that fit the prompt, best first; ``score`` is the predicted IoU.

        With points or a box, a mask is where they correct: what was there before.
        """
        prompts.check(prompt, self._frame_hw, self._frame_count)
        if prompt.mask is not None and not prompt.points and prompt.box is None:
            return [Candidate(prompt.mask, 1.0)]
        prompts.check_stands_alone(prompt)
        network, size = self._network, self._network.config.image_size
        frame = self._frames.features(prompt.frame_index)
        points, labels = prompts.encode_points(prompt.points, prompt.box, self._frame_hw, size)
        before = None
        if prompt.mask is not None:
            before = prompts.mask_logits(prompts.encode_mask(prompts.mask_of(prompt), size))
        encoded = network.encode_prompt(points, labels, before)
        fewest, most = network.config.rules.multimask_points
        multimask = before is None and fewest <= points.shape[1] <= most
        decoded = network.decode(network.without_memory(frame), frame, encoded, multimask=multimask)
        masks = (upsample(decoded.logits, self._frame_hw)[0] > 0).cpu().numpy()
        found = [
            Candidate(encode(mask), float(iou))
            for mask, iou in zip(masks, decoded.ious[0], strict=True)
        ]
        return sorted(found, key=lambda candidate: candidate.score, reverse=True)

    def propagate(self, request: PropagateRequest) -> Iterator[FrameResult]:
        """Follow objects. Raises UserError, at once, for a request that cannot be fulfilled."""
        return self._propagator.propagate(request)

    def ask(self, request: AskRequest) -> NoReturn:  # noqa: ARG002 - the contract's argument
        raise UserError("SAM 2 understands no words: click on the object or draw a box.")

    def close(self) -> None:
        self._stack.close()


def _rules(options: Mapping[str, str]) -> Rules:
    return Rules(
        fill_hole_area=_number(options, "fill_hole_area"),
        remove_island_area=_number(options, "remove_island_area"),
        non_overlapping_masks=_yes(options, "non_overlapping"),
    )


def _number(options: Mapping[str, str], name: str) -> int:
    text = options.get(name, "0")
    if not text.isdecimal():
        raise UserError(f"The option {name} is a number of pixels, not {text!r}.")
    return int(text)


def _yes(options: Mapping[str, str], name: str) -> bool:
    text = options.get(name, "no")
    if text not in {"yes", "no"}:
        raise UserError(f"The option {name} is yes or no, not {text!r}.")
    return text == "yes"


def _device(options: Mapping[str, str]) -> torch.device:
    name = options.get("device") or ("cuda" if torch.cuda.is_available() else "cpu")
    if name not in _FRAMES_AT_A_TIME:
        raise UserError(f"SAM 2 runs on cuda or cpu, not on {name!r}.")
    if name == "cuda" and not torch.cuda.is_available():
        raise UserError("There is no GPU that torch can use: choose the device cpu.")
    return torch.device(name)


def _dtype(device: torch.device) -> torch.dtype:
    return torch.bfloat16 if device.type == "cuda" else torch.float32
