"""The main job with mouse and keyboard: click, choose, keep, follow, correct; with the real engine."""

from dataclasses import replace

import numpy as np
import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication

from annotator.gui.lanes import PRESENT
from annotator.jobs import JobState
from annotator.objects import lock_objects, rename_object
from annotator.sample import SAMPLE_OBJECTS, sample_masks
from storage import masks
from storage.errors import UserError
from storage.records import Mask, Source
from tests.gui.conftest import FRAME_COUNT
from tests.gui.hand import click, drag, key
from tests.gui.looking import project, wait_for_suggestion
from tests.gui.speaking import SLOW

BALLOON = SAMPLE_OBJECTS[0].click


def saved(window, frame_index):
    workspace = window.bench.workspace
    (tracked,) = workspace.objects
    return workspace.session.project.mask(tracked.id, frame_index)


@pytest.fixture
def balloon(window, qtbot):
    """The window with the balloon boxed and kept on frame 0."""
    key(window, Qt.Key.Key_R)
    drag(window.canvas, [(60, 70), (120, 150), (198, 230)])
    wait_for_suggestion(window, qtbot)
    key(window, Qt.Key.Key_Return)
    return window


def test_the_key_that_saves_elsewhere_keeps_what_is_shown_and_says_where_all_is(window, qtbot):
    click(window, *BALLOON)
    key(window, Qt.Key.Key_S, Qt.KeyboardModifier.ControlModifier)  # the engine still looks
    qtbot.waitUntil(lambda: str(project(window).path) in window.banner.text, timeout=SLOW)
    assert saved(window, 0) is not None
    assert window.bench.drafting.draft is None


def test_a_proposal_that_cannot_be_kept_stays(balloon, qtbot):
    """Its object was locked meanwhile, in the list, or by another program."""
    key(balloon, Qt.Key.Key_Q)
    click(balloon, 20, 340, Qt.MouseButton.RightButton)
    draft = wait_for_suggestion(balloon, qtbot)
    workspace = balloon.bench.workspace
    lock_objects(workspace.session, [workspace.chosen.id], locked=True)
    for held, letter in (
        (Qt.KeyboardModifier.NoModifier, Qt.Key.Key_Return),
        (Qt.KeyboardModifier.ControlModifier, Qt.Key.Key_S),
    ):
        key(balloon, letter, held)
        assert "is locked" in balloon.banner.text
        assert balloon.bench.drafting.draft.proposal == draft.proposal
    lock_objects(workspace.session, [workspace.chosen.id], locked=False)
    key(balloon, Qt.Key.Key_Return)
    assert balloon.bench.drafting.draft is None
    assert project(balloon).prompt(workspace.chosen.id, 0).points == draft.prompt.points


def test_the_bar_names_the_keys_in_force(window, qtbot):
    window.take_preferences(replace(window.preferences, preset="labelme", keys={"discard": ()}))
    click(window, *BALLOON)
    wait_for_suggestion(window, qtbot)
    assert "F: accept" in window.hints.text
    assert "reject" not in window.hints.text  # no key does


def test_after_clicks_n_begins_another_object(window, qtbot):
    click(window, *BALLOON)
    wait_for_suggestion(window, qtbot)
    key(window, Qt.Key.Key_N)
    assert window.bench.drafting.draft is None
    assert len(window.bench.workspace.objects) == 1
    assert window.bench.workspace.chosen is None
    click(window, 500, 300)
    wait_for_suggestion(window, qtbot)
    assert len(window.bench.drafting.draft.prompt.points) == 1
    assert window.hints.text.startswith("New object")


def test_nor_is_lost_what_the_engine_still_looks_for(window, qtbot):
    click(window, *BALLOON)
    assert window.bench.drafting.draft.waiting
    key(window, Qt.Key.Key_N)
    qtbot.waitUntil(lambda: len(window.bench.workspace.objects) == 1, timeout=SLOW)
    assert saved(window, 0).source is Source.HUMAN


