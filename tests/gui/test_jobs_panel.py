"""The jobs panel and the choice of the engine, with real jobs of a real window."""

from dataclasses import replace
from threading import Event

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QDesktopServices
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication

from annotator.gui import patience
from annotator.gui.job_rows import row_of_record
from annotator.gui.job_text import bytes_text, progress_text, rate_text
from annotator.gui.window import Window
from annotator.gui.workbench import Workbench
from annotator.job_history import JobHistory, JobRecord
from annotator.jobs import JobKind, JobState, JobStatus, Lane, Result
from model_backend.machine import MachineMemory, Memory
from storage.errors import UserError
from tests.gui.conftest import delete_now
from tests.gui.speaking import SLOW, let_speak


@pytest.fixture
def panel(empty_window):
    """The jobs panel, seen, of a window without project."""
    empty_window.docks.show("jobs")
    return empty_window.jobs_panel


@pytest.fixture
def held(panel, empty_window, qtbot):
    """A job that is at its first of three steps until the event is set."""
    arrived, go_on = Event(), Event()

    def work(report):
        report(1, 3)
        arrived.set()
        go_on.wait()
        report(2, 3)
        report(3, 3)
        return Result("It is done.")

    panel._projects.jobs.submit("Long work", work, kind=JobKind.EXPORT, parameters={"every": "2"})
    assert arrived.wait(60)
    yield go_on
    go_on.set()
    qtbot.waitUntil(lambda: empty_window.jobs.current is None)


@pytest.fixture
def waits(panel):
    """What jobs can wait for; it comes at the end of the test at the latest."""
    event = Event()
    yield event
    event.set()


def states(panel):
    return [(row.title, row.state) for row in panel.rows]


def test_a_job_is_listed_with_its_progress_and_then_with_its_outcome(panel, held, qtbot):
    qtbot.waitUntil(lambda: states(panel) == [("Long work", JobState.RUNNING)])
    qtbot.waitUntil(lambda: panel.list.itemWidget(panel.list.topLevelItem(0), 2).text() == "1 / 3")
    assert panel.details.toPlainText() == "every: 2"
    held.set()
    qtbot.waitUntil(lambda: states(panel) == [("Long work", JobState.DONE)])
    assert panel.details.toPlainText() == "every: 2\nIt is done."


def test_all_that_a_job_said_can_be_read(panel, qtbot):
    """However much it is: an import says of every record why it was left out."""
    said = "\n".join(f"record {i} was wrong" for i in range(100))
    panel._projects.jobs.submit("Import", lambda _: Result(said), kind=JobKind.IMPORT)
    qtbot.waitUntil(lambda: panel.details.toPlainText() == said)
    bar = panel.details.verticalScrollBar()
    bar.setValue(bar.maximum())
    panel.refresh()
    assert bar.value() == bar.maximum() > 0


def test_a_job_is_paused_and_goes_on(panel, held, qtbot):
    qtbot.waitUntil(panel.pause.isEnabled)
    panel.pause.click()
    assert panel.list.topLevelItem(0).text(1) == "pausing ..."
    held.set()
    qtbot.waitUntil(lambda: states(panel) == [("Long work", JobState.PAUSED)])
    panel.pause.click()
    qtbot.waitUntil(lambda: states(panel) == [("Long work", JobState.DONE)])


def test_delete_cancels_a_job(panel, held, qtbot):
    qtbot.waitUntil(panel.cancel.isEnabled)
    QTest.keyClick(panel.list, Qt.Key.Key_Delete)
    assert panel.list.topLevelItem(0).text(1) == "cancelling ..."
    assert not panel.cancel.isEnabled()
    assert panel.window().jobs._rate.text() == "cancelling ..."
    held.set()
    qtbot.waitUntil(lambda: states(panel) == [("Long work", JobState.CANCELLED)])


def test_a_waiting_job_runs_earlier(panel, held, qtbot):
    qtbot.waitUntil(panel.pause.isEnabled)
    for name in ("second", "third"):
        panel._projects.jobs.submit(name, lambda report: None)
    assert [title for title, _ in states(panel)] == ["Long work", "second", "third"]
    panel.list.setCurrentItem(panel.list.topLevelItem(2))
    panel.move_up.click()
    qtbot.waitUntil(
        lambda: [title for title, _ in states(panel)] == ["Long work", "third", "second"]
    )


def titles(panel):
    return [title for title, _ in states(panel)]


def choose(panel, title):
    """Click on the row of a job."""
    item = panel.list.topLevelItem(titles(panel).index(title))
    QTest.mouseClick(panel.list.viewport(), Qt.MouseButton.LeftButton,
                     pos=panel.list.visualItemRect(item).center())  # fmt: skip
    assert panel.current.title == title


def test_the_job_that_runs_earlier_stays_chosen(panel, held, qtbot):
    qtbot.waitUntil(panel.pause.isEnabled)
    for name in ("second", "third"):
        panel._projects.jobs.submit(name, lambda report: None)
    assert titles(panel) == ["Long work", "second", "third"]
    choose(panel, "third")
    panel.move_up.click()
    qtbot.waitUntil(lambda: titles(panel) == ["Long work", "third", "second"])
    assert panel.current.title == "third"


