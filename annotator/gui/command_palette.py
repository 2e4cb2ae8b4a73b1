"""Every action by its name: type a few letters, press Enter."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from PySide6.QtCore import QEvent, QObject, Qt
from PySide6.QtGui import QAction, QIcon, QKeyEvent, QPixmap
from PySide6.QtWidgets import (
    QDialog,
    QLabel,
    QLineEdit,
    QTreeWidget,
    QTreeWidgetItem,
    QVBoxLayout,
    QWidget,
)

from annotator.gui.action_spec import ActionSpec
from annotator.gui.i18n import tr
from annotator.gui.icons import SIZE
from annotator.gui.shortcuts import keys_of, native_text

_WIDTH_PX, _HEIGHT_PX, _ROOM_ABOVE_PX = 560, 420, 80
_MOVES = (Qt.Key.Key_Up, Qt.Key.Key_Down, Qt.Key.Key_PageUp, Qt.Key.Key_PageDown)


@dataclass(frozen=True, slots=True)
class Entry:
    """An action that can be run now, and all that is searched for it."""

    action: QAction
    title: str
    keys: str


class CommandPalette(QDialog):
    """Lists what can be done now; the best match comes first and runs with Enter."""

    def __init__(
        self,
        specs: Sequence[ActionSpec],
        actions: Mapping[str, QAction],
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(parent, Qt.WindowType.Popup)
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self._entries = [_entry(spec, actions[spec.id]) for spec in specs
                         if actions[spec.id].isEnabled()]  # fmt: skip
        self._text, self._list, self._nothing = QLineEdit(), QTreeWidget(), QLabel()
        self._nothing.setText(
            self.tr("Nothing that can be done now is called so. Some things need a chosen object.")
        )
        self._nothing.setWordWrap(True)
        self._text.setPlaceholderText(self.tr("What do you want to do?"))
        self._text.setAccessibleName(self.tr("What do you want to do?"))
        self._text.installEventFilter(self)
        self._text.textChanged.connect(self._show)
        self._text.returnPressed.connect(self._run)
        self._list.setAccessibleName(self.tr("Actions"))
        self._list.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self._list.setColumnCount(2)
        self._list.setColumnWidth(0, _WIDTH_PX * 2 // 3)
        self._list.setHeaderHidden(True)
        self._list.setRootIsDecorated(False)
        self._list.setUniformRowHeights(True)
        self._list.itemClicked.connect(self._run)
        column = QVBoxLayout(self)
        column.setContentsMargins(8, 8, 8, 8)
        column.addWidget(self._text)
        column.addWidget(self._nothing)
        column.addWidget(self._list)
        self.resize(_WIDTH_PX, _HEIGHT_PX)
        if parent is not None:
            middle = parent.mapToGlobal(parent.rect().center()).x()
            top = parent.mapToGlobal(parent.rect().topLeft()).y()
            self.move(middle - _WIDTH_PX // 2, top + _ROOM_ABOVE_PX)
        self._text.setFocus()  # a popup gets no focus by itself
        self._show("")

    @property
    def titles(self) -> list[str]:
        """What is listed, from top to bottom."""
        rows = (self._list.topLevelItem(row) for row in range(self._list.topLevelItemCount()))
        return [item.text(0) for item in rows if item is not None]

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Up and down move in the list while the person types."""
        if isinstance(event, QKeyEvent) and _moves(event):
            self._list.event(event)
            return True
        return super().eventFilter(watched, event)

    def _show(self, text: str) -> None:
        self._list.clear()
        for entry in matching(self._entries, text):
            item = QTreeWidgetItem([entry.title, entry.keys])
            item.setData(0, Qt.ItemDataRole.UserRole, entry.action)
            item.setIcon(0, entry.action.icon() if not entry.action.icon().isNull() else _no_icon())
            item.setForeground(1, self.palette().placeholderText())
            self._list.addTopLevelItem(item)
        first = self._list.topLevelItem(0)
        self._nothing.setVisible(first is None)
        if first is not None:
            self._list.setCurrentItem(first)

    def _run(self) -> None:
        item = self._list.currentItem()
        self.close()
        if item is not None:
            item.data(0, Qt.ItemDataRole.UserRole).trigger()


def _no_icon() -> QIcon:
    """Titles stand one below the other, with an icon or without."""
    empty = QPixmap(SIZE, SIZE)
    empty.fill(Qt.GlobalColor.transparent)
    return QIcon(empty)


def _moves(event: QKeyEvent) -> bool:
    return event.type() is QEvent.Type.KeyPress and event.key() in _MOVES


def matching(entries: Sequence[Entry], text: str) -> list[Entry]:
    """Those that hold the letters of ``text`` in this order, the closest together first."""
    scored = [(_distance(entry.title.casefold(), text.casefold()), entry) for entry in entries]
    found = [(distance, place, entry) for place, (distance, entry) in enumerate(scored)
             if distance is not None]  # fmt: skip
    return [entry for _, _, entry in sorted(found, key=lambda it: it[:2])]


def _distance(title: str, text: str) -> int | None:
    """How far apart the letters stand in the title, a match within one word being nearest; None if
    they are not all there."""
    at = title.find(text)
    if at >= 0:
        return 0 if at == 0 or not title[at - 1].isalnum() else 1
    skipped, place = 2, -1
    for letter in text.replace(" ", ""):
        found = title.find(letter, place + 1)
        if found < 0:
            return None
        skipped += found - place - 1
        place = found
    return skipped


def _entry(spec: ActionSpec, action: QAction) -> Entry:
    menu = " > ".join(tr(part) for part in spec.menu.split("/"))
    return Entry(action, f"{menu} > {action.iconText()}", native_text(keys_of(action)))
