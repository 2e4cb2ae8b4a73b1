"""An open project that is empty."""

import pytest

from tests.storage.projects import new_project


@pytest.fixture
def project(tmp_path):
    with new_project(tmp_path / "work.maskbank") as opened:
        yield opened
