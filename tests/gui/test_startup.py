"""The window opens without the heavy libraries, and the program starts and ends by itself."""

import os
import subprocess
import sys

import pytest

PRINT_LOADED = """
import sys
from PySide6.QtWidgets import QApplication
from annotator.gui import theme
from annotator.gui.app import make_app
from annotator.gui.theme import Theme
from annotator.gui.window import Window
from annotator.gui.workbench import Workbench
app = make_app()
theme.use(Theme.DARK)
window = Window(Workbench())
window.show()
app.processEvents()
window.grab()
print([it for it in ("torch", "transformers", "cv2", "sqlalchemy", "av") if it in sys.modules])
window.close()
"""

RUN_AND_QUIT = """
import sys
from PySide6.QtCore import QTimer
from annotator.gui import app
make_app = app.make_app
def make_app_that_quits():
    made = make_app()
    QTimer.singleShot(300, made.quit)
    return made
app.make_app = make_app_that_quits
sys.exit(app.main(sys.argv[1:]))
"""


def python(program, *arguments, home):
    environment = {"QT_QPA_PLATFORM": "offscreen", "HOME": str(home), "XDG_CONFIG_HOME": str(home)}
    return subprocess.run(
        [sys.executable, "-c", program, *arguments], capture_output=True, text=True, timeout=120,
        env={**os.environ, **environment}, check=False,
    )  # fmt: skip


def test_the_window_is_painted_before_any_heavy_library_is_loaded(tmp_path):
    found = python(PRINT_LOADED, home=tmp_path)
    assert found.returncode == 0, found.stderr
    assert found.stdout.strip() == "[]"


@pytest.mark.parametrize("theme", ["dark", "light", "system"])
def test_the_program_starts_and_ends(tmp_path, theme):
    found = python(RUN_AND_QUIT, "--theme", theme, home=tmp_path)
    assert found.returncode == 0, found.stderr
    assert "Traceback" not in found.stderr


def test_a_path_that_is_not_there_does_not_keep_it_from_starting(tmp_path):
    found = python(RUN_AND_QUIT, str(tmp_path / "missing.mp4"), home=tmp_path)
    assert found.returncode == 0, found.stderr
    assert "Traceback" not in found.stderr
