"""What a project holds and how good masks are, as plain data and in words."""

from __future__ import annotations

from typing import Any

from annotator.evaluation import Evaluation, Score, Statistics
from annotator.object_summary import object_line, summarise_objects
from storage import counting
from storage.project import Project
from storage.records import Video


def summarise(project: Project) -> dict[str, Any]:
    """Videos, objects and masks as plain data (JSON)."""
    return {
        "project": str(project.path),
        "read_only": project.read_only,
        "categories": [category.name for category in project.categories()],
        "videos": [_summarise_video(project, video) for video in project.videos()],
    }


def summary_text(summary: dict[str, Any]) -> str:
    """The summary as a person reads it."""
    lines = [summary["project"] + (" (read-only)" if summary["read_only"] else "")]
    for video in summary["videos"]:
        lines.append(
            f"{video['name']}: {video['width']} x {video['height']}, {counting.frames(video['frames'])}, "
            f"{video['rate']:.2f} per second, {video['codec']}"
            + (", file missing" if video["missing"] else "")
        )
        if video["damage"]:
            lines.append(f"  {video['damage']}")
        lines.extend(f"  {object_line(it)}" for it in video["objects"])
    return "\n".join(lines)


def _summarise_video(project: Project, video: Video) -> dict[str, Any]:
    facts = video.facts
    return {
        "name": video.name,
        "path": video.path,
        "missing": not project.video_path(video.id).exists(),
        "width": facts.width,
        "height": facts.height,
        "frames": facts.frame_count,
        "rate": float(facts.rate),
        "codec": facts.codec,
        "damage": facts.damage,
        "objects": summarise_objects(project, video),
    }


def summarise_evaluation(evaluation: Evaluation) -> dict[str, Any]:
    """J, F and their mean for each sequence and over all objects, as fractions of 1."""
    sequences = {name: _summarise_score(score) for name, score in evaluation.sequences.items()}
    return {"sequences": sequences, "overall": _summarise_score(evaluation.overall)}


def evaluation_text(report: dict[str, Any]) -> str:
    """A table, one line a sequence."""
    lines = [f"{'':24} {'J':>6} {'F':>6} {'J&F':>6}"]
    for name, score in [*report["sequences"].items(), ("all", report["overall"])]:
        j, f = score["J"]["mean"], score["F"]["mean"]
        lines.append(f"{name:24} {j:6.3f} {f:6.3f} {score['J&F']:6.3f}")
    return "\n".join(lines)


def _summarise_score(score: Score) -> dict[str, Any]:
    return {"J": _numbers(score.j), "F": _numbers(score.f), "J&F": score.j_and_f}


def _numbers(statistics: Statistics) -> dict[str, float]:
    return {"mean": statistics.mean, "recall": statistics.recall, "decay": statistics.decay}
