"""`<|ref|>`: a point or a box on a frame becomes one embedding of the language model (the paper's
prompt encoder).

Letters in shape comments: P points, C width of SAM 2, D width of the language model.
"""

from __future__ import annotations

import math
from dataclasses import dataclass

import torch
from torch import Tensor, nn

from model_backend.sam2 import prompts
from model_backend.sam2.prompts import BOX_BOTTOM_RIGHT, BOX_TOP_LEFT, POSITIVE
from storage.errors import UserError
from storage.records import FramePrompt


@dataclass(frozen=True, slots=True)
class Region:
    """What a person pointed at, on the ``place``-th sampled frame.

    ``points`` (P, 2) float32 in pixels of the square image; ``labels`` (P,): 0 negative, 1 positive,
    2 and 3 the corners of a box. P is 1, or 2 for a box (or for two clicks).
    """

    points: Tensor
    labels: Tensor
    place: int


def region_of(
    prompt: FramePrompt, place: int, frame_hw: tuple[int, int], image_size: int
) -> Region:
    """A prompt as the model was taught them: one positive click, or one box; a mask counts as its box.

    Raises UserError for anything else.
    """
    corners: list[list[float]]
    if prompt.mask is not None and not prompt.mask.is_empty:
        x, y, w, h = prompt.mask.box_xywh
        corners, labels = [[x, y], [x + w - 1, y + h - 1]], [BOX_TOP_LEFT, BOX_BOTTOM_RIGHT]
    elif prompt.box is not None and not prompt.points:
        box = prompt.box
        corners, labels = [[box.x0, box.y0], [box.x1, box.y1]], [BOX_TOP_LEFT, BOX_BOTTOM_RIGHT]
    elif prompt.box is None and len(prompt.points) == 1 and prompt.points[0].positive:
        corners, labels = [[prompt.points[0].x, prompt.points[0].y]], [POSITIVE]
    else:
        raise UserError("Words can refer to one positive click or one box for each object: show it by one of them.")  # fmt: skip
    points = prompts.scale_points(torch.tensor(corners, dtype=torch.float32), frame_hw, image_size)
    return Region(points, torch.tensor(labels), place)


class RegionEncoder(nn.Module):
    """Points and boxes in space and time -> embeddings (the names are the checkpoint's)."""

    def __init__(self, width: int, sam_dim: int, image_size: int) -> None:
        super().__init__()
        self._image_size = image_size
        self.ref_encoder = _PointEncoder(sam_dim)
        self.ref_proj_single = nn.Linear(2 * sam_dim, 3 * sam_dim)
        self.ref_proj_double = nn.Linear(3 * sam_dim, 3 * sam_dim)
        self.tem_pe = _FourierCode(1, sam_dim)
        self.tem_emb = nn.Embedding(1, sam_dim)
        self.tem_proj = nn.Linear(sam_dim, 3 * sam_dim)
        self.ref_proj = nn.Sequential(nn.GELU(), nn.Linear(6 * sam_dim, width))

    def forward(self, region: Region, frame_count: int) -> Tensor:
        """One embedding (1, D); ``frame_count`` is that of the clip, made even."""
        device = self.tem_emb.weight.device
        points = (region.points.to(device).float() + 0.5) / self._image_size
        encoded = self.ref_encoder(points, region.labels.to(device))
        tokens = encoded.flatten()[None]  # (1, (P + 1) * C)
        project = self.ref_proj_single if len(points) == 1 else self.ref_proj_double
        moment = torch.tensor([[region.place / (frame_count - 1)]], device=device)
        when = self.tem_proj(self.tem_pe(moment) + self.tem_emb.weight)
        return self.ref_proj(torch.cat([project(tokens), when], dim=1))  # type: ignore[no-any-return]


class _FourierCode(nn.Module):
    """Random Fourier features of coordinates 0..1 (Tancik et al. 2020), worked out in float32."""

    def __init__(self, axes: int, width: int) -> None:
        super().__init__()
        self.positional_encoding_gaussian_matrix = nn.Buffer(torch.randn(axes, width // 2))

    def forward(self, x: Tensor) -> Tensor:
        """(n, axes) -> (n, C)"""
        matrix = self.positional_encoding_gaussian_matrix
        angles = 2 * math.pi * ((2 * x - 1) @ matrix.float())
        return torch.cat([angles.sin(), angles.cos()], dim=-1).to(matrix.dtype)


class _PointEncoder(nn.Module):
    """SAM's prompt encoder with weights of its own, of which only the points are used."""

    def __init__(self, width: int) -> None:
        super().__init__()
        self.pe_layer = _FourierCode(2, width)
        self.point_embeddings = nn.ModuleList(nn.Embedding(1, width) for _ in range(4))
        self.not_a_point_embed = nn.Embedding(1, width)
        # this and the next: in every checkpoint, never used
        self.no_mask_embed = nn.Embedding(1, width)
        self.mask_downscaling = nn.Sequential(
            nn.Conv2d(1, 4, 2), nn.GroupNorm(1, 4), nn.GELU(),
            nn.Conv2d(4, 16, 2), nn.GroupNorm(1, 16), nn.GELU(),
            nn.Conv2d(16, width, 1),
        )  # fmt: skip

    def forward(self, points: Tensor, labels: Tensor) -> Tensor:
        """Points (P, 2) in 0..1 and labels (P,) -> (P + 1, C); a point that is none comes last."""
        table = torch.cat(list(self.point_embeddings.parameters()))  # four (1, C) -> (4, C)
        codes = self.pe_layer(points) + table[labels]
        return torch.cat([codes, self.not_a_point_embed.weight])
