"""What an edit, an undo or a redo changed: what widgets have to draw again."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, fields
from typing import Any


@dataclass(frozen=True, slots=True)
class Changes:
    """Where rows are different now; removed ones are named too."""

    videos: frozenset[int] = frozenset()  # ids of videos
    categories: bool = False  # or their attributes
    objects: frozenset[int] = frozenset()  # ids of the videos whose objects changed
    masks: frozenset[tuple[int, int]] = frozenset()  # (video id, frame index)
    prompts: frozenset[tuple[int, int]] = frozenset()  # (video id, frame index)
    expressions: frozenset[int] = frozenset()  # ids of the videos
    turns: frozenset[int] = frozenset()  # ids of the videos
    scene_cuts: frozenset[int] = frozenset()  # ids of the videos

    @property
    def frames(self) -> frozenset[tuple[int, int]]:
        """(video id, frame index) of the frames that look different."""
        return self.masks | self.prompts

    @property
    def videos_within(self) -> frozenset[int]:
        """Ids of the videos in which something is different."""
        touched = frozenset(video_id for video_id, _ in self.frames)
        return touched | self.objects | self.expressions | self.turns | self.scene_cuts

    def __bool__(self) -> bool:
        return any(getattr(self, field.name) for field in fields(self))

    def __or__(self, other: Changes) -> Changes:
        return merge((self, other))


def merge(parts: Iterable[Changes]) -> Changes:
    """All that any of the parts changed."""
    parts = tuple(parts)
    sets = {
        field.name: frozenset().union(*(getattr(part, field.name) for part in parts))
        for field in fields(Changes)
        if field.name != "categories"
    }
    return Changes(categories=any(part.categories for part in parts), **sets)


def of_rows(table_name: str, rows: Iterable[Mapping[str, Any]]) -> Changes:
    """What it means to a widget that these rows came, went or changed."""
    match table_name:
        case "videos":
            return Changes(videos=frozenset(row["id"] for row in rows))
        case "categories" | "attributes":
            return Changes(categories=any(True for _ in rows))
        case "objects" | "attribute_spans":
            return Changes(objects=_videos(rows))
        case "masks":
            return Changes(masks=_frames(rows))
        case "prompts":
            return Changes(prompts=_frames(rows))
        case "expressions":
            return Changes(expressions=_videos(rows))
        case "turns":
            return Changes(turns=_videos(rows))
        case "scene_cuts":
            return Changes(scene_cuts=_videos(rows))
    return Changes()


def _videos(rows: Iterable[Mapping[str, Any]]) -> frozenset[int]:
    return frozenset(row["video_id"] for row in rows)


def _frames(rows: Iterable[Mapping[str, Any]]) -> frozenset[tuple[int, int]]:
    return frozenset((row["video_id"], row["frame_index"]) for row in rows)
