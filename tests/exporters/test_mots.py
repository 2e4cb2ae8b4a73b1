"""MOTS: what an image library reads of ours, and what we read of others'."""

import json
import shutil

import numpy as np
import pytest
from PIL import Image
from pycocotools import mask as coco_mask

from exporters import kitti_mots, mots
from exporters.dataset import no_progress
from exporters.png import write_grey_png
from storage import masks
from storage.errors import FormatError, UserError
from storage.records import Category
from tests.exporters.datasets import MemoryDataset, box, davis, difficult, pixel_masks
from tests.shared import shared

PEDESTRIAN = Category(3, "Pedestrian", "#ff0000")


def export(module, dataset, folder, *, frames=False):
    return module.write(dataset, folder, frames=frames, progress=no_progress)


def two_walkers():
    data = MemoryDataset(category_list=[PEDESTRIAN])
    video_id = data.add_video("street, north", frame_hw=(20, 30))
    for number, y in ((1, 2), (2, 12)):
        object_id = data.add_object(video_id, number)
        for i in (10, 15, 20):
            data.add_mask(object_id, i, box(y, i - 8, y + 5, i - 2, (20, 30)))
    return data


def lines(path):
    return [line.split(" ") for line in path.read_text().splitlines()]


def test_real_masks_are_bit_exact_in_text_and_png(tmp_path):
    dataset = davis(shared("davis2016"))
    export(mots, dataset, tmp_path / "out")
    frame_map = json.loads((tmp_path / "out/frame_map.json").read_text())["frames"]
    number = {(it["name"][:-7], it["frame_index"]): it["name"][-6:] for it in frame_map}
    for (video, frame_index, _), mask in pixel_masks(dataset).items():
        folder = tmp_path / "out/MOTS-train" / video
        values = np.asarray(Image.open(folder / f"instances/{number[video, frame_index]}.png"))
        assert np.array_equal(values == 3001, mask)
        (line,) = [it for it in lines(folder / "gt/gt.txt") if int(it[0]) == int(number[video, frame_index])]  # fmt: skip
        rle = {"size": [int(line[3]), int(line[4])], "counts": line[5]}
        assert line[1:3] == ["3001", "3"]
        assert np.array_equal(coco_mask.decode(rle), mask)


@pytest.mark.parametrize(
    ("module", "first", "path"),
    [
        (mots, 1, "MOTS-train/street, north/gt/gt.txt"),
        (kitti_mots, 0, "label_02/0000.txt"),
    ],
)
def test_frames_are_counted_without_gaps_from_where_the_format_does(module, first, path, tmp_path):
    export(module, two_walkers(), tmp_path / "out")
    numbers = [int(it[0]) for it in lines(tmp_path / "out" / path)]
    assert numbers == [first, first, first + 1, first + 1, first + 2, first + 2]
    assert module.read(tmp_path / "out").videos[0].frame_indices == (10, 15, 20)


def test_masks_never_overlap_and_the_report_says_what_that_cost(tmp_path):
    report = export(mots, difficult(), tmp_path / "out")
    text = lines(tmp_path / "out/MOTS-train/a_b_ .._Zoë 東京.mp4/gt/gt.txt")
    for frame in {it[0] for it in text}:
        rles = [{"size": [12, 16], "counts": it[5]} for it in text if it[0] == frame]
        assert sum(coco_mask.decode(it) for it in rles).max() == 1
    whole = sum(it.sum() for key, it in pixel_masks(difficult()).items() if key[0] != "CON")
    kept = sum(it.rle.area for it in mots.read(tmp_path / "out").masks() if it.video != "CON")
    said = [int(it.split(" lost ")[1].split()[0]) for it in report.losses if " lost " in it]
    assert whole - kept == sum(said) > 0
    assert any("only counts pedestrian: 'dog' is class 3" in it for it in report.losses)


def test_more_objects_than_instances_are_refused(tmp_path):
    data = MemoryDataset()
    video_id = data.add_video("crowd")
    for number in range(1, 1001):
        object_id = data.add_object(video_id, number)
    data.add_mask(object_id, 0, box(0, 0, 1, 1))
    with pytest.raises(UserError, match="1000 objects, but MOTSChallenge has room for 999"):
        export(mots, data, tmp_path / "out")


# --- folders of others ---------------------------------------------------------------------------

