"""What the window has to ask: which file, which folder, which data set. None of it blocks."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QFileDialog

from annotator.gui.export_dialog import ExportDialog
from annotator.gui.i18n import tr
from annotator.gui.import_dialog import ImportDialog

if TYPE_CHECKING:
    from annotator.gui.window import Window

_VIDEOS = "*.mp4 *.mov *.mkv *.avi *.webm *.m4v *.ts *.mts *.mpg"


def ask_to_open(window: Window) -> None:
    """Ask for a video or a project."""
    from annotator.session import PROJECT_SUFFIX

    dialog = QFileDialog(window, tr("Open a video or a project"))
    known = tr("Videos and projects") + f" (*{PROJECT_SUFFIX} {_VIDEOS})"
    dialog.setNameFilters([known, tr("All files") + " (*)"])
    _ask(window, dialog, window.bench.projects.open)


def ask_to_open_folder(window: Window) -> None:
    """Ask for a folder of images."""
    dialog = QFileDialog(window, tr("Open a folder of images"))
    dialog.setFileMode(QFileDialog.FileMode.Directory)
    _ask(window, dialog, window.bench.projects.open)


def ask_for_new_project(window: Window) -> None:
    """Ask where a new project is to lie."""
    _ask(window, _project_dialog(window, tr("New project")), window.bench.projects.create)


def ask_for_place(window: Window, paths: Sequence[Path]) -> None:
    """Ask where the project of videos is to lie that are where nothing can be written."""
    from annotator.opening import project_path_for

    title = tr("{0} is in a read-only folder: where shall its project lie?").format(paths[0].name)
    dialog = _project_dialog(window, title)
    dialog.setDirectory(str(Path.home()))
    dialog.selectFile(project_path_for(paths[0]).name)
    _ask(window, dialog, lambda place: window.bench.projects.open(*paths, project_path=place))


def _project_dialog(window: Window, title: str) -> QFileDialog:
    from annotator.session import PROJECT_SUFFIX

    dialog = QFileDialog(window, title)
    dialog.setAcceptMode(QFileDialog.AcceptMode.AcceptSave)
    dialog.setDefaultSuffix(PROJECT_SUFFIX)
    dialog.setNameFilter(tr("Projects") + f" (*{PROJECT_SUFFIX})")
    return dialog


def ask_for_videos(window: Window) -> None:
    """Ask which videos to add to the project."""
    dialog = QFileDialog(window, tr("Add videos"))
    dialog.setFileMode(QFileDialog.FileMode.ExistingFiles)
    dialog.setNameFilters([tr("Videos") + f" ({_VIDEOS})", tr("All files") + " (*)"])
    _ask_for_all(window, dialog, window.bench.videos.take)


def ask_for_folder_of_videos(window: Window) -> None:
    """Ask for a folder whose videos, or whose images as one video, join the project."""
    dialog = QFileDialog(window, tr("Add a folder of videos or images"))
    dialog.setFileMode(QFileDialog.FileMode.Directory)
    _ask(window, dialog, lambda path: window.bench.videos.take([path]))


def ask_to_relink(window: Window) -> None:
    """Ask where the video that is shown is now."""
    _, video = window.bench.workspace.require()
    dialog = QFileDialog(window, tr("Where is {0} now?").format(video.name))
    _ask(window, dialog, partial(window.bench.videos.relink, video.id))


def ask_to_export(window: Window) -> None:
    """Ask which data set to write."""
    session, _ = window.bench.workspace.require()
    dialog = ExportDialog(session, settings=window.settings, parent=window)
    dialog.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
    export = window.bench.projects.export
    dialog.requested.connect(lambda it: window.attempt(partial(export, it)))
    dialog.open()


def ask_to_import(window: Window) -> None:
    """Ask for the folder of a data set, then whether it is the right one."""
    dialog = QFileDialog(window, tr("Folder of a data set"))
    dialog.setFileMode(QFileDialog.FileMode.Directory)
    _ask(window, dialog, partial(ask_about_import, window))


def ask_to_import_file(window: Window) -> None:
    """Ask for a data set that is one file or a zip."""
    dialog = QFileDialog(window, tr("File of a data set"))
    dialog.setNameFilters([tr("Data sets") + " (*.json *.xml *.zip)", tr("All files") + " (*)"])
    _ask(window, dialog, partial(ask_about_import, window))


def ask_about_import(window: Window, source: Path) -> None:
    """Show what would come in, and ask whether it should."""
    session = window.bench.workspace.session
    if session is None:
        return
    dialog = ImportDialog(session, source, parent=window)
    dialog.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
    import_dataset = window.bench.projects.import_dataset
    dialog.requested.connect(lambda it: window.attempt(partial(import_dataset, it)))
    dialog.open()


def _ask(window: Window, dialog: QFileDialog, take: Callable[[Path], None]) -> None:
    _ask_for_all(window, dialog, lambda paths: take(paths[0]))


def _ask_for_all(
    window: Window, dialog: QFileDialog, take: Callable[[Sequence[Path]], None]
) -> None:
    dialog.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
    dialog.filesSelected.connect(lambda it: window.attempt(partial(take, list(map(Path, it)))))
    dialog.open()
