"""An open project without an engine."""

import pytest

from annotator.session import Session
from tests.annotator.review.tracks import add_video
from tests.storage.projects import new_project


@pytest.fixture
def session(tmp_path):
    with Session(new_project(tmp_path / "p.maskbank")) as opened:
        yield opened


@pytest.fixture
def video(session):
    return add_video(session)
