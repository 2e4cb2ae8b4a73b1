"""What a person set is there after the next start; damage in the file does no harm."""

from dataclasses import replace

import numpy as np
import pytest
from PySide6.QtCore import QSettings, Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QComboBox, QDoubleSpinBox

from annotator.engine_choice import EngineChoice
from annotator.gui import language, looks, preferences
from annotator.gui.actions import ACTIONS
from annotator.gui.engines import engine_choice
from annotator.gui.overlay import OverlayStyle
from annotator.gui.preferences import Language, Preferences
from annotator.gui.preferences_dialog import PreferencesDialog
from annotator.gui.shortcuts import keys_of
from annotator.gui.theme import Theme
from annotator.gui.window import Window
from annotator.gui.workbench import Workbench
from annotator.sample import RATE
from model_backend import registry
from storage.video import write_video
from tests.gui.conftest import delete_now
from tests.gui.speaking import FAKE, SLOW


@pytest.fixture
def settings(tmp_path):
    return QSettings(str(tmp_path / "maskbank.ini"), QSettings.Format.IniFormat)


def test_preferences_are_found_again(settings):
    chosen = Preferences(
        language=Language.CHINESE,
        theme=Theme.LIGHT,
        engine="sam2",
        device="cpu",
        dtype="float32",
        checkpoints={"sam2": "/weights/sam2"},
        scrub_cache_gb=1.5,
        preset="cvat",
        keys={"play": ("P", "Ctrl+Space"), "undo": ()},
    )
    preferences.save(settings, chosen)
    settings.sync()
    again = QSettings(settings.fileName(), QSettings.Format.IniFormat)
    assert preferences.load(again) == chosen


def test_without_a_file_they_are_as_at_first(settings):
    assert preferences.load(settings) == Preferences()


@pytest.mark.parametrize(
    ("name", "damage"),
    [("theme", "mauve"), ("checkpoints", "[1]"), ("language", "xx"), ("scrub_cache_gb", "nan"), ("scrub_cache_gb", "much"),
     ("keys", "{"), ("keys", "[1]")],
)  # fmt: skip
def test_a_damaged_entry_is_as_at_first_and_the_others_stay(settings, name, damage):
    preferences.save(settings, Preferences(engine="flow"))
    settings.setValue(f"preferences/{name}", damage)
    assert preferences.load(settings) == Preferences(engine="flow")


def test_the_window_takes_them_on_and_keeps_them(settings, qapp):
    window = Window(Workbench(engine="flow"), settings=settings)
    dialog = PreferencesDialog(window.preferences, window)
    dialog.chosen.connect(window.take_preferences)
    choose(dialog, "Theme", Theme.LIGHT)
    dialog.keys.set_preset("cvat")
    dialog.accept()
    light = QApplication.palette().window().color().lightnessF()
    assert light > 0.5
    assert keys_of(window.actions_by_id["next-frame"]) == ("F", "Right")
    assert preferences.load(settings).preset == "cvat"
    window.take_preferences(Preferences(theme=Theme.DARK))
    window.close()
    delete_now(window)


def test_room_for_scrubbing_holds_from_the_next_video_on(window, qtbot, tmp_path, monkeypatch):
    monkeypatch.setattr("storage.proxy_options.user_cache_path", lambda *_, **__: tmp_path / "kept")
    window.actions_by_id["preferences"].trigger()
    dialog = window.findChild(PreferencesDialog)
    (room,) = (it for it in dialog.findChildren(QDoubleSpinBox)
               if it.accessibleName() == "Room for scrubbing")  # fmt: skip
    room.setValue(1.5)
    dialog.accept()
    other = tmp_path / "other.mp4"
    write_video(other, [np.full((480, 640, 3), 20 * i, np.uint8) for i in range(3)], rate=RATE)
    with qtbot.waitSignal(window.bench.proxying.made, timeout=20_000):
        window.bench.projects.open(other)
    assert list((tmp_path / "kept" / "proxies").iterdir())
    window.take_preferences(replace(window.preferences, scrub_cache_gb=0.0))
    assert window.bench.proxying.options is None


def test_a_dialog_that_is_cancelled_changes_nothing(qtbot):
    dialog = PreferencesDialog(Preferences(preset="cvat", engine="flow"))
    qtbot.addWidget(dialog)
    with qtbot.assertNotEmitted(dialog.chosen):
        choose(dialog, "Engine", "sam2")
        dialog.reject()


def test_what_is_not_touched_stays(qtbot):
    before = Preferences(Language.CHINESE, Theme.DARK, "sam2", "cpu", "bfloat16", {"sam2": "/weights"}, 2.5, "cvat",
                         {"play": ("P",)})  # fmt: skip
    dialog = PreferencesDialog(before)
    qtbot.addWidget(dialog)
    assert dialog.preferences() == before
    assert {spec.id for spec in ACTIONS} >= dialog.keys.own_keys.keys()


