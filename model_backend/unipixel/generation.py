"""Words one by one, each chosen greedily as in the original, with the hidden states before `<|seg|>`.

What was read is kept with its keys and values: a next question about the same clip reads on from where
the two prompts part. Prompts are compared by what was embedded, not by their tokens, so that another
clip or another mask under the same words is noticed.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

import torch
from torch import Tensor
from transformers import DynamicCache

from model_backend.unipixel.model import UniPixel

MAX_NEW_TOKENS = 512


@dataclass(frozen=True, slots=True)
class Prompt:
    """Embeddings (L, D), their positions (3, L), and the first position after them."""

    embedded: Tensor
    positions: Tensor
    next_position: int


@dataclass(frozen=True, slots=True)
class Word:
    """A generated token; ``announced_by`` (D,) is the hidden state before it, if it is `<|seg|>`."""

    token: int
    announced_by: Tensor | None


class Reading:
    """A text as far as it was read; one request at a time goes on with it."""

    def __init__(self, model: UniPixel, *, offloaded: bool = False) -> None:
        """``offloaded``: keys and values lie in the computer's memory, not in the GPU's."""
        self.model = model
        self._cache = DynamicCache(config=model.config.text, offloading=offloaded)
        self._embedded: list[Tensor] = []  # (n, D) each, joined only when a next prompt comes
        self._positions: list[Tensor] = []  # (3, n) each
        self._length = 0

    @property
    def nbytes(self) -> int:
        """The memory that is kept."""
        text, size = self.model.config.text, self.model.dtype.itemsize
        head_dim = text.hidden_size // text.num_attention_heads
        keys_and_values = 2 * text.num_hidden_layers * text.num_key_value_heads * head_dim
        per_token: int = keys_and_values + text.hidden_size
        return self._length * per_token * size

    @torch.inference_mode()
    def begin(self, prompt: Prompt) -> Tensor:
        """Read a prompt, from where it differs from what was read before; the last hidden state (D,)."""
        self._rewind(min(self._shared(prompt), len(prompt.embedded) - 1))
        start = self._length
        return self.go_on(prompt.embedded[start:], prompt.positions[:, start:])[-1]

    def go_on(self, embedded: Tensor, positions: Tensor) -> Tensor:
        """Read (n, D) at positions (3, n): hidden states (n, D)."""
        hidden = self.model.read(embedded, positions, self._cache)
        self._embedded.append(embedded)
        self._positions.append(positions)
        self._length += len(embedded)
        return hidden

    def _shared(self, prompt: Prompt) -> int:
        """How many tokens from the start on are the same."""
        length = min(self._length, len(prompt.embedded))
        if not length:
            return 0
        embedded, positions = torch.cat(self._embedded), torch.cat(self._positions, dim=1)
        same = (embedded[:length] == prompt.embedded[:length]).all(dim=1).cpu()
        same &= (positions[:, :length] == prompt.positions[:, :length]).all(dim=0)
        return int(same.cumprod(dim=0).sum())

    def _rewind(self, length: int) -> None:
        if length < self._length:
            self._cache.crop(length - self._length)  # by so many, as a negative number
            self._embedded = [torch.cat(self._embedded)[:length]]
            self._positions = [torch.cat(self._positions, dim=1)[:, :length]]
            self._length = length


@torch.inference_mode()
def generate(
    reading: Reading, hidden: Tensor, next_position: int, *, max_new_tokens: int = MAX_NEW_TOKENS
) -> Iterator[Word]:
    """Go on after a prompt whose last hidden state (D,) is given. Whoever consumes it may stop any time.

    A `<|seg|>` comes with its hidden state even if it is the last word that is allowed.
    """
    model = reading.model
    for position in range(next_position, next_position + max_new_tokens):
        token = int(model.logits(hidden[None]).argmax())  # the one wait for the device
        if token in model.config.stop_tokens:
            return
        yield Word(token, hidden if token == model.config.seg_token else None)
        embedded = model.embed(torch.tensor([token]))
        hidden = reading.go_on(embedded, torch.full((3, 1), position))[-1]
