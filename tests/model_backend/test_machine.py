"""Memory of the machine, of a process, and of a GPU as its driver reports it."""

import os
import sys

import pytest

from model_backend import machine
from model_backend.machine import Memory, read_memory

DRIVER = """#!{python}
import sys
if "--query-gpu" in sys.argv[1]:
    print("NVIDIA H100 80GB HBM3, 1024, 81559")
else:
    print("{pid}, 512")
    print("1, 99")
"""


@pytest.fixture
def no_driver(tmp_path, monkeypatch):
    monkeypatch.setenv("PATH", str(tmp_path))


def write_driver(folder, text):
    path = folder / "nvidia-smi"
    path.write_text(text)
    path.chmod(0o755)


def test_the_machine_and_a_process(no_driver):
    memory = read_memory(os.getpid())
    assert 0 < memory.main.used_bytes < memory.main.total_bytes
    assert memory.main.engine_bytes > 1 << 20
    assert memory.gpu is None


def test_without_an_engine_nothing_is_said_of_it(no_driver):
    assert read_memory(None).main.engine_bytes is None


@pytest.mark.skipif(sys.platform == "win32", reason="the driver of the test is a script")
def test_a_gpu_as_its_driver_reports_it(tmp_path, no_driver):
    write_driver(tmp_path, DRIVER.format(python=sys.executable, pid=os.getpid()))
    gpu = read_memory(os.getpid()).gpu
    assert gpu == Memory("NVIDIA H100 80GB HBM3", 1024 << 20, 81559 << 20, 512 << 20)
    assert read_memory(None).gpu.engine_bytes is None


@pytest.mark.skipif(sys.platform == "win32", reason="the driver of the test is a script")
def test_a_driver_that_fails_is_no_gpu(tmp_path, no_driver):
    write_driver(tmp_path, f"#!{sys.executable}\nraise SystemExit(9)\n")
    assert machine.read_memory(None).gpu is None
