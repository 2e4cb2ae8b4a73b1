"""Words in the window, with an engine that speaks: find, ask, decide on proposals, keep the conversation."""

import pytest
from PySide6.QtCore import QPoint, QRect, Qt
from PySide6.QtGui import QTextCursor
from PySide6.QtTest import QTest

from annotator.gui.lanes import PRESENT
from annotator.gui.window import Window
from annotator.gui.workbench import Workbench
from annotator.objects import rename_object
from storage import masks
from tests.gui.conftest import FRAME_COUNT, delete_now
from tests.gui.hand import at, drag
from tests.gui.looking import project
from tests.gui.speaking import SLOW, let_speak

SENTENCE = "The balloon is left of (proposal 1), as [1] always is."


@pytest.fixture
def speaking(window, qtbot, monkeypatch):
    """The window with the clip open, the words panel in front and an engine that finds two squares."""
    let_speak(window, qtbot, monkeypatch, words=SENTENCE, proposals="2")
    window.docks.show("words")
    return window


def paint(window, name="balloon"):
    """An object made by hand on frame 3, called so."""
    window.bench.seek(3)
    QTest.keyClick(window.canvas, Qt.Key.Key_B)
    drag(window.canvas, [(100, 120), (180, 120)])
    tracked = window.bench.workspace.objects[0]
    rename_object(window.bench.workspace.session, tracked.id, name)
    window.bench.seek(0)
    return tracked


def write(window, text):
    QTest.keyClicks(window.words.question, text)


def ask(window, text, qtbot):
    """Write, press Enter, and wait for the whole answer."""
    write(window, text)
    QTest.keyClick(window.words.question, Qt.Key.Key_Return)
    qtbot.waitUntil(lambda: not window.bench.conversing.is_asking, timeout=SLOW)
    shown(window, qtbot, text)


def shown(window, qtbot, text):
    qtbot.waitUntil(lambda: text in window.words.conversation.toPlainText(), timeout=SLOW)


def click_link(window, qtbot, text):
    """Click on a text in the conversation."""
    shown(window, qtbot, text)
    view = window.words.conversation
    cursor = view.document().find(text)
    cursor.setPosition(cursor.selectionStart() + 1, QTextCursor.MoveMode.MoveAnchor)
    view.setTextCursor(cursor)
    spot = view.cursorRect(cursor).center() + QPoint(1, 0)
    QTest.mouseClick(view.viewport(), Qt.MouseButton.LeftButton, pos=spot)


def objects(window):
    return project(window).objects(1)


def test_an_answer_comes_with_proposals_that_are_seen_before_they_are_accepted(speaking, qtbot):
    ask(speaking, "segment the square", qtbot)
    shown(speaking, qtbot, "The balloon is left of")
    view = speaking.words.offers.list

    def rows():
        return [[view.topLevelItem(i).text(c) for c in (0, 2, 3)] for i in range(2)]

    complete = [["square", "60 %", str(FRAME_COUNT)]] * 2
    qtbot.waitUntil(lambda: rows() == complete, timeout=SLOW)
    first, second = speaking.bench.offers.all
    qtbot.waitUntil(lambda: len(speaking.timeline.lanes) == 2)
    qtbot.waitUntil(lambda: bool((speaking.timeline.lanes[1].frame_flags == PRESENT).all()))
    layers = speaking.bench.offers.layers(0)
    assert [it.rle.area for it in layers] == [9 * 9, 18 * 18]
    assert first.colour != second.colour
    assert objects(speaking) == []


def test_a_proposal_is_drawn_on_the_frame(speaking, qtbot):
    def middle():
        around = QRect(at(speaking.canvas, 310, 170), at(speaking.canvas, 330, 190))
        return speaking.canvas.grab(around).toImage()

    before = middle()
    ask(speaking, "segment the square", qtbot)
    qtbot.waitUntil(lambda: middle() != before, timeout=SLOW)
    speaking.actions_by_id["reject-offers"].trigger()
    qtbot.waitUntil(lambda: middle() == before, timeout=SLOW)


