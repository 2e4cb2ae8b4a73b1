"""YouTube-VIS: what pycocotools reads of ours, what we read of others'."""

import json
import zipfile

import numpy as np
import pytest
from pycocotools import mask as coco_mask

from exporters import youtube_vis, youtube_vis_2019, youtube_vis_2021, youtube_vis_results
from exporters.dataset import no_progress
from storage import masks
from storage.errors import FormatError
from tests.exporters.datasets import box, davis, difficult, pixel_masks
from tests.shared import shared


def export(dataset, folder):
    report = youtube_vis.write(dataset, folder, frames=False, progress=no_progress)
    return report, json.loads((folder / "train/instances.json").read_text())


@pytest.mark.parametrize(
    "make", [difficult, lambda: davis(shared("davis2016"))], ids=["made up", "DAVIS"]
)
def test_pycocotools_decodes_every_mask_area_and_box(make, tmp_path):
    dataset = make()
    _, document = export(dataset, tmp_path / "out")
    frame_map = json.loads((tmp_path / "out/frame_map.json").read_text())
    names = {it["id"]: it["name"] for it in frame_map["videos"]}
    numbers = {it["id"]: it["number"] for it in frame_map["objects"]}
    videos = {it["id"]: it for it in document["videos"]}
    found = {}
    for annotation in document["annotations"]:
        video = videos[annotation["video_id"]]
        columns = (annotation["segmentations"], annotation["areas"], annotation["bboxes"])
        assert {len(column) for column in columns} == {video["length"]}
        for path, runs, area, xywh in zip(video["file_names"], *columns, strict=True):
            if runs is None:
                assert (area, xywh) == (None, None)
                continue
            packed = coco_mask.frPyObjects(runs, annotation["height"], annotation["width"])
            key = names[video["id"]], int(path[-9:-4]), numbers[annotation["id"]]
            found[key] = coco_mask.decode(packed).astype(bool)
            assert (area, xywh) == (coco_mask.area(packed), coco_mask.toBbox(packed).tolist())
    expected = pixel_masks(dataset)
    assert found.keys() == expected.keys()
    assert all(np.array_equal(found[key], expected[key]) for key in expected)


def test_scores_and_overlaps_come_back_and_an_object_never_seen_has_no_annotation(tmp_path):
    report, document = export(difficult(), tmp_path / "out")
    assert len(document["annotations"]) == 4
    assert report.losses == (
        "YouTube-VIS demands a category: objects without one (1) are 'object' there.",
        "1 object shows on no frame and has no annotation.",
    )
    read = list(youtube_vis.read(tmp_path / "out").masks())
    assert {it.score for it in read} == {None, 0.25, 1.0}
    assert [it.rle.area for it in read if it.frame_index == 15] == [192, 1, 48]


# --- editions, and results -----------------------------------------------------------------------


@pytest.mark.parametrize(
    ("module", "path", "dog", "last"),
    [
        (youtube_vis_2019, "train.json", 8, "tennis_racket"),
        (youtube_vis_2021, "train/instances.json", 9, "zebra"),
    ],
)
def test_an_edition_has_its_40_categories_under_their_ids(module, path, dog, last, tmp_path):
    report = module.write(difficult(), tmp_path / "out", frames=False, progress=no_progress)
    document = json.loads((tmp_path / "out" / path).read_text())
    ids = {it["name"]: it["id"] for it in document["categories"]}
    assert (ids["dog"], ids[last], ids["Mühle"], ids["object"]) == (dog, 40, 41, 42)
    assert {it["category_id"] for it in document["annotations"]} == {dog, 41, 42}
    year = module.__name__[-4:]
    assert report.losses[1] == (
        f"'object' is no category of youtube-vis-{year}: its evaluation passes it over."
    )


def write_results(folder):
    report = youtube_vis_results.write(difficult(), folder, frames=False, progress=no_progress)
    return report, json.loads((folder / "results.json").read_text())


