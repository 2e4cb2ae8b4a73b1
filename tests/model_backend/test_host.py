"""The host: an engine in another process answers as one in this process would."""

import subprocess
import sys
import threading
import time

import pytest

from model_backend import open_videos
from model_backend.engine import (
    AnswerMask,
    AnswerText,
    AskRequest,
    Direction,
    EngineError,
    EngineInfo,
    ObjectPrompts,
    PropagateRequest,
)
from model_backend.host import EngineHost
from model_backend.process import AHEAD_ITEMS
from storage.errors import UserError, VideoError
from storage.records import Box, FramePrompt, Point
from tests.model_backend import fake_engine
from tests.model_backend.fake_engine import FACTORY, synthetic_video
from tests.model_backend.waiting import wait_until

VIDEO = synthetic_video()
CLICK = FramePrompt(10, points=(Point(20, 20),))
BOX = FramePrompt(20, box=Box(30, 10, 40, 30))


def follow(*prompts, start=0, stop=60, direction=Direction.FORWARD, kept=()):
    objects = (ObjectPrompts(1, prompts, frozenset(kept)), ObjectPrompts(2, prompts[:1]))
    return PropagateRequest(objects, start, stop, direction)


def log_lines(path):
    return path.read_text().splitlines() if path.exists() else []


# --- the same answers ----------------------------------------------------------------------------


def test_it_says_who_the_engine_is(make_host):
    assert make_host().info() == fake_engine.create({}).info
    assert isinstance(make_host().info(), EngineInfo)


@pytest.mark.parametrize("direction", Direction)
def test_answers_equal_those_of_the_engine_in_process(make_host, direction):
    hosted, local = make_host().session(VIDEO), fake_engine.create({}).open(VIDEO)
    assert hosted.segment(CLICK) == local.segment(CLICK)
    request = follow(CLICK, BOX, start=5, stop=50, direction=direction, kept={12, 13})
    assert list(hosted.propagate(request)) == list(local.propagate(request))
    question = AskRequest("Where is the square?", 0, 60)
    assert list(hosted.ask(question)) == list(local.ask(question))


def test_answers_come_one_by_one_as_they_are_worked_out(make_host):
    answers = make_host(seconds_per_frame="0.01").session(VIDEO).ask(AskRequest("Where?", 0, 3))
    assert [type(answer) for answer in answers] == [AnswerText] * 4 + [AnswerMask] * 3


def test_errors_of_blame_keep_their_class_and_sentence(make_host):
    host = make_host()
    with pytest.raises(UserError, match="Show the object first") as caught:
        host.session(VIDEO).segment(FramePrompt(0))
    assert type(caught.value) is UserError
    with pytest.raises(VideoError, match="'missing' is not there"):
        list(host.session(synthetic_video("missing")).propagate(follow(CLICK)))
    assert host.session(VIDEO).segment(CLICK)


def test_an_unknown_engine_is_refused_before_anything_starts():
    with pytest.raises(UserError, match="no engine called 'magic'"):
        EngineHost("magic")


# --- streams -------------------------------------------------------------------------------------


def test_a_stream_runs_only_a_few_frames_ahead_of_its_consumer(make_host):
    stop = {"at": str(10 + AHEAD_ITEMS + 1), "misfortune": "exit"}
    frames = make_host(**stop).session(VIDEO).propagate(follow(CLICK))
    next(frames)
    time.sleep(0.3)  # an engine that ran further ahead would be dead by now, and frames lost
    assert [next(frames).frame_index for _ in range(AHEAD_ITEMS)] == [11, 12, 13, 14]


def test_closing_a_stream_stops_the_engine_within_one_frame(make_host, log_path):
    frames = make_host(seconds_per_frame="1").session(VIDEO).propagate(follow(CLICK))
    assert next(frames).frame_index == 10
    frames.close()  # while the engine is at frame 11
    assert wait_until(lambda: log_lines(log_path))
    assert log_lines(log_path)[0].endswith(("cancelled after frame 10", "cancelled after frame 11"))


def test_an_exception_in_the_consumer_cancels_the_stream(make_host, log_path):
    session = make_host(seconds_per_frame="0.02").session(VIDEO)

    def consume():
        for _ in session.propagate(follow(CLICK)):
            raise RuntimeError("the consumer")

    with pytest.raises(RuntimeError, match="the consumer"):
        consume()
    assert wait_until(lambda: log_lines(log_path))
    assert "cancelled" in log_lines(log_path)[0]


