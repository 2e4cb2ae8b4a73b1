"""MeViS, ReVOS and Ref-YouTube-VOS: sentences and tracks, as training code reads them."""

import json

import numpy as np
import pytest
from PIL import Image
from pycocotools import mask as coco_mask

from exporters import mevis, ref_youtube_vos, revos
from exporters.dataset import no_progress
from storage.errors import FormatError
from tests.exporters.datasets import MemoryDataset, box, difficult, pixel_masks

FOLDER = "a_b_ .._Zoë 東京.mp4"


def export(module, folder, dataset=None):
    return module.write(dataset or difficult(), folder, frames=False, progress=no_progress)


def as_training_reads(meta, tracks):
    """(sentence, frame) -> (H, W) bool: the union of the masks an expression names."""
    videos = json.loads(meta.read_text())["videos"]
    tracks = json.loads(tracks.read_text())
    found = {}
    for video in videos.values():
        frames = sorted(video["frames"])
        for expression in video["expressions"].values():
            for place, frame in enumerate(frames):
                rles = [tracks[str(anno_id)][place] for anno_id in expression["anno_id"]]
                pixels = [coco_mask.decode(it) for it in rles if it]
                found[expression["exp"], int(frame)] = np.any(pixels, axis=0)
    return found


@pytest.mark.parametrize(
    ("module", "meta", "tracks"),
    [
        (mevis, "train/meta_expressions.json", "train/mask_dict.json"),
        (revos, "meta_expressions_train_.json", "mask_dict.json"),
    ],
)
def test_an_expression_means_exactly_the_masks_of_its_objects(module, meta, tracks, tmp_path):
    export(module, tmp_path / "out")
    found = as_training_reads(tmp_path / "out" / meta, tmp_path / "out" / tracks)
    masks = pixel_masks(difficult())
    video = difficult().video_list[0].name
    nothing = np.zeros((12, 16), bool)
    for frame in (0, 5, 10, 15, 39):
        dog, cat, late = (masks.get((video, frame, number), nothing) for number in (1, 2, 300))
        assert np.array_equal(np.broadcast_to(found["the dog and what is late 😀", frame], (12, 16)), dog | late)  # fmt: skip
        assert np.array_equal(np.broadcast_to(found["Which of them never moves?", frame], (12, 16)), cat)  # fmt: skip
        assert not found["a third dog", frame].any()


@pytest.mark.parametrize("module", [mevis, revos])
def test_expressions_come_back_in_order_with_several_objects_and_none(module, tmp_path):
    export(module, tmp_path / "out")
    expressions = module.read(tmp_path / "out").expressions
    assert [(it.text, it.numbers) for it in expressions] == [
        ("the dog and what is late 😀", (1, 300)),
        ("Which of them never moves?", (2,)),
        ("a third dog", ()),
    ]


def test_keys_are_sorted_as_text_because_readers_disagree_about_the_order(tmp_path):
    data = MemoryDataset()
    video = data.add_video("clip")
    dog = data.add_object(video, 1)
    data.add_mask(dog, 0, box(0, 0, 2, 2))
    for i in range(12):
        data.add_expression(video, f"sentence {i}", dog)
    for module, path in ((mevis, "train/meta_expressions.json"), (ref_youtube_vos, "meta_expressions/train/meta_expressions.json")):  # fmt: skip
        export(module, tmp_path / module.__name__, data)
        keys = list(json.loads((tmp_path / module.__name__ / path).read_text())["videos"]["clip"]["expressions"])  # fmt: skip
        assert keys == sorted(keys)
        read = module.read(tmp_path / module.__name__).expressions
        assert [it.text for it in read] == [f"sentence {i}" for i in range(12)]


def test_revos_says_what_kind_an_expression_is_and_what_is_foreground(tmp_path):
    report = export(revos, tmp_path / "out")
    meta = json.loads((tmp_path / "out/meta_expressions_train_.json").read_text())["videos"][FOLDER]
    assert [it["type_id"] for it in meta["expressions"].values()] == [0, 1, 2]
    united = json.loads((tmp_path / "out/mask_dict_foreground.json").read_text())[FOLDER][
        "masks_rle"
    ]
    masks = pixel_masks(difficult())
    for frame, rle in zip((0, 5, 10, 15, 39), united, strict=True):
        expected = [it for (video, i, _), it in masks.items() if i == frame and video != "CON"]
        assert coco_mask.area(rle) == np.any(expected, axis=0).sum()
    assert "CON has no expressions" in report.losses[0]