def test_cancel_means_the_chosen_job_also_when_rows_have_moved(panel, held, waits, qtbot):
    qtbot.waitUntil(panel.pause.isEnabled)
    jobs, ended = panel._projects.jobs, []
    for name in ("second", "third", "fourth"):
        jobs.submit(name, lambda report, name=name: waits.wait() and ended.append(name))
    qtbot.waitUntil(lambda: len(panel.rows) == 4)
    choose(panel, "third")
    held.set()
    qtbot.waitUntil(lambda: titles(panel) == ["second", "third", "fourth", "Long work"])
    panel.cancel.click()
    waits.set()
    qtbot.waitUntil(lambda: titles(panel) == ["Long work"])
    assert ended == ["second", "fourth"]


def test_no_other_job_is_chosen_when_the_chosen_one_ends(panel, held, waits, qtbot):
    qtbot.waitUntil(panel.pause.isEnabled)
    jobs = panel._projects.jobs
    jobs.submit("second", lambda report: None)
    jobs.submit("third", lambda report: waits.wait() and None)
    qtbot.waitUntil(lambda: len(panel.rows) == 3)
    choose(panel, "second")
    held.set()
    qtbot.waitUntil(lambda: titles(panel) == ["third", "Long work"])
    assert panel.current is None
    assert not panel.cancel.isEnabled()


def test_a_chosen_job_that_ended_is_still_chosen_among_those_that_ended(panel, held, waits, qtbot):
    qtbot.waitUntil(panel.pause.isEnabled)
    panel._projects.jobs.submit("second", lambda report: waits.wait() and None)
    qtbot.waitUntil(lambda: len(panel.rows) == 2)
    choose(panel, "Long work")
    held.set()
    qtbot.waitUntil(lambda: titles(panel) == ["second", "Long work"])
    assert panel.details.toPlainText() == "every: 2\nIt is done."


def test_the_list_stays_where_it_was_scrolled_to(panel, qtbot):
    for place in range(60):
        at = f"2026-11-25T10:00:{place:02}+00:00"
        panel._projects.history.append(
            JobRecord(f"Job {place}", JobKind.EXPORT, JobState.DONE, at, 3.0, 1, 1)
        )
    panel.refresh()
    bar = panel.list.verticalScrollBar()
    bar.setValue(bar.maximum())
    place = bar.value()
    assert place > 0
    panel._projects.jobs.submit("Exporting", lambda report: None, kind=JobKind.EXPORT)
    qtbot.waitUntil(lambda: states(panel)[0] == ("Exporting", JobState.DONE))
    assert bar.value() == place


def test_what_nobody_waits_for_lists_nothing_anew(panel, qtbot, monkeypatch):
    read = []
    records = panel._projects.history.records
    monkeypatch.setattr(panel._projects.history, "records", lambda: read.append(1) or records())

    def work(report):
        for done in range(5):
            report(done, 5)

    job_id = panel._projects.jobs.submit("Making it quick", work, lane=Lane.BACKGROUND)
    panel._projects.jobs.wait(job_id)
    QApplication.processEvents()
    assert not read


def test_a_download_goes_on_beside_other_work(panel, held, qtbot):
    panel._projects.jobs.submit(
        "Fetching", lambda report: None, kind=JobKind.DOWNLOAD, lane=Lane.DOWNLOADS
    )
    qtbot.waitUntil(
        lambda: states(panel) == [("Long work", JobState.RUNNING), ("Fetching", JobState.DONE)]
    )


def test_the_folder_of_what_was_made_is_opened(panel, tmp_path, qtbot, monkeypatch):
    opened = []
    monkeypatch.setattr(QDesktopServices, "openUrl", lambda url: opened.append(url.toLocalFile()))
    made = tmp_path / "coco"
    made.mkdir()
    panel._projects.jobs.submit(
        "Exporting", lambda report: Result("There.", made), kind=JobKind.EXPORT
    )
    qtbot.waitUntil(panel.folder.isEnabled)
    panel.folder.click()
    assert opened == [str(made)]


def test_a_failed_job_says_why(panel, qtbot):
    def work(report):
        raise UserError("The disk is full: free some room.")

    panel._projects.jobs.submit("Exporting", work, kind=JobKind.EXPORT)
    qtbot.waitUntil(lambda: panel.details.toPlainText() == "The disk is full: free some room.")


def test_memory_is_looked_at_while_it_is_seen(panel, empty_window, qtbot):
    qtbot.waitUntil(lambda: " / " in panel.memory.main.text.text(), timeout=SLOW)
    assert 0 < panel.memory.main.bar.value() < 1000
    gpu = Memory("NVIDIA H100", 20 << 30, 80 << 30, engine_bytes=8 << 30)
    panel.memory.show_memory(MachineMemory(Memory("", 1 << 30, 2 << 30), gpu))
    assert panel.memory.gpu.text.text() == "20.0 GB / 80.0 GB  ·  the engine has 8.0 GB"
    assert panel.memory.gpu.bar.value() == 250


