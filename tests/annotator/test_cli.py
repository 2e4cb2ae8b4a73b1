"""The command line as people and scripts use it: what it prints, its exit codes, and bad input."""

import json
import os
import shutil
import signal
import sqlite3
import subprocess
import sys
import tempfile
import time
from fractions import Fraction
from pathlib import Path

import av
import cv2
import numpy as np
import pytest

from annotator.sample import FRAME_COUNT, SAMPLE_OBJECTS, sample_masks
from storage import masks

BALLOON = ",".join(map(str, SAMPLE_OBJECTS[0].click))


@pytest.fixture
def project(run, clip):
    """The clip's project with one object on its first four frames."""
    mask = clip.with_name("balloon.png")
    cv2.imwrite(str(mask), sample_masks(0)[0].astype(np.uint8) * 255)
    code, *_ = run(
        "label", clip, "--object", "balloon", "--category", "toy", "--mask", mask, "--range", ":4"
    )
    assert code == 0
    return clip.with_suffix(".maskbank")


@pytest.fixture
def read_only_folder(sample_clip, monkeypatch):
    """A folder with the clip in which nothing can be written, not even by root."""
    if os.name == "nt":
        pytest.skip("needs POSIX permissions")
    folder = Path(tempfile.mkdtemp())
    shutil.copyfile(sample_clip, folder / "clip.mp4")
    monkeypatch.setenv("MASKBANK_MODELS", str(folder / "models"))  # root's own are not to be read
    folder.chmod(0o555)
    is_root = os.getuid() == 0
    if is_root:
        os.setresuid(65534, 65534, 0)  # nobody, for now
    yield folder
    if is_root:
        os.setresuid(0, 0, 0)
    shutil.rmtree(folder)


def test_help_comes_without_anything_heavy():
    code = "import sys, annotator.cli; print([m for m in sys.modules])"
    loaded = subprocess.run(
        [sys.executable, "-c", code], capture_output=True, text=True, check=True
    ).stdout
    for heavy in ("torch", "transformers", "numpy", "cv2", "PySide6", "sqlalchemy", "'av'"):
        assert heavy not in loaded


def test_a_click_becomes_masks_on_every_frame(run, clip):
    code, out, _ = run(
        "label", clip, "--object", "balloon", "--frame", 3, "--point", BALLOON, "--json"
    )
    assert code == 0
    assert json.loads(out)["frames"] == FRAME_COUNT
    code, out, _ = run("info", clip.with_suffix(".maskbank"), "--json")
    (video,) = json.loads(out)["videos"]
    assert video["frames"] == FRAME_COUNT
    assert video["objects"] == [
        {
            "number": 1,
            "name": "balloon",
            "category": None,
            "locked": False,
            "masks": FRAME_COUNT,
            "absent": 0,
            "human": 1,
            "verified": 0,
            "attributes": {},
            "attribute_spans": [],
        }
    ]


def test_naming_the_object_again_corrects_it(run, project, clip):
    code, *_ = run(
        "label",
        project,
        "--object",
        "balloon",
        "--frame",
        2,
        "--box",
        "70,70,205,230",
        "--range",
        ":4",
    )
    assert code == 0
    _, out, _ = run("info", project, "--json")
    (balloon,) = json.loads(out)["videos"][0]["objects"]
    assert (balloon["masks"], balloon["human"]) == (4, 2)


@pytest.mark.parametrize("format_name", ["coco", "youtube-vos"])
def test_export_import_export_gives_the_same_bytes(run, project, clip, tmp_path, format_name):
    assert run("export", project, format_name, tmp_path / "first")[0] == 0
    again = tmp_path / "again.maskbank"
    assert run("import", again, format_name, tmp_path / "first", "--video", clip)[0] == 0
    assert run("export", again, format_name, tmp_path / "second")[0] == 0
    assert files_in(tmp_path / "first") == files_in(tmp_path / "second")


def files_in(folder):
    return {
        str(p.relative_to(folder)): p.read_bytes() for p in sorted(folder.rglob("*")) if p.is_file()
    }


def test_only_every_nth_frame_is_exported(run, project, tmp_path):
    code, out, _ = run("export", project, "coco", tmp_path / "out", "--every", 2, "--json")
    assert code == 0
    assert json.loads(out)["frames"] == 2


def test_only_verified_masks_are_exported(run, project, tmp_path):
    _, out, _ = run("export", project, "coco", tmp_path / "out", "--verified-only", "--json")
    assert json.loads(out)["masks"] == 1  # the one that the person gave


