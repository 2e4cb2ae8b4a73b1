"""How many of something, and which, in English: "1 mask", "2 masks", "frames 3 to 5"."""

from __future__ import annotations


def counted(count: int, one: str, many: str) -> str:
    """``one`` if it is 1, ``many`` for any other count; the count stands where they have ``{n}``.

    Both are written out by who calls, verb and all, so that a translator finds them.
    """
    return _filled(one if count == 1 else many, count)


def masks(count: int) -> str:
    """As "2 masks"."""
    return counted(count, "{n} mask", "{n} masks")


def objects(count: int) -> str:
    """As "2 objects"."""
    return counted(count, "{n} object", "{n} objects")


def videos(count: int) -> str:
    """As "2 videos"."""
    return counted(count, "{n} video", "{n} videos")


def frames(count: int) -> str:
    """As "2 frames"."""
    return counted(count, "{n} frame", "{n} frames")


def which_frames(start: int, stop: int) -> str:
    """The frames [start, stop), as "frame 3" or "frames 3 to 5"."""
    if stop - start == 1:
        return _filled("frame {n}", start)
    return f"frames {start} to {stop - 1}"


def entries(count: int) -> str:
    """As "2 entries"."""
    return counted(count, "{n} entry", "{n} entries")


def pixels(count: int) -> str:
    """As "2 pixels"."""
    return counted(count, "{n} pixel", "{n} pixels")


def _filled(text: str, number: int) -> str:
    return text.replace("{n}", str(number))
