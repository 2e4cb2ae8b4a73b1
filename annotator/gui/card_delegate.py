"""Rows with a picture, all of one height; who inherits draws what is on them."""

from __future__ import annotations

from PySide6.QtCore import QModelIndex, QPersistentModelIndex, QSize
from PySide6.QtWidgets import QStyledItemDelegate, QStyleOptionViewItem

from annotator.gui import card_paint

_LEAST_WIDTH = 200


class CardDelegate(QStyledItemDelegate):
    """Of lists of videos, projects and suspects; :mod:`annotator.gui.card_paint` draws the parts."""

    def sizeHint(
        self,
        option: QStyleOptionViewItem,  # noqa: ARG002
        index: QModelIndex | QPersistentModelIndex,  # noqa: ARG002
    ) -> QSize:
        return QSize(_LEAST_WIDTH, card_paint.ROW_HEIGHT)
