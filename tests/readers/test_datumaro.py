"""datumaro: its own JSON, and PASCAL VOC, pixel by pixel."""

import json

import numpy as np
import pytest

from exporters import datumaro, pascal_voc
from exporters.dataset import no_progress
from exporters.formats import format_module
from exporters.object_attributes import with_attributes
from storage.attributes import AttributeSpan
from tests.exporters.datasets import davis, difficult, pixel_masks
from tests.exporters.test_pascal_voc import two_dogs
from tests.shared import shared


def frame_map(folder):
    return json.loads((folder / "frame_map.json").read_text())["videos"]


@pytest.mark.parametrize(
    "make", [difficult, lambda: davis(shared("davis2016"))], ids=["made up", "DAVIS"]
)
def test_its_own_json(make, tmp_path):
    from datumaro import Dataset

    original = make()
    datumaro.write(original, tmp_path / "out", frames=True, progress=no_progress)
    labels = [it.name for it in original.category_list]
    folders = {it.name: f["folder"] for it, f in zip(original.video_list, frame_map(tmp_path / "out"), strict=True)}  # fmt: skip
    found = {}
    for item in Dataset.import_from(str(tmp_path / "out"), "datumaro"):
        assert item.media.size == item.media.data.shape[:2]
        for it in item.annotations:
            found[item.id, it.object_id] = it.image.astype(bool), it.label
    expected = pixel_masks(original)
    assert {(f"{folders[name]}/{i:05}", n) for name, i, n in expected} == found.keys()
    category = {(it.video_id, it.number): it.category_id for it in original.object_list}
    ids = {it.name: it.id for it in original.video_list}
    names = {it.id: it.name for it in original.category_list}
    for (name, i, n), mask in expected.items():
        pixels, label = found[f"{folders[name]}/{i:05}", n]
        assert np.array_equal(pixels, mask)
        wanted = names.get(category[ids[name], n])
        assert label == (None if wanted is None else labels.index(wanted))


def test_pascal_voc(tmp_path):
    from datumaro import AnnotationType, Dataset

    pascal_voc.write(two_dogs(), tmp_path / "out", frames=True, progress=no_progress)
    read = Dataset.import_from(str(tmp_path / "out"), "voc_segmentation")
    labels = [it.name for it in read.categories()[AnnotationType.label]]
    found = {
        (item.id, labels[it.label]): it.image.astype(bool)
        for item in read
        for it in item.annotations
    }
    category = {1: "dog", 300: "Mühle", 3: "object"}
    expected = {
        (f"clip/{i:05}", category[number]): mask
        for (_, i, number), mask in pixel_masks(two_dogs()).items()
    }
    assert found.keys() == expected.keys()
    assert all(np.array_equal(found[key], expected[key]) for key in expected)
    assert all(item.media.size == (12, 16) for item in read)


def test_pascal_voc_as_datumaro_writes_it_is_read(tmp_path):
    from datumaro import Dataset

    pascal_voc.write(two_dogs(), tmp_path / "ours", frames=True, progress=no_progress)
    read = Dataset.import_from(str(tmp_path / "ours"), "voc_segmentation")
    read.export(str(tmp_path / "theirs"), "voc_segmentation", save_media=True)
    found = [
        sorted(
            (it.frame_index, it.rle.box_xywh, it.rle.counts)
            for it in pascal_voc.read(tmp_path / name).masks()
        )
        for name in ("ours", "theirs")
    ]
    assert found[0] == found[1]


@pytest.mark.parametrize(("name", "theirs"), [("datumaro", "datumaro"), ("coco", "coco_instances")])
def test_attributes_as_datumaro_writes_them_are_read(name, theirs, tmp_path):
    from datumaro import (
        AnnotationType,
        Dataset,
        DatasetItem,
        Image,
        LabelCategories,
        Polygon,
    )

    def item(frame, make):
        attributes = {"occluded": False, "track_id": 4, "keyframe": True, "lane": 2, "make": make}
        car = Polygon([0, 0, 4, 0, 4, 4], label=0, id=frame + 1, group=frame + 1, attributes=attributes)  # fmt: skip
        picture = Image.from_numpy(np.zeros((12, 16, 3), np.uint8))
        return DatasetItem(f"{frame:03}", subset="train", media=picture, annotations=[car])

    labels = LabelCategories.from_iterable([("car", None, ["lane", "make"])])
    items = [item(i, make) for i, make in enumerate(("Fiat", "Fiat", "Audi"))]
    written = Dataset.from_iterable(items, categories={AnnotationType.label: labels})
    written.export(str(tmp_path / "out"), theirs, save_media=True)
    found = with_attributes(format_module(name).read(tmp_path / "out"), tmp_path / "out")
    (car,) = found.objects
    assert car.number == 4
    assert car.attributes == {"occluded": False, "lane": 2}
    assert car.spans == (AttributeSpan("make", 0, 2, "Fiat"), AttributeSpan("make", 2, 3, "Audi"))
    kinds = {it.name: it.kind.value for it in found.attributes}
    assert kinds == {"occluded": "yes-no", "lane": "number", "make": "text"}
