"""How a video looks in the list: picture, name, length and size, progress."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QModelIndex, QObject, QPersistentModelIndex, QRect, QRectF
from PySide6.QtGui import QColor, QPainter, QPalette, QPixmap
from PySide6.QtWidgets import QApplication, QStyle, QStyleOptionViewItem

from annotator.gui import card_paint
from annotator.gui.card_delegate import CardDelegate
from annotator.gui.theme import warning_colour
from annotator.gui.thumbnail_loader import ThumbnailLoader, Wanted
from annotator.gui.times import clock
from annotator.gui.videos_model import ENTRY
from annotator.gui.workspace import Workspace

if TYPE_CHECKING:  # the window is there before these are loaded
    from annotator.browsing import VideoEntry

_BAR_HEIGHT = 4


class VideosDelegate(CardDelegate):
    """Only rows in view are drawn, and only for those pictures are made."""

    def __init__(self, workspace: Workspace, thumbnails: ThumbnailLoader, parent: QObject) -> None:
        super().__init__(parent)
        self._workspace, self._thumbnails = workspace, thumbnails

    def paint(
        self,
        painter: QPainter,
        option: QStyleOptionViewItem,
        index: QModelIndex | QPersistentModelIndex,
    ) -> None:
        entry: VideoEntry = index.data(ENTRY)
        painter.save()
        text, faint = card_paint.begin(painter, option)
        shown = self._workspace.video
        if shown is not None and shown.id == entry.video.id:
            card_paint.mark_shown(painter, option.rect)
        card_paint.draw_picture(painter, option.rect, self._picture(entry))
        area = card_paint.text_area(option.rect)
        area = card_paint.draw_line(painter, area, entry.video.name, text, bold=True)
        selected = bool(option.state & QStyle.StateFlag.State_Selected)
        if entry.is_missing:
            colour = text if selected else warning_colour()
            card_paint.draw_line(painter, area, self.tr("Missing: re-link it"), colour)
        else:
            card_paint.draw_line(painter, area, self._facts(entry), faint)
            self._draw_progress(painter, area, entry, text if selected else None)
        painter.restore()

    def _picture(self, entry: VideoEntry) -> QPixmap | None:
        from annotator.thumbnails import ThumbnailKey

        session = None if entry.is_missing else self._workspace.session
        key = ThumbnailKey(entry.video.facts.fingerprint)
        return self._thumbnails.get(Wanted(key, session, entry.video.id))

    def _facts(self, entry: VideoEntry) -> str:
        facts = entry.video.facts
        parts = (
            clock(entry.seconds).partition(".")[0],
            f"{facts.width} x {facts.height}",
            self.tr("objects: {0}").format(entry.counts.objects),
        )
        return "  ".join(parts)

    def _draw_progress(
        self, painter: QPainter, area: QRect, entry: VideoEntry, on_selection: QColor | None
    ) -> None:
        """Labelled on the left, verified on the right."""
        palette = QApplication.palette()
        width = (area.width() - card_paint.MARGIN) / 2
        top = area.bottom() - _BAR_HEIGHT + 1
        roles = (QPalette.ColorRole.Highlight, QPalette.ColorRole.Link)
        shares = (entry.labelled_share, entry.checked_share)
        for place, (share, role) in enumerate(zip(shares, roles, strict=True)):
            left = area.left() + place * (width + card_paint.MARGIN)
            colour = on_selection or palette.color(role)
            card_paint.draw_bar(painter, QRectF(left, top, width, _BAR_HEIGHT), share, colour)
