"""YouTube-VOS: what an image library sees in ours, what overlaps cost, and what we refuse."""

import json
import re

import numpy as np
import pytest
from PIL import Image

from exporters import youtube_vos
from exporters.dataset import no_progress
from exporters.png import voc_palette, write_index_png
from storage import masks
from storage.errors import FormatError, UserError
from tests.exporters.datasets import MemoryDataset, box, davis, difficult
from tests.shared import shared


def export(dataset, folder):
    return youtube_vos.write(dataset, folder, frames=False, progress=no_progress)


def pixels(path):
    """An independent reading: the values of a palette image as Pillow sees them."""
    image = Image.open(path)
    assert image.mode == "P"
    return np.asarray(image)


def independent_reading(folder):
    """(folder, frame, value) -> (H, W) bool, by meta.json alone, as training code does it."""
    split = folder / "train"
    found = {}
    for video, entry in json.loads((split / "meta.json").read_text())["videos"].items():
        for value, it in entry["objects"].items():
            for frame in it["frames"]:
                image = pixels(split / "Annotations" / video / f"{frame}.png")
                found[video, int(frame), int(value)] = image == int(value)
    return found


def test_real_masks_are_bit_exact_in_an_independent_reader(tmp_path):
    dataset = davis(shared("davis2016"))
    export(dataset, tmp_path / "out")
    expected = {
        (video.name, frame_index, 1): masks.decode(mask.rle)
        for video in dataset.video_list
        for frame_index, found in dataset.frame_masks(video.id)
        for mask in found
    }
    found = independent_reading(tmp_path / "out")
    assert found.keys() == expected.keys()
    assert all(np.array_equal(found[key], expected[key]) for key in expected)


def test_the_palette_is_the_one_data_sets_use(tmp_path):
    export(davis(shared("davis2016"), step=100), tmp_path / "out")
    path = next((tmp_path / "out").rglob("*.png"))
    assert Image.open(path).getpalette() == voc_palette().reshape(-1).tolist()


def test_the_smaller_object_is_on_top_and_the_reported_loss_is_the_true_one(tmp_path):
    data = MemoryDataset()
    video = data.add_video("clip")
    large, small, same = (data.add_object(video, number) for number in (1, 2, 3))
    for frame_index, shift in enumerate((0, 1, 6)):
        data.add_mask(large, frame_index, box(0, 0, 8, 8))
        data.add_mask(small, frame_index, box(4, 4 + shift, 8, 8 + shift))
        data.add_mask(same, frame_index, box(4, 6 + shift, 8, 10 + shift))
    report = export(data, tmp_path / "out")
    kept = independent_reading(tmp_path / "out")
    lost = {1: [0, set()], 2: [0, set()], 3: [0, set()]}
    for frame_index, found in data.frame_masks(video):
        for mask in found:
            number = mask.object_id - large + 1
            seen = kept["clip", frame_index, number]
            assert not (seen & ~masks.decode(mask.rle)).any()
            missing = mask.rle.area - int(seen.sum())
            lost[number][0] += missing
            lost[number][1] |= {frame_index} if missing else set()
    assert lost[1][0] > 0 == lost[2][0]
    assert report.losses == tuple(
        f"clip, object {number} (thing) lost {count} pixels on {len(frames)} frames "
        "to smaller objects that overlap it."
        for number, (count, frames) in lost.items()
        if count
    )


def test_an_object_hidden_as_a_whole_is_reported_and_not_in_meta(tmp_path):
    data = MemoryDataset()
    video = data.add_video("clip")
    for number in (1, 2):
        data.add_mask(data.add_object(video, number), 0, box(0, 0, 2, 2))
    losses = export(data, tmp_path / "out").losses
    assert "clip, object 2 (thing) lost 4 pixels on 1 frame to" in losses[0]
    assert losses[1] == "clip, object 2 (thing) shows on no frame and is not in meta.json."
    assert independent_reading(tmp_path / "out").keys() == {("clip", 0, 1)}


def test_meta_lists_the_frames_that_show_an_object_so_late_ones_start_late(tmp_path):
    export(difficult(), tmp_path / "out")
    meta = json.loads((tmp_path / "out/train/meta.json").read_text())["videos"]
    objects = meta["a_b_ .._Zoë 東京.mp4"]["objects"]
    assert {value: it["frames"] for value, it in objects.items()} == {
        "1": ["00000", "00005", "00015"],
        "2": ["00000", "00015"],
        "3": ["00015"],
    }
    assert {value: it["category"] for value, it in objects.items()} == {
        "1": "dog",
        "2": "object",
        "3": "Mühle",
    }


def test_a_number_beyond_254_gets_a_free_value_and_the_report_says_which(tmp_path):
    losses = export(difficult(), tmp_path / "out").losses
    assert any(re.search(r"object 300 \(😀\) has the value 3 there", it) for it in losses)


