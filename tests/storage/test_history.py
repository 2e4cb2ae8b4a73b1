"""Undo and redo: always exactly the state that was, across restarts, bounded in bytes."""

import shutil
import tempfile
from contextlib import suppress
from dataclasses import replace
from pathlib import Path

import pytest
from hypothesis import settings
from hypothesis import strategies as st
from hypothesis.stateful import (
    RuleBasedStateMachine,
    initialize,
    invariant,
    precondition,
    rule,
    run_state_machine_as_test,
)

from storage.attributes import Attribute, AttributeKind, with_span
from storage.errors import ProjectError
from storage.opening import open_project
from storage.records import FramePrompt, Point, Source, Speaker
from tests.storage.projects import (
    add_object,
    add_video,
    contents,
    engine_mask,
    human_mask,
    new_project,
)

frames = st.lists(st.integers(0, 30), max_size=6)
shapes = st.integers(0, 99)
mask_makers = st.sampled_from([engine_mask, human_mask])


class Interrupted(Exception):
    """Whatever may end an edit from inside."""


class ProjectMachine(RuleBasedStateMachine):
    """A project against a model that keeps a whole copy of the contents for each step."""

    def __init__(self):
        super().__init__()
        self.folder = Path(tempfile.mkdtemp())
        self.project = new_project(self.folder / "machine.maskbank")
        self.model = contents(self.project)
        self.steps = [self.model]  # the contents before and after each step
        self.now = 0  # the place in steps

    def teardown(self):
        self.project.close()
        shutil.rmtree(self.folder)

    # --- the model ---

    def record(self, change):
        """Apply a change to a copy of the model; it is a step if the copy differs."""
        after = {name: dict(table) for name, table in self.model.items()}
        change(after)
        if after != self.model:
            self.steps = [*self.steps[: self.now + 1], after]
            self.now += 1
            self.model = after

    def some_object(self, data):
        return data.draw(st.sampled_from(list(self.model["objects"].values())))

    def has_objects(self):
        return bool(self.model["objects"])

    # --- edits ---

    @initialize()
    def start(self):
        self.add_video()
        self.add_object(data=None)

    @rule()
    def add_video(self):
        with self.project.edit("Add video") as edit:
            video = add_video(edit)
        self.record(lambda now: now["videos"].update({video.id: video}))

    @precondition(lambda self: self.model["videos"])
    @rule(data=st.data())
    def add_object(self, data):
        videos = list(self.model["videos"].values())
        video = data.draw(st.sampled_from(videos)) if data else videos[0]
        with self.project.edit("Add object") as edit:
            obj = add_object(edit, video)
        self.record(lambda now: now["objects"].update({obj.id: obj}))

    @precondition(has_objects)
    @rule(data=st.data(), frames=frames, shape=shapes, make=mask_makers)
    def put_masks(self, data, frames, shape, make):
        masks = [make(self.some_object(data), i, shape) for i in frames]
        with self.project.edit("Put masks") as edit:
            edit.put_masks(masks)
        self.record(lambda now: put(now, masks))

    @precondition(has_objects)
    @rule(data=st.data(), runs=st.lists(frames, max_size=3), shape=shapes, fails=st.booleans())
    def propagate(self, data, runs, shape, fails):
        obj = self.some_object(data)
        masks = [[engine_mask(obj, i, shape) for i in run] for run in runs]
        with suppress(Interrupted), self.project.long_edit("Propagate") as edit:
            for run in masks:
                edit.put_masks(run)
                edit.commit()
            if fails:
                edit.remove_object(obj.id)
                raise Interrupted
        self.record(lambda now: [put(now, run) for run in masks])

    @precondition(has_objects)
    @rule(data=st.data(), frames=frames)
    def remove_masks(self, data, frames):
        obj = self.some_object(data)
        with self.project.edit("Remove masks") as edit:
            edit.remove_masks(obj.id, frames)
        self.record(lambda now: [now["masks"].pop((obj.id, i), None) for i in frames])

    @precondition(has_objects)
    @rule(data=st.data(), frames=frames, verified=st.booleans())
    def verify(self, data, frames, verified):
        obj = self.some_object(data)

        def change(now):
            for key in [(obj.id, i) for i in frames if (obj.id, i) in now["masks"]]:
                now["masks"][key] = replace(now["masks"][key], verified=verified)

        with self.project.edit("Verify") as edit:
            edit.mark_masks(obj.id, frames, verified=verified)
        self.record(change)

    @precondition(has_objects)
    @rule(data=st.data(), frame_index=st.integers(0, 30), x=st.integers(0, 39))
    def put_prompt(self, data, frame_index, x):
        obj, prompt = self.some_object(data), FramePrompt(frame_index, points=(Point(x, 0),))
        with self.project.edit("Prompt") as edit:
            edit.put_prompt(obj.id, prompt)
        self.record(lambda now: now["prompts"].update({(obj.id, frame_index): prompt}))

    @precondition(has_objects)
    @rule(data=st.data(), name=st.text(max_size=3), colour=st.sampled_from(["#000000", "#ffffff"]))
    def rename(self, data, name, colour):
        with self.project.edit("Rename") as edit:
            category = edit.add_category(f"{name}{len(self.steps)}-{self.now}", colour)
            obj = replace(self.some_object(data), name=name, category_id=category.id)
            edit.update_object(obj)

        def change(now):
            now["objects"][obj.id] = obj
            now["categories"][category.id] = category

        self.record(change)

    @precondition(lambda self: self.model["categories"])
    @rule(data=st.data())
    def remove_category(self, data):
        category_id = data.draw(st.sampled_from(list(self.model["categories"])))

        def change(now):
            del now["categories"][category_id]
            left = {i: it for i, it in now["attributes"].items() if it.category_id != category_id}
            now["attributes"] = left
            for obj in now["objects"].values():
                if obj.category_id == category_id:
                    now["objects"][obj.id] = replace(obj, category_id=None)

        with self.project.edit("Remove category") as edit:
            edit.remove_category(category_id)
        self.record(change)

    @precondition(lambda self: self.model["categories"])
    @rule(data=st.data())
    def add_attribute(self, data):
        category_id = data.draw(st.sampled_from(list(self.model["categories"])))
        name = f"attribute {len(self.steps)}-{self.now}"
        with self.project.edit("Add attribute") as edit:
            made = edit.add_attribute(Attribute(0, category_id, name, AttributeKind.TEXT))
        self.record(lambda now: now["attributes"].update({made.id: made}))

    @precondition(has_objects)
    @rule(data=st.data(), start=st.integers(0, 20), length=st.integers(1, 20),
          value=st.sampled_from(["a", "b", 1, None]))  # fmt: skip
    def describe(self, data, start, length, value):
        obj, stop = self.some_object(data), start + length
        with self.project.edit("Describe") as edit:
            edit.set_attribute_on(obj.id, "pose", start=start, stop=stop, value=value)
        spans = with_span(self.model["spans"].get(obj.id, []), "pose", start, stop, value)

        def change(now):
            now["spans"] = {key: it for key, it in now["spans"].items() if key != obj.id}
            if spans:
                now["spans"][obj.id] = spans

        self.record(change)

    @precondition(lambda self: self.model["videos"])
    @rule(data=st.data(), frames=st.sets(st.integers(1, 30), max_size=4))
    def look_for_cuts(self, data, frames):
        video_id = data.draw(st.sampled_from(list(self.model["videos"])))
        with self.project.edit("Look for cuts") as edit:
            edit.set_scene_cuts(video_id, frames)
        self.record(lambda now: now["scene_cuts"].update({video_id: tuple(sorted(frames))}))

    @precondition(has_objects)
    @rule(data=st.data())
    def talk(self, data):
        obj = self.some_object(data)
        words = {"video_id": obj.video_id, "text": "[1]", "object_ids": [obj.id]}
        with self.project.edit("Talk") as edit:
            expression = edit.add_expression(**words)
            turn = edit.add_turn(speaker=Speaker.PERSON, start=0, stop=9, **words)

        def change(now):
            now["expressions"][expression.id] = expression
            now["turns"][turn.id] = turn

        self.record(change)

    @precondition(has_objects)
    @rule(data=st.data())
    def remove_object(self, data):
        obj = self.some_object(data)
        with self.project.edit("Remove object") as edit:
            edit.remove_object(obj.id)
        self.record(lambda now: remove_object(now, obj.id))

    @precondition(lambda self: self.model["videos"])
    @rule(data=st.data())
    def remove_video(self, data):
        video_id = data.draw(st.sampled_from(list(self.model["videos"])))

        def change(now):
            del now["videos"][video_id]
            now["scene_cuts"].pop(video_id, None)
            for obj in [obj for obj in now["objects"].values() if obj.video_id == video_id]:
                remove_object(now, obj.id)
            for name in ("expressions", "turns"):
                kept = {k: v for k, v in now[name].items() if v.video_id != video_id}
                now[name] = kept

        with self.project.edit("Remove video") as edit:
            edit.remove_video(video_id)
        self.record(change)

    @precondition(has_objects)
    @rule(data=st.data())
    def fail(self, data):
        obj = self.some_object(data)
        with suppress(Interrupted), self.project.edit("Fail") as edit:
            edit.put_masks([human_mask(obj, 0)])
            edit.remove_video(obj.video_id)
            raise Interrupted

    # --- history ---

    @rule()
    def undo(self):
        changes = self.project.undo()
        assert (changes is None) == (self.now == 0)
        self.now = max(0, self.now - 1)
        self.model = self.steps[self.now]

    @rule()
    def redo(self):
        changes = self.project.redo()
        assert (changes is None) == (self.now == len(self.steps) - 1)
        self.now = min(len(self.steps) - 1, self.now + 1)
        self.model = self.steps[self.now]

    @rule()
    def reopen(self):
        self.project.close()
        self.project = open_project(self.folder / "machine.maskbank")

    @invariant()
    def the_project_holds_what_the_model_holds(self):
        assert contents(self.project) == self.model
        undone = [step.undone for step in self.project.history()]
        assert undone == [False] * self.now + [True] * (len(self.steps) - 1 - self.now)


