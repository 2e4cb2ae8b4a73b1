"""Many videos: added at once, found again, counted, and pictured."""

import os
import shutil

import cv2
import numpy as np
import pytest

from annotator.adding import add_videos, find_videos
from annotator.browsing import video_entries
from annotator.export_options import ExportOptions, FrameFiles
from annotator.exporting import export_project
from annotator.importing import import_dataset
from annotator.masks import set_masks
from annotator.objects import add_object
from annotator.opening import open_or_make_project, project_path_for
from annotator.relinking import find_moved
from annotator.sample import RATE
from annotator.session import Session
from annotator.thumbnails import ThumbnailKey, ThumbnailMaker, ThumbnailStore
from annotator.videos import add_video, missing_videos
from storage import masks
from storage.errors import UserError, VideoError
from storage.video import write_video


def nothing(done, total):
    """Progress that nobody looks at."""


def write_clip(path, shade=0, frames=4):
    path.parent.mkdir(parents=True, exist_ok=True)
    pictures = [np.full((48, 64, 3), (shade, 10 * i, 0), np.uint8) for i in range(frames)]
    write_video(path, pictures, rate=RATE)
    return path


def write_images(folder):
    folder.mkdir(parents=True)
    for i in range(3):
        cv2.imwrite(str(folder / f"{i}.png"), np.full((48, 64, 3), 40 * i, np.uint8))
    return folder


@pytest.fixture
def session(tmp_path):
    with Session.open(tmp_path / "p.maskbank") as opened:
        yield opened


# --- names -------------------------------------------------------------------------------------------


def test_a_folder_keeps_what_follows_a_dot_in_its_name(session, tmp_path):
    folder, clip = write_images(tmp_path / "clip.v2"), write_clip(tmp_path / "clip.v3.mp4")
    assert [add_video(session, path).name for path in (folder, clip)] == ["clip.v2", "clip.v3"]
    assert project_path_for(folder) == tmp_path / "clip.v2.maskbank"
    assert project_path_for(clip) == tmp_path / "clip.v3.maskbank"


def test_a_folder_whose_name_has_a_dot_is_found_for_what_is_imported(session, tmp_path):
    folders = [write_images(tmp_path / name) for name in ("clip.v2", "clip.v3")]
    video = add_video(session, folders[1])
    tracked = add_object(session, video.id, name="thing", category="thing")
    pixels = np.zeros((48, 64), bool)
    pixels[3:9, 5:20] = True
    set_masks(session, 1, {tracked.id: masks.encode(pixels)})
    export_project(
        session.project, "coco", tmp_path / "out", ExportOptions(frame_files=FrameFiles.NONE)
    )
    (tmp_path / "out/frame_map.json").unlink()  # as if somebody else had made it
    with Session.open(tmp_path / "q.maskbank") as other:
        import_dataset(other, "coco", tmp_path / "out", videos=folders)
        assert [other.project.video_path(it.id) for it in other.project.videos()] == [folders[1]]


# --- adding ------------------------------------------------------------------------------------------


def test_a_folder_of_videos_stands_for_them_and_one_of_images_is_a_video(tmp_path):
    deep = write_clip(tmp_path / "videos/deeper/b.mkv")
    high = write_clip(tmp_path / "videos/c.mp4")
    (tmp_path / "videos/notes.txt").write_text("no video")
    images = write_images(tmp_path / "images")
    single = tmp_path / "a.odd"
    assert find_videos([tmp_path / "videos", images, single]) == [high, deep, images, single]


def test_all_are_added_and_one_that_fails_stops_no_other(session, tmp_path):
    paths = [
        write_clip(tmp_path / "a.mp4", 10),
        tmp_path / "gone.mp4",
        write_clip(tmp_path / "b.mp4", 20),
    ]
    steps = []
    added = add_videos(session, paths, lambda done, total: steps.append(done / total))
    assert [it.name for it in added.videos] == ["a", "b"]
    (failure,) = added.failures
    assert "gone.mp4" in failure
    assert steps == sorted(steps)
    assert [it.label for it in session.project.history()] == ["Add the video a", "Add the video b"]


def test_if_none_can_be_read_it_is_said(session, tmp_path):
    with pytest.raises(UserError, match=r"gone\.mp4"):
        add_videos(session, [tmp_path / "gone.mp4"], nothing)


def test_a_new_project_with_several_videos_stays_even_if_nothing_is_labelled(tmp_path):
    paths = [write_clip(tmp_path / f"{i}.mp4", i) for i in range(2)]
    with open_or_make_project(tmp_path / "one.maskbank") as session:
        add_videos(session, paths[:1], nothing)
    with open_or_make_project(tmp_path / "many.maskbank") as session:
        add_videos(session, paths, nothing)
    assert [it.name for it in tmp_path.glob("*.maskbank")] == ["many.maskbank"]


# --- finding again -----------------------------------------------------------------------------------


