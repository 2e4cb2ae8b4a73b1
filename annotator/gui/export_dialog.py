"""Which data set to write, of what, and where to; shows beforehand what will be on the disk."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import QSettings, Qt, Signal
from PySide6.QtWidgets import (
    QDialog,
    QDialogButtonBox,
    QFileDialog,
    QHBoxLayout,
    QLabel,
    QLineEdit,
    QListWidget,
    QPushButton,
    QStyle,
    QTreeWidget,
    QTreeWidgetItem,
    QVBoxLayout,
    QWidget,
)

from annotator.export_options import ExportOptions
from annotator.gui.export_form import ExportForm
from annotator.gui.latest import Latest
from annotator.gui.plain_text import tool_tip
from annotator.gui.sentences import say
from exporters.formats import FORMAT_NAMES, format_module
from storage.errors import UserError

if TYPE_CHECKING:  # the window is there before these are loaded
    from annotator.export_preview import TreeEntry
    from annotator.session import Session

_Question = tuple[str, ExportOptions, Path]  # the format's name, and the folder


@dataclass(frozen=True, slots=True)
class ExportRequest:
    """Write the project as a data set into the folder ``target``."""

    format_name: str
    target: Path
    options: ExportOptions


class ExportDialog(QDialog):
    """Not modal in spirit: it only asks, and the export runs as a job."""

    requested = Signal(object)  # an ExportRequest

    def __init__(
        self, session: Session, *, settings: QSettings | None = None, parent: QWidget | None = None
    ) -> None:
        """``settings`` remember what was chosen the last time."""
        super().__init__(parent)
        self.setWindowTitle(self.tr("Export a data set"))
        self.resize(1140, 660)
        self._settings = settings
        self._folder = session.project.path.with_suffix("")
        self._keeps_by_format = {name: format_module(name).KEEPS for name in FORMAT_NAMES}
        self._formats, self._keeps = _format_list(self._keeps_by_format), QLabel(wordWrap=True)
        self.form = ExportForm(
            [it.name for it in session.project.videos()],
            [it.name for it in session.project.categories()],
        )
        self._tree, self._problem = QTreeWidget(), QLabel(wordWrap=True)
        self._target = QLineEdit()
        self._write = QPushButton(self.tr("Export"))
        self._preview = Latest(_previewer(session), name="export-preview")
        self._lay_out()
        self._restore()
        self._connect()
        self._show_format(self.format_name)

    @property
    def format_name(self) -> str:
        """The one that is chosen."""
        return self._formats.currentItem().text()

    @property
    def target(self) -> Path:
        """The folder to write."""
        return Path(self._target.text().strip()).expanduser()

    def choose_format(self, name: str) -> None:
        found = self._formats.findItems(name, Qt.MatchFlag.MatchExactly)
        if found:
            self._formats.setCurrentItem(found[0])

    def accept(self) -> None:
        """Ask for the export, and close."""
        if self._settings is not None:
            self.form.remember(self._settings)
            self._settings.setValue("export/format", self.format_name)
        self.requested.emit(ExportRequest(self.format_name, self.target, self.form.options()))
        super().accept()

    def done(self, result: int) -> None:
        """However it ends, nothing is previewed any more."""
        self._preview.stop()
        super().done(result)

    # --- how it looks ----------------------------------------------------------------------------

    def _lay_out(self) -> None:
        for label in (self._keeps, self._problem):
            label.setTextFormat(Qt.TextFormat.PlainText)
        self._keeps.setObjectName("faint")
        self._keeps.setMinimumHeight(4 * self._keeps.fontMetrics().height())
        self._keeps.setAlignment(Qt.AlignmentFlag.AlignTop)
        self._tree.setHeaderHidden(True)
        self._tree.setIndentation(14)
        self._tree.setAccessibleName(self.tr("What will be written"))
        self._target.setObjectName("target")
        self._target.setAccessibleName(self.tr("Folder to write"))
        self._formats.setAccessibleName(self.tr("Format"))
        columns = QHBoxLayout()
        columns.setSpacing(16)
        for share, title, widgets in (
            (0, self.tr("Format"), (self._formats,)),
            (0, self.tr("What and how"), (self._keeps, self.form)),
            (1, self.tr("What will be written"), (self._tree, self._problem)),
        ):
            columns.addLayout(_column(title, widgets), share)
        column = QVBoxLayout(self)
        column.setContentsMargins(16, 16, 16, 16)
        column.setSpacing(12)
        column.addLayout(columns, 1)
        column.addLayout(self._target_row())
        column.addWidget(self._buttons())

    def _target_row(self) -> QHBoxLayout:
        browse = QPushButton(self.tr("Choose ..."))
        browse.setAutoDefault(False)
        browse.clicked.connect(self._browse)
        row = QHBoxLayout()
        row.addWidget(QLabel(self.tr("Folder")))
        row.addWidget(self._target, 1)
        row.addWidget(browse)
        return row

    def _buttons(self) -> QDialogButtonBox:
        buttons = QDialogButtonBox(QDialogButtonBox.StandardButton.Cancel)
        buttons.addButton(self._write, QDialogButtonBox.ButtonRole.AcceptRole)
        self._write.setDefault(True)
        buttons.accepted.connect(self.accept)
        buttons.rejected.connect(self.reject)
        return buttons

    def _connect(self) -> None:
        self._formats.currentTextChanged.connect(self._show_format)
        self._target.textChanged.connect(self._name_root)
        self.form.changed.connect(self._ask_for_preview)
        self._preview.answered.connect(self._show_tree)
        self._preview.failed.connect(self._show_problem)

    def _restore(self) -> None:
        self.choose_format(FORMAT_NAMES[0])
        if self._settings is not None:
            self.form.restore(self._settings)
            self.choose_format(str(self._settings.value("export/format", "")))

    # --- what is chosen --------------------------------------------------------------------------

    def _show_format(self, name: str) -> None:
        self._keeps.setText(say(self._keeps_by_format[name]))
        self._target.setText(str(self._folder / name))
        self._ask_for_preview()

    def _ask_for_preview(self) -> None:
        self._preview.ask((self.format_name, self.form.options(), self.target))

    def _show_tree(self, entries: tuple[TreeEntry, ...]) -> None:
        self._problem.clear()
        self._tree.clear()
        root = QTreeWidgetItem(self._tree, [Path(self._target.text()).name])
        root.setIcon(0, self.style().standardIcon(QStyle.StandardPixmap.SP_DirIcon))
        self._add_entries(root, entries)
        self._tree.expandAll()
        self._enable()

    def _add_entries(self, parent: QTreeWidgetItem, entries: Iterable[TreeEntry]) -> None:
        for entry in entries:
            item = QTreeWidgetItem(parent, [entry.name])
            if not entry.and_more:
                kind = "SP_DirIcon" if entry.is_folder else "SP_FileIcon"
                item.setIcon(0, self.style().standardIcon(QStyle.StandardPixmap[kind]))
            self._add_entries(item, entry.children)

    def _show_problem(self, error: Exception) -> None:
        """The export would say the same."""
        if not isinstance(error, UserError):
            raise error
        self._tree.clear()
        self._problem.setText(say(str(error)))
        self._enable()

    def _name_root(self, text: str) -> None:
        root = self._tree.topLevelItem(0)
        if root is not None:
            root.setText(0, Path(text).name)
        self._ask_for_preview()
        self._enable()

    def _enable(self) -> None:
        """Whoever knows what they want need not wait for the preview."""
        has_target = bool(self._target.text().strip())
        self._write.setEnabled(has_target and not self._problem.text())

    def _browse(self) -> None:
        dialog = QFileDialog(self, self.tr("Folder to write"), str(self._folder))
        dialog.setFileMode(QFileDialog.FileMode.Directory)
        dialog.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        dialog.fileSelected.connect(
            lambda path: self._target.setText(str(Path(path) / self.format_name))
        )
        dialog.open()


def _previewer(session: Session) -> Callable[[_Question], tuple[TreeEntry, ...]]:
    def preview(request: _Question) -> tuple[TreeEntry, ...]:
        from annotator.export_preview import preview_export

        return preview_export(session.project, *request)

    return preview


def _format_list(keeps: Mapping[str, str]) -> QListWidget:
    formats = QListWidget()
    formats.addItems(list(keeps))
    for i, text in enumerate(keeps.values()):
        formats.item(i).setToolTip(tool_tip(say(text)))
    formats.setFixedWidth(formats.sizeHintForColumn(0) + 40)
    return formats


def _column(title: str, widgets: Iterable[QWidget]) -> QVBoxLayout:
    column = QVBoxLayout()
    column.setSpacing(8)
    column.addWidget(QLabel(f"<b>{title}</b>"))
    for widget in widgets:
        stretch = 1 if isinstance(widget, QListWidget | QTreeWidget) else 0
        column.addWidget(widget, stretch)
    if not any(isinstance(it, QListWidget | QTreeWidget) for it in widgets):
        column.addStretch(1)
    return column
