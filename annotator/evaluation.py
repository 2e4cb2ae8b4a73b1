"""How good masks are: region similarity J and boundary measure F, as the DAVIS benchmark defines them.

J is intersection over union. F weighs how much of each outline lies near the other one. The first
and the last frame of a sequence do not count: the first is given, the last was not annotated by all.

Sources: Perazzi et al., "A Benchmark Dataset and Evaluation Methodology for Video Object
Segmentation", CVPR 2016; Pont-Tuset et al., "The 2017 DAVIS Challenge on Video Object Segmentation",
arXiv 1704.00675.
"""

from __future__ import annotations

import math
import os
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

import cv2
import numpy as np
import numpy.typing as npt

from exporters.png import IndexImage, read_index_png
from storage import counting
from storage.errors import UserError
from storage.masks import BoolMask
from storage.walking import paths_below

_BOUNDARY_TOLERANCE = 0.008  # of the frame's diagonal
_VOID = 255  # "do not count this pixel"


@dataclass(frozen=True, slots=True)
class Statistics:
    """Of one measure over the frames of a sequence, each as a fraction of 1.

    ``recall`` is the share of frames above 0.5; ``decay`` how much worse the last quarter of the
    frames is than the first.
    """

    mean: float
    recall: float
    decay: float


@dataclass(frozen=True, slots=True)
class ObjectScore:
    """One object of one sequence."""

    number: int
    j: Statistics
    f: Statistics


@dataclass(frozen=True, slots=True)
class Score:
    """``j``, ``f`` averaged over ``objects``."""

    objects: tuple[ObjectScore, ...]

    @property
    def j(self) -> Statistics:
        return _average([score.j for score in self.objects])

    @property
    def f(self) -> Statistics:
        return _average([score.f for score in self.objects])

    @property
    def j_and_f(self) -> float:
        return (self.j.mean + self.f.mean) / 2


@dataclass(frozen=True, slots=True)
class Evaluation:
    """Scores by sequence; ``overall`` counts every object once, as DAVIS 2017 does."""

    sequences: dict[str, Score]

    @property
    def overall(self) -> Score:
        return Score(tuple(o for score in self.sequences.values() for o in score.objects))


# --- measures of one mask ------------------------------------------------------------------------


def region_similarity(mask: BoolMask, truth: BoolMask) -> float:
    """J: intersection over union of two (H, W) masks; two empty masks agree (1.0)."""
    union = np.count_nonzero(mask | truth)
    return np.count_nonzero(mask & truth) / union if union else 1.0


def boundary_measure(mask: BoolMask, truth: BoolMask) -> float:
    """F: harmonic mean of the precision and the recall of the outline of ``mask``, both (H, W).

    An outline pixel is right if one of the other outline is at most 0.8 % of the diagonal away.
    """
    radius = math.ceil(_BOUNDARY_TOLERANCE * math.hypot(*truth.shape))
    outline, true_outline = _outline(mask), _outline(truth)
    if not outline.any() or not true_outline.any():
        return float(outline.any() == true_outline.any())
    precision = np.count_nonzero(outline & _dilate(true_outline, radius)) / outline.sum()
    recall = np.count_nonzero(true_outline & _dilate(outline, radius)) / true_outline.sum()
    return float(2 * precision * recall / (precision + recall)) if precision + recall else 0.0


def statistics(values: Sequence[float]) -> Statistics:
    """Mean, recall and decay of a measure, given per frame in order."""
    frames = np.asarray(values, float)
    edges = np.round(np.linspace(1, len(frames), 5) + 1e-10).astype(int) - 1
    first, last = frames[edges[0] : edges[1] + 1], frames[edges[3] : edges[4] + 1]
    return Statistics(
        float(frames.mean()), float((frames > 0.5).mean()), float(first.mean() - last.mean())
    )


def _outline(mask: BoolMask) -> BoolMask:
    """Pixels that differ from the one to the right, below, or diagonally below; (H, W)."""
    padded = np.pad(mask, ((0, 1), (0, 1)), mode="edge")
    here = padded[:-1, :-1]
    edge: BoolMask = (
        (here != padded[:-1, 1:]) | (here != padded[1:, :-1]) | (here != padded[1:, 1:])
    )
    return edge


