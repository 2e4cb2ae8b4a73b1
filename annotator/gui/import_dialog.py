"""Which data set to bring in; shows beforehand what would come."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import (
    QCheckBox,
    QComboBox,
    QDialog,
    QDialogButtonBox,
    QFileDialog,
    QFormLayout,
    QHBoxLayout,
    QLabel,
    QLineEdit,
    QPushButton,
    QTreeWidget,
    QTreeWidgetItem,
    QVBoxLayout,
    QWidget,
)

from annotator.gui.latest import Latest
from annotator.gui.plain_text import tool_tip
from annotator.gui.sentences import say
from exporters.formats import READABLE_NAMES
from storage import counting
from storage.errors import UserError

if TYPE_CHECKING:  # the window is there before these are loaded
    from annotator.import_preview import ImportPreview, VideoPreview
    from annotator.session import Session

_SHOWN_PROBLEMS, _SHOWN_NAMES = 20, 5
_Question = tuple[str, Path, tuple[Path, ...]]  # the format, empty to guess it; source; video files


@dataclass(frozen=True, slots=True)
class ImportRequest:
    """Bring the data set at ``source`` into the project; ``videos`` are files that it may be about."""

    format_name: str
    source: Path
    videos: tuple[Path, ...]
    skip_bad: bool


@dataclass(frozen=True, slots=True)
class _Answer:
    """What would come in, or the ``error`` that keeps it from being known."""

    question: _Question
    preview: ImportPreview | None = None
    error: UserError | None = None


class ImportDialog(QDialog):
    """Not modal in spirit: it only asks, and the import runs as a job."""

    requested = Signal(object)  # an ImportRequest

    def __init__(self, session: Session, source: Path, *, parent: QWidget | None = None) -> None:
        """``source`` is the folder, file or zip that was chosen."""
        super().__init__(parent)
        self.setWindowTitle(self.tr("Import a data set"))
        self.resize(680, 560)
        self._source, self._shown = source, ""
        self._format, self._tree = QComboBox(), QTreeWidget()
        self._videos = QLineEdit(readOnly=True, placeholderText=self.tr("those of the project"))
        self._videos.setAccessibleName(self.tr("Video files"))
        self._chosen_videos: tuple[Path, ...] = ()
        self._skip_bad = QCheckBox(
            self.tr("Leave out records that are wrong, instead of refusing all")
        )
        self._problem = QLabel(wordWrap=True, textFormat=Qt.TextFormat.PlainText)
        self._take = QPushButton(self.tr("Import"))
        self._preview = Latest(_previewer(session), name="import-preview")
        self._lay_out()
        self._format.currentIndexChanged.connect(self._ask_for_preview)
        self._skip_bad.toggled.connect(self._show_what_can_be)
        self._preview.answered.connect(self._take_answer)
        self._preview.failed.connect(_raise)
        self._has_problems = self._can_be_read = False
        self._hindrance = ""
        self._ask_for_preview()

    def accept(self) -> None:
        """Ask for the import, and close."""
        request = ImportRequest(
            self._shown, self._source, self._chosen_videos, self._skip_bad.isChecked()
        )
        self.requested.emit(request)
        super().accept()

    def done(self, result: int) -> None:
        """However it ends, nothing is previewed any more."""
        self._preview.stop()
        super().done(result)

    # --- how it looks ----------------------------------------------------------------------------

    def _lay_out(self) -> None:
        self._format.addItem(self.tr("As it looks"), "")
        for name in READABLE_NAMES:
            self._format.addItem(name, name)
        self._tree.setHeaderHidden(True)
        self._tree.setAccessibleName(self.tr("What would come in"))
        self._take.setEnabled(False)
        browse = QPushButton(self.tr("Choose ..."))
        browse.setAutoDefault(False)
        browse.clicked.connect(self._browse)
        row = QHBoxLayout()
        row.addWidget(self._videos, 1)
        row.addWidget(browse)
        form = QFormLayout()
        form.addRow(
            self.tr("Data set"), QLabel(str(self._source), textFormat=Qt.TextFormat.PlainText)
        )
        form.addRow(self.tr("&Format"), self._format)
        form.addRow(self.tr("Video files"), row)
        form.addRow("", self._skip_bad)
        buttons = QDialogButtonBox(QDialogButtonBox.StandardButton.Cancel)
        buttons.addButton(self._take, QDialogButtonBox.ButtonRole.AcceptRole)
        self._take.setDefault(True)
        buttons.accepted.connect(self.accept)
        buttons.rejected.connect(self.reject)
        column = QVBoxLayout(self)
        column.setContentsMargins(16, 16, 16, 16)
        column.setSpacing(12)
        column.addLayout(form)
        column.addWidget(QLabel(f"<b>{self.tr('What would come in')}</b>"))
        column.addWidget(self._tree, 1)
        column.addWidget(self._problem)
        column.addWidget(buttons)

    # --- what is chosen --------------------------------------------------------------------------

    def _ask_for_preview(self) -> None:
        self._problem.setText(self.tr("Reading ..."))
        self._can_be_read = False
        self._show_what_can_be()
        self._preview.ask(self._question)

    @property
    def _question(self) -> _Question:
        return self._format.currentData(), self._source, self._chosen_videos

    def _take_answer(self, answer: _Answer) -> None:
        if answer.question != self._question:
            return  # another format, or other videos, were chosen meanwhile
        if answer.preview is not None:
            self._show(answer.preview)
        else:
            self._tree.clear()
            self._problem.setText(say(str(answer.error)))

    def _show(self, preview: ImportPreview) -> None:
        self._shown = preview.format_name
        if not self._format.currentData():
            self._format.setItemText(0, self.tr("As it looks: {0}").format(preview.format_name))
        self._tree.clear()
        self._list_unless_empty(
            self.tr("To know"), (*self._doubled(preview), *map(say, preview.warnings))
        )
        self._list_unless_empty(
            self.tr("Records that are wrong"), self._shortened(preview.problems)
        )
        for video in preview.videos:
            self._list_video(video)
        self._list_unless_empty(self.tr("Categories"), preview.categories)
        self._tree.expandAll()
        self._has_problems = bool(preview.problems)
        self._hindrance = self._first_hindrance(preview)
        self._can_be_read = True
        self._show_what_can_be()

    def _list_video(self, video: VideoPreview) -> None:
        frames = say(counting.frames(video.frames))
        text = self.tr("{0}: {1}, {2}").format(video.name, frames, say(video.origin))
        self._list(text, video.objects)

    def _doubled(self, preview: ImportPreview) -> tuple[str, ...]:
        """What would be there twice, a sentence for each video."""
        sentence = self.tr("Already on {0}, by name: {1}. What comes in is added beside it.")
        return tuple(
            sentence.format(it.name, _some_of(it.already_there))
            for it in preview.videos
            if it.already_there
        )

    def _first_hindrance(self, preview: ImportPreview) -> str:
        """Why no video, or not this one, can take the masks; empty if all can."""
        for video in preview.videos:
            if video.misfit:
                return say(video.misfit)
        if any(video.is_missing for video in preview.videos):
            return self.tr("Choose the files of the videos that are missing.")
        return ""

    def _shortened(self, problems: tuple[str, ...]) -> tuple[str, ...]:
        """The first of them, and how many there are beside those."""
        shown = tuple(map(say, problems[:_SHOWN_PROBLEMS]))
        more = len(problems) - len(shown)
        return (*shown, self.tr("... and {0} more.").format(more)) if more else shown

    def _list_unless_empty(self, title: str, sentences: tuple[str, ...]) -> None:
        if sentences:
            self._list(title, sentences)

    def _list(self, title: str, sentences: tuple[str, ...]) -> None:
        item = QTreeWidgetItem(self._tree, [title])
        for sentence in sentences:
            below = QTreeWidgetItem(item, [sentence])
            below.setToolTip(0, tool_tip(sentence))  # it may be longer than the dialog is wide

    def _show_what_can_be(self) -> None:
        """Say what stands in the way of the import, if anything does."""
        refused = self._has_problems and not self._skip_bad.isChecked()
        if self._can_be_read:
            self._problem.setText(
                self.tr("Some records are wrong: put them right, or leave them out.") if refused
                else self._hindrance
            )  # fmt: skip
        self._take.setEnabled(self._can_be_read and not refused and not self._hindrance)

    def _browse(self) -> None:
        dialog = QFileDialog(self, self.tr("Videos that the data set is about"))
        dialog.setFileMode(QFileDialog.FileMode.ExistingFiles)
        dialog.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        dialog.filesSelected.connect(self.choose_videos)
        dialog.open()

    def choose_videos(self, paths: list[str]) -> None:
        self._chosen_videos = tuple(map(Path, paths))
        self._videos.setText(", ".join(path.name for path in self._chosen_videos))
        self._ask_for_preview()


def _some_of(names: tuple[str, ...]) -> str:
    """The first of them, each once."""
    different = list(dict.fromkeys(names))
    return ", ".join(different[:_SHOWN_NAMES]) + (" ..." if len(different) > _SHOWN_NAMES else "")


def _raise(error: Exception) -> None:
    """It is our bug: the window tells of it."""
    raise error


def _previewer(session: Session) -> Callable[[_Question], _Answer]:
    def preview(question: _Question) -> _Answer:
        try:
            return _Answer(question, _preview(session, *question))
        except UserError as error:
            return _Answer(question, error=error)

    return preview


def _preview(
    session: Session, format_name: str, source: Path, videos: tuple[Path, ...]
) -> ImportPreview:
    from annotator.import_preview import guess_format, preview_import

    name = format_name or guess_format(source)
    if name is None:
        raise UserError(
            f"{source} is not recognised as a data set: choose its format above to hear what is "
            "missing or wrong in it."
        )
    return preview_import(session.project, name, source, videos)
