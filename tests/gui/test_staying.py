"""What a hand does belongs to the frame, the object and the video on which it does it."""

import numpy as np
import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest

from annotator.masks import set_mask
from annotator.objects import add_object
from annotator.propagation import Progress
from annotator.sample import SAMPLE_OBJECTS
from annotator.videos import relink_video, remove_videos
from storage import masks
from storage.changes import Changes
from storage.records import Box, FramePrompt, Mask, Point, Source
from storage.video import scan_video
from tests.gui.hand import at, click, key
from tests.gui.looking import project, wait_for_suggestion
from tests.gui.speaking import SLOW, let_speak

BALLOON = SAMPLE_OBJECTS[0].click
HW = (360, 640)
CTRL = Qt.KeyboardModifier.ControlModifier


def follow_to(window, frame_index, video_id=None):
    """As a propagation that reached a frame tells it."""
    video_id = window.bench.workspace.video.id if video_id is None else video_id
    changes = Changes(masks=frozenset({(video_id, frame_index)}))
    window.bench.bridge.tell_progress(Progress(1, 9, frame_index, False, changes, 1))


@pytest.fixture
def dog(window, qtbot):
    """An object with a mask on every frame."""
    session, video = window.bench.workspace.require()
    tracked = add_object(session, video.id, name="dog")
    with session.edit("Label") as edit:
        rle = masks.paste(np.ones((40, 40), bool), 20, 20, HW)
        edit.put_masks(Mask(tracked.id, it, rle, Source.HUMAN) for it in range(40))
    qtbot.waitUntil(lambda: len(window.bench.workspace.objects) == 1)
    window.bench.workspace.choose(tracked.id)
    return tracked


@pytest.fixture
def followed(window, dog):
    """The window while it looks along with a propagation."""
    window.bench.propagating._looks_along = True
    follow_to(window, 5)
    assert window.bench.workspace.frame_index == 5
    return window


# --- a draft ----------------------------------------------------------------------------------------


def accept_before_the_answer(window):
    click(window, *BALLOON)
    key(window, Qt.Key.Key_Return)
    assert window.bench.drafting.draft.waiting


def test_what_was_accepted_comes_to_where_it_was_though_the_person_went_on(window, qtbot):
    workspace = window.bench.workspace
    accept_before_the_answer(window)
    key(window, Qt.Key.Key_Right)
    assert workspace.frame_index == 1
    assert window.bench.drafting.draft is None
    qtbot.waitUntil(lambda: len(workspace.objects) == 1, timeout=SLOW)
    (tracked,) = workspace.objects
    assert workspace.session.project.mask(tracked.id, 0).source is Source.HUMAN
    assert workspace.session.project.mask(tracked.id, 1) is None
    assert (workspace.frame_index, workspace.chosen) == (1, tracked)


def test_what_a_newer_click_overtook_is_kept_all_the_same(window, qtbot):
    workspace = window.bench.workspace
    accept_before_the_answer(window)
    key(window, Qt.Key.Key_Right)
    accept_before_the_answer(window)
    key(window, Qt.Key.Key_Right)
    accept_before_the_answer(window)
    key(window, Qt.Key.Key_Right)
    qtbot.waitUntil(lambda: len(workspace.objects) == 3, timeout=SLOW)
    project = workspace.session.project
    masked = [[i for i in range(4) if project.mask(it.id, i)] for it in workspace.objects]
    assert sorted(masked) == [[0], [1], [2]]


@pytest.mark.parametrize("accepted", [True, False])
def test_a_propagation_waits_for_what_was_clicked(window, accepted, qtbot):
    workspace = window.bench.workspace
    workspace.set_range(0, 3)
    click(window, *BALLOON)
    if accepted:
        key(window, Qt.Key.Key_Return)
    assert window.bench.drafting.draft.waiting
    key(window, Qt.Key.Key_B, CTRL)
    qtbot.waitUntil(lambda: len(workspace.objects) == 1, timeout=SLOW)
    (tracked,) = workspace.objects
    qtbot.waitUntil(lambda: workspace.session.project.mask(tracked.id, 2) is not None, timeout=SLOW)
    assert not window.banner.isVisible() or window.banner.property("kind") != "error"


def test_a_propagation_that_another_click_called_off_does_not_come_with_enter(window, qtbot):
    workspace, drafting = window.bench.workspace, window.bench.drafting
    titles = []
    window.bench.bridge.job_changed.connect(lambda it: titles.append(it.title))
    click(window, *BALLOON)
    key(window, Qt.Key.Key_B, CTRL)
    click(window, BALLOON[0] + 40, BALLOON[1])
    assert len(drafting.draft.prompt.points) == 2
    key(window, Qt.Key.Key_Return)
    assert drafting.draft.waiting
    qtbot.waitUntil(lambda: len(workspace.objects) == 1, timeout=SLOW)
    assert titles == []


def test_a_draft_goes_with_its_object(window, dog, qtbot):
    click(window, *BALLOON)
    wait_for_suggestion(window, qtbot)
    key(window, Qt.Key.Key_Delete, CTRL)
    qtbot.waitUntil(lambda: window.bench.workspace.objects == [])
    assert window.bench.drafting.draft is None
    key(window, Qt.Key.Key_D)
    assert project(window).objects(1) == []


def test_a_draft_goes_with_its_video(window, qtbot):
    click(window, *BALLOON)
    wait_for_suggestion(window, qtbot)
    remove_videos(window.bench.workspace.session, [1])
    qtbot.waitUntil(lambda: window.bench.workspace.video is None)
    assert window.bench.drafting.draft is None


