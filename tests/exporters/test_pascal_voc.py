"""PASCAL VOC: what Pillow reads of ours, and what we read of others'."""

import json

import numpy as np
import pytest
from PIL import Image

from exporters import pascal_voc
from exporters.dataset import no_progress
from exporters.png import voc_palette, write_index_png
from storage.errors import FormatError, UserError
from tests.exporters.datasets import MemoryDataset, box, difficult, pixel_masks


def export(dataset, folder, *, frames=False):
    return pascal_voc.write(dataset, folder, frames=frames, progress=no_progress)


def two_dogs():
    data = MemoryDataset()
    video_id = data.add_video("clip")
    for number, category_id, mask in ((1, 3, box(0, 0, 4, 4)), (300, 8, box(6, 6, 9, 12)), (3, None, box(0, 8, 2, 9))):  # fmt: skip
        it = data.add_object(video_id, number, category_id=category_id)
        data.add_mask(it, 0, mask)
        data.add_mask(it, 7, mask)
    return data


def test_a_pixel_says_its_class_and_its_object(tmp_path):
    report = export(two_dogs(), tmp_path / "out")
    classes = Image.open(tmp_path / "out/SegmentationClass/clip/00007.png")
    objects = Image.open(tmp_path / "out/SegmentationObject/clip/00007.png")
    assert classes.mode == objects.mode == "P"
    assert classes.getpalette() == voc_palette().reshape(-1).tolist()
    for y, x, values in ((0, 0, (1, 1)), (6, 6, (2, 2)), (0, 8, (3, 3)), (5, 5, (0, 0))):
        assert (np.array(classes)[y, x], np.array(objects)[y, x]) == values
    assert report.losses == (
        "VOC demands a category: objects without one (1) are 'object' there.",
        "clip, object 300 (thing) has the value 2 there: values end at 254.",
    )
    assert (tmp_path / "out/ImageSets/Segmentation/train.txt").read_text() == "clip/00000\nclip/00007\n"  # fmt: skip
    assert (tmp_path / "out/labelmap.txt").read_text(encoding="utf-8").splitlines()[1:] == [
        "background:0,0,0::",
        "dog:128,0,0::",
        "Mühle:0,128,0::",
        "object:128,128,0::",
    ]


def test_where_masks_overlap_the_report_says_what_was_lost(tmp_path):
    report = export(difficult(), tmp_path / "out")
    hidden = [it for it in report.losses if "overlap" in it]
    before, after = pixel_masks(difficult()), {}
    for it in pascal_voc.read(tmp_path / "out").masks():
        after[it.video, it.frame_index, it.number] = it.rle.area
    for number in (1, 300):
        lost = sum(
            m.sum() - after[k] for k, m in before.items() if k[2] == number and k[0] != "CON"
        )
        assert any(f"object {number} " in it and f"lost {lost} pixels" in it for it in hidden) == (lost > 0)  # fmt: skip


def test_too_many_objects_or_categories_are_refused(tmp_path):
    data = MemoryDataset()
    video_id = data.add_video("clip")
    for number in range(1, 256):
        data.add_mask(data.add_object(video_id, number), 0, box(0, 0, 1, 1))
    with pytest.raises(UserError, match="'clip' has 255 objects, but VOC has room for 254 a video"):
        export(data, tmp_path / "out")


def test_what_datumaro_and_cvat_write_in_colours_is_read_the_same(tmp_path):
    export(two_dogs(), tmp_path / "out")
    for path in (tmp_path / "out").rglob("*.png"):
        Image.open(path).convert("RGB").save(path)
    assert {
        (it.video, it.frame_index, it.number): it.rle.area
        for it in pascal_voc.read(tmp_path / "out").masks()
    } == {key: mask.sum() for key, mask in pixel_masks(two_dogs()).items()}


def test_colours_are_those_of_the_labelmap(tmp_path):
    folder = foreign(tmp_path / "set", labelmap="background:0,0,0::\ncat:1,2,3::\n")
    (folder / "SegmentationClass/2008_1.png").unlink()
    for path in (folder / "SegmentationClass").iterdir():
        pixels = np.array(Image.open(path).convert("RGB"))
        pixels[(pixels == (128, 0, 0)).all(axis=2)] = (1, 2, 3)
        Image.fromarray(pixels).save(path)
    dataset = pascal_voc.read(folder)
    assert {it.category for it in dataset.objects} == {"cat"}
    assert [it.rle.area for it in dataset.masks()] == [8, 8, 8, 8]
    (folder / "labelmap.txt").write_text("background:0,0,0::\ncat:1,2,4::\n")
    with pytest.raises(
        FormatError, match=r"00032\.png: the colour #010203 is none of those it can"
    ):
        pascal_voc.read(folder)


