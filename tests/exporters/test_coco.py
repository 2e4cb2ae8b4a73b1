"""COCO: what pycocotools reads of ours, what we read of others', and what we refuse."""

import json

import numpy as np
import pytest
from pycocotools import mask as coco_mask
from pycocotools.coco import COCO

from exporters import coco, coco_polygons
from exporters.dataset import no_progress
from storage import masks
from storage.errors import FormatError
from tests.exporters.datasets import davis, difficult, pixel_masks
from tests.shared import shared


def export(dataset, folder, module=coco):
    module.write(dataset, folder, frames=False, progress=no_progress)
    return COCO(folder / "annotations.json")


@pytest.mark.parametrize("module", [coco, coco_polygons])
@pytest.mark.parametrize(
    "make", [difficult, lambda: davis(shared("davis2016"))], ids=["made up", "DAVIS"]
)
def test_pycocotools_reads_every_mask_area_and_box(make, module, tmp_path, capsys):
    dataset = make()
    read = export(dataset, tmp_path / "out", module)
    videos = {it["id"]: it["name"] for it in read.dataset["videos"]}
    numbers = {it["id"]: it["number"] for it in read.dataset["tracks"]}
    found = {}
    for annotation in read.loadAnns(read.getAnnIds()):
        image = read.loadImgs(annotation["image_id"])[0]
        key = videos[annotation["video_id"]], image["frame_index"], numbers[annotation["track_id"]]
        found[key] = read.annToMask(annotation).astype(bool)
        rle = read.annToRLE(annotation)
        assert annotation["area"] == coco_mask.area(rle)
        assert annotation["bbox"] == coco_mask.toBbox(rle).tolist()
        assert annotation["iscrowd"] == 0
    expected = pixel_masks(dataset)
    assert found.keys() == expected.keys()
    assert all(np.array_equal(found[key], expected[key]) for key in expected)


def test_every_labelled_frame_is_an_image_even_without_any_object(tmp_path, capsys):
    read = export(difficult(), tmp_path / "out")
    empty = [it for it in read.loadImgs(read.getImgIds()) if not read.getAnnIds(it["id"])]
    assert [it["frame_index"] for it in empty] == [10, 39]


def test_where_an_object_is_absent_is_kept_and_is_no_annotation(tmp_path, capsys):
    export(difficult(), tmp_path / "out")
    absent = [it for it in coco.read(tmp_path / "out").masks() if it.rle.is_empty]
    assert [(it.number, it.frame_index) for it in absent] == [(1, 10), (300, 39)]


def test_scores_are_kept(tmp_path, capsys):
    export(difficult(), tmp_path / "out")
    scores = {it.score for it in coco.read(tmp_path / "out").masks()}
    assert scores == {None, 0.25, 1.0}


def test_an_object_without_category_gets_one_and_the_report_says_so(tmp_path):
    report = coco.write(difficult(), tmp_path / "out", frames=False, progress=no_progress)
    assert report.losses == (
        "COCO demands a category: objects without one (1) are 'object' there.",
    )


# --- polygons ------------------------------------------------------------------------------------


def test_polygons_on_request_are_polygons_and_lose_nothing(tmp_path, capsys):
    read = export(difficult(), tmp_path / "out", coco_polygons)
    shapes = [it["segmentation"] for it in read.loadAnns(read.getAnnIds())]
    assert all(isinstance(it, list) for it in shapes)
    assert [len(it) for it in shapes] == [1, 1, 2, 1, 1, 1, 1], "a polygon for each part"
    report = coco_polygons.write(difficult(), tmp_path / "out", frames=False, progress=no_progress)
    assert not any("polygons" in it for it in report.losses)


def test_a_mask_with_more_parts_than_polygons_may_have_stays_rle_and_is_counted(
    tmp_path, monkeypatch
):
    monkeypatch.setattr(masks, "MAX_POLYGONS", 1)
    report = coco_polygons.write(difficult(), tmp_path / "out", frames=False, progress=no_progress)
    assert report.losses[1:] == ("1 mask has too many parts for polygons and is RLE.",)
    before = pixel_masks(difficult())
    after = [it for it in coco.read(tmp_path / "out").masks() if not it.rle.is_empty]
    assert all(masks.encode(before[it.video, it.frame_index, it.number]) == it.rle for it in after)


