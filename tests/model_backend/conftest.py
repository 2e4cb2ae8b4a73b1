"""Hosts with the fake engine, closed at the end of each test."""

import pytest

from model_backend.host import EngineHost
from tests.model_backend.fake_engine import FACTORY


@pytest.fixture
def log_path(tmp_path):
    return tmp_path / "logs" / "engine.log"


@pytest.fixture
def make_host(log_path):
    """Makes a host; its keywords are the fake engine's options."""
    hosts = []

    def make(**options):
        hosts.append(EngineHost("fake", options, factory=FACTORY, log_path=log_path))
        return hosts[-1]

    yield make
    for host in hosts:
        host.close()
