"""Many videos from the command line: added from a folder, first masks imported, followed, exported."""

import json
import shutil

import cv2
import numpy as np
import pytest

from annotator.sample import sample_masks
from storage.opening import open_project
from storage.records import Source


@pytest.fixture
def clips(sample_clip, tmp_path):
    """A folder with two clips, one deeper and in another script, and a file that is no video."""
    folder = tmp_path / "clips"
    (folder / "more").mkdir(parents=True)
    shutil.copy(sample_clip, folder / "one.mp4")
    shutil.copy(sample_clip, folder / "more" / "зебра 斑马.mp4")
    (folder / "notes.txt").write_text("not a video")
    return folder


@pytest.fixture
def first_masks(tmp_path):
    """DAVIS annotations of the first frame of "one": a balloon and another thing."""
    folder = tmp_path / "first" / "Annotations" / "480p" / "one"
    folder.mkdir(parents=True)
    labels = np.zeros((360, 640), np.uint8)
    for value, mask in enumerate(sample_masks(0), start=1):
        labels[mask] = value
    cv2.imwrite(str(folder / "00000.png"), labels)
    return tmp_path / "first"


def test_a_folder_of_clips_becomes_a_project(run, clips, tmp_path):
    project = tmp_path / "p.maskbank"
    code, out, error = run("add", project, clips, "--json")
    assert (code, json.loads(out)["failures"]) == (0, []), error
    assert sorted(json.loads(out)["videos"]) == ["one", "зебра 斑马"]
    code, out, _ = run("info", project, "--json")
    assert len(json.loads(out)["videos"]) == 2


def test_one_video_without_labels_is_added_for_good(run, clips, tmp_path):
    project = tmp_path / "p.maskbank"
    assert run("add", project, clips / "one.mp4")[0] == 0
    assert project.exists()


def test_what_cannot_be_read_is_named_and_the_rest_is_added(run, clips, tmp_path):
    bad = clips / "bad.mp4"
    bad.write_text("not a video")
    code, out, _ = run("add", tmp_path / "p.maskbank", clips)
    assert code == 1
    assert out.startswith("2 videos in ")
    assert "bad.mp4" in out
    code, _, error = run("add", tmp_path / "q.maskbank", bad)
    assert code == 2
    assert "bad.mp4" in error
    assert not (tmp_path / "q.maskbank").exists()


def test_a_new_project_has_to_be_called_one(run, clips, tmp_path):
    code, _, error = run("add", tmp_path / "p", clips)
    assert code == 2
    assert "p.maskbank" in error
    assert not (tmp_path / "p").exists()


def test_imported_first_masks_are_followed(run, clips, first_masks, tmp_path):
    project = tmp_path / "p.maskbank"
    assert run("add", project, clips)[0] == 0
    code, _, error = run("import", project, "davis-2017", first_masks)
    assert code == 0, error
    code, out, error = run("propagate", project, "--range", ":4", "--json")
    assert code == 0, error
    reports = {it["video"]: it for it in json.loads(out)}
    assert reports["one"] == {"video": "one", "objects": [1, 2], "frames": 4}
    assert reports["зебра 斑马"] == {"video": "зебра 斑马", "objects": [], "frames": 0}
    _, out, _ = run("objects", "list", project, "--json")
    assert [(it["video"], it["masks"]) for it in json.loads(out)] == [("one", 4), ("one", 4)]


def test_an_object_that_shows_later_is_followed_from_there(run, clips, first_masks, tmp_path):
    project = tmp_path / "p.maskbank"
    folder = first_masks / "Annotations" / "480p" / "one"
    (folder / "00000.png").rename(folder / "00002.png")
    assert run("add", project, clips / "one.mp4")[0] == 0
    assert run("import", project, "davis-2017", first_masks)[0] == 0
    code, _, error = run("propagate", project, "--object", "2", "--range", ":5", "--json")
    assert code == 0, error
    with open_project(project) as opened:
        one, two = opened.objects(1)
        assert sorted(opened.track_marks(one.id).frame_index) == [2]
        assert sorted(opened.track_marks(two.id).frame_index) == [2, 3, 4]
        assert opened.mask(two.id, 3).source is Source.ENGINE
        assert not opened.mask(two.id, 3).rle.is_empty


def test_imported_masks_stay_and_what_lies_between_is_filled(run, clips, first_masks, tmp_path):
    project = tmp_path / "p.maskbank"
    folder = first_masks / "Annotations" / "480p" / "one"
    shutil.copy(folder / "00000.png", folder / "00003.png")
    assert run("add", project, clips / "one.mp4")[0] == 0
    assert run("import", project, "davis-2017", first_masks)[0] == 0
    code, _, error = run("propagate", project, "--range", ":5")
    assert code == 0, error
    with open_project(project) as opened:
        found = {frame: opened.mask(1, frame) for frame in range(5)}
        assert [frame for frame, it in found.items() if it.source is Source.IMPORT] == [0, 3]
        assert found[0].rle == found[3].rle


def test_a_video_that_cannot_be_followed_stops_no_other(run, clips, first_masks, tmp_path):
    project = tmp_path / "p.maskbank"
    assert run("add", project, clips)[0] == 0
    assert run("import", project, "davis-2017", first_masks)[0] == 0
    code, out, _ = run("propagate", project, "--object", "1", "--range", ":3", "--json")
    assert code == 1
    reports = {it["video"]: it for it in json.loads(out)}
    assert reports["one"]["frames"] == 3
    assert "There is no object '1'" in reports["зебра 斑马"]["error"]
