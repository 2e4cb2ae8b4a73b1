"""The one door to the person: sentences in a banner that asks for nothing and blocks nothing."""

from __future__ import annotations

import logging
import sys
from collections.abc import Callable
from pathlib import Path
from types import TracebackType

from PySide6.QtCore import QEvent, QObject, Qt, QTimer, Signal
from PySide6.QtGui import QHideEvent
from PySide6.QtWidgets import (
    QApplication,
    QFileDialog,
    QFrame,
    QHBoxLayout,
    QLabel,
    QPushButton,
    QToolButton,
    QWidget,
)

from annotator.gui.i18n import tr
from annotator.gui.icons import icon
from annotator.gui.report import report, report_on
from annotator.gui.sentences import say
from model_backend.engine import EngineError
from storage.errors import UserError

_INFO_MILLISECONDS = 6000
log = logging.getLogger(__name__)


class Banner(QFrame):
    """Shows the newest sentence; notes go by themselves, and at once when the pointer comes: it lies over
    the frame. Errors stay until they are closed."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("banner")
        self.setAttribute(Qt.WidgetAttribute.WA_Hover)  # the pointer is told of over all its parts
        self._report = ""  # what to send us about a bug
        self._text = QLabel()
        self._text.setTextFormat(Qt.TextFormat.PlainText)
        self._text.setWordWrap(True)
        self._text.setMinimumWidth(1)  # a long name must not widen the window
        self._text.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse)
        self._copy = QPushButton(self.tr("Copy the report"))
        self._copy.clicked.connect(lambda: QApplication.clipboard().setText(self._report))
        self._save = QPushButton(self.tr("Save the report ..."))
        self._save.clicked.connect(self._ask_where)
        close = QToolButton()
        close.setIcon(icon("cancel"))
        close.setAccessibleName(self.tr("Close the message"))
        close.clicked.connect(self.hide)
        self._timer = QTimer(self, singleShot=True, interval=_INFO_MILLISECONDS)
        self._timer.timeout.connect(self.hide)
        row = QHBoxLayout(self)
        row.setContentsMargins(14, 6, 8, 6)
        row.addWidget(self._text, 1)
        row.addWidget(self._copy)
        row.addWidget(self._save)
        row.addWidget(close)
        self.hide()

    def hideEvent(self, event: QHideEvent) -> None:
        self._timer.stop()
        super().hideEvent(event)

    @property
    def text(self) -> str:
        """What it says, or said last."""
        return self._text.text()

    def event(self, event: QEvent) -> bool:
        if event.type() is QEvent.Type.HoverMove and self._timer.isActive():
            self.hide()
        return super().event(event)

    def note(self, sentence: str) -> None:
        """Say something that needs no answer."""
        self._show(sentence, kind="info")
        self._timer.start()

    def error(self, error: BaseException) -> None:
        """Say what went wrong: a UserError as it is, our own bug with a report to copy."""
        self._show(sentence_of(error), kind="error")
        if not isinstance(error, UserError | EngineError):
            self._offer(report_on(error))

    def crash(self, stacks: str) -> None:
        """Say that the program ended by a fault the last time."""
        self._show(
            self.tr("Maskbank ended by a fault the last time. Your work is saved."), kind="error"
        )
        self._offer(report(stacks))

    def _offer(self, text: str) -> None:
        self._report = text
        self._copy.show()
        self._save.show()

    def _ask_where(self) -> None:
        dialog = QFileDialog(self.window(), self.tr("Save the report"))
        dialog.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        dialog.setAcceptMode(QFileDialog.AcceptMode.AcceptSave)
        dialog.setDefaultSuffix("txt")
        dialog.selectFile("maskbank-report.txt")
        dialog.fileSelected.connect(self.save_report)
        dialog.open()

    def save_report(self, path: str) -> None:
        """Write the report to a file, to be read and sent."""
        try:
            Path(path).write_text(self._report, "utf-8")
        except OSError as error:
            self.error(UserError(self.tr("The report cannot be saved: {0}").format(error)))

    def _show(self, sentence: str, *, kind: str) -> None:
        self._timer.stop()
        self._copy.hide()
        self._save.hide()
        sentence = say(sentence)
        self._text.setText(sentence)
        self.setAccessibleName(sentence)
        self.setProperty("kind", kind)
        self.style().unpolish(self)
        self.style().polish(self)
        self.show()


def sentence_of(error: BaseException) -> str:
    """An exception as a sentence for the person in front of the screen."""
    match error:
        case UserError():
            return str(error)
        case EngineError():
            return tr("The engine failed: {0}").format(error)
        case _:
            about = f"{type(error).__name__}: {error}" if str(error) else type(error).__name__
            return tr("Something went wrong in Maskbank; your work is saved. ({0})").format(about)


class UncaughtErrors(QObject):
    """Takes what nobody caught, on any thread, to the banner; the program goes on."""

    caught = Signal(object)  # an exception

    def install(self) -> Callable[[], None]:
        """Start; returns the function that ends it."""
        previous = sys.excepthook
        sys.excepthook = self._report

        def restore() -> None:
            sys.excepthook = previous

        return restore

    def _report(
        self, kind: type[BaseException], error: BaseException, trace: TracebackType | None
    ) -> None:
        if issubclass(kind, KeyboardInterrupt):
            sys.__excepthook__(kind, error, trace)
            QApplication.quit()
            return
        if not isinstance(error, UserError | EngineError):
            log.error("Uncaught", exc_info=(kind, error, trace))
        self.caught.emit(error)
