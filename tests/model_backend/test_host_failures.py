"""The host when things go wrong: what was delivered stays, the next request works, nothing is left behind."""

import gc
import io
import os
import signal
import subprocess
import sys
import threading
import tracemalloc
from pathlib import Path

import pytest

from model_backend import process, process_log, wire
from model_backend.engine import (
    AnswerText,
    AskRequest,
    EngineCrashed,
    EngineError,
    EngineOutOfMemory,
    EngineUnavailable,
    ObjectPrompts,
    PropagateRequest,
)
from model_backend.host import EngineHost
from storage.errors import UserError
from storage.records import FramePrompt, Point
from tests.model_backend.fake_engine import FACTORY, synthetic_video
from tests.model_backend.waiting import wait_until

VIDEO = synthetic_video()
CLICK = FramePrompt(0, points=(Point(20, 20),))
ALL_FRAMES = PropagateRequest((ObjectPrompts(1, (CLICK,)),), 0, 60)


def frames_until(error, stream):
    """The frames that came before the error, and the error."""
    frames = []
    with pytest.raises(error) as caught:
        frames.extend(result.frame_index for result in stream)
    return frames, caught.value


def is_running(pid):
    try:
        os.kill(pid, 0)
        state = Path(f"/proc/{pid}/stat").read_text().rsplit(")", 1)[1].split()[0]
    except ProcessLookupError:
        return False
    except FileNotFoundError:  # no /proc on this system
        return True
    return state != "Z"


# --- the process dies ----------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("misfortune", "words"),
    [
        ("SIGSEGV", "signal SIGSEGV"),
        ("SIGKILL", "signal SIGKILL, which the system also sends when memory runs out"),
        ("exit", "exit code 3"),
        ("AcceleratorError", "exit code 1"),
    ],
)
def test_a_crash_keeps_every_frame_before_it_and_the_next_request_works(
    make_host, tmp_path, misfortune, words
):
    host = make_host(misfortune=misfortune, at="20", once=str(tmp_path / "once"))
    session = host.session(VIDEO)
    frames, error = frames_until(EngineCrashed, session.propagate(ALL_FRAMES))
    assert frames == list(range(20))
    assert words in str(error)
    assert [result.frame_index for result in session.propagate(ALL_FRAMES)] == list(range(60))


def test_kill_9_from_outside_is_survived(make_host):
    host = make_host(seconds_per_frame="0.01")
    session = host.session(VIDEO)
    stream = session.propagate(ALL_FRAMES)
    kept = [next(stream).frame_index for _ in range(10)]
    os.kill(host.pid, signal.SIGKILL)
    more, _ = frames_until(EngineCrashed, stream)
    assert kept + more == list(range(10 + len(more)))
    assert session.segment(CLICK)


def test_a_process_that_died_while_idle_is_replaced_without_a_word(make_host):
    host = make_host()
    host.info()
    first = host.pid
    os.kill(first, signal.SIGKILL)
    assert wait_until(lambda: host._process.is_gone)
    assert host.session(VIDEO).segment(CLICK)
    assert host.pid != first