def put(now, masks):
    for mask in masks:
        key = (mask.object_id, mask.frame_index)
        there = now["masks"].get(key)
        if not (mask.source is Source.ENGINE and there and there.kept):
            now["masks"][key] = mask


def remove_object(now, object_id):
    del now["objects"][object_id]
    now["spans"].pop(object_id, None)
    for name in ("masks", "prompts"):
        now[name] = {key: value for key, value in now[name].items() if key[0] != object_id}
    for name in ("expressions", "turns"):
        for key, words in list(now[name].items()):
            others = tuple(i for i in words.object_ids if i != object_id)
            if others != words.object_ids:
                now[name][key] = replace(words, object_ids=others)
    for key, expression in list(now["expressions"].items()):
        if not expression.object_ids:
            del now["expressions"][key]


TestProjectMachine = ProjectMachine.TestCase
TestProjectMachine.settings = settings(max_examples=8, stateful_step_count=20, deadline=None)


@pytest.mark.slow
def test_the_model_agrees_at_length():
    run_state_machine_as_test(
        ProjectMachine, settings=settings(max_examples=60, stateful_step_count=50, deadline=None)
    )


def paint_steps(project, count):
    with project.edit("Add") as edit:
        obj = add_object(edit, add_video(edit))
    for i in range(count):
        with project.edit(f"Paint {i}") as edit:
            edit.put_masks([human_mask(obj, i)])
    return obj


