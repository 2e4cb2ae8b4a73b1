"""An engine for tests that sees colours: what is called red or blue, or has the colour under a click.

Its masks lie one pixel too far right, so that they are good but not perfect. Of several answers it
chooses the one that names the colour of what is shown first. The option ``fails_at`` is a text at which
it fails.
"""

from collections.abc import Iterator, Mapping

import numpy as np

from model_backend.engine import (
    AnswerMask,
    AnswerText,
    AskRequest,
    Capability,
    EngineError,
    EngineInfo,
)
from storage import masks
from storage.records import FramePrompt, VideoSource
from storage.video import FrameReader, open_frames

FACTORY = f"{__name__}:create"
_CHANNELS = {"red": 0, "blue": 2}


def create(options: Mapping[str, str]) -> "ColourEngine":
    return ColourEngine(options.get("fails_at"))


class ColourEngine:
    def __init__(self, fails_at: str | None) -> None:
        self._fails_at = fails_at

    @property
    def info(self) -> EngineInfo:
        return EngineInfo("colour", frozenset({Capability.TEXT}), checkpoint_sha256="c" * 64)

    def open(self, video: VideoSource) -> "ColourSession":
        return ColourSession(open_frames(video), self._fails_at)


class ColourSession:
    def __init__(self, frames: FrameReader, fails_at: str | None) -> None:
        self._frames, self._fails_at = frames, fails_at

    def ask(self, request: AskRequest) -> Iterator[AnswerText | AnswerMask]:
        if request.text == self._fails_at:
            raise EngineError("This one is too hard.")
        said = [name for name in _CHANNELS if name in request.text]
        wanted = [[self._colour_at(prompt)] for prompt in request.prompts] or [said]
        yield AnswerText(request.text)
        if request.choices:
            likely = [wanted[0][0] in choice for choice in request.choices]
            yield AnswerText(f" ({chr(ord('A') + likely.index(True))})")
        if not any(wanted):
            return
        for frame_index in range(request.start, request.stop):
            for proposal, colours in enumerate(wanted):
                yield AnswerMask(proposal, frame_index, self._mask(frame_index, colours), 0.8)

    def close(self) -> None:
        self._frames.close()

    def _mask(self, frame_index: int, colours: list[str]) -> masks.Rle:
        return masks.encode(displaced(see(self._frames.frame(frame_index), colours)))

    def _colour_at(self, prompt: FramePrompt) -> str:
        if prompt.points:
            x, y = prompt.points[0].x, prompt.points[0].y
        else:
            x, y = (prompt.box.x0 + prompt.box.x1) / 2, (prompt.box.y0 + prompt.box.y1) / 2
        pixel = self._frames.frame(prompt.frame_index)[int(y), int(x)]
        return max(_CHANNELS, key=lambda name: pixel[_CHANNELS[name]])


def see(picture: np.ndarray, colours: list[str]) -> np.ndarray:
    """The pixels (H, W) of any of the colours."""
    seen = np.zeros(picture.shape[:2], bool)
    for name in colours:
        others = [channel for channel in range(3) if channel != _CHANNELS[name]]
        seen |= picture[..., _CHANNELS[name]] > picture[..., others].max(axis=2).astype(int) + 90
    return seen


def displaced(mask: np.ndarray) -> np.ndarray:
    """One pixel to the right."""
    return np.pad(mask, ((0, 0), (1, 0)))[:, :-1]
