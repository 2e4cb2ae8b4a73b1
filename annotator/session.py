"""One open project and all that a person can do with it, without a screen.

The command line and the window both drive this and nothing below it. Each method that changes something
is one undo step, is on disk when it returns, and tells the listeners what changed. Methods may be
called from any thread; listeners are called on the thread that made the change.
"""

from __future__ import annotations

from collections.abc import Callable, Generator, Iterable, Iterator, Mapping, Sequence
from contextlib import AbstractContextManager, ExitStack, contextmanager
from dataclasses import replace
from pathlib import Path
from types import TracebackType
from typing import Self

from annotator import asking, propagation, proposals, render, windows
from annotator.colours import object_colour
from annotator.engine_choice import EngineChoice
from annotator.export_options import ExportOptions
from annotator.exporting import export_project
from annotator.import_places import find_places
from annotator.importing import ImportReport, spool_masks, with_problems, write_dataset
from annotator.locks import check_no_locked_mask, unlocked
from annotator.object_numbers import numbers
from annotator.propagation import Progress
from annotator.proposals import Proposal
from annotator.reading import Problems, open_dataset, without_images
from annotator.relinking import missing_videos
from annotator.spool import open_spool
from annotator.video_name import video_name
from exporters.archives import is_archive
from exporters.dataset import ExportReport, no_progress
from model_backend.engine import AnswerMask, AnswerText, Candidate, Direction
from model_backend.host import EngineHost
from storage.changes import Changes
from storage.errors import UserError, VideoError
from storage.masks import Rle
from storage.project import Edit, Project, WholeEdit, create_project, open_project
from storage.records import (
    FramePrompt,
    Mask,
    Source,
    TrackedObject,
    Video,
    VideoSource,
)
from storage.video import FrameReader, find_fingerprint, open_frames, scan_video

PROJECT_SUFFIX = ".maskbank"
UNNAMED = "object"  # what an object without name and category is called
Listener = Callable[[Changes], None]


