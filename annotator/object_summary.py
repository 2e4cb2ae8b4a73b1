"""What is known of a video's objects, as plain data and in words."""

from __future__ import annotations

from typing import Any

import numpy as np

from annotator.attributes import shown
from storage import counting
from storage.project import Project
from storage.records import Source, TrackedObject, Video


def summarise_objects(project: Project, video: Video) -> list[dict[str, Any]]:
    """One row an object, by number (JSON)."""
    names = {category.id: category.name for category in project.categories()}
    return [_summarise(project, it, names) for it in project.objects(video.id)]


def object_line(row: dict[str, Any]) -> str:
    """A row as a person reads it."""
    category = f" ({row['category']})" if row["category"] else ""
    absent = f", not there on {row['absent']}" if row["absent"] else ""
    said = "".join(f", {name} {shown(value)}" for name, value in row["attributes"].items())
    return (
        f"[{row['number']}] {row['name']}{category}: masks on {counting.frames(row['masks'])}{absent}, "
        f"{row['human']} by a person, {row['verified']} verified{said}"
        + (", locked" if row["locked"] else "")
    )


def _summarise(project: Project, tracked: TrackedObject, names: dict[int, str]) -> dict[str, Any]:
    marks = project.track_marks(tracked.id)
    spans = project.attribute_spans(tracked.id)
    return {
        "number": tracked.number,
        "name": tracked.name,
        "category": names.get(tracked.category_id or 0),
        "locked": tracked.locked,
        "masks": int(np.count_nonzero(marks.area)),
        "absent": int(np.count_nonzero(marks.area == 0)),
        "human": int(np.count_nonzero(marks.is_from(Source.HUMAN))),
        "verified": int(np.count_nonzero(marks.verified)),
        "attributes": dict(tracked.attributes),
        "attribute_spans": [
            {"name": it.name, "start": it.start, "stop": it.stop, "value": it.value} for it in spans
        ],
    }
