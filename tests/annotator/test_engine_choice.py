"""The engine of an open project is exchanged, and a choice that cannot be is refused before."""

import pytest

from annotator.engine_choice import EngineChoice
from annotator.session import Session
from model_backend.engine import Capability, EngineError
from model_backend.host import EngineHost
from storage.errors import UserError
from tests.model_backend.fake_engine import FACTORY


def test_another_engine_works_from_now_on(tmp_path):
    with Session.open(tmp_path / "a.maskbank", engine="flow") as session:
        before = session.engine
        session.use_engine(EngineChoice("flow", {"preset": "fast"}))
        assert session.engine is not before
        with pytest.raises(EngineError, match="closed"):
            before.info()


def test_an_engine_that_does_not_exist_changes_nothing(tmp_path):
    with Session.open(tmp_path / "a.maskbank", engine="flow") as session:
        before = session.engine
        with pytest.raises(UserError, match="no engine called 'magic'"):
            session.use_engine(EngineChoice("magic"))
        assert session.engine is before


def test_a_checkpoint_that_is_not_there_is_refused(tmp_path):
    EngineChoice("flow").check()
    with pytest.raises(UserError, match="no checkpoint in"):
        EngineChoice("unipixel", {"checkpoint": str(tmp_path)}).check()


def test_a_host_says_what_its_engine_can_do_without_starting_it():
    with EngineHost("flow") as flow, EngineHost("fake", factory=FACTORY) as fake:
        assert Capability.TEXT not in flow.capabilities
        assert Capability.TEXT in fake.capabilities
        assert flow.pid is fake.pid is None
