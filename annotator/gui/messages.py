"""The one door to the person: sentences in a banner that asks for nothing and blocks nothing."""

from __future__ import annotations

import logging
import sys
import threading
from collections import deque
from collections.abc import Callable
from dataclasses import dataclass
from functools import partial
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
)

from annotator.gui.i18n import tr
from annotator.gui.icons import icon
from annotator.gui.plain_text import tool_tip
from annotator.gui.report import report, report_on
from annotator.gui.sentences import say
from model_backend.engine import EngineError
from storage.counting import counted
from storage.errors import UserError

_INFO_MILLISECONDS = 6000
_MOST_LINES = 5  # more would cover the frame
_MOST_WAITING = 3  # notes; who closes an error after an hour does not want to know all of them
log = logging.getLogger(__name__)


@dataclass(frozen=True, slots=True)
class _Error:
    sentence: str
    report: str = ""  # what to send us about a bug


class Banner(QFrame):
    """Shows the newest sentence; notes go by themselves, and at once when the pointer comes: it lies over
    the frame. Errors stay until they are closed: an older one comes back when a newer one is closed, and
    notes wait until all are."""

    def __init__(self) -> None:
        super().__init__()
        self.setObjectName("banner")
        self.setAttribute(Qt.WidgetAttribute.WA_Hover)  # the pointer is told of over all its parts
        self._errors: list[_Error] = []  # not closed yet; the last one is shown
        self._waiting: deque[str] = deque(maxlen=_MOST_WAITING)  # notes that came meanwhile
        self._text = QLabel()
        self._text.setTextFormat(Qt.TextFormat.PlainText)
        self._text.setWordWrap(True)
        self._text.setMinimumWidth(1)  # a long name must not widen the window
        self._text.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse)
        self._copy, self._save = QPushButton(), QPushButton()
        self._copy.clicked.connect(self._copy_report)
        self._save.clicked.connect(self._ask_where)
        close = QToolButton()
        close.setIcon(icon("cancel"))
        close.setAccessibleName(self.tr("Close the message"))
        close.clicked.connect(self.dismiss)
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
        if self._errors:
            self._waiting.append(sentence)
            return
        self._show(sentence, kind="info")
        self._timer.start()

    def error(self, error: BaseException) -> None:
        """Say what went wrong: a UserError as it is, our own bug with a report to copy."""
        is_bug = not isinstance(error, UserError | EngineError)
        self._add(_Error(sentence_of(error), report_on(error) if is_bug else ""))

    def retract(self, error: BaseException) -> None:
        """What was said of it is true no more."""
        sentence = sentence_of(error)
        is_shown = bool(self._errors) and self._errors[-1].sentence == sentence
        if is_shown:
            self.dismiss()
        else:
            self._errors = [it for it in self._errors if it.sentence != sentence]

    def crash(self, stacks: str) -> None:
        """Say that the program ended by a fault the last time."""
        sentence = self.tr("Maskbank ended by a fault the last time. Your work is saved.")
        self._add(_Error(sentence, report(stacks)))

    def dismiss(self) -> None:
        """What is shown was read: go on to what waits."""
        if self._errors:
            self._errors.pop()
        if self._errors:
            self._show_error()
        elif self._waiting:
            notes = "\n".join(self._waiting)
            self._waiting.clear()
            self.note(notes)
        else:
            self.hide()

    def _add(self, error: _Error) -> None:
        """An error that comes again is one error."""
        others = [it for it in self._errors if it.sentence != error.sentence]
        self._errors = [*others, error]
        self._show_error()

    def _show_error(self) -> None:
        error = self._errors[-1]
        self._show(error.sentence, kind="error")
        self._copy.setText(self.tr("Copy the report"))
        self._save.setText(self.tr("Save the report ..."))
        self._copy.setVisible(bool(error.report))
        self._save.setVisible(bool(error.report))

    def _copy_report(self) -> None:
        QApplication.clipboard().setText(self._errors[-1].report)
        self._copy.setText(self.tr("Copied"))

    def _ask_where(self) -> None:
        dialog = QFileDialog(self.window(), self.tr("Save the report"))
        dialog.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        dialog.setAcceptMode(QFileDialog.AcceptMode.AcceptSave)
        dialog.setDefaultSuffix("txt")
        dialog.selectFile("maskbank-report.txt")
        dialog.fileSelected.connect(partial(self.save_report, self._errors[-1].report))
        dialog.open()

    def save_report(self, text: str, path: str) -> None:
        """Write a report to a file, to be read and sent."""
        try:
            Path(path).write_text(text, "utf-8")
        except OSError as error:
            self.error(UserError(self.tr("The report cannot be saved: {0}").format(error)))
        else:
            self._save.setText(self.tr("Saved"))

    def _show(self, sentence: str, *, kind: str) -> None:
        self._timer.stop()
        self._copy.hide()
        self._save.hide()
        sentence = say(sentence)
        self._text.setText(self._shortened(sentence))
        self._text.setToolTip(tool_tip(sentence) if self.text != sentence else "")
        self.setAccessibleName(self.text)
        self.setProperty("kind", kind)
        self.style().unpolish(self)
        self.style().polish(self)
        self.show()

    def _shortened(self, sentence: str) -> str:
        lines = sentence.split("\n")
        more = len(lines) - _MOST_LINES
        if more <= 0:
            return sentence
        rest = counted(
            more,
            self.tr("... and {n} more line; the jobs panel has all that a job said."),
            self.tr("... and {n} more lines; the jobs panel has all that a job said."),
        )
        return "\n".join((*lines[:_MOST_LINES], rest))


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
        previous, previous_of_threads = sys.excepthook, threading.excepthook
        sys.excepthook, threading.excepthook = self._report, self._report_of_thread

        def restore() -> None:
            sys.excepthook, threading.excepthook = previous, previous_of_threads

        return restore

    def _report_of_thread(self, what: threading.ExceptHookArgs) -> None:
        """A thread that ends itself by SystemExit means it."""
        if what.exc_value is not None and what.exc_type is not SystemExit:
            self._report(what.exc_type, what.exc_value, what.exc_traceback)

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
