"""How a hand goes through a video: frame by frame, or in jumps; and how fast."""

from __future__ import annotations

from collections import deque

NEAR_FRAMES = 2  # steps up to here are a walk, longer ones a hand that scrubs
HASTE_SECONDS = 0.014  # a step that takes less is no key held and no film, it is a hand that drags
_STEPS = 3  # fewer happen by chance to a hand that jumps about in a short clip


class Gait:
    """Told of each frame that is gone to; judges by the last three steps, so that a hand that jumps about
    and happens to come down near where it was is not taken for one that walks."""

    def __init__(self) -> None:
        self._at = (0, 0.0)
        # (frames, seconds), the newest last.
        self._steps = deque([(0, 1.0)] * _STEPS, maxlen=_STEPS)

    def go(self, frame_index: int, seconds: float) -> None:
        """To a frame, at a time of a clock that only goes forward."""
        last_index, last_seconds = self._at
        self._steps.append((frame_index - last_index, seconds - last_seconds))
        self._at = frame_index, seconds

    @property
    def is_walk(self) -> bool:
        """Whether the frames that follow are soon wanted."""
        return all(abs(frames) <= NEAR_FRAMES for frames, _ in self._steps)

    @property
    def is_hasty(self) -> bool:
        """Whether frames pass by faster than anybody looks at them."""
        return any(seconds < HASTE_SECONDS for _, seconds in self._steps)

    @property
    def direction(self) -> int:
        """1 forward, -1 backward, 0 for standing still."""
        frames, _ = self._steps[-1]
        return (frames > 0) - (frames < 0)
