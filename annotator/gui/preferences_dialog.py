"""Preferences on three pages: what is seen, who works, which keys do what."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import (
    QComboBox,
    QDialog,
    QDoubleSpinBox,
    QFormLayout,
    QLabel,
    QTabWidget,
    QVBoxLayout,
    QWidget,
)

from annotator.gui.actions import ACTIONS
from annotator.gui.dialog_buttons import ok_and_cancel
from annotator.gui.i18n import later, tr
from annotator.gui.preferences import Language, Preferences
from annotator.gui.shortcut_editor import ShortcutEditor
from annotator.gui.theme import Theme

_LANGUAGES: Mapping[str, str] = {
    Language.SYSTEM: later("As the desktop"),
    Language.ENGLISH: "English",
    Language.CHINESE: "简体中文",
}
_THEMES: Mapping[str, str] = {
    Theme.SYSTEM: later("As the desktop"),
    Theme.DARK: later("Dark"),
    Theme.LIGHT: later("Light"),
}
_ENGINES = {
    "auto": later("The best that can run here"),
    "unipixel": "UniPixel",
    "sam2": "SAM 2.1",
    "flow": later("flow (no weights, no GPU)"),
}
_DEVICES = {"": later("GPU where there is one"), "cuda": "GPU (CUDA)", "cpu": "CPU"}
_DTYPES = {"": later("As fits the device"), "bfloat16": "bfloat16", "float32": "float32"}


class PreferencesDialog(QDialog):
    """Emits what was chosen when it is accepted; changes nothing by itself."""

    chosen = Signal(object)  # Preferences

    def __init__(self, preferences: Preferences, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self.setWindowTitle(self.tr("Preferences"))
        self._before = preferences
        self._language = _combo(_LANGUAGES, preferences.language, self.tr("Language"))
        self._theme = _combo(_THEMES, preferences.theme, self.tr("Theme"))
        self._engine = _combo(_ENGINES, preferences.engine, self.tr("Engine"))
        self._device = _combo(_DEVICES, preferences.device, self.tr("Device"))
        self._dtype = _combo(_DTYPES, preferences.dtype, self.tr("Precision"))
        self._cache = _size_box(preferences.scrub_cache_gb, self.tr("Room for scrubbing"))
        self.keys = ShortcutEditor(ACTIONS, preferences)
        pages = QTabWidget()
        pages.setAccessibleName(self.tr("Preferences"))
        pages.tabBar().setDrawBase(False)
        pages.addTab(self._appearance(), self.tr("Appearance"))
        pages.addTab(self._work(), self.tr("Engine and cache"))
        pages.addTab(self.keys, self.tr("Keyboard"))
        column = QVBoxLayout(self)
        column.addWidget(pages, 1)
        column.addWidget(ok_and_cancel(self))
        self.resize(760, 620)

    def accept(self) -> None:
        self.chosen.emit(self.preferences())
        super().accept()

    def preferences(self) -> Preferences:
        """What the controls say."""
        return replace(
            self._before,
            language=Language(self._language.currentData()),
            theme=Theme(self._theme.currentData()),
            engine=self._engine.currentData(),
            device=self._device.currentData(),
            dtype=self._dtype.currentData(),
            scrub_cache_gb=self._cache.value(),
            preset=self.keys.preset,
            keys=self.keys.own_keys,
        )

    def _appearance(self) -> QWidget:
        return _form(
            (self.tr("Language"), self._language),
            ("", _note(self.tr("Another language is used from the next start on."))),
            (self.tr("Theme"), self._theme),
        )

    def _work(self) -> QWidget:
        sentence = self.tr("Used as soon as the jobs that run have ended.")
        return _form(
            (self.tr("Engine"), self._engine),
            (self.tr("Device"), self._device),
            (self.tr("Precision"), self._dtype),
            ("", _note(sentence)),
            (self.tr("Room for scrubbing"), self._cache),
            ("", _note(self.tr("Small pictures of the videos that were shown last, on the disk."))),
        )


def _combo(choices: Mapping[str, str], chosen: str, name: str) -> QComboBox:
    combo = QComboBox()
    combo.setAccessibleName(name)
    for value, title in choices.items():
        combo.addItem(tr(title), value)
    combo.setCurrentIndex(max(combo.findData(chosen), 0))
    return combo


def _size_box(gigabytes: float, name: str) -> QDoubleSpinBox:
    box = QDoubleSpinBox()
    box.setRange(0, 1000)
    box.setDecimals(1)
    box.setSuffix(" GB")
    box.setValue(gigabytes)
    box.setAccessibleName(name)
    return box


def _note(sentence: str) -> QLabel:
    note = QLabel(sentence)
    note.setObjectName("faint")
    note.setWordWrap(True)
    return note


def _form(*rows: tuple[str, QWidget]) -> QWidget:
    page = QWidget()
    form = QFormLayout(page)
    form.setContentsMargins(18, 18, 18, 18)
    form.setVerticalSpacing(12)
    for name, widget in rows:
        form.addRow(name, widget)
    return page
