"""How many of something, in English: "1 mask", "2 masks"."""

from __future__ import annotations


def counted(count: int, one: str, many: str) -> str:
    """``one`` if it is 1, ``many`` for any other count; the count stands where they have ``{n}``.

    Both are written out by who calls, verb and all, so that a translator finds them.
    """
    return (one if count == 1 else many).replace("{n}", str(count))


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


def entries(count: int) -> str:
    """As "2 entries"."""
    return counted(count, "{n} entry", "{n} entries")


def pixels(count: int) -> str:
    """As "2 pixels"."""
    return counted(count, "{n} pixel", "{n} pixels")
