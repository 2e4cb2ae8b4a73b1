"""A fault in native code leaves the stacks of all threads, told at the next start."""

import faulthandler
import os
import subprocess
import sys

import pytest

from annotator.gui.crash_log import crash_log
from annotator.gui.report import report, report_on

CRASH = """
import faulthandler, sys
from pathlib import Path
from annotator.gui.crash_log import crash_log
with crash_log(Path(sys.argv[1])):
    faulthandler._sigsegv()
"""


@pytest.fixture(autouse=True)
def pytests_own_fault_handler():
    yield
    faulthandler.enable(sys.__stderr__)


def test_a_normal_end_leaves_nothing(tmp_path):
    with crash_log(tmp_path) as left:
        assert left == []
        assert list(tmp_path.iterdir())
    assert not list(tmp_path.iterdir())


def test_a_crash_is_told_once(tmp_path):
    ended = subprocess.run([sys.executable, "-c", CRASH, str(tmp_path)], check=False)
    assert ended.returncode != 0
    with crash_log(tmp_path) as left:
        (stacks,) = left
        assert "Segmentation fault" in stacks
        assert "in <module>" in stacks
    with crash_log(tmp_path) as left:
        assert left == []


def test_a_program_that_still_runs_keeps_its_file(tmp_path):
    other = tmp_path / f"crash-{os.getppid()}.txt"
    other.write_text("stacks so far")
    with crash_log(tmp_path) as left:
        assert left == []
    assert other.exists()


def test_files_that_are_not_ours_stay(tmp_path):
    note = tmp_path / "crash-course.txt"
    note.write_text("mine")
    with crash_log(tmp_path) as left:
        assert left == []
    assert note.read_text() == "mine"


def test_a_report_says_what_ran_and_what_happened(qapp):
    try:
        {}["missing"]
    except KeyError as error:
        text = report_on(error)
    assert "KeyError" in text
    assert "test_crash_log.py" in text
    for part in ("maskbank", "Python", "Qt", "torch", "system"):
        assert part in report("x")
