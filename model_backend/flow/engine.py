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
from model_backend.flow import first_mask, propagation, recollection
from model_backend.flow.checks import check_frame_index, check_mask, check_request
from model_backend.flow.presets import DEFAULT_PRESET, PRESETS, Preset
from model_backend.flow.recollection import Recollection, Sight
from model_backend.flow.threads import compute_products_on_one_thread
from storage import masks
from storage.errors import UserError
from storage.records import FramePrompt, VideoSource
from storage.video import open_frames

_INFO = EngineInfo("flow", frozenset({Capability.POINTS, Capability.BOXES, Capability.MASKS}))


def create(options: Mapping[str, str]) -> FlowEngine:
    """The engine; its only option, ``preset``, is one of PRESETS. Raises UserError for anything else."""
    unknown = sorted(options.keys() - {"preset"})
    if unknown:
        raise UserError(f"The flow engine has no option {unknown[0]!r}: its only one is preset.")
    name = options.get("preset", DEFAULT_PRESET)
    if name not in PRESETS:
        raise UserError(f"The flow engine has no preset {name!r}: choose {', '.join(PRESETS)}.")
    compute_products_on_one_thread()
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
        # What was learned of the object last, for the next click on it.
        self._recalled: tuple[tuple[FramePrompt, ...], Recollection | None] | None = None

    def segment(self, prompt: FramePrompt, known: Sequence[FramePrompt] = ()) -> list[Candidate]:
        """Masks that fit the prompt, best first; ``known`` masks of the object help to find it.

        Raises UserError for a prompt that cannot be used.
        """
        for each in (prompt, *known):
            check_frame_index(each.frame_index, range(self._facts.frame_count))
        recalled = self._recall(prompt.frame_index, known) if prompt.mask is None else None
        return first_mask.segment(self._frames.frame(prompt.frame_index), prompt, recalled)

    def _recall(self, frame_index: int, known: Sequence[FramePrompt]) -> Recollection | None:
        """What telling frames teach; None if the object is to be seen on none that is known."""
        telling = tuple(_telling(frame_index, known))
        if not telling:
            return None
        if self._recalled is None or self._recalled[0] != telling:
            for each in telling:
                check_mask(each, self._facts.frame_hw)
            self._recalled = telling, recollection.learn([self._sight(it) for it in telling])
        return self._recalled[1]

    def _sight(self, shown: FramePrompt) -> Sight:
        assert shown.mask is not None
        return Sight(self._frames.frame(shown.frame_index), masks.decode(shown.mask))

    def propagate(self, request: PropagateRequest) -> Iterator[FrameResult]:
        """Follow objects. Raises UserError, at once, for a request that cannot be fulfilled."""
        check_request(request, self._facts.frame_count, self._facts.frame_hw)
        return propagation.propagate(self._frames, request, self._preset)

    def ask(self, request: AskRequest) -> NoReturn:  # noqa: ARG002 - the contract's argument
        raise UserError("The flow engine understands no words: click on the object or draw a box.")

    def close(self) -> None:
        self._frames.close()


def _telling(frame_index: int, known: Sequence[FramePrompt]) -> list[FramePrompt]:
    """The frames nearest to this one, and the first and the last of all, which a person saw; more of them
    teach little more, and each has to be decoded."""
    present = [it for it in known if it.mask is not None and not it.mask.is_empty]
    present.sort(key=lambda it: abs(it.frame_index - frame_index))
    ends = sorted(present, key=lambda it: it.frame_index)
    return list(dict.fromkeys([*present[:1], *ends[:1], *ends[-1:]]))
