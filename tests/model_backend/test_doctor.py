"""The doctor: what it says of engines that start, do not start, and cannot run."""

from dataclasses import replace

import pytest

from model_backend.doctor import examine_engine, examine_gpu, examine_need
from model_backend.models import State
from model_backend.needs import needs_of
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


# --- what a model needs --------------------------------------------------------------------------------


@pytest.fixture
def small(tmp_path, monkeypatch):
    """UniPixel-3B, of which nothing is here yet, and a disk with room for it."""
    monkeypatch.setenv("MASKBANK_MODELS", str(tmp_path / "not" / "made" / "yet"))
    return replace(needs_of("unipixel")[0], free_bytes=20 * 10**9)


def test_a_missing_model_says_how_large_it_is_and_how_to_get_it(small):
    finding = examine_need(small, None)
    assert not finding.fine
    assert finding.value == (
        "missing; a GPU needs 20.5 GB in float32, 10.3 GB in bfloat16, 7.7 GB in 8 bits, 6.3 GB in 4 bits"
    )
    assert finding.advice == "7.8 GB to fetch, 20.0 GB free: maskbank models pull unipixel-3b"


def test_a_disk_that_is_too_small_is_said(small):
    finding = examine_need(replace(small, free_bytes=10**9), None)
    assert "only 1.0 GB free: make room, or set MASKBANK_MODELS" in finding.advice


@pytest.mark.parametrize(
    ("gigabytes", "says"),
    [(24, "holds it in float32"), (12, "in bfloat16"), (8, "in 8 bits"), (7, "in 4 bits"), (4, "too small")],
)  # fmt: skip
def test_a_gpu_is_told_in_which_precision_it_holds_the_model(small, gigabytes, says):
    assert says in examine_need(small, gigabytes * 10**9).value


def test_a_model_that_is_here_needs_nothing(small):
    finding = examine_need(replace(small, state=State.PRESENT, disk_bytes=0), None)
    assert finding.fine
    assert not finding.advice
