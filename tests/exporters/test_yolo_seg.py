"""YOLO-seg: what outlines lose, and what we read of others'."""

import cv2
import numpy as np
import pytest
import yaml

from exporters import yolo_seg
from exporters.dataset import no_progress
from storage import counting, masks
from storage.errors import FormatError
from tests.exporters.datasets import MemoryDataset, box, davis, difficult, pixel_masks, rebuild
from tests.shared import shared

EACH = pytest.mark.parametrize(
    "make", [difficult, lambda: davis(shared("davis2016"))], ids=["made up", "DAVIS"]
)


def export(dataset, folder, *, frames=False):
    return yolo_seg.write(dataset, folder, frames=frames, progress=no_progress)


def by_frame(found):
    """(video, frame) -> its masks, in no order, since YOLO knows none."""
    frames = {}
    for (video, frame_index, _), mask in found.items():
        frames.setdefault((video, frame_index), []).append(masks.encode(mask))
    return {
        key: sorted(rles, key=lambda it: (it.box_xywh, it.counts)) for key, rles in frames.items()
    }


def parts(mask):
    return cv2.connectedComponents(mask.astype(np.uint8), connectivity=8)[0] - 1


@EACH
def test_masks_of_one_part_come_back_exactly_and_the_loss_of_others_is_what_is_reported(
    make, tmp_path
):
    original = make()
    report = export(original, tmp_path / "out")
    before = pixel_masks(original)
    after = by_frame(pixel_masks(rebuild(yolo_seg.read(tmp_path / "out"), original)))
    agreement = {}
    for (video, frame_index, number), mask in before.items():
        rle = masks.encode(mask)
        best = max(masks.iou(rle, it) for it in after[video, frame_index])
        assert best == 1 or parts(mask) > 1
        agreement.setdefault((video, number), []).append(best)
    names = {(v.name, o.number): o.name for o in original.object_list for v in original.video_list if v.id == o.video_id}  # fmt: skip
    expected = [
        f"{video}, object {number} ({names[video, number]}): polygons changed "
        f"{sum(it < 1 for it in found)} of {counting.masks(len(found))}, to an IoU of {np.mean(found):.4f} on "
        f"average over all, {min(found):.4f} at worst."
        for (video, number), found in agreement.items()
        if min(found) < 1
    ]
    assert expected
    assert [it for it in report.losses if "polygons" in it] == expected


@EACH
def test_what_was_read_is_written_and_read_again_without_further_loss(make, tmp_path):
    original = make()
    export(original, tmp_path / "first")
    once = rebuild(yolo_seg.read(tmp_path / "first"), original)
    report = export(once, tmp_path / "second")
    twice = rebuild(yolo_seg.read(tmp_path / "second"), original)
    assert by_frame(pixel_masks(once)) == by_frame(pixel_masks(twice))
    assert not any("polygons" in it for it in report.losses)


def test_classes_and_lines(tmp_path):
    report = export(difficult(), tmp_path / "out")
    assert yaml.safe_load((tmp_path / "out/data.yaml").read_text()) == {
        "train": "images/train",
        "val": "images/train",
        "names": {0: "dog", 1: "Mühle", 2: "object"},
    }
    (folder,) = (tmp_path / "out/labels/train").glob("a*")
    classes = {
        path.stem: [line.split()[0] for line in path.read_text().splitlines()]
        for path in sorted(folder.iterdir())
    }
    assert classes == {"00000": ["0", "2"], "00005": ["0"], "00010": [], "00015": ["0", "1", "2"], "00039": []}  # fmt: skip
    assert report.masks == 7


# --- files of others -----------------------------------------------------------------------------


