"""Scene cuts: found where the picture changes altogether, kept, corrected by hand."""

from itertools import islice

import numpy as np
import pytest

from annotator.sample import RATE, sample_frames
from annotator.scene_cuts import find_scene_cuts, scene_of, toggle_scene_cut
from annotator.session import Session
from annotator.videos import add_video, find_video
from storage.errors import ProjectError
from storage.video import write_video

LENGTH = 8  # frames of each scene


def scenes():
    """The sample, a night of noise, and the sample again, mirrored and in other colours."""
    rng = np.random.default_rng(1)
    noise = rng.integers(0, 60, (360, 640, 3), np.uint8)
    yield from islice(sample_frames(), LENGTH)
    for shift in range(LENGTH):
        yield np.roll(noise, 2 * shift, axis=1)
    for frame in islice(sample_frames(), LENGTH):
        yield 255 - frame[:, ::-1]


@pytest.fixture(scope="module")
def film(tmp_path_factory):
    path = tmp_path_factory.mktemp("film") / "film.mp4"
    write_video(path, scenes(), rate=RATE)
    return path


@pytest.fixture
def session(film, tmp_path):
    with Session.open(tmp_path / "film.maskbank") as opened:
        add_video(opened, film)
        yield opened


def test_scenes_begin_where_the_picture_changes_altogether(session):
    video = find_video(session.project, None)
    told = []
    found = find_scene_cuts(
        session, video.id, progress=lambda done, total: told.append((done, total))
    )
    assert found == session.project.scene_cuts(video.id) == (LENGTH, 2 * LENGTH)
    assert told[-1] == (3 * LENGTH, 3 * LENGTH)
    session.undo()
    assert session.project.scene_cuts(video.id) is None


def test_a_cancelled_search_keeps_nothing(session):
    def cancel(done, total):
        raise KeyboardInterrupt

    video = find_video(session.project, None)
    with pytest.raises(KeyboardInterrupt):
        find_scene_cuts(session, video.id, progress=cancel)
    assert session.project.scene_cuts(video.id) is None


def test_a_person_has_the_last_word(session):
    video = find_video(session.project, None)
    assert toggle_scene_cut(session, video.id, 5)
    assert toggle_scene_cut(session, video.id, 9)
    assert not toggle_scene_cut(session, video.id, 5)
    assert session.project.scene_cuts(video.id) == (9,)
    with pytest.raises(ProjectError, match="A scene can begin"):
        toggle_scene_cut(session, video.id, 0)


@pytest.mark.parametrize(
    ("frame_index", "scene"), [(0, (0, 5)), (4, (0, 5)), (5, (5, 9)), (9, (9, 20)), (19, (9, 20))]
)
def test_a_frame_belongs_to_one_scene(frame_index, scene):
    assert scene_of((5, 9), frame_index, 20) == scene
