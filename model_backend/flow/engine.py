"""The engine without weights: masks from clicks and boxes by graph cut, followed by optical flow.

It runs on any CPU and needs no download; other engines know things, this one only sees pixels.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from typing import NoReturn

from model_backend.engine import (
    AskRequest,
    Candidate,
    Capability,
    EngineInfo,
    FrameResult,
    PropagateRequest,
)
from model_backend.flow import first_mask, propagation
from model_backend.flow.checks import check_frame_index, check_request
from model_backend.flow.presets import DEFAULT_PRESET, PRESETS, Preset
from storage.errors import UserError
from storage.records import FramePrompt, VideoSource
from storage.video import open_frames

_INFO = EngineInfo("flow", frozenset({Capability.POINTS, Capability.BOXES, Capability.MASKS}))


def create(options: Mapping[str, str]) -> FlowEngine:
    """The engine; the option ``preset`` is one of PRESETS. Raises UserError for another one."""
    name = options.get("preset", DEFAULT_PRESET)
    if name not in PRESETS:
        raise UserError(f"The flow engine has no preset {name!r}: choose {', '.join(PRESETS)}.")
    return FlowEngine(PRESETS[name])


class FlowEngine:
    """Has no weights to load, only a preset."""

    def __init__(self, preset: Preset) -> None:
        self._preset = preset

    @property
    def info(self) -> EngineInfo:
        return _INFO

    def open(self, video: VideoSource) -> FlowSession:
        return FlowSession(video, self._preset)


class FlowSession:
    """One video, opened; see :class:`model_backend.engine.EngineSession`."""

    def __init__(self, video: VideoSource, preset: Preset) -> None:
        self._facts = video.facts
        self._preset = preset
        self._frames = open_frames(video)

    def segment(
        self,
        prompt: FramePrompt,
        known: Sequence[FramePrompt] = (),  # noqa: ARG002 - the contract's argument
    ) -> list[Candidate]:
        """Masks that fit the prompt, best first. Raises UserError for a prompt that cannot be used."""
        check_frame_index(prompt.frame_index, range(self._facts.frame_count))
        return first_mask.segment(self._frames.frame(prompt.frame_index), prompt)

    def propagate(self, request: PropagateRequest) -> Iterator[FrameResult]:
        """Follow objects. Raises UserError, at once, for a request that cannot be fulfilled."""
        check_request(request, self._facts.frame_count, self._facts.frame_hw)
        return propagation.propagate(self._frames, request, self._preset)

    def ask(self, request: AskRequest) -> NoReturn:  # noqa: ARG002 - the contract's argument
        raise UserError("The flow engine understands no words: click on the object or draw a box.")

    def close(self) -> None:
        self._frames.close()
