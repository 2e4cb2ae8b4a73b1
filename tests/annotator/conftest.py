"""A real clip, drawn once, and a project beside a copy of it; the command line in this process."""

import shutil
from pathlib import Path

import pytest

from annotator import cli
from annotator.sample import SAMPLE_OBJECTS, write_sample
from annotator.session import Session
from annotator.videos import add_video
from storage.records import FramePrompt, Point


@pytest.fixture(scope="session")
def sample_clip(tmp_path_factory) -> Path:
    """The sample clip (640 x 360, 72 frames); do not write beside it."""
    path = tmp_path_factory.mktemp("sample") / "sample.mp4"
    write_sample(path)
    return path


@pytest.fixture
def clip(sample_clip, tmp_path) -> Path:
    """A copy of the sample clip in an empty folder."""
    return Path(shutil.copy(sample_clip, tmp_path / "clip.mp4"))


@pytest.fixture
def session(clip):
    """An open project that holds the clip."""
    with Session.open(clip.with_suffix(".maskbank")) as opened:
        add_video(opened, clip)
        yield opened


@pytest.fixture
def click() -> FramePrompt:
    """A click on the balloon, on frame 0."""
    return FramePrompt(0, points=(Point(*SAMPLE_OBJECTS[0].click),))


@pytest.fixture
def run(monkeypatch, capsys):
    """Runs a command in this process: (exit code, standard output, standard error)."""

    def command(*arguments):
        monkeypatch.setattr("sys.argv", ["maskbank", *map(str, arguments)])
        code = 0
        try:
            cli.main()
        except SystemExit as end:
            code = end.code
        return code, *capsys.readouterr()

    return command
