"""The list of steps, and going back and forth in it."""

import pytest

from annotator.gui.requests import GoToStep
from annotator.objects import add_object
from tests.gui.looking import project

DOG_CAT_COW = ["Add [1] dog", "Add [2] cat", "Add [3] cow"]


@pytest.fixture
def panel(window, qtbot):
    """The panel in front, with three objects made."""
    window.docks.show("history")
    session, video = window.bench.workspace.require()
    for name in ("dog", "cat", "cow"):
        add_object(session, video.id, name=name)
    qtbot.waitUntil(lambda: window.history.labels[-3:] == DOG_CAT_COW)
    return window.history


def names(window):
    return [it.name for it in window.bench.workspace.objects]


def test_a_click_on_a_step_goes_back_to_it_and_forth_again(window, panel, qtbot):
    steps = project(window).history()
    panel.requested.emit(GoToStep(steps[-3].id))
    qtbot.waitUntil(lambda: names(window) == ["dog"])
    panel.requested.emit(GoToStep(steps[-1].id))
    qtbot.waitUntil(lambda: names(window) == ["dog", "cat", "cow"])


def test_steps_that_were_undone_stay_in_the_list_until_something_new_is_done(window, panel, qtbot):
    window.bench.undo()
    window.bench.undo()
    panel.refresh()
    assert panel.labels[-2:] == DOG_CAT_COW[1:]
    session, video = window.bench.workspace.require()
    add_object(session, video.id, name="pig")
    qtbot.waitUntil(lambda: panel.labels[-2:] == ["Add [1] dog", "Add [2] pig"])


def test_a_step_that_is_gone_is_told(window, panel, qtbot):
    panel.requested.emit(GoToStep(10**6))
    qtbot.waitUntil(lambda: "not in the list any more" in window.banner.text)
