"""Frames and masks in the form that the vision tower and the memory injection take.

All sizes and roundings are the original's, which resized with Pillow; here Pillow's integer arithmetic
is done by torch on whatever device the model is on, bit for bit.

Letters in shape comments: T sampled frames (even), H, W their size, h, w patches of 14 pixels on a side.
"""

from __future__ import annotations

import math
from collections.abc import Sequence
from functools import lru_cache

import numpy as np
import numpy.typing as npt
import torch
import torch.nn.functional as F  # noqa: N812  torch's own name for it
from torch import Tensor

from storage.errors import UserError

Picture = npt.NDArray[np.uint8]  # RGB (H, W, 3)
Grid = tuple[int, int, int]  # frame pairs, patches down, patches across

MIN_TOKENS, MAX_TOKENS = 128, 256  # per frame, when as many frames are sampled as are wanted
PATCH, MERGE, PAIR = 14, 2, 2
CELL = PATCH * MERGE  # pixels on a side of a visual token

_MEAN = (0.48145466, 0.4578275, 0.40821073)
_STD = (0.26862954, 0.26130258, 0.27577711)
_FIXED_POINT_BITS = 22
_CUBIC_A, _CUBIC_SUPPORT = -0.5, 2.0


# --- which frames ----------------------------------------------------------------------------------


def sample_frames(start: int, stop: int, count: int, *, keep: Sequence[int] = ()) -> list[int]:
    """``count`` frames of [start, stop), evenly spaced, the first and the last among them.

    Of a shorter range all are taken. The sampled frame nearest to each frame of ``keep`` (one that a
    person pointed at) is replaced by it. Raises UserError for a count of no frames.
    """
    length = stop - start
    if count < 1:
        raise UserError("The language model has to see at least one frame: sample 1 frame or more.")
    if length <= count:
        return list(range(start, stop))
    spacing = (length - 1) / (count - 1) if count > 1 else length
    frames = [start + int(i) for i in np.arange(0, length, spacing)[:count].round()]
    for kept in keep:
        if kept not in frames:
            free = [place for place, frame in enumerate(frames) if frame not in keep]
            if not free:
                raise UserError(f"Frames that are pointed at: {len(keep)}, frames that are sampled: {count}. Sample more.")  # fmt: skip
            frames[min(free, key=lambda place: abs(frames[place] - kept))] = kept
    return sorted(frames)


# --- pixels for the vision tower -------------------------------------------------------------------