def test_moved_videos_are_found_by_their_content(session, tmp_path):
    paths = [write_clip(tmp_path / "in/a.mp4", 10), write_clip(tmp_path / "in/b.mp4", 20)]
    paths.append(write_images(tmp_path / "images"))
    a, b, images = add_videos(session, paths, nothing).videos
    new = tmp_path / "new"
    (new / "deep").mkdir(parents=True)
    paths[0].rename(new / "deep/renamed.mp4")
    paths[2].rename(new / "pictures")
    write_clip(new / "a.mp4", 99)
    assert missing_videos(session.project) == [a, images]
    assert [it.is_missing for it in video_entries(session.project)] == [True, False, True]
    assert [it.id for it in find_moved(session, new, nothing)] == [a.id, images.id]
    assert session.project.video_path(a.id) == new / "deep/renamed.mp4"
    assert missing_videos(session.project) == []
    session.undo()
    assert [it.id for it in missing_videos(session.project)] == [a.id, images.id]
    assert session.project.video_path(b.id) == paths[1]


def test_a_missing_video_that_is_added_again_is_that_video(session, tmp_path):
    here, gone = write_clip(tmp_path / "a.mp4", 10), write_clip(tmp_path / "b.mp4", 20)
    _a, b = add_videos(session, [here, gone], nothing).videos
    copy = tmp_path / "copy of a.mp4"
    copy.write_bytes(here.read_bytes())
    moved = gone.rename(tmp_path / "moved.mp4")
    again = add_videos(session, [copy, moved], nothing).videos
    assert [it.name for it in again] == ["copy of a", "b"]  # a is where it was: its copy is another
    assert again[1].id == b.id
    assert session.project.video_path(b.id) == moved


def test_a_folder_without_them_is_refused(session, tmp_path):
    path = write_clip(tmp_path / "a.mp4")
    add_video(session, path)
    path.unlink()
    with pytest.raises(UserError, match="None of the missing videos"):
        find_moved(session, tmp_path, nothing)


# --- pictures ----------------------------------------------------------------------------------------


def test_a_thumbnail_shows_the_frame_small(session, tmp_path):
    video = add_video(session, write_clip(tmp_path / "a.mp4", shade=200))
    source = session.video_source(video.id)
    picture = ThumbnailMaker().make(source, ThumbnailKey(video.facts.fingerprint))
    assert picture.shape == (108, 144, 3)
    assert np.abs(picture.mean(axis=(0, 1)) - (200, 0, 0)).max() < 12


def test_a_thumbnail_around_a_box_stays_inside_the_frame(session, tmp_path):
    video = add_video(session, write_clip(tmp_path / "a.mp4", shade=200))
    for box in ((60, 44, 4, 4), (0, 0, 1, 1), (0, 0, 64, 48), (5, 5, 0, 0)):
        key = ThumbnailKey(video.facts.fingerprint, 1, box)
        picture = ThumbnailMaker().make(session.video_source(video.id), key)
        assert min(picture.shape[:2]) > 0


def test_things_on_one_frame_have_it_decoded_once(session, tmp_path):
    video = add_video(session, write_clip(tmp_path / "a.mp4", shade=200))
    source, maker = session.video_source(video.id), ThumbnailMaker()
    here, beside = (ThumbnailKey(video.facts.fingerprint, 1, (x, 9, 8, 8)) for x in (5, 40))
    first = maker.make(source, here)
    (tmp_path / "a.mp4").unlink()
    assert maker.make(source, beside).shape == first.shape
    with pytest.raises(VideoError):
        maker.make(source, ThumbnailKey(video.facts.fingerprint, 2))


def test_thumbnails_are_kept_and_the_oldest_go(tmp_path):
    store = ThumbnailStore(tmp_path / "cache", most_bytes=4000)
    keys = [ThumbnailKey("f" * 64, i, (1, 2, 3, 4)) for i in range(12)]
    noise = np.random.default_rng(1).integers(0, 255, (30, 40, 3)).astype(np.uint8)
    for age, key in enumerate(keys):
        store.put(key, noise)
        os.utime(tmp_path / "cache" / key.file_name, (age, age))  # clocks may stand still so long
    store.tidy()
    kept = [store.get(key) is not None for key in keys]
    assert kept == sorted(kept)
    assert 0 < sum(kept) < 12
    assert sum(it.stat().st_size for it in (tmp_path / "cache").iterdir()) <= 4000
    assert store.get(keys[-1]).shape == (30, 40, 3)


def test_what_earlier_windows_left_counts_and_what_others_remove_meanwhile_does_not(tmp_path):
    noise = np.random.default_rng(1).integers(0, 255, (30, 40, 3)).astype(np.uint8)
    for i in range(60):  # each picture by a window of its own
        if i == 6:
            (tmp_path / "gone.jpg").symlink_to(tmp_path / "nowhere")  # as one removed while listed
            (tmp_path / "f-99.jpg.1~").write_bytes(bytes(4000))  # a crash left it
        ThumbnailStore(tmp_path, most_bytes=40_000).put(ThumbnailKey("f", i), noise)
    sizes = [it.stat().st_size for it in tmp_path.iterdir() if it.exists()]
    assert 20_000 < sum(sizes) <= 40_000


def test_a_cache_that_cannot_be_used_keeps_nothing(tmp_path):
    (tmp_path / "file").write_text("in the way")
    store = ThumbnailStore(tmp_path / "file")
    key = ThumbnailKey("f", 0)
    store.put(key, np.zeros((4, 4, 3), np.uint8))
    assert store.get(key) is None
    folder = tmp_path / "cache"
    folder.mkdir()
    shutil.copy(tmp_path / "file", folder / key.file_name)
    assert ThumbnailStore(folder).get(key) is None