def test_a_video_that_is_linked_again_stays_where_it_was(window, dog, clip, qtbot):
    window.bench.seek(7)
    window.bench.workspace.set_range(3, 12)
    moved = clip.with_name("moved.mp4")
    clip.rename(moved)
    relink_video(window.bench.workspace.session, 1, moved)
    qtbot.waitUntil(lambda: window.bench.workspace.video.path.endswith("moved.mp4"))
    workspace = window.bench.workspace
    assert (workspace.frame_index, workspace.range, workspace.chosen.id) == (7, (3, 12), dog.id)


# --- a view that moves by itself ------------------------------------------------------------------------


def test_a_stroke_begun_while_the_view_follows_is_kept_on_its_frame(followed, dog):
    key(followed, Qt.Key.Key_B)
    QTest.mousePress(followed.canvas, Qt.MouseButton.LeftButton, pos=at(followed.canvas, 300, 300))
    follow_to(followed, 6)
    QTest.mouseRelease(
        followed.canvas, Qt.MouseButton.LeftButton, pos=at(followed.canvas, 320, 300)
    )
    assert followed.bench.workspace.frame_index == 5
    project = followed.bench.workspace.session.project
    assert [masks.contains(project.mask(dog.id, it).rle, 300, 300) for it in (5, 6)] == [
        True,
        False,
    ]


def test_a_view_that_plays_follows_nothing_and_one_that_follows_does_not_play(followed, qtbot):
    followed.bench.playback.toggle()
    follow_to(followed, 30)
    assert followed.bench.workspace.frame_index < 30
    followed.bench.propagating.began.emit()
    assert not followed.bench.playback.is_playing


def test_a_propagation_of_another_video_moves_nothing(followed):
    follow_to(followed, 9, video_id=77)
    assert followed.bench.workspace.frame_index == 5


def test_a_prompt_slips_out_of_the_hand_when_the_frame_changes(window, dog, qtbot):
    session = window.bench.workspace.session
    prompt = FramePrompt(0, points=(Point(100, 100, True),), box=Box(200, 200, 300, 300))
    set_mask(session, dog.id, 0, session.project.mask(dog.id, 0).rle, prompt=prompt)
    for x, y in ((100, 100), (200, 200)):
        window.bench.seek(0)
        qtbot.waitUntil(lambda: window.stage.is_settled)
        qtbot.waitUntil(lambda: window.canvas._hand.prompt == prompt)
        QTest.mousePress(window.canvas, Qt.MouseButton.LeftButton, pos=at(window.canvas, x, y))
        key(window, Qt.Key.Key_D)
        qtbot.waitUntil(lambda: window.stage.frame_index == 1)
        QTest.mouseMove(window.canvas, at(window.canvas, x + 9, y))
        window.canvas.repaint()
        QTest.mouseRelease(window.canvas, Qt.MouseButton.LeftButton, pos=at(window.canvas, x, y))
    kept = [(it.frame_index, it.points, it.box) for it in session.project.prompts(dog.id)]
    assert kept == [(0, prompt.points, prompt.box)]  # neither moved nor put on the other frame


# --- the space bar ------------------------------------------------------------------------------------


def test_the_space_bar_with_shift_loops_and_alone_does_what_it_is_the_key_of(window):
    key(window, Qt.Key.Key_Space, Qt.KeyboardModifier.ShiftModifier)
    assert window.bench.playback.loops
    assert not window.bench.playback.is_playing
    play, overlay = (window.actions_by_id[it] for it in ("play", "overlay"))
    play.setShortcuts([])
    overlay.setShortcuts([Qt.Key.Key_Space])
    was = overlay.isChecked()
    key(window, Qt.Key.Key_Space)
    assert overlay.isChecked() is not was
    assert not window.bench.playback.is_playing


# --- words --------------------------------------------------------------------------------------------


def test_what_was_accepted_becomes_an_object_and_the_rest_waits_though_another_video_is_shown(
    window, clip, qtbot, monkeypatch
):
    second = clip.with_name("second.mp4")
    second.write_bytes(clip.read_bytes() + b"\0" * 8)
    session = window.bench.workspace.session
    facts, frames = scan_video(second)
    with session.edit("Add") as edit:
        other = edit.add_video(name="second", path=second, facts=facts, frames=frames)
    let_speak(window, qtbot, monkeypatch, words="Here.", proposals="2", seconds_per_mask="0.1")
    QTest.keyClicks(window.words.question, "the squares")
    QTest.keyClick(window.words.question, Qt.Key.Key_Return)
    qtbot.waitUntil(lambda: len(window.bench.offers.all) == 2, timeout=SLOW)
    window.bench.conversing.accept(window.bench.offers.all[:1])
    assert window.bench.conversing.is_asking
    window.bench.workspace.show_video(other.id)
    assert len(session.project.objects(1)) == 1
    assert window.bench.offers.all == ()
    window.bench.workspace.show_video(1)
    (waiting,) = window.bench.offers.all
    assert waiting.place == 1
    window.bench.conversing.accept([waiting])
    assert len(session.project.objects(1)) == 2


def test_proposals_go_with_their_project_and_that_is_said(window, qtbot, monkeypatch):
    let_speak(window, qtbot, monkeypatch, words="Here.", proposals="2")
    QTest.keyClicks(window.words.question, "the squares")
    QTest.keyClick(window.words.question, Qt.Key.Key_Return)
    qtbot.waitUntil(lambda: len(window.bench.offers.all) == 2, timeout=SLOW)
    window.bench.workspace.open(None, None)
    assert window.bench.offers.all == ()
    assert "gone with their project: 2." in window.banner.text
