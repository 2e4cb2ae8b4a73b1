"""The registry: which engines there are, known without importing any of them."""

import json
import subprocess
import sys

import pytest

from model_backend import registry
from model_backend.engine import EngineUnavailable
from model_backend.registry import ENGINES, EngineStatus, choose_engine, create_engine
from storage.errors import UserError

NO_GPU = EngineStatus(available=False, reason="no GPU")
BROKEN = registry.EngineEntry("broken", "Never runs.", frozenset(), "no:create", lambda: NO_GPU)


def test_flow_runs_on_every_machine_and_auto_finds_an_engine():
    assert choose_engine("flow").availability().available
    assert choose_engine("auto") in ENGINES


@pytest.mark.parametrize("ask", [choose_engine, create_engine])
def test_an_unknown_name_is_refused_with_the_names_there_are(ask):
    with pytest.raises(UserError, match=r"no engine called 'magic'.*auto, .*flow"):
        ask("magic")


def test_an_engine_that_cannot_run_says_what_is_missing(monkeypatch):
    monkeypatch.setattr(registry, "ENGINES", (BROKEN,))
    with pytest.raises(EngineUnavailable, match="broken cannot run here: no GPU"):
        choose_engine("broken")
    with pytest.raises(EngineUnavailable, match="broken: no GPU"):
        choose_engine("auto")


def test_auto_passes_over_an_engine_that_cannot_run(monkeypatch):
    monkeypatch.setattr(registry, "ENGINES", (BROKEN, *ENGINES))
    assert choose_engine("auto").name != "broken"


def test_the_report_says_what_can_run_and_what_is_missing(monkeypatch):
    monkeypatch.setattr(registry, "ENGINES", (BROKEN, *ENGINES))
    rows = {row["name"]: row for row in registry.describe_engines()}
    assert (rows["broken"]["available"], rows["broken"]["text"]) == (False, "no GPU")
    assert rows["flow"]["available"]
    assert rows["flow"]["capabilities"] == ["boxes", "masks", "points"]
    assert json.dumps(list(rows.values()))


@pytest.mark.parametrize("entry", ENGINES, ids=lambda entry: entry.name)
def test_every_entry_names_its_factory_and_says_what_it_is(entry):
    module, function = entry.factory.split(":")
    assert module.startswith("model_backend.")
    assert function.isidentifier()
    assert entry.title.endswith(".")
    assert entry.capabilities
    assert entry.availability().reason


@pytest.mark.parametrize("module", ["registry", "host", "worker", "engine"])
def test_importing_it_imports_nothing_heavy(module):
    heavy = {"torch", "transformers", "cv2", "PySide6", "sqlalchemy", "av"}
    code = f"import sys, model_backend.{module}; print(*{heavy!r} & set(sys.modules))"
    found = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert found.stdout.split() == []
