"""The contract that every engine fulfils: what it can do, what it is asked, what it answers.

    engine.open(video)  -> an EngineSession on one video
      .segment(prompt, known) -> candidates for one object on one frame, best first
      .propagate(req)   -> a stream of FrameResult, in the order the frames were worked out
      .ask(req)         -> a stream of words and proposed masks

Streams are plain iterators: whoever consumes one cancels it by closing it, between two items. An
engine keeps nothing that it was not told in the request, so a stream that was cancelled, or whose
process died, is repeated by asking again from the masks that were kept. Torch is not imported here.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from enum import StrEnum
from typing import Protocol

from storage.errors import UserError
from storage.masks import Rle
from storage.records import FramePrompt, Turn, VideoSource


class Capability(StrEnum):
    """What an engine understands."""

    POINTS = "points"
    BOXES = "boxes"
    MASKS = "masks"
    TEXT = "text"
    CONVERSATION = "conversation"


@dataclass(frozen=True, slots=True)
class EngineInfo:
    """Who an engine is; ``checkpoint_sha256`` is None for an engine without weights."""

    name: str
    capabilities: frozenset[Capability]
    checkpoint_sha256: str | None = None


class EngineError(Exception):
    """The engine cannot go on with this request; the next one may work."""


class EngineOutOfMemory(EngineError):
    """The machine or its GPU has no memory left for this request."""


class EngineCrashed(EngineError):
    """The engine's process ended without an answer."""


class EngineUnavailable(UserError):
    """The engine cannot run on this machine now; the message says what is missing and how to get it."""


class Direction(StrEnum):
    """Which way a propagation goes from the prompted frames."""

    FORWARD = "forward"
    BACKWARD = "backward"
    BOTH = "both"


@dataclass(frozen=True, slots=True)
class Candidate:
    """One reading of a prompt; ``score`` (0..1) orders the readings, it need not be a probability."""

    rle: Rle
    score: float


@dataclass(frozen=True, slots=True)
class ObjectPrompts:
    """One object to follow: what a person showed or corrected, on one frame or on several.

    The engine conditions on every one of ``prompts``. It gives no result for ``kept_frames``, whose
    masks a person made, locked or verified.
    """

    number: int
    prompts: tuple[FramePrompt, ...]
    kept_frames: frozenset[int] = frozenset()


@dataclass(frozen=True, slots=True)
class PropagateRequest:
    """Follow objects over the frames [start, stop).

    Forward goes from an object's first prompted frame to the end of the range, backward from its last
    one to the start, both from the first prompted frame forward and then from it backward.
    """

    objects: tuple[ObjectPrompts, ...]
    start: int
    stop: int
    direction: Direction = Direction.FORWARD


@dataclass(frozen=True, slots=True)
class ObjectResult:
    """An object on a frame; an empty ``rle`` says that it is not there.

    ``score`` (0..1) is how sure the engine is of that, ``predicted_iou`` how good it thinks the shape.
    """

    number: int
    rle: Rle
    score: float
    predicted_iou: float | None = None


@dataclass(frozen=True, slots=True)
class FrameResult:
    """All objects worked out on one frame. ``scene_cut``: the picture changed altogether before it.

    A frame may come again, and counts as it came last. ``frames_left``: how many results are still to
    come, of an engine that knows.
    """

    frame_index: int
    objects: tuple[ObjectResult, ...]
    scene_cut: bool = False
    frames_left: int | None = None


@dataclass(frozen=True, slots=True)
class MemoryObject:
    """An object that a question may name as ``[number]``, with its masks by frame index."""

    number: int
    name: str
    masks: dict[int, Rle] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class AskRequest:
    """Words about the frames [start, stop): something to find, or something to know.

    ``prompts`` are regions that the text refers to by pointing, in order; ``objects`` those it can name
    by number; ``history`` the conversation so far, oldest first. With ``choices`` the answer is one of
    them, named by its letter: "(A)" is the first.
    """

    text: str
    start: int
    stop: int
    prompts: tuple[FramePrompt, ...] = ()
    objects: tuple[MemoryObject, ...] = ()
    history: tuple[Turn, ...] = ()
    sampled_frames: int = 16  # how many frames the language model sees; masks cover all of them
    choices: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class AnswerText:
    """The next piece of the answer."""

    text: str


@dataclass(frozen=True, slots=True)
class AnswerMask:
    """A proposal: the mask of the answer's ``proposal``-th object (from 0) on a frame."""

    proposal: int
    frame_index: int
    rle: Rle
    score: float


class EngineSession(Protocol):
    """An engine at work on one video. Raises UserError for a prompt it cannot use, EngineError else.

    Between two items of a stream, ``segment`` and other streams may be asked for (on the same thread).
    ``known`` are masks of the same object on other frames: an engine with a memory recognises the object
    by them, any other looks at the prompt alone.
    """

    def segment(
        self, prompt: FramePrompt, known: Sequence[FramePrompt] = ()
    ) -> list[Candidate]: ...

    def propagate(self, request: PropagateRequest) -> Iterator[FrameResult]: ...

    def ask(self, request: AskRequest) -> Iterator[AnswerText | AnswerMask]: ...

    def close(self) -> None: ...


class Engine(Protocol):
    """An engine with its weights loaded."""

    @property
    def info(self) -> EngineInfo: ...

    def open(self, video: VideoSource) -> EngineSession: ...
