"""Numbers about a project: how much is labelled and verified, how large things are, time spent."""

from __future__ import annotations

import csv
import io
from collections import Counter, defaultdict
from dataclasses import asdict, dataclass
from itertools import pairwise
from typing import TYPE_CHECKING, Any

import numpy as np
import numpy.typing as npt

from storage.counting import frames, masks, objects

if TYPE_CHECKING:
    from storage.overview import MaskFacts
    from storage.project import Project
    from storage.records import Video

NO_CATEGORY = ""
# Shares of the frame, each bin four times as large as the one before; COCO's "small" is 0.3 % of its images.
AREA_EDGES = (0.0, 0.0001, 0.0004, 0.0016, 0.0064, 0.0256, 0.1024, 0.4096, 1.0)


@dataclass(frozen=True, slots=True)
class VideoStatistics:
    """One video. ``checked``: masks that a person made, locked or verified; ``seconds_spent`` by people."""

    name: str
    frames: int
    labelled_frames: int
    objects: int
    masks: int
    checked: int
    seconds_spent: float


@dataclass(frozen=True, slots=True)
class CategoryStatistics:
    """One category; the name is NO_CATEGORY for objects without one."""

    name: str
    objects: int
    masks: int


@dataclass(frozen=True, slots=True)
class Statistics:
    """``area_counts``: how many masks that are not empty cover which share of their frame, by AREA_EDGES."""

    videos: tuple[VideoStatistics, ...]
    categories: tuple[CategoryStatistics, ...]
    area_counts: tuple[int, ...]

    @property
    def masks(self) -> int:
        return sum(it.masks for it in self.videos)

    @property
    def checked(self) -> int:
        return sum(it.checked for it in self.videos)

    @property
    def seconds_spent(self) -> float:
        return sum(it.seconds_spent for it in self.videos)


def gather(project: Project) -> Statistics:
    """Count everything; reads no pixels."""
    counts = np.zeros(len(AREA_EDGES) - 1, np.int64)
    objects, masks = Counter[int | None](), Counter[int | None]()
    videos = []
    spent = _seconds_spent(project)
    for video in project.videos():
        facts = project.mask_facts(video.id)
        tracked = {it.id: it for it in project.objects(video.id)}
        counts += _area_counts(facts, video)
        objects.update(it.category_id for it in tracked.values())
        masks.update(tracked[it].category_id for it in facts.object_id.tolist() if it in tracked)
        videos.append(_of_video(video, facts, len(tracked), spent[video.id]))
    names = {it.id: it.name for it in project.categories()}
    categories = [
        CategoryStatistics(
            NO_CATEGORY if key is None else names.get(key, NO_CATEGORY), objects[key], masks[key]
        )
        for key in objects
    ]
    categories.sort(key=lambda it: (-it.masks, it.name))
    return Statistics(tuple(videos), tuple(categories), tuple(counts.tolist()))


def as_data(statistics: Statistics) -> dict[str, Any]:
    """Plain data (JSON)."""
    bins = zip(pairwise(AREA_EDGES), statistics.area_counts, strict=True)
    return {
        "masks": statistics.masks,
        "checked": statistics.checked,
        "seconds_spent": round(statistics.seconds_spent, 1),
        "videos": [asdict(it) for it in statistics.videos],
        "categories": [asdict(it) for it in statistics.categories],
        "areas": [{"from": low, "to": high, "masks": count} for (low, high), count in bins],
    }


def as_csv(statistics: Statistics) -> str:
    """A line a video, for a spreadsheet."""
    out = io.StringIO()
    writer = csv.DictWriter(out, [*VideoStatistics.__dataclass_fields__], lineterminator="\n")
    writer.writeheader()
    for it in statistics.videos:
        writer.writerow(asdict(it) | {"name": _no_formula(it.name)})
    return out.getvalue()


def as_text(statistics: Statistics) -> str:
    """As a person reads it."""
    lines = [
        f"{it.name}: {it.labelled_frames} of {frames(it.frames)} labelled, {objects(it.objects)}, "
        f"{masks(it.masks)}, {share(it.checked, it.masks):.0%} checked, {duration(it.seconds_spent)}"
        for it in statistics.videos
    ]
    lines += [
        f"{it.name or 'no category'}: {objects(it.objects)}, {masks(it.masks)}"
        for it in statistics.categories
    ]
    total = share(statistics.checked, statistics.masks)
    spent = duration(statistics.seconds_spent)
    lines.append(f"together: {masks(statistics.masks)}, {total:.0%} checked, {spent} spent")
    return "\n".join(lines)


def share(part: int, whole: int) -> float:
    """``part`` of ``whole``, 0 of nothing."""
    return part / whole if whole else 0.0


def duration(seconds: float) -> str:
    """Hours and minutes, as "1:05 h"."""
    minutes = round(seconds / 60)
    return f"{minutes // 60}:{minutes % 60:02} h"


def _of_video(
    video: Video, facts: MaskFacts, objects: int, seconds_spent: float
) -> VideoStatistics:
    return VideoStatistics(
        video.name,
        video.facts.frame_count,
        len(np.unique(facts.frame_index)),
        objects,
        len(facts),
        int(np.count_nonzero(facts.checked)),
        seconds_spent,
    )


def _area_counts(facts: MaskFacts, video: Video) -> npt.NDArray[np.int64]:
    shares = facts.area[facts.area > 0] / (video.facts.width * video.facts.height)
    counts: npt.NDArray[np.int64] = np.histogram(shares, AREA_EDGES)[0]
    return counts


def _seconds_spent(project: Project) -> defaultdict[int, float]:
    spent: defaultdict[int, float] = defaultdict(float)
    for it in project.activity():
        spent[it.video_id] += it.seconds
    return spent


def _no_formula(text: str) -> str:
    """A name that a spreadsheet takes for text: one that begins as a formula would be run."""
    return f"'{text}" if text.startswith(("=", "+", "-", "@", "\t", "\r")) else text
