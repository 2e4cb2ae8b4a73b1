"""Every format: what goes out comes back, byte for byte the second time, and nothing is torn."""

import json
import signal
import subprocess
import sys
import time
from pathlib import Path

import cv2
import numpy as np
import pytest

from exporters.dataset import no_progress
from exporters.formats import FORMAT_NAMES, READABLE_NAMES, format_module
from storage.errors import UserError
from tests.exporters.datasets import MemoryDataset, box, davis, difficult, rebuild
from tests.shared import shared

ROOT = Path(__file__).parents[2]
EVERY = pytest.mark.parametrize("name", FORMAT_NAMES)
READABLE = pytest.mark.parametrize("name", READABLE_NAMES)
SOME = pytest.mark.parametrize(
    "name", ["coco", "youtube-vos"]
)  # what all formats share, and is slow
UNITED = {"davis-2016"}  # the objects of a video become one
UNTRACKED = {"yolo-seg"}  # nothing says which object is which
OUTLINED = {"yolo-seg"}  # parts are joined


def export(name, dataset, target, *, frames=False, progress=no_progress):
    return format_module(name).write(dataset, target, frames=frames, progress=progress)


def contents(folder):
    return {
        str(path.relative_to(folder)): path.read_bytes()
        for path in sorted(folder.rglob("*"))
        if path.is_file()
    }


def names(folder):
    return [path.name for path in folder.iterdir()]


class Cancelled(Exception):
    """What a progress bar raises when somebody presses the button."""


def cancel_at(frame):
    def progress(done, total):
        if done == frame:
            raise Cancelled

    return progress


# --- there and back ------------------------------------------------------------------------------


@pytest.mark.parametrize("name", [name for name in READABLE_NAMES if name not in OUTLINED])
def test_what_was_exported_read_and_exported_again_is_the_same_file_by_file(name, tmp_path):
    original = difficult()
    export(name, original, tmp_path / "first", frames=True)
    imported = format_module(name).read(tmp_path / "first")
    export(name, rebuild(imported, original), tmp_path / "second", frames=True)
    assert contents(tmp_path / "first") == contents(tmp_path / "second")


@pytest.mark.parametrize("name", [name for name in READABLE_NAMES if name not in OUTLINED])
def test_real_masks_come_back_bit_exact(name, tmp_path):
    original = davis(shared("davis2016"))
    export(name, original, tmp_path / "out")
    rebuilt = rebuild(format_module(name).read(tmp_path / "out"), original)
    assert [it.name for it in rebuilt.video_list] == [it.name for it in original.video_list]
    for before, after in zip(original.video_list, rebuilt.video_list, strict=True):
        assert [
            (frame_index, [mask.rle for mask in found])
            for frame_index, found in original.frame_masks(before.id)
        ] == [
            (frame_index, [mask.rle for mask in found])
            for frame_index, found in rebuilt.frame_masks(after.id)
        ]


@pytest.mark.parametrize(
    "name", [name for name in READABLE_NAMES if name not in UNITED | UNTRACKED]
)
def test_objects_keep_number_name_and_category(name, tmp_path):
    export(name, difficult(), tmp_path / "out")
    objects = format_module(name).read(tmp_path / "out").objects
    assert [(it.number, it.name) for it in objects if it.video != "CON"] == [
        (1, 'the "dog"\n\u202e'),
        (2, ""),
        (4, "never seen"),
        (300, "😀"),
    ]
    assert {it.category for it in objects} >= {"dog", "Mühle"}


@READABLE
def test_videos_keep_name_fingerprint_and_frame_numbers(name, tmp_path):
    export(name, difficult(), tmp_path / "out")
    videos = format_module(name).read(tmp_path / "out").videos
    assert [(it.name, it.fingerprint, it.source_frame_count) for it in videos] == [
        ("a/b: ../Zoë 東京.mp4", "1", 40),
        ("CON", "2", 1),
        ("nobody looked", "3", 40),
    ]
    assert videos[0].frame_indices == (0, 5, 10, 15, 39)


@READABLE
def test_frame_images_are_found_again_by_frame(name, tmp_path):
    export(name, difficult(), tmp_path / "out", frames=True)
    video = format_module(name).read(tmp_path / "out").videos[0]
    for frame_index, image in zip(video.frame_indices, video.image_names, strict=True):
        data = np.frombuffer((video.images / image).read_bytes(), np.uint8)
        assert abs(int(cv2.imdecode(data, cv2.IMREAD_COLOR).mean()) - frame_index) <= 1


@READABLE
def test_masks_are_delivered_video_by_video_and_frame_by_frame(name, tmp_path):
    export(name, difficult(), tmp_path / "out")
    dataset = format_module(name).read(tmp_path / "out")
    order = [it.name for it in dataset.videos]
    keys = [(order.index(it.video), it.frame_index, it.number) for it in dataset.masks()]
    assert keys == sorted(keys)
    assert len(keys) == len(list(dataset.masks())), "every call starts anew"


@READABLE
def test_progress_counts_frames_up_to_all_of_them(name, tmp_path):
    seen = []
    export(name, difficult(), tmp_path / "out", progress=lambda *pair: seen.append(pair))
    assert seen == [(i, 6) for i in range(7)]


@EVERY
def test_a_project_that_changes_meanwhile_is_not_exported_wrong(name, tmp_path):
    data = difficult()
    video_id = data.video_list[0].id

    def label_another_frame(done, total):
        if done == 0:
            data.found[video_id][3] = data.found[video_id][0]

    with pytest.raises(UserError, match="changed while it was exported"):
        export(name, data, tmp_path / "out", progress=label_another_frame)
    assert names(tmp_path) == []