def pixel_limits(frame_count: int, sampled_frames: int) -> tuple[int, int]:
    """The fewest and the most pixels of a frame: the fewer frames, the larger they may be."""
    return MIN_TOKENS * CELL**2, MAX_TOKENS * CELL**2 * max(1, sampled_frames // frame_count)


def fit_size(frame_hw: tuple[int, int], limits: tuple[int, int]) -> tuple[int, int]:
    """The size (H, W) near a frame's own that is made of whole cells and lies within the limits."""
    height, width = frame_hw
    fewest, most = limits
    fitted = [max(CELL, round(side / CELL) * CELL) for side in frame_hw]
    if fitted[0] * fitted[1] > most:
        shrink = math.sqrt(height * width / most)
        fitted = [max(CELL, math.floor(side / shrink / CELL) * CELL) for side in frame_hw]
    elif fitted[0] * fitted[1] < fewest:
        grow = math.sqrt(fewest / (height * width))
        fitted = [math.ceil(side * grow / CELL) * CELL for side in frame_hw]
    return fitted[0], fitted[1]


def patches_of(
    pictures: Sequence[Picture], limits: tuple[int, int], device: torch.device
) -> tuple[Tensor, Grid]:
    """Pictures as the vision tower's input: float32 (patches, 3 * 2 * 14 * 14), and their grid.

    An odd number of pictures gets its last one twice.
    """
    height, width = fit_size(pictures[0].shape[:2], limits)
    frames = torch.stack([resized(picture, (height, width), device) for picture in pictures])
    if len(frames) % PAIR:
        frames = torch.cat([frames, frames[-1:]])
    mean, std = (torch.tensor(x, device=device).reshape(3, 1, 1) * 255 for x in (_MEAN, _STD))
    frames = (frames.float() - mean) / std  # (T, 3, H, W)
    pairs, down, across = len(frames) // PAIR, height // PATCH, width // PATCH
    # (T, 3, H, W) -> (T/2, pair, 3, h/2, row in cell, y, w/2, column in cell, x)
    split = frames.reshape(
        pairs, PAIR, 3, down // MERGE, MERGE, PATCH, across // MERGE, MERGE, PATCH
    )
    ordered = split.permute(0, 3, 6, 4, 7, 2, 1, 5, 8)
    # (T/2, h/2, w/2, row in cell, column in cell, 3, pair, y, x) -> (T/2 * h * w, 3 * pair * y * x)
    return ordered.reshape(pairs * down * across, -1), (pairs, down, across)


def resized(picture: Picture, size_hw: tuple[int, int], device: torch.device) -> Tensor:
    """A picture (H, W, 3) resized by bicubic interpolation: int32 (3, *size_hw).

    As Pillow 11 did it, first across, then down; Pillow 13 chooses the cheaper order.
    """
    pixels = torch.tensor(picture, device=device)  # copied: pictures are read-only
    across = _resample(pixels.transpose(0, 1), size_hw[1])  # (H, W, 3) -> (W, H, 3) -> (W', H, 3)
    down = _resample(across.transpose(0, 1), size_hw[0])  # -> (H, W', 3) -> (H', W', 3)
    return down.permute(2, 0, 1)


def _resample(pixels: Tensor, size: int) -> Tensor:
    """Resize the first axis of 8-bit values (n, ...) to (size, ...), in fixed-point numbers."""
    if len(pixels) == size:
        return pixels
    places, weights = (table.to(pixels.device) for table in _taps(len(pixels), size))
    rows = pixels.flatten(1).int()  # (n, ...) -> (n, values), contiguous
    total = torch.full((size, rows.shape[1]), 1 << (_FIXED_POINT_BITS - 1), dtype=torch.int32, device=rows.device)  # fmt: skip
    for place, weight in zip(places, weights, strict=True):
        total.addcmul_(rows[place], weight[:, None])
    # (size, values) -> (size, ...)
    return (total >> _FIXED_POINT_BITS).clamp(0, 255).reshape(size, *pixels.shape[1:])


@lru_cache(maxsize=8)
def _taps(old: int, new: int) -> tuple[Tensor, Tensor]:
    """For each new pixel, the old ones that it is made of and their weights, (taps, new) int64 and int32.

    Keys' cubic kernel, stretched when shrinking (Pillow's ``precompute_coeffs``).
    """
    scale = old / new
    stretch = max(scale, 1.0)
    support = _CUBIC_SUPPORT * stretch
    centres = (np.arange(new) + 0.5) * scale
    first = np.maximum((centres - support + 0.5).astype(np.int64), 0)
    last = np.minimum((centres + support + 0.5).astype(np.int64), old)
    places = first + np.arange(math.ceil(support) * 2 + 1)[:, None]  # (taps, new)
    weights = _cubic((places - centres + 0.5) / stretch)
    weights = np.where(places < last, weights, 0)
    fixed = weights / weights.sum(axis=0) * (1 << _FIXED_POINT_BITS)
    rounded = np.where(fixed < 0, fixed - 0.5, fixed + 0.5).astype(np.int32)  # cut off, as in C
    return torch.from_numpy(places.clip(max=old - 1)), torch.from_numpy(rounded)


def _cubic(x: npt.NDArray[np.float64]) -> npt.NDArray[np.float64]:
    x, a = np.abs(x), _CUBIC_A
    near = ((a + 2) * x - (a + 3)) * x * x + 1
    far = (((x - 5) * x + 8) * x - 4) * a
    return np.where(x < 1, near, np.where(x < _CUBIC_SUPPORT, far, 0.0))


# --- masks for the memory injection ----------------------------------------------------------------


def pool_pairs(masks: Tensor) -> Tensor:
    """Masks (T', O, H, W) of sampled frames, joined over pairs of frames: bool (T/2, O, H, W)."""
    if len(masks) % PAIR:
        masks = torch.cat([masks, masks[-1:]])
    pairs = masks.reshape(-1, PAIR, *masks.shape[1:])  # (T, O, H, W) -> (T/2, 2, O, H, W)
    return pairs.any(dim=1)


def mask_cells(masks: Tensor, grid: Grid) -> Tensor:
    """Which visual tokens masks (T/2, O, H, W) touch: bool (T/2, O, h/2, w/2)."""
    size = (grid[1] * PATCH, grid[2] * PATCH)
    resized = F.interpolate(masks.float(), size, mode="bilinear", antialias=True)
    return F.max_pool2d(resized, CELL) > 0
