"""PixelQA on VideoRefer-Bench-Q: one of several answers to a question about what is pointed at.

    ROOT/VideoRefer-Bench-Q.json     or any other single .json
    ROOT/videos/<video>

    [{"video": "a.mp4", "Question": "What does <object0><region> do?", "options": ["(A) It runs.", ...],
      "Answer": "(A) It runs.", "frame_idx": "8", "annotation": [{"8": {"segmentation": RLE}, ...}, ...]}]

One entry of ``annotation`` is one object; its frames are those that are compared. The objects are shown
as they are on frame ``frame_idx``.
"""

from __future__ import annotations

import json
import re
from functools import partial
from pathlib import Path
from typing import Any

from annotator.benchmark.samples import Clip, FrameHw, Sample, Track
from exporters.fields import Fields
from exporters.segmentation import read_segmentation
from storage.errors import FormatError, UserError

_ANNOTATIONS, _VIDEOS = "VideoRefer-Bench-Q.json", "videos"
_OPTION = re.compile(r"\(([A-Z])\)\s*(.*)", re.DOTALL)
_SHOWN = re.compile(r"(?:<object(\d+)>)?<region>")
_NAMED = re.compile(r"<object(\d+)>")
_REF = "<|ref|>"


def read_pixelqa(root: Path, split: str | None) -> list[Sample]:
    """All samples; there are no splits. Raises UserError, naming the record, for a bad one."""
    if split is not None:
        raise UserError("VideoRefer-Bench-Q has no splits: leave --split out.")
    path = root / _ANNOTATIONS
    if not path.is_file():
        others = sorted(root.glob("*.json"))
        if len(others) != 1:
            raise UserError(f"{root} has no {_ANNOTATIONS}: name the folder that has it.")
        (path,) = others
    return [
        _sample(root, str(i), Fields.of(f"{path}, {i}", it)) for i, it in enumerate(_list(path))
    ]


def _list(path: Path) -> list[Any]:
    try:
        content = json.loads(path.read_text(encoding="utf-8"))
    except (OSError, ValueError) as error:
        raise FormatError(f"{path} cannot be read: {error}.") from error
    if not isinstance(content, list):
        raise FormatError(f"{path} does not hold a list of questions.")
    return content


def _sample(root: Path, key: str, fields: Fields) -> Sample:
    objects = fields.values.get("annotation")
    if not isinstance(objects, list) or not objects:
        raise fields.error("its annotation is not a list of objects")
    tracks = [Fields.of(f"{fields.name}, object {i}", it) for i, it in enumerate(objects)]
    pointed_at = fields.text("frame_idx")
    if any(pointed_at not in track.values for track in tracks):
        raise fields.error(f"not every object is on frame {pointed_at[:50]}, where they are shown")
    choices = [_option(fields, it) for it in fields.values.get("options") or ()]
    letter, _ = _option(fields, fields.text("Answer"))
    if letter not in [it for it, _ in choices]:
        raise fields.error(f"its Answer ({letter}) is none of its options")
    question = fields.text("Question").strip()
    if len(_SHOWN.findall(question)) != len(tracks):
        raise fields.error("its Question does not show as many regions as there are objects")
    return Sample(
        key=key,
        clip=Clip(root / _VIDEOS / fields.relative_path("video")),
        text=_NAMED.sub(r"[\1]", _SHOWN.sub(_region, question)),
        truth=partial(_truth, tracks),
        group=fields.text("type") if fields.has("type") else "",
        pointed_at=int(pointed_at),
        choices=tuple(text for _, text in choices),
        right_choice=[it for it, _ in choices].index(letter),
    )


def _region(found: re.Match[str]) -> str:
    return f"[{found[1] or 0}] {_REF}"


def _option(fields: Fields, option: object) -> tuple[str, str]:
    """The letter of an option and its text."""
    found = _OPTION.fullmatch(option.strip()) if isinstance(option, str) else None
    if found is None:
        raise fields.error(f"{str(option)[:50]!r} is not an option, as in '(A) It runs.'")
    return found[1], found[2]


def _truth(tracks: list[Fields], frame_hw: FrameHw) -> list[Track]:
    return [
        {
            _frame_index(track, frame): read_segmentation(
                track, track.nested(frame).values.get("segmentation"), frame_hw
            )
            for frame in track.values
        }
        for track in tracks
    ]


def _frame_index(track: Fields, text: str) -> int:
    if not (text.isascii() and text.isdecimal() and len(text) < 10):
        raise track.error(f"{text[:50]!r} is not a frame's number")
    return int(text)
