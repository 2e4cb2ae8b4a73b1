"""What an export would look like on the disk: the format itself writes the first frames of it, black.

Nothing about layouts is said a second time here, so the preview cannot differ from the export.
"""

from __future__ import annotations

import tempfile
from collections.abc import Iterator, Mapping, Sequence
from contextlib import AbstractContextManager, nullcontext
from dataclasses import dataclass
from itertools import islice
from pathlib import Path, PurePosixPath

import numpy as np
import numpy.typing as npt

from annotator.dataset import ProjectDataset
from annotator.dataset_view import DatasetView
from annotator.export_options import ExportOptions
from annotator.resizing import ResizedDataset
from annotator.splitting import PARTS, SPLIT_FILE
from exporters.dataset import FrameImages, no_progress
from exporters.files import MARKER, check_target
from exporters.formats import format_module
from exporters.json_stream import read_records
from storage.errors import UserError
from storage.project import Project
from storage.records import Mask, Video

_FIRST = 3  # videos, and frames of each
_SHOWN = 2  # of the entries that there is one of for each video or frame


@dataclass(frozen=True, slots=True)
class TreeEntry:
    """A file or folder of the preview; ``and_more`` stands for all others like the ones before it."""

    name: str
    is_folder: bool = False
    children: tuple[TreeEntry, ...] = ()
    and_more: bool = False


def preview_export(
    project: Project, format_name: str, options: ExportOptions, target: Path
) -> tuple[TreeEntry, ...]:
    """What would be in the folder ``target``. Raises UserError as the export would."""
    check_target(target, marker=SPLIT_FILE if options.shares else MARKER)
    dataset = ProjectDataset(project, options)
    whole = dataset if options.max_side is None else ResizedDataset(dataset, options.max_side)
    first = whole.videos()[:_FIRST]
    if not first:
        raise UserError("There is nothing to export: no video has a mask that fits the choice.")
    with tempfile.TemporaryDirectory(prefix="maskbank-") as folder:
        preview = Path(folder) / "preview"
        format_module(format_name).write(
            _FirstFrames(whole, first), preview, frames=options.with_frames, progress=no_progress
        )
        tree = _entries(preview, _repeated_names(preview))
    if not options.shares:
        return tree
    parts = [TreeEntry(name, is_folder=True) for name in PARTS[1 : len(options.shares)]]
    return (TreeEntry(PARTS[0], is_folder=True, children=tree), *parts, TreeEntry(SPLIT_FILE))


@dataclass(frozen=True)
class _FirstFrames(DatasetView):
    """Fulfils exporters.dataset.Dataset: the first frames of the first videos of another one, in black."""

    first: Sequence[Video]

    def videos(self) -> Sequence[Video]:
        return self.first

    def frame_indices(self, video_id: int) -> Sequence[int]:
        return [frame_index for frame_index, _ in self.frame_masks(video_id)]

    def frame_masks(self, video_id: int) -> Iterator[tuple[int, Sequence[Mask]]]:
        return islice(self.dataset.frame_masks(video_id), _FIRST)

    def open_frames(self, video_id: int) -> AbstractContextManager[FrameImages]:
        facts = next(it for it in self.first if it.id == video_id).facts
        return nullcontext(_Black(facts.frame_hw))


@dataclass(frozen=True, slots=True)
class _Black:
    frame_hw: tuple[int, int]

    def frame(self, _frame_index: int) -> npt.NDArray[np.uint8]:
        return np.zeros((*self.frame_hw, 3), np.uint8)

    def write_jpeg(self, _frame_index: int, path: Path) -> None:
        path.touch()


def _repeated_names(folder: Path) -> Mapping[str, str]:
    """What entries are called of which there is one for each video ("video") or frame ("frame")."""
    kinds: dict[str, str] = {}
    for record in read_records(folder / MARKER):
        if record.section == "videos":
            kinds[record.value["folder"]] = "video"
        elif record.section == "frames":
            kinds[PurePosixPath(record.value["name"]).name] = "frame"
    return kinds


def _entries(folder: Path, kinds: Mapping[str, str]) -> tuple[TreeEntry, ...]:
    """Folders first; the third entry of a kind and of an ending is shown as "and more"."""
    entries: list[TreeEntry] = []
    counts: dict[tuple[str, str], int] = {}
    for path in sorted(folder.iterdir(), key=lambda it: (it.is_file(), it.name)):
        kind = kinds.get(path.name) or kinds.get(path.stem)
        if kind is not None:
            counts[kind, path.suffix] = count = counts.get((kind, path.suffix), 0) + 1
            if count > _SHOWN:
                if count == _SHOWN + 1:
                    entries.append(TreeEntry("…", and_more=True))
                continue
        children = _entries(path, kinds) if path.is_dir() else ()
        entries.append(TreeEntry(path.name, path.is_dir(), children))
    return tuple(entries)
