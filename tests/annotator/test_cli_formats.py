"""The commands about data sets: what is chosen, converted and found wrong."""

import json
import shutil
from pathlib import Path

import numpy as np
import pytest

from annotator.converting import _add_unseen_videos
from annotator.dataset import ProjectDataset
from annotator.export_options import ExportOptions
from annotator.importing import import_dataset
from annotator.session import Session
from annotator.splitting import parse_shares, split_videos
from exporters.dataset import no_progress
from exporters.formats import READABLE_NAMES, format_module
from storage import masks
from storage.errors import UserError
from storage.opening import create_project
from storage.records import Mask, Source
from tests.exporters.datasets import MemoryDataset, box, difficult


@pytest.fixture
def project(tmp_path):
    """Two videos of unequal timing, each with a dog and a cat, on the frames 0 to 9."""
    from annotator.converting import _facts, _frame_table
    from exporters.dataset import ImportedVideo

    with create_project(tmp_path / "p.maskbank") as opened, opened.edit("Fill") as edit:
        categories = {kind: edit.add_category(kind, "#ff0000").id for kind in ("dog", "cat")}
        for name in ("one", "two"):
            facts = _facts(ImportedVideo(name, (8, 8), tuple(range(10)), fingerprint=name))
            video = edit.add_video(name=name, path=tmp_path / name, facts=facts, frames=_frame_table(facts))  # fmt: skip
            for kind in ("dog", "cat"):
                it = edit.add_object(
                    video_id=video.id,
                    name=f"{name} {kind}",
                    category_id=categories[kind],
                    colour="#ff0000",
                )
                square = masks.encode(np.eye(8, dtype=bool))
                edit.put_masks([Mask(it.id, i, square, Source.ENGINE) for i in range(10)])
    return tmp_path / "p.maskbank"


def chosen(run, project, tmp_path, *options):
    code, out, error = run(
        "export", project, "png", tmp_path / "out", "--no-frames", "--json", *options
    )
    assert code == 0, error
    paths = sorted((tmp_path / "out/masks").glob("*/*/*.png"))
    return json.loads(out), {
        (it.parent.parent.name, int(it.parent.name), int(it.stem)) for it in paths
    }


@pytest.mark.parametrize(
    ("options", "videos", "numbers", "frames"),
    [
        ([], {"one", "two"}, {1, 2}, set(range(10))),
        (["--video", "two"], {"two"}, {1, 2}, set(range(10))),
        (["--object", "one dog"], {"one"}, {1}, set(range(10))),
        (["--object", "2"], {"one", "two"}, {2}, set(range(10))),
        (["--category", "cat", "--video", "one"], {"one"}, {2}, set(range(10))),
        (["--range", "3:8"], {"one", "two"}, {1, 2}, {3, 4, 5, 6, 7}),
        (["--range", "3:8", "--every", "2"], {"one", "two"}, {1, 2}, {4, 6}),
        (["--fps", "0.5"], {"one", "two"}, {1, 2}, {0, 2, 4, 6, 8}),
        (["--fps", "0.3"], {"one", "two"}, {1, 2}, {0, 3, 6}),
        (["--fps", "100"], {"one", "two"}, {1, 2}, set(range(10))),
    ],
)
def test_only_what_was_asked_for_is_exported(run, project, tmp_path, options, videos, numbers, frames):  # fmt: skip
    report, found = chosen(run, project, tmp_path, *options)
    assert found == {(v, n, i) for v in videos for n in numbers for i in frames}
    assert report["masks"] == len(found)


@pytest.mark.parametrize(
    ("option", "says"),
    [
        (["--video", "three"], "There is no video 'three' in the project. It holds: one, two."),
        (["--object", "cow"], "There is no object 'cow'"),
        (["--category", "cow"], "There is no category 'cow' in the project. It holds: dog, cat."),
        (["--fps", "0"], "0 frames a second cannot be exported"),
        (["--split", "a,b"], "'a,b' is no split"),
        (["--range", "8:3"], "The range 8:3"),
    ],
)
def test_what_is_not_there_is_a_sentence(run, project, tmp_path, option, says):
    code, _, error = run("export", project, "coco", tmp_path / "out", "--no-frames", *option)
    assert code == 2
    assert says in error
    assert not (tmp_path / "out").exists()


def test_an_expression_about_an_object_that_is_left_out_is_left_out(project):
    with create_project(project.with_name("q.maskbank")) as opened:
        with opened.edit("Fill") as edit:
            from annotator.converting import _facts, _frame_table
            from exporters.dataset import ImportedVideo

            facts = _facts(ImportedVideo("one", (8, 8), (0,)))
            video = edit.add_video(
                name="one", path=project, facts=facts, frames=_frame_table(facts)
            )
            dog, cat = (
                edit.add_object(video_id=video.id, name=it, category_id=None, colour="#ff0000").id
                for it in ("dog", "cat")
            )
            for text, named in (("both", [dog, cat]), ("the dog", [dog]), ("a cow", [])):
                edit.add_expression(video_id=video.id, text=text, object_ids=named)
        dataset = ProjectDataset(opened, ExportOptions(objects=("dog",)))
        assert [it.text for it in dataset.expressions(video.id)] == ["the dog", "a cow"]


