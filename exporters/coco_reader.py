"""Reading COCO: our own exports, and anybody's instance files.

Masks are not kept but read again from their place in the file, video by video and frame by frame,
however the file is ordered. Annotations without a track are objects of their own.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from pathlib import Path

from exporters.coco_records import NO_TRACK, ROW, CocoContents, scan
from exporters.coco_table import CocoTable, make_table
from exporters.coco_videos import group_images, imported_videos
from exporters.dataset import ImportedDataset, ImportedMask, ImportedObject, ImportedVideo
from exporters.faults import one_record
from exporters.fields import Fields, reading
from exporters.files import MARKER
from exporters.json_stream import read_again
from exporters.segmentation import read_segmentation
from storage.counting import counted
from storage.errors import FormatError
from storage.masks import empty

ANNOTATIONS = "annotations.json"


def read(source: Path) -> ImportedDataset:
    """Read a COCO file, or a folder with one. Raises FormatError, naming the record, for a bad one."""
    root = source if source.is_dir() else source.parent
    with reading(source):
        path = _find_annotations(source)
        contents = scan(path)
        groups = group_images(contents, fallback_name=root.resolve().name)
        videos = imported_videos(groups, path.parent, root)
    table = make_table(contents, groups)
    frame_attributes = table.frame_attributes(contents.mask_attributes.sets)
    return ImportedDataset(
        videos=videos,
        categories=tuple(dict.fromkeys(contents.categories.values())),
        objects=tuple(
            ImportedObject(
                videos[it.video].name,
                it.number,
                it.name,
                contents.categories[it.category_id],
                frame_attributes=attributes,
            )
            for it, attributes in zip(table.objects, frame_attributes, strict=True)
        ),
        masks=lambda: _masks(path, videos, table),
        warnings=(*_warnings(contents), *contents.mask_attributes.warnings()),
        named=tuple(contents.named),
    )


def _find_annotations(source: Path) -> Path:
    if source.is_file():
        return source
    if not source.is_dir():
        raise FormatError(f"{source} does not exist: name a COCO file or a folder with one.")
    if (source / ANNOTATIONS).is_file():
        return source / ANNOTATIONS
    found = [path for part in (".", "annotations") for path in (source / part).glob("*.json")]
    found = sorted(path for path in found if path.name != MARKER)
    if len(found) != 1:
        what = f"{len(found)} JSON files" if found else "no JSON file"
        raise FormatError(f"{source} holds {what}: name the COCO file itself.")
    return found[0]


def _masks(path: Path, videos: Sequence[ImportedVideo], table: CocoTable) -> Iterator[ImportedMask]:
    columns = (table.object_place, table.frame_index, table.position, table.offset, table.length)
    with reading(path), path.open("rb") as file:
        for place, frame_index, position, offset, length in zip(*columns, strict=True):
            it = table.objects[place]
            video = videos[it.video]
            rle, score = empty(video.frame_hw), None
            with one_record():
                if length:
                    record = read_again(file, int(offset), int(length))
                    fields = Fields.of(f"annotation {position}", record)
                    segmentation = fields.values.get("segmentation")
                    rle = read_segmentation(fields, segmentation, video.frame_hw)
                    score = fields.share("score")
                yield ImportedMask(video.name, it.number, int(frame_index), rle, score)


def _warnings(contents: CocoContents) -> Iterator[str]:
    loose = contents.rows[ROW.index("track_id") :: len(ROW)].count(NO_TRACK)
    if loose:
        yield counted(
            loose,
            "{n} annotation has no track_id: it became an object of its own.",
            "{n} annotations have no track_id: each became an object of its own.",
        )
    if contents.crowds:
        yield counted(
            contents.crowds,
            "{n} annotation is a crowd (iscrowd 1): it is read as one object.",
            "{n} annotations are crowds (iscrowd 1): each is read as one object.",
        )
