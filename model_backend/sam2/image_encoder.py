"""The image encoder: Hiera (Ryali et al. 2023, arXiv:2306.00989) and a feature pyramid.

The weights are transformers' modules; the way through them is ours, because theirs does work whose
result nobody uses. The same numbers come out with a fifth less of it:

* Windows that do not tile the feature map are filled up with zeros, whose queries, keys and values are
  the bias of their projection: it is filled in instead of being computed, and what comes out of the
  filling is dropped before the next projection, not after it.
* The position embedding depends on the image size alone and is computed once.
* The two finest levels pass through two linear layers in a row, which are joined into one.

Letters in shape comments: F frames, H and W cells, C channels, A heads, n windows of side w.
"""

from __future__ import annotations

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
    x = residual + block.attn.proj(attended)
    hidden = F.gelu(block.mlp.proj_in(block.layer_norm2(x)))
    mixed: Tensor = block.mlp.proj_out(hidden)
    return x + mixed


def _global_attention(block: Module, normed: Tensor) -> Tensor:
    return _attend(block.attn.qkv(normed), block)


def _window_attention(block: Module, normed: Tensor) -> Tensor:
    """Attention within windows of w x w cells, (F, H, W, C) -> (F, H', W', C')."""
    height, width, w = normed.shape[1], normed.shape[2], block.window_size
    if height % w or width % w:
        windows = _partition(_fill_up(block.attn.qkv(normed), w, block.attn.qkv.bias), w)
    else:  # moving the input into windows moves a third of what moving queries, keys and values does
        windows = block.attn.qkv(_partition(normed, w))
    attended = _attend(windows, block)
    stride = block.query_stride[0] if block.query_stride else 1
    return _join(attended, -(-height // w), -(-width // w))[
        :, : height // stride, : width // stride
    ]


def _attend(qkv: Tensor, block: Module) -> Tensor:
    """Attention of all cells of each map, (n, H, W, 3C) -> (n, H', W', C); queries are pooled by stride."""
    n, height, width, _ = qkv.shape
    heads = block.attn.num_attention_heads
    query, key, value = qkv.chunk(3, dim=-1)
    if block.query_stride:
        query = _pool(query, block.query_stride)
    # (n, H, W, C) -> (n, A, H*W, C/A)
    query, key, value = (
        it.reshape(n, -1, heads, it.shape[-1] // heads).transpose(1, 2)
        for it in (query, key, value)
    )
    attended = F.scaled_dot_product_attention(query, key, value)
    stride = block.query_stride[0] if block.query_stride else 1
    # (n, A, H'*W', C/A) -> (n, H', W', C)
    return attended.transpose(1, 2).reshape(n, height // stride, width // stride, -1)


def _pool(x: Tensor, stride: tuple[int, int] | list[int] | None) -> Tensor:
    """The maximum of each patch, (F, H, W, C) -> (F, H', W', C)."""
    if stride is None:
        return x
    pooled = F.max_pool2d(x.permute(0, 3, 1, 2), kernel_size=tuple(stride), stride=tuple(stride))
    return pooled.permute(0, 2, 3, 1)


def _fill_up(qkv: Tensor, w: int, bias: Tensor) -> Tensor:
    """(F, H, W, 3C) with rows and columns of the bias appended, up to multiples of w."""
    frames, height, width, channels = qkv.shape
    filled = bias.expand(frames, height + -height % w, width + -width % w, channels).clone()
    filled[:, :height, :width] = qkv
    return filled


def _partition(x: Tensor, w: int) -> Tensor:
    """Cut a map into windows, (F, H, W, C) -> (F * H/w * W/w, w, w, C)."""
    frames, height, width, channels = x.shape
    x = x.view(frames, height // w, w, width // w, w, channels)
    return x.transpose(2, 3).reshape(-1, w, w, channels)


def _join(windows: Tensor, rows: int, columns: int) -> Tensor:
    """Put windows back into a map, (F * rows * columns, w, w, C) -> (F, rows * w, columns * w, C)."""
    _, w, _, channels = windows.shape
    x = windows.view(-1, rows, columns, w, w, channels).transpose(2, 3)
    return x.reshape(-1, rows * w, columns * w, channels)
