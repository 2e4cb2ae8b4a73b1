"""A data set on smaller frames: masks by the nearest pixel, pictures by area, sizes with them.

What the masks lose is measured on the way: each is scaled back and compared with what it was.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field, replace
from functools import cached_property
from pathlib import Path

import cv2
import numpy as np
import numpy.typing as npt

from annotator.dataset_view import DatasetView
from exporters.dataset import FrameImages
from exporters.files import write_jpeg
from storage import counting
from storage.masks import Rle, decode_crop, empty, iou, paste
from storage.records import Mask, Video


@dataclass(slots=True)
class _Agreement:
    """How the masks of a video, scaled down and up again, agree with what they were."""

    count: int = 0
    total_iou: float = 0.0
    worst_iou: float = 1.0
    worst: Mask | None = None

    def add(self, mask: Mask, value: float) -> None:
        self.count += 1
        self.total_iou += value
        if value < self.worst_iou:
            self.worst_iou, self.worst = value, mask


@dataclass(frozen=True)
class ResizedDataset(DatasetView):
    """Fulfils exporters.dataset.Dataset: another one, no side of whose frames is longer than ``max_side``."""

    max_side: int
    _agreements: dict[int, _Agreement] = field(default_factory=dict)

    def videos(self) -> Sequence[Video]:
        return [self._resized(video) for video in self.dataset.videos()]

    def frame_masks(self, video_id: int) -> Iterator[tuple[int, Sequence[Mask]]]:
        agreement = self._agreements[video_id] = _Agreement()
        frame_hw = self._frame_hw[video_id]
        for frame_index, found in self.dataset.frame_masks(video_id):
            yield frame_index, [_resized_mask(mask, frame_hw, agreement) for mask in found]

    @contextmanager
    def open_frames(self, video_id: int) -> Iterator[FrameImages]:
        frame_hw = self._frame_hw[video_id]
        with self.dataset.open_frames(video_id) as frames:
            yield _ResizedFrames(frames, frame_hw)

    def losses(self) -> Iterator[str]:
        """A sentence for each video that was scaled down, once its masks were read."""
        for video in self.dataset.videos():
            agreement = self._agreements.get(video.id)
            small = self._resized(video).facts
            if agreement and agreement.count and small != video.facts:
                yield _sentence(video, small.width, small.height, agreement, self._numbers(video))

    def _numbers(self, video: Video) -> Mapping[int, int]:
        return {it.id: it.number for it in self.dataset.objects(video.id)}

    def _resized(self, video: Video) -> Video:
        height, width = fitted_size(video.facts.frame_hw, self.max_side)
        return replace(video, facts=replace(video.facts, height=height, width=width))

    @cached_property
    def _frame_hw(self) -> Mapping[int, tuple[int, int]]:
        """By the id of the video."""
        return {it.id: it.facts.frame_hw for it in self.videos()}


@dataclass(frozen=True, slots=True)
class _ResizedFrames:
    frames: FrameImages
    frame_hw: tuple[int, int]

    def frame(self, frame_index: int) -> npt.NDArray[np.uint8]:
        frame = self.frames.frame(frame_index)
        if frame.shape[:2] == self.frame_hw:
            return frame
        height, width = self.frame_hw
        return cv2.resize(frame, (width, height), interpolation=cv2.INTER_AREA).astype(np.uint8)

    def write_jpeg(self, frame_index: int, path: Path) -> None:
        if self.frames.frame(frame_index).shape[:2] == self.frame_hw:
            self.frames.write_jpeg(frame_index, path)
        else:
            write_jpeg(path, self.frame(frame_index))


def fitted_size(frame_hw: tuple[int, int], max_side: int) -> tuple[int, int]:
    """The (height, width) of the same shape whose longer side is at most ``max_side``; never larger."""
    longest = max(frame_hw)
    if longest <= max_side:
        return frame_hw
    height, width = (max(1, round(side * max_side / longest)) for side in frame_hw)
    return height, width


def resize(rle: Rle, frame_hw: tuple[int, int]) -> Rle:
    """The mask on a frame of another (height, width): each pixel is what lay under its centre.

    A mask that no centre lies on keeps one pixel, because without any it would say "not here".
    """
    if rle.frame_hw == frame_hw or rle.is_empty:
        return rle if rle.frame_hw == frame_hw else empty(frame_hw)
    x, y, w, h = rle.box_xywh
    rows, columns = (_centres(*pair) for pair in zip(rle.frame_hw, frame_hw, strict=True))
    top, bottom = np.searchsorted(rows, (y, y + h))
    left, right = np.searchsorted(columns, (x, x + w))
    crop = decode_crop(rle)[rows[top:bottom, None] - y, columns[left:right] - x]
    resized = paste(crop, int(left), int(top), frame_hw)
    return _one_pixel(rle, frame_hw) if resized.is_empty else resized


def _centres(old: int, new: int) -> npt.NDArray[np.int64]:
    """The old pixel under the centre of each new one, along one side, (new,)."""
    return (2 * np.arange(new) + 1) * old // (2 * new)


def _one_pixel(rle: Rle, frame_hw: tuple[int, int]) -> Rle:
    """The new pixel around the middle of the mask's pixels."""
    x, y, _, _ = rle.box_xywh
    rows, columns = np.nonzero(decode_crop(rle))
    middle = len(rows) // 2
    row = (int(rows[middle]) + y) * frame_hw[0] // rle.frame_hw[0]
    column = (int(columns[middle]) + x) * frame_hw[1] // rle.frame_hw[1]
    return paste(np.ones((1, 1), bool), column, row, frame_hw)


def _resized_mask(mask: Mask, frame_hw: tuple[int, int], agreement: _Agreement) -> Mask:
    if mask.rle.frame_hw == frame_hw:
        return mask
    small = resize(mask.rle, frame_hw)
    if not mask.rle.is_empty:
        agreement.add(mask, iou(mask.rle, resize(small, mask.rle.frame_hw)))
    return replace(mask, rle=small)


def _sentence(
    video: Video, width: int, height: int, agreement: _Agreement, numbers: Mapping[int, int]
) -> str:
    mean = agreement.total_iou / agreement.count
    sentence = (
        f"{video.name} was scaled from {video.facts.width} x {video.facts.height} to {width} x {height}: "
        f"scaled back, {counting.masks(agreement.count)} came to an IoU of {mean:.3f} with what was there"
    )
    if agreement.worst is None:
        return f"{sentence}."
    number, frame = numbers[agreement.worst.object_id], agreement.worst.frame_index
    return f"{sentence}; the worst by {agreement.worst_iou:.3f} (object {number} on frame {frame})."
