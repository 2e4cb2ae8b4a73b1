"""RefCOCO, RefCOCO+ and RefCOCOg: sentences about things on images of COCO.

ROOT/refs(unc).p        or refs(umd).p, refs(google).p: a pickled list, of plain values only
ROOT/instances.json     COCO, with the masks
ROOT/images, ROOT/train2014 or ROOT/../images/mscoco/images/train2014

{"image_id": 1, "ann_id": 2, "split": "val", "sentences": [{"sent": "left dog", "sent_id": 3}]}
"""

from __future__ import annotations

import pickle
from collections.abc import Iterator, Mapping
from functools import partial
from pathlib import Path
from typing import Any, NoReturn

from annotator.benchmark.samples import Clip, FrameHw, Sample, Track, first_folder
from exporters.fields import Fields
from exporters.json_stream import read_records
from exporters.segmentation import read_segmentation
from model_backend.unipixel import wording
from storage.errors import FormatError, UserError

_INSTANCES = "instances.json"
_IMAGES = ("images", "train2014", "../images/mscoco/images/train2014", ".")


def read_refcoco(root: Path, split: str | None) -> list[Sample]:
    """The samples of a split, usually val. Raises UserError, naming the record, for a bad one."""
    wanted = split or "val"
    paths = sorted(root.glob("refs(*).p"))
    if len(paths) != 1:
        raise UserError(f"{root} has {len(paths)} files refs(...).p: it must have one.")
    every = [Fields.of(f"{paths[0]}, {i}", it) for i, it in enumerate(_read_plain(paths[0]))]
    refs = [it for it in every if it.text("split") == wanted]
    if not refs:
        there = ", ".join(sorted({it.text("split") for it in every})) or "none"
        raise UserError(f"{paths[0]} has no split {wanted}; there is {there}: choose with --split.")
    return list(_samples(root, refs))


def _samples(root: Path, refs: list[Fields]) -> Iterator[Sample]:
    images, annotations = _instances(
        root / _INSTANCES,
        {it.whole("image_id") for it in refs},
        {it.whole("ann_id") for it in refs},
    )
    for ref in refs:
        image, annotation = images.get(ref.whole("image_id")), annotations.get(ref.whole("ann_id"))
        if image is None or annotation is None:
            raise ref.error(f"its image or its mask is not in {_INSTANCES}")
        name = str(image.relative_path("file_name"))
        clip = Clip(first_folder([root / it for it in _IMAGES], name), (name,))
        sentences = ref.values.get("sentences")
        for sentence in sentences if isinstance(sentences, list) else ():
            fields = Fields.of(f"{ref.name}, sentence", sentence)
            yield Sample(
                key=str(fields.whole("sent_id")),
                clip=clip,
                text=wording.segment(fields.text("sent"), image=True),
                truth=partial(_track, annotation),
            )


def _track(annotation: Fields, frame_hw: FrameHw) -> list[Track]:
    return [{0: read_segmentation(annotation, annotation.values.get("segmentation"), frame_hw)}]


def _instances(
    path: Path, image_ids: set[int], annotation_ids: set[int]
) -> tuple[Mapping[int, Fields], Mapping[int, Fields]]:
    """The images and annotations with these ids; others are passed by."""
    wanted = {"images": image_ids, "annotations": annotation_ids}
    found: dict[str, dict[int, Fields]] = {name: {} for name in wanted}
    for record in read_records(path):
        if record.section in wanted:
            fields = Fields.of(f"{path}, {record.section} {record.key}", record.value)
            if fields.whole("id") in wanted[record.section]:
                found[record.section][fields.whole("id")] = fields
    return found["images"], found["annotations"]


class _PlainUnpickler(pickle.Unpickler):
    """Numbers, text, lists and dictionaries; anything that would call a function is refused."""

    def find_class(self, module: str, name: str) -> NoReturn:
        raise pickle.UnpicklingError(f"it holds a {module}.{name}")


def _read_plain(path: Path) -> list[Any]:
    try:
        with path.open("rb") as file:
            content = _PlainUnpickler(file, encoding="latin-1").load()
    except Exception as error:  # a damaged pickle raises whatever it likes
        raise FormatError(f"{path} is not a list of plain values: {error}.") from error
    if not isinstance(content, list):
        raise FormatError(f"{path} does not hold a list.")
    return content
