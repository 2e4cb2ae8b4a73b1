"""How the tests run: with or without Qt, and which of them in one process.

The window is tested where Qt can be loaded; elsewhere everything else is, and the run says so. Qt's
libraries need some of the system's (on Debian: libegl1 libgl1 libxkbcommon0 libfontconfig1 libdbus-1-3
libglib2.0-0), which a bare machine may lack. pytest-qt ends the whole run there.
"""

import os
import re
from pathlib import Path

import pytest
from hypothesis import settings

# Times are never asserted. CI runs the same examples each time; at a desk new ones are tried.
settings.register_profile("desk", deadline=None)
settings.register_profile("ci", deadline=None, derandomize=True)
settings.load_profile("ci" if os.environ.get("CI") else "desk")

WINDOW_TESTS = Path(__file__).parent / "gui"


def _why_no_qt() -> str | None:
    try:
        import PySide6.QtWidgets  # noqa: F401
    except ImportError as error:
        return str(error)
    return None


NO_QT = _why_no_qt()


def pytest_plugin_registered(plugin_name, manager):
    """Before any plugin is configured: this hook is also told of those that were there earlier."""
    if NO_QT and plugin_name == "pytest-qt":
        manager.unregister(name=plugin_name)


def pytest_ignore_collect(collection_path):
    return True if NO_QT and collection_path == WINDOW_TESTS else None


def pytest_terminal_summary(terminalreporter):
    if NO_QT:
        terminalreporter.write_line(f"The window was not tested: Qt cannot be loaded ({NO_QT}).")


# What the tests of a recorded case share, or those of the demo, takes up to half a minute to work out.
SHARED = re.compile(r"tests/parity/.*(?P<case>\[.*\])|(?P<file>tests/annotator/test_demo\.py)")


@pytest.hookimpl(optionalhook=True)
def pytest_xdist_make_scheduler(config, log):
    """Tests go to whichever process is free, those that share something to the same one."""
    from xdist.scheduler import LoadScopeScheduling

    class TogetherScheduling(LoadScopeScheduling):
        def _split_scope(self, nodeid):
            shared = SHARED.match(nodeid)
            return shared["case"] or shared["file"] if shared else nodeid

    return TogetherScheduling(config, log)
