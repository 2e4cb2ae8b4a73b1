"""What the window shows before a video is open: what can be done first, and what was open lately."""

from __future__ import annotations

from collections.abc import Mapping

from PySide6.QtCore import QModelIndex, QObject, QPersistentModelIndex, Qt, Signal
from PySide6.QtGui import QAction, QPainter
from PySide6.QtWidgets import (
    QHBoxLayout,
    QLabel,
    QListWidget,
    QListWidgetItem,
    QPushButton,
    QStyleOptionViewItem,
    QVBoxLayout,
    QWidget,
)

from annotator.gui import card_paint
from annotator.gui.card_delegate import CardDelegate
from annotator.gui.icons import app_icon
from annotator.gui.recent import RecentProject, RecentProjects
from annotator.gui.thumbnail_loader import ThumbnailLoader, Wanted
from annotator.gui.workspace import Workspace

_FIRST_STEPS = ("open", "new-project", "sample")
_IN_A_PROJECT = ("add-videos", "add-folder", "open")
_RECENT = Qt.ItemDataRole.UserRole


class StartPage(QWidget):
    """Of an empty window, or of a project without videos."""

    open_requested = Signal(str)  # the path of a project

    def __init__(
        self,
        actions: Mapping[str, QAction],
        workspace: Workspace,
        recent: RecentProjects,
        thumbnails: ThumbnailLoader,
    ) -> None:
        super().__init__()
        self._workspace, self._recent = workspace, recent
        self.title, self._about = QLabel(), QLabel()
        self.title.setObjectName("title")
        self._about.setObjectName("faint")
        self._buttons = {
            name: _button(actions[name]) for name in dict.fromkeys(_IN_A_PROJECT + _FIRST_STEPS)
        }
        self.recent_list = _RecentList(thumbnails)
        self.recent_list.itemActivated.connect(self._open)
        self.recent_list.itemClicked.connect(self._open)
        self._recent_box = self._make_recent_box()
        self._lay_out()
        recent.changed.connect(self._refresh)
        workspace.session_changed.connect(self._refresh)
        self._refresh()

    def _refresh(self) -> None:
        session = self._workspace.session
        if session is None:
            self.title.setText(self.tr("Open a video to label it"))
            self._about.setText(
                self.tr(
                    "Drop videos, a folder of videos or images, or a project here.\n"
                    "Point at a thing, follow it through the video, correct it, export a data set."
                )
            )
        else:
            self.title.setText(session.project.path.stem)
            self._about.setText(self.tr("This project holds no video yet: drop some here."))
        offered = _FIRST_STEPS if session is None else _IN_A_PROJECT
        for name, button in self._buttons.items():
            button.setVisible(name in offered)
        self.recent_list.show_projects(self._recent.projects)
        self._recent_box.setVisible(session is None and bool(self._recent.projects))

    def _open(self, item: QListWidgetItem) -> None:
        self.open_requested.emit(item.data(_RECENT).path)

    def _make_recent_box(self) -> QWidget:
        box = QWidget()
        title = QLabel(self.tr("Recent projects"))
        title.setObjectName("faint")
        title.setBuddy(self.recent_list)
        column = QVBoxLayout(box)
        column.setContentsMargins(0, 0, 0, 0)
        column.addWidget(title)
        column.addWidget(self.recent_list, 1)
        return box

    def _lay_out(self) -> None:
        picture = QLabel()
        picture.setPixmap(app_icon().pixmap(72, 72))
        first = QVBoxLayout()
        first.setSpacing(12)
        first.addStretch(2)
        for label in (picture, self.title, self._about):
            label.setAlignment(Qt.AlignmentFlag.AlignCenter)
            first.addWidget(label)
        first.addSpacing(12)
        for button in self._buttons.values():
            first.addWidget(button, alignment=Qt.AlignmentFlag.AlignCenter)
        first.addStretch(3)
        self._recent_box.setFixedWidth(400)
        row = QHBoxLayout(self)
        row.setContentsMargins(48, 48, 48, 48)
        row.addLayout(first, 1)
        row.addWidget(self._recent_box)


class _RecentList(QListWidget):
    """One row a project, with the picture of its first video."""

    def __init__(self, thumbnails: ThumbnailLoader) -> None:
        super().__init__()
        self.setAccessibleName(self.tr("Recent projects"))
        self.setMouseTracking(True)
        self.setItemDelegate(_RecentDelegate(thumbnails, self))
        thumbnails.came.connect(self.viewport().update)

    def show_projects(self, projects: tuple[RecentProject, ...]) -> None:
        """List these projects."""
        self.clear()
        for project in projects:
            item = QListWidgetItem(project.name, self)
            item.setData(_RECENT, project)
            item.setData(Qt.ItemDataRole.AccessibleTextRole, project.path)


class _RecentDelegate(CardDelegate):
    def __init__(self, thumbnails: ThumbnailLoader, parent: QObject) -> None:
        super().__init__(parent)
        self._thumbnails = thumbnails

    def paint(
        self,
        painter: QPainter,
        option: QStyleOptionViewItem,
        index: QModelIndex | QPersistentModelIndex,
    ) -> None:
        from annotator.thumbnails import ThumbnailKey

        project: RecentProject = index.data(_RECENT)
        painter.save()
        text, faint = card_paint.begin(painter, option)
        pixmap = None
        if project.fingerprint:
            pixmap = self._thumbnails.get(Wanted(ThumbnailKey(project.fingerprint)))
        card_paint.draw_picture(painter, option.rect, pixmap)
        area = card_paint.text_area(option.rect)
        area = card_paint.draw_line(painter, area, project.name, text, bold=True)
        area = card_paint.draw_line(painter, area, project.path, faint)
        card_paint.draw_line(painter, area, self.tr("videos: {0}").format(project.videos), faint)
        painter.restore()


def _button(action: QAction) -> QPushButton:
    button = QPushButton(action.icon(), action.iconText())
    button.setMinimumWidth(240)
    button.clicked.connect(action.trigger)
    action.changed.connect(lambda: button.setIcon(action.icon()))
    return button
