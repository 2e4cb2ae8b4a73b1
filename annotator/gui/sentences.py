"""Sentences that are made below the window, in the person's language.

Storage, engines and formats know no Qt: they say what is wrong in English, with names and numbers in it.
``resources/translations/sentences.json`` lists the templates of these sentences, as found in the code;
a sentence that fits one is said by the template's translation, with its names and numbers.
"""

from __future__ import annotations

import json
import re
from collections.abc import Mapping, Sequence
from functools import cache, lru_cache
from importlib import resources

from annotator.gui.i18n import tr

_HOLE = re.compile(r"\{(\w+)\}")
_COUNT = "n"  # the hole of a count, which takes digits only: a thing can be called "red masks"
FEWEST_LETTERS = 3  # of a template's own, so that not everything fits it
_ANYTHING = ""  # the first word of templates that begin with what is put in


def say(sentence: str) -> str:
    """The sentence in the language that is in use; as it is if nobody translated it.

    Several lines are several sentences.
    """
    return "\n".join(_say_line(line) for line in sentence.split("\n"))


@lru_cache(4096)
def _say_line(line: str) -> str:
    first = line.partition(" ")[0]
    for template, pattern in (*_patterns().get(first, ()), *_patterns()[_ANYTHING]):
        found = pattern.fullmatch(line)
        if found is not None:
            translated = tr(template)
            if translated == template:
                return line
            values = [_say_line(it) for it in found.groups()]
            return _fill(translated, dict(zip(_HOLE.findall(template), values, strict=True)))
    return line


def forget() -> None:
    """Another language is spoken from now on."""
    _say_line.cache_clear()


def _fill(template: str, values: Mapping[str, str]) -> str:
    return _HOLE.sub(lambda hole: values[hole[1]], template)


@cache
def _patterns() -> Mapping[str, Sequence[tuple[str, re.Pattern[str]]]]:
    """Every template with what it fits, by its first word; those that say most themselves come first."""
    text = (resources.files("resources") / "translations" / "sentences.json").read_text("utf-8")
    by_word: dict[str, list[tuple[str, re.Pattern[str]]]] = {_ANYTHING: []}
    for template in sorted(json.loads(text), key=lambda it: -len(own_text(it))):
        first = template.partition(" ")[0]
        key = _ANYTHING if _HOLE.search(first) else first
        by_word.setdefault(key, []).append((template, _pattern(template)))
    return by_word


def _pattern(template: str) -> re.Pattern[str]:
    text, *rest = _HOLE.split(template)  # then by turns a hole's name, and the text behind it
    pattern = re.escape(text)
    for name, text in zip(rest[::2], rest[1::2], strict=True):
        pattern += (r"(\d+)" if name == _COUNT else "(.*?)") + re.escape(text)
    return re.compile(pattern, re.DOTALL)


def own_text(template: str) -> str:
    """The letters of a template that are there whatever is put in."""
    return _HOLE.sub("", template).replace(" ", "")
