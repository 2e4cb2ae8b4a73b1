"""The queue as plain data and in words."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from typing import TYPE_CHECKING, Any

from annotator.review.suspect import Suspect

if TYPE_CHECKING:
    from storage.project import Project


def describe_queue(project: Project, suspects: Sequence[Suspect]) -> dict[str, Any]:
    """Suspects with names in place of ids, and how many each video and each kind has (JSON)."""
    videos = {it.id: it for it in project.videos()}
    objects = {it.id: it for video_id in videos for it in project.objects(video_id)}
    by_video = Counter(videos[it.video_id].name for it in suspects)
    return {
        "project": str(project.path),
        "videos": {video.name: by_video[video.name] for video in videos.values()},
        "kinds": dict(Counter(it.kind.value for it in suspects)),
        "suspects": [
            {
                "kind": it.kind.value,
                "severity": round(it.severity, 3),
                "video": videos[it.video_id].name,
                "objects": [objects[object_id].number for object_id in it.object_ids],
                "start": it.start,
                "stop": it.stop,
                "frame": it.frame_index,
                "why": it.why,
            }
            for it in suspects
        ],
    }


def queue_text(queue: dict[str, Any]) -> str:
    """A line a suspect, worst first, and how many there are."""
    lines = [
        f"{it['severity']:.2f}  {it['kind']:10}  {it['video']}, frame {it['frame']}"
        f" ({it['start']}:{it['stop']})  {' '.join(f'[{n}]' for n in it['objects'])}  {it['why']}"
        for it in queue["suspects"]
    ]
    counts = ", ".join(f"{name}: {number}" for name, number in queue["videos"].items() if number)
    return "\n".join([*lines, f"{len(lines)} to look at" + (f" ({counts})" if counts else "")])