def test_a_click_suggests_masks_that_can_be_cycled_and_kept(window, qtbot):
    click(window, *BALLOON)
    draft = wait_for_suggestion(window, qtbot)
    assert window.bench.workspace.objects == []
    assert "Proposal 1 of" in window.hints.text
    key(window, Qt.Key.Key_Tab)
    assert window.bench.drafting.draft.place == 1 % len(draft.candidates)
    key(window, Qt.Key.Key_Backtab, Qt.KeyboardModifier.ShiftModifier)
    assert window.bench.drafting.draft.place == 0
    key(window, Qt.Key.Key_Return)
    assert window.bench.drafting.draft is None
    mask = saved(window, 0)
    assert mask.source is Source.HUMAN
    assert mask.rle == draft.candidates[0].rle
    assert masks.contains(mask.rle, *BALLOON)


def test_the_first_click_says_that_the_engine_starts_the_next_ones_that_it_looks(window, qtbot):
    click(window, *BALLOON)
    assert "The engine starts" in window.hints.text
    wait_for_suggestion(window, qtbot)
    key(window, Qt.Key.Key_Escape)
    click(window, 300, 100)
    assert window.hints.text == "Looking ..."


def test_a_name_in_the_hint_is_no_rich_text(balloon, qtbot):
    session, _ = balloon.bench.workspace.require()
    (tracked,) = balloon.bench.workspace.objects
    rename_object(session, tracked.id, "<b>bold</b>")
    qtbot.waitUntil(lambda: balloon.bench.workspace.chosen.name == "<b>bold</b>")
    key(balloon, Qt.Key.Key_Q)
    click(balloon, 300, 100)
    wait_for_suggestion(balloon, qtbot)
    assert "&lt;b&gt;bold&lt;/b&gt;" in balloon.hints._text.toolTip()


def test_a_proposal_pushes_no_panel_aside(window, qtbot):
    window.resize(1000, 700)
    QApplication.processEvents()
    width = window.canvas.width()
    click(window, *BALLOON)
    wait_for_suggestion(window, qtbot)
    QApplication.processEvents()
    assert window.hints.isVisible()
    assert window.canvas.width() == width


def test_a_dropped_draft_leaves_nothing(window, qtbot):
    click(window, *BALLOON)
    wait_for_suggestion(window, qtbot)
    key(window, Qt.Key.Key_Escape)
    assert window.bench.drafting.draft is None
    assert not window.hints.isVisible()
    assert project(window).objects(window.bench.workspace.video.id) == []


BALLOON_BOX = [(60, 70), (120, 150), (198, 230)]
OTHER_BALLOON_BOX = [(90, 90), (120, 150), (200, 235)]  # begins away from the handles of the first
BOAT_BOX = [(430, 190), (500, 260), (580, 320)]


def test_one_thing_after_another_is_boxed_into_objects_of_their_own(window, qtbot):
    key(window, Qt.Key.Key_R)
    drag(window.canvas, BALLOON_BOX)
    wait_for_suggestion(window, qtbot)
    drag(window.canvas, BOAT_BOX)  # not accepted before: going on keeps what was shown
    wait_for_suggestion(window, qtbot)
    assert window.hints.text.startswith("New object")
    assert masks.contains(saved(window, 0).rle, *BALLOON)
    key(window, Qt.Key.Key_Return)
    drag(window.canvas, BALLOON_BOX)  # the boat was accepted, and is at work
    wait_for_suggestion(window, qtbot)
    key(window, Qt.Key.Key_Return)
    assert [it.number for it in window.bench.workspace.objects] == [1, 2, 3]


def test_a_box_over_the_object_at_work_makes_its_mask_anew(balloon, qtbot):
    drag(balloon.canvas, OTHER_BALLOON_BOX)
    wait_for_suggestion(balloon, qtbot)
    assert balloon.hints.text.startswith("[1] object")
    key(balloon, Qt.Key.Key_Return)
    assert len(balloon.bench.workspace.objects) == 1