# --- folders of others ---------------------------------------------------------------------------


def foreign(folder, *, classes=None, objects=None, labelmap=None):
    """Two stills of one size and one of another, as in VOC 2012."""
    pngs = {
        "SegmentationClass": {"2007_000032": ((12, 16), classes if classes is not None else {1: box(0, 0, 4, 4), 255: box(4, 0, 5, 4)})},
        "SegmentationObject": {"2007_000032": ((12, 16), objects if objects is not None else {1: box(0, 0, 2, 4), 2: box(2, 0, 4, 4), 255: box(4, 0, 5, 4)})},
    }  # fmt: skip
    for root, images in pngs.items():
        (folder / root).mkdir(parents=True)
        for name, (frame_hw, found) in images.items():
            values = np.zeros(frame_hw, np.uint8)
            for value, mask in found.items():
                values[mask] = value
            write_index_png(folder / root / f"{name}.png", values, voc_palette())
            write_index_png(folder / root / f"{name}b.png", values, voc_palette())
    small = np.full((5, 5), 15, np.uint8)
    write_index_png(folder / "SegmentationClass/2008_1.png", small, voc_palette())
    if labelmap is not None:
        (folder / "labelmap.txt").write_text(labelmap, encoding="utf-8")
    return folder


def test_stills_of_one_size_are_a_video_and_void_is_nothing(tmp_path):
    dataset = pascal_voc.read(foreign(tmp_path / "VOC2012"))
    assert [(it.name, it.frame_hw, len(it.frame_indices)) for it in dataset.videos] == [
        ("VOC2012", (12, 16), 2),
        ("VOC2012 (2)", (5, 5), 1),
    ]
    assert [(it.video, it.number, it.name, it.category) for it in dataset.objects] == [
        ("VOC2012", 1, "aeroplane 1", "aeroplane"),
        ("VOC2012", 2, "aeroplane 2", "aeroplane"),
        ("VOC2012 (2)", 1, "person 15", "person"),
    ]
    assert [it.rle.area for it in dataset.masks()] == [8, 8, 8, 8, 25]


def test_classes_are_those_of_the_labelmap(tmp_path):
    folder = foreign(
        tmp_path / "set", labelmap="# c\nbackground:0,0,0::\ncat:1,2,3::\n" + "x::\n" * 15
    )
    assert {it.category for it in pascal_voc.read(folder).objects} == {"cat", "x"}


@pytest.mark.parametrize(
    ("changes", "says"),
    [
        ({"objects": {1: box(0, 0, 6, 6)}, "classes": {1: box(0, 0, 3, 6), 2: box(3, 0, 6, 6)}},
         r"2007_000032\.png: the object 1 has the classes \[1, 2\]"),
        ({"objects": {7: box(9, 9, 10, 10)}}, r"2007_000032\.png: the object 7 has no class"),
        ({"classes": {99: box(0, 0, 4, 4)}}, "the value 99 is no class of labelmap.txt"),
        ({"labelmap": ""}, "names 0 classes"),
        ({"labelmap": "x\n" * 300}, "names 300 classes"),
        ({"labelmap": "cat:1,2,300::"}, "the class 'cat' has no colour, as 128,0,0"),
    ],
)  # fmt: skip
def test_what_contradicts_itself_is_refused_by_file(changes, says, tmp_path):
    with pytest.raises(FormatError, match=says):
        list(pascal_voc.read(foreign(tmp_path / "set", **changes)).masks())


def test_a_value_that_the_frame_map_does_not_know_is_refused(tmp_path):
    export(two_dogs(), tmp_path / "out")
    path = tmp_path / "out/frame_map.json"
    document = json.loads(path.read_text())
    document["objects"] = document["objects"][:2]
    path.write_text(json.dumps(document))
    with pytest.raises(FormatError, match=r"00000\.png: the value 2 is no object of the frame map"):
        list(pascal_voc.read(tmp_path / "out").masks())


def test_a_folder_of_something_else_is_a_sentence(tmp_path):
    with pytest.raises(FormatError, match="has no folder SegmentationClass"):
        pascal_voc.read(tmp_path)
