"""Jobs run one after another beside the person's work; a bad one ends only itself."""

import threading

import pytest

from annotator.jobs import JobQueue, JobState
from storage.errors import UserError


@pytest.fixture
def heard():
    return []


@pytest.fixture
def jobs(heard):
    queue = JobQueue(heard.append)
    yield queue
    queue.close()


def count_to(total):
    def work(report):
        for done in range(1, total + 1):
            report(done, total)

    return work


def test_a_job_tells_how_far_it_is(jobs, heard):
    status = jobs.wait(jobs.submit("count", count_to(3)))
    assert status.state is JobState.DONE
    assert [(it.done, it.total) for it in heard if it.state is JobState.RUNNING] == [
        (0, 0),
        (1, 3),
        (2, 3),
        (3, 3),
    ]
    assert heard[0].state is JobState.WAITING


def test_jobs_run_in_the_order_they_came(jobs):
    order = []
    ids = [jobs.submit(str(i), lambda report, i=i: order.append(i)) for i in range(5)]
    jobs.wait(ids[-1])
    assert order == [0, 1, 2, 3, 4]


def test_a_job_ends_at_the_step_after_it_was_cancelled(jobs):
    started, go_on = threading.Event(), threading.Event()

    def work(report):
        report(1, 2)
        started.set()
        go_on.wait()
        report(2, 2)

    job_id = jobs.submit("wait", work)
    started.wait()
    jobs.cancel(job_id)
    go_on.set()
    status = jobs.wait(job_id)
    assert status.state is JobState.CANCELLED
    assert status.done == 1


def test_a_job_cancelled_while_it_waits_never_starts(jobs):
    hold, ran = threading.Event(), []
    first = jobs.submit("hold", lambda report: hold.wait())
    second = jobs.submit("never", lambda report: ran.append(1))
    jobs.cancel(second)
    hold.set()
    jobs.wait(first)
    assert jobs.wait(second).state is JobState.CANCELLED
    assert not ran


@pytest.mark.parametrize("error", [UserError("No such thing."), ZeroDivisionError("our bug")])
def test_a_failed_job_keeps_its_error_and_the_next_one_works(jobs, error):
    def work(report):
        raise error

    failed = jobs.wait(jobs.submit("fail", work))
    assert failed.state is JobState.FAILED
    assert failed.error is error
    assert jobs.wait(jobs.submit("count", count_to(2))).state is JobState.DONE
