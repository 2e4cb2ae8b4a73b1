"""How large a frame can be, and how its size is said."""

from __future__ import annotations

from storage.errors import FormatError

MAX_SIDE = 1 << 16
MAX_PIXELS = 1 << 28  # eight times an 8K frame


def check_frame_size(frame_hw: tuple[int, int]) -> None:
    """Raises FormatError for a size that no frame has."""
    height, width = frame_hw
    if not (0 < height <= MAX_SIDE and 0 < width <= MAX_SIDE and height * width <= MAX_PIXELS):
        raise FormatError(f"a frame of {width} x {height} pixels is not possible")


def size_text(frame_hw: tuple[int, int]) -> str:
    """Width first, as people say it."""
    height, width = frame_hw
    return f"{width} x {height}"
