"""The image encoder: Hiera (Ryali et al. 2023, arXiv:2306.00989) and a feature pyramid.

The weights are transformers' modules; the way through them is ours, because theirs does work whose
result nobody uses. The same numbers come out with a fifth less of it:

* Windows that do not tile the feature map are filled up with zeros, which all have the same key and value:
  the bias of their projection. It stands once in such a window, and counts as often as it would stand there.
* The position embedding depends on the image size alone and is computed once.
* The two finest levels pass through two linear layers in a row, which are joined into one.

Letters in shape comments: F frames, H and W cells, C channels, A heads, n windows of w x w cells, or of
h x v where the map ends.
"""

from __future__ import annotations

import math

import torch
import torch.nn.functional as F  # noqa: N812  torch's own name for it
from torch import Tensor, nn

from model_backend.sam2.modules import Module


class ImageEncoder(nn.Module):
    """transformers' `Sam2VisionModel` with the first layers of the mask decoder that follow it."""

    def __init__(self, vision_encoder: Module, mask_decoder: Module, image_size: int) -> None:
        super().__init__()
        backbone, neck = vision_encoder.backbone, vision_encoder.neck
        self.patch_embed = backbone.patch_embed
        self.blocks = backbone.blocks
        self._stage_ends = backbone.stage_ends
        side = image_size // 4
        self.positions = nn.Buffer(backbone._get_pos_embed((side, side)), persistent=False)
        # the convolutions of the pyramid have one-pixel kernels: linear layers
        self.top, self.coarse = neck.convs[0], neck.convs[1]
        self.middle = _joined(neck.convs[2], mask_decoder.conv_s1)
        self.fine = _joined(neck.convs[3], mask_decoder.conv_s0)

    def forward(self, pixels: Tensor) -> tuple[Tensor, Tensor, Tensor]:
        """Frames (F, 3, S, S) -> (F, C/8, S/4, S/4), (F, C/4, S/8, S/8) and (F, C, S/16, S/16)."""
        x = self.patch_embed(pixels).contiguous() + self.positions  # channels last, all the way
        stages = []
        for index, block in enumerate(self.blocks):
            x = _block(block, x)
            if index in self._stage_ends:
                stages.append(x.permute(0, 3, 1, 2))  # (F, H, W, C) -> (F, C, H, W)
        fine, middle, coarse, top = stages
        from_top = F.interpolate(self.top(top), scale_factor=2.0, mode="nearest")
        return self.fine(fine), self.middle(middle), self.coarse(coarse) + from_top


def _joined(first: Module, second: Module) -> nn.Conv2d:
    """Two convolutions of one pixel as one, joined in float64."""
    outer = second.weight.detach().double()[:, :, 0, 0]
    inner = first.weight.detach().double()[:, :, 0, 0]
    bias = outer @ first.bias.detach().double() + second.bias.detach().double()
    joined: Module = nn.Conv2d(first.in_channels, second.out_channels, 1)
    joined.weight.data = (outer @ inner)[:, :, None, None].to(first.weight)
    joined.bias.data = bias.to(first.weight)
    return joined.requires_grad_(requires_grad=False)  # type: ignore[no-any-return]


def _block(block: Module, x: Tensor) -> Tensor:
    """One transformer block, (F, H, W, C) -> (F, H', W', C'), halved where a stage begins."""
    normed = block.layer_norm1(x)
    residual = x if block.dim == block.dim_out else _pool(block.proj(normed), block.query_stride)
    attended = _window_attention(block, normed) if block.window_size else _global_attention(block, normed)  # fmt: skip
    x = block.attn.proj(attended).add_(residual)
    hidden = torch.ops.aten.gelu_(block.mlp.proj_in(block.layer_norm2(x)))
    mixed: Tensor = block.mlp.proj_out(hidden)
    return mixed.add_(x)


def _global_attention(block: Module, normed: Tensor) -> Tensor:
    return _attend(block.attn.qkv(normed), block)


