"""SA-V: the published example, what is read of it, and what pycocotools and Pillow read of ours."""

import json
import shutil

import numpy as np
import pytest
from PIL import Image
from pycocotools import mask as coco_mask

from exporters import sa_v
from exporters.dataset import no_progress
from storage.errors import FormatError
from tests.exporters.datasets import MemoryDataset, box, davis, difficult, pixel_masks
from tests.shared import shared


def export(dataset, folder):
    return sa_v.write(dataset, folder, frames=False, progress=no_progress)


def example():
    return shared("formats") / "sav_000001_manual.json"


def test_the_published_example_is_read_as_pycocotools_reads_it():
    document = json.loads(example().read_text())
    dataset = sa_v.read(example())
    assert [(it.name, it.frame_hw) for it in dataset.videos] == [("sav_000001", (848, 480))]
    assert dataset.videos[0].frame_indices == tuple(range(0, 484, 4))
    areas = {(it.frame_index // 4, it.number - 1): it.rle.area for it in dataset.masks()}
    assert areas == {
        (place, i): coco_mask.area(rle)
        for place, entries in enumerate(document["masklet"])
        for i, rle in enumerate(entries)
    }


def test_the_published_example_written_by_us_says_the_same(tmp_path):
    document = json.loads(example().read_text())
    data = MemoryDataset()
    video_id = data.add_video("sav_000001", frame_hw=(848, 480), frame_count=483)
    read = sa_v.read(example())
    ids = {it.number: data.add_object(video_id, it.number) for it in read.objects}
    for it in read.masks():
        data.add_mask(ids[it.number], it.frame_index, it.rle)
    export(data, tmp_path / "out")
    ours = json.loads((tmp_path / "out/annotations/sav_000001_manual.json").read_text())
    assert ours["masklet"] == document["masklet"]
    assert ours["masklet_size_abs"] == pytest.approx(document["masklet_size_abs"])
    assert ours["masklet_size_rel"] == pytest.approx(document["masklet_size_rel"])
    unknown = {"video_duration", "video_environment", "masklet_edited_frame_count"}
    assert ours.keys() - document.keys() == {"video_annotation_step"}
    for key in document.keys() - unknown - {"masklet_size_abs", "masklet_size_rel"}:
        assert ours[key] == document[key], key


def test_each_object_has_a_png_that_an_image_library_reads_even_where_objects_overlap(tmp_path):
    dataset = difficult()
    export(dataset, tmp_path / "out")
    places = {it.number: i for i, it in enumerate(dataset.objects(dataset.video_list[0].id))}
    for (video, frame_index, number), mask in pixel_masks(dataset).items():
        if video != "CON":
            folder = tmp_path / "out/Annotations_6fps/a_b_ .._Zoë 東京.mp4" / f"{places[number]:03}"
            image = Image.open(folder / f"{frame_index:05}.png")
            assert np.array_equal(np.asarray(image) > 0, mask)


def test_absent_and_never_looked_at_stay_different(tmp_path):
    export(difficult(), tmp_path / "out")
    path = tmp_path / "out/annotations/a_b_ .._Zoë 東京.mp4_manual.json"
    document = json.loads(path.read_text())
    assert document["video_annotation_step"] == 1
    assert [it and coco_mask.area(it) for it in document["masklet"][10]] == [0, None, None, None]
    assert document["masklet"][11] == [None] * 4
    assert len(document["masklet"]) == 40


def test_frames_that_are_multiples_make_a_coarse_grid(tmp_path):
    export(davis(shared("davis2016"), sequences=["bmx-trees"]), tmp_path / "out")
    document = json.loads((tmp_path / "out/annotations/bmx-trees_manual.json").read_text())
    assert document["video_annotation_step"] == 10
    assert all(entries != [None] for entries in document["masklet"])


def test_pngs_are_read_where_there_is_no_json(tmp_path):
    export(difficult(), tmp_path / "out")
    by_json = list(sa_v.read(tmp_path / "out").masks())
    shutil.rmtree(tmp_path / "out/annotations")
    assert list(sa_v.read(tmp_path / "out").masks()) == by_json


# --- files of others -----------------------------------------------------------------------------

SQUARE = coco_mask.encode(np.asfortranarray(box(0, 0, 4, 4), np.uint8))
SQUARE["counts"] = SQUARE["counts"].decode()
FILE = {
    "video_id": "v", "video_frame_count": 8.0, "video_height": 12.0, "video_width": 16.0,
    "masklet": [[SQUARE], [None]], "masklet_id": [0],
}  # fmt: skip


@pytest.mark.parametrize(
    ("changes", "says"),
    [
        ({"masklet": [[SQUARE, None]]}, "masklet 0: it has 2 entries for 1 object"),
        ({"masklet": [SQUARE]}, "masklet 0: it is not a list with an entry for each object"),
        (
            {"masklet": [[{"size": [12, 16], "counts": "11"}]]},
            "masklet 0, object 0: the RLE's runs cover",
        ),
        ({"masklet_id": ["a"]}, "its masklet_id is 'a', not a whole number"),
        ({"masklet_id": [0, 0]}, "has an object number 1 twice"),
        ({"video_height": 12.5}, r"its video_height is 12\.5, not a whole number"),
        ({"video_height": 0.0}, "16 x 0 pixels is not possible"),
        ({"video_id": "../v"}, "leads out of the data set"),
        ({"video_id": None}, "its video_id is missing"),
    ],
)
def test_a_bad_record_is_refused_by_name(changes, says, tmp_path):
    (tmp_path / "v_manual.json").write_text(json.dumps(FILE | changes))
    with pytest.raises(FormatError, match=says):
        list(sa_v.read(tmp_path).masks())


def test_a_folder_of_something_else_is_a_sentence(tmp_path):
    with pytest.raises(FormatError, match="it is not SA-V"):
        sa_v.read(tmp_path)
