"""Inst-IT: conversations about the objects of a video, which name them as [n]; what UniPixel trains on.

    TARGET/videos_raw/<video>/<00000>.jpg             named by the index of the frame in its video
    TARGET/inst_it_dataset_video_21k_w_mask.json      called so because training looks for that name
    TARGET/frame_map.json                             names and categories of objects

    [{"video_id", "video_path", "height", "width",
      "question_answer_pairs": [{"question", "answer", "start", "stop", "question_objects", "answer_objects"}],
      "segmentations": {"00000.jpg": {"1": {"mask": RLE or null}}}}]

``[n]`` is the object's number. A mask that is null says "not here"; an object that is not listed was not
looked for. ``start``, ``stop`` (the frames that a question is about) and the objects of a turn are ours.
The same file serves UniPixel's region dialogue (`inst_it_video_qa_raw`) and its PixelQA
(`inst_it_video_qa_raw_mem`).
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from itertools import groupby, pairwise
from pathlib import Path
from typing import Any

from exporters.dataset import Dataset, ExportReport, Progress
from exporters.exported import (
    ExportedObject,
    ExportedVideo,
    exported_frames,
    exported_videos,
    objects_by_number,
)
from exporters.files import MARKER, staged_folder
from exporters.frame_map import write_frame_map
from exporters.inst_it_reader import IMAGES, INSTANCES, mentions, read
from exporters.json_stream import json_items, json_object, json_text, write_json
from storage.counting import counted
from storage.masks import to_coco
from storage.records import Mask, Speaker, Turn

__all__ = ["KEEPS", "read", "write"]

KEEPS = (
    "Conversations, question by question with its answer, and every mask exactly, overlaps included, with"
    " object numbers and where an object is absent; names, categories and attributes are in "
    "frame_map.json. Not scores, expressions, prompts, colours, or who made a mask."
)
MAX_FRAMES, MAX_FRAMES_PIXELQA, MAX_OBJECTS = 10, 8, 5  # what UniPixel's training takes of a video
_Frames = Iterable[tuple[ExportedVideo, int, Sequence[Mask]]]


@dataclass(frozen=True, slots=True)
class _Pair:
    question: Turn
    answer: Turn

    def mentions(self) -> set[int]:
        return {*mentions(self.question.text), *mentions(self.answer.text)}


@dataclass(frozen=True, slots=True)
class _Conversation:
    """What a video's turns come to; ``alone`` counts those without a question or without an answer."""

    pairs: Sequence[_Pair]
    alone: int


@dataclass(slots=True)
class _Writer:
    """What records are written from; ``masks`` counts what was."""

    objects: Mapping[int, ExportedObject]  # by the project's object id
    # by the ExportedVideo's id
    conversations: Mapping[int, _Conversation] = field(default_factory=dict)
    masks: int = 0


def write(dataset: Dataset, target: Path, *, frames: bool, progress: Progress) -> ExportReport:
    """Write the data set as Inst-IT; see :mod:`exporters.dataset`. Raises UserError if it cannot be."""
    videos = exported_videos(dataset, digits=5)
    objects = objects_by_number(dataset, videos)
    conversations = {it.id: _conversation(dataset.turns(it.video.id), objects) for it in videos}
    writer = _Writer(objects, conversations)
    with staged_folder(target, entries=frozenset({IMAGES, INSTANCES, MARKER})) as folder:
        images = folder / IMAGES if frames else None
        walk = exported_frames(dataset, videos, images=images, progress=progress)
        write_json(folder / INSTANCES, json_items(_records(writer, walk)))
        write_frame_map(folder, "inst-it", dataset, videos, objects.values())
    frame_count = sum(len(video.frame_indices) for video in videos)
    losses = tuple(sentence for it in videos for sentence in _losses(it, conversations[it.id]))
    return ExportReport(target, len(videos), frame_count, writer.masks, losses)


def _conversation(turns: Sequence[Turn], objects: Mapping[int, object]) -> _Conversation:
    """Each question with the answer that follows it, if all their objects are exported."""
    pairs = [
        _Pair(one, other)
        for one, other in pairwise(turns)
        if (one.speaker, other.speaker) == (Speaker.PERSON, Speaker.MODEL)
    ]
    kept = [
        it for it in pairs if {*it.question.object_ids, *it.answer.object_ids} <= objects.keys()
    ]
    return _Conversation(kept, len(turns) - 2 * len(pairs))


# --- records -------------------------------------------------------------------------------------


def _records(writer: _Writer, walk: _Frames) -> Iterator[Iterator[str]]:
    for video, frames in groupby(walk, key=lambda it: it[0]):
        pairs = writer.conversations[video.id].pairs
        record = {
            "video_id": video.folder,
            "video_path": f"{IMAGES}/{video.folder}",
            "height": video.video.facts.height,
            "width": video.video.facts.width,
            "question_answer_pairs": [_pair(writer, it) for it in pairs],
        }
        members = {key: iter([json_text(value)]) for key, value in record.items()}
        yield json_object([*members.items(), ("segmentations", _segmentations(writer, frames))])


def _pair(writer: _Writer, pair: _Pair) -> dict[str, Any]:
    return {
        "question": pair.question.text,
        "answer": pair.answer.text,
        "start": pair.question.start,
        "stop": pair.question.stop,
        "question_objects": [writer.objects[it].id for it in pair.question.object_ids],
        "answer_objects": [writer.objects[it].id for it in pair.answer.object_ids],
    }


def _segmentations(writer: _Writer, frames: _Frames) -> Iterator[str]:
    return json_object(
        (f"{video.frame_name(index)}.jpg", iter([json_text(_frame(writer, masks))]))
        for video, index, masks in frames
    )


def _frame(writer: _Writer, masks: Sequence[Mask]) -> dict[str, Any]:
    writer.masks += len(masks)
    by_number = sorted((writer.objects[mask.object_id].id, mask.rle) for mask in masks)
    return {
        str(number): {"mask": None if rle.is_empty else to_coco(rle)} for number, rle in by_number
    }


def _losses(video: ExportedVideo, conversation: _Conversation) -> Iterator[str]:
    """What is lost, and what UniPixel's training would pass over."""
    name, count = video.video.name, len(video.frame_indices)
    if conversation.alone:
        turns = counted(conversation.alone, "{n} turn", "{n} turns")
        yield f"{name} lost {turns}: a question without answer, or the other way round."
    named = [it.mentions() for it in conversation.pairs]
    if not any(named):
        yield f"{name} has no conversation that names an object as [1]: training passes it over."
        return
    if count > MAX_FRAMES_PIXELQA:
        what = "passes it over" if count > MAX_FRAMES else "only takes it for region dialogue"
        yield (
            f"{name} has {count} labelled frames, UniPixel's training {what}: export at most "
            f"{MAX_FRAMES_PIXELQA} of them."
        )
    if len(set().union(*named)) > MAX_OBJECTS:
        yield f"{name}: its conversation names more than {MAX_OBJECTS} objects, which training passes over."
