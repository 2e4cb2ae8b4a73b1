"""A hand that scrubs sees the small copy at once, and the exact frame when it rests."""

import threading

import pytest
from PySide6.QtCore import QEvent, QObject
from PySide6.QtWidgets import QApplication

from annotator.gui import gait, stage
from annotator.gui.window import Window
from annotator.gui.workbench import Workbench
from annotator.jobs import JobState, Lane
from annotator.session import Session
from storage.proxy_options import ProxyOptions
from storage.video import ReadAhead, open_frames
from storage.video.proxy import proxy_path
from tests.gui.conftest import FRAME_COUNT, delete_now
from tests.gui.looking import pixels_of


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
    window.resize(1440, 900)  # with room for the frame at its own size
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
    seen = []
    shown = scrubbed.stage
    shown.shown.connect(lambda: seen.append((shown.frame_index, shown.is_exact)))
    for frame_index in (10, 35, 20, 30):
        scrubbed.bench.seek(frame_index)
    qtbot.waitUntil(lambda: shown.frame_index == 30 and shown.is_exact, timeout=20_000)
    assert (30, False) in seen
    assert seen[-1] == (30, True)
    assert scrubbed.canvas.frame_wh == (640, 360)


def test_another_frame_does_not_lay_out_the_window_anew(scrubbed, qtbot):
    """That would take longer than to draw the frame."""
    asked = []

    class Listener(QObject):
        def eventFilter(self, watched, event):  # noqa: N802
            if event.type() is QEvent.Type.LayoutRequest:
                asked.append(watched)
            return False

    scrubbed.bench.seek(1)
    qtbot.waitUntil(lambda: scrubbed.stage.is_settled)
    listener = Listener()
    QApplication.instance().installEventFilter(listener)
    for frame_index in (9, 30, 31, 2):
        scrubbed.bench.seek(frame_index)
        qtbot.waitUntil(lambda: scrubbed.stage.is_settled)
    QApplication.instance().removeEventFilter(listener)
    assert asked == []


def test_what_rests_on_the_canvas_is_the_frame_and_not_the_copy(scrubbed, qtbot):
    scrubbed.bench.seek(FRAME_COUNT - 1)
    qtbot.waitUntil(
        lambda: scrubbed.stage.frame_index == FRAME_COUNT - 1 and scrubbed.stage.is_exact
    )
    with scrubbed.bench.workspace.session.open_frames(1) as frames:
        exact = frames.frame(FRAME_COUNT - 1)
    assert (pixels_of(scrubbed.canvas._frame) == exact).all()


def test_nothing_is_decoded_for_a_hand_that_drags_until_it_rests(scrubbed, qtbot, monkeypatch):
    monkeypatch.setattr(gait, "HASTE_SECONDS", 60)  # however slow this machine is
    monkeypatch.setattr(stage, "_HURRY_SECONDS", 60)
    monkeypatch.setattr(stage, "_REST_MILLISECONDS", 3_600_000)
    asked = []
    ask = ReadAhead.ask
    monkeypatch.setattr(ReadAhead, "ask", lambda self, it: asked.append(it) or ask(self, it))
    shown = scrubbed.stage
    for frame_index in (1, 2, 3):
        scrubbed.bench.seek(frame_index)
        qtbot.waitUntil(lambda at=frame_index: shown.frame_index == at, timeout=20_000)
    assert asked == []
    monkeypatch.setattr(stage, "_REST_MILLISECONDS", 1)  # it comes to rest
    scrubbed.bench.seek(4)
    qtbot.waitUntil(lambda: shown.frame_index == 4 and shown.is_exact, timeout=20_000)
    assert asked == [4]


def test_zoom_stays_while_the_copy_takes_turns_with_the_frame(scrubbed, qtbot):
    scrubbed.canvas.zoom(3)
    before = scrubbed.canvas.viewport
    scrubbed.bench.seek(30)
    qtbot.waitUntil(lambda: scrubbed.stage.frame_index == 30 and scrubbed.stage.is_exact)
    assert scrubbed.canvas.viewport == before


def test_a_damaged_copy_is_thrown_away_and_made_anew(scrubbed, qtbot, options):
    bench, shown = scrubbed.bench, scrubbed.stage
    path = proxy_path(bench.workspace.video.facts, options)
    sound = path.read_bytes()
    path.write_bytes(
        bytes(len(sound) // 2) + sound[len(sound) // 2 :]
    )  # the same file, open in the window
    with qtbot.waitSignal(bench.proxying.made, timeout=20_000):
        bench.seek(5)
    qtbot.waitUntil(lambda: shown.frame_index == 5 and shown.is_exact, timeout=20_000)
    qtbot.waitUntil(lambda: scrubbed.jobs.current is None, timeout=20_000)
    assert path.read_bytes() == sound


def test_cancel_is_not_meant_for_what_nobody_waits_for(scrubbed):
    go_on = threading.Event()

    def work(report):
        go_on.wait()
        report(1, 1)

    jobs = scrubbed.bench.projects.jobs
    job_id = scrubbed.bench.projects.submit("copy", work, lane=Lane.BACKGROUND)
    scrubbed.bench.projects.cancel_all()
    go_on.set()
    assert jobs.wait(job_id).state is JobState.DONE


def test_where_one_is_can_be_read_in_full(scrubbed, qtbot):
    scrubbed.bench.seek(FRAME_COUNT - 1)
    qtbot.waitUntil(lambda: scrubbed.stage.is_settled)
    for label in (scrubbed.transport._where, scrubbed.transport._range, scrubbed.status._zoom):
        assert label.width() > label.fontMetrics().horizontalAdvance(label.text())