def test_results_have_the_ids_of_the_truth_and_one_score_a_track(tmp_path):
    report, results = write_results(tmp_path / "results")
    _, truth = export(difficult(), tmp_path / "truth")
    keys = ("video_id", "category_id")
    assert [[it[key] for key in keys] for it in results] == [
        [it[key] for key in keys] for it in truth["annotations"]
    ]
    assert [it["score"] for it in results] == [0.25, 1.0, 1.0, 1.0]
    assert [it.score for it in youtube_vis_results.read(tmp_path / "results").masks() if it.number == 1] == [0.25, 0.25, None, 0.25, None]  # fmt: skip
    assert report.losses[1] == "1 object shows on no frame and has no annotation."


def test_the_zip_holds_the_results_and_is_the_same_each_time(tmp_path):
    write_results(tmp_path / "a")
    write_results(tmp_path / "b")
    with zipfile.ZipFile(tmp_path / "a/results.zip") as archive:
        assert archive.namelist() == ["results.json"]
        assert archive.read("results.json") == (tmp_path / "a/results.json").read_bytes()
    assert (tmp_path / "a/results.zip").read_bytes() == (tmp_path / "b/results.zip").read_bytes()


def results_of_others(tmp_path, *changes):
    mask = masks.to_coco(masks.encode(box(0, 0, 4, 4)))
    result = {"video_id": 3, "category_id": 7, "score": 0.5, "segmentations": [None, mask]}
    path = tmp_path / "results.json"
    path.write_text(json.dumps([result | it for it in changes or ({},)]))
    return path


def test_results_without_frame_map_are_called_by_their_ids(tmp_path):
    dataset = youtube_vis_results.read(results_of_others(tmp_path))
    assert [(it.name, it.frame_hw, it.frame_indices) for it in dataset.videos] == [("video 3", (12, 16), (0, 1))]  # fmt: skip
    assert [(it.number, it.name) for it in dataset.objects] == [(1, "category 7 1")]
    assert [(it.frame_index, it.rle.area, it.score) for it in dataset.masks()] == [(0, 0, None), (1, 16, 0.5)]  # fmt: skip


@pytest.mark.parametrize(
    ("changes", "says"),
    [
        ({"score": 2}, "result 0: its score is 2, not a number from 0 to 1"),
        ({"video_id": "a"}, "result 0: its video_id is 'a', not a whole number"),
        ({"segmentations": None}, "result 0: its segmentations are not a list"),
        ({"segmentations": [None]}, "the video 'video 3' has no frames"),
        ({"segmentations": [{"size": [1]}]}, "result 0: the size of its masks is not height and width"),
        ({"segmentations": [{"size": [12, 16], "counts": "1"}]}, "result 0, frame 0: the RLE's runs cover"),
    ],
)  # fmt: skip
def test_a_bad_result_is_refused_by_name(changes, says, tmp_path):
    with pytest.raises(FormatError, match=says):
        list(youtube_vis_results.read(results_of_others(tmp_path, changes)).masks())


def test_results_that_contradict_each_other_are_refused(tmp_path):
    path = results_of_others(tmp_path, {}, {"segmentations": [None]})
    with pytest.raises(FormatError, match="result 1: it has 1 frame, but others of its video 2"):
        youtube_vis_results.read(path)
    path = results_of_others(tmp_path, {"track_id": 4}, {"track_id": 4})
    with pytest.raises(FormatError, match="result 1: its track 4 is there twice"):
        youtube_vis_results.read(path)
    path.write_text("{}")
    with pytest.raises(FormatError, match="holds no results"):
        youtube_vis_results.read(path)


# --- files of others -----------------------------------------------------------------------------


def foreign(**changes):
    square = box(0, 0, 4, 4)
    compressed = masks.to_coco(masks.encode(square))
    data = {
        "videos": [{"id": 7, "width": 16, "height": 12, "file_names": ["0a/00000.jpg", "0a/00005.jpg"]}],
        "categories": [{"id": 4, "name": "cat"}],
        "annotations": [
            {"id": 9, "video_id": 7, "category_id": 4, "iscrowd": 1, "segmentations": [None, compressed]},
            {"id": 3, "video_id": 7, "category_id": 4, "segmentations": [[[0, 0, 4, 0, 4, 4, 0, 4]], None]},
        ],
    }  # fmt: skip
    return data | changes