# --- split ---------------------------------------------------------------------------------------


def test_a_split_puts_every_video_in_one_part_by_its_share():
    names = [f"video {i}" for i in range(20)]
    parts = split_videos(names, (80, 10, 10), seed=0)
    assert {part: len(found) for part, found in parts.items()} == {"train": 16, "val": 2, "test": 2}
    assert sorted(name for found in parts.values() for name in found) == sorted(names)
    assert split_videos(names[::-1], (80, 10, 10), seed=0) == {
        part: found[::-1] for part, found in parts.items()
    }
    assert split_videos(names, (80, 10, 10), seed=1) != parts


@pytest.mark.parametrize("text", ["", "80", "80;20", "-1,2", "0,0", "1,1,1,1"])
def test_a_split_that_is_none_is_refused(text):
    with pytest.raises(UserError, match="is no split"):
        parse_shares(text)


def test_each_part_of_a_split_is_an_export(run, project, tmp_path):
    code, out, _ = run("export", project, "coco", tmp_path / "out", "--no-frames", "--split", "50,50", "--json")  # fmt: skip
    assert code == 0
    assert [it["videos"] for it in json.loads(out)] == [1, 1]
    names = {
        it.name
        for part in ("train", "val")
        for it in format_module("coco").read(tmp_path / "out" / part).videos
    }
    assert names == {"one", "two"}


# --- convert and validate --------------------------------------------------------------------------


@pytest.fixture
def coco(tmp_path):
    format_module("coco").write(difficult(), tmp_path / "coco", frames=False, progress=no_progress)
    return tmp_path / "coco"


def test_without_frames_a_data_set_is_converted_there_and_back(run, coco, tmp_path):
    assert run("convert", "coco", coco, "sa-v", tmp_path / "sa-v", "--no-frames")[0] == 0
    assert (
        run("convert", "sa-v", tmp_path / "sa-v", "coco", tmp_path / "again", "--no-frames")[0] == 0
    )
    read = [format_module("coco").read(it) for it in (coco, tmp_path / "again")]
    found = [
        {(it.video, it.number, it.frame_index): it.rle for it in dataset.masks()}
        for dataset in read
    ]
    assert found[0] == found[1]
    assert len(found[0]) == 9


def test_expressions_come_through_a_project(run, tmp_path):
    first, second = tmp_path / "mevis", tmp_path / "revos"
    format_module("mevis").write(difficult(), first, frames=False, progress=no_progress)
    assert run("convert", "mevis", first, "revos", second, "--no-frames")[0] == 0
    expressions = [format_module(it.name).read(it).expressions for it in (first, second)]
    assert expressions[0] == expressions[1]
    assert len(expressions[0]) == 3


def test_conversations_come_through_a_project_and_name_objects_by_their_new_numbers(run, tmp_path):
    source, project = tmp_path / "inst-it", tmp_path / "p.maskbank"
    format_module("inst-it").write(difficult(), source, frames=False, progress=no_progress)
    assert run("convert", "inst-it", source, "inst-it", tmp_path / "again", "--no-frames")[0] == 0
    turns = [format_module("inst-it").read(it).turns for it in (source, tmp_path / "again")]
    assert turns[0] == turns[1]
    assert [it.text for it in turns[0]] == ["Where is [300] when [1] comes?", "Right of [1]. 😀"]
    with Session.open(project) as session:
        _add_unseen_videos(session, format_module("inst-it").read(source).videos)
        for _ in range(2):
            import_dataset(session, "inst-it", source)
        turns = session.project.turns(session.project.videos()[0].id)
    assert [it.text for it in turns[2:]] == [
        "Where is [304] when [301] comes?",
        "Right of [301]. 😀",
    ]
    assert [(it.start, it.stop) for it in turns] == [(5, 16)] * 4


def test_the_frames_that_a_data_set_brings_become_the_video(run, tmp_path):
    data = MemoryDataset()
    one = data.add_object(data.add_video("clip", frame_hw=(48, 64)), 1)
    for frame in (5, 10):
        data.add_mask(one, frame, box(0, 0, frame, frame, (48, 64)))
    format_module("youtube-vis").write(data, tmp_path / "vis", frames=True, progress=no_progress)
    (tmp_path / "vis/frame_map.json").unlink()
    assert run("convert", "youtube-vis", tmp_path / "vis", "coco", tmp_path / "coco")[0] == 0
    read = format_module("coco").read(tmp_path / "coco")
    assert [(it.frame_index, it.rle.area) for it in read.masks()] == [(0, 25), (1, 100)]
    assert len(list((tmp_path / "coco/images/clip").iterdir())) == 2


def test_with_frames_the_videos_are_needed_and_the_sentence_says_which(run, coco, tmp_path):
    code, _, error = run("convert", "coco", coco, "png", tmp_path / "out")
    assert code == 2
    assert "speaks of the video 'a/b: ../Zoë 東京.mp4'" in error