def test_more_objects_than_values_are_refused(tmp_path):
    data = MemoryDataset()
    video = data.add_video("crowd")
    for number in range(1, 256):
        data.add_mask(data.add_object(video, number), 0, box(0, 0, 1, 1))
    with pytest.raises(UserError, match="255 objects, but YouTube-VOS has room for 254"):
        export(data, tmp_path / "out")
    assert not (tmp_path / "out").exists()


def test_names_of_frames_beyond_99999_still_sort_by_frame(tmp_path):
    data = MemoryDataset()
    one = data.add_object(data.add_video("long", frame_count=100_001), 1)
    for frame_index in (9, 100_000):
        data.add_mask(one, frame_index, box(0, 0, 2, 2))
    export(data, tmp_path / "out")
    names = sorted(path.name for path in (tmp_path / "out/train/Annotations/long").iterdir())
    assert names == ["000009.png", "100000.png"]


# --- folders of others ---------------------------------------------------------------------------


@pytest.fixture
def foreign(tmp_path):
    """A valid split as it is published: meta.json without categories, every fifth frame."""
    folder = tmp_path / "valid/Annotations/0062f687f1"
    folder.mkdir(parents=True)
    for i in (5, 10):
        indices = (box(0, 0, 4, 4) * 1 + box(6, 6, 9, 9) * (2 if i == 10 else 0)).astype(np.uint8)
        write_index_png(folder / f"{i:05}.png", indices, voc_palette())
    objects = {"1": {"frames": ["00005", "00010"]}, "2": {"frames": ["00010"]}}
    write_meta(tmp_path, {"0062f687f1": {"objects": objects}})
    return tmp_path


def write_meta(root, videos):
    (root / "valid/meta.json").write_text(json.dumps({"videos": videos}))


def test_a_split_of_the_data_set_itself_is_read(foreign):
    dataset = youtube_vos.read(foreign)
    assert [(it.name, it.frame_indices, it.images) for it in dataset.videos] == [
        ("0062f687f1", (5, 10), None)
    ]
    assert [(it.number, it.category) for it in dataset.objects] == [(1, None), (2, None)]
    assert [(it.number, it.frame_index, it.rle.area) for it in dataset.masks()] == [
        (1, 5, 16),
        (2, 5, 0),
        (1, 10, 16),
        (2, 10, 9),
    ]
    assert youtube_vos.read(foreign / "valid").videos == dataset.videos


@pytest.mark.parametrize(
    ("videos", "says"),
    [
        ({"../../etc": {"objects": {}}}, r"video '../../etc': there is no such folder"),
        ({}, "0062f687f1 is not in meta.json"),
        ({"0062f687f1": {}}, "video '0062f687f1': its objects is missing"),
        ({"0062f687f1": {"objects": {"0": {}}}}, "'0' is not the value of a pixel"),
        ({"0062f687f1": {"objects": {"256": {}}}}, "'256' is not the value of a pixel"),
        ({"0062f687f1": {"objects": {"x": {}}}}, "'x' is not the value of a pixel"),
        ({"0062f687f1": {"objects": {"1": {"category": 5}}}}, "its category is 5, not text"),
        ({"0062f687f1": {"objects": {"1": []}}}, r"its 1 is \[\], not an object"),
        ({"0062f687f1": []}, "it is a list, not an object"),
    ],
)
def test_a_bad_entry_of_meta_is_refused_by_name(foreign, videos, says):
    write_meta(foreign, videos)
    with pytest.raises(FormatError, match=says):
        youtube_vos.read(foreign)


def test_a_value_that_is_no_object_is_refused_with_its_file(foreign):
    write_meta(foreign, {"0062f687f1": {"objects": {"1": {}}}})
    with pytest.raises(FormatError, match=r"00010\.png: the value 2 is no object of meta\.json"):
        list(youtube_vos.read(foreign).masks())


def test_a_png_of_another_size_is_refused_with_its_file(foreign):
    path = foreign / "valid/Annotations/0062f687f1/00010.png"
    write_index_png(path, np.zeros((3, 3), np.uint8), voc_palette())
    with pytest.raises(FormatError, match=r"00010\.png: its size"):
        list(youtube_vos.read(foreign).masks())


def test_a_png_that_is_not_named_by_its_frame_is_refused(foreign):
    folder = foreign / "valid/Annotations/0062f687f1"
    (folder / "00010.png").rename(folder / "last.png")
    with pytest.raises(FormatError, match=r"last\.png is not named by its frame"):
        youtube_vos.read(foreign)


def test_a_folder_without_annotations_or_meta_is_a_sentence(tmp_path):
    with pytest.raises(FormatError, match="has no folder Annotations"):
        youtube_vos.read(tmp_path)
    (tmp_path / "Annotations").mkdir()
    with pytest.raises(FormatError, match=r"meta\.json cannot be read: No such file"):
        youtube_vos.read(tmp_path)
