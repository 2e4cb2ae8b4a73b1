"""What a person asks for with a widget; widgets emit these and change nothing themselves."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path
from typing import TypeAlias

from annotator.scope import Scope
from storage.attributes import AttributeValue


@dataclass(frozen=True, slots=True)
class SeekTo:
    """Show this frame."""

    frame_index: int


@dataclass(frozen=True, slots=True)
class ChooseRange:
    """Work on the frames [start, stop)."""

    start: int
    stop: int


@dataclass(frozen=True, slots=True)
class ChooseObject:
    """Work on this object."""

    object_id: int


@dataclass(frozen=True, slots=True)
class SelectObjects:
    """Change these together, and work on the one of them with the id ``chosen_id``."""

    object_ids: tuple[int, ...]
    chosen_id: int


@dataclass(frozen=True, slots=True)
class RenameObject:
    object_id: int
    name: str


@dataclass(frozen=True, slots=True)
class RecolourObject:
    object_id: int
    colour: str  # "#rrggbb"


@dataclass(frozen=True, slots=True)
class CategoriseObjects:
    """``category`` by name; None for none. Without objects: what a new one will be."""

    object_ids: tuple[int, ...]
    category: str | None


@dataclass(frozen=True, slots=True)
class ShowObjects:
    object_ids: tuple[int, ...]
    visible: bool


@dataclass(frozen=True, slots=True)
class LockObjects:
    object_ids: tuple[int, ...]
    locked: bool


@dataclass(frozen=True, slots=True)
class SetAttribute:
    """Say what objects are; on the whole track: wherever nothing else is said. None: nothing."""

    object_ids: tuple[int, ...]
    name: str
    value: AttributeValue | None
    scope: Scope


@dataclass(frozen=True, slots=True)
class ShowVideo:
    """Show this video of the project."""

    video_id: int


@dataclass(frozen=True, slots=True)
class GoToStep:
    """Undo or redo until this step of the history is the newest one that is done."""

    edit_id: int


@dataclass(frozen=True, slots=True)
class RemoveVideos:
    video_ids: tuple[int, ...]


@dataclass(frozen=True, slots=True)
class RelinkVideo:
    """Say where the file of this video is now."""

    video_id: int
    path: Path


@dataclass(frozen=True, slots=True)
class FindMoved:
    """Look in this folder for all videos that are missing."""

    folder: Path


ObjectRequest: TypeAlias = (
    RenameObject | RecolourObject | CategoriseObjects | ShowObjects | LockObjects | SetAttribute
)
VideoRequest: TypeAlias = RemoveVideos | RelinkVideo | FindMoved
Request: TypeAlias = (
    SeekTo
    | ChooseRange
    | ChooseObject
    | SelectObjects
    | ShowVideo
    | GoToStep
    | ObjectRequest
    | VideoRequest
)