class Session:
    """An open project, with the engine that works on it (started when first needed)."""

    def __init__(self, project: Project, engine: EngineHost | None = None) -> None:
        self.project = project
        self.engine = engine or EngineHost("auto")
        self._listeners: list[Listener] = []

    @classmethod
    def open(
        cls, path: Path, *, engine: str = "auto", engine_options: Mapping[str, str] | None = None
    ) -> Self:
        """Open the project at ``path``; make it if it does not exist yet."""
        host = EngineHost(engine, engine_options)
        return cls(open_project(path) if path.exists() else create_project(path), host)

    def close(self) -> None:
        self.engine.close()
        self.project.close()

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        self.close()

    # --- who wants to know ---------------------------------------------------------------------

    def subscribe(self, listener: Listener) -> Callable[[], None]:
        """Call ``listener`` after every change; returns the function that ends this."""
        self._listeners.append(listener)
        return lambda: self._listeners.remove(listener)

    @contextmanager
    def edit(self, label: str) -> Iterator[Edit]:
        """One undo step: all that is done with the Edit is on disk after it, or none of it.

        ``label`` says in the list of steps what was done.
        """
        with self.project.edit(label) as edit:
            yield edit
        self._tell(edit.changes)

    def _tell(self, changes: Changes) -> None:
        for listener in tuple(self._listeners):
            listener(changes)

    # --- videos --------------------------------------------------------------------------------

    def add_video(self, path: Path, *, progress: Callable[[float], None] | None = None) -> Video:
        """Read the video through once and add it; a video that is there already is returned, and one
        that is missing from its place is re-linked if this is it."""
        for video in self.project.videos():
            if self.project.video_path(video.id) == path.resolve():
                return video
        moved = self._missing_video_like(path)
        if moved is not None:
            self.relink_video(moved.id, path)
            return self.project.video(moved.id)
        facts, frames = scan_video(path, progress=progress)
        name = video_name(path)
        with self.edit(f"Add the video {name}") as edit:
            return edit.add_video(name=name, path=path.resolve(), facts=facts, frames=frames)

    def _missing_video_like(self, path: Path) -> Video | None:
        missing = missing_videos(self.project)
        fingerprint = find_fingerprint(path) if missing else None
        return next((it for it in missing if it.facts.fingerprint == fingerprint), None)

    def remove_video(self, video_id: int) -> None:
        """Take a video and all its objects out of the project; the file itself stays."""
        self.remove_videos([video_id])

    def remove_videos(self, video_ids: Iterable[int]) -> None:
        """The same of several videos, as one undo step."""
        videos = [self.project.video(video_id) for video_id in video_ids]
        names = ", ".join(video.name for video in videos)
        with self.edit(f"Remove the video {names}") as edit:
            for video in videos:
                edit.remove_video(video.id)

    def relink_video(self, video_id: int, path: Path) -> None:
        """Say where a moved video is now. Raises VideoError if the content is not the same."""
        video = self.project.video(video_id)
        if find_fingerprint(path) != video.facts.fingerprint:
            raise VideoError(
                f"{path.name} is not the video {video.name}: its content is different."
            )
        with self.edit(f"Re-link the video {video.name}") as edit:
            edit.relink_video(video_id, path.resolve())

    def find_video(self, name: str | None) -> Video:
        """The video called ``name`` (or the only one). Raises UserError if that is not clear."""
        videos = self.project.videos()
        if name is None and len(videos) == 1:
            return videos[0]
        known = ", ".join(video.name for video in videos) or "none"
        for video in videos:
            if name in (video.name, str(video.id)):
                return video
        question = "Which video?" if name is None else f"There is no video {name!r} in the project."
        raise UserError(f"{question} It holds: {known}.")

    def video_source(self, video_id: int) -> VideoSource:
        """What is needed to read a video's frames. Raises VideoError if its file is gone."""
        video = self.project.video(video_id)
        path = self.project.video_path(video_id)
        if not path.exists():
            raise VideoError(
                f"The video {video.name} is not at {path} any more: re-link it to where it is now."
            )
        return VideoSource(path, video.facts, self.project.frame_table(video_id))

    def open_frames(self, video_id: int) -> FrameReader:
        """A reader of the video's exact frames, the caller's to close."""
        return open_frames(self.video_source(video_id))

    # --- objects and categories ------------------------------------------------------------------

    def add_object(
        self, video_id: int, *, name: str = "", category: str | None = None
    ) -> TrackedObject:
        """A new object, with the next number of its video; a category that is new is made."""
        with self._adding(video_id, name or category or UNNAMED) as edit:
            return self._add_object(edit, video_id, name, category)

    def _adding(self, video_id: int, name: str) -> AbstractContextManager[Edit]:
        return self.edit(f"Add [{self.project.next_number(video_id)}] {name}")

    def _add_object(
        self, edit: Edit, video_id: int, name: str, category: str | None
    ) -> TrackedObject:
        return edit.add_object(
            video_id=video_id,
            name=name or category or UNNAMED,
            category_id=self.category_id(edit, category),
            colour=object_colour(edit.next_number(video_id)),
        )

    def category_id(self, edit: Edit, name: str | None) -> int | None:
        """The id of a category by name, made in ``edit`` if there is none; None for no name."""
        if not name:
            return None
        known = {category.name: category.id for category in edit.categories()}
        return known.get(name) or edit.add_category(name, object_colour(len(known) + 1)).id

    def update_object(self, tracked: TrackedObject, label: str) -> None:
        """Save an object's changed name, colour, category, visibility, lock or attributes."""
        with self.edit(label) as edit:
            edit.update_object(tracked)

    def rename_object(self, object_id: int, name: str) -> None:
        tracked = self.project.object(object_id)
        self.update_object(replace(tracked, name=name), f"Rename [{tracked.number}] to {name}")

    def recolour_object(self, object_id: int, colour: str) -> None:
        tracked = self.project.object(object_id)
        self.update_object(replace(tracked, colour=colour), f"Recolour [{tracked.number}]")

    def categorise_objects(self, object_ids: Iterable[int], category: str | None) -> None:
        """Say what kind of thing objects are; None for no kind. Those that nobody named are called so."""
        objects = self._objects(object_ids)
        who = numbers(objects)
        label = f"Give {who} the category {category}" if category else f"Take the category of {who}"
        with self.edit(label) as edit:
            category_id = self.category_id(edit, category)
            for tracked in objects:
                name = self._name_in(tracked, category)
                edit.update_object(replace(tracked, name=name, category_id=category_id))

    def _name_in(self, tracked: TrackedObject, category: str | None) -> str:
        """What an object is called in another category."""
        names = {it.id: it.name for it in self.project.categories()}
        unnamed = tracked.name in (UNNAMED, names.get(tracked.category_id or 0))
        return category or UNNAMED if unnamed else tracked.name

    def show_objects(self, object_ids: Iterable[int], *, visible: bool) -> None:
        objects = self._objects(object_ids)
        who = numbers(objects)
        with self.edit(f"Show {who}" if visible else f"Hide {who}") as edit:
            for tracked in objects:
                edit.update_object(replace(tracked, visible=visible))

    def lock_objects(self, object_ids: Iterable[int], *, locked: bool) -> None:
        objects = self._objects(object_ids)
        who = numbers(objects)
        with self.edit(f"Lock {who}" if locked else f"Unlock {who}") as edit:
            for tracked in objects:
                edit.update_object(replace(tracked, locked=locked))

    def remove_objects(self, object_ids: Iterable[int]) -> None:
        objects = self._objects(object_ids)
        with self.edit(f"Remove {numbers(objects)}") as edit:
            for tracked in objects:
                edit.remove_object(tracked.id)

    def _objects(self, object_ids: Iterable[int]) -> list[TrackedObject]:
        return [self.project.object(object_id) for object_id in object_ids]

    # --- masks -----------------------------------------------------------------------------------

    def suggest(
        self, video_id: int, prompt: FramePrompt, *, object_id: int | None = None
    ) -> list[Candidate]:
        """What the engine sees at a prompt, best first. Takes a moment; nothing is saved.

        ``object_id`` says whose mask is corrected, so that an engine with a memory knows what to look for.
        """
        known: list[FramePrompt] = []
        if object_id is not None:
            known = propagation.known_masks(self.project, object_id, prompt.frame_index)
        return self.engine.session(self.video_source(video_id)).segment(prompt, known)

    def set_mask(
        self, object_id: int, frame_index: int, rle: Rle, *, prompt: FramePrompt | None = None
    ) -> None:
        """Save what a person decided the object's mask on a frame to be: a keyframe.

        ``prompt`` is what they showed to get it; without one (a brush) an older prompt is forgotten.
        """
        tracked = self._changeable(object_id, frame_index)
        with self.edit(f"Mark [{tracked.number}] on frame {frame_index}") as edit:
            _put_keyframe(edit, object_id, frame_index, rle, prompt)

    def set_masks(self, frame_index: int, rles: Mapping[int, Rle]) -> None:
        """The same of several objects, by their ids; prompts on this frame are forgotten."""
        objects = [self._changeable(object_id, frame_index) for object_id in rles]
        with self.edit(f"Mark {numbers(objects)} on frame {frame_index}") as edit:
            for object_id, rle in rles.items():
                _put_keyframe(edit, object_id, frame_index, rle, None)

    def _changeable(self, object_id: int, frame_index: int) -> TrackedObject:
        """The object. Raises UserError if it, or its mask on the frame, is locked."""
        tracked = unlocked(self.project, object_id)
        now = self.project.mask(object_id, frame_index)
        check_no_locked_mask(tracked, [now] if now else [])
        return tracked

    def start_object(
        self,
        video_id: int,
        frame_index: int,
        rle: Rle,
        *,
        prompt: FramePrompt | None = None,
        name: str = "",
        category: str | None = None,
    ) -> TrackedObject:
        """A new object with its first keyframe, as one step; otherwise as add_object and set_mask."""
        with self._adding(video_id, name or category or UNNAMED) as edit:
            tracked = self._add_object(edit, video_id, name, category)
            _put_keyframe(edit, tracked.id, frame_index, rle, prompt)
        return tracked

    def clear_masks(self, object_ids: Iterable[int], start: int, stop: int) -> None:
        """Delete objects' masks and prompts on the frames [start, stop), locked masks excepted.

        Raises UserError if one of the objects is locked.
        """
        objects = [unlocked(self.project, object_id) for object_id in object_ids]
        label = f"Delete {numbers(objects)} on frames {start} to {stop - 1}"
        with self.edit(label) as edit:
            for tracked in objects:
                self._clear(edit, tracked.id, start, stop)

    def _clear(self, edit: Edit, object_id: int, start: int, stop: int) -> None:
        marks = self.project.track_marks(object_id)
        locked = set(marks.frame_index[marks.locked].tolist())
        doomed = [i for i in self._frames_of(object_id, start, stop) if i not in locked]
        edit.remove_masks(object_id, doomed)
        for prompt in self.project.prompts(object_id):
            if start <= prompt.frame_index < stop and prompt.frame_index not in locked:
                edit.remove_prompt(object_id, prompt.frame_index)

    def lock_masks(self, object_ids: Iterable[int], start: int, stop: int, *, locked: bool) -> None:
        """Keep objects' masks on the frames [start, stop) from any change, or allow it again."""
        objects = self._objects(object_ids)
        who, last = numbers(objects), stop - 1
        do = f"Lock {who} on frames {start} to {last}"
        take_back = f"Unlock {who} on frames {start} to {last}"
        with self.edit(do if locked else take_back) as edit:
            for it in objects:
                edit.mark_masks(it.id, self._frames_of(it.id, start, stop), locked=locked)

    def verify_masks(
        self, object_ids: Iterable[int], start: int, stop: int, *, verified: bool = True
    ) -> None:
        """Say that a person looked at the masks on the frames [start, stop) and they are right."""
        objects = self._objects(object_ids)
        who, last = numbers(objects), stop - 1
        do = f"Verify {who} on frames {start} to {last}"
        take_back = f"Unverify {who} on frames {start} to {last}"
        with self.edit(do if verified else take_back) as edit:
            for it in objects:
                edit.mark_masks(it.id, self._frames_of(it.id, start, stop), verified=verified)

    def _frames_of(self, object_id: int, start: int, stop: int) -> list[int]:
        marked: list[int] = self.project.track_marks(object_id).frame_index.tolist()
        return [frame_index for frame_index in marked if start <= frame_index < stop]

    # --- following -------------------------------------------------------------------------------

    def propagate(
        self,
        video_id: int,
        object_ids: Iterable[int],
        *,
        start: int,
        stop: int,
        direction: Direction = Direction.FORWARD,
    ) -> Generator[Progress, None, None]:
        """Follow objects over the frames [start, stop); one undo step, a frame on disk at each step.

        Close the generator to cancel. Human, locked and verified masks stay as they are.
        """
        objects = [self.project.object(object_id) for object_id in object_ids]
        request = propagation.build_request(
            self.project, objects, start=start, stop=stop, direction=direction
        )
        engine = self.engine.session(self.video_source(video_id))
        for progress in propagation.propagate(
            self.project, objects, engine, self.engine.info(), request
        ):
            self._tell(progress.changes)
            yield progress

    def stop_engine(self) -> None:
        """End an engine that hangs; what it delivered stays, and the next request starts it anew."""
        self.engine.stop()

    def use_engine(self, choice: EngineChoice) -> None:
        """Let another engine work from now on; the one before is ended, whatever it is doing.

        Raises as EngineHost does, and then nothing changes.
        """
        before, self.engine = self.engine, EngineHost(choice.name, choice.options)
        before.close()

    def correction_range(self, object_id: int, frame_index: int) -> tuple[int, int]:
        """The frames [start, stop) that a correction on ``frame_index`` is followed over: from the object's
        keyframe before it to the one after it, which both say what the object looks like, or to an end
        of the video."""
        frame_count = self.project.video(self.project.object(object_id).video_id).facts.frame_count
        marks = self.project.track_marks(object_id)
        keyframes = marks.frame_index[marks.keyframe].tolist()
        start = max((i for i in keyframes if i < frame_index), default=0)
        stop = min((i + 1 for i in keyframes if i > frame_index), default=frame_count)
        return start, stop

    # --- in and out ------------------------------------------------------------------------------

    def export(
        self,
        format_name: str,
        target: Path,
        options: ExportOptions = ExportOptions(),
        *,
        progress: Callable[[int, int], None] = no_progress,
    ) -> tuple[ExportReport, ...]:
        """Write a data set to ``target``, or each part of a split; see exporting.export_project."""
        return export_project(self.project, format_name, target, options, progress=progress)

    def import_dataset(
        self,
        format_name: str,
        source: Path,
        *,
        videos: Sequence[Path] = (),
        skip_bad: bool = False,
        progress: Callable[[int, int], None] = no_progress,
    ) -> ImportReport:
        """Add all objects and masks of a data set, or none; ``videos`` are files it may be about.

        Records that are wrong raise FormatError, or with ``skip_bad`` are left out and named in the
        report's warnings. ``progress`` is told (masks done, masks in all, 0 while they are read); whatever
        it raises ends the import, and nobody waits while it does not return. Other failures: see find_places.
        """
        self.project.check_writable()
        problems = Problems() if skip_bad else None
        with open_spool(self.project.path.parent) as masks:
            with open_dataset(format_name, source, problems) as dataset:
                lasting = without_images(dataset) if is_archive(source) else dataset
                places = find_places(self.project, lasting, videos, lambda: progress(0, 0))
                spool_masks(lasting, masks, progress)
            with self._whole_edit(f"Import {source.name}") as edit:
                report = write_dataset(
                    self.project, edit, lasting, places, masks, progress=progress
                )
        return with_problems(report, problems)

    @contextmanager
    def _whole_edit(self, label: str) -> Iterator[WholeEdit]:
        """One long undo step, all of it or nothing; see Project.whole_edit."""
        with ExitStack() as at_last, self.project.whole_edit(label) as edit:
            at_last.callback(lambda: self._tell(edit.changes))
            yield edit

    def render_overlay(
        self, video_id: int, out: Path, *, progress: Callable[[int, int], None] = no_progress
    ) -> None:
        """Write the video with its masks drawn in, as mp4."""
        with self.open_frames(video_id) as frames:
            render.render_overlay(self.project, video_id, frames, out, progress=progress)

    def contact_sheet(self, video_id: int, out: Path) -> None:
        """Write one picture of frames spread over the video, masks drawn in."""
        with self.open_frames(video_id) as frames:
            render.contact_sheet(self.project, video_id, frames, out)

    # --- words -------------------------------------------------------------------------------------

    def ask(
        self,
        video_id: int,
        text: str,
        *,
        start: int,
        stop: int,
        numbers: Iterable[int] = (),
        prompts: Sequence[FramePrompt] = (),
        sampled_frames: int = 16,
        window_frames: int | None = None,
    ) -> Generator[AnswerText | AnswerMask, None, tuple[Proposal, ...]]:
        """Find something by words, or ask about objects, on the frames [start, stop), all at once or
        in windows (see :mod:`annotator.windows`).

        Streams the answer's words and masks; returns what is proposed, best first. A finished answer
        joins the video's conversation; close the generator to cancel. Raises as asking.build_request.
        """
        request = asking.build_request(
            self.project,
            video_id,
            text,
            start=start,
            stop=stop,
            numbers=numbers,
            prompts=prompts,
            sampled_frames=sampled_frames,
        )
        question = proposals.question_of(request, self.engine.info())
        found: list[Proposal] = []
        words = []
        engine = self.engine.session(self.video_source(video_id))
        for item in windows.ask(engine, request, window_frames):
            if isinstance(item, AnswerMask):
                proposals.collect(found, item, question)
            else:
                words.append(item.text)
            yield item
        asking.keep_turns(self, video_id, request, "".join(words))
        return tuple(sorted(found, key=lambda it: it.score, reverse=True))

    # --- undo --------------------------------------------------------------------------------------

    def undo(self) -> Changes | None:
        """Take back the latest step; returns what that changed, None if there is none."""
        return self._told(self.project.undo())

    def redo(self) -> Changes | None:
        """Do again what was taken back; returns what that changed, None if there is nothing."""
        return self._told(self.project.redo())

    def _told(self, changes: Changes | None) -> Changes | None:
        if changes is not None:
            self._tell(changes)
        return changes


def _put_keyframe(
    edit: Edit, object_id: int, frame_index: int, rle: Rle, prompt: FramePrompt | None
) -> None:
    edit.put_masks([Mask(object_id, frame_index, rle, Source.HUMAN)])
    edit.remove_prompt(object_id, frame_index)
    if prompt is not None and not prompt.is_empty:
        edit.put_prompt(object_id, replace(prompt, mask=None))
