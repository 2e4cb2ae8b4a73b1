"""Text to tokens and back."""

from __future__ import annotations

from pathlib import Path

import torch
from torch import Tensor
from transformers import PreTrainedTokenizerFast

from storage.errors import UserError

REF, SEG, MEM = "<|ref|>", "<|seg|>", "<|mem|>"
VIDEO = "<|video_pad|>"
_UNFINISHED = "\ufffd"  # what a character looks like of which only the first bytes are there


class Tokenizer:
    """The tokenizer in a checkpoint's folder. Raises UserError if there is none."""

    def __init__(self, folder: Path) -> None:
        path = folder / "tokenizer.json"
        if not path.is_file():
            raise UserError(f"The checkpoint in {folder} lacks tokenizer.json: get it again.")
        try:
            self._tokenizer = PreTrainedTokenizerFast(tokenizer_file=str(path))  # type: ignore[no-untyped-call]
        except Exception as error:
            raise UserError(f"{path} is damaged: get the checkpoint again.") from error

    def encode(self, text: str) -> Tensor:
        """Text, special tokens among it, as int64 (L,)."""
        return torch.tensor(self._tokenizer.encode(text, add_special_tokens=False))

    def decode(self, tokens: list[int]) -> str:
        """Tokens as text, the special ones among it."""
        text = self._tokenizer.decode(
            tokens, skip_special_tokens=False, clean_up_tokenization_spaces=False
        )
        assert isinstance(text, str)
        return text


class Transcript:
    """Text that grows token by token; a character is given when all of its bytes are there."""

    def __init__(self, tokenizer: Tokenizer) -> None:
        self._tokenizer = tokenizer
        self._tokens: list[int] = []
        self._given = 0

    def add(self, token: int) -> str:
        """What became certain by one more token; may be nothing."""
        self._tokens.append(token)
        return self._give(self._tokenizer.decode(self._tokens).rstrip(_UNFINISHED))

    def rest(self) -> str:
        """What was held back; the transcript begins anew."""
        piece = self._give(self._tokenizer.decode(self._tokens))
        self._tokens, self._given = [], 0
        return piece

    def _give(self, text: str) -> str:
        piece, self._given = text[self._given :], max(self._given, len(text))
        return piece
