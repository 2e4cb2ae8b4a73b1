"""`maskbank objects`, `maskbank categories` and `maskbank cuts` as people and scripts use them."""

import json

import pytest

from storage import masks
from storage.opening import open_project
from storage.records import Mask, Source
from tests.storage.projects import (
    FRAME_HW,
    add_object,
    add_video,
    engine_mask,
    human_mask,
    new_project,
)


@pytest.fixture
def path(tmp_path):
    """A project with a dog on the frames 0 to 5 and a cat on 3 to 8."""
    path = tmp_path / "p.maskbank"
    with new_project(path) as project, project.edit("Label") as edit:
        category = edit.add_category("animal", "#e69f00")
        video = add_video(edit)
        dog = add_object(edit, video, "dog", category.id)
        cat = add_object(edit, video, "cat", category.id)
        edit.put_masks([human_mask(dog, 0), *(engine_mask(dog, i) for i in range(1, 6))])
        edit.put_masks(engine_mask(cat, i, shape=90) for i in range(3, 9))
    return path


def listed(run, path):
    code, out, _ = run("objects", "list", path, "--json")
    assert code == 0
    return {it["number"]: it for it in json.loads(out)}


def test_objects_are_listed(run, path):
    assert listed(run, path)[1] == {
        "video": "clip",
        "number": 1,
        "name": "dog",
        "category": "animal",
        "locked": False,
        "masks": 6,
        "absent": 0,
        "human": 1,
        "verified": 0,
        "attributes": {},
        "attribute_spans": [],
    }
    _, out, _ = run("objects", "list", path)
    assert out.splitlines()[0] == "[1] dog (animal): masks on 6 frames, 1 by a person, 0 verified"


def test_frames_on_which_an_object_is_not_there_are_no_masks(run, path):
    with open_project(path) as project, project.edit("Gone") as edit:
        edit.put_masks([Mask(1, it, masks.empty(FRAME_HW), Source.HUMAN) for it in (4, 5, 6)])
    assert listed(run, path)[1]["masks"] == 4
    _, out, _ = run("info", path)
    assert "[1] dog (animal): masks on 4 frames, not there on 3, 4 by a person" in out


def test_a_dry_merge_only_tells(run, path):
    code, out, _ = run("objects", "merge", path, "dog", 2, "--dry-run", "--json")
    report = json.loads(out)
    assert (code, report["merged"], report["moved"]) == (0, False, 3)
    assert [it["frame"] for it in report["conflicts"]] == [3, 4, 5]
    assert len(listed(run, path)) == 2


def test_two_objects_become_one(run, path):
    code, out, _ = run("objects", "merge", path, "dog", "cat", "--overlap", "first")
    assert (code, out) == (
        0,
        "3 masks of [2] cat to move without conflict; both are on 3 frames.\n",
    )
    assert {number: it["masks"] for number, it in listed(run, path).items()} == {1: 9}


def test_one_object_becomes_two_and_is_copied(run, path):
    assert run("objects", "split", path, 1, 4)[1] == "[3] dog begins at frame 4\n"
    assert run("objects", "duplicate", path, 3)[1] == "[4] dog is new\n"
    assert (
        run("objects", "copy", path, 1, 2, "--range", "2:4")[1]
        == "2 masks copied, 0 of [2] cat kept\n"
    )
    assert run("objects", "hold", path, 1, 0, "--range", "0:10")[1] == "9 masks copied, 1 kept\n"
    masks = {number: it["masks"] for number, it in listed(run, path).items()}
    assert masks == {1: 10, 2: 7, 3: 2, 4: 2}


def test_a_mixed_up_identity_is_repaired(run, path):
    code, out, _ = run("objects", "swap", path, "dog", "cat", "--range", "4:")
    assert (code, out) == (0, "[1] dog and [2] cat are swapped on frames 4 to 199\n")
    with open_project(path) as project:
        dog, cat = project.objects(1)
        assert [it.frame_index for it in project.track(cat.id)] == [3, 4, 5]
        assert [it.frame_index for it in project.track(dog.id)] == [0, 1, 2, 3, 4, 5, 6, 7, 8]


