"""How good an answer is, and how good all are together.

Of videos: J and F of DAVIS, the mean over all frames of a clip, then over all sentences. Of images:
cIoU, all intersections over all unions, and gIoU, the mean IoU. Of PixelQA, as its authors do: J is
IoU and F the harmonic mean of precision and recall, both over the pixels of all frames at once, the
mean over all objects; accuracy is the share of questions whose right answer was chosen.

Sources: MeViS and ReVOS evaluation (Ding et al. 2023, Yan et al. 2024); RefCOCO (Kazemzadeh et al.
2014); UniPixel (Liu et al. 2025).
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np

from annotator.benchmark.samples import Track
from annotator.evaluation import boundary_measure, region_similarity
from storage import masks
from storage.masks import Rle, decode

Row = dict[str, Any]
"""What is kept of one answer, as JSON."""

_CHOICE = re.compile(r"\(([A-Z])\)")
_NOT_COUNTED = {"nothing to find"}  # ReVOS counts what refers and what reasons, each as one half


@dataclass(frozen=True, slots=True)
class Answer:
    """What an engine said and showed: a track for each proposal."""

    words: str
    tracks: Sequence[Track]


# --- one answer ----------------------------------------------------------------------------------


def measure_video(truth: Sequence[Track], answer: Answer) -> Row:
    """J and F of the first thing that was shown, as the model's authors count it."""
    (true,) = truth
    found = answer.tracks[0] if answer.tracks else {}
    pairs = [(_decode(found, i, rle), decode(rle)) for i, rle in true.items()]
    return {
        "J": float(np.mean([region_similarity(mask, true_mask) for mask, true_mask in pairs])),
        "F": float(np.mean([boundary_measure(mask, true_mask) for mask, true_mask in pairs])),
    }


def measure_image(truth: Sequence[Track], answer: Answer) -> Row:
    """Pixels that are right, and pixels that are in either."""
    intersection, union = _areas(truth[0], answer.tracks[0] if answer.tracks else {})
    return {"intersection": intersection, "union": union}


def measure_pixelqa(truth: Sequence[Track], answer: Answer) -> Row:
    """J and F of each object, and which answer was chosen."""
    j, f = [], []
    for number, true in enumerate(truth):
        found = answer.tracks[number] if number < len(answer.tracks) else {}
        intersection, union = _areas(true, found)
        j.append(intersection / union if union else 1.0)
        f.append(2 * intersection / (intersection + union) if union else 1.0)
    return {"J": j, "F": f, "chosen": _chosen(answer.words)}


def _areas(true: Track, found: Track) -> tuple[int, int]:
    """Pixels in both tracks and pixels in either, over all frames that are compared."""
    pairs = [(found.get(i, masks.empty(rle.frame_hw)), rle) for i, rle in true.items()]
    both = sum(masks.intersection_area(mask, rle) for mask, rle in pairs)
    return both, sum(mask.area + rle.area for mask, rle in pairs) - both


def _decode(found: Track, frame_index: int, true: Rle) -> masks.BoolMask:
    return decode(found.get(frame_index, masks.empty(true.frame_hw)))


def _chosen(words: str) -> int | None:
    """The place of the choice that an answer names first."""
    found = _CHOICE.search(words)
    return ord(found[1]) - ord("A") if found else None


# --- all answers ---------------------------------------------------------------------------------


def summarise_video(rows: Sequence[Row]) -> dict[str, Any]:
    """J, F and J&F, by group if there are groups; overall is then the mean of those that count."""
    groups = {name: _j_and_f(of) for name, of in _by_group(rows).items()}
    if set(groups) == {""}:
        return {"overall": groups[""]}
    counted = [score for name, score in groups.items() if name not in _NOT_COUNTED]
    overall = {
        name: float(np.mean([it[name] for it in counted or groups.values()]))
        for name in ("J", "F", "J&F")
    }
    return {**groups, "overall": overall}


def summarise_image(rows: Sequence[Row]) -> dict[str, Any]:
    """cIoU and gIoU."""
    union = sum(row["union"] for row in rows)
    each = [row["intersection"] / row["union"] if row["union"] else 1.0 for row in rows]
    c_iou = sum(row["intersection"] for row in rows) / union if union else 1.0
    return {"overall": {"cIoU": c_iou, "gIoU": float(np.mean(each))}}


def summarise_pixelqa(rows: Sequence[Row]) -> dict[str, Any]:
    """J, F and J&F over all objects, accuracy over all questions; also by type of question."""
    groups = {name: _objects(of) for name, of in _by_group(rows).items() if name}
    return {**groups, "overall": _objects(rows)}


def _objects(rows: Sequence[Row]) -> dict[str, float]:
    j, f = (float(np.mean([it for row in rows for it in row[name]])) for name in ("J", "F"))
    accuracy = float(np.mean([row["chosen"] == row["right_choice"] for row in rows]))
    return {"J": j, "F": f, "J&F": (j + f) / 2, "accuracy": accuracy}


def _j_and_f(rows: Sequence[Row]) -> dict[str, float]:
    j, f = (float(np.mean([row[name] for row in rows])) for name in ("J", "F"))
    return {"J": j, "F": f, "J&F": (j + f) / 2}


def _by_group(rows: Sequence[Row]) -> dict[str, list[Row]]:
    groups: dict[str, list[Row]] = {}
    for row in rows:
        groups.setdefault(row["group"], []).append(row)
    return groups
