"""What the host and the engine's process say to each other, and how it is put on a pipe.

Both sides speak in pickles, over two pipes that nobody else can open. The host reads only the words
of the vocabulary: a process that a damaged video took over cannot make the host run anything.
"""

from __future__ import annotations

import pickle
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import IO, Any

from model_backend.engine import AskRequest, PropagateRequest
from storage.errors import UserError
from storage.records import FramePrompt, VideoSource

VideoKey = tuple[str, str]  # path and fingerprint
_VOCABULARY = frozenset(
    {__name__, "model_backend.engine", "storage.errors", "storage.masks", "storage.records"}
)


def key_of(video: VideoSource) -> VideoKey:
    """What names a video between host and engine."""
    return str(video.path), video.facts.fingerprint


@dataclass(frozen=True, slots=True)
class Segment:
    """The arguments of `EngineSession.segment`."""

    prompt: FramePrompt
    known: tuple[FramePrompt, ...] = ()


Request = Segment | PropagateRequest | AskRequest


# --- from the host -------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class Load:
    """Make the engine; the first message of all. ``factory`` is "module:function"."""

    factory: str
    options: Mapping[str, str]


@dataclass(frozen=True, slots=True)
class Introduce:
    """Calls are going to name this video by its key."""

    key: VideoKey
    video: VideoSource


@dataclass(frozen=True, slots=True)
class Release:
    """No further call names this video, unless it is introduced again."""

    key: VideoKey


@dataclass(frozen=True, slots=True)
class Identify:
    """Start a job whose one item is the EngineInfo."""

    job: int


@dataclass(frozen=True, slots=True)
class Call:
    """Start a job: the class of the request says which. It may give ``credit`` items unasked."""

    job: int
    request: Request
    key: VideoKey
    credit: int


@dataclass(frozen=True, slots=True)
class Credit:
    """The consumer took an item: the job may give another."""

    job: int


@dataclass(frozen=True, slots=True)
class Cancel:
    """Nobody waits for this job's items any more."""

    job: int


Message = Load | Introduce | Release | Identify | Call | Credit | Cancel

# --- from the engine's process -------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class Item:
    """The next item of a job."""

    job: int
    value: Any


@dataclass(frozen=True, slots=True)
class End:
    """The job gave all it had."""

    job: int


@dataclass(frozen=True, slots=True)
class Failure:
    """The job, or with ``job`` None the making of the engine, ended by an exception."""

    job: int | None
    kind: type[Exception]  # UserError, EngineError or one of their subclasses in the vocabulary
    sentence: str
    details: str = ""  # a traceback, or the last lines of the log

    def as_error(self) -> Exception:
        """The exception, with the details as a note below its traceback unless the person is to blame."""
        error = self.kind(self.sentence)
        if self.details and not issubclass(self.kind, UserError):
            error.add_note(self.details)
        return error


Reply = Item | End | Failure

# --- on the pipe ---------------------------------------------------------------------------------


class ForeignReply(Exception):
    """The process sent an object that no engine has to send."""


def pack(message: Message | Reply) -> bytes:
    """One message as it goes on the pipe."""
    return pickle.dumps(message, pickle.HIGHEST_PROTOCOL)


def read_messages(stream: IO[bytes]) -> Iterator[Message]:
    """The host's messages, until it closes the pipe or dies."""
    return _read(stream, pickle.Unpickler)


def read_replies(stream: IO[bytes]) -> Iterator[Reply]:
    """The engine's replies, until its process ends.

    Raises ForeignReply for an object that is no word, UnpicklingError where a reply breaks off.
    """
    return _read(stream, _VocabularyUnpickler)


def _read(stream: IO[bytes], unpickler: type[pickle.Unpickler]) -> Iterator[Any]:
    while True:
        try:
            yield unpickler(stream).load()
        except EOFError:
            return


class _VocabularyUnpickler(pickle.Unpickler):
    """Makes objects of the vocabulary's own classes and of nothing else."""

    def find_class(self, module: str, name: str) -> type:
        if module in _VOCABULARY and "." not in name:
            found = super().find_class(module, name)
            if isinstance(found, type) and found.__module__ == module:
                return found
        raise ForeignReply(f"{module}.{name} is no word between engine and host")
