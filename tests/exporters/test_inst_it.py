"""Inst-IT: what UniPixel's training makes of ours, and what we read of others'."""

import json
import re

import numpy as np
import pytest
from pycocotools import mask as coco_mask

from exporters import inst_it
from exporters.dataset import no_progress
from storage import masks
from storage.errors import FormatError
from storage.records import Speaker
from tests.exporters.datasets import MemoryDataset, box, difficult, pixel_masks


def export(dataset, folder):
    report = inst_it.write(dataset, folder, frames=True, progress=no_progress)
    return report, json.loads((folder / "inst_it_dataset_video_21k_w_mask.json").read_text())


def as_training_reads(record, folder):
    """A video's questions, answers and masks by object and frame, after the rules of UniPixel's training.

    It takes all images of the folder that the path without its first part names, in order of their numbers;
    the objects of a question are those that it or its answer names as [n].
    """
    frames = sorted(
        (folder / "videos_raw" / record["video_path"].split("/", 1)[1]).iterdir(),
        key=lambda path: int(re.sub(r"^\D*", "", path.stem)),
    )
    for pair in record["question_answer_pairs"]:
        named = re.findall(r"\[(\d+)\]", pair["question"] + pair["answer"])
        found = {
            number: [
                record["segmentations"].get(frame.name, {}).get(number, {}).get("mask")
                for frame in frames
            ]
            for number in named
        }
        yield pair["question"], pair["answer"], found


def test_training_finds_the_conversation_and_the_masks_of_the_objects_it_names(tmp_path):
    _, records = export(difficult(), tmp_path / "out")
    (question, answer, found), = as_training_reads(records[0], tmp_path / "out")  # fmt: skip
    assert (question, answer) == ("Where is [300] when [1] comes?", "Right of [1]. 😀")
    expected = pixel_masks(difficult())
    for number, rles in found.items():
        for frame_index, rle in zip((0, 5, 10, 15, 39), rles, strict=True):
            mask = expected.get((difficult().video_list[0].name, frame_index, int(number)))
            assert (rle is None) == (mask is None)
            assert rle is None or np.array_equal(coco_mask.decode(rle).astype(bool), mask)


def test_the_report_says_what_is_lost_and_what_training_passes_over(tmp_path):
    data = MemoryDataset()
    for name, count in (("short", 2), ("long", 9), ("longer", 11)):
        video_id = data.add_video(name)
        ids = [data.add_object(video_id, number) for number in range(1, 8)]
        for i in range(count):
            data.add_mask(ids[0], i, box(0, 0, 2, 2))
        text = "What are [1], [2], [3], [4], [5] and [6]?" if name == "short" else "What is [1]?"
        data.add_turn(video_id, Speaker.PERSON, text)
        data.add_turn(video_id, Speaker.MODEL, "Dogs.")
        data.add_turn(video_id, Speaker.PERSON, "And now?")
    silent = data.add_video("silent")
    data.add_mask(data.add_object(silent, 1), 0, box(0, 0, 2, 2))
    report, _ = export(data, tmp_path / "out")
    alone = "lost 1 turn: a question without answer, or the other way round."
    assert report.losses == (
        f"short {alone}",
        "short: its conversation names more than 5 objects, which training passes over.",
        f"long {alone}",
        "long has 9 labelled frames, UniPixel's training only takes it for region dialogue: export at most 8 of them.",
        f"longer {alone}",
        "longer has 11 labelled frames, UniPixel's training passes it over: export at most 8 of them.",
        "silent has no conversation that names an object as [1]: training passes it over.",
    )


def test_a_question_about_an_object_that_is_not_exported_is_left_out(tmp_path):
    data = difficult()
    data.object_list = [it for it in data.object_list if it.number != 300]
    for found in data.found.values():
        for frame_index, of_frame in found.items():
            found[frame_index] = [it for it in of_frame if it.object_id != 102]
    _, records = export(data, tmp_path / "out")
    assert records[0]["question_answer_pairs"] == []


def test_absent_is_told_from_never_looked_at(tmp_path):
    export(difficult(), tmp_path / "out")
    read = [it for it in inst_it.read(tmp_path / "out").masks() if it.video != "CON"]
    assert [(it.frame_index, it.number, it.rle.area) for it in read if it.rle.is_empty] == [
        (10, 1, 0),
        (39, 300, 0),
    ]
    assert len(read) == 8


