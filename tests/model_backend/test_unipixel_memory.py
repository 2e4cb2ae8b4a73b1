"""UniPixel when memory is full: less at a time, then without what is kept, then a sentence."""

import numpy as np
import pytest
import torch

from model_backend.engine import AnswerText, AskRequest, EngineOutOfMemory
from model_backend.failures import failure_of
from model_backend.unipixel.dense_frames import DenseFrames
from model_backend.unipixel.engine import create
from model_backend.unipixel.memory_limits import with_fewer
from storage.records import VideoSource
from storage.video import scan_video
from tests.parity.models import pictures_in_memory
from tests.shared import shared

FIND_TWO = "Please segment the square and the circle in this video."
SAID = "The square is (proposal 1) and the circle is (proposal 2)."


class Shortage:
    """Memory for so many of what a call is given; ``tried`` is how many it was given each time."""

    def __init__(self, whole, *, room: int) -> None:
        self.whole, self.room = whole, room
        self.tried: list[int] = []

    def __call__(self, *given, **named):
        self.tried.append(len(given[0]))
        if self.tried[-1] > self.room:
            raise torch.OutOfMemoryError("CUDA out of memory.")
        return self.whole(*given, **named)


@pytest.fixture
def engine():
    return create({"checkpoint": str(shared("reference") / "tiny-unipixel"), "device": "cpu"})


@pytest.fixture
def session(engine):
    path = shared("reference") / "frames" / "v5"
    opened = engine.open(VideoSource(path, *scan_video(path)))
    yield opened
    opened.close()


def text_of(items) -> str:
    return "".join(item.text for item in items if isinstance(item, AnswerText))


def ask(session) -> list:
    return list(session.ask(AskRequest(FIND_TWO, 0, 5)))


def test_what_was_kept_is_let_go_of_before_the_last_try():
    kept, tried = ["features"], []

    def work(count: int) -> str:
        tried.append(count)
        if kept:
            raise torch.OutOfMemoryError
        return "done"

    assert with_fewer(1, work, make_room=kept.clear) == "done"
    assert tried == [1, 1]


def test_the_vision_tower_sees_fewer_pairs_of_frames_at_a_time(engine, session, monkeypatch):
    whole = ask(session)
    engine._clips.forget()
    model = engine._loaded.model
    shortage = Shortage(model._see, room=0)
    monkeypatch.setattr(model, "_see", shortage)
    with pytest.raises(EngineOutOfMemory):
        ask(session)
    all_pairs, *_, one_pair = shortage.tried
    assert all_pairs == 3 * one_pair
    shortage.room = one_pair
    assert text_of(ask(session)) == text_of(whole) == SAID
    assert shortage.tried[-3:] == [one_pair] * 3


def test_frames_for_masks_are_encoded_fewer_at_a_time(engine, monkeypatch):
    network = engine._loaded.sam2
    noise = np.random.default_rng(0).integers(0, 256, (8, 40, 60, 3), dtype=np.uint8)
    whole = [it.features for it in DenseFrames(network, pictures_in_memory(list(noise)), batch=8).stream(0, 8, 1)]  # fmt: skip
    shortage = Shortage(network.encode, room=2)
    monkeypatch.setattr(network, "encode", shortage)
    frames = DenseFrames(network, pictures_in_memory(list(noise)), batch=8)
    pieces = [it.features for it in frames.stream(0, 8, 1)]
    assert shortage.tried == [8, 4, 2, 2, 2, 2]
    assert all(torch.allclose(a.coarse, b.coarse, atol=1e-4) for a, b in zip(whole, pieces, strict=True))  # fmt: skip


def test_a_prompt_that_does_not_fit_is_read_without_what_is_kept(engine, session, monkeypatch):
    assert text_of(ask(session)) == SAID
    model, failed = engine._loaded.model, []
    read = model.read

    def read_later(*given):
        if not failed:
            failed.append(len(engine._clips._clips))
            raise torch.OutOfMemoryError("CUDA out of memory.")
        return read(*given)

    monkeypatch.setattr(model, "read", read_later)
    assert text_of(ask(session)) == SAID
    assert failed == [1]  # a clip was kept then
    assert len(engine._clips._clips) == 0


@pytest.mark.parametrize(("part", "name"), [("model", "_see"), ("model", "read"), ("sam2", "encode")])  # fmt: skip
def test_what_fits_in_no_way_is_a_sentence_and_the_next_question_is_answered(
    engine, session, monkeypatch, part, name
):
    owner = getattr(engine._loaded, part)
    with monkeypatch.context() as patched:
        patched.setattr(owner, name, Shortage(getattr(owner, name), room=-1))
        with pytest.raises((EngineOutOfMemory, torch.OutOfMemoryError)) as caught:
            ask(session)
    failure = failure_of(1, caught.value)  # as the engine's process tells the host
    assert failure.kind is EngineOutOfMemory
    assert "memory" in failure.sentence
    assert text_of(ask(session)) == SAID
