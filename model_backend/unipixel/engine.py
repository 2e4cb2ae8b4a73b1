"""UniPixel behind the engine contract: words, clicks, boxes and masks."""

from __future__ import annotations

import hashlib
from collections.abc import Iterator, Mapping, Sequence
from contextlib import ExitStack
from pathlib import Path

import torch

from model_backend import models
from model_backend.engine import (
    AnswerMask,
    AnswerText,
    AskRequest,
    Candidate,
    Capability,
    EngineInfo,
    FrameResult,
    PropagateRequest,
)
from model_backend.sam2.engine import Sam2Session
from model_backend.unipixel import answering, checkpoint
from model_backend.unipixel.answering import Scene
from model_backend.unipixel.checkpoint import Loaded
from model_backend.unipixel.clips import Clips
from model_backend.unipixel.dense_frames import DenseFrames
from model_backend.unipixel.object_memory import ObjectMemoryBank
from model_backend.unipixel.quantised import BITS
from storage.errors import UserError
from storage.records import FramePrompt, VideoSource
from storage.video import open_frames

_OPTIONS = ("checkpoint", "device", "dtype", "bits")
_FRAMES_AT_A_TIME = {"cuda": 8, "cpu": 1}
_DTYPES = {"float32": torch.float32, "bfloat16": torch.bfloat16}
_USUAL_DTYPE = {"cuda": "bfloat16", "cpu": "float32"}
_WORDS = {Capability.TEXT, Capability.CONVERSATION}
_SHAPES = {Capability.POINTS, Capability.BOXES, Capability.MASKS}


def create(options: Mapping[str, str]) -> UniPixelEngine:
    """The engine with its weights loaded.

    Options, all optional: ``checkpoint`` (a folder, or the name of a model that was pulled), ``device``
    ("cuda", "cpu"), ``dtype`` ("bfloat16", "float32") and ``bits`` ("8", "4": a narrower language model
    for a small card). Raises UserError for a bad option or a checkpoint that is no UniPixel,
    EngineUnavailable without weights.
    """
    unknown = sorted(options.keys() - set(_OPTIONS))
    if unknown:
        raise UserError(
            f"UniPixel has no option {unknown[0]!r}: choose from {', '.join(_OPTIONS)}."
        )
    device = _device(options)
    folder = _folder(options.get("checkpoint"))
    loaded = checkpoint.load(
        folder, device=device, dtype=_dtype(options, device), bits=_bits(options)
    )
    return UniPixelEngine(loaded, checkpoint_sha256(folder))


def checkpoint_sha256(folder: Path) -> str:
    """What tells one checkpoint from another: the hash of the hashes of its files of weights.

    Raises UserError if one was altered since it was pulled.
    """
    digest = hashlib.sha256()
    for file in checkpoint.weight_files(folder):
        digest.update(bytes.fromhex(models.checked_sha256(file)))
    return digest.hexdigest()


class UniPixelEngine:
    """A UniPixel on one device; see :class:`model_backend.engine.Engine`."""

    def __init__(self, loaded: Loaded, checkpoint_sha256: str | None) -> None:
        self._loaded = loaded
        self._clips = Clips(loaded.model)
        known = frozenset(_WORDS if loaded.sam2 is None else _WORDS | _SHAPES)
        self._info = EngineInfo("unipixel", known, checkpoint_sha256)

    @property
    def info(self) -> EngineInfo:
        return self._info

    def open(self, video: VideoSource) -> UniPixelSession:
        return UniPixelSession(self._loaded, self._clips, video)


class UniPixelSession:
    """One video, opened; see :class:`model_backend.engine.EngineSession`."""

    def __init__(self, loaded: Loaded, clips: Clips, video: VideoSource) -> None:
        self._stack = ExitStack()
        reader = self._stack.enter_context(open_frames(video))
        dense, self._shapes = None, None
        if loaded.sam2 is not None:
            batch = _FRAMES_AT_A_TIME[loaded.sam2.device.type]
            dense = DenseFrames(loaded.sam2, reader, batch=batch)
            self._shapes = Sam2Session(loaded.sam2, video)
            self._stack.callback(self._shapes.close)
        self._scene = Scene(
            loaded=loaded,
            fingerprint=video.facts.fingerprint,
            frame_hw=video.facts.frame_hw,
            frame_count=len(video.frames),
            frames=reader,
            dense=dense,
            clips=clips,
            bank=ObjectMemoryBank(loaded.model),
        )

    def segment(self, prompt: FramePrompt, known: Sequence[FramePrompt] = ()) -> list[Candidate]:
        """Masks that fit a click, a box or a mask, best first, by the checkpoint's SAM 2."""
        return self._sam2().segment(prompt, known)

    def propagate(self, request: PropagateRequest) -> Iterator[FrameResult]:
        """Follow objects with the checkpoint's SAM 2."""
        return self._sam2().propagate(request)

    def ask(self, request: AskRequest) -> Iterator[AnswerText | AnswerMask]:
        """Find by words, or answer about regions and objects; see :mod:`answering`."""
        return answering.answer(self._scene, request)

    def close(self) -> None:
        self._stack.close()

    def _sam2(self) -> Sam2Session:
        if self._shapes is None:
            raise UserError("This checkpoint makes no masks: choose UniPixel-3B or UniPixel-7B, or the engine sam2.")  # fmt: skip
        return self._shapes


def _folder(wanted: str | None) -> Path:
    if wanted is not None and Path(wanted).expanduser().is_dir():
        return Path(wanted).expanduser()
    found = models.find_checkpoint("unipixel", wanted)
    return found if found.is_dir() else found.parent


def _device(options: Mapping[str, str]) -> torch.device:
    name = options.get("device") or ("cuda" if torch.cuda.is_available() else "cpu")
    if name not in _USUAL_DTYPE:
        raise UserError(f"UniPixel runs on cuda or cpu, not on {name!r}.")
    if name == "cuda" and not torch.cuda.is_available():
        raise UserError("There is no GPU that torch can use: choose the device cpu.")
    return torch.device(name)


def _dtype(options: Mapping[str, str], device: torch.device) -> torch.dtype:
    name = options.get("dtype", _USUAL_DTYPE[device.type])
    if name not in _DTYPES:
        raise UserError(f"UniPixel works in {' or '.join(_DTYPES)}, not in {name!r}.")
    return _DTYPES[name]


def _bits(options: Mapping[str, str]) -> int | None:
    text = options.get("bits")
    if text is not None and text not in {str(bits) for bits in BITS}:
        raise UserError(f"The language model can be kept in 8 or 4 bits, not in {text!r}.")
    return None if text is None else int(text)
