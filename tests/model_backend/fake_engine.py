"""An engine for tests: squares that move a pixel a frame, and any misfortune on request.

It keeps the whole contract, reads no video, imports nothing heavy and always answers the same. It says
in the log when a stream is cancelled, and when a session is closed how many stay open. Options, all
text:

    seconds_per_frame   how long a frame takes
    misfortune          what happens at frame ``at`` of a propagation, or ("start", "segment", "ask")
                        there; one of MISFORTUNES
    at                  a frame index, "start", "segment" or "ask"
    once                a path: the misfortune happens only if this file can still be made
"""

import os
import signal
import sys
import time
from collections.abc import Callable, Iterator, Mapping
from fractions import Fraction
from pathlib import Path

import numpy as np

from model_backend.engine import (
    AnswerMask,
    AnswerText,
    AskRequest,
    Candidate,
    Capability,
    Direction,
    EngineError,
    EngineInfo,
    EngineUnavailable,
    FrameResult,
    ObjectPrompts,
    ObjectResult,
    PropagateRequest,
)
from storage import masks
from storage.errors import UserError, VideoError
from storage.masks import Rle
from storage.records import FramePrompt, FrameTable, VideoFacts, VideoKind, VideoSource

FACTORY = f"{__name__}:create"
WORDS = ("There ", "is ", "one ", "square.")
SIDE = 9


def synthetic_video(name: str = "squares", *, frame_count: int = 60) -> VideoSource:
    """A 64 x 48 video that exists only in words; the fake engine needs no more."""
    facts = VideoFacts(
        kind=VideoKind.FILE,
        width=64,
        height=48,
        frame_count=frame_count,
        rate=Fraction(25),
        rotation_degrees=0,
        codec="none",
        fingerprint=name,
    )
    frames = FrameTable(
        time_base=Fraction(1, 25),
        pts=np.arange(frame_count, dtype=np.int64),
        has_pts=np.ones(frame_count, bool),
        decode_index=np.arange(frame_count, dtype=np.int32),
        keyframe=np.arange(frame_count) == 0,
    )
    return VideoSource(Path("/synthetic", name), facts, frames)


def create(options: Mapping[str, str]) -> "FakeEngine":
    engine = FakeEngine(options)
    engine.suffer_at("start")
    return engine


class FakeEngine:
    def __init__(self, options: Mapping[str, str]) -> None:
        self._options = options
        self.seconds_per_frame = float(options.get("seconds_per_frame", "0"))
        self.open_sessions = 0

    @property
    def info(self) -> EngineInfo:
        return EngineInfo("fake", frozenset(Capability), checkpoint_sha256="0" * 64)

    def open(self, video: VideoSource) -> "FakeSession":
        if video.path.name == "missing":
            raise VideoError("The video 'missing' is not there; find it again.")
        self.open_sessions += 1
        return FakeSession(self, video)

    def suffer_at(self, place: str) -> None:
        if self._options.get("at") == place and self._is_due():
            MISFORTUNES[self._options["misfortune"]]()

    def _is_due(self) -> bool:
        if "once" not in self._options:
            return True
        try:
            Path(self._options["once"]).touch(exist_ok=False)
        except FileExistsError:
            return False
        return True


