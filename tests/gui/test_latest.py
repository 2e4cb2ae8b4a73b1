"""The worker that answers only the newest question."""

import threading

import pytest

from annotator.gui.latest import Latest


@pytest.fixture
def gate():
    gate = threading.Event()
    yield gate
    gate.set()


def test_questions_that_were_overtaken_are_not_worked_out(qtbot, gate):
    begun, worked = threading.Event(), []

    def work(question):
        begun.set()
        gate.wait(60)
        worked.append(question)
        return question

    latest = Latest(work, name="maskbank-test")
    answers = []
    latest.answered.connect(answers.append)
    latest.ask(1)
    assert begun.wait(60)
    for question in (2, 3, 4):
        latest.ask(question)
    gate.set()
    qtbot.waitUntil(lambda: answers == [1, 4])
    latest.close()
    assert worked == [1, 4]


def test_answers_come_on_the_thread_that_asked(qtbot):
    latest = Latest(lambda question: threading.current_thread().name, name="maskbank-test")
    heard = []
    latest.answered.connect(lambda answer: heard.append((answer, threading.current_thread())))
    latest.ask("?")
    qtbot.waitUntil(lambda: bool(heard))
    latest.close()
    assert heard == [("maskbank-test", threading.main_thread())]


def test_a_failed_answer_is_told_and_the_next_one_works(qtbot):
    latest = Latest(lambda divisor: 6 // divisor, name="maskbank-test")
    with qtbot.waitSignal(latest.failed) as failed:
        latest.ask(0)
    assert isinstance(failed.args[0], ZeroDivisionError)
    with qtbot.waitSignal(latest.answered) as answered:
        latest.ask(3)
    assert answered.args == [2]
    latest.close()


def test_closing_ends_the_worker_and_what_it_holds(qtbot):
    ended = []
    latest = Latest(lambda question: question, name="maskbank-test",
                    close_work=lambda: ended.append(threading.current_thread().name))  # fmt: skip
    latest.close()
    assert ended == ["maskbank-test"]


def test_spare_work_is_done_until_there_is_none_and_a_question_goes_first(qtbot, gate):
    done, begun = [], threading.Event()

    def spare():
        begun.set()
        gate.wait(60)
        done.append("spare")
        return done.count("spare") < 3

    latest = Latest(done.append, name="maskbank-test", spare_work=spare)
    latest.ask("first")
    assert begun.wait(60)
    latest.ask("second")
    gate.set()
    qtbot.waitUntil(lambda: len(done) == 5)
    latest.close()
    assert done == ["first", "spare", "second", "spare", "spare"]


def test_failed_spare_work_is_told_and_questions_are_still_answered(qtbot):
    latest = Latest(lambda question: question, name="maskbank-test", spare_work=lambda: 1 // 0 == 0)
    with qtbot.waitSignal(latest.failed):
        latest.ask(1)
    with qtbot.waitSignal(latest.answered):
        latest.ask(2)
    latest.close()
