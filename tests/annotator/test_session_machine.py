"""Any sequence of a person's edits, undone, redone and reopened, is what a plain model says it is."""

import tempfile
from fractions import Fraction
from pathlib import Path

import numpy as np
from hypothesis import HealthCheck, settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, invariant, precondition, rule

from annotator.masks import clear_masks, lock_masks, set_mask, verify_masks
from annotator.objects import add_object, lock_objects, remove_objects
from annotator.session import Session
from annotator.videos import add_video
from storage import masks
from storage.video import write_video

FRAMES, HEIGHT, WIDTH = 4, 32, 48
frame_indices = st.integers(0, FRAMES - 1)
shapes = st.tuples(st.integers(1, WIDTH), st.integers(1, HEIGHT))


class SessionMachine(RuleBasedStateMachine):
    """The model is the list of all states the project was in; undo and redo walk on it."""

    def __init__(self):
        super().__init__()
        self.folder = tempfile.TemporaryDirectory()
        clip = Path(self.folder.name) / "clip.mp4"
        write_video(
            clip, (np.zeros((HEIGHT, WIDTH, 3), np.uint8) for _ in range(FRAMES)), rate=Fraction(24)
        )
        self.path = clip.with_suffix(".maskbank")
        self.session = Session.open(self.path)
        self.video_id = add_video(self.session, clip).id
        self.states = [{}]  # the video itself is never undone here
        self.now = 0

    def teardown(self):
        self.session.close()
        self.folder.cleanup()

    @property
    def state(self):
        """object id -> (name, locked, {frame index: (rle, locked, verified)})"""
        return self.states[self.now]

    def becomes(self, state):
        if state != self.state:
            self.states = [*self.states[: self.now + 1], state]
            self.now += 1

    def object_id(self, data, *, locked=False):
        ids = [i for i, (_, is_locked, _) in self.state.items() if is_locked is locked]
        return data.draw(st.sampled_from(ids)) if ids else None

    @rule(name=st.sampled_from(["dog", "cat", "犬"]))
    def add_object(self, name):
        tracked = add_object(self.session, self.video_id, name=name)
        self.becomes(self.state | {tracked.id: (name, False, {})})

    @rule(data=st.data(), frame_index=frame_indices, shape=shapes)
    def set_mask(self, data, frame_index, shape):
        object_id = self.object_id(data)
        if object_id is None:
            return
        name, locked, track = self.state[object_id]
        if track.get(frame_index, (None, False))[1]:
            return  # it would be refused; that has its own test
        canvas = np.zeros((HEIGHT, WIDTH), bool)
        canvas[: shape[1], : shape[0]] = True
        rle = masks.encode(canvas)
        set_mask(self.session, object_id, frame_index, rle)
        track = track | {frame_index: (rle, False, False)}
        self.becomes(self.state | {object_id: (name, locked, track)})

    @rule(data=st.data(), start=frame_indices, locked=st.booleans())
    def lock_masks(self, data, start, locked):
        self.mark(data, start, lambda mask: (mask[0], locked, mask[2]), lock_masks, locked=locked)

    @rule(data=st.data(), start=frame_indices, verified=st.booleans())
    def verify_masks(self, data, start, verified):
        self.mark(
            data,
            start,
            lambda mask: (mask[0], mask[1], verified),
            verify_masks,
            verified=verified,
        )

    def mark(self, data, start, change, do, **mark):
        object_id = self.object_id(data)
        if object_id is None:
            return
        do(self.session, [object_id], start, FRAMES, **mark)
        name, locked, track = self.state[object_id]
        track = {i: change(mask) if i >= start else mask for i, mask in track.items()}
        self.becomes(self.state | {object_id: (name, locked, track)})

    @rule(data=st.data(), start=frame_indices)
    def clear_masks(self, data, start):
        object_id = self.object_id(data)
        if object_id is None:
            return
        clear_masks(self.session, [object_id], start, FRAMES)
        name, locked, track = self.state[object_id]
        track = {i: mask for i, mask in track.items() if i < start or mask[1]}
        self.becomes(self.state | {object_id: (name, locked, track)})

    @rule(data=st.data(), locked=st.booleans())
    def lock_object(self, data, locked):
        object_id = self.object_id(data, locked=not locked)
        if object_id is None:
            return
        lock_objects(self.session, [object_id], locked=locked)
        name, _, track = self.state[object_id]
        self.becomes(self.state | {object_id: (name, locked, track)})

    @rule(data=st.data())
    def remove_object(self, data):
        object_id = self.object_id(data)
        if object_id is not None:
            remove_objects(self.session, [object_id])
            self.becomes({i: value for i, value in self.state.items() if i != object_id})

    @precondition(lambda self: self.now > 0)
    @rule()
    def undo(self):
        assert self.session.undo()
        self.now -= 1

    @precondition(lambda self: self.now + 1 < len(self.states))
    @rule()
    def redo(self):
        assert self.session.redo()
        self.now += 1

    @precondition(lambda self: self.now + 1 == len(self.states))
    @rule()
    def there_is_nothing_to_redo(self):
        assert not self.session.redo()

    @rule()
    def reopen(self):
        self.session.close()
        self.session = Session.open(self.path)

    @invariant()
    def the_project_holds_what_the_model_says(self):
        project = self.session.project
        held = {
            tracked.id: (
                tracked.name,
                tracked.locked,
                {m.frame_index: (m.rle, m.locked, m.verified) for m in project.track(tracked.id)},
            )
            for tracked in project.objects(self.video_id)
        }
        assert held == self.state


TestSession = SessionMachine.TestCase
TestSession.settings = settings(
    max_examples=12, stateful_step_count=20, deadline=None, suppress_health_check=list(HealthCheck)
)