def test_a_box_beside_a_mask_of_the_engine_says_where_the_object_is(balloon, qtbot):
    session, _ = balloon.bench.workspace.require()
    (tracked,) = balloon.bench.workspace.objects
    with session.edit("Lost") as edit:
        lost = masks.paste(np.ones((30, 30), bool), 10, 300, (360, 640))
        edit.put_masks([Mask(tracked.id, 0, lost, Source.ENGINE)])
    drag(balloon.canvas, OTHER_BALLOON_BOX)
    wait_for_suggestion(balloon, qtbot)
    key(balloon, Qt.Key.Key_Return)
    assert masks.contains(saved(balloon, 0).rle, *BALLOON)  # of the one object that there is


def test_enter_before_the_answer_keeps_the_answer(window, qtbot):
    click(window, *BALLOON)
    key(window, Qt.Key.Key_Return)
    qtbot.waitUntil(lambda: len(window.bench.workspace.objects) == 1, timeout=SLOW)
    assert masks.contains(saved(window, 0).rle, *BALLOON)


def test_undo_takes_back_the_latest_click_first(window, qtbot):
    click(window, *BALLOON)
    wait_for_suggestion(window, qtbot)
    click(window, 20, 330, Qt.MouseButton.RightButton)
    assert [it.positive for it in wait_for_suggestion(window, qtbot).prompt.points] == [True, False]
    key(window, Qt.Key.Key_Z, Qt.KeyboardModifier.ControlModifier)
    assert len(wait_for_suggestion(window, qtbot).prompt.points) == 1
    key(window, Qt.Key.Key_Z, Qt.KeyboardModifier.ControlModifier)
    assert window.bench.drafting.draft is None


def fail(*_, **__):
    raise UserError("No memory is left on the GPU.")


def test_an_engine_that_fails_costs_only_the_click_that_it_failed_on(window, qtbot, monkeypatch):
    click(window, *BALLOON)
    before = wait_for_suggestion(window, qtbot)
    monkeypatch.setattr(window.bench.workspace.session, "suggest", fail)
    for x in (20, 30):
        click(window, x, 330, Qt.MouseButton.RightButton)
    key(window, Qt.Key.Key_Return)
    qtbot.waitUntil(lambda: "No memory is left" in window.banner.text)
    assert window.bench.drafting.draft == before
    assert window.bench.workspace.objects == []  # Enter was for what did not come
    key(window, Qt.Key.Key_Return)
    assert masks.contains(saved(window, 0).rle, *BALLOON)


def test_a_first_click_that_fails_leaves_nothing(window, qtbot, monkeypatch):
    monkeypatch.setattr(window.bench.workspace.session, "suggest", fail)
    click(window, *BALLOON)
    qtbot.waitUntil(lambda: "No memory is left" in window.banner.text)
    assert window.bench.drafting.draft is None


def test_where_an_engine_sees_nothing_the_bar_says_so(window, qtbot, monkeypatch):
    monkeypatch.setattr(window.bench.workspace.session, "suggest", lambda *_, **__: [])
    click(window, *BALLOON)
    wait_for_suggestion(window, qtbot)
    assert "Nothing was found there" in window.hints.text


def test_going_on_keeps_what_was_shown(window, qtbot):
    click(window, *BALLOON)
    draft = wait_for_suggestion(window, qtbot)
    key(window, Qt.Key.Key_Right)
    assert window.bench.workspace.frame_index == 1
    assert saved(window, 0).rle == draft.candidates[0].rle


