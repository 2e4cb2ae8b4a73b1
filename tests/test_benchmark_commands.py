"""The benchmarks are run in one way, as their documentation says."""

import re
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[1]
BENCHMARKS = sorted((ROOT / "benchmarks").glob("*.py"))
DOCUMENTS = [*BENCHMARKS, ROOT / "README.md", *sorted((ROOT / "docs").rglob("*.md"))]


@pytest.mark.parametrize("path", BENCHMARKS, ids=lambda it: it.stem)
def test_a_benchmark_says_how_it_is_run(path):
    assert f"python -m benchmarks.{path.stem}" in path.read_text("utf-8").split('"""')[1]


@pytest.mark.parametrize("path", DOCUMENTS, ids=lambda it: it.name)
def test_no_document_runs_one_as_a_file(path):
    """Then ``benchmarks/storage.py`` would be what ``import storage`` finds."""
    assert re.findall(r"python3? \S*benchmarks/\S+", path.read_text("utf-8")) == []


@pytest.mark.slow
@pytest.mark.parametrize("path", BENCHMARKS, ids=lambda it: it.stem)
def test_a_benchmark_starts(path):
    command = [sys.executable, "-m", f"benchmarks.{path.stem}", "--help"]
    subprocess.run(command, cwd=ROOT, check=True, capture_output=True)
