"""The list of what the model proposes: names, scores, frames; accept, reject, make an expression of."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import Qt, QTimer, Signal
from PySide6.QtWidgets import (
    QAbstractItemView,
    QHBoxLayout,
    QHeaderView,
    QLabel,
    QPushButton,
    QTreeWidgetItem,
    QVBoxLayout,
    QWidget,
)

from annotator.gui.objects_model import swatch
from annotator.gui.offers import Offer
from annotator.gui.row_list import RowList

_NAME, _CATEGORY, _SCORE, _FRAMES = range(4)
_ROWS = 5  # shown without scrolling
_PAUSE_MILLISECONDS = 200
_NARROW_PX = 40


class OffersView(QWidget):
    """Hidden while there is nothing to decide. Enter accepts what is chosen, Delete rejects it; names and
    categories can be edited."""

    accepted = Signal(object)  # offers
    rejected = Signal(object)  # offers
    chosen = Signal(object)  # one offer: the person wants to see it
    renamed = Signal(object, str, str)  # an offer, its name, its category
    expressed = Signal()

    def __init__(self) -> None:
        super().__init__()
        self._offers: Sequence[Offer] = ()
        self._title = QLabel()
        self.list = RowList()
        self.list.setSelectionMode(QAbstractItemView.SelectionMode.ExtendedSelection)
        self.list.setEditTriggers(
            QAbstractItemView.EditTrigger.DoubleClicked
            | QAbstractItemView.EditTrigger.EditKeyPressed
        )
        self.list.setHeaderLabels(
            [self.tr("Proposal"), self.tr("Category"), self.tr("Score"), self.tr("Frames")]
        )
        self.list.setAccessibleName(self.tr("Proposals"))
        self._lay_out_columns()
        self.accept = _button(self.tr("Accept"), self.tr("Make the chosen proposals objects"))
        self.accept_all = _button(self.tr("All"), self.tr("Make all proposals objects"))
        self.reject = _button(self.tr("Reject"), self.tr("Forget the chosen proposals"))
        self.express = _button(
            self.tr("As expression"),
            self.tr(
                "Accept what the last question found, and keep its text as a sentence that refers to it"
            ),
        )
        self._timer = QTimer(self, singleShot=True, interval=_PAUSE_MILLISECONDS)
        self._timer.timeout.connect(self.refresh)
        self._lay_out()
        self._connect()
        self.hide()

    def show_offers(self, offers: Sequence[Offer]) -> None:
        """List these; those that were chosen stay chosen."""
        known = [it.lane_id for it in self._offers]
        chosen = {it.lane_id for it in self.chosen_offers()}
        self._offers = offers
        self.list.blockSignals(True)
        if known == [it.lane_id for it in offers]:
            self.refresh()  # a name that is being edited must not lose its row
        else:
            self._list_anew(chosen)
        self.list.blockSignals(False)
        self._title.setText(self.tr("{0} proposed").format(len(offers)))
        self.setVisible(bool(offers))

    def _list_anew(self, chosen: set[int]) -> None:
        self.list.clear()
        for offer in self._offers:
            item = _item(offer)
            self.list.addTopLevelItem(item)
            item.setSelected(offer.lane_id in chosen)
        if self._offers and not self.list.selectedItems():
            self.list.setCurrentItem(self.list.row(0))
        self._fit_height()

    def refresh_soon(self) -> None:
        """Masks come, many in a second: show scores and frames anew a few times in one."""
        if not self._timer.isActive():
            self._timer.start()

    def refresh(self) -> None:
        """Fill the rows anew."""
        for row, offer in enumerate(self._offers):
            _fill(self.list.row(row), offer)

    def chosen_offers(self) -> list[Offer]:
        """Those whose rows are chosen."""
        rows = {self.list.indexOfTopLevelItem(it) for it in self.list.selectedItems()}
        return [offer for row, offer in enumerate(self._offers) if row in rows]

    def choose(self, offer: Offer) -> None:
        """Choose one row, and show the offer."""
        self.list.setCurrentItem(self.list.row(list(self._offers).index(offer)))
        self.chosen.emit(offer)

    def _connect(self) -> None:
        self.accept.clicked.connect(lambda: self.accepted.emit(self.chosen_offers()))
        self.accept_all.clicked.connect(lambda: self.accepted.emit(list(self._offers)))
        self.reject.clicked.connect(lambda: self.rejected.emit(self.chosen_offers()))
        self.express.clicked.connect(self.expressed)
        self.list.enter_pressed.connect(lambda: self.accepted.emit(self.chosen_offers()))
        self.list.delete_pressed.connect(lambda: self.rejected.emit(self.chosen_offers()))
        self.list.itemClicked.connect(self._show)
        self.list.itemChanged.connect(self._rename)

    def _show(self, item: QTreeWidgetItem) -> None:
        self.chosen.emit(self._offers[self.list.indexOfTopLevelItem(item)])

    def _rename(self, item: QTreeWidgetItem) -> None:
        offer = self._offers[self.list.indexOfTopLevelItem(item)]
        name, category = item.text(_NAME).strip(), item.text(_CATEGORY).strip()
        if (name, category) != (offer.name, offer.category or ""):
            self.renamed.emit(offer, name or offer.name, category)

    def _lay_out(self) -> None:
        self._title.setObjectName("faint")
        buttons = QHBoxLayout()
        buttons.setSpacing(6)
        for button in (self.accept, self.accept_all, self.reject, self.express):
            buttons.addWidget(button)
        buttons.addStretch(1)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(6)
        column.addWidget(self._title)
        column.addWidget(self.list)
        column.addLayout(buttons)

    def _lay_out_columns(self) -> None:
        header = self.list.header()
        header.setStretchLastSection(False)
        header.setSectionResizeMode(_NAME, QHeaderView.ResizeMode.Stretch)
        for column, width in ((_CATEGORY, 78), (_SCORE, 52), (_FRAMES, 56)):
            header.resizeSection(column, width)

    def _fit_height(self) -> None:
        row = max(self.list.sizeHintForRow(0), 20)
        rows = min(max(len(self._offers), 1), _ROWS)
        self.list.setFixedHeight(self.list.header().sizeHint().height() + rows * row + 4)


def _item(offer: Offer) -> QTreeWidgetItem:
    item = QTreeWidgetItem()
    item.setIcon(_NAME, swatch(offer.colour))
    item.setFlags(item.flags() | Qt.ItemFlag.ItemIsEditable)
    for column in (_SCORE, _FRAMES):
        item.setTextAlignment(column, Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter)
    _fill(item, offer)
    return item


def _fill(item: QTreeWidgetItem, offer: Offer) -> None:
    item.setText(_NAME, offer.name)
    item.setText(_CATEGORY, offer.category or "")
    item.setText(_SCORE, f"{offer.track.score * 100:.0f} %")
    item.setText(_FRAMES, str(len(offer.track.frames)))


def _button(text: str, tip: str) -> QPushButton:
    button = QPushButton(text)
    button.setObjectName("small")
    button.setToolTip(tip)
    button.setMinimumWidth(_NARROW_PX)
    return button