@pytest.mark.parametrize(
    ("number", "says"),
    [
        ("NaN", "NaN is no number of JSON"),
        ("-Infinity", "-Infinity is no number of JSON"),
        ("1e999", "coordinate inf is not a number"),
        ("1e300", "coordinate 1e\\+300 is not a number"),
        ("-1e9", "coordinate -1e\\+09 lies far outside the frame"),
        ("9" * 400, "is not a number"),
    ],
)
def test_a_polygon_that_would_harm_pycocotools_is_refused_by_name(tmp_path, number, says):
    path = tmp_path / "instances.json"
    text = json.dumps(foreign())
    path.write_text(text.replace("[[2, 2, 5, 2", f"[[{number}, 2, 5, 2"))
    with pytest.raises(FormatError, match=says):
        list(coco.read(path).masks())


# --- files of others -----------------------------------------------------------------------------


def rle(mask, *, compressed=True):
    found = masks.encode(mask)
    size = list(mask.shape)
    return (
        masks.to_coco(found) if compressed else {"size": size, "counts": masks.to_coco_runs(found)}
    )


SQUARE = np.zeros((8, 8), bool)
SQUARE[2:5, 2:5] = True


def foreign(**changes):
    """A file as others write them: no videos, no tracks, images in folders."""
    data = {
        "images": [
            {"id": 7, "file_name": "cats/img10.jpg", "width": 8, "height": 8},
            {"id": 9, "file_name": "cats/img9.jpg", "width": 8, "height": 8},
            {"id": 8, "file_name": "dogs\\1.jpg", "width": 8, "height": 8},
        ],
        "annotations": [
            {"id": 99, "image_id": 7, "category_id": 18, "iscrowd": 0, "segmentation": rle(SQUARE)},
            {"id": 3, "image_id": 9, "category_id": 18, "iscrowd": 1, "segmentation": rle(SQUARE, compressed=False)},
            {"id": 5, "image_id": 8, "category_id": 17, "segmentation": [[2, 2, 5, 2, 5, 5, 2, 5]]},
        ],
        "categories": [{"id": 17, "name": "dog"}, {"id": 18, "name": "cat"}],
    }  # fmt: skip
    return data | changes


def read(tmp_path, data):
    path = tmp_path / "instances.json"
    path.write_text(json.dumps(data))
    return coco.read(path)


def test_images_without_video_are_one_video_a_folder_in_natural_order(tmp_path):
    dataset = read(tmp_path, foreign())
    assert [(it.name, it.frame_indices) for it in dataset.videos] == [
        ("cats", (0, 1)),
        ("dogs", (0,)),
    ]
    assert [(it.video, it.frame_index) for it in dataset.masks()] == [
        ("cats", 0),
        ("cats", 1),
        ("dogs", 0),
    ]


def test_images_of_two_sizes_in_one_folder_are_two_videos(tmp_path):
    images = foreign()["images"]
    images[1] |= {"width": 4, "height": 16}
    dataset = read(tmp_path, foreign(images=images, annotations=[]))
    assert [(it.name, it.frame_hw) for it in dataset.videos[:2]] == [
        ("cats", (8, 8)),
        ("cats (2)", (16, 4)),
    ]


def test_rle_compressed_or_not_and_polygons_are_read(tmp_path):
    found = [masks.decode(it.rle) for it in read(tmp_path, foreign()).masks()]
    assert all(np.array_equal(it, SQUARE) for it in found)


def test_annotations_without_track_are_objects_of_their_own_and_crowds_are_named(tmp_path):
    dataset = read(tmp_path, foreign())
    assert [(it.video, it.number, it.name) for it in dataset.objects] == [
        ("cats", 1, "cat 1"),
        ("cats", 2, "cat 2"),
        ("dogs", 1, "dog 1"),
    ]
    assert dataset.warnings == (
        "3 annotations have no track_id: each became an object of its own.",
        "1 annotation is a crowd (iscrowd 1): it is read as one object.",
    )