@pytest.mark.parametrize("module", [mevis, revos])
def test_an_expression_of_which_nothing_shows_is_reported_because_training_stops_at_it(
    module, tmp_path
):
    data = MemoryDataset()
    video = data.add_video("clip")
    dog, never = data.add_object(video, 1), data.add_object(video, 2)
    data.add_mask(dog, 0, box(0, 0, 2, 2))
    data.add_expression(video, "both", dog, never)
    data.add_expression(video, "the other", never)
    assert export(module, tmp_path / "out", data).losses == (
        "clip: nothing that 'the other' refers to shows on a frame; training stops at such an expression.",
    )


def test_ref_youtube_vos_refers_to_the_pixels_of_one_object(tmp_path):
    report = export(ref_youtube_vos, tmp_path / "out")
    path = tmp_path / "out/meta_expressions/train/meta_expressions.json"
    video = json.loads(path.read_text())["videos"][FOLDER]
    (expression,) = video["expressions"].values()
    assert expression["exp"] == "Which of them never moves?"
    meta = json.loads((tmp_path / "out/train/meta.json").read_text())["videos"][FOLDER]
    assert expression["obj_id"] in meta["objects"]
    image = np.asarray(Image.open(tmp_path / f"out/train/Annotations/{FOLDER}/00000.png"))
    assert (image == int(expression["obj_id"])).sum() == 9
    assert any("lost 2 expressions" in it for it in report.losses)
    assert [(it.text, it.numbers) for it in ref_youtube_vos.read(tmp_path / "out").expressions] == [
        ("Which of them never moves?", (2,))
    ]


# --- files of others -----------------------------------------------------------------------------

RLE = {"size": [12, 16], "counts": "0930000J0000000000060000d2"}
VIDEO = {
    "expressions": {"0": {"exp": "the cat", "obj_id": [0], "anno_id": [7]}},
    "vid_id": 3,
    "frames": ["00005", "00010"],
}


def foreign(tmp_path, video, tracks):
    (tmp_path / "train").mkdir()
    (tmp_path / "train/meta_expressions.json").write_text(json.dumps({"videos": {"0a": video}}))
    (tmp_path / "train/mask_dict.json").write_text(json.dumps(tracks))
    return tmp_path


def test_a_split_of_the_data_set_itself_is_read(tmp_path):
    dataset = mevis.read(foreign(tmp_path, VIDEO, {"7": [RLE, None], "8": [None]}))
    assert [(it.name, it.frame_hw, it.frame_indices) for it in dataset.videos] == [
        ("0a", (12, 16), (5, 10))
    ]
    assert [(it.number, it.frame_index, it.rle.area) for it in dataset.masks()] == [
        (1, 5, 72),
        (1, 10, 0),
    ]
    assert [it.numbers for it in dataset.expressions] == [(1,)]


BAD = VIDEO["expressions"]["0"]


@pytest.mark.parametrize(
    ("video", "tracks", "says"),
    [
        (VIDEO, {}, "video '0a': there is no track 7"),
        (VIDEO, {"7": [RLE]}, "the track 7 has 1 entry for 2 frames"),
        (VIDEO, {"x": [RLE]}, "'x' is not a track by the number of its object"),
        (VIDEO, {"7": [5, None]}, "track 7: it is a int, not an object"),
        (VIDEO, {"7": [RLE | {"counts": "11"}, None]}, "track 7, frame 5: the RLE's runs cover"),
        (VIDEO | {"frames": ["00010", "00005"]}, {"7": [None, None]}, "its frames do not grow"),
        (VIDEO | {"frames": ["x"]}, {"7": [None]}, "its frames are not a list of the numbers"),
        (VIDEO | {"expressions": {"0": BAD | {"anno_id": []}}}, {}, "expression 0: its obj_id and anno_id are"),
        (VIDEO | {"expressions": {"0": BAD | {"obj_id": 1}}}, {}, "expression 0: its obj_id is not a list"),
    ],
)  # fmt: skip
def test_a_bad_record_is_refused_by_name(video, tracks, says, tmp_path):
    with pytest.raises(FormatError, match=says):
        list(mevis.read(foreign(tmp_path, video, tracks)).masks())


def test_folders_of_something_else_are_sentences(tmp_path):
    with pytest.raises(FormatError, match="it is not a data set of MeViS"):
        mevis.read(tmp_path)
    with pytest.raises(FormatError, match="holds no meta_expressions_train_"):
        revos.read(tmp_path)
