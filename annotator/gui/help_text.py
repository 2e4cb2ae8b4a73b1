"""Help: which keys do what, what is known of a mask."""

from __future__ import annotations

from collections.abc import Mapping

from PySide6.QtCore import Qt
from PySide6.QtGui import QAction
from PySide6.QtWidgets import (
    QDialog,
    QDialogButtonBox,
    QGridLayout,
    QLabel,
    QScrollArea,
    QVBoxLayout,
    QWidget,
)

from annotator.gui.action_spec import ActionSpec
from annotator.gui.actions import ACTIONS, MENUS
from annotator.gui.i18n import later, tr
from annotator.gui.shortcuts import keys_of, native_text
from storage.records import Mask, Source

_SOURCES = {
    Source.HUMAN: later("made by a person"),
    Source.ENGINE: later("made by an engine"),
    Source.IMPORT: later("imported"),
}
_COLUMNS = 3


def describe_mask(mask: Mask) -> str:
    """Who made a mask, how sure they are, and what it is kept from."""
    parts = [tr(_SOURCES[mask.source])]
    if mask.score is not None:
        parts.append(tr("score {0} %").format(round(mask.score * 100)))
    if mask.locked:
        parts.append(tr("locked"))
    if mask.verified:
        parts.append(tr("verified"))
    return ", ".join(parts)


def shortcuts_dialog(parent: QWidget, actions: Mapping[str, QAction]) -> QDialog:
    """All keys, by menu."""
    dialog, column = _dialog(parent, tr("Keyboard shortcuts"))
    page = QWidget()
    grid = QGridLayout(page)
    grid.setHorizontalSpacing(36)
    for place, menu in enumerate(MENUS):
        table = _menu_table(menu, actions)
        grid.addWidget(table, place // _COLUMNS, place % _COLUMNS, Qt.AlignmentFlag.AlignTop)
    scroll = QScrollArea()
    scroll.setAccessibleName(tr("Keyboard shortcuts"))
    scroll.setWidget(page)
    scroll.setWidgetResizable(True)
    column.addWidget(scroll)
    column.addWidget(_close_button(dialog))
    dialog.resize(1340, 820)
    return dialog


def _menu_table(menu: str, actions: Mapping[str, QAction]) -> QWidget:
    table = QWidget()
    grid = QGridLayout(table)
    title = QLabel(tr(menu))
    title.setStyleSheet("font-weight: 600")
    grid.addWidget(title, 0, 0, 1, 2)
    listed = [
        (tr(it.text), native_text(keys_of(actions[it.id])))
        for it in ACTIONS
        if _is_of(menu, it) and actions[it.id].shortcuts()
    ]
    if menu == "Object":
        listed.append((tr("Choose object 1 to 9"), "1 - 9"))
    if menu == "View":
        listed.append((tr("Zoom at the pointer"), tr("wheel")))
        listed.append((tr("Move the picture"), tr("middle button, or Space and drag")))
    if menu == "Tool":
        listed.append((tr("Brush size"), tr("Shift and wheel")))
    for row, (text, shortcut) in enumerate(listed, start=1):
        keys = QLabel(shortcut)
        keys.setObjectName("faint")
        grid.addWidget(QLabel(text), row, 0)
        grid.addWidget(keys, row, 1)
    grid.setColumnStretch(0, 1)
    return table


def _is_of(menu: str, spec: ActionSpec) -> bool:
    """Whether an action is in the menu or in one below it; the numbers of objects are said in one line."""
    return spec.menu.partition("/")[0] == menu and spec.menu != "Object/Choose"


def _dialog(parent: QWidget, title: str) -> tuple[QDialog, QVBoxLayout]:
    dialog = QDialog(parent)
    dialog.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
    dialog.setWindowTitle(title)
    return dialog, QVBoxLayout(dialog)


def _close_button(dialog: QDialog) -> QDialogButtonBox:
    buttons = QDialogButtonBox(QDialogButtonBox.StandardButton.Close)
    buttons.rejected.connect(dialog.close)
    return buttons
