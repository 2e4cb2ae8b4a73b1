"""What a video is called before anybody gives it another name."""

from __future__ import annotations

from pathlib import Path


def video_name(path: Path) -> str:
    """A file's name without its suffix; a folder's as it is, because what follows a dot there is no suffix."""
    return path.name if path.is_dir() else path.stem