def read(tmp_path, data):
    path = tmp_path / "train.json"
    path.write_text(json.dumps(data))
    return youtube_vis.read(path)


def test_a_file_of_2019_is_read(tmp_path):
    dataset = read(tmp_path, foreign())
    assert [(it.name, it.frame_indices) for it in dataset.videos] == [("0a", (0, 5))]
    assert [(it.number, it.name) for it in dataset.objects] == [(1, "cat 1"), (2, "cat 2")]
    assert [(it.number, it.frame_index, it.rle.area) for it in dataset.masks()] == [
        (1, 0, 0),
        (2, 0, 16),
        (1, 5, 16),
        (2, 5, 0),
    ]
    assert "1 annotation is a crowd" in dataset.warnings[0]


def test_images_whose_names_are_no_growing_numbers_are_counted(tmp_path):
    names = ["0a/img_b.jpg", "0a/img_a.jpg"]
    videos = [{"id": 7, "width": 16, "height": 12, "file_names": names}]
    assert read(tmp_path, foreign(videos=videos)).videos[0].frame_indices == (0, 1)


VIDEO = {"id": 7, "width": 16, "height": 12, "file_names": ["0a/0.jpg"]}
TRACK = {"id": 9, "video_id": 7, "category_id": 4, "segmentations": [None, None]}


@pytest.mark.parametrize(
    ("changes", "says"),
    [
        ({"videos": [VIDEO, VIDEO]}, r"video 1 \(id 7\): its id is there twice"),
        ({"videos": [VIDEO | {"file_names": []}]}, r"video 0 \(id 7\): its file_names are no list"),
        ({"videos": [VIDEO | {"file_names": ["../x.jpg"]}]}, "leads out of the data set"),
        ({"videos": [VIDEO | {"file_names": ["a/1.jpg", "b/2.jpg"]}]}, "in several folders"),
        ({"videos": [VIDEO | {"width": 0}]}, "0 x 12 pixels is not possible"),
        ({"videos": [VIDEO, VIDEO | {"id": 8}]}, "two videos have their images in the same folder"),
        ({"annotations": [TRACK | {"video_id": 1}]}, r"annotation 0 \(id 9\): its video_id is that"),
        ({"annotations": [TRACK | {"category_id": 1}]}, r"annotation 0 \(id 9\): its category_id"),
        ({"annotations": {"a": TRACK}}, "its 'annotations' is not a list"),
    ],
)  # fmt: skip
def test_a_bad_record_is_refused_by_name(changes, says, tmp_path):
    with pytest.raises(FormatError, match=says):
        read(tmp_path, foreign(**changes))


@pytest.mark.parametrize(
    ("segmentations", "says"),
    [
        ([None], r"annotation 0 \(id 9\): its segmentations are not a list of 2, one for each"),
        ([5, None], r"annotation 0 \(id 9\), frame 0: its segmentation is neither RLE nor"),
        ([None, {"size": [12, 16], "counts": [1]}], "frame 5: the RLE's runs cover 1 pixel,"),
    ],
)
def test_a_bad_mask_is_refused_by_track_and_frame(segmentations, says, tmp_path):
    annotations = [TRACK | {"segmentations": segmentations}]
    with pytest.raises(FormatError, match=says):
        list(read(tmp_path, foreign(annotations=annotations)).masks())


@pytest.mark.parametrize("score", [10**400, -1, 1.5, "high", True])
def test_a_bad_score_is_refused_by_track_and_frame(score, tmp_path):
    annotations = [TRACK | {"scores": [None, score]}]
    with pytest.raises(FormatError, match=r"frame 5: its score is .*, not a number from 0 to 1"):
        list(read(tmp_path, foreign(annotations=annotations)).masks())


def test_a_file_of_something_else_is_a_sentence(tmp_path):
    with pytest.raises(FormatError, match="lists no videos: it is not a YouTube-VIS data set"):
        read(tmp_path, {"images": []})
    (tmp_path / "empty").mkdir()
    with pytest.raises(FormatError, match=r"holds no instances\.json: name the file itself"):
        youtube_vis.read(tmp_path / "empty")