def test_everybody_who_waits_hears_of_the_crash(make_host):
    host = make_host(seconds_per_frame="0.05", misfortune="exit", at="ask")
    errors = []

    def ask():
        with pytest.raises(EngineCrashed) as caught:
            for _ in host.session(VIDEO).ask(AskRequest("Where?", 0, 60)):
                pass
        errors.append(caught.value)

    threads = [threading.Thread(target=ask) for _ in range(3)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert len(errors) == 3


def test_a_crash_tells_the_last_lines_of_the_log_and_the_log_stays_small(make_host, log_path):
    host = make_host(misfortune="babble", at="segment")
    with pytest.raises(EngineCrashed, match=r"engine\.log") as caught:
        host.session(VIDEO).segment(CLICK)
    assert caught.value.__notes__[0].endswith("line 2999")
    sizes = [path.stat().st_size for path in log_path.parent.iterdir()]
    assert len(sizes) == 2
    assert max(sizes) <= process_log.LOG_BYTES


def test_a_segmentation_fault_leaves_the_python_stack_in_the_error(make_host):
    host = make_host(misfortune="SIGSEGV", at="segment")
    with pytest.raises(EngineCrashed) as caught:
        host.session(VIDEO).segment(CLICK)
    assert "fake_engine.py" in caught.value.__notes__[0]


def test_a_log_that_cannot_be_written_stops_nobody(tmp_path):
    (tmp_path / "file").touch()
    impossible = tmp_path / "file" / "engine.log"
    with EngineHost("fake", factory=FACTORY, log_path=impossible) as host:
        assert host.session(VIDEO).segment(CLICK)


def test_a_process_that_sends_code_is_ended_before_any_of_it_runs(tmp_path):
    factory = "tests.model_backend.hostile_engine:create"
    canary = tmp_path / "canary"
    with (
        EngineHost("hostile", {"canary": str(canary)}, factory=factory) as host,
        pytest.raises(EngineCrashed, match="system is no word"),
    ):
        host.info()
    assert not canary.exists()


# --- the engine raises ---------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("misfortune", "kind", "words"),
    [
        ("MemoryError", EngineOutOfMemory, "ran out of memory"),
        ("OutOfMemoryError", EngineOutOfMemory, "ran out of memory"),
        ("CpuAllocator", EngineOutOfMemory, "ran out of memory"),
        ("UserError", UserError, "The point lies outside the frame; click inside it."),
        ("OwnUserError", UserError, "Name one thing at a time."),
        ("EngineError", EngineError, "This request is too long for the model."),
        ("NoMemoryForIt", UserError, "Out of memory: choose a smaller preset."),
        ("bug", EngineError, "The engine failed: KeyError: 'a bug of ours'"),
    ],
)
def test_an_exception_ends_the_request_and_not_the_process(make_host, misfortune, kind, words):
    host = make_host(misfortune=misfortune, at="20")
    session = host.session(VIDEO)
    frames, error = frames_until(kind, session.propagate(ALL_FRAMES))
    assert frames == list(range(20))
    assert type(error) is kind
    assert words in str(error)
    before = host.pid
    assert session.segment(CLICK)
    assert host.pid == before


def test_a_bug_keeps_its_traceback(make_host):
    with pytest.raises(EngineError) as caught:
        make_host(misfortune="bug", at="segment").session(VIDEO).segment(CLICK)
    assert "suffer_at" in caught.value.__notes__[0]
    assert "KeyError: 'a bug of ours'" in caught.value.__notes__[0]


def test_memory_that_runs_out_in_one_stream_leaves_the_other_alone(make_host):
    session = make_host(misfortune="MemoryError", at="20").session(VIDEO)
    answers = session.ask(AskRequest("Where?", 0, 60))
    assert isinstance(next(answers), AnswerText)
    frames_until(EngineOutOfMemory, session.propagate(ALL_FRAMES))
    assert len(list(answers)) == 3 + 60


# --- the engine does not start -------------------------------------------------------------------


@pytest.mark.parametrize(
    ("misfortune", "kind", "words"),
    [
        ("EngineUnavailable", EngineUnavailable, "The weights are missing; get them first."),
        ("ImportError", EngineError, "No module named 'weights'"),
        ("MemoryError", EngineOutOfMemory, "ran out of memory"),
        ("SIGKILL", EngineCrashed, "SIGKILL"),
    ],
)
def test_an_engine_that_cannot_start_says_why_and_is_tried_again(
    make_host, tmp_path, misfortune, kind, words
):
    host = make_host(misfortune=misfortune, at="start", once=str(tmp_path / "once"))
    with pytest.raises(kind, match=words):
        host.session(VIDEO).segment(CLICK)
    assert host.session(VIDEO).segment(CLICK)


def test_a_factory_that_does_not_exist_is_named():
    with (
        EngineHost("none", factory="model_backend.nowhere:create") as host,
        pytest.raises(EngineError, match=r"No module named 'model_backend\.nowhere'"),
    ):
        host.info()


# --- stopping ------------------------------------------------------------------------------------


def test_closing_ends_an_engine_that_hangs_and_does_not_listen(make_host, monkeypatch):
    monkeypatch.setattr(process, "_PATIENCE_SECONDS", 0.3)
    host = make_host(misfortune="hang", at="3")
    stream = host.session(VIDEO).propagate(ALL_FRAMES)
    assert [next(stream).frame_index for _ in range(3)] == [0, 1, 2]
    pid = host.pid
    threading.Timer(0.3, host.close).start()
    with pytest.raises(EngineError, match="stopped") as caught:
        next(stream)
    assert not isinstance(caught.value, EngineCrashed)
    assert not is_running(pid)