# --- files of others -----------------------------------------------------------------------------


def foreign(**changes):
    mask = masks.to_coco(masks.encode(box(0, 0, 4, 4)))
    record = {
        "video_id": 17,
        "video_path": "inst_it_videos/a/clip",
        "question_answer_pairs": [{"question": "Who is [2]?", "answer": "[2] follows [1], not [9]."}],
        "segmentations": {
            "frame_10.jpg": {"2": {"mask": mask, "category": "dog"}},
            "frame_9.jpg": {"1": {"mask": mask}, "2": {"mask": None}},
        },
    }  # fmt: skip
    return record | changes


def read(tmp_path, *records):
    path = tmp_path / "train.json"
    path.write_text(json.dumps(records))
    return inst_it.read(path)


def test_a_file_of_inst_it_is_read(tmp_path):
    images = tmp_path / "videos_raw/a/clip"
    images.mkdir(parents=True)
    for name in ("frame_9.jpg", "frame_10.jpg"):
        (images / name).write_bytes(b"")
    dataset = read(tmp_path, foreign())
    (video,) = dataset.videos
    assert (video.name, video.frame_hw, video.frame_indices) == ("clip", (12, 16), (9, 10))
    assert (video.images, video.image_names) == (images, ("frame_9.jpg", "frame_10.jpg"))
    assert [(it.number, it.name) for it in dataset.objects] == [(1, "object 1"), (2, "object 2")]
    assert [(it.frame_index, it.number, it.rle.area) for it in dataset.masks()] == [
        (9, 1, 16),
        (9, 2, 0),
        (10, 2, 16),
    ]
    assert [(it.speaker, it.text, it.start, it.stop, it.numbers) for it in dataset.turns] == [
        (Speaker.PERSON, "Who is [2]?", 0, 11, (2,)),
        (Speaker.MODEL, "[2] follows [1], not [9].", 0, 11, (2, 1)),
    ]


@pytest.mark.parametrize(
    ("changes", "says"),
    [
        ({"video_path": "../../etc"}, r"video 0: its video_path '\.\./\.\./etc' leads out"),
        ({"segmentations": []}, "video 0: its segmentations is"),
        ({"segmentations": {"../1.jpg": {}}}, "video 0, frame: its name '../1.jpg' leads out"),
        ({"segmentations": {"1.jpg": {"a": {}}}}, r"1\.jpg: 'a' is not the number of an object"),
        ({"segmentations": {"1.jpg": {}}}, "video 0: the size of its frames is stated nowhere"),
        ({"height": 0, "width": 1}, "video 0: a frame of 1 x 0 pixels is not possible"),
        ({"height": 5, "width": 5}, r"frame_9\.jpg, object 1: the RLE's size is \[12, 16\]"),
        ({"question_answer_pairs": {}}, "video 0: its question_answer_pairs are not a list"),
        ({"question_answer_pairs": [{"question": "?"}]}, "video 0, pair 0: its answer is missing"),
        (
            {"question_answer_pairs": [{"question": "?", "answer": "", "answer_objects": [3]}]},
            "pair 0: its answer_objects name one that its video does not have",
        ),
        (
            {"question_answer_pairs": [{"question": "?", "answer": "", "start": 5, "stop": 5}]},
            "pair 0: its stop is 5, but can only be 6",
        ),
    ],
)
def test_a_bad_record_is_refused_by_name(changes, says, tmp_path):
    with pytest.raises(FormatError, match=says):
        list(read(tmp_path, foreign(**changes)).masks())


def test_a_video_that_is_there_twice_is_refused_by_name(tmp_path):
    with pytest.raises(FormatError, match=r"video 1: it is about the same video as an earlier one"):
        read(tmp_path, foreign(), foreign())


def test_a_file_of_something_else_is_a_sentence(tmp_path):
    with pytest.raises(FormatError, match="lists no videos: it is not a data set of Inst-IT"):
        read(tmp_path)
    (tmp_path / "train.json").write_text('{"a": 1}')
    with pytest.raises(FormatError, match="is not a list of videos"):
        inst_it.read(tmp_path / "train.json")
