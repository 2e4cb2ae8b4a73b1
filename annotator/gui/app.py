"""The program with a window: starts Qt, opens what was named, keeps running when something fails."""

from __future__ import annotations

import argparse
import sys
from collections.abc import Sequence
from dataclasses import replace
from importlib import import_module
from pathlib import Path
from threading import Thread

from platformdirs import user_cache_path
from PySide6.QtCore import QSettings, Qt
from PySide6.QtWidgets import QApplication

from annotator import job_history
from annotator.gui import language, preferences, theme
from annotator.gui.crash_log import crash_log
from annotator.gui.engines import engine_choice
from annotator.gui.icons import app_icon
from annotator.gui.messages import UncaughtErrors
from annotator.gui.theme import Theme
from annotator.gui.window import Window
from annotator.gui.workbench import Workbench
from annotator.job_history import JobHistory
from storage.proxy_options import default_proxies


def main(argv: Sequence[str] | None = None) -> int:
    """What ``maskbank-window`` runs."""
    parser = argparse.ArgumentParser(prog="maskbank-window", description="Label video.")
    parser.add_argument("path", nargs="?", type=Path, help="a video or a project to open")
    parser.add_argument("--engine", help="which engine works; else the one of the preferences")
    parser.add_argument("--theme", type=Theme, choices=list(Theme))
    given = parser.parse_args(argv)
    return run(given.path, engine=given.engine, chosen_theme=given.theme)


def run(
    path: Path | None = None, *, engine: str | None = None, chosen_theme: Theme | None = None
) -> int:
    """Show the window until it is closed; returns the exit status. What is not given is taken from the
    preferences."""
    app = make_app()
    settings = QSettings()
    preferred = preferences.load(settings)
    theme.use(chosen_theme or preferred.theme)
    language.install(app, preferred.language)
    with crash_log() as crashes:
        bench = Workbench(
            proxies=default_proxies(limit_bytes=preferred.scrub_cache_bytes),
            job_history=JobHistory(job_history.usual_path()),
            thumbnails=thumbnail_folder(),
        )
        if engine is not None:
            preferred = replace(preferred, engine=engine)
        bench.projects.choice = engine_choice(preferred)
        window = Window(bench, settings=settings)
        uncaught = UncaughtErrors()
        uncaught.caught.connect(window.banner.error)
        restore = uncaught.install()
        window.show()
        soon_needed = Thread(target=import_module, args=("annotator.opening",))
        soon_needed.start()
        if crashes:
            window.banner.crash(crashes[-1])
        if path is not None:
            window.attempt(lambda: window.bench.projects.open(path))
        try:
            return app.exec()
        finally:
            soon_needed.join()  # some libraries cannot be loaded any more while the program ends
            restore()


def thumbnail_folder() -> Path:
    """Where small pictures are kept for the next time."""
    return user_cache_path("maskbank") / "thumbnails"


def make_app() -> QApplication:
    """The running Qt application, with Maskbank's name."""
    app = QApplication.instance()
    if not isinstance(app, QApplication):
        QApplication.setHighDpiScaleFactorRoundingPolicy(
            Qt.HighDpiScaleFactorRoundingPolicy.PassThrough
        )
        app = QApplication(["maskbank"])
        theme.follow_desktop(app)
    app.setApplicationName("Maskbank")
    app.setOrganizationName("Maskbank")
    app.setWindowIcon(app_icon())
    return app


if __name__ == "__main__":
    sys.exit(main())
