"""Real windows on a screen that is not there, driven by mouse and keyboard."""

import os
import threading
from dataclasses import dataclass, field
from itertools import islice
from pathlib import Path

os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")

import pytest
from PySide6.QtCore import QEvent
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from annotator.gui import language, sentences, theme
from annotator.gui.preferences import Language
from annotator.gui.theme import Theme
from annotator.gui.window import Window
from annotator.gui.workbench import Workbench
from annotator.sample import RATE, sample_frames
from storage.video import write_video
from tests.gui.speaking import SLOW

FRAME_COUNT = 40
_END_SECONDS = _HELD_SECONDS = SLOW / 1000


def pytest_collection_modifyitems(items):
    here = Path(__file__).parent
    for item in items:
        if here in item.path.parents:
            item.add_marker(pytest.mark.gui)
            # Said by the screen that is not there, about windows with a least size and pop-ups.
            item.add_marker(pytest.mark.qt_log_ignore("This plugin does not support"))


@pytest.fixture(scope="session")
def qapp_args():
    return ["maskbank"]


class PatientBot(QtBot):
    """Waits a minute where pytest-qt waits five seconds: that a machine is busy is no fault."""

    def waitUntil(self, callback, *, timeout=SLOW):  # noqa: N802
        super().waitUntil(callback, timeout=timeout)

    def waitSignal(self, signal, *, timeout=SLOW, **options):  # noqa: N802
        return super().waitSignal(signal, timeout=timeout, **options)


@pytest.fixture
def qtbot(qapp, request):
    return PatientBot(request)


@pytest.fixture(scope="session", autouse=True)
def themed(qapp):
    theme.use(Theme.DARK)


@pytest.fixture(autouse=True)
def no_threads_left():
    """A test that leaves a worker running fails; one that was told to end has a while for that."""
    yield
    QApplication.processEvents()
    workers = [it for it in threading.enumerate() if it.name.startswith(("maskbank", "read-ahead"))]
    for worker in workers:
        worker.join(_END_SECONDS)
    left = [it.name for it in workers if it.is_alive()]
    assert not left, f"threads left: {left}"


@dataclass
class Held:
    """Calls of a function that wait until ``go_on`` is set."""

    begun: threading.Event = field(default_factory=threading.Event)
    go_on: threading.Event = field(default_factory=threading.Event)
    ended: threading.Event = field(default_factory=threading.Event)

    def __call__(self, *_, **__):
        self.begun.set()
        self.go_on.wait(_HELD_SECONDS)
        self.ended.set()


@pytest.fixture
def hold(monkeypatch):
    """Makes a function, given by its path, a slow one: it ends with the test."""
    held = Held()

    def replace(path) -> Held:
        monkeypatch.setattr(path, held)
        return held

    yield replace
    held.go_on.set()


@pytest.fixture(scope="session")
def sample_clip(tmp_path_factory) -> Path:
    """The first frames of the sample clip (640 x 360)."""
    path = tmp_path_factory.mktemp("clip") / "clip.mp4"
    write_video(path, islice(sample_frames(), FRAME_COUNT), rate=RATE)
    return path


@pytest.fixture
def clip(sample_clip, tmp_path) -> Path:
    """A copy of the clip in an empty folder."""
    path = tmp_path / "clip.mp4"
    path.write_bytes(sample_clip.read_bytes())
    return path


@pytest.fixture
def chinese(qapp):
    translators = language.install(qapp, Language.CHINESE)
    sentences._say_line.cache_clear()
    yield
    for translator in translators:
        qapp.removeTranslator(translator)
    sentences._say_line.cache_clear()


@pytest.fixture
def empty_window(qtbot):
    """The window as it is before anything is open."""
    window = Window(Workbench(engine="flow"))
    window.resize(1200, 800)
    window.show()
    qtbot.waitExposed(window)
    yield window
    window.close()
    delete_now(window)


@pytest.fixture
def window(empty_window, clip, qtbot):
    """The window with the clip open and its first frame shown."""
    empty_window.bench.projects.open(clip)
    qtbot.waitUntil(lambda: empty_window.stage.frame_index == 0, timeout=20_000)
    QApplication.processEvents()  # the docks find their places
    empty_window.canvas.fit()
    qtbot.waitUntil(lambda: empty_window.stage.is_settled)
    return empty_window


def delete_now(window) -> None:
    """Windows that only wait to be deleted make all later ones slow."""
    window.deleteLater()
    QApplication.sendPostedEvents(window, QEvent.Type.DeferredDelete)
