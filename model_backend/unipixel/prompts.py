"""The text that the model was trained on: chat, list of regions, questions.

Numbers of frames and regions are as in training: frames are counted from 1, regions are `[n]`.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import count

from model_backend.unipixel.preprocessing import PAIR
from model_backend.unipixel.tokens import MEM, REF, SEG, VIDEO
from storage.errors import UserError
from storage.records import Speaker, Turn

_SYSTEM = "<|im_start|>system\nYou are a helpful assistant.<|im_end|>\n"
_CONTROL = re.compile(r"<\|[^|<>]*\|>")
_REGION = re.compile(r"(\[\d+\]\s*)?" + re.escape(REF))
_REGION_LABEL = re.compile(r"\[(\d+)\]\s*" + re.escape(REF))
_MENTION = re.compile(r"\[(\d+)\](?!\s*" + re.escape(REF) + ")")
_LETTERS = "ABCDEFGHIJKLMNOPQRSTUVWXYZ"
_PROPOSAL = re.compile(r"\(proposal \d+\)")


@dataclass(frozen=True, slots=True)
class Remembered:
    """One line of the list of regions: the object's number and the pairs of sampled frames it is on."""

    number: int
    pairs: tuple[int, ...]


# --- the chat ----------------------------------------------------------------------------------------


def chat(
    question: str,
    visual_tokens: int,
    *,
    history: Sequence[tuple[Speaker, str]] = (),
    answer: str = "",
) -> str:
    """The whole prompt: a clip, what was said so far, the question, and how the answer begins."""
    said = [*history, (Speaker.PERSON, question)]
    clip = f"<|vision_start|>{VIDEO * visual_tokens}<|vision_end|>"
    lines = [
        f"<|im_start|>{'user' if who is Speaker.PERSON else 'assistant'}\n{clip if place == 0 else ''}{text}<|im_end|>\n"
        for place, (who, text) in enumerate(said)
    ]
    return f"{_SYSTEM}{''.join(lines)}<|im_start|>assistant\n{answer}"


def region_list(regions: Sequence[Remembered], frame_count: int) -> str:
    """What stands before a question about objects: where in the clip each of them is.

    Of an odd number of frames the last pair names one that does not exist, as in training.
    """
    if frame_count == 1:
        lines = [f"[{region.number}]: {MEM}\n" for region in regions]
        return "Here is an image with the following highlighted regions:\n" + "".join(lines)
    head = f"Here is a video with {frame_count} frames denoted as <1> to <{frame_count}>. The highlighted regions are as follows:\n"
    return head + "".join(_region_line(region) for region in regions)


def _region_line(region: Remembered) -> str:
    firsts = (PAIR * pair + 1 for pair in region.pairs)
    return f"[{region.number}]: " + " ".join(f"<{i}>-<{i + 1}> {MEM}" for i in firsts) + "\n"


# --- what a person wrote -------------------------------------------------------------------------------


def check(text: str) -> None:
    """Raises UserError for a text that is empty, or that holds control tokens other than `<|ref|>`."""
    if not text.strip():
        raise UserError("There is no question: write what to find or what you want to know.")
    foreign = [token for token in _CONTROL.findall(text) if token != REF]
    if foreign:
        raise UserError(
            f"The text must not hold {foreign[0]}, which steers the model: leave it out."
        )


def mentioned(text: str) -> list[int]:
    """The numbers of the objects that a text names as `[n]`, each once; numbers that it gives to
    regions are none."""
    given = set(_REGION_LABEL.findall(text))
    return list(dict.fromkeys(int(it) for it in _MENTION.findall(text) if it not in given))


def with_regions(text: str, shown: int) -> str:
    """A text with one `<|ref|>` for each region that was pointed at; without any, they come first.

    Raises UserError if the text points at more or fewer.
    """
    found = text.count(REF)
    if found == 0 and shown:
        return f"Regarding {', '.join([REF] * shown)}: {text}"
    if found != shown:
        raise UserError(f"Regions that the text points at ({REF}): {found}, regions that were shown: {shown}. Make them as many.")  # fmt: skip
    return text


def is_question(text: str) -> bool:
    """Whether words are wanted, not only masks."""
    return text.rstrip().endswith("?")


# --- one of several answers -----------------------------------------------------------------------------

CHOOSING = "The best option is ("  # how the answer begins


def with_choices(text: str, choices: Sequence[str]) -> str:
    """A question with its possible answers, each after its letter."""
    listed = [f"({letter}) {choice}" for letter, choice in zip(_LETTERS, choices, strict=False)]
    return "\n".join([text, "Options:", *listed])


def choose(text: str) -> str:
    """A question with its possible answers, to be answered by one of them."""
    return f"{text}\nPlease only give the best option."


# --- PixelQA: first where, then what ----------------------------------------------------------------


def label_regions(text: str, taken: Sequence[int]) -> tuple[str, list[int]]:
    """Give every `<|ref|>` a free number before it, unless it has one: the text and the numbers."""
    used = {*taken, *(int(number) for number in _REGION_LABEL.findall(text))}
    free = (number for number in count() if number not in used)

    def label(found: re.Match[str]) -> str:
        return found[0] if found[1] else f"[{next(free)}] {REF}"

    labelled = _REGION.sub(label, text)
    return labelled, [int(number) for number in _REGION_LABEL.findall(labelled)]


def where(labelled: str) -> str:
    """The first question of PixelQA, answered by masks."""
    end = "" if labelled.endswith((".", "?", "!")) else "."
    return f"{labelled}{end} Please localize the relevant objects with IDs."


def what(labelled: str) -> str:
    """The second one, which names the regions by number only."""
    return re.sub(r"\s*" + re.escape(REF), "", labelled)


# --- the answer ----------------------------------------------------------------------------------------


def proposal(number: int) -> str:
    """How a mask is named in the answer that a person reads; ``number`` counts from 0."""
    return f"(proposal {number + 1})"


def conversation(history: Sequence[Turn]) -> list[tuple[Speaker, str]]:
    """Earlier turns as the model said and heard them; it begins with the person."""
    turns = [(turn.speaker, _as_it_was(turn)) for turn in history]
    first = next((i for i, (who, _) in enumerate(turns) if who is Speaker.PERSON), len(turns))
    return turns[first:]


def _as_it_was(turn: Turn) -> str:
    """Regions that were pointed at then are not shown any more."""
    text = _CONTROL.sub("", turn.text)
    return _PROPOSAL.sub(SEG, text) if turn.speaker is Speaker.MODEL else text
