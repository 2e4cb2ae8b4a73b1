"""The program with a window: starts Qt, opens what was named, keeps running when something fails."""

from __future__ import annotations

import argparse
import sys
from collections.abc import Sequence
from importlib import import_module
from pathlib import Path
from threading import Thread

from PySide6.QtCore import QSettings, Qt
from PySide6.QtWidgets import QApplication

from annotator.gui import theme
from annotator.gui.icons import app_icon
from annotator.gui.messages import UncaughtErrors
from annotator.gui.theme import Theme
from annotator.gui.window import Window
from annotator.gui.workbench import Workbench
from storage.proxy_options import default_proxies


def main(argv: Sequence[str] | None = None) -> int:
    """What ``maskbank-window`` runs."""
    parser = argparse.ArgumentParser(prog="maskbank-window", description="Label video.")
    parser.add_argument("path", nargs="?", type=Path, help="a video or a project to open")
    parser.add_argument("--engine", default="auto", help="which engine works")
    parser.add_argument("--theme", type=Theme, choices=list(Theme), default=Theme.SYSTEM)
    given = parser.parse_args(argv)
    return run(given.path, engine=given.engine, chosen_theme=given.theme)


def run(
    path: Path | None = None, *, engine: str = "auto", chosen_theme: Theme = Theme.SYSTEM
) -> int:
    """Show the window until it is closed; returns the exit status."""
    app = make_app(chosen_theme)
    bench = Workbench(engine=engine, proxies=default_proxies())
    window = Window(bench, settings=QSettings())
    uncaught = UncaughtErrors()
    uncaught.caught.connect(window.banner.error)
    restore = uncaught.install()
    window.show()
    Thread(target=import_module, args=("annotator.opening",), daemon=True).start()  # soon needed
    if path is not None:
        window.attempt(lambda: window.bench.projects.open(path))
    try:
        return app.exec()
    finally:
        restore()


def make_app(chosen_theme: Theme) -> QApplication:
    """The running Qt application, with Maskbank's name and looks."""
    app = QApplication.instance()
    if not isinstance(app, QApplication):
        QApplication.setHighDpiScaleFactorRoundingPolicy(
            Qt.HighDpiScaleFactorRoundingPolicy.PassThrough
        )
        app = QApplication(["maskbank"])
    app.setApplicationName("Maskbank")
    app.setOrganizationName("Maskbank")
    app.setWindowIcon(app_icon())
    theme.apply(app, chosen_theme)
    if chosen_theme is Theme.SYSTEM:
        app.styleHints().colorSchemeChanged.connect(lambda _: theme.apply(app, Theme.SYSTEM))
    return app


if __name__ == "__main__":
    sys.exit(main())
