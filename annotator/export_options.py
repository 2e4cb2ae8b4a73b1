"""What to export of a project, and how: the options that every format shares."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum

from storage.errors import UserError

MAX_FPS = 1000


class FrameFiles(StrEnum):
    """How the images of the frames get into an export.

    JPEG files of an image folder are taken over byte by byte, so that no picture is compressed twice;
    LINK makes them hard links, which need no room. All other frames, and all with ENCODE, are decoded and
    written as JPEG.
    """

    COPY = "copy"
    LINK = "link"
    ENCODE = "encode"
    NONE = "none"


@dataclass(frozen=True, slots=True)
class ExportOptions:
    """What is empty or None narrows nothing.

    ``videos``: by name. ``objects``: by name or number. ``categories``: objects of these. Frames:
    [``start``, ``stop``), those whose index ``every`` divides, and as many a second as ``fps``.
    ``verified_only``: only masks that a person made or verified. ``max_side``: frames with a longer
    side, in pixels, are scaled down to it. ``provenance``: say who made each mask where the format
    has room for it. ``shares``: of training, validation and test, if videos are dealt out to these;
    ``seed`` deals them out differently.
    """

    videos: tuple[str, ...] = ()
    objects: tuple[str, ...] = ()
    categories: tuple[str, ...] = ()
    start: int = 0
    stop: int | None = None
    every: int = 1
    fps: float | None = None
    verified_only: bool = False
    frame_files: FrameFiles = FrameFiles.COPY
    max_side: int | None = None
    provenance: bool = False
    shares: tuple[int, ...] = ()
    seed: int = 0

    def __post_init__(self) -> None:
        if self.fps is not None and not 0 < self.fps <= MAX_FPS:
            raise UserError(
                f"{self.fps:g} frames a second cannot be exported: choose more than 0 and at most {MAX_FPS}."
            )
        if self.every < 1:
            raise UserError(f"Every {self.every}th frame is none: choose 1 or more.")
        if self.max_side is not None and self.max_side < 1:
            raise UserError(f"A side of {self.max_side} pixels is none: choose 1 or more.")

    @property
    def with_frames(self) -> bool:
        return self.frame_files is not FrameFiles.NONE
