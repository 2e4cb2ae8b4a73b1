"""The whole job, as `make demo` runs it, checked by readers that are not ours."""

import json
from contextlib import nullcontext

import cv2
import numpy as np
import pytest
from PIL import Image
from pycocotools.coco import COCO

from annotator.demo import run_demo
from annotator.sample import FRAME_COUNT, SAMPLE_OBJECTS, sample_masks
from exporters.dataset import no_progress
from storage import masks
from storage.opening import open_project


@pytest.fixture(scope="module")
def demo(tmp_path_factory):
    """The folder that the demo filled."""
    out = tmp_path_factory.mktemp("demo")
    run_demo(out, say=lambda text: None, progress_bar=lambda title: nullcontext(no_progress))
    return out


@pytest.fixture(scope="module")
def stored(demo):
    """What the project holds: (number, frame index) -> mask array."""
    with open_project(demo / "sample.maskbank", read_only=True) as project:
        (video,) = project.videos()
        return {
            (tracked.number, mask.frame_index): masks.decode(mask.rle)
            for tracked in project.objects(video.id)
            for mask in project.track(tracked.id)
        }


def test_one_click_an_object_gives_good_masks_on_every_frame(stored):
    for number in range(1, len(SAMPLE_OBJECTS) + 1):
        overlaps = [
            masks.iou(masks.encode(stored[number, i]), masks.encode(sample_masks(i)[number - 1]))
            for i in range(FRAME_COUNT)
        ]
        assert np.mean(overlaps) > 0.85
        assert min(overlaps) > 0.5


def test_pycocotools_reads_the_same_masks_areas_and_boxes(demo, stored):
    coco = COCO(str(demo / "coco" / "annotations.json"))
    frame_of = {image["id"]: image["frame_index"] for image in coco.dataset["images"]}
    seen = 0
    for annotation in coco.dataset["annotations"]:
        truth = stored[annotation["track_id"], frame_of[annotation["image_id"]]]
        assert np.array_equal(coco.annToMask(annotation).astype(bool), truth)
        rows, columns = np.nonzero(truth)
        box = [columns.min(), rows.min(), np.ptp(columns) + 1, np.ptp(rows) + 1]
        assert annotation["bbox"] == box
        assert annotation["area"] == len(rows)
        seen += 1
    assert seen == sum(mask.any() for mask in stored.values())


def test_pillow_reads_the_same_youtube_vos_labels(demo, stored):
    train = demo / "youtube-vos" / "train"
    meta = json.loads((train / "meta.json").read_text())
    assert sorted(meta["videos"]["sample"]["objects"]) == ["1", "2"]
    for frame_index in range(FRAME_COUNT):
        label = Image.open(train / "Annotations" / "sample" / f"{frame_index:05d}.png")
        assert label.mode == "P"
        pixels = np.asarray(label)
        covered = np.zeros(pixels.shape, bool)
        for number in (1, 2):
            truth = stored[number, frame_index]
            assert not (pixels == number)[~truth].any()
            covered |= truth
        assert np.array_equal(pixels > 0, covered)
        assert (train / "JPEGImages" / "sample" / f"{frame_index:05d}.jpg").is_file()


def test_overlay_and_contact_sheet_show_the_clip(demo):
    capture = cv2.VideoCapture(str(demo / "overlay.mp4"))
    assert sum(1 for _ in iter(lambda: capture.read()[0], False)) == FRAME_COUNT
    assert cv2.imread(str(demo / "contact-sheet.png")).shape[1] == 1600
