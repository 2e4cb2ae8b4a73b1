"""Where each token stands in time, height and width (Qwen2.5-VL's multimodal rotary positions)."""

from __future__ import annotations

import torch
from torch import Tensor

from model_backend.unipixel.preprocessing import MERGE, Grid

# A pair of frames counts as one second, of which the vision tower knows two steps. The original gives
# every list of frames this rate, whatever the video's is.
_STEPS_PER_PAIR = 2


def positions_of(tokens: Tensor, video_token: int, grid: Grid) -> tuple[Tensor, int]:
    """Positions (3, L) of a prompt's tokens (L,) with one clip in it, and the next free position.

    Text counts on in all three axes. The clip's tokens share an origin; what follows starts after the
    farthest of them.
    """
    clip = (tokens == video_token).nonzero()[:, 0]
    if not len(clip):
        return torch.arange(len(tokens)).expand(3, -1), len(tokens)
    before, after = int(clip[0]), len(tokens) - int(clip[-1]) - 1
    inside = before + _clip_positions(grid)
    resume = int(inside.max()) + 1
    parts = [torch.arange(before).expand(3, -1), inside, resume + torch.arange(after).expand(3, -1)]
    return torch.cat(parts, dim=1), resume + after


def _clip_positions(grid: Grid) -> Tensor:
    """(pair, row, column) of each visual token, (3, T/2 * h/2 * w/2)."""
    pairs, down, across = grid[0], grid[1] // MERGE, grid[2] // MERGE
    axes = (torch.arange(pairs) * _STEPS_PER_PAIR, torch.arange(down), torch.arange(across))
    # three (T/2, h/2, w/2) -> (3, T/2 * h/2 * w/2)
    return torch.stack(torch.meshgrid(*axes, indexing="ij")).flatten(1)