def test_what_was_rejected_comes_back(speaking, qtbot):
    ask(speaking, "segment the square", qtbot)
    offers = speaking.bench.offers
    qtbot.waitUntil(lambda: len(offers.all) == 2, timeout=SLOW)
    first, second = offers.all
    QTest.keyClick(speaking.canvas, Qt.Key.Key_Backspace, Qt.KeyboardModifier.ControlModifier)
    assert offers.all == ()
    assert (
        speaking.banner.text
        == "Proposals rejected: 2. In the menu Words, they can be brought back."
    )
    both = Qt.KeyboardModifier.ControlModifier | Qt.KeyboardModifier.ShiftModifier
    QTest.keyClick(speaking.canvas, Qt.Key.Key_Backspace, both)
    assert offers.all == (first, second)
    offers.reject([first])
    speaking.bench.conversing.accept([second])  # is not rejected, and does not come back
    offers.bring_back()
    assert offers.all == (first,)


def test_enter_accepts_the_chosen_proposal_and_delete_rejects_it(speaking, qtbot):
    ask(speaking, "segment the square", qtbot)
    view = speaking.words.offers.list
    QTest.keyClick(view, Qt.Key.Key_Return)
    (tracked,) = objects(speaking)
    assert tracked.name == "square"
    assert speaking.bench.workspace.chosen == tracked
    assert masks.contains(
        speaking.bench.workspace.session.project.mask(tracked.id, 0).rle, 320, 180
    )
    QTest.keyClick(view, Qt.Key.Key_Delete)
    assert not speaking.words.offers.isVisible()
    speaking.actions_by_id["undo"].trigger()
    assert objects(speaking) == []


def test_proposals_are_renamed_and_all_accepted_in_one_step(speaking, qtbot):
    ask(speaking, "segment the square", qtbot)
    item = speaking.words.offers.list.topLevelItem(1)
    item.setText(0, "large square")
    item.setText(1, "shape")
    QTest.keyClick(speaking, Qt.Key.Key_Return, Qt.KeyboardModifier.ControlModifier)
    assert [it.name for it in objects(speaking)] == ["square", "large square"]
    speaking.actions_by_id["undo"].trigger()
    assert objects(speaking) == []


def test_what_was_found_becomes_an_expression(speaking, qtbot):
    ask(speaking, "the squares in the middle", qtbot)
    QTest.keyClick(speaking.words.offers.list, Qt.Key.Key_Return)
    speaking.words.offers.express.click()
    project = speaking.bench.workspace.session.project
    (expression,) = project.expressions(1)
    assert expression.text == "the squares in the middle"
    assert sorted(expression.object_ids) == sorted(it.id for it in objects(speaking))
    qtbot.waitUntil(lambda: speaking.words.expressions.text() == "Expressions: 1")
    speaking.words.expressions.fill()
    entry = speaking.words.expressions.menu().actions()[0]
    entry.menu().actions()[0].trigger()
    assert project.expressions(1) == []


def test_names_and_numbers_in_an_answer_lead_to_the_object(speaking, qtbot):
    tracked = paint(speaking)
    speaking.bench.workspace.choose(None)
    ask(speaking, "Where is it?", qtbot)
    click_link(speaking, qtbot, "balloon")
    assert speaking.bench.workspace.chosen.id == tracked.id
    assert speaking.bench.workspace.frame_index == 3
    click_link(speaking, qtbot, "[1]")
    assert speaking.bench.workspace.chosen.id == tracked.id


def test_a_proposal_in_an_answer_leads_to_its_row_and_the_frames_to_the_range(speaking, qtbot):
    speaking.bench.workspace.set_range(4, 8)
    ask(speaking, "find it", qtbot)
    shown(speaking, qtbot, "(proposal 1)")
    speaking.bench.workspace.set_whole_range()
    qtbot.waitUntil(lambda: speaking.words.offers.list.topLevelItemCount() == 2, timeout=SLOW)
    speaking.words.offers.list.setCurrentItem(speaking.words.offers.list.topLevelItem(1))
    click_link(speaking, qtbot, "(proposal 1)")
    assert speaking.bench.workspace.frame_index == 4
    assert [it.place for it in speaking.words.offers.chosen_offers()] == [0]
    click_link(speaking, qtbot, "frames 4 to 7")
    assert speaking.bench.workspace.range == (4, 8)