def test_tracks_are_followed_through_a_video_however_the_file_is_ordered(tmp_path):
    annotations = foreign()["annotations"]
    annotations[0] |= {"track_id": 4}
    annotations[1] |= {"track_id": 4}
    data = foreign(annotations=annotations)
    reordered = {key: data[key] for key in ("annotations", "categories", "images")}
    dataset = read(tmp_path, reordered)
    assert [(it.video, it.number) for it in dataset.objects] == [("cats", 4), ("dogs", 1)]
    assert [(it.number, it.frame_index) for it in dataset.masks()] == [(4, 0), (4, 1), (1, 0)]


def test_videos_of_other_tools_are_read_with_their_frame_ids(tmp_path):
    images = [it | {"video_id": 1, "frame_id": 10 - i} for i, it in enumerate(foreign()["images"])]
    dataset = read(tmp_path, foreign(images=images, videos=[{"id": 1, "name": "clip"}]))
    assert [(it.name, it.frame_indices) for it in dataset.videos] == [("clip", (8, 9, 10))]


def test_image_files_beside_it_are_found(tmp_path):
    for folder in ("cats", "images/dogs"):
        (tmp_path / folder).mkdir(parents=True)
    for name in ("cats/img9.jpg", "cats/img10.jpg"):
        (tmp_path / name).touch()
    cats, dogs = read(tmp_path, foreign()).videos
    assert (cats.images, cats.image_names) == (tmp_path / "cats", ("img9.jpg", "img10.jpg"))
    assert (dogs.images, dogs.image_names) == (None, ())


def test_a_folder_with_one_file_is_enough(tmp_path):
    (tmp_path / "annotations").mkdir()
    read(tmp_path / "annotations", foreign())
    assert len(coco.read(tmp_path).videos) == 2
    (tmp_path / "other.json").write_text("{}")
    with pytest.raises(FormatError, match="2 JSON files: name the COCO file"):
        coco.read(tmp_path)


# --- what is refused, and named ------------------------------------------------------------------


def broken(section, position, **changes):
    data = foreign()
    data[section][position] |= changes
    return data


def without(section, position, key):
    data = foreign()
    del data[section][position][key]
    return data


@pytest.mark.parametrize(
    ("data", "says"),
    [
        (broken("images", 1, id=7), r"image 1 \(id 7\): its id is that of an earlier record"),
        (broken("images", 1, id="7"), r"image 1: its id is '7', not a whole number"),
        (broken("images", 1, id=True), r"image 1: its id is True"),
        (broken("images", 1, id=1.5), r"image 1: its id is 1.5"),
        (broken("images", 1, id=10**30), r"image 1 \(id 10+\): its id is 10+, but can only"),
        (without("images", 0, "id"), "image 0: its id is missing"),
        (broken("images", 2, width=0), r"image 2 \(id 8\): a frame of 0 x 8 pixels is not possible"),
        (broken("images", 2, width=10**9), r"image 2 \(id 8\): a frame of 1000000000 x 8"),
        (broken("images", 2, file_name="../x.jpg"), r"image 2 \(id 8\): .* leads out of the data set"),
        (broken("images", 2, file_name="/etc/passwd"), "leads out of the data set"),
        (broken("images", 2, file_name="a\\..\\..\\x.jpg"), "leads out of the data set"),
        (broken("images", 2, file_name="C:\\x.jpg"), "leads out of the data set"),
        (broken("images", 2, file_name="x" * 300 + "/1.jpg"), "longer than any"),
        (broken("images", 2, file_name=""), "file_name is empty"),
        (broken("images", 2, file_name=None), r"image 2 \(id 8\): its file_name is missing"),
        (broken("images", 2, video_id=1), r"image 2 \(id 8\): there is no video 1"),
        (broken("annotations", 1, id=99), r"annotation 1 \(id 99\): its id is that of an earlier annotation"),
        (broken("annotations", 1, image_id=1), r"annotation 1 \(id 3\): its image_id is that of no image"),
        (broken("annotations", 1, category_id=1), r"annotation 1 \(id 3\): its category_id is that of no category"),
        (broken("annotations", 1, track_id="a"), r"annotation 1 \(id 3\): its track_id is 'a'"),
        (without("annotations", 0, "segmentation"), r"annotation 0 \(id 99\): its segmentation is missing"),
        (broken("categories", 1, name=5), r"category 1 \(id 18\): its name is 5, not text"),
        (foreign(images=[]), "lists no images"),
        (foreign(images=[5]), "image 0: it is a int, not an object"),
        (foreign(images={"7": {}}), "'images' is not a list"),
        (foreign(tracks=[]) | {"absences": [{"image_id": 7, "track_id": 1}]}, "absence 0: its track_id"),
    ],
)  # fmt: skip
def test_a_bad_record_is_refused_by_name_before_any_mask_is_read(data, says, tmp_path):
    with pytest.raises(FormatError, match=says):
        read(tmp_path, data)