class FakeSession:
    def __init__(self, engine: FakeEngine, video: VideoSource) -> None:
        self._engine = engine
        self._video = video

    def segment(self, prompt: FramePrompt, known=()) -> list[Candidate]:  # noqa: ARG002
        self._engine.suffer_at("segment")
        if prompt.is_empty:
            raise UserError("Show the object first: click on it or draw a box around it.")
        return [
            Candidate(self._square(prompt, prompt.frame_index, side=SIDE), 0.9),
            Candidate(self._square(prompt, prompt.frame_index, side=2 * SIDE), 0.5),
        ]

    def propagate(self, request: PropagateRequest) -> Iterator[FrameResult]:
        for frame_index in _frame_order(request):
            self._engine.suffer_at(str(frame_index))
            time.sleep(self._engine.seconds_per_frame)
            results = tuple(
                ObjectResult(item.number, self._follow(item, frame_index), 0.8, predicted_iou=0.7)
                for item in request.objects
                if frame_index not in item.kept_frames
            )
            try:
                yield FrameResult(frame_index, results, scene_cut=frame_index == 40)
            except GeneratorExit:
                print(f"cancelled after frame {frame_index}", flush=True)  # noqa: T201
                raise

    def ask(self, request: AskRequest) -> Iterator[AnswerText | AnswerMask]:
        for word in WORDS:
            time.sleep(self._engine.seconds_per_frame)
            yield AnswerText(word)
        self._engine.suffer_at("ask")
        centre = FramePrompt(request.start)
        for frame_index in range(request.start, request.stop):
            yield AnswerMask(0, frame_index, self._square(centre, frame_index, side=SIDE), 0.6)

    def close(self) -> None:
        self._engine.open_sessions -= 1
        print(f"closed {self._video.path.name}, {self._engine.open_sessions} open", flush=True)  # noqa: T201

    def _follow(self, item: ObjectPrompts, frame_index: int) -> Rle:
        nearest = min(item.prompts, key=lambda prompt: abs(prompt.frame_index - frame_index))
        return self._square(nearest, frame_index, side=SIDE)

    def _square(self, prompt: FramePrompt, frame_index: int, *, side: int) -> Rle:
        """A square that lay where the prompt shows it and has moved a pixel to the right a frame since."""
        width, height = self._video.facts.width, self._video.facts.height
        x, y = _centre(prompt, (width / 2, height / 2))
        left = int(x - side / 2) + frame_index - prompt.frame_index
        mask = np.zeros((height, width), bool)
        mask[max(int(y - side / 2), 0) : int(y + side / 2), max(left, 0) : max(left + side, 0)] = (
            True
        )
        return masks.encode(mask)


def _centre(prompt: FramePrompt, default: tuple[float, float]) -> tuple[float, float]:
    if prompt.points:
        return prompt.points[-1].x, prompt.points[-1].y
    if prompt.box:
        return (prompt.box.x0 + prompt.box.x1) / 2, (prompt.box.y0 + prompt.box.y1) / 2
    if prompt.mask:
        x, y, w, h = prompt.mask.box_xywh
        return x + w / 2, y + h / 2
    return default


def _frame_order(request: PropagateRequest) -> list[int]:
    frames = [prompt.frame_index for item in request.objects for prompt in item.prompts]
    first, last = min(frames), max(frames)
    match request.direction:
        case Direction.FORWARD:
            return list(range(first, request.stop))
        case Direction.BACKWARD:
            return list(range(last, request.start - 1, -1))
        case Direction.BOTH:
            return [*range(first, request.stop), *range(first - 1, request.start - 1, -1)]


# --- misfortunes ---------------------------------------------------------------------------------


class OutOfMemoryError(RuntimeError):
    """Named as torch names its own."""


class AcceleratorError(RuntimeError):
    """Named as torch names its own."""


class OwnUserError(UserError):
    """A sentence to the person of a class that only this engine knows."""


def _raiser(error: Exception) -> Callable[[], None]:
    def misfortune() -> None:
        raise error

    return misfortune


def _signaller(name: str) -> Callable[[], None]:
    return lambda: os.kill(os.getpid(), signal.Signals[name])


def _hang() -> None:
    signal.signal(signal.SIGTERM, signal.SIG_IGN)  # the worst kind: it does not listen
    while True:
        time.sleep(1)


def _babble() -> None:
    for number in range(3000):
        print("x" * 1000, "line", number, file=sys.stderr)  # noqa: T201
    os._exit(3)


MISFORTUNES: dict[str, Callable[[], None]] = {
    "SIGSEGV": _signaller("SIGSEGV"),
    "SIGKILL": _signaller("SIGKILL"),
    "exit": lambda: os._exit(3),
    "hang": _hang,
    "babble": _babble,
    "MemoryError": _raiser(MemoryError()),
    "OutOfMemoryError": _raiser(OutOfMemoryError("CUDA out of memory. Tried to allocate 2 GiB.")),
    "AcceleratorError": _raiser(AcceleratorError("CUDA error: an illegal memory access")),
    "CpuAllocator": _raiser(RuntimeError("DefaultCPUAllocator: can't allocate memory")),
    "UserError": _raiser(UserError("The point lies outside the frame; click inside it.")),
    "NoMemoryForIt": _raiser(UserError("Out of memory: choose a smaller preset.")),
    "OwnUserError": _raiser(OwnUserError("Name one thing at a time.")),
    "EngineError": _raiser(EngineError("This request is too long for the model.")),
    "EngineUnavailable": _raiser(EngineUnavailable("The weights are missing; get them first.")),
    "ImportError": _raiser(ImportError("No module named 'weights'")),
    "bug": _raiser(KeyError("a bug of ours")),
}