def test_the_panel_closes_at_once_while_memory_is_read(empty_window, hold):
    reading = hold("annotator.gui.memory_meter.read_memory")
    empty_window.docks.show("jobs")
    assert reading.begun.wait(60)
    empty_window.docks.dock("jobs").close()
    assert not empty_window.jobs_panel.isVisible()
    assert not reading.ended.is_set()


def test_progress_is_said_in_steps_or_bytes():
    steps = JobStatus(1, "", done=12, total=40, seconds=4.0)
    assert (progress_text(steps), rate_text(steps)) == ("12 / 40", "3.0 a second, 9 s left")
    fetched = JobStatus(
        1, "", done=1_200_000_000, total=7_900_000_000, seconds=60.0, kind=JobKind.DOWNLOAD
    )
    assert progress_text(fetched) == "1.2 / 7.9 GB"
    assert rate_text(fetched) == "20.0 MB a second, 6 min left"
    assert progress_text(replace(fetched, total=0)) == "1.2 GB"
    assert bytes_text(34 << 20) == "34 MB"


def test_a_record_of_long_ago_is_shown_as_it_was():
    record = JobRecord("Exporting", JobKind.EXPORT, JobState.DONE, "no time", 3.0, 1, 1)
    row = row_of_record(record)
    assert (row.when, row.rate, row.details, row.path) == ("", "took 3 s", "", None)


def test_jobs_of_an_earlier_start_are_listed(qtbot, tmp_path):
    history = JobHistory(tmp_path / "jobs.jsonl")
    history.append(
        JobRecord("Exporting coco", JobKind.EXPORT, JobState.DONE, "2026-11-25T10:00:00+00:00", 3.0, 1, 1,
                  outcome="5 masks.")
    )  # fmt: skip
    window = Window(Workbench(engine="flow", job_history=history))
    window.show()
    window.docks.show("jobs")
    qtbot.waitUntil(lambda: states(window.jobs_panel) == [("Exporting coco", JobState.DONE)])
    window.close()
    delete_now(window)


def test_jobs_go_on_when_they_cannot_be_remembered_which_is_said_once(qtbot, tmp_path):
    (tmp_path / "state").write_text("no folder")
    history = JobHistory(tmp_path / "state" / "jobs.jsonl")
    window = Window(Workbench(engine="flow", job_history=history))
    window.show()
    window.docks.show("jobs")
    said = []
    window.bench.failed.connect(lambda error: said.append(str(error)))
    for title in ("first", "second"):
        window.bench.projects.jobs.submit(title, lambda report: None, kind=JobKind.EXPORT)
    ended = [("second", JobState.DONE), ("first", JobState.DONE)]
    qtbot.waitUntil(lambda: states(window.jobs_panel) == ended)
    qtbot.waitUntil(lambda: window.jobs.current is None)
    assert len(said) == 1
    assert "jobs.jsonl cannot be written" in window.banner.text
    window.close()
    delete_now(window)


# --- the engine ------------------------------------------------------------------------------------


def test_the_engine_is_shown_and_exchanged(window, qtbot, monkeypatch):
    button = window.engine
    assert button.text() == "Engine: flow"
    let_speak(window, qtbot, monkeypatch)
    qtbot.waitUntil(lambda: button.text() == "Engine: fake")
    button.fill()
    by_name = {it.text(): it for it in button.menu().actions() if it.text()}
    assert by_name["fake"].isChecked()
    assert not by_name["sam2"].isEnabled()  # no weights here
    assert "no weights" in by_name["sam2"].toolTip()
    by_name["flow"].trigger()
    qtbot.waitUntil(lambda: button.text() == "Engine: flow", timeout=SLOW)


def test_an_engine_that_hangs_does_not_keep_the_window_from_closing(
    window, qtbot, monkeypatch, tmp_path
):
    monkeypatch.setattr(patience, "SECONDS", 0.2)
    hangs = tmp_path / "hangs"
    let_speak(window, qtbot, monkeypatch, at="ask", misfortune="hang", once=str(hangs))
    QTest.keyClicks(window.words.question, "find it")
    window.words.ask_button.click()
    qtbot.waitUntil(hangs.exists)
    window.close()


def test_an_engine_that_hangs_is_stopped_and_the_next_request_starts_it_anew(
    window, qtbot, monkeypatch, tmp_path
):
    hangs = tmp_path / "hangs"
    let_speak(window, qtbot, monkeypatch, at="ask", misfortune="hang", once=str(hangs))
    window.docks.show("words")
    QTest.keyClicks(window.words.question, "find it")
    window.words.ask_button.click()
    conversing = window.bench.conversing
    qtbot.waitUntil(hangs.exists)
    window.actions_by_id["stop-engine"].trigger()
    qtbot.waitUntil(lambda: not conversing.is_asking, timeout=SLOW)
    assert conversing.answer.state is JobState.FAILED
    QTest.keyClicks(window.words.question, "find it again")
    window.words.ask_button.click()
    qtbot.waitUntil(lambda: conversing.answer.state is JobState.DONE, timeout=SLOW)
