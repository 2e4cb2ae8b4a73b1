"""The list of a video's objects: the memory bank, with a line to search in it."""

from __future__ import annotations

from collections.abc import Collection, Sequence

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QAction, QColor
from PySide6.QtWidgets import QColorDialog, QHBoxLayout, QLineEdit, QVBoxLayout, QWidget

from annotator.gui.lanes import Lane
from annotator.gui.objects_model import ObjectsModel
from annotator.gui.objects_tree import ObjectsTree
from annotator.gui.portraits import Portraits
from annotator.gui.requests import RecolourObject
from storage.records import Category, TrackedObject


class ObjectsPanel(QWidget):
    """Emits requests; shows what it is given."""

    requested = Signal(object)

    def __init__(self, portraits: Portraits) -> None:
        super().__init__()
        self._portraits = portraits
        self.model = ObjectsModel(portraits.get, self)
        self.tree = ObjectsTree(self.model)
        self.search = QLineEdit()
        self.search.setPlaceholderText(self.tr("Search number, name or category"))
        self.search.setAccessibleName(self.tr("Search objects"))
        self.search.setClearButtonEnabled(True)
        self.search.textChanged.connect(self._filter)
        self.model.requested.connect(self.requested)
        self.tree.requested.connect(self.requested)
        portraits.came.connect(self.tree.viewport().update)
        self.tree.colour_requested.connect(self.choose_colour)
        self.setAccessibleName(self.tr("Objects"))
        self.setFocusProxy(self.tree)
        self._chosen_id: int | None = None
        self._selected_ids: Collection[int] = ()
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        searching = QHBoxLayout()
        searching.setContentsMargins(8, 8, 8, 4)
        searching.addWidget(self.search)
        column.addLayout(searching)
        column.addWidget(self.tree, 1)

    def set_objects(self, objects: Sequence[TrackedObject], categories: Sequence[Category]) -> None:
        """Show these objects, by category and number."""
        self.model.set_objects(objects, categories)
        self.tree.set_selected(self._selected_ids, self._chosen_id)

    def set_selected(self, object_ids: Collection[int], chosen_id: int | None) -> None:
        """Mark these objects, and the one at work among them, without asking for it."""
        self._selected_ids, self._chosen_id = object_ids, chosen_id
        self.tree.set_selected(object_ids, chosen_id)

    def set_lanes(self, lanes: Sequence[Lane]) -> None:
        """What is known of the objects' masks."""
        self.model.set_verified_shares({it.object_id: it.verified_share for it in lanes})
        self._portraits.set_lanes(lanes)

    def set_menu(self, actions: Sequence[QAction]) -> None:
        """What a right click on an object offers."""
        self.tree.set_menu(actions)

    def chosen(self) -> TrackedObject | None:
        """The object of the current row."""
        return self.tree.chosen()

    def edit_name(self) -> None:
        """Start renaming the chosen object."""
        self.tree.edit_name()

    def choose_colour(self) -> None:
        """Ask for the chosen object's colour."""
        tracked = self.chosen()
        if tracked is None:
            return
        dialog = QColorDialog(QColor(tracked.colour), self)
        dialog.setOption(QColorDialog.ColorDialogOption.DontUseNativeDialog)
        dialog.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        dialog.setWindowTitle(self.tr("Colour of [{0}]").format(tracked.number))
        dialog.colorSelected.connect(
            lambda colour: self.requested.emit(RecolourObject(tracked.id, colour.name()))
        )
        dialog.open()

    def _filter(self, text: str) -> None:
        self.model.set_filter(text)
        self.tree.set_selected(self._selected_ids, self._chosen_id)
