"""Ref-YouTube-VOS: YouTube-VOS with sentences, each of which refers to one object.

TARGET/train/...                                        as YouTube-VOS
TARGET/meta_expressions/train/meta_expressions.json
TARGET/frame_map.json

{"videos": {video: {"expressions": {"0": {"exp": "the left dog", "obj_id": "1"}}, "frames": ["00000"]}}}
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import replace
from pathlib import Path
from typing import Any

from exporters.dataset import (
    Dataset,
    ExportReport,
    ImportedDataset,
    ImportedExpression,
    Progress,
)
from exporters.exported import ExportedVideo
from exporters.faults import one_record
from exporters.fields import Fields, reading
from exporters.files import MARKER
from exporters.flat_frames import FlatTracks
from exporters.frame_map import FrameMap, read_frame_map
from exporters.json_stream import json_object, json_text, read_records, write_json
from exporters.youtube_vos_reader import read as read_youtube_vos
from exporters.youtube_vos_writer import SPLIT, Tracks, write_youtube_vos
from storage.counting import counted
from storage.errors import FormatError
from storage.records import Expression

KEEPS = (
    "What youtube-vos keeps, and the expressions that refer to one object; not those that refer to several "
    "or none."
)
_EXPRESSIONS = "meta_expressions"
_META = "meta_expressions.json"
_ENTRIES = frozenset({SPLIT, _EXPRESSIONS, MARKER})


def write(dataset: Dataset, target: Path, *, frames: bool, progress: Progress) -> ExportReport:
    """Write the data set as Ref-YouTube-VOS; see :mod:`exporters.dataset`.

    Raises UserError if it cannot be written, or if a video has more than 254 objects.
    """

    def add(folder: Path, videos: Sequence[ExportedVideo], tracks: Tracks) -> Iterable[str]:
        path = folder / _EXPRESSIONS / SPLIT / _META
        path.parent.mkdir(parents=True)
        metas = (
            (
                it.folder,
                iter([json_text(_meta(it, _kept(dataset, it, tracks[it.id]), tracks[it.id]))]),
            )
            for it in videos
        )
        write_json(path, json_object([("videos", json_object(metas))]))
        return _losses(dataset, videos, tracks)

    return write_youtube_vos(
        dataset,
        target,
        frames=frames,
        progress=progress,
        format_name="ref-youtube-vos",
        entries=_ENTRIES,
        add=add,
    )


def _kept(dataset: Dataset, video: ExportedVideo, tracks: FlatTracks) -> list[Expression]:
    """Those that refer to one object which shows: only such a one is in meta.json."""
    return [
        it
        for it in dataset.expressions(video.video.id)
        if len(it.object_ids) == 1 and it.object_ids[0] in tracks and tracks[it.object_ids[0]].shown
    ]


def _meta(
    video: ExportedVideo, expressions: Sequence[Expression], tracks: FlatTracks
) -> dict[str, Any]:
    # some readers count in file order, some sorted
    keys = sorted(map(str, range(len(expressions))))
    return {
        "expressions": {
            key: {
                "exp": expressions[int(key)].text,
                "obj_id": str(tracks[expressions[int(key)].object_ids[0]].value),
            }
            for key in keys
        },
        "frames": [video.frame_name(i) for i in video.frame_indices],
    }


def _losses(dataset: Dataset, videos: Sequence[ExportedVideo], tracks: Tracks) -> Iterator[str]:
    for video in videos:
        lost = len(dataset.expressions(video.video.id)) - len(
            _kept(dataset, video, tracks[video.id])
        )
        if lost:
            expressions = counted(lost, "{n} expression", "{n} expressions")
            yield f"{video.video.name} lost {expressions} about no object, several, or one that does not show."


def read(source: Path) -> ImportedDataset:
    """Read YouTube-VOS with its meta_expressions/<split>/meta_expressions.json.

    Raises FormatError, naming the file or the entry, for what is wrong.
    """
    dataset = read_youtube_vos(source)
    with reading(source):
        paths = sorted(source.glob(f"{_EXPRESSIONS}/*/{_META}"))
        if not paths:
            raise FormatError(f"{source} has no {_EXPRESSIONS}/{SPLIT}/{_META}.")
        frame_map = read_frame_map(source)
        values = _object_numbers(dataset, frame_map)
        expressions = [
            expression
            for path in paths
            for record in read_records(path)
            if record.section == "videos"
            for expression in _expressions(
                Fields.of(f"{path}, video {str(record.key)[:200]!r}", record.value),
                str(record.key),
                frame_map,
                values,
            )
        ]
    return replace(dataset, expressions=tuple(expressions))


def _object_numbers(dataset: ImportedDataset, frame_map: FrameMap) -> dict[tuple[str, str], int]:
    """The number of each object, by its video and the key that meta.json has for it."""
    numbers = {(it.video, str(it.number)): it.number for it in dataset.objects}
    for folder, objects in frame_map.objects.items():
        for value, it in objects.items():
            numbers[frame_map.videos[folder].name, str(value)] = it.number
    return numbers


def _expressions(
    fields: Fields, folder: str, frame_map: FrameMap, numbers: Mapping[tuple[str, str], int]
) -> Iterator[ImportedExpression]:
    video = frame_map.videos[folder].name if folder in frame_map.videos else folder
    entries = fields.nested("expressions").values
    for key in sorted(entries, key=lambda it: (len(it), it)):
        with one_record():
            it = Fields.of(f"{fields.name}, expression {key[:50]!r}", entries[key])
            number = numbers.get((video, it.text("obj_id")))
            if number is None:
                raise it.error(f"there is no object {it.text('obj_id')[:50]!r} in its video")
            yield ImportedExpression(video, it.text("exp"), (number,))