def test_following_goes_over_the_range_shows_itself_and_is_one_step(balloon, qtbot):
    balloon.bench.workspace.set_range(0, 8)
    key(balloon, Qt.Key.Key_B, Qt.KeyboardModifier.ControlModifier)
    qtbot.waitUntil(lambda: balloon.jobs.current is not None)
    assert balloon.actions_by_id["cancel"].isEnabled()
    qtbot.waitUntil(lambda: balloon.jobs.current is None, timeout=SLOW)
    assert balloon.bench.workspace.frame_index == 7  # the view went along
    for frame_index in range(1, 8):
        found = saved(balloon, frame_index)
        assert found.source is Source.ENGINE
        assert masks.iou(found.rle, masks.encode(sample_masks(frame_index)[0])) > 0.6
    assert saved(balloon, 8) is None
    qtbot.waitUntil(
        lambda: bool((balloon.timeline.lanes[0].frame_flags[:8] & PRESENT).all()), timeout=SLOW
    )
    key(balloon, Qt.Key.Key_Z, Qt.KeyboardModifier.ControlModifier)
    assert saved(balloon, 1) is None
    assert saved(balloon, 0) is not None


def test_the_window_can_be_used_while_an_engine_works_and_cancelling_keeps_what_is_done(
    balloon, qtbot
):
    jobs = balloon.bench.projects.jobs

    def pause_at_frame_2(_):  # on the job's thread: a quick engine would be done before us
        if saved(balloon, 2) is not None:
            jobs.pause(jobs.unfinished()[0].id)

    balloon.bench.workspace.session.subscribe(pause_at_frame_2)
    key(balloon, Qt.Key.Key_B, Qt.KeyboardModifier.ControlModifier)
    qtbot.waitUntil(
        lambda: balloon.jobs.current and balloon.jobs.current.state is JobState.PAUSED, timeout=SLOW
    )
    key(balloon, Qt.Key.Key_Z, Qt.KeyboardModifier.ControlModifier)
    assert "is running" in balloon.banner.text
    balloon.bench.seek(1)
    key(balloon, Qt.Key.Key_V)
    assert saved(balloon, 1).verified
    balloon.actions_by_id["cancel"].trigger()
    qtbot.waitUntil(lambda: balloon.jobs.current is None, timeout=SLOW)
    assert balloon.bench.workspace.frame_index == 1  # the person looked elsewhere
    assert saved(balloon, 2) is not None
    assert saved(balloon, FRAME_COUNT - 1) is None


def test_following_without_an_object_says_what_to_do(window):
    key(window, Qt.Key.Key_B, Qt.KeyboardModifier.ControlModifier)
    assert window.banner.text.startswith("Choose an object first")


def test_closing_while_an_engine_works_keeps_the_masks(balloon, clip, qtbot):
    key(balloon, Qt.Key.Key_B, Qt.KeyboardModifier.ControlModifier)
    qtbot.waitUntil(lambda: saved(balloon, 1) is not None, timeout=SLOW)
    balloon.close()
    assert clip.with_suffix(".maskbank").exists()


def test_a_click_on_a_saved_mask_corrects_it_and_a_box_begins_anew(balloon, qtbot):
    before = saved(balloon, 0).rle
    key(balloon, Qt.Key.Key_Q)
    click(balloon, 20, 340, Qt.MouseButton.RightButton)
    prompt = wait_for_suggestion(balloon, qtbot).prompt
    assert prompt.mask == before
    assert [it.positive for it in prompt.points] == [False]
    key(balloon, Qt.Key.Key_R)
    drag(balloon.canvas, [(30, 30), (170, 190)])
    prompt = wait_for_suggestion(balloon, qtbot).prompt
    assert prompt.mask is None
    assert prompt.points == ()


def test_a_click_corrects_the_proposal_that_was_picked(window, qtbot):
    click(window, *BALLOON)
    draft = wait_for_suggestion(window, qtbot)
    assert len(draft.candidates) > 1
    key(window, Qt.Key.Key_Tab)
    click(window, 20, 340, Qt.MouseButton.RightButton)
    assert wait_for_suggestion(window, qtbot).prompt.mask == draft.candidates[1].rle