def test_the_overlay_video_has_every_frame(run, project, tmp_path):
    assert run("render", project, tmp_path / "overlay.mp4")[0] == 0
    capture = cv2.VideoCapture(str(tmp_path / "overlay.mp4"))
    assert sum(1 for _ in iter(lambda: capture.read()[0], False)) == FRAME_COUNT


def test_evaluate_compares_png_folders(run, project, tmp_path):
    run("export", project, "youtube-vos", tmp_path / "out")
    masks_folder = tmp_path / "out" / "train" / "Annotations"
    code, out, _ = run("evaluate", masks_folder, masks_folder, "--json")
    assert code == 0
    assert json.loads(out)["overall"]["J&F"] == 1.0


def test_engines_and_doctor_report(run):
    _, out, _ = run("engines", "--json")
    assert "flow" in [row["name"] for row in json.loads(out)]
    code, out, _ = run("doctor", "--json")
    assert code == 0
    assert {"Python", "SQLite", "GPU", "engine flow"} <= {row["name"] for row in json.loads(out)}


# A shell that runs the tests in the background lets them, and what they start, pass Ctrl+C over.
LISTENING = """
import signal
signal.signal(signal.SIGINT, signal.default_int_handler)
from annotator.cli import main
main()
"""


def test_ctrl_c_keeps_what_is_done(clip):
    slowly = ("--option", "preset=full")  # so that it is not done before it is interrupted
    command = [sys.executable, "-c", LISTENING, "label", str(clip), "--point", BALLOON, "--json", *slowly]  # fmt: skip
    process = subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.PIPE)
    project = clip.with_suffix(".maskbank")
    while process.poll() is None and masks_in(project) < 3:
        time.sleep(0.05)
    process.send_signal(signal.SIGINT)
    out, _ = process.communicate(timeout=60)
    assert process.returncode == 130
    report = json.loads(out)
    assert report["interrupted"]
    assert masks_in(project) >= report["frames"] >= 2


def masks_in(project: Path) -> int:
    """How many masks are on disk, as another program sees it."""
    if not project.exists():
        return 0
    connection = sqlite3.connect(f"file:{project}?mode=ro", uri=True)
    try:
        return connection.execute("select count(*) from masks").fetchone()[0]
    except sqlite3.OperationalError:
        return 0  # not that far yet
    finally:
        connection.close()


# --- bad input: a sentence, exit code 2, nothing changed -------------------------------------------


def refused(run, *arguments):
    code, out, err = run(*arguments)
    assert code == 2, err
    assert out == ""
    assert err.splitlines()[-1].startswith("Error: ")
    assert "Traceback" not in err
    return err


def write_text(path):
    path.write_text("this is not a video")


def write_nothing(path):
    path.touch()


def write_audio(path):
    with av.open(str(path), "w") as container:
        stream = container.add_stream("aac", rate=44_100)
        sound = av.AudioFrame.from_ndarray(
            np.zeros((1, 1024), np.float32), format="fltp", layout="mono"
        )
        sound.sample_rate = 44_100
        container.mux(stream.encode(sound))
        container.mux(stream.encode(None))


def write_no_frames(path):
    with av.open(str(path), "w") as container:
        stream = container.add_stream("mpeg4", rate=Fraction(24))
        stream.width, stream.height, stream.pix_fmt = 64, 48, "yuv420p"
        container.start_encoding()


@pytest.mark.parametrize("write", [write_text, write_nothing, write_audio, write_no_frames])
def test_what_is_no_video_is_refused_and_leaves_no_project(run, tmp_path, write):
    path = tmp_path / "clip.mp4"
    write(path)
    refused(run, "label", path, "--point", "1,1")
    assert [p.name for p in tmp_path.iterdir()] == ["clip.mp4"]


def test_a_missing_file_is_refused(run, tmp_path):
    assert "There is no file" in refused(run, "label", tmp_path / "nothing.mp4", "--point", "1,1")
    for command in (["info"], ["render"], ["export"]):
        rest = {"info": [], "render": ["o.mp4"], "export": ["coco", "o"]}[command[0]]
        refused(run, *command, tmp_path / "nothing.maskbank", *rest)
    assert list(tmp_path.iterdir()) == []