@pytest.mark.parametrize("name", READABLE_NAMES)
def test_a_sound_data_set_is_validated_with_remarks(run, name, tmp_path):
    format_module(name).write(difficult(), tmp_path / "out", frames=False, progress=no_progress)
    code, out, _ = run("validate", name, tmp_path / "out", "--json")
    assert code == 0
    found = json.loads(out)
    assert found["problems"] == []
    assert "The video 'nobody looked' has no labelled frame." in found["remarks"]


def test_a_broken_data_set_is_explained_and_ends_with_1(run, coco):
    path = coco / "annotations.json"
    document = json.loads(path.read_text())
    document["annotations"][2]["segmentation"] = 5
    path.write_text(json.dumps(document))
    code, out, _ = run("validate", "coco", path)
    assert code == 1
    assert out.startswith(
        "1 record is wrong:\n- annotation 2 (id 3): its segmentation is neither RLE"
    )


def test_remarks_say_what_training_will_trip_over(run, coco):
    _, out, _ = run("validate", "coco", coco)
    assert "Object 4 (never seen) of 'a/b: ../Zoë 東京.mp4' shows on no frame." in out
    assert "2 masks are a single pixel." in out
    assert "2 masks cover their whole frame." in out
    assert "comes without its frame images" in out


def test_a_zip_is_named_and_not_where_it_was_unpacked(run, coco, tmp_path):
    (coco / "annotations.json").write_text('{"images": [')
    path = Path(shutil.make_archive(str(tmp_path / "broken"), "zip", coco))
    _, out, _ = run("validate", "coco", path)
    assert str(path / "annotations.json") in out


def break_two_records(path):
    document = json.loads(path.read_text())
    document["annotations"][2]["segmentation"] = 5
    document["annotations"][4]["image_id"] = 999
    path.write_text(json.dumps(document))


def test_validation_names_every_bad_record_with_its_place(run, coco):
    break_two_records(coco / "annotations.json")
    code, out, _ = run("validate", "coco", coco)
    assert code == 1
    assert "2 records are wrong:" in out
    assert "- annotation 2 (id 3): its segmentation is neither RLE" in out
    assert "- annotation 4 (id 5): its image_id is that of no image" in out
    assert "What can be read: 3 videos, 5 objects, 5 masks, 2 absences." in out


def test_what_ends_the_reading_is_said_too(run, coco):
    (coco / "annotations.json").write_text('{"images": [')
    code, out, _ = run("validate", "coco", coco)
    assert code == 1
    assert out.startswith("It cannot be read:\n- ")
    assert "at byte 12" in out
    assert "The reading ended there" in out


def test_bad_records_refuse_the_whole_import_or_are_left_out_as_asked(run, coco, tmp_path):
    break_two_records(coco / "annotations.json")
    target = tmp_path / "sa-v"
    code, _, error = run("convert", "coco", coco, "sa-v", target, "--no-frames")
    assert code == 2
    assert "annotation 4 (id 5)" in error
    assert not target.exists()
    code, out, _ = run("convert", "coco", coco, "sa-v", target, "--no-frames", "--skip-bad")
    assert code == 0
    assert "2 records were wrong and left out:" in out
    assert "annotation 2 (id 3)" in out
    assert len(list(format_module("sa-v").read(target).masks())) == 7


def test_a_zip_is_read_like_the_folder_in_it(run, coco, tmp_path):
    path = Path(shutil.make_archive(str(tmp_path / "set"), "zip", coco))
    assert run("convert", "coco", path, "coco", tmp_path / "again", "--no-frames")[0] == 0
    first, second = (list(format_module("coco").read(it).masks()) for it in (coco, tmp_path / "again"))  # fmt: skip
    assert first == second
    assert run("validate", "coco", path)[0] == 0


def test_the_frames_of_a_zip_do_not_become_a_video_that_is_gone_afterwards(run, tmp_path):
    data = MemoryDataset()
    data.add_mask(data.add_object(data.add_video("clip"), 1), 3, box(0, 0, 4, 4))
    format_module("coco").write(data, tmp_path / "set", frames=True, progress=no_progress)
    path = shutil.make_archive(str(tmp_path / "set"), "zip", tmp_path / "set")
    code, _, error = run("import", tmp_path / "p.maskbank", "coco", path)
    assert code == 2
    assert "unpack it first" in error
    assert run("convert", "coco", path, "davis-2017", tmp_path / "davis")[0] == 0
    assert len(list((tmp_path / "davis").rglob("*.jpg"))) == 1


@pytest.mark.parametrize(
    ("options", "says"),
    [
        (["--max-side", "4"], "was scaled from 8 x 8 to 4 x 4"),
        (["--split", "50,50"], "split.json"),
    ],
)
def test_the_command_line_has_the_options_of_the_window(run, project, tmp_path, options, says):
    code, out, error = run("export", project, "coco", tmp_path / "out", "--frames", "none", "--provenance", *options)  # fmt: skip
    assert code == 0, error
    assert says in out or (tmp_path / "out" / says).is_file()
    (path, *_) = sorted((tmp_path / "out").rglob("annotations.json"))
    assert json.loads(path.read_text())["annotations"][0]["source"] == "engine"