def _dilate(outline: BoolMask, radius: int) -> BoolMask:
    """Everything at most ``radius`` pixels away: dilation with a disk."""
    distance = cv2.distanceTransform((~outline).view(np.uint8), cv2.DIST_L2, cv2.DIST_MASK_PRECISE)
    near: BoolMask = distance < radius + 0.01  # the next larger distance is sqrt(radius² + 1)
    return near


def _average(parts: Sequence[Statistics]) -> Statistics:
    columns = ((part.mean, part.recall, part.decay) for part in parts)
    return Statistics(*(float(value) for value in np.mean(list(columns), axis=0)))


# --- folders of index PNGs -----------------------------------------------------------------------


def evaluate_folders(predictions: Path, truth: Path) -> Evaluation:
    """Compare two folders of index PNGs, one folder a sequence, however deep they lie.

    Objects are the numbers in the first true frame of a sequence, 255 there means "do not count";
    but where that frame knows nothing but 0 and 255 (DAVIS 2016), every pixel that is not 0 is the
    object. Raises UserError if a sequence or a frame is missing, or has another size.
    """
    true_folders, predicted = _sequence_folders(truth), _sequence_folders(predictions)
    if len(true_folders) == len(predicted) == 1:
        predicted = dict(zip(true_folders, predicted.values(), strict=True))
    missing = sorted(true_folders.keys() - predicted.keys())
    if missing:
        raise UserError(
            f"{predictions} has no masks of {', '.join(missing)}: add a folder for each."
        )
    return Evaluation(
        {name: _evaluate_sequence(predicted[name], true_folders[name]) for name in true_folders}
    )


def _sequence_folders(root: Path) -> dict[str, Path]:
    """Folders with PNG files, named by their path below the folder that they share."""
    folders = sorted({path.parent for path in paths_below(root) if path.suffix == ".png"})
    if not folders:
        raise UserError(f"{root} holds no PNG files: name a folder with one folder a sequence.")
    shared = os.path.commonpath([folder.parent for folder in folders])
    return {folder.relative_to(shared).as_posix(): folder for folder in folders}


def _evaluate_sequence(predictions: Path, truth: Path) -> Score:
    paths = sorted(truth.glob("*.png"))
    if len(paths) < 3:
        raise UserError(f"{truth} has {counting.frames(len(paths))}: three are needed, as the first and last do not count.")  # fmt: skip
    first = read_index_png(paths[0])
    is_binary = not np.any((first > 0) & (first < _VOID))
    numbers = [_VOID] if is_binary else np.unique(first[(first > 0) & (first < _VOID)]).tolist()
    measured: dict[int, list[tuple[float, float]]] = {number: [] for number in numbers}
    for mask, true in _frame_pairs(predictions, paths[1:-1]):
        for number in numbers:
            pair = (mask > 0, true > 0) if is_binary else _object_pair(mask, true, number)
            measured[number].append((region_similarity(*pair), boundary_measure(*pair)))
    return Score(tuple(_object_score(1 if is_binary else n, m) for n, m in measured.items()))


def _frame_pairs(
    predictions: Path, paths: Sequence[Path]
) -> Iterator[tuple[IndexImage, IndexImage]]:
    for path in paths:
        predicted = predictions / path.name
        if not predicted.exists():
            raise UserError(f"{predicted} is missing: write a mask for every frame of the truth, an empty one where nothing is.")  # fmt: skip
        mask, true = read_index_png(predicted), read_index_png(path)
        if mask.shape != true.shape:
            raise UserError(f"{predicted} is {mask.shape[1]} x {mask.shape[0]}, the truth {true.shape[1]} x {true.shape[0]}.")  # fmt: skip
        yield mask, true


def _object_pair(mask: IndexImage, true: IndexImage, number: int) -> tuple[BoolMask, BoolMask]:
    counts = true != _VOID
    return (mask == number) & counts, true == number


def _object_score(number: int, measured: Sequence[tuple[float, float]]) -> ObjectScore:
    values: npt.NDArray[np.float64] = np.array(measured)  # (frames, 2)
    return ObjectScore(number, statistics(values[:, 0].tolist()), statistics(values[:, 1].tolist()))