def test_the_desktops_language_is_spoken_if_we_can():
    assert language.resolve(Language.SYSTEM) in (Language.ENGLISH, Language.CHINESE)
    assert language.resolve(Language.CHINESE) is Language.CHINESE


def choose(dialog, name, value):
    (combo,) = (it for it in dialog.findChildren(QComboBox) if it.accessibleName() == name)
    combo.setCurrentIndex(combo.findData(value))


def test_device_and_precision_go_to_engines_that_have_them():
    chosen = Preferences(engine="sam2", device="cpu", dtype="bfloat16")
    assert engine_choice(chosen).options == {"device": "cpu", "dtype": "bfloat16"}
    assert engine_choice(replace(chosen, engine="flow")).options == {}
    assert engine_choice(replace(chosen, device="", dtype="")).options == {}


def test_a_checkpoint_goes_to_the_engine_it_was_named_for():
    chosen = Preferences(engine="sam2", checkpoints={"unipixel": "/weights"})
    assert engine_choice(chosen).options == {}
    assert engine_choice(replace(chosen, engine="unipixel")).options == {"checkpoint": "/weights"}


def test_an_engine_is_offered_with_the_checkpoint_that_was_named_for_it(window):
    window.take_preferences(Preferences(engine="flow", checkpoints={"unipixel": "/weights"}))
    (unipixel,) = (it for it in window.bench.engines.offers() if it.name == "unipixel")
    assert (unipixel.available, unipixel.reason) == (True, "has /weights")
    assert window.bench.engines.choice_of("unipixel").options == {"checkpoint": "/weights"}


def test_another_engine_works_at_once_on_the_open_project(window, qtbot, monkeypatch):
    monkeypatch.setattr(registry, "ENGINES", (FAKE, *registry.ENGINES))
    window.take_preferences(replace(window.preferences, engine="fake"))
    qtbot.waitUntil(lambda: window.bench.engines.name == "fake", timeout=SLOW)


def test_the_engine_that_a_person_chose_works_the_next_time_too(
    settings, clip, qtbot, monkeypatch, tmp_path
):
    (weights := tmp_path / "weights.pt").touch()
    monkeypatch.setattr(registry, "ENGINES", (FAKE, *registry.ENGINES))
    window = Window(Workbench(engine="flow"), settings=settings)
    window.bench.projects.open(clip)
    qtbot.waitUntil(lambda: window.bench.engines.name == "flow", timeout=SLOW)
    window.take_preferences(replace(window.preferences, engine="flow", device="cpu"))
    window.bench.engines.use(EngineChoice("fake", {"checkpoint": str(weights)}))
    qtbot.waitUntil(lambda: window.preferences.engine == "fake", timeout=SLOW)
    window.close()
    delete_now(window)
    kept = preferences.load(settings)
    assert (kept.engine, kept.device, kept.checkpoints) == ("fake", "cpu", {"fake": str(weights)})


def test_how_masks_are_shown_is_found_again(settings, clip, qtbot):
    window = Window(Workbench(engine="flow"), settings=settings)
    window.show()
    window.bench.projects.open(clip)
    qtbot.waitUntil(lambda: window.stage.frame_index == 0, timeout=20_000)
    shift = Qt.KeyboardModifier.ShiftModifier
    for name in (Qt.Key.Key_M, Qt.Key.Key_M, Qt.Key.Key_H, Qt.Key.Key_G):
        QTest.keyClick(window.canvas, name, shift)
    QTest.keyClick(window.canvas, Qt.Key.Key_M)  # hides all, which is over with the window
    window.actions_by_id["pixel-grid"].trigger()
    window.opacity.setValue(80)
    window.close()
    delete_now(window)
    again = Window(Workbench(engine="flow"), settings=settings)
    style = looks.style(again.actions_by_id, opacity=again.opacity.value() / 100)
    assert style == OverlayStyle(
        opacity=0.8, filled=False, outlined=True, shown=True, isolated=True, ghosts=True
    )
    assert not again.actions_by_id["pixel-grid"].isChecked()
    again.close()
    delete_now(again)


@pytest.mark.parametrize("name", ["look", "opacity", "isolate"])
def test_a_damaged_view_is_as_at_first(settings, name):
    settings.setValue(f"view/{name}", "nonsense")
    window = Window(Workbench(engine="flow"), settings=settings)
    assert looks.style(window.actions_by_id, opacity=window.opacity.value() / 100) == OverlayStyle()
    window.close()
    delete_now(window)
