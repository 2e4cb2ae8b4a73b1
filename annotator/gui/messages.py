"""The one door to the person: sentences in a banner that asks for nothing and blocks nothing."""

from __future__ import annotations

import logging
import sys
import traceback
from collections.abc import Callable
from types import TracebackType

from PySide6.QtCore import QObject, Qt, QTimer, Signal
from PySide6.QtWidgets import (
    QApplication,
    QFrame,
    QHBoxLayout,
    QLabel,
    QPushButton,
    QToolButton,
    QWidget,
)

from annotator.gui.i18n import tr
from annotator.gui.icons import icon
from model_backend.engine import EngineError
from storage.errors import UserError

_INFO_MILLISECONDS = 6000
log = logging.getLogger(__name__)


class Banner(QFrame):
    """Shows the newest sentence; notes go by themselves, errors stay until they are closed."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("banner")
        self._report = ""  # what to send us about a bug
        self._text = QLabel()
        self._text.setTextFormat(Qt.TextFormat.PlainText)
        self._text.setWordWrap(True)
        self._text.setMinimumWidth(1)  # a long name must not widen the window
        self._text.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse)
        self._details = QPushButton(self.tr("Copy the report"))
        self._details.clicked.connect(lambda: QApplication.clipboard().setText(self._report))
        close = QToolButton()
        close.setIcon(icon("cancel"))
        close.setAccessibleName(self.tr("Close the message"))
        close.clicked.connect(self.hide)
        self._timer = QTimer(self, singleShot=True, interval=_INFO_MILLISECONDS)
        self._timer.timeout.connect(self.hide)
        row = QHBoxLayout(self)
        row.setContentsMargins(14, 6, 8, 6)
        row.addWidget(self._text, 1)
        row.addWidget(self._details)
        row.addWidget(close)
        self.hide()

    @property
    def text(self) -> str:
        """What it says, or said last."""
        return self._text.text()

    def note(self, sentence: str) -> None:
        """Say something that needs no answer."""
        self._show(sentence, kind="info")
        self._timer.start()

    def error(self, error: BaseException) -> None:
        """Say what went wrong: a UserError as it is, our own bug with a report to copy."""
        self._timer.stop()
        self._show(sentence_of(error), kind="error")
        if not isinstance(error, UserError | EngineError):
            self._report = "".join(traceback.format_exception(error))
            self._details.show()

    def _show(self, sentence: str, *, kind: str) -> None:
        self._details.hide()
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