def test_a_new_edit_forgets_what_was_undone(project):
    obj = paint_steps(project, 3)
    project.undo()
    project.undo()
    with project.edit("Other") as edit:
        edit.put_masks([human_mask(obj, 9)])
    assert [step.label for step in project.history()] == ["Add", "Paint 0", "Other"]
    assert project.redo() is None


def test_undo_and_redo_work_after_a_restart(project):
    obj = paint_steps(project, 3)
    project.undo()
    before = contents(project)
    project.close()
    with open_project(project.path) as again:
        again.undo()
        assert [mask.frame_index for mask in again.track(obj.id)] == [0]
        again.redo()
        assert contents(again) == before
        again.redo()
        assert [mask.frame_index for mask in again.track(obj.id)] == [0, 1, 2]


def test_how_much_a_step_changes_is_known_before_it_is_taken(project):
    assert project.next_step_size(undo=True) == 0
    obj = paint_steps(project, 1)
    with project.edit("Many") as edit:
        edit.put_masks(human_mask(obj, i) for i in range(1, 6))
    assert project.next_step_size(undo=True) == 5
    project.undo()
    assert project.next_step_size(undo=False) == 5
    assert project.next_step_size(undo=True) > 0


def test_undo_tells_which_frames_to_draw_again(project):
    obj = paint_steps(project, 2)
    assert project.undo().masks == {(obj.video_id, 1)}
    assert project.redo().masks == {(obj.video_id, 1)}


def test_a_propagation_of_new_masks_keeps_their_keys_only(project):
    obj = paint_steps(project, 0)
    with project.long_edit("Propagate") as edit:
        edit.put_masks(engine_mask(obj, i) for i in range(200))
    with project._readers.connect() as connection:
        size = (
            connection.exec_driver_sql("SELECT size_bytes FROM edits ORDER BY id").scalars().all()
        )
    assert size[-1] < 200 * 60


def test_the_oldest_steps_are_forgotten_first_and_the_newest_never(tmp_path):
    with new_project(tmp_path / "small.maskbank", history_bytes=1000) as project:
        obj = paint_steps(project, 100)
        labels = [step.label for step in project.history()]
        assert labels == [f"Paint {i}" for i in range(100 - len(labels), 100)]
        assert 3 < len(labels) < 30
        with project.edit("Paint much") as edit:
            edit.put_masks(human_mask(obj, i, 5) for i in range(200))
        assert [step.label for step in project.history()] == ["Paint much"]
        project.undo()
        assert len(list(project.track(obj.id))) == 100
        project.redo()
        assert len(list(project.track(obj.id))) == 200


def test_a_long_edit_that_still_runs_is_not_forgotten(tmp_path):
    with new_project(tmp_path / "small.maskbank", history_bytes=1000) as project:
        obj = paint_steps(project, 0)
        with project.long_edit("Propagate") as edit:
            for i in range(100):
                edit.put_masks([engine_mask(obj, i)])
                edit.commit()
                with project.edit("Paint") as paint:
                    paint.put_masks([human_mask(obj, i + 100)])
        assert len(list(project.track(obj.id))) == 200
        assert [step.label for step in project.history()][-1] == "Paint"


def test_nothing_can_be_undone_in_a_project_that_is_only_read(project):
    paint_steps(project, 1)
    with open_project(project.path) as second, pytest.raises(ProjectError, match="only be read"):
        second.undo()
