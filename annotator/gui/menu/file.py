"""Projects, videos and data sets."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING

from annotator.gui import questions
from annotator.gui.action_spec import ActionSpec, spec
from annotator.gui.i18n import later, tr

if TYPE_CHECKING:
    from annotator.gui.window import Window


def keep_all(window: Window) -> None:
    """Keep a proposal that is shown, and say that there is nothing else to save."""
    window.bench.drafting.settle_then(partial(_say_where_all_is, window))


def _say_where_all_is(window: Window) -> None:
    path = window.bench.workspace.require_session().project.path
    window.banner.note(tr("Everything is saved, at every step, in {0}.").format(path))


ACTIONS: tuple[ActionSpec, ...] = (
    spec("open", "File", later("Open ..."), questions.ask_to_open, "Ctrl+O", icon="open", needs=""),
    spec("open-folder", "File", later("Open a folder of images ..."), questions.ask_to_open_folder,
          "Ctrl+Shift+O", needs=""),
    spec("new-project", "File", later("New project ..."), questions.ask_for_new_project, "Ctrl+N", icon="add",
          needs=""),
    spec("add-videos", "File", later("Add videos ..."), questions.ask_for_videos, "Ctrl+Shift+N", icon="add",
          needs="project"),
    spec("add-folder", "File", later("Add a folder of videos or images ..."), questions.ask_for_folder_of_videos,
          needs="project"),
    spec("sample", "File", later("Try the sample"), lambda w: w.bench.projects.open_sample(), needs=""),
    spec("save", "File", later("Save"), keep_all, "Ctrl+S", needs="project"),
    spec("export", "File", later("Export ..."), questions.ask_to_export, "Ctrl+E", icon="export"),
    spec("import", "File", later("Import a data set ..."), questions.ask_to_import,
          needs="project"),
    spec("import-file", "File", later("Import a data set from a file ..."), questions.ask_to_import_file,
          needs="project"),
    spec("relink", "File", later("Re-link the video ..."), questions.ask_to_relink),
    spec("quit", "File", later("Quit"), lambda w: w.close(), "Ctrl+Q", needs=""),
)  # fmt: skip
