"""COCO as datumaro and supervision read it: every mask, pixel by pixel, overlaps included."""

import json

import numpy as np
import pytest

from exporters import coco
from exporters.dataset import no_progress
from storage import masks
from tests.exporters.datasets import MemoryDataset, difficult


@pytest.fixture
def exported(tmp_path):
    """An export with its images, and what is in it: pixels by (file name, category)."""
    data = difficult()
    data.with_provenance = True
    coco.write(data, tmp_path / "out", frames=True, progress=no_progress)
    document = json.loads((tmp_path / "out/annotations.json").read_text())
    images = {it["id"]: it["file_name"] for it in document["images"]}
    names = {it["id"]: it["name"] for it in document["categories"]}
    found = {}
    for it in document["annotations"]:
        key = images[it["image_id"]], names[it["category_id"]]
        hw = tuple(it["segmentation"]["size"])
        pixels = masks.decode(masks.from_coco(it["segmentation"], hw))
        found.setdefault(key, []).append(pixels.tobytes())
    assert sum(map(len, found.values())) == 7
    return tmp_path / "out", {key: sorted(it) for key, it in found.items()}


def test_supervision(exported):
    import supervision

    folder, expected = exported
    dataset = supervision.DetectionDataset.from_coco(
        str(folder / "images"), str(folder / "annotations.json"), force_masks=True
    )
    found = {}
    for path, _, detections in dataset:
        name = str(path).removeprefix(f"{folder / 'images'}/")
        for i in range(len(detections)):
            key = name, dataset.classes[detections.class_id[i]]
            found.setdefault(key, []).append(detections.mask[i].tobytes())
    assert {key: sorted(it) for key, it in found.items()} == expected


def test_datumaro(tmp_path):
    from datumaro import AnnotationType, Dataset

    data = MemoryDataset()
    video_id = data.add_video("clip")
    one, two = (data.add_object(video_id, n) for n in (1, 2))
    ring = np.zeros((12, 16), bool)
    ring[0:9, 0:9], ring[3:6, 3:6] = True, False
    parts = np.zeros((12, 16), bool)
    parts[0:2, 0:2] = parts[8:12, 10:16] = True
    data.add_mask(one, 3, ring)
    data.add_mask(two, 3, parts)
    coco.write(data, tmp_path / "out", frames=True, progress=no_progress)
    # Datumaro looks for the file in a folder "annotations" and for images beside that.
    folder = tmp_path / "theirs"
    (folder / "annotations").mkdir(parents=True)
    (tmp_path / "out/images").rename(folder / "images")
    (tmp_path / "out/annotations.json").rename(folder / "annotations/instances_train.json")
    dataset = Dataset.import_from(str(folder), "coco_instances")
    found = {
        it.image.astype(bool).tobytes()
        for item in dataset
        for it in item.annotations
        if it.type is AnnotationType.mask
    }
    assert found == {ring.tobytes(), parts.tobytes()}
