"""A hand that scrubs sees the small copy at once, and the exact frame when it rests."""

import pytest

from annotator.gui.images import pixels_of
from annotator.gui.window import Window
from annotator.gui.workbench import Workbench
from annotator.session import Session
from storage.proxy_options import ProxyOptions
from storage.video import open_frames
from storage.video.proxy import proxy_path
from tests.gui.conftest import FRAME_COUNT, delete_now


@pytest.fixture
def options(tmp_path):
    return ProxyOptions(tmp_path / "cache", max_side_px=160)


@pytest.fixture
def no_cache(monkeypatch):
    """No frame is decoded before it is asked for."""
    monkeypatch.setattr(
        Session, "open_frames", lambda self, it: open_frames(self.video_source(it), cache_bytes=0)
    )


@pytest.fixture
def scrubbed(no_cache, qtbot, clip, options):
    """The window with the clip open and its small copy made."""
    window = Window(Workbench(engine="flow", proxies=options))
    window.show()
    window.bench.projects.open(clip)
    with qtbot.waitSignal(window.bench.proxying.made, timeout=20_000):
        pass
    qtbot.waitUntil(lambda: window.stage.frame_index == 0, timeout=20_000)
    qtbot.waitUntil(lambda: window.jobs.current is None, timeout=20_000)
    yield window
    window.close()
    delete_now(window)


def test_the_copy_is_made_in_the_background_and_kept(scrubbed, options):
    video = scrubbed.bench.workspace.video
    assert proxy_path(video.facts, options).exists()
    assert not list(options.folder.glob("*.part"))


def test_a_jump_shows_the_copy_first_and_then_the_frame_itself(scrubbed, qtbot):
    shown = []
    stage = scrubbed.stage
    stage.shown.connect(lambda: shown.append((stage.frame_index, stage.is_exact)))
    for frame_index in (10, 35, 20, 30):
        scrubbed.bench.seek(frame_index)
    qtbot.waitUntil(lambda: stage.frame_index == 30 and stage.is_exact, timeout=20_000)
    assert (30, False) in shown
    assert shown[-1] == (30, True)
    assert scrubbed.canvas.frame_wh == (640, 360)


def test_what_rests_on_the_canvas_is_the_frame_and_not_the_copy(scrubbed, qtbot):
    scrubbed.bench.seek(FRAME_COUNT - 1)
    qtbot.waitUntil(
        lambda: scrubbed.stage.frame_index == FRAME_COUNT - 1 and scrubbed.stage.is_exact
    )
    with scrubbed.bench.workspace.session.open_frames(1) as frames:
        exact = frames.frame(FRAME_COUNT - 1)
    assert (pixels_of(scrubbed.canvas._frame) == exact).all()


def test_zoom_stays_while_the_copy_takes_turns_with_the_frame(scrubbed, qtbot):
    scrubbed.canvas.zoom(3)
    before = scrubbed.canvas.viewport
    scrubbed.bench.seek(30)
    qtbot.waitUntil(lambda: scrubbed.stage.frame_index == 30 and scrubbed.stage.is_exact)
    assert scrubbed.canvas.viewport == before


def test_cancel_is_not_meant_for_what_nobody_waits_for(scrubbed):
    scrubbed.bench.projects.submit("copy", lambda report: report(1, 2), background=True)
    (job,) = scrubbed.bench.projects.jobs.unfinished() or [None]
    scrubbed.bench.projects.cancel_all()
    done = scrubbed.bench.projects.jobs.wait(job.id)
    assert done.state == "done"