def test_a_bracket_offers_the_objects_and_keys_choose_one(speaking, qtbot):
    paint(speaking)
    box = speaking.words.question
    box.setFocus()
    write(speaking, "what is [ba")
    qtbot.waitUntil(lambda: box.offered == ["[1] balloon"])
    QTest.keyClick(box.popup, Qt.Key.Key_Return)
    assert box.toPlainText() == "what is [1] "
    write(speaking, "doing?")
    assert box.offered == []


def test_who_reads_further_up_stays_there_and_what_is_chosen_stays_so(speaking, qtbot):
    for number in range(12):
        ask(speaking, f"question {number}", qtbot)
    view = speaking.words.conversation
    bar = view.verticalScrollBar()
    qtbot.wait(100)  # in which the last words are drawn
    qtbot.waitUntil(lambda: bar.value() == bar.maximum() > 0)  # it is at the end by itself
    bar.setValue(bar.maximum() // 2)
    view.setTextCursor(view.document().find("question 5"))
    place = bar.value()
    speaking.bench.projects.jobs.submit("Something else", lambda report: None)
    qtbot.waitUntil(lambda: speaking.jobs.current is None)
    qtbot.wait(100)  # in which it would be drawn
    assert view.textCursor().selectedText() == "question 5"
    assert bar.value() == place
    ask(speaking, "question 12", qtbot)
    assert bar.value() == place


def test_the_conversation_is_there_when_the_project_is_opened_again(speaking, clip, qtbot):
    paint(speaking)
    ask(speaking, "Where is it?", qtbot)
    speaking.close()
    again = Window(Workbench(engine="flow"))
    again.show()
    again.bench.projects.open(clip.with_suffix(".maskbank"))
    qtbot.waitUntil(lambda: again.stage.frame_index == 0, timeout=SLOW)
    shown(again, qtbot, "Where is it?")
    shown(again, qtbot, "is left of (proposal 1)")
    again.actions_by_id["clear-conversation"].trigger()
    assert again.bench.workspace.session.project.turns(1) == []
    qtbot.waitUntil(again.words.conversation.isHidden)
    again.close()
    delete_now(again)


def test_what_the_model_sees_is_shown_and_can_be_changed(speaking, qtbot):
    scope = speaking.words.scope
    assert scope.text == f"frames 0 to {FRAME_COUNT - 1}; it looks at 16 of {FRAME_COUNT}"
    speaking.bench.workspace.set_range(2, 12)
    assert scope.text == "frames 2 to 11; it looks at 10 of 10"
    scope.sample.setValue(4)
    assert scope.text == "frames 2 to 11; it looks at 4 of 10"
    scope.scope.setCurrentIndex(2)
    speaking.bench.seek(7)
    ask(speaking, "What is here?", qtbot)
    assert scope.frames == (7, 8)
    (question, _) = speaking.bench.workspace.session.project.turns(1)
    assert (question.start, question.stop) == (7, 8)


def test_a_long_range_is_searched_part_by_part(speaking):
    scope = speaking.words.scope
    scope.parts.setValue(20)
    assert scope.window_frames == 50  # the shortest
    assert scope.text.endswith("it looks at 16 of 40")
    scope.parts.setValue(0)
    assert scope.window_frames is None


def test_a_lane_of_a_proposal_leads_to_it(speaking, qtbot):
    ask(speaking, "find it", qtbot)
    qtbot.waitUntil(lambda: len(speaking.timeline.lanes) == 2)
    lane_id = speaking.bench.offers.all[1].lane_id
    spot = speaking.timeline.lane_rect(lane_id).center()
    QTest.mouseClick(speaking.timeline.viewport(), Qt.MouseButton.LeftButton, pos=spot)
    assert [it.place for it in speaking.words.offers.chosen_offers()] == [1]


def test_a_question_points_at_what_is_marked(speaking, qtbot):
    pointing = speaking.words.pointing
    assert not pointing.isVisible()
    QTest.mouseClick(speaking.canvas, Qt.MouseButton.LeftButton, pos=at(speaking.canvas, 130, 150))
    qtbot.waitUntil(pointing.attach.isVisible, timeout=SLOW)
    pointing.attach.click()
    assert speaking.bench.drafting.draft is None  # it does not become an object
    (region,) = pointing.regions
    assert (region.frame_index, len(region.points)) == (0, 1)
    ask(speaking, "What is this?", qtbot)
    assert speaking.bench.conversing.answer.asked.prompts == (region,)
    assert pointing.regions == ()
    assert objects(speaking) == []


def test_a_question_that_cannot_be_asked_is_a_sentence(speaking):
    write(speaking, "what is [7] doing?")
    speaking.words.ask_button.click()
    assert "no object [7]" in speaking.banner.text
    assert speaking.words.question.toPlainText() == "what is [7] doing?"  # nothing is lost


def test_an_answer_is_cancelled_and_what_came_can_be_kept(window, qtbot, monkeypatch):
    let_speak(window, qtbot, monkeypatch, seconds_per_frame="0.05", words="a b c " * 30)
    window.docks.show("words")
    write(window, "describe it")
    QTest.keyClick(window.words.question, Qt.Key.Key_Return)
    shown(window, qtbot, "a b")  # while it goes on
    assert window.bench.conversing.is_asking
    assert window.words.ask_button.text() == "Cancel"
    write(window, "another one")
    QTest.keyClick(window.words.question, Qt.Key.Key_Return)
    assert "An answer is being given" in window.banner.text
    window.words.ask_button.click()
    assert not window.bench.conversing.is_asking  # at once, whatever the engine is at
    shown(window, qtbot, "(cancelled)")
    assert window.words.ask_button.text() == "Ask"
    qtbot.waitUntil(lambda: window.jobs.current is None, timeout=SLOW)
    assert project(window).turns(1) == []


def test_the_key_that_cancels_jobs_cancels_the_answer_at_once(window, qtbot, monkeypatch):
    let_speak(window, qtbot, monkeypatch, seconds_per_frame="0.05", words="a b c " * 30)
    window.docks.show("words")
    write(window, "describe it")
    QTest.keyClick(window.words.question, Qt.Key.Key_Return)
    shown(window, qtbot, "a b")  # while it goes on
    window.actions_by_id["cancel"].trigger()
    assert not window.bench.conversing.is_asking
    assert window.words.ask_button.text() == "Ask"
    qtbot.waitUntil(lambda: window.jobs.current is None, timeout=SLOW)


def test_what_is_accepted_while_it_comes_is_complete_in_the_end(window, qtbot, monkeypatch):
    let_speak(window, qtbot, monkeypatch, seconds_per_frame="0.02", seconds_per_mask="0.02")
    window.docks.show("words")
    write(window, "find it")
    QTest.keyClick(window.words.question, Qt.Key.Key_Return)
    qtbot.waitUntil(lambda: bool(window.bench.offers.all), timeout=SLOW)
    QTest.keyClick(window.words.offers.list, Qt.Key.Key_Return)
    assert objects(window) == []
    qtbot.waitUntil(lambda: len(objects(window)) == 1, timeout=SLOW)
    masks_there = list(project(window).track(objects(window)[0].id))
    assert len(masks_there) == FRAME_COUNT


def test_no_memory_left_is_a_sentence(window, qtbot, monkeypatch):
    let_speak(window, qtbot, monkeypatch, at="ask", misfortune="OutOfMemoryError")
    window.docks.show("words")
    ask(window, "segment it", qtbot)
    shown(window, qtbot, "ran out of memory")
    assert "ran out of memory" in window.banner.text
    assert window.words.question.toPlainText() == "segment it"  # to be asked of fewer frames


def test_slash_goes_to_the_question(speaking):
    speaking.docks.show("objects")
    QTest.keyClick(speaking.canvas, Qt.Key.Key_Slash)
    assert speaking.words.question.hasFocus()