def test_an_object_is_deleted_on_a_range_or_wholly(run, path):
    assert run("objects", "delete", path, "cat", "--range", "3:5")[0] == 0
    assert listed(run, path)[2]["masks"] == 4
    assert run("objects", "delete", path, "[2]")[1] == "[2] cat is deleted\n"
    assert list(listed(run, path)) == [1]


def test_an_object_is_described(run, path, tmp_path):
    preset = tmp_path / "labels.json"
    attributes = [
        {"name": "age", "kind": "number"},
        {"name": "asleep", "kind": "yes-no", "varies": True},
    ]
    preset.write_text(json.dumps({"categories": [{"name": "animal", "attributes": attributes}]}))
    assert run("categories", "add", path, preset)[1] == "New: 0 categories, 2 attributes\n"
    assert run("objects", "set-attribute", path, 1, "age", "3")[1] == "age of [1] dog: 3\n"
    assert run("objects", "set-attribute", path, 1, "asleep", "yes", "--range", "2:5")[0] == 0
    row = listed(run, path)[1]
    assert row["attributes"] == {"age": 3}
    assert row["attribute_spans"] == [{"name": "asleep", "start": 2, "stop": 5, "value": True}]
    assert run("objects", "set-attribute", path, 1, "age")[1] == "age of [1] dog: nothing\n"
    code, _, err = run("objects", "set-attribute", path, 1, "age", "old")
    assert (code, err) == (2, "Error: 'age' cannot be 'old': it is a number.\n")


def test_an_object_that_is_not_there_or_not_clear_is_named(run, path):
    code, _, err = run("objects", "delete", path, "fox")
    assert code == 2
    assert "There is no object 'fox' in the video. It holds: [1] dog, [2] cat." in err
    run("objects", "duplicate", path, 1)
    _, _, err = run("objects", "delete", path, "dog")
    assert "Several objects are called 'dog'" in err


def test_categories_come_from_presets_and_go_into_one(run, path, tmp_path):
    assert "coco                80  COCO" in run("categories", "presets")[1]
    assert run("categories", "add", path, "mots")[1] == "New: 2 categories, 0 attributes\n"
    saved = tmp_path / "saved.yaml"
    assert run("categories", "save", path, saved)[0] == 0
    names = [it["name"] for it in json.loads(run("categories", "list", path, "--json")[1])]
    assert names == ["animal", "car", "pedestrian"]
    assert "name: pedestrian" in saved.read_text()


def test_what_is_neither_a_preset_nor_a_file_is_said_to_be(run, path):
    code, _, err = run("categories", "add", path, "cars")
    assert code == 2
    assert "cars is no preset and no file: name a file, or one of coco, davis, mots" in err


def test_attributes_are_listed_with_what_they_can_be(run, path, tmp_path):
    preset = {"categories": [{"name": "car", "attributes": [
        {"name": "make", "kind": "choice", "choices": ["Audi", "Fiat"]},
        {"name": "parked", "kind": "yes-no", "varies": True},
    ]}]}  # fmt: skip
    (tmp_path / "cars.json").write_text(json.dumps(preset))
    assert run("categories", "add", path, tmp_path / "cars.json")[0] == 0
    lines = run("categories", "list", path)[1].splitlines()
    assert lines[-2:] == ["  make (choice: Audi, Fiat)", "  parked (yes-no, varies)"]


def test_scene_cuts_are_looked_for(run, clip):
    assert run("label", clip, "--object", "a", "--box", "64,72,196,228", "--range", ":2")[0] == 0
    code, out, _ = run("cuts", clip.with_suffix(".maskbank"))
    assert (code, out) == (0, "no scene cuts\n")
