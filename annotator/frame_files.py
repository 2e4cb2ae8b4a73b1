"""The frames of a video as JPEG files: the source's own where it has them, else newly encoded."""

from __future__ import annotations

import errno
import os
import shutil
import struct
from dataclasses import dataclass
from pathlib import Path
from types import TracebackType
from typing import Self

import numpy as np
import numpy.typing as npt

from annotator.export_options import FrameFiles
from exporters.files import write_jpeg
from storage.errors import UserError
from storage.records import VideoKind, VideoSource
from storage.video import FrameReader, open_frames

_ORIENTATION = 0x0112  # the tag of Exif 2.3 that says how the camera was held
_UPRIGHT = 1
_HEADER_BYTES = 1 << 17  # Exif comes first, in a segment of at most 64 KiB


@dataclass(frozen=True, slots=True)
class SourceFrames:
    """Fulfils exporters.dataset.FrameImages over an open video; a context manager that closes it."""

    source: VideoSource
    how: FrameFiles
    reader: FrameReader

    @classmethod
    def open(cls, source: VideoSource, how: FrameFiles) -> Self:
        return cls(source, how, open_frames(source))

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        self.reader.close()

    def frame(self, frame_index: int) -> npt.NDArray[np.uint8]:
        return self.reader.frame(frame_index)

    def write_jpeg(self, frame_index: int, path: Path) -> None:
        """Write a frame as the options ask. Raises UserError if it cannot be linked."""
        own = self._own_jpeg(frame_index)
        if own is None:
            write_jpeg(path, self.frame(frame_index))
        elif self.how is FrameFiles.LINK:
            _link(own, path)
        else:
            shutil.copyfile(own, path)

    def _own_jpeg(self, frame_index: int) -> Path | None:
        """The source's file, if it can stand for the frame as it is."""
        if self.how is FrameFiles.ENCODE or self.source.facts.kind is not VideoKind.FOLDER:
            return None
        path = self.source.path / self.source.frames.names[frame_index]
        return path if is_upright_jpeg(path) else None


def _link(source: Path, target: Path) -> None:
    try:
        os.link(source.resolve(), target)
    except OSError as error:
        if error.errno not in (errno.EXDEV, errno.EPERM, errno.EMLINK, errno.ENOTSUP):
            raise
        raise UserError(
            f"{source.name} cannot be linked into the export ({error.strerror}): links need a folder on "
            "the disk of the images, and a file system that has them. Copy the frames instead."
        ) from error


def is_upright_jpeg(path: Path) -> bool:
    """Whether a file is JPEG, whatever it is called, and no camera asks to turn it.

    Training code mostly passes over the Exif orientation, so turned files cannot be used as they are.
    """
    with path.open("rb") as file:
        data = file.read(_HEADER_BYTES)
    return data.startswith(b"\xff\xd8\xff") and _exif_orientation(data) == _UPRIGHT


def _exif_orientation(jpeg: bytes) -> int:
    """As the first directory of its Exif segment says; upright where nothing does.

    Source: Exif 2.3 (JEITA CP-3451C), 4.5 and 4.6.4.
    """
    start = jpeg.find(b"Exif\0\0") + 6
    tiff = jpeg[start:]
    order = {b"II*\0": "<", b"MM\0*": ">"}.get(tiff[:4])
    if start < 6 or order is None:
        return _UPRIGHT
    try:
        (directory,) = struct.unpack_from(f"{order}I", tiff, 4)
        (count,) = struct.unpack_from(f"{order}H", tiff, directory)
        for i in range(count):
            tag, _, _, value = struct.unpack_from(f"{order}HHIH", tiff, directory + 2 + 12 * i)
            if tag == _ORIENTATION:
                return int(value)
    except struct.error:
        pass  # a broken directory: decoders do not turn such files either
    return _UPRIGHT