def _window_attention(block: Module, normed: Tensor) -> Tensor:
    """Attention within windows of w x w cells, (F, H, W, C) -> (F, H', W', C')."""
    _, height, width, _ = normed.shape
    w, stride = block.window_size, _stride(block)
    if height % w == 0 and width % w == 0:
        # moving the input into windows moves a third of what moving queries, keys and values does
        windows = block.attn.qkv(_partition(normed, w, w))
        return _join(_attend(windows, block), height // w, width // w)
    qkv = block.attn.qkv(normed)
    attended: Tensor = qkv.new_empty(
        len(qkv), height // stride, width // stride, qkv.shape[-1] // 3
    )
    for top, bottom in _spans(height, w):
        for left, right in _spans(width, w):
            h, v = min(w, bottom - top), min(w, right - left)
            windows = _partition(qkv[:, top:bottom, left:right], h, v)
            seen = _join(
                _attend(windows, block, missing=w * w - h * v),
                (bottom - top) // h,
                (right - left) // v,
            )
            attended[:, top // stride : bottom // stride, left // stride : right // stride] = seen
    return attended


def _spans(length: int, w: int) -> list[tuple[int, int]]:
    """Where whole windows lie along a side, and where the rest."""
    whole = length - length % w
    return [span for span in ((0, whole), (whole, length)) if span[0] < span[1]]


def _attend(qkv: Tensor, block: Module, *, missing: int = 0) -> Tensor:
    """Attention of all cells of each map, (n, H, W, 3C) -> (n, H', W', C); queries are pooled by stride.

    Each map looks at ``missing`` cells of nothing too.
    """
    n, height, width, _ = qkv.shape
    heads, stride = block.attn.num_attention_heads, _stride(block)
    query, key, value = qkv.chunk(3, dim=-1)
    if block.query_stride:
        query = _pool(query, block.query_stride)
    # (n, H, W, C) -> (n, A, H*W, C/A)
    query, key, value = (
        it.reshape(n, -1, heads, it.shape[-1] // heads).transpose(1, 2)
        for it in (query, key, value)
    )
    counts = None
    if missing:
        key, value, counts = _with_nothing(key, value, block.attn.qkv.bias, missing)
    attended = F.scaled_dot_product_attention(query, key, value, attn_mask=counts)
    # (n, A, H'*W', C/A) -> (n, H', W', C)
    return attended.transpose(1, 2).reshape(n, height // stride, width // stride, -1)


def _with_nothing(
    key: Tensor, value: Tensor, bias: Tensor, missing: int
) -> tuple[Tensor, Tensor, Tensor]:
    """Keys and values (n, A, K, C/A) with one more, and the logarithms (1, K + 1) of how often each counts."""
    n, heads, count, _ = key.shape
    _, of_keys, of_values = (it.view(1, heads, 1, -1).expand(n, -1, -1, -1) for it in bias.chunk(3))
    counts = key.new_zeros(1, count + 1)
    counts[:, -1] = math.log(missing)
    return torch.cat([key, of_keys], dim=2), torch.cat([value, of_values], dim=2), counts


def _stride(block: Module) -> int:
    return block.query_stride[0] if block.query_stride else 1


def _pool(x: Tensor, stride: tuple[int, int] | list[int] | None) -> Tensor:
    """The maximum of each patch, (F, H, W, C) -> (F, H', W', C)."""
    if stride is None:
        return x
    pooled = F.max_pool2d(x.permute(0, 3, 1, 2), kernel_size=tuple(stride), stride=tuple(stride))
    return pooled.permute(0, 2, 3, 1)


def _partition(x: Tensor, h: int, v: int) -> Tensor:
    """Cut a map into windows, (F, H, W, C) -> (F * H/h * W/v, h, v, C)."""
    frames, height, width, channels = x.shape
    x = x.reshape(frames, height // h, h, width // v, v, channels)
    return x.transpose(2, 3).reshape(-1, h, v, channels)


def _join(windows: Tensor, rows: int, columns: int) -> Tensor:
    """Put windows back into a map, (F * rows * columns, h, v, C) -> (F, rows * h, columns * v, C)."""
    _, h, v, channels = windows.shape
    x = windows.view(-1, rows, columns, h, v, channels).transpose(2, 3)
    return x.reshape(-1, rows * h, columns * v, channels)
