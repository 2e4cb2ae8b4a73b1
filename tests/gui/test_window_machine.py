"""Any sequence of clicks, areas, keys, undo and reopening is what a plain model says it is."""

import tempfile
import time
from dataclasses import dataclass, field, replace
from fractions import Fraction
from pathlib import Path

import numpy as np
import pytest
from hypothesis import HealthCheck, settings
from hypothesis import strategies as st
from hypothesis.stateful import (
    RuleBasedStateMachine,
    invariant,
    precondition,
    rule,
    run_state_machine_as_test,
)
from PySide6.QtCore import QPoint, Qt
from PySide6.QtTest import QTest

from annotator.gui.tools.raster import fill
from annotator.gui.window import Window
from annotator.gui.workbench import Workbench
from model_backend.engine import Candidate
from storage import masks
from storage.video import write_video
from tests.gui.conftest import delete_now
from tests.gui.hand import at

FRAMES, HEIGHT, WIDTH = 3, 64, 96
CONTROL = Qt.KeyboardModifier.ControlModifier
PLACES = tuple((x, y) for x in (12, 36, 60, 84) for y in (12, 32, 52))
RADIUS = 7
places = st.sampled_from(PLACES)


def discs(points):
    """What the engine of this test sees at points: (x, y, adds)."""
    ys, xs = np.mgrid[:HEIGHT, :WIDTH]
    mask = np.zeros((HEIGHT, WIDTH), bool)
    for x, y, adds in points:
        near = (xs - x) ** 2 + (ys - y) ** 2 <= RADIUS**2
        mask = mask | near if adds else mask & ~near
    return mask


@dataclass(frozen=True)
class Thing:
    """An object: whether it is locked, and by frame its mask (as bytes, to be compared) and the points that
    were shown for it."""

    locked: bool = False
    masks: dict = field(default_factory=dict)
    points: dict = field(default_factory=dict)

    def marked(self, frame_index, mask, points):
        kept = {i: it for i, it in self.points.items() if i != frame_index}
        return replace(
            self,
            masks=self.masks | {frame_index: mask.tobytes()},
            points=kept | ({frame_index: points} if points else {}),
        )

    def on(self, frame_index):
        return self.masks.get(frame_index), self.points.get(frame_index)