def foreign(folder, *rows, names=("cat", "dog"), image=True, layout="labels/train"):
    labels = folder / layout
    labels.mkdir(parents=True)
    (labels / "shot 9.txt").write_text("\n".join(rows))
    (labels / "shot 10.txt").write_text("")
    images = folder / layout.replace("labels", "images")
    if image:
        images.mkdir(parents=True)
        for name in ("shot 9.png", "shot 10.jpg"):
            cv2.imwrite(str(images / name), np.zeros((10, 20, 3), np.uint8))
    (folder / "data.yaml").write_text(yaml.safe_dump({"names": list(names)}))
    return folder


SQUARE = "1 0.1 0.2 0.25 0.2 0.25 0.5 0.1 0.5"


@pytest.mark.parametrize("layout", ["labels/train", "train/labels", "labels"])
def test_layouts_of_others_are_read_in_natural_order_with_scores(layout, tmp_path):
    dataset = yolo_seg.read(foreign(tmp_path / "set", SQUARE, f"{SQUARE} 0.75", layout=layout))
    (video,) = dataset.videos
    assert (video.frame_indices, video.image_names) == ((0, 1), ("shot 9.png", "shot 10.jpg"))
    assert video.frame_hw == (10, 20)
    assert [(it.number, it.name) for it in dataset.objects] == [(1, "dog 1"), (2, "dog 2")]
    found = [(it.frame_index, it.number, it.rle.area, it.score) for it in dataset.masks()]
    assert found == [(0, 1, 16, None), (0, 2, 16, 0.75), (1, 1, 0, None), (1, 2, 0, None)]


@pytest.mark.parametrize(
    ("row", "says"),
    [
        ("2 0 0 1 0 1 1", "line 1: its class 2 is none of data.yaml"),
        ("0.5 0 0 1 0 1 1", "line 1: its class 0.5 is none"),
        ("1e300 0 0 1 0 1 1", "line 1: its class 1e\\+300 is none"),
        ("0 0 0 1 1", "line 1: it is not an outline of at least three points"),
        ("0 0 0 1 0 1 nan", "line 1: it holds a number that is not finite"),
        ("0 0 0 1 0 1 1e999", "line 1: it holds a number that is not finite"),
        ("0 0 0 1 0 1 20", "line 1: its points are not shares of the frame"),
        ("0 0 0 1 0 1 1 7", "line 1: its score is 7.0, not a number from 0 to 1"),
        ("0 0 0 1 0 1 one", "line 1: it holds something that is not a number"),
        ("0 0 0 1 0 1 \u0661", "line 1: it holds something that is not a number"),
        ("\x1f", "line 1: it holds something that is not a number"),
        ("0 " + "0 0 1 1 " * 200_000, "line 1: its outline is longer than any"),
    ],
)
def test_a_bad_line_is_refused_by_file_and_line(row, says, tmp_path):
    with pytest.raises(FormatError, match=f"shot 9.txt, {says}"):
        list(yolo_seg.read(foreign(tmp_path / "set", row)).masks())


@pytest.mark.parametrize("names", ["names: 3", "names: [1, 2]", "- names", "a: [", "&a [*a]"])
def test_classes_that_are_none_are_refused(names, tmp_path):
    folder = foreign(tmp_path / "set", SQUARE)
    (folder / "data.yaml").write_text(names)
    with pytest.raises(FormatError, match=r"data\.yaml"):
        yolo_seg.read(folder)


def test_labels_without_image_and_without_frame_map_are_refused(tmp_path):
    with pytest.raises(FormatError, match=r"has no image shot 10\.jpg in .*: its size is unknown"):
        yolo_seg.read(foreign(tmp_path / "set", SQUARE, image=False))


def test_a_thing_one_pixel_wide_has_an_outline_too(tmp_path):
    data = MemoryDataset()
    it = data.add_object(data.add_video("clip"), 1)
    data.add_mask(it, 0, box(5, 5, 6, 6))
    data.add_mask(it, 1, box(0, 15, 12, 16))
    export(data, tmp_path / "out")
    assert [it.rle.box_xywh for it in yolo_seg.read(tmp_path / "out").masks()] == [(5, 5, 1, 1), (15, 0, 1, 12)]  # fmt: skip