def test_stopping_a_hanging_engine_lets_the_next_request_start_another(
    make_host, monkeypatch, tmp_path
):
    monkeypatch.setattr(process, "_PATIENCE_SECONDS", 0.3)
    hanging = tmp_path / "once"
    host = make_host(misfortune="hang", at="segment", once=str(hanging))
    stopper = threading.Thread(target=lambda: wait_until(hanging.exists) and host.stop())
    stopper.start()
    with pytest.raises(EngineError, match="stopped"):
        host.session(VIDEO).segment(CLICK)
    stopper.join()
    assert host.session(VIDEO).segment(CLICK)


def test_ctrl_c_does_not_reach_the_engine(make_host):
    host = make_host(seconds_per_frame="0.01")
    stream = host.session(VIDEO).propagate(ALL_FRAMES)
    next(stream)
    os.kill(host.pid, signal.SIGINT)
    assert len(list(stream)) == 59


@pytest.mark.parametrize("misfortune", ["none", "hang"])
def test_the_engine_ends_when_the_program_is_killed(tmp_path, misfortune):
    script = tmp_path / "program.py"
    script.write_text(
        "import sys, time\n"
        f"sys.path[:] = {sys.path!r}\n"
        "from model_backend.host import EngineHost\n"
        "from tests.model_backend.test_host_failures import ALL_FRAMES, FACTORY, VIDEO\n"
        f"options = {{'misfortune': {misfortune!r}, 'at': '3', 'seconds_per_frame': '0.05'}}\n"
        "host = EngineHost('fake', options, factory=FACTORY)\n"
        "frames = host.session(VIDEO).propagate(ALL_FRAMES)\n"
        "next(frames), next(frames)\n"
        "print(host.pid, flush=True)\n"
        "time.sleep(60)\n"
    )
    with subprocess.Popen([sys.executable, script], stdout=subprocess.PIPE, text=True) as program:
        pid = int(program.stdout.readline())
        assert is_running(pid)
        program.kill()
    assert wait_until(lambda: not is_running(pid))


# --- leaks ---------------------------------------------------------------------------------------


def open_files():
    return len(list(Path("/dev/fd").iterdir()))


def resident_bytes(pid):
    """Resident memory of a process; 0 where the system does not tell."""
    statm = Path(f"/proc/{pid}/statm")
    return int(statm.read_text().split()[1]) * 4096 if statm.exists() else 0


def cancel_and_resume(session):
    stream = session.propagate(ALL_FRAMES)
    next(stream)
    stream.close()
    assert len(list(session.propagate(ALL_FRAMES))) == 60


def test_cancelling_and_resuming_leaks_nothing(make_host):
    host = make_host()
    session = host.session(VIDEO)
    for _ in range(5):
        cancel_and_resume(session)
    gc.collect()  # or what earlier tests left would be counted
    threads, files, resident = threading.active_count(), open_files(), resident_bytes(host.pid)
    tracemalloc.start()
    for _ in range(50):
        cancel_and_resume(session)
    gc.collect()
    grown, _ = tracemalloc.get_traced_memory()
    tracemalloc.stop()
    assert threading.active_count() <= threads
    assert open_files() == files
    assert grown < 100_000
    assert resident_bytes(host.pid) - resident < 4_000_000


def no_thread_of_an_engine():
    return not any("fake" in thread.name for thread in threading.enumerate())


def test_crashing_and_restarting_leaks_nothing(make_host):
    host = make_host(misfortune="exit", at="segment")
    for cycle in range(6):
        with pytest.raises(EngineCrashed):
            host.session(VIDEO).segment(CLICK)
        if cycle == 0:
            assert wait_until(no_thread_of_an_engine)
            gc.collect()  # or what earlier tests left would be counted
            files = open_files()
    assert wait_until(no_thread_of_an_engine)
    assert wait_until(lambda: open_files() <= files)


# --- on the pipe ---------------------------------------------------------------------------------


@pytest.mark.parametrize(
    "command", [b"cos\nsystem\n.", b"cstorage.masks\nnp.load\n.", b"cstorage.masks\nencode\n."]
)
def test_only_classes_of_the_vocabulary_are_read(command):
    with pytest.raises(wire.ForeignReply, match="is no word"):
        next(wire.read_replies(io.BytesIO(command)))
