"""The conversations of a data set, into the project."""

from __future__ import annotations

import re
from collections.abc import Mapping

from exporters.dataset import ImportedTurn
from storage.project import Edit
from storage.records import TrackedObject

_MENTION = re.compile(r"\[([0-9]{1,9})\]")


def add_turn(
    edit: Edit,
    turn: ImportedTurn,
    video_id: int,
    objects: Mapping[tuple[str, int], TrackedObject],
    frame_index: Mapping[int, int],
) -> None:
    """Add a turn; ``objects`` are the new ones by the data set's (video, number).

    ``[n]`` in its text becomes the number that the object has in the project, and its frames become
    those that ``frame_index`` maps them to.
    """

    def renumber(mention: re.Match[str]) -> str:
        found = objects.get((turn.video, int(mention[1])))
        return f"[{found.number}]" if found else mention[0]

    start, stop = turn.start, turn.stop
    inside = [place for i, place in frame_index.items() if start <= i < stop]
    if inside and any(i != place for i, place in frame_index.items()):
        start, stop = min(inside), max(inside) + 1
    edit.add_turn(
        video_id=video_id,
        speaker=turn.speaker,
        text=_MENTION.sub(renumber, turn.text),
        start=start,
        stop=stop,
        object_ids=[objects[turn.video, number].id for number in turn.numbers],
    )