@pytest.mark.parametrize(
    ("segmentation", "says"),
    [
        ({"size": [8, 8], "counts": "o\x00111"}, r"annotation 1 \(id 3\): the RLE's counts hold"),
        ({"size": [9, 8], "counts": [72]}, r"annotation 1 \(id 3\): the RLE's size is \[9, 8\]"),
        ([[0, 0, 1e9, 0, 0, 5]], r"annotation 1 \(id 3\): the polygon's coordinate 1e\+09"),
        ([[0, 0, 1e999, 0, 0, 5]], "Infinity|inf"),
        ([[0, 8, 8, 0] * 200_000], "outline is too long"),
        ("text", "neither RLE nor polygons"),
        (17, "neither RLE nor polygons"),
    ],
)
def test_a_bad_mask_is_refused_by_name(segmentation, says, tmp_path):
    text = json.dumps(broken("annotations", 1, segmentation=segmentation)).replace(
        "Infinity", "1e999"
    )
    (tmp_path / "instances.json").write_text(text)
    with pytest.raises(FormatError, match=says):
        list(coco.read(tmp_path).masks())


def test_a_track_of_one_video_cannot_be_on_an_image_of_another(tmp_path, capsys):
    export(difficult(), tmp_path / "out")
    path = tmp_path / "out/annotations.json"
    data = json.loads(path.read_text())
    for section in ("annotations", "absences"):
        record = data[section][0]
        before, record["image_id"] = record["image_id"], 6
        path.write_text(json.dumps(data))
        with pytest.raises(FormatError, match=r"0.*: its track belongs to another video"):
            coco.read(path)
        record["image_id"] = before


def test_a_score_that_is_none_is_refused(tmp_path):
    with pytest.raises(
        FormatError, match=r"annotation 1 \(id 3\): its score is 7, not a number from 0"
    ):
        list(read(tmp_path, broken("annotations", 1, score=7)).masks())


def test_two_masks_of_a_track_on_one_image_are_refused(tmp_path):
    annotations = [
        it | {"track_id": 1, "image_id": 7, "category_id": 18} for it in foreign()["annotations"]
    ]
    with pytest.raises(
        FormatError, match="annotation 1: its track has a mask on this image already"
    ):
        read(tmp_path, foreign(annotations=annotations))


def test_a_track_of_two_categories_is_refused(tmp_path):
    annotations = [it | {"track_id": 1} for it in foreign()["annotations"]]
    annotations[1]["category_id"] = 17
    with pytest.raises(FormatError, match=r"annotation 1 \(id 3\): its track has another category"):
        read(tmp_path, foreign(annotations=annotations))


def test_a_broken_frame_map_is_refused(tmp_path):
    (tmp_path / "frame_map.json").write_text('{"videos": [{"id": 1, "folder": 5}]}')
    with pytest.raises(FormatError, match=r"videos 0 \(id 1\): its folder is 5, not text"):
        read(tmp_path, foreign())
