"""The review queue: what to look at next and why, filters, and the buttons that go through it."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import replace
from typing import TYPE_CHECKING

from PySide6.QtCore import QModelIndex, Qt
from PySide6.QtGui import QAction, QHideEvent, QShowEvent
from PySide6.QtWidgets import (
    QAbstractItemView,
    QComboBox,
    QHBoxLayout,
    QLabel,
    QListView,
    QMenu,
    QToolButton,
    QVBoxLayout,
    QWidget,
)

from annotator.gui.i18n import tr
from annotator.gui.review_model import SUSPECT, Names, ReviewDelegate, ReviewModel
from annotator.gui.review_words import KIND_TITLES
from annotator.gui.sentences import say
from annotator.gui.workbench import Workbench
from annotator.review.suspect import Kind

if TYPE_CHECKING:
    from annotator.review.suspect import Suspect

_ICON_ONLY = Qt.ToolButtonStyle.ToolButtonIconOnly
_ICON_AND_TEXT = Qt.ToolButtonStyle.ToolButtonTextBesideIcon
_REASON_LINES = 2  # kept free, so that nothing jumps from one suspect to the next
_NARROW_PX = 60  # the window can be made small
_BUTTONS = {
    "previous-suspect": _ICON_ONLY,
    "next-suspect": _ICON_ONLY,
    "suspect-fine": _ICON_AND_TEXT,
}


class ReviewPanel(QWidget):
    """Shows what the bench's reviewing found."""

    def __init__(self, bench: Workbench) -> None:
        super().__init__()
        self._workspace, self._reviewing = bench.workspace, bench.reviewing
        self._model = ReviewModel(self)
        self.view = self._make_view(bench)
        self.kinds, self.videos, self.order = QToolButton(), QComboBox(), QComboBox()
        self.reason, self.summary = QLabel(wordWrap=True), QLabel(wordWrap=True)
        self._buttons = QHBoxLayout()
        self._kind_actions = self._make_kind_menu()
        self._lay_out()
        self._reviewing.changed.connect(self._refresh)
        self._reviewing.current_changed.connect(self._mark_current)
        bench.thumbnails.came.connect(self.view.viewport().update)

    def set_actions(self, actions: Mapping[str, QAction]) -> None:
        """Put the buttons of these actions under the list."""
        for name, style in _BUTTONS.items():
            button = QToolButton()
            button.setDefaultAction(actions[name])
            button.setToolButtonStyle(style)
            button.setAccessibleName(actions[name].iconText())
            self._buttons.addWidget(button)
        self._buttons.addStretch(1)

    @property
    def rows(self) -> list[str]:
        """What is listed, in order."""
        return [str(self._model.index(row).data()) for row in range(self._model.rowCount())]

    # --- what is shown ---------------------------------------------------------------------------

    def showEvent(self, event: QShowEvent) -> None:
        self._reviewing.watch(on=True)
        super().showEvent(event)

    def hideEvent(self, event: QHideEvent) -> None:
        self._reviewing.watch(on=False)
        super().hideEvent(event)

    def _refresh(self) -> None:
        self._model.set_suspects(self._reviewing.suspects, self._names())
        self._show_summary(self._reviewing.suspects)
        found = (it for review in self._reviewing.reviews for it in review.suspects)
        counts = Counter(it.kind for it in found)
        for kind, action in self._kind_actions.items():
            action.setText(f"{tr(KIND_TITLES[kind])} ({counts[kind]})")
        self._mark_current()

    def _names(self) -> Names:
        reviews = self._reviewing.reviews
        objects = {key: it for review in reviews for key, it in review.objects.items()}
        return Names({it.video.id: it.video for it in reviews}, objects)

    def _show_summary(self, listed: Sequence[Suspect]) -> None:
        video = self._workspace.video
        here = sum(video is not None and it.video_id == video.id for it in listed)
        if listed:
            text = self.tr("To look at: {0}, in this video: {1}").format(len(listed), here)
        else:
            text = self._reviewing.why_none()
        self.summary.setText(text)

    def _mark_current(self) -> None:
        suspect = self._reviewing.current
        row = self._model.row_of(suspect)
        self.reason.setText(say(suspect.why) if suspect and row is not None else "")
        if row is None:
            self.view.clearSelection()
        else:
            self.view.setCurrentIndex(self._model.index(row))

    # --- the hand --------------------------------------------------------------------------------

    def _show(self, index: QModelIndex) -> None:
        self._reviewing.show(index.data(SUSPECT))

    def _choose(self) -> None:
        kinds = frozenset(kind for kind, it in self._kind_actions.items() if it.isChecked())
        self._reviewing.choose(
            replace(
                self._reviewing.choice,
                kinds=kinds,
                this_video=self.videos.currentIndex() == 1,
                worst_first=self.order.currentIndex() == 0,
            )
        )

    # --- how it is made --------------------------------------------------------------------------

    def _make_view(self, bench: Workbench) -> QListView:
        view = QListView()
        view.setModel(self._model)
        view.setItemDelegate(ReviewDelegate(bench.workspace, bench.thumbnails, view))
        view.setUniformItemSizes(True)
        view.setMouseTracking(True)
        view.setVerticalScrollMode(QAbstractItemView.ScrollMode.ScrollPerPixel)
        view.setAccessibleName(self.tr("Suspects"))
        view.clicked.connect(self._show)
        view.activated.connect(self._show)
        return view

    def _make_kind_menu(self) -> dict[Kind, QAction]:
        menu = QMenu(self)
        actions = {}
        for kind, title in KIND_TITLES.items():
            action = menu.addAction(tr(title))
            action.setCheckable(True)
            action.setChecked(True)
            action.toggled.connect(lambda _: self._choose())
            actions[kind] = action
        self.kinds.setText(self.tr("Kinds"))
        self.kinds.setMenu(menu)
        self.kinds.setPopupMode(QToolButton.ToolButtonPopupMode.InstantPopup)
        return actions

    def _lay_out(self) -> None:
        self.videos.addItems([self.tr("All videos"), self.tr("This video")])
        self.videos.setAccessibleName(self.tr("Videos of the queue"))
        self.order.addItems([self.tr("Worst first"), self.tr("Frame by frame")])
        self.order.setAccessibleName(self.tr("Order of the queue"))
        self.summary.setObjectName("faint")
        self.reason.setTextFormat(Qt.TextFormat.PlainText)
        self.reason.setAlignment(Qt.AlignmentFlag.AlignTop)
        self.reason.setMinimumHeight(_REASON_LINES * self.reason.fontMetrics().height())
        choices = QHBoxLayout()
        for widget in (self.kinds, self.videos, self.order):
            choices.addWidget(widget)
        for box in (self.videos, self.order):
            box.setMinimumWidth(_NARROW_PX)
            box.activated.connect(lambda _: self._choose())
        column = QVBoxLayout(self)
        column.setContentsMargins(8, 8, 8, 8)
        column.addLayout(choices)
        column.addWidget(self.view, 1)
        column.addWidget(self.reason)
        column.addWidget(self.summary)
        column.addLayout(self._buttons)
