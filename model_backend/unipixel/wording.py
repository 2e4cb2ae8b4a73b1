"""How a thing is asked for, in the words that the model was trained on. Torch is not imported here."""

from __future__ import annotations

import re

_ARTICLE = re.compile(r"^(the|an|a)\s+", re.IGNORECASE)


def is_phrase(text: str) -> bool:
    """Whether a text only names a thing ("the dog that jumps first"), without saying what to do."""
    return bool(_ARTICLE.match(text.strip())) and not text.rstrip().endswith((".", "?", "!"))


def segment(expression: str, *, image: bool) -> str:
    """A request for the masks of what an expression refers to, be it a question ("who jumps?")."""
    if expression.rstrip().endswith("?"):
        return f"{expression.strip()} Please provide the segmentation mask."
    words = expression.strip().rstrip(".")
    phrase = _ARTICLE.sub("", words[:1].lower() + words[1:])
    return f"Please segment the {phrase} in this {'image' if image else 'video'}."
