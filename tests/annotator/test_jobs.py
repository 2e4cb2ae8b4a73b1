"""Jobs run one after another beside the person's work; a bad one ends only itself."""

import threading
import weakref
from dataclasses import replace

import pytest

from annotator.job_history import KEPT_RECORDS, JobHistory, record_of
from annotator.jobs import JobKind, JobQueue, JobState, Lane, Result
from storage.errors import UserError
from tests.model_backend.waiting import wait_until


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


def test_what_was_there_before_a_job_counts_for_neither_rate_nor_time_left(jobs):
    def go_on_with_a_download(report):
        report(300, 0)  # what is here is checked
        report(600, 1000)
        report(700, 1000)

    status = jobs.wait(jobs.submit("fetch", go_on_with_a_download))
    assert status.begun_done == 600
    assert 0 <= status.begun_seconds <= status.seconds
    later = replace(status, seconds=30.0, begun_seconds=20.0)
    assert (later.steps_per_second, later.seconds_left) == (10.0, 30.0)
    assert replace(later, done=600).seconds_left is None


def test_jobs_run_in_the_order_they_came(jobs):
    order = []
    ids = [jobs.submit(str(i), lambda report, i=i: order.append(i)) for i in range(5)]
    jobs.wait(ids[-1])
    assert order == [0, 1, 2, 3, 4]


def test_a_job_ends_at_the_step_after_it_was_cancelled(jobs, heard):
    started, go_on = threading.Event(), threading.Event()

    def work(report):
        report(1, 2)
        started.set()
        go_on.wait()
        report(2, 2)

    job_id = jobs.submit("wait", work)
    started.wait()
    jobs.cancel(job_id)
    assert (heard[-1].state, heard[-1].asked) == (JobState.RUNNING, JobState.CANCELLED)
    go_on.set()
    status = jobs.wait(job_id)
    assert (status.state, status.asked) == (JobState.CANCELLED, None)
    assert status.done == 1


def test_a_job_that_has_ended_is_not_heard_of_again(jobs, heard):
    jobs.wait(job_id := jobs.submit("count", count_to(1)))
    before = list(heard)
    jobs.cancel(job_id)
    jobs.pause(job_id)
    assert heard == before


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


def test_a_paused_job_waits_at_its_next_step_and_goes_on_where_it_was(jobs, heard):
    started, go_on = threading.Event(), threading.Event()

    def work(report):
        report(1, 2)
        started.set()
        go_on.wait()
        report(2, 2)

    job_id = jobs.submit("count", work)
    started.wait()
    jobs.pause(job_id)
    assert heard[-1].asked is JobState.PAUSED
    go_on.set()
    assert wait_until(lambda: heard[-1].state is JobState.PAUSED)
    assert (heard[-1].done, heard[-1].asked) == (1, None)
    jobs.resume(job_id)
    status = jobs.wait(job_id)
    assert (status.state, status.done) == (JobState.DONE, 2)


def test_a_paused_job_can_be_cancelled(jobs, heard):
    hold = threading.Event()

    def work(report):
        hold.wait()
        report(1, 1)

    job_id = jobs.submit("count", work)
    jobs.pause(job_id)
    hold.set()
    assert wait_until(lambda: heard[-1].state is JobState.PAUSED)
    jobs.cancel(job_id)
    assert jobs.wait(job_id).state is JobState.CANCELLED


def test_a_download_does_not_wait_for_other_work(jobs):
    hold = threading.Event()
    working = jobs.submit("hold", lambda report: hold.wait())
    fetched = jobs.wait(jobs.submit("fetch", count_to(2), lane=Lane.DOWNLOADS))
    unfinished = [it.id for it in jobs.unfinished()]
    hold.set()
    assert fetched.state is JobState.DONE
    assert unfinished == [working]


def test_a_waiting_job_can_be_moved_before_another(jobs):
    started, hold, order = threading.Event(), threading.Event(), []

    def work(report):
        started.set()
        hold.wait()

    jobs.submit("hold", work)
    started.wait()
    ids = [jobs.submit(str(i), lambda report, i=i: order.append(i)) for i in range(3)]
    jobs.move_up(ids[2])
    jobs.move_up(ids[0])
    jobs.move_up(ids[0])  # is the first already
    queued = [it.title for it in jobs.unfinished()]
    hold.set()
    assert queued == ["hold", "0", "2", "1"]
    jobs.wait(ids[1])
    assert order == [0, 2, 1]


def test_a_job_that_ended_holds_on_to_nothing_it_worked_with(jobs):
    class Work:
        def __call__(self, report):
            report(1, 1)

    done, cancelled = Work(), Work()
    left = weakref.WeakSet([done, cancelled])
    hold = threading.Event()
    ids = [
        jobs.submit(it, work)
        for it, work in (("do", done), ("hold", lambda _: hold.wait()), ("never", cancelled))
    ]
    jobs.cancel(ids[2])
    hold.set()
    del done, cancelled
    ended = [jobs.wait(it).state for it in ids]
    assert ended == [JobState.DONE, JobState.DONE, JobState.CANCELLED]
    assert (list(left), jobs.unfinished()) == ([], [])


def test_what_came_of_a_job_is_remembered_over_restarts(jobs, tmp_path):
    history = JobHistory(tmp_path / "state" / "jobs.jsonl")
    assert history.records() == []
    done = jobs.submit(
        "Exporting coco",
        lambda report: Result("5 masks are there.", tmp_path),
        kind=JobKind.EXPORT,
        parameters={"format": "coco"},
    )

    def fail(report):
        raise UserError("The disk is full: free some room.")

    for job_id in (done, jobs.submit("Exporting mots", fail, kind=JobKind.EXPORT)):
        history.append(record_of(jobs.wait(job_id)))
    first, second = JobHistory(tmp_path / "state" / "jobs.jsonl").records()
    assert (first.title, first.kind, first.state) == ("Exporting coco", "export", JobState.DONE)
    assert (first.outcome, first.path) == ("5 masks are there.", str(tmp_path))
    assert first.parameters == {"format": "coco"}
    assert second.outcome == "The disk is full: free some room."


def test_the_history_is_bounded_and_reads_past_a_line_that_was_cut_off(jobs, tmp_path):
    path = tmp_path / "jobs.jsonl"
    history = JobHistory(path)
    record = record_of(jobs.wait(jobs.submit("count", count_to(1))))
    for _ in range(2 * KEPT_RECORDS):
        history.append(record)
    with path.open("a") as file:
        file.write('{"title": "cut o')
    assert history.records() == [record] * (KEPT_RECORDS - 1)
    assert len(path.read_text().splitlines()) == KEPT_RECORDS