@EVERY
def test_the_frame_map_says_which_frame_of_which_video_a_file_is(name, tmp_path):
    export(name, difficult(), tmp_path / "out")
    frame_map = json.loads((tmp_path / "out/frame_map.json").read_text())
    assert frame_map["format"] == name
    frame = frame_map["frames"][1]
    assert int(frame["name"].rsplit("/")[-1]) == {"mots": 2, "kitti-mots": 1}.get(name, 5)
    assert (frame["video_id"], frame["frame_index"], frame["pts"]) == (1, 5, 7 + 5 * 1001)
    assert frame["seconds"] == pytest.approx(5 * 1001 / 30_000)


# --- whole or not at all -------------------------------------------------------------------------


@READABLE
def test_a_new_export_replaces_the_old_one(name, tmp_path):
    export(name, difficult(), tmp_path / "out", frames=True)
    data = MemoryDataset()
    data.add_mask(data.add_object(data.add_video("clip"), 1), 0, box(0, 0, 2, 2))
    export(name, data, tmp_path / "out")
    assert [it.name for it in format_module(name).read(tmp_path / "out").videos] == ["clip"]
    assert names(tmp_path) == ["out"]


@EVERY
@pytest.mark.parametrize("frame", [0, 3, 6])
def test_a_cancelled_export_leaves_the_old_one_and_nothing_else(name, frame, tmp_path):
    export(name, difficult(), tmp_path / "out")
    before = contents(tmp_path)
    with pytest.raises(Cancelled):
        export(name, difficult(), tmp_path / "out", frames=True, progress=cancel_at(frame))
    assert contents(tmp_path) == before


@EVERY
def test_a_cancelled_first_export_leaves_no_folder_at_all(name, tmp_path):
    with pytest.raises(Cancelled):
        export(name, difficult(), tmp_path / "a/b/out", progress=cancel_at(3))
    assert names(tmp_path) == []


@EVERY
def test_folders_that_are_missing_on_the_way_are_made(name, tmp_path):
    export(name, difficult(), tmp_path / "a/b/out")
    assert (tmp_path / "a/b/out/frame_map.json").is_file()


@EVERY
def test_a_folder_with_other_things_is_not_replaced(name, tmp_path):
    (tmp_path / "thesis.tex").write_text("...")
    with pytest.raises(UserError, match="not an export"):
        export(name, difficult(), tmp_path)
    assert names(tmp_path) == ["thesis.tex"]


@EVERY
def test_an_export_to_which_something_was_added_is_not_replaced(name, tmp_path):
    export(name, difficult(), tmp_path / "out")
    (tmp_path / "out" / "best_model.pt").write_text("...")
    with pytest.raises(UserError, match=r"best_model\.pt"):
        export(name, difficult(), tmp_path / "out")
    assert (tmp_path / "out" / "best_model.pt").exists()


@EVERY
def test_an_empty_folder_is_used(name, tmp_path):
    (tmp_path / "out").mkdir()
    export(name, difficult(), tmp_path / "out")
    assert (tmp_path / "out/frame_map.json").is_file()


@EVERY
@pytest.mark.parametrize("target", ["file", "file/out"])
def test_a_target_that_cannot_be_is_a_sentence(name, target, tmp_path):
    (tmp_path / "file").write_text("")
    with pytest.raises(UserError, match=r"choose|Not a directory"):
        export(name, difficult(), tmp_path / target)


@SOME
def test_a_disk_that_takes_no_more_is_a_sentence_and_leaves_the_old_export(name, tmp_path):
    pytest.importorskip("resource")
    export(name, difficult(), tmp_path / "out")
    before = contents(tmp_path)
    code = f"""
import resource, signal, sys
from pathlib import Path
from exporters.dataset import no_progress
from exporters.formats import format_module
from storage.errors import UserError
from tests.exporters.datasets import difficult
signal.signal(signal.SIGXFSZ, signal.SIG_IGN)
resource.setrlimit(resource.RLIMIT_FSIZE, (300, 300))
try:
    format_module({name!r}).write(difficult(), Path(sys.argv[1]), frames=True, progress=no_progress)
except UserError:
    sys.exit(7)
"""
    run = subprocess.run([sys.executable, "-c", code, tmp_path / "out"], check=False, cwd=ROOT)
    assert run.returncode == 7
    assert contents(tmp_path) == before


@SOME
def test_killed_at_any_moment_the_target_is_the_old_or_the_new_export(name, tmp_path):
    """kill -9 while exports of one mask and of many follow each other; the next run tidies up."""
    out = tmp_path / "out"
    code = f"""
import sys
from pathlib import Path
from exporters.dataset import no_progress
from exporters.formats import format_module
from tests.exporters.datasets import difficult
print("ready", flush=True)
while True:
    format_module({name!r}).write(difficult(), Path(sys.argv[1]), frames=True, progress=no_progress)
"""
    export(name, difficult(), out, frames=True)
    whole = contents(out)
    for delay_ms in range(0, 40, 8):
        run = subprocess.Popen([sys.executable, "-c", code, out], stdout=subprocess.PIPE, cwd=ROOT)
        run.stdout.readline()
        time.sleep(delay_ms / 1000)
        run.send_signal(signal.SIGKILL)
        run.communicate()
        if out.exists():  # else killed between two renames, which the next export mends
            assert contents(out) == whole
    export(name, difficult(), out, frames=True)
    assert contents(out) == whole
    assert names(tmp_path) == ["out"]
