"""What the window shows before anything is open."""

from __future__ import annotations

from collections.abc import Mapping

from PySide6.QtCore import Qt
from PySide6.QtGui import QAction
from PySide6.QtWidgets import QLabel, QPushButton, QVBoxLayout, QWidget

from annotator.gui.icons import app_icon


class StartPage(QWidget):
    """Says what can be done first."""

    def __init__(self, actions: Mapping[str, QAction], parent: QWidget | None = None) -> None:
        super().__init__(parent)
        picture = QLabel()
        picture.setPixmap(app_icon().pixmap(72, 72))
        title = QLabel(self.tr("Open a video to label it"))
        title.setObjectName("title")
        about = QLabel(
            self.tr(
                "Drop a video, a folder of images or a project here.\n"
                "Point at a thing, follow it through the video, correct it, export a data set."
            )
        )
        about.setObjectName("faint")
        column = QVBoxLayout(self)
        column.setSpacing(12)
        column.addStretch(2)
        for label in (picture, title, about):
            label.setAlignment(Qt.AlignmentFlag.AlignCenter)
            column.addWidget(label)
        column.addSpacing(12)
        for name in ("open", "open-folder", "sample"):
            column.addWidget(_button(actions[name]), alignment=Qt.AlignmentFlag.AlignCenter)
        column.addStretch(3)


def _button(action: QAction) -> QPushButton:
    button = QPushButton(action.icon(), action.iconText())
    button.setMinimumWidth(240)
    button.clicked.connect(action.trigger)
    action.changed.connect(lambda: button.setIcon(action.icon()))
    return button
