"""The layouts that can be read, and how each is measured."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from annotator.benchmark import measures
from annotator.benchmark.expression_sets import read_mevis, read_revos
from annotator.benchmark.index_sets import read_ref_davis, read_ref_youtube_vos
from annotator.benchmark.measures import Answer, Row
from annotator.benchmark.pixelqa import read_pixelqa
from annotator.benchmark.refcoco import read_refcoco
from annotator.benchmark.samples import Sample, Track
from storage.errors import UserError


@dataclass(frozen=True, slots=True)
class Layout:
    """``read(root, split)`` gives the samples, ``measure(truth, answer)`` a row, and
    ``summarise(rows)`` the scores."""

    read: Callable[[Path, str | None], list[Sample]]
    measure: Callable[[Sequence[Track], Answer], Row]
    summarise: Callable[[Sequence[Row]], dict[str, Any]]


def _videos(read: Callable[[Path, str | None], list[Sample]]) -> Layout:
    return Layout(read, measures.measure_video, measures.summarise_video)


LAYOUTS: dict[str, Layout] = {
    "mevis": _videos(read_mevis),
    "revos": _videos(read_revos),
    "ref-youtube-vos": _videos(read_ref_youtube_vos),
    "ref-davis17": _videos(read_ref_davis),
    "refcoco": Layout(read_refcoco, measures.measure_image, measures.summarise_image),
    "pixelqa": Layout(read_pixelqa, measures.measure_pixelqa, measures.summarise_pixelqa),
}


def layout(name: str) -> Layout:
    """The layout of that name. Raises UserError if there is none."""
    if name not in LAYOUTS:
        raise UserError(f"There is no benchmark {name!r}: choose one of {', '.join(LAYOUTS)}.")
    return LAYOUTS[name]
