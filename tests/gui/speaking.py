"""An engine that speaks, for windows under test."""

from annotator.engine_choice import EngineChoice
from model_backend import registry
from model_backend.engine import Capability
from model_backend.registry import EngineEntry, EngineStatus
from tests.model_backend.fake_engine import FACTORY

FAKE = EngineEntry(
    name="fake",
    title="Finds squares.",
    capabilities=frozenset(Capability),
    factory=FACTORY,
    availability=lambda: EngineStatus(available=True, reason="is always there"),
)
SLOW = 60_000  # milliseconds, on a busy machine


def let_speak(window, qtbot, monkeypatch, **options: str) -> None:
    """Let the fake engine work on the open project, as a person chooses an engine."""
    monkeypatch.setattr(registry, "ENGINES", (FAKE, *registry.ENGINES))
    window.bench.engines.use(EngineChoice("fake", options))
    qtbot.waitUntil(lambda: window.bench.engines.name == "fake", timeout=SLOW)
    qtbot.waitUntil(lambda: window.jobs.current is None, timeout=SLOW)
