"""An object by what a person calls it."""

from __future__ import annotations

from storage.errors import UserError
from storage.project import Project
from storage.records import TrackedObject


def find_object(project: Project, video_id: int, who: str) -> TrackedObject:
    """The object of a video with this number, or else this name. Raises UserError if none or several."""
    objects = project.objects(video_id)
    numbered = [it for it in objects if who.strip("[]") == str(it.number)]
    found = numbered or [it for it in objects if it.name == who]
    if len(found) == 1:
        return found[0]
    listed = ", ".join(f"[{it.number}] {it.name}" for it in found or objects) or "none"
    if found:
        raise UserError(f"Several objects are called {who!r}: say which by its number. {listed}.")
    raise UserError(f"There is no object {who!r} in the video. It holds: {listed}.")
