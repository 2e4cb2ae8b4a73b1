"""Suspects as a list for Qt's views, and how one looks: picture, kind, place, reason."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

from PySide6.QtCore import (
    QAbstractListModel,
    QModelIndex,
    QObject,
    QPersistentModelIndex,
    QRectF,
    Qt,
)
from PySide6.QtGui import QPainter, QPixmap
from PySide6.QtWidgets import QStyle, QStyleOptionViewItem

from annotator.gui import card_paint
from annotator.gui.card_delegate import CardDelegate
from annotator.gui.i18n import tr
from annotator.gui.plain_text import tool_tip
from annotator.gui.review_words import KIND_TITLES
from annotator.gui.sentences import say
from annotator.gui.theme import warning_colour
from annotator.gui.thumbnail_loader import ThumbnailLoader, Wanted
from annotator.gui.workspace import Workspace
from annotator.review.suspect import Suspect
from storage.counting import which_frames
from storage.records import TrackedObject, Video

if TYPE_CHECKING:
    from annotator.thumbnails import ThumbnailKey

Index = QModelIndex | QPersistentModelIndex

SUSPECT = Qt.ItemDataRole.UserRole
_BAR_WIDTH = 4


@dataclass(frozen=True, slots=True)
class Names:
    """Videos and objects that suspects are about, by id."""

    videos: Mapping[int, Video]
    objects: Mapping[int, TrackedObject]


class ReviewModel(QAbstractListModel):
    """One row a suspect."""

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._suspects: Sequence[Suspect] = ()
        self.names = Names({}, {})

    def set_suspects(self, suspects: Sequence[Suspect], names: Names) -> None:
        """Show these suspects."""
        self.beginResetModel()
        self._suspects, self.names = suspects, names
        self.endResetModel()

    def row_of(self, suspect: Suspect | None) -> int | None:
        return next((row for row, it in enumerate(self._suspects) if it == suspect), None)

    def rowCount(self, parent: Index = QModelIndex()) -> int:  # noqa: B008  Qt's own default
        return 0 if parent.isValid() else len(self._suspects)

    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> object:
        suspect = self._suspects[index.row()]
        match role:
            case Qt.ItemDataRole.DisplayRole:
                return self.title(suspect)
            case Qt.ItemDataRole.ToolTipRole:
                return tool_tip(f"{self.title(suspect)}\n{self.place(suspect)}\n{say(suspect.why)}")
            case Qt.ItemDataRole.AccessibleTextRole:
                return ", ".join((self.title(suspect), self.place(suspect), say(suspect.why)))
            case role if role == SUSPECT:
                return suspect
        return None

    def title(self, suspect: Suspect) -> str:
        """Kind and objects, what matters most first: a title that is too long is cut at its end."""
        found = (self.names.objects.get(it) for it in suspect.object_ids)
        objects = [it for it in found if it]
        numbers = " ".join(f"[{it.number}]" for it in objects)
        names = ", ".join(it.name for it in objects)
        return f"{tr(KIND_TITLES[suspect.kind])}: {numbers} {names}"

    def place(self, suspect: Suspect) -> str:
        """Video and frames."""
        video = self.names.videos.get(suspect.video_id)
        frames = say(which_frames(suspect.start, suspect.stop))
        return f"{video.name if video else ''}, {frames}"


class ReviewDelegate(CardDelegate):
    """Draws rows in view, with a picture of the object on the frame to look at."""

    def __init__(self, workspace: Workspace, thumbnails: ThumbnailLoader, parent: QObject) -> None:
        super().__init__(parent)
        self._workspace, self._thumbnails = workspace, thumbnails

    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: Index) -> None:
        model, suspect = index.model(), index.data(SUSPECT)
        assert isinstance(model, ReviewModel)
        painter.save()
        text, faint = card_paint.begin(painter, option)
        selected = bool(option.state & QStyle.StateFlag.State_Selected)
        self._draw_severity(painter, option, suspect, on_selection=selected)
        picture = self._picture(model.names, suspect)
        card_paint.draw_picture(painter, option.rect, picture, left=_BAR_WIDTH)
        area = card_paint.text_area(option.rect, left=_BAR_WIDTH)
        at_its_end = Qt.TextElideMode.ElideRight
        title = model.title(suspect)
        area = card_paint.draw_line(painter, area, title, text, bold=True, cut=at_its_end)
        area = card_paint.draw_line(painter, area, say(suspect.why), text, cut=at_its_end)
        card_paint.draw_line(painter, area, model.place(suspect), faint)
        painter.restore()

    def _draw_severity(
        self,
        painter: QPainter,
        option: QStyleOptionViewItem,
        suspect: Suspect,
        *,
        on_selection: bool,
    ) -> None:
        """A bar at the edge, as high as the suspect is bad."""
        row = option.rect.adjusted(2, card_paint.MARGIN, 0, -card_paint.MARGIN)
        height = max(row.height() * suspect.severity, _BAR_WIDTH)
        place = QRectF(row.left(), row.bottom() - height + 1, _BAR_WIDTH, height)
        colour = option.palette.highlightedText().color() if on_selection else warning_colour()
        painter.fillRect(place, colour)

    def _picture(self, names: Names, suspect: Suspect) -> QPixmap | None:
        video, session = names.videos.get(suspect.video_id), self._workspace.session
        if video is None or session is None:
            return None
        key = self._key(video, suspect)
        return self._thumbnails.get(Wanted(key, session, video.id))

    def _key(self, video: Video, suspect: Suspect) -> ThumbnailKey:
        from annotator.thumbnails import ThumbnailKey

        return ThumbnailKey(video.facts.fingerprint, suspect.frame_index, suspect.box_xywh)
