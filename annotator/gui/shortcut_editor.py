"""Which keys do what, to be looked at and changed; keys that two actions share are marked."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QBrush, QKeySequence
from PySide6.QtWidgets import (
    QComboBox,
    QHBoxLayout,
    QKeySequenceEdit,
    QLabel,
    QLineEdit,
    QPushButton,
    QTreeWidget,
    QTreeWidgetItem,
    QVBoxLayout,
    QWidget,
)

from annotator.gui.action_spec import ActionSpec
from annotator.gui.i18n import tr
from annotator.gui.preferences import Keys, Preferences
from annotator.gui.shortcut_presets import PRESET_TITLES
from annotator.gui.shortcuts import conflicts, keys_in_use, native_text, own_keys, without
from annotator.gui.theme import warning_colour

_ID = Qt.ItemDataRole.UserRole
_NAME, _KEYS = 0, 1


class ShortcutEditor(QWidget):
    """Choose a preset, find an action, press new keys."""

    changed = Signal()

    def __init__(
        self,
        specs: Sequence[ActionSpec],
        preferences: Preferences,
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(parent)
        self._specs = {spec.id: spec for spec in specs}
        self._preset = preferences.preset
        self._keys = keys_in_use(specs, preferences)
        self._items: dict[str, QTreeWidgetItem] = {}
        self._presets, self._search = QComboBox(), QLineEdit()
        self._list, self._warning = QTreeWidget(), QLabel()
        self._pressed = QKeySequenceEdit()
        self._add = QPushButton(self.tr("Add these keys"))
        self._clear = QPushButton(self.tr("Remove all keys"))
        self._reset = QPushButton(self.tr("As in the preset"))
        self._only_here = QPushButton()
        self._build()
        self._fill()

    @property
    def preset(self) -> str:
        return self._preset

    @property
    def own_keys(self) -> Mapping[str, Keys]:
        """What differs from the preset, by action id."""
        return own_keys(self._specs.values(), self._preset, self._keys)

    def set_preset(self, name: str) -> None:
        """Start again from a preset."""
        self._preset = name
        self._keys = keys_in_use(self._specs.values(), Preferences(preset=name))
        self._show_keys()

    def select(self, action_id: str) -> None:
        """Work on an action."""
        self._list.setCurrentItem(self._items[action_id])

    # --- what the buttons do ---------------------------------------------------------------------

    def _add_pressed(self) -> None:
        pressed = self._pressed.keySequence().toString(QKeySequence.SequenceFormat.PortableText)
        chosen = self._chosen()
        if pressed and pressed not in self._keys[chosen]:
            self._set(chosen, (*self._keys[chosen], pressed))
        self._pressed.clear()

    def _remove_keys(self) -> None:
        self._set(self._chosen(), ())

    def _take_preset(self) -> None:
        chosen = self._chosen()
        plain = keys_in_use([self._specs[chosen]], Preferences(preset=self._preset))
        self._set(chosen, plain[chosen])

    def _take_from_others(self) -> None:
        """What the chosen action shares belongs to it alone."""
        chosen = self._chosen()
        for key in self._shared_by(chosen):
            self._keys = {
                name: keys if name == chosen else without(keys, key)
                for name, keys in self._keys.items()
            }
        self._show_keys()

    def _shared_by(self, action_id: str) -> list[str]:
        return [key for key, names in conflicts(self._keys).items() if action_id in names]

    def _set(self, action_id: str, keys: Keys) -> None:
        self._keys = {**self._keys, action_id: keys}
        self._show_keys()

    def _chosen(self) -> str:
        item = self._list.currentItem()
        assert item is not None, "the list is never empty"
        return str(item.data(_NAME, _ID))

    # --- what is seen ------------------------------------------------------------------------------

    def _build(self) -> None:
        for name, title in PRESET_TITLES.items():
            self._presets.addItem(tr(title), name)
        self._presets.setCurrentIndex(self._presets.findData(self._preset))
        self._presets.setAccessibleName(self.tr("Preset"))
        self._presets.activated.connect(lambda row: self.set_preset(self._presets.itemData(row)))
        self._search.setPlaceholderText(self.tr("Find an action or a key"))
        self._search.setAccessibleName(self.tr("Find an action or a key"))
        self._search.textChanged.connect(self._filter)
        self._list.setHeaderLabels([self.tr("Action"), self.tr("Keys")])
        self._list.setRootIsDecorated(False)
        self._list.setUniformRowHeights(True)
        self._list.ensurePolished()  # or the rows would keep the height of another style
        self._list.setAccessibleName(self.tr("Actions and their keys"))
        self._list.setColumnWidth(_NAME, 330)
        self._pressed.setAccessibleName(self.tr("Press the new keys"))
        self._warning.setWordWrap(True)
        self._warning.setTextFormat(Qt.TextFormat.PlainText)
        self._add.clicked.connect(self._add_pressed)
        self._clear.clicked.connect(self._remove_keys)
        self._reset.clicked.connect(self._take_preset)
        self._only_here.clicked.connect(self._take_from_others)
        self._list.currentItemChanged.connect(lambda *_: self._offer_to_take())
        column = QVBoxLayout(self)
        column.addLayout(_row(QLabel(self.tr("Preset")), self._presets, self._search))
        column.addWidget(self._list, 1)
        problem = _row(self._warning, self._only_here)
        problem.setStretch(0, 1)
        column.addLayout(problem)
        column.addLayout(_row(self._pressed, self._add, self._clear, self._reset))

    def _fill(self) -> None:
        for spec in self._specs.values():
            menu = " > ".join(tr(part) for part in spec.menu.split("/"))
            item = QTreeWidgetItem([f"{menu} > {tr(spec.text)}"])
            item.setData(_NAME, _ID, spec.id)
            self._list.addTopLevelItem(item)
            self._items[spec.id] = item
        self.select(next(iter(self._items)))
        self._show_keys()

    def _show_keys(self) -> None:
        shared = conflicts(self._keys)
        fighting = {name for names in shared.values() for name in names}
        for action_id, item in self._items.items():
            item.setText(_KEYS, native_text(self._keys[action_id]))
            colour = warning_colour() if action_id in fighting else self.palette().text().color()
            item.setForeground(_KEYS, QBrush(colour))
        self._warning.setText(
            "\n".join(self._sentence(key, names) for key, names in shared.items())
        )
        self._warning.setVisible(bool(shared))
        self._offer_to_take()
        self.changed.emit()

    def _offer_to_take(self) -> None:
        chosen = self._chosen()
        self._only_here.setText(self.tr("Only for “{0}”").format(tr(self._specs[chosen].text)))
        self._only_here.setVisible(bool(self._shared_by(chosen)))

    def _sentence(self, key: str, names: Sequence[str]) -> str:
        listed = ", ".join(tr(self._specs[name].text) for name in names)
        return self.tr("{0} would do nothing: it belongs to {1}.").format(
            native_text((key,)), listed
        )

    def _filter(self, text: str) -> None:
        for item in self._items.values():
            shown = f"{item.text(_NAME)} {item.text(_KEYS)}".casefold()
            item.setHidden(text.casefold() not in shown)


def _row(*widgets: QWidget) -> QHBoxLayout:
    row = QHBoxLayout()
    for widget in widgets:
        row.addWidget(widget)
    return row