def test_a_stream_that_nobody_starts_starts_no_process(make_host):
    host = make_host()
    frames = host.session(VIDEO).propagate(follow(CLICK))
    assert host.pid is None
    frames.close()
    assert host.pid is None


def test_a_click_is_answered_while_a_propagation_runs(make_host):
    session = make_host(seconds_per_frame="0.01").session(VIDEO)
    frames = session.propagate(follow(CLICK))
    first = next(frames)
    clicked = [session.segment(BOX) for _ in range(5)]
    assert clicked == [fake_engine.create({}).open(VIDEO).segment(BOX)] * 5
    assert [first.frame_index, *(frame.frame_index for frame in frames)] == list(range(10, 60))


def test_a_second_stream_is_served_while_the_first_consumer_pauses(make_host):
    session = make_host().session(VIDEO)
    paused = session.propagate(follow(CLICK))
    next(paused)
    assert len(list(session.propagate(follow(BOX)))) == 40
    assert len(list(paused)) == 49


def test_two_threads_get_their_own_answers(make_host):
    host, answers = make_host(), {}

    def work(name):
        session = host.session(synthetic_video(name))
        answers[name] = list(session.propagate(follow(CLICK if name == "a" else BOX)))

    threads = [threading.Thread(target=work, args=(name,)) for name in "ab"]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    local = fake_engine.create({}).open(VIDEO)
    assert answers == {
        "a": list(local.propagate(follow(CLICK))),
        "b": list(local.propagate(follow(BOX))),
    }


# --- videos --------------------------------------------------------------------------------------


def test_only_the_latest_videos_stay_open(make_host, log_path):
    host = make_host()
    for number in range(10):
        host.session(synthetic_video(f"video {number}")).segment(CLICK)
    assert host.session(synthetic_video("video 0")).segment(CLICK)
    assert wait_until(lambda: len(log_lines(log_path)) == 11 - open_videos.KEPT_SESSIONS)
    assert all(line.endswith(f"{open_videos.KEPT_SESSIONS} open") for line in log_lines(log_path))


def test_a_video_that_a_stream_reads_stays_open_until_its_end(make_host, log_path):
    host = make_host()
    frames = host.session(VIDEO).propagate(follow(CLICK))
    next(frames)
    for number in range(5):
        host.session(synthetic_video(f"video {number}")).segment(CLICK)
    assert wait_until(lambda: len(log_lines(log_path)) == 3)
    assert not any("squares" in line for line in log_lines(log_path))
    assert len(list(frames)) == 49
    assert wait_until(lambda: any("squares" in line for line in log_lines(log_path)))


def test_closing_a_session_takes_nothing_from_a_stream_that_has_just_begun(make_host):
    host = make_host(seconds_per_frame="0.05")
    busy = host.session(VIDEO).propagate(follow(CLICK))
    next(busy)  # the engine is at work while the next messages arrive
    other = host.session(synthetic_video("other"))
    results = []
    thread = threading.Thread(target=lambda: results.extend(other.propagate(follow(BOX, stop=25))))
    thread.start()
    assert wait_until(lambda: len(host._process._inboxes) == 2)
    other.close()
    busy.close()
    thread.join()
    assert [result.frame_index for result in results] == list(range(20, 25))


def test_a_closed_session_can_be_used_again(make_host):
    session = make_host().session(VIDEO)
    first = session.segment(CLICK)
    session.close()
    assert session.segment(CLICK) == first


# --- the end -------------------------------------------------------------------------------------


def test_closing_leaves_no_thread_and_no_process():
    before = set(threading.enumerate())
    with EngineHost("fake", factory=FACTORY) as host:
        host.info()
        process = host._process._popen
    assert process.returncode is not None
    assert not set(threading.enumerate()) - before


def test_a_closed_host_refuses_further_work(make_host):
    host = make_host()
    host.info()
    host.close()
    host.close()
    with pytest.raises(EngineError, match="closed"):
        host.info()


def test_the_process_imports_neither_the_window_nor_the_database(tmp_path):
    script = tmp_path / "program.py"
    script.write_text(
        "import sys, PySide6, sqlalchemy\n"
        f"sys.path[:] = {sys.path!r}\n"
        "from model_backend.host import EngineHost\n"
        "with EngineHost('modules', factory='tests.model_backend.loaded_modules:create') as host:\n"
        "    print(host.info().name)\n"
    )
    told = subprocess.run([sys.executable, script], capture_output=True, text=True, check=True)
    modules = set(told.stdout.split())
    assert "model_backend.worker" in modules
    assert not modules & {"PySide6", "sqlalchemy", "torch", "cv2", "av"}
