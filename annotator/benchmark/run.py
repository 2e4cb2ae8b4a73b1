"""Every question of a data set to an engine, one after another."""

from __future__ import annotations

from collections.abc import Callable, Generator, Iterator, Sequence
from dataclasses import dataclass
from itertools import groupby

import cv2
import numpy as np

from annotator.benchmark.layouts import Layout
from annotator.benchmark.measures import Answer, Row
from annotator.benchmark.rows import Rows
from annotator.benchmark.samples import Clip, Sample, Track
from model_backend.engine import AnswerMask, AskRequest, EngineError, EngineSession
from model_backend.host import EngineHost
from storage import counting
from storage.errors import FormatError
from storage.masks import Rle, decode
from storage.records import Box, FramePrompt, Point, VideoSource

Show = Callable[[int, Rle], FramePrompt]
"""How a true mask on a frame is shown to the engine."""


@dataclass(frozen=True, slots=True)
class Benchmark:
    """What is run. ``show`` is :func:`show_by_click` or :func:`show_by_box`."""

    layout: Layout
    samples: Sequence[Sample]
    sampled_frames: int
    show: Show


def run(
    benchmark: Benchmark, engine: EngineHost, rows: Rows
) -> Generator[tuple[int, int], None, None]:
    """Ask what was not asked yet; yields (done, all) after each. Close it to stop.

    An answer that the engine fails to give counts as nothing found. Raises UserError for data that
    cannot be read.
    """
    total = len(benchmark.samples)
    todo = [sample for sample in benchmark.samples if sample.key not in rows.rows]
    yield total - len(todo), total
    for clip, samples in groupby(todo, key=lambda sample: sample.clip):
        for row in _rows_of(benchmark, engine, clip, samples):
            rows.add(row)
            yield len(rows.rows), total


def show_by_click(frame_index: int, rle: Rle) -> FramePrompt:
    """One click, on the pixel farthest from the outline."""
    depth = cv2.distanceTransform(np.pad(decode(rle), 1).astype(np.uint8), cv2.DIST_L2, cv2.DIST_MASK_PRECISE)  # fmt: skip
    y, x = np.unravel_index(depth[1:-1, 1:-1].argmax(), rle.frame_hw)
    return FramePrompt(frame_index, points=(Point(float(x), float(y)),))


def show_by_box(frame_index: int, rle: Rle) -> FramePrompt:
    """The tight box."""
    x, y, w, h = rle.box_xywh
    return FramePrompt(frame_index, box=Box(x, y, x + w - 1, y + h - 1))


def _rows_of(
    benchmark: Benchmark, engine: EngineHost, clip: Clip, samples: Iterator[Sample]
) -> Iterator[Row]:
    """The rows of questions about one clip, which is opened once for them all."""
    source = clip.source()
    session = engine.session(source)
    try:
        for sample in samples:
            yield _row(benchmark, session, source, sample)
    finally:
        session.close()


def _row(benchmark: Benchmark, session: EngineSession, source: VideoSource, sample: Sample) -> Row:
    truth = sample.truth(source.facts.frame_hw)
    row: Row = {"key": sample.key, "group": sample.group}
    if sample.right_choice is not None:
        row["right_choice"] = sample.right_choice
    try:
        answer = _answer(session, _request(benchmark, sample, truth, len(source.frames)))
    except EngineError as error:
        answer = Answer("", [])
        row["error"] = str(error)
    return {**row, "answer": answer.words, **benchmark.layout.measure(truth, answer)}


def _request(
    benchmark: Benchmark, sample: Sample, truth: Sequence[Track], frame_count: int
) -> AskRequest:
    """About the frames from the first to the last that is compared."""
    compared = [frame_index for track in truth for frame_index in track]
    start, stop = min(compared), max(compared) + 1
    if stop > frame_count:
        raise FormatError(f"{sample.clip.path} has {counting.frames(frame_count)}, but the sample {sample.key} is about frame {stop - 1}.")  # fmt: skip
    at = sample.pointed_at
    shown = () if at is None else tuple(benchmark.show(at, track[at]) for track in truth)
    return AskRequest(
        sample.text,
        start,
        stop,
        prompts=shown,
        choices=sample.choices,
        sampled_frames=benchmark.sampled_frames,
    )


def _answer(session: EngineSession, request: AskRequest) -> Answer:
    words: list[str] = []
    tracks: list[Track] = []
    for item in session.ask(request):
        if isinstance(item, AnswerMask):
            while len(tracks) <= item.proposal:
                tracks.append({})
            tracks[item.proposal][item.frame_index] = item.rle
        else:
            words.append(item.text)
    return Answer("".join(words), tracks)