class WindowMachine(RuleBasedStateMachine):
    """``states`` are all that the project went through; undo and redo walk on them."""

    def __init__(self):
        super().__init__()
        self.folder = tempfile.TemporaryDirectory()
        self.clip = Path(self.folder.name) / "clip.mp4"
        frames = (np.full((HEIGHT, WIDTH, 3), 40 * i, np.uint8) for i in range(FRAMES))
        write_video(self.clip, frames, rate=Fraction(24))
        self.states, self.now = [{}], 0
        self.open_window()

    def teardown(self):
        self.close_window()
        self.folder.cleanup()

    # --- the window ------------------------------------------------------------------------------

    def open_window(self):
        self.window = Window(Workbench(engine="flow"))
        self.window.resize(900, 700)
        self.window.show()
        self.window.bench.projects.open(self.clip)
        self.wait(lambda: self.window.stage.frame_index == 0)
        self.workspace, self.canvas = self.window.bench.workspace, self.window.canvas
        self.drafting = self.window.bench.drafting
        self.workspace.session.suggest = self.suggest
        self.frame_index, self.chosen = 0, min(self.state, default=None)
        self.draft = []  # all states of the points of the draft
        QTest.qWait(1)
        self.canvas.fit()

    def close_window(self):
        self.window.close()
        delete_now(self.window)

    def suggest(self, _, prompt, **_about):
        points = [(round(it.x), round(it.y), it.positive) for it in prompt.points]
        return [Candidate(masks.encode(discs(points)), 0.9)]

    def wait(self, until):
        end = time.monotonic() + 60
        while not until():
            assert time.monotonic() < end
            QTest.qWait(2)

    def key(self, name, modifiers=Qt.KeyboardModifier.NoModifier):
        QTest.mouseMove(self.canvas, QPoint(2, 2))  # over nothing that a key could mean
        QTest.keyClick(self.canvas, name, modifiers)

    def click(self, x, y, button=Qt.MouseButton.LeftButton):
        QTest.mouseClick(self.canvas, button, pos=at(self.canvas, x, y))

    # --- the model -------------------------------------------------------------------------------

    @property
    def state(self):
        """object id -> Thing"""
        return self.states[self.now]

    @property
    def thing(self):
        return self.state.get(self.chosen)

    def becomes(self, state):
        if state != self.state:  # what changes nothing is no step
            self.states = [*self.states[: self.now + 1], state]
            self.now += 1

    def saves(self, mask, points=()):
        """The mask of the object at work, or of a new one, is this one now."""
        if self.chosen is None:
            (self.chosen,) = {it.id for it in self.workspace.objects} - set(self.state)
        thing = self.state.get(self.chosen, Thing())
        self.becomes(
            self.state | {self.chosen: thing.marked(self.frame_index, mask, tuple(points))}
        )

    def steps_to(self, now):
        """Undo and redo show the frame that they change."""
        before, self.now = self.state, now
        things = [
            (before.get(it, Thing()), self.state.get(it, Thing()))
            for it in before.keys() | self.state.keys()
        ]
        for frame_index in range(FRAMES):
            if any(old.on(frame_index) != new.on(frame_index) for old, new in things):
                self.frame_index = frame_index

    def settles(self):
        if self.draft:
            points, self.draft = self.draft[-1], []
            self.saves(discs(points), points)

    # --- what a person does ------------------------------------------------------------------------

    @rule(place=places, adds=st.booleans())
    def click_a_point(self, place, adds):
        shown = self.draft[-1] if self.draft else ()
        if self.thing and not self.draft:
            shown = self.thing.points.get(self.frame_index, ())
        if any(place == (x, y) for x, y, _ in shown):
            return  # there, a click takes the point that is there
        self.key(Qt.Key.Key_Q)
        self.click(*place, Qt.MouseButton.LeftButton if adds else Qt.MouseButton.RightButton)
        if self.thing and self.thing.locked:
            return
        self.wait(lambda: self.drafting.draft is not None and not self.drafting.draft.waiting)
        self.draft.append((*shown, (*place, adds)))

    @rule()
    def accept(self):
        self.key(Qt.Key.Key_Return)
        self.settles()

    @rule()
    def reject(self):
        self.key(Qt.Key.Key_Escape)
        self.draft = []

    @rule(first=places, second=places, third=places, erases=st.booleans())
    def draw_an_area(self, first, second, third, erases):
        corners = (first, second, third)
        if len(set(corners)) < 3:
            return
        self.key(Qt.Key.Key_P)
        drawn = []
        self.canvas.gesture_made.connect(drawn.append)
        for corner in corners:
            button = Qt.MouseButton.RightButton if erases else Qt.MouseButton.LeftButton
            self.click(*corner, button)
        self.key(Qt.Key.Key_Return)
        self.canvas.gesture_made.disconnect(drawn.append)
        area = masks.decode(fill(drawn[0].corners, (HEIGHT, WIDTH)))
        before = self.thing.masks.get(self.frame_index) if self.thing else None
        if before is not None:
            before = np.frombuffer(before, bool).reshape(HEIGHT, WIDTH)
        if self.draft:
            before = discs(self.draft[-1])
        if (self.thing and self.thing.locked) or (before is None and erases):
            return
        before = np.zeros_like(area) if before is None else before
        self.draft = []
        self.saves(before & ~area if erases else before | area)

    @rule()
    def delete_on_the_frame(self):
        self.key(Qt.Key.Key_Delete)
        if self.thing is None:
            return
        self.draft = []
        thing, here = self.thing, self.frame_index
        if thing.locked or here not in thing.masks:
            return
        gone = replace(
            thing,
            masks={i: it for i, it in thing.masks.items() if i != here},
            points={i: it for i, it in thing.points.items() if i != here},
        )
        self.becomes(self.state | {self.chosen: gone})

    @precondition(lambda self: self.thing is not None and not self.draft)
    @rule()
    def lock_or_unlock(self):
        self.key(Qt.Key.Key_L)
        self.becomes(self.state | {self.chosen: replace(self.thing, locked=not self.thing.locked)})

    @rule(frame_index=st.integers(0, FRAMES - 1))
    def go_to(self, frame_index):
        if frame_index != self.frame_index:
            self.window.bench.seek(frame_index)
            self.settles()
            self.frame_index = frame_index

    @rule()
    def begin_a_new_object(self):
        self.key(Qt.Key.Key_N)
        self.settles()
        self.chosen = None

    @rule(data=st.data())
    def choose_an_object(self, data):
        if self.state:
            chosen = data.draw(st.sampled_from(sorted(self.state)))
            self.workspace.choose(chosen)
            if chosen != self.chosen:
                self.settles()
                self.chosen = chosen

    @rule()
    def undo(self):
        if not self.draft and self.now == 0:
            return  # the video itself is never undone here
        self.key(Qt.Key.Key_Z, CONTROL)
        if self.draft:
            self.draft.pop()
            self.wait(lambda: self.drafting.draft is None or not self.drafting.draft.waiting)
        else:
            self.steps_to(self.now - 1)
            self.forget_chosen()

    @precondition(lambda self: not self.draft)
    @rule()
    def redo(self):
        self.key(Qt.Key.Key_Y, CONTROL)
        if self.now + 1 < len(self.states):
            self.steps_to(self.now + 1)

    @rule()
    def reopen(self):
        self.close_window()
        draft, where = self.draft, (self.frame_index, self.chosen)
        self.open_window()
        if draft:  # it was kept on closing
            self.frame_index, self.chosen = where
            self.saves(discs(draft[-1]), draft[-1])
        self.frame_index, self.chosen = 0, min(self.state, default=None)

    def forget_chosen(self):
        if self.chosen not in self.state:
            self.chosen = None

    # --- what must hold ----------------------------------------------------------------------------

    @invariant()
    def the_project_holds_what_the_model_says(self):
        project = self.workspace.session.project
        assert {it.id: it.locked for it in project.objects(self.workspace.video.id)} == {
            i: it.locked for i, it in self.state.items()
        }
        for object_id, thing in self.state.items():
            for frame_index in range(FRAMES):
                found, expected = project.mask(object_id, frame_index), thing.masks.get(frame_index)
                assert (found is None) == (expected is None)
                assert found is None or masks.decode(found.rle).tobytes() == expected
            kept = {it.frame_index: len(it.points) for it in project.prompts(object_id)}
            assert kept == {i: len(points) for i, points in thing.points.items()}

    @invariant()
    def the_window_shows_what_the_model_says(self):
        draft = self.drafting.draft
        assert (draft is None) == (not self.draft)
        if draft is not None:
            assert np.array_equal(masks.decode(draft.candidate.rle), discs(self.draft[-1]))
        assert self.workspace.frame_index == self.frame_index
        assert (self.workspace.chosen.id if self.workspace.chosen else None) == self.chosen
        self.wait(lambda: self.window.stage.frame_index == self.frame_index)


@pytest.mark.qt_log_ignore("This plugin does not support")
def test_the_window_is_what_the_model_says(qapp):
    run_state_machine_as_test(
        WindowMachine,
        settings=settings(
            max_examples=6,
            stateful_step_count=16,
            deadline=None,
            suppress_health_check=list(HealthCheck),
        ),
    )
