"""The doctor: what it says of engines that start, do not start, and cannot run."""

from model_backend.doctor import examine_engine, examine_gpu
from model_backend.registry import EngineEntry, EngineStatus
from tests.model_backend.fake_engine import FACTORY


def entry(factory, *, available=True):
    status = EngineStatus(available, "The GPU is missing; put one in.")
    return EngineEntry("fake", "For tests.", frozenset(), factory, lambda: status)


def test_an_engine_that_starts_is_fine():
    finding = examine_engine(entry(FACTORY))
    assert finding.fine
    assert "starts in" in finding.value


def test_an_engine_that_does_not_start_is_reported_with_its_error():
    finding = examine_engine(entry("model_backend.nowhere:create"))
    assert not finding.fine
    assert "No module named 'model_backend.nowhere'" in finding.advice


def test_an_engine_that_cannot_run_is_reported_with_what_is_missing():
    finding = examine_engine(entry(FACTORY, available=False))
    assert not finding.fine
    assert finding.advice == "The GPU is missing; put one in."


def test_the_gpu_or_its_absence_is_named():
    finding = examine_gpu()
    assert finding.fine
    assert finding.value