@pytest.mark.parametrize(
    ("prompt", "says"),
    [
        (["--point", "640,100"], "outside the frame"),
        (["--point", "-1,5"], "outside the frame"),
        (["--box", "600,300,700,350"], "outside the frame"),
        (["--box", "50,50,20,20"], "empty"),
        (["--frame", "72", "--point", "5,5"], "There is no frame 72"),
        (["--range", "10:20", "--point", "5,5"], "not in the range"),
        (["--range", "0:500", "--point", "5,5"], "outside the video"),
        (["--point", "five"], "not understood"),
        (["--engine", "magic", "--point", "5,5"], "no engine called 'magic'"),
        (["--option", "preset=best", "--point", "5,5"], "preset"),
        ([], "give --point"),
    ],
)
def test_a_bad_prompt_is_refused_and_leaves_no_project(run, clip, prompt, says):
    assert says in refused(run, "label", clip, *prompt)
    assert not clip.with_suffix(".maskbank").exists()


def test_a_bad_prompt_changes_nothing_in_a_project(run, project):
    before = project.read_bytes()
    refused(run, "label", project, "--object", "cat", "--point", "9999,5")
    assert project.read_bytes() == before


def test_a_mask_of_another_size_is_refused(run, clip, tmp_path):
    cv2.imwrite(str(tmp_path / "small.png"), np.ones((10, 10), np.uint8))
    assert "10 x 10" in refused(run, "label", clip, "--mask", tmp_path / "small.png")


def test_an_unknown_format_names_those_there_are(run, project, tmp_path):
    assert "coco" in refused(run, "export", project, "cocoa", tmp_path / "out")
    assert "coco" in refused(run, "import", project, "cocoa", tmp_path)


def test_a_file_that_is_no_project_is_refused_and_kept(run, tmp_path):
    path = tmp_path / "notes.maskbank"
    path.write_text("shopping list")
    refused(run, "info", path)
    assert path.read_text() == "shopping list"


def test_a_folder_that_cannot_be_written_is_refused(run, project, read_only_folder):
    """``project`` has loaded all code that the command needs: nobody may not read root's Python."""
    message = refused(run, "label", read_only_folder / "clip.mp4", "--point", BALLOON)
    assert "cannot be written" in message


def test_names_in_any_script_work(run, sample_clip, tmp_path):
    clip = tmp_path / "视频 🎬 'quoted' %03d.mp4"
    clip.write_bytes(sample_clip.read_bytes())
    name = "狗 <b>&\"'"
    assert run("label", clip, "--object", name, "--point", BALLOON, "--range", ":2")[0] == 0
    project = clip.with_suffix(".maskbank")
    _, out, _ = run("info", project, "--json")
    assert json.loads(out)["videos"][0]["objects"][0]["name"] == name
    assert run("export", project, "coco", tmp_path / "out")[0] == 0
    data = json.loads((tmp_path / "out" / "annotations.json").read_text())
    assert all(
        (tmp_path / "out" / "images" / image["file_name"]).is_file()
        or (tmp_path / "out" / image["file_name"]).is_file()
        for image in data["images"]
    )


def test_a_name_too_long_for_a_project_beside_it_is_refused(run, sample_clip, tmp_path):
    clip = tmp_path / ("a" * 250 + ".mp4")
    clip.write_bytes(sample_clip.read_bytes())
    assert "long" in refused(run, "label", clip, "--point", BALLOON)


@pytest.mark.parametrize(
    "content",
    [
        "",
        "[]",
        "{",
        '{"images": 5}',
        '{"images": [], "annotations": [{"id": 1}], "categories": []}',
    ],
)
def test_json_that_is_no_coco_is_refused_and_imports_nothing(run, project, tmp_path, content):
    (tmp_path / "bad.json").write_text(content)
    before = run("info", project)[1]
    refused(run, "import", project, "coco", tmp_path / "bad.json")
    assert run("info", project)[1] == before


def test_an_rle_that_lies_about_its_size_is_refused(run, project, clip, tmp_path):
    run("export", project, "coco", tmp_path / "out", "--no-frames")
    path = tmp_path / "out" / "annotations.json"
    data = json.loads(path.read_text())
    data["annotations"][1]["segmentation"]["counts"] = masks.to_coco(
        masks.encode(np.ones((9, 9), bool))
    )["counts"]
    path.write_text(json.dumps(data))
    target = tmp_path / "new.maskbank"
    assert "annotation" in refused(run, "import", target, "coco", tmp_path / "out", "--video", clip)
    assert not target.exists()
