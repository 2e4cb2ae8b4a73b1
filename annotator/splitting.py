"""Videos dealt out to training, validation and test."""

from __future__ import annotations

import random
from collections.abc import Sequence

from storage.errors import UserError

PARTS = ("train", "val", "test")
SPLIT_FILE = "split.json"  # which video is in which part; tells such a folder from any other


def parse_shares(text: str) -> tuple[int, ...]:
    """ "80,10,10" or "80,20": the shares of training, validation and test. UserError for others."""
    try:
        shares = tuple(int(part) for part in text.split(","))
    except ValueError:
        shares = ()
    if not 2 <= len(shares) <= len(PARTS) or min(shares) < 0 or not sum(shares):
        raise UserError(
            f"{text!r} is no split: give the shares of train, val and test, as 80,10,10."
        )
    return shares


def split_videos(
    names: Sequence[str], shares: Sequence[int], *, seed: int
) -> dict[str, tuple[str, ...]]:
    """The videos of each part, in their order; the same for the same names, shares and seed.

    A video is in one part only, so that no frame is trained on whose neighbour is tested on.
    """
    shuffled = sorted(names)
    random.Random(seed).shuffle(shuffled)
    parts: dict[str, tuple[str, ...]] = {}
    for i, part in enumerate(PARTS[: len(shares)]):
        start, stop = (round(len(names) * sum(shares[:end]) / sum(shares)) for end in (i, i + 1))
        chosen = set(shuffled[start:stop])
        parts[part] = tuple(name for name in names if name in chosen)
    return parts
