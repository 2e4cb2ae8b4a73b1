"""The image encoder: Hiera (Ryali et al. 2023, arXiv:2306.00989) and a feature pyramid.

The weights are transformers' modules; the way through them is ours, because theirs does work whose
result nobody uses. The same numbers come out with a quarter less of it:

* Keys and values go without their bias. That of keys adds the same to all scores of a query, which a
  softmax does not notice; that of values adds itself to every result, and so joins the output's bias.
* Windows that the map cuts off are filled up with cells whose keys and values are bias and nothing else,
  and so are zero now. One such key stands for them all, with the logarithm of their number as its score.
* The position embedding depends on the image size alone and is computed once.
* The two finest levels pass through two linear layers in a row, which are joined into one.

Letters in shape comments: F frames, H and W cells, C channels, A heads, n windows of h x w cells.
"""

from __future__ import annotations

import math
from collections.abc import Iterator

import torch.nn.functional as F  # noqa: N812  torch's own name for it
from torch import Tensor, nn

from model_backend.sam2.linear import linear_layer
from model_backend.sam2.modules import Module


class ImageEncoder(nn.Module):
    """transformers' `Sam2VisionModel` with the first layers of the mask decoder that follow it."""

    def __init__(self, vision_encoder: Module, mask_decoder: Module, image_size: int) -> None:
        super().__init__()
        backbone, neck = vision_encoder.backbone, vision_encoder.neck
        self.patch_embed = backbone.patch_embed
        self.blocks = backbone.blocks
        self.attentions = nn.ModuleList(_Attention(block) for block in backbone.blocks)
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
        for index, (block, attention) in enumerate(zip(self.blocks, self.attentions, strict=True)):
            x = _block(block, attention, x)
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
    joined = nn.Conv2d(first.in_channels, second.out_channels, 1)
    joined.weight = _parameter((outer @ inner)[:, :, None, None].to(first.weight))
    joined.bias = _parameter(bias.to(first.weight))
    return joined


def _block(block: Module, attention: Module, x: Tensor) -> Tensor:
    """One transformer block, (F, H, W, C) -> (F, H', W', C'), halved where a stage begins."""
    normed = block.layer_norm1(x)
    residual = x if block.dim == block.dim_out else _pool(block.proj(normed))
    x = residual + attention(normed)
    hidden = F.gelu(block.mlp.proj_in(block.layer_norm2(x)))
    mixed: Tensor = block.mlp.proj_out(hidden)
    return x + mixed


class _Attention(nn.Module):
    """Attention of one block with its output projection, without biases of keys and values."""

    def __init__(self, block: Module) -> None:
        super().__init__()
        self.heads, self.window = block.attn.num_attention_heads, block.window_size
        self.dim = dim = block.dim_out
        self.halves = block.query_stride is not None
        qkv, output = block.attn.qkv, block.attn.proj
        bias = output.weight.double() @ qkv.bias[2 * dim :].double() + output.bias.double()
        self.query = linear_layer(qkv.weight[:dim], qkv.bias[:dim])
        self.key_value = linear_layer(qkv.weight[dim:])
        self.output = linear_layer(output.weight, bias.to(output.bias))

    def forward(self, normed: Tensor) -> Tensor:
        """(F, H, W, C) -> (F, H', W', C'), halved where a stage begins."""
        frames, height, width, _ = normed.shape
        factor = 2 if self.halves else 1
        seen = normed.new_empty(frames, height // factor, width // factor, self.dim)
        for top, bottom, h in _spans(height, self.window):
            for left, right, w in _spans(width, self.window):
                windows = _partition(normed[:, top:bottom, left:right], h, w)
                filling = max(0, self.window**2 - h * w)
                part = seen[:, top // factor : bottom // factor, left // factor : right // factor]
                _join(self._attend(windows, filling), part)
        projected: Tensor = self.output(seen)
        return projected

    def _attend(self, windows: Tensor, filling: int) -> Tensor:
        """Within windows, (n, h, w, C) -> (n, h', w', C'), each with ``filling`` cells beyond the map."""
        query = self.query(windows)
        if self.halves:
            query = _pool(query)
        key, value = self.key_value(windows).chunk(2, dim=-1)
        # each (n, h, w, C) -> (n, A, h*w, C/A)
        queries, keys, values = (
            it.reshape(len(it), -1, self.heads, it.shape[-1] // self.heads).transpose(1, 2)
            for it in (query, key, value)
        )
        scores = None
        if filling:
            keys, values = (F.pad(it, (0, 0, 0, 1)) for it in (keys, values))
            scores = keys.new_zeros(1, keys.shape[2])
            scores[0, -1] = math.log(filling)
        seen = F.scaled_dot_product_attention(queries, keys, values, attn_mask=scores)
        return seen.transpose(1, 2).reshape(query.shape)


def _parameter(tensor: Tensor) -> nn.Parameter:
    return nn.Parameter(tensor, requires_grad=False)


def _pool(x: Tensor) -> Tensor:
    """The maximum of each two by two cells, (F, H, W, C) -> (F, H/2, W/2, C)."""
    return F.max_pool2d(x.permute(0, 3, 1, 2), kernel_size=2).permute(0, 2, 3, 1)


def _spans(length: int, window: int) -> Iterator[tuple[int, int, int]]:
    """Where windows lie along one side of a map, whole ones and one that is cut off: from, to, side.

    A window of 0 is the whole map.
    """
    window = window or length
    whole = length - length % window
    if whole:
        yield 0, whole, window
    if whole < length:
        yield whole, length, length - whole


def _partition(x: Tensor, h: int, w: int) -> Tensor:
    """Cut a map into windows, (F, H, W, C) -> (F * H/h * W/w, h, w, C)."""
    return _in_windows(x, h, w).flatten(0, 2)


def _join(windows: Tensor, x: Tensor) -> None:
    """Put windows (F * H/h * W/w, h, w, C) back into a map (F, H, W, C)."""
    into = _in_windows(x, *windows.shape[1:3])
    into.copy_(windows.view(into.shape))


def _in_windows(x: Tensor, h: int, w: int) -> Tensor:
    """(F, H, W, C) as (F, H/h, W/w, h, w, C)"""
    frames, height, width, channels = x.shape
    return x.view(frames, height // h, h, width // w, w, channels).transpose(2, 3)