SQUARE = masks.to_coco(masks.encode(box(0, 0, 4, 4)))["counts"]


def foreign(tmp_path, *text):
    path = tmp_path / "instances_txt/0002.txt"
    path.parent.mkdir()
    path.write_text("\n".join((*text, "")))
    return tmp_path


def test_text_of_kitti_is_read_and_regions_to_ignore_are_not(tmp_path):
    source = foreign(
        tmp_path,
        f"2 2001 2 12 16 {SQUARE}",
        f"0 1005 1 12 16 {SQUARE}",
        f"1 10000 10 12 16 {SQUARE}",
    )
    dataset = kitti_mots.read(source)
    assert [(it.name, it.frame_indices) for it in dataset.videos] == [("0002", (0, 1, 2))]
    assert [(it.number, it.name) for it in dataset.objects] == [
        (1005, "car 5"),
        (2001, "pedestrian 1"),
    ]
    assert [(it.frame_index, it.number, it.rle.area) for it in dataset.masks()] == [
        (0, 1005, 16), (0, 2001, 0), (1, 1005, 0), (1, 2001, 0), (2, 1005, 0), (2, 2001, 16),
    ]  # fmt: skip
    assert dataset.warnings == ("Regions to ignore (class 10) were passed over: 1.",)


def test_pngs_are_read_where_there_is_no_text(tmp_path):
    folder = tmp_path / "instances/0002"
    folder.mkdir(parents=True)
    write_grey_png(folder / "000000.png", (box(0, 0, 2, 2) * 2001 + box(5, 5, 7, 7) * 10000).astype(np.uint16))  # fmt: skip
    dataset = kitti_mots.read(tmp_path)
    assert [it.name for it in dataset.objects] == ["pedestrian 1"]
    assert [it.rle.area for it in dataset.masks()] == [4]


def test_text_and_pngs_of_an_export_say_the_same(tmp_path):
    export(kitti_mots, two_walkers(), tmp_path / "out")
    by_text = list(kitti_mots.read(tmp_path / "out").masks())
    shutil.rmtree(tmp_path / "out/label_02")
    assert list(kitti_mots.read(tmp_path / "out").masks()) == by_text


@pytest.mark.parametrize(
    ("text", "says"),
    [
        (["0 1001 1 12 16"], r'0002\.txt, line 1: it is not "frame id class'),
        (
            [f"0 1001 1 12 16 {SQUARE}", f"0 1001 2 12 16 {SQUARE}"],
            "line 2: the object 1001 was of",
        ),
        ([f"0 1001 1 12 16 {SQUARE}", f"0 1002 1 12 17 {SQUARE}"], "line 2: its size is not that"),
        (["0 1001 1 12 16 11"], "frame 0, object 1001: the RLE's runs cover"),
        ([f"0 1001 1 12 16 {SQUARE}"] * 2, "frame 0: it has the object 1001 twice"),
        (["0 1001 1 0 16 11"], "16 x 0 pixels is not possible"),
    ],
)
def test_a_bad_line_is_refused_by_its_number(text, says, tmp_path):
    with pytest.raises(FormatError, match=says):
        list(kitti_mots.read(foreign(tmp_path, *text)).masks())


def test_a_frame_before_the_first_is_refused(tmp_path):
    path = tmp_path / "a/gt/gt.txt"
    path.parent.mkdir(parents=True)
    path.write_text(f"0 2001 2 12 16 {SQUARE}\n")
    with pytest.raises(FormatError, match="there is no frame 0, frames count from 1"):
        mots.read(tmp_path)


def test_a_frame_map_whose_frames_do_not_grow_is_refused(tmp_path):
    export(mots, two_walkers(), tmp_path / "out")
    path = tmp_path / "out/frame_map.json"
    path.write_text(path.read_text().replace('"frame_index":15', '"frame_index":10'))
    with pytest.raises(FormatError, match="frames 1: its frame_index is not larger than the one"):
        mots.read(tmp_path / "out")


def test_a_folder_of_something_else_is_a_sentence(tmp_path):
    with pytest.raises(FormatError, match="it is no data set of MOTSChallenge"):
        mots.read(tmp_path)
    with pytest.raises(FormatError, match="has neither label_02 nor instances"):
        kitti_mots.read(tmp_path)
