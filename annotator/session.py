"""One open project, the engine that works on it, and whoever wants to know what changed.

What a person does without a screen are functions that take a Session, one subject a file (objects, masks,
videos, tracks ...); the command line and the window call these. Each one that changes something is one undo
step, is on disk when it returns, and tells the listeners what changed. Sessions may be used from any
thread; listeners are called on the thread that made the change.
"""

from __future__ import annotations

from collections.abc import Callable, Generator, Iterable, Iterator, Mapping, Sequence
from contextlib import ExitStack, contextmanager
from pathlib import Path
from types import TracebackType
from typing import Self

from annotator import asking, propagation, proposals, windows
from annotator.engine_choice import EngineChoice
from annotator.propagation import Progress
from annotator.proposals import Proposal
from model_backend.engine import AnswerMask, AnswerText, Candidate, Direction
from model_backend.host import EngineHost
from storage.changes import Changes
from storage.errors import VideoError
from storage.opening import create_project, open_project
from storage.project import Edit, Project, WholeEdit
from storage.records import FramePrompt, VideoSource
from storage.video import FrameReader, open_frames

PROJECT_SUFFIX = ".maskbank"
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

    # --- changes, and who is told of them ------------------------------------------------------

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

    @contextmanager
    def whole_edit(self, label: str) -> Iterator[WholeEdit]:
        """One long undo step, all of it or nothing; see Project.whole_edit."""
        with ExitStack() as at_last, self.project.whole_edit(label) as edit:
            at_last.callback(lambda: self._tell(edit.changes))
            yield edit

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

    def _tell(self, changes: Changes) -> None:
        for listener in tuple(self._listeners):
            listener(changes)

    # --- frames --------------------------------------------------------------------------------

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

    # --- the engine ----------------------------------------------------------------------------

    def stop_engine(self) -> None:
        """End an engine that hangs; what it delivered stays, and the next request starts it anew."""
        self.engine.stop()

    def use_engine(self, choice: EngineChoice) -> None:
        """Let another engine work from now on; the one before is ended, whatever it is doing.

        Raises as EngineHost does, and then nothing changes.
        """
        before, self.engine = self.engine, EngineHost(choice.name, choice.options)
        before.close()

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

    def propagate(
        self,
        video_id: int,
        object_ids: Iterable[int],
        *,
        start: int,
        stop: int,
        direction: Direction = Direction.FORWARD,
        imported_stay: bool = False,
    ) -> Generator[Progress, None, None]:
        """Follow objects over the frames [start, stop); one undo step, a frame on disk at each step.

        Close the generator to cancel. Human, locked and verified masks stay as they are, imported ones too
        if they stand alone or ``imported_stay``.
        """
        objects = [self.project.object(object_id) for object_id in object_ids]
        request = propagation.build_request(
            self.project,
            objects,
            start=start,
            stop=stop,
            direction=direction,
            imported_stay=imported_stay,
        )
        engine = self.engine.session(self.video_source(video_id))
        for progress in propagation.propagate(
            self.project, objects, engine, self.engine.info(), request
        ):
            self._tell(progress.changes)
            yield progress

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
