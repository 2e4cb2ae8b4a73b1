"""Datumaro's JSON: what we write, and what we read of what others write."""

import json

import numpy as np
import pytest

from exporters import datumaro
from exporters.dataset import no_progress
from storage import masks
from storage.errors import FormatError
from tests.exporters.datasets import MemoryDataset, box, difficult


def export(dataset, folder, *, frames=False):
    return datumaro.write(dataset, folder, frames=frames, progress=no_progress)


def test_absences_scores_and_overlaps_come_back(tmp_path):
    report = export(difficult(), tmp_path / "out")
    assert (report.masks, report.losses) == (9, ())
    read = list(datumaro.read(tmp_path / "out").masks())
    assert [(it.number, it.rle.area) for it in read if it.frame_index in (10, 39)] == [
        (1, 0),
        (300, 0),
    ]
    assert {it.score for it in read} == {None, 0.25, 1.0}


def test_an_object_that_is_absent_before_it_appears_keeps_its_label(tmp_path):
    data = MemoryDataset()
    late = data.add_object(data.add_video("clip"), 7)
    data.add_mask(late, 0, np.zeros((12, 16), bool))
    data.add_mask(late, 1, box(0, 0, 2, 2))
    export(data, tmp_path / "out")
    (tmp_path / "out/frame_map.json").unlink()
    dataset = datumaro.read(tmp_path / "out")
    assert [(it.number, it.name, it.category) for it in dataset.objects] == [(7, "dog 7", "dog")]


# --- files of others -----------------------------------------------------------------------------

MASK = {"type": "mask", "label_id": 0, "rle": masks.to_coco(masks.encode(box(0, 0, 4, 4)))}
POLYGON = {"type": "polygon", "label_id": 1, "points": [0, 0, 2, 0, 2, 2, 0, 2]}
BOX = {"type": "bbox", "label_id": 0, "bbox": [4, 4, 3, 2], "attributes": {"track_id": 5}}


def read(tmp_path, annotations, **changes):
    item = {"id": "b/img10", "image": {"path": "b/img10.jpg", "size": [12, 16]}, "annotations": annotations}  # fmt: skip
    document = {
        "categories": {"label": {"labels": [{"name": "cat"}, {"name": "dog"}]}},
        "items": [item | changes, item | {"id": "b/img9", "image": {"path": "b/img9.jpg", "size": [12, 16]}}],
    }  # fmt: skip
    path = tmp_path / "set.json"
    path.write_text(json.dumps(document))
    return datumaro.read(path)


def test_masks_polygons_and_boxes_are_read_and_the_rest_is_counted(tmp_path):
    dataset = read(tmp_path, [MASK, POLYGON, BOX, MASK, {"type": "caption", "caption": "a cat"}])
    assert [(it.name, it.frame_indices) for it in dataset.videos] == [("b", (0, 1))]
    assert [(it.number, it.name) for it in dataset.objects] == [
        (5, "cat 5"),
        (6, "cat 1"),
        (7, "dog 1"),
        (8, "cat 2"),
    ]
    areas = [(it.frame_index, it.number, it.rle.area) for it in dataset.masks()]
    assert areas == [(i, n, a) for i in (0, 1) for n, a in ((5, 6), (6, 16), (7, 4), (8, 16))]
    assert dataset.warnings == ("2 annotations are no areas and were passed over.",)


@pytest.mark.parametrize(
    ("annotation", "changes", "says"),
    [
        (MASK | {"label_id": 2}, {}, r"item 0 \('b/img10'\), annotation 0: its label_id is 2"),
        (MASK | {"type": 3}, {}, "annotation 0: its type is 3, not text"),
        (BOX | {"bbox": [0, 0, 10**400, 1]}, {}, "annotation 0: its box holds something"),
        (BOX | {"bbox": [0, 0, 5e5, 1]}, {}, "annotation 0: the polygon's coordinate 500000 lies"),
        (POLYGON | {"points": [0, 0, 1, 1]}, {}, "annotation 0: a polygon needs at least three"),
        (MASK | {"rle": {"size": [12, 16], "counts": "1"}}, {}, "the RLE's runs cover 1 pixel,"),
        (MASK, {"image": {"path": "../x.jpg"}}, "leads out of the data set"),
        (POLYGON, {"image": {"path": "b/x.jpg"}}, "its size, height and width, is stated nowhere"),
        (MASK, {"absent": {}}, r"item 0 \('b/img10'\): its absent is not a list of objects"),
    ],
)
def test_a_bad_record_is_refused_by_name(annotation, changes, says, tmp_path):
    with pytest.raises(FormatError, match=says):
        list(read(tmp_path, [annotation], **changes).masks())


def test_a_file_of_something_else_is_a_sentence(tmp_path):
    with pytest.raises(FormatError, match=r"holds no annotations/train\.json"):
        datumaro.read(tmp_path)
    path = tmp_path / "other.json"
    path.write_text("[]")
    with pytest.raises(FormatError, match="lists no items: it is not a data set of Datumaro"):
        datumaro.read(path)
