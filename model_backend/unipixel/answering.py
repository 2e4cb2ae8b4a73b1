"""The tasks: find by words, refer by pointing, ask about objects, and PixelQA.

All are one question to the model, which differs in what is written over its special tokens; PixelQA is
two. Words come first, one by one; then the masks that they announced, frame by frame, for all objects
at once. A consumer that stops in between has cancelled the rest.
"""

from __future__ import annotations

from collections.abc import Generator, Iterator, Sequence
from dataclasses import dataclass, replace

import numpy as np
import torch
from torch import Tensor

from model_backend.engine import AnswerMask, AnswerText, AskRequest, MemoryObject
from model_backend.sam2 import prompts as shapes
from model_backend.sam2.frames import EncodedFrames, Frames
from model_backend.sam2.tracker import video_masks
from model_backend.unipixel import masking, prompts, wording
from model_backend.unipixel.checkpoint import Loaded
from model_backend.unipixel.clips import Clip, Clips
from model_backend.unipixel.generation import Prompt, generate
from model_backend.unipixel.object_memory import ObjectMemoryBank
from model_backend.unipixel.positions import positions_of
from model_backend.unipixel.preprocessing import sample_frames
from model_backend.unipixel.regions import Region, region_of
from model_backend.unipixel.tokens import Transcript
from storage.counting import which_frames
from storage.errors import UserError
from storage.masks import Rle, encode
from storage.records import FramePrompt, Speaker

Answer = Generator[AnswerText | AnswerMask, None, None]


@dataclass(frozen=True, slots=True)
class Scene:
    """A video that questions are asked about, and what is kept of it.

    ``dense`` are the frames that masks are made on, None for a checkpoint that makes none.
    """

    loaded: Loaded
    fingerprint: str
    frame_hw: tuple[int, int]
    frame_count: int
    frames: Frames
    dense: EncodedFrames | None
    clips: Clips
    bank: ObjectMemoryBank


@dataclass(frozen=True, slots=True)
class Question:
    """What the model is asked, in its own words. ``numbers`` are the objects that it is reminded of,
    ``begins`` how its answer begins."""

    text: str
    regions: Sequence[Region] = ()
    numbers: Sequence[int] = ()
    history: Sequence[tuple[Speaker, str]] = ()
    begins: str = ""


# --- the tasks -----------------------------------------------------------------------------------------


def answer(scene: Scene, request: AskRequest) -> Answer:
    """Answer a request: PixelQA for a question about what is pointed at, else words and then masks.

    Raises UserError, at once, for a request that cannot be answered.
    """
    _check(scene, request)
    scene.bank.replace_all(request.objects)
    asks = prompts.is_question(request.text) or request.choices
    if request.prompts and asks and scene.loaded.sam2 is not None:
        return pixel_qa(scene, request)
    return respond(scene, request)


def respond(scene: Scene, request: AskRequest) -> Answer:
    """Words, then masks: finds things, describes regions that are pointed at, answers about `[n]`.

    A text that only names a thing asks for its masks.
    """
    text = _worded(request)
    if wording.is_phrase(text):
        text = wording.segment(text, image=scene.frame_count == 1)
    clip, question = _ask(scene, request, text)
    return _respond(scene, clip, prompt_of(scene, clip, _final(question, request)), request)


def _respond(scene: Scene, clip: Clip, prompt: Prompt, request: AskRequest) -> Answer:
    announced: list[Tensor] = []
    yield from _say(scene, clip, prompt, request, announced)
    yield from show(scene, announced, request.start, request.stop)


def _say(
    scene: Scene, clip: Clip, prompt: Prompt, request: AskRequest, announced: list[Tensor]
) -> Iterator[AnswerText]:
    if request.choices:
        yield AnswerText(prompts.CHOOSING)
    for piece in speak(scene, clip, prompt, announced):
        yield AnswerText(piece)


def _worded(request: AskRequest) -> str:
    text = prompts.with_regions(request.text, len(request.prompts))
    return prompts.with_choices(text, request.choices) if request.choices else text


def _final(question: Question, request: AskRequest) -> Question:
    """The question whose answer a person reads: with choices, it is to be one of them."""
    if not request.choices:
        return question
    return replace(question, text=prompts.choose(question.text), begins=prompts.CHOOSING)


def pixel_qa(scene: Scene, request: AskRequest) -> Answer:
    """Masks of what is pointed at, which become memories; then words about them."""
    text = _worded(request)
    known = [it.number for it in request.objects]
    labelled, labels = prompts.label_regions(text, known)
    if len({*labels, *known}) < len(labels) + len(known):
        raise UserError("Two things have the same number in the question: leave the numbers of new regions out.")  # fmt: skip
    clip, question = _ask(scene, request, labelled)
    where = replace(question, text=prompts.where(labelled))
    what = replace(
        question, text=prompts.what(labelled), regions=(), numbers=[*question.numbers, *labels]
    )
    plain = prompt_of(scene, clip, _final(replace(question, text=text), request))
    return _pixel_qa(
        scene, clip, prompt_of(scene, clip, where), _final(what, request), plain, labels, request
    )


def _pixel_qa(
    scene: Scene,
    clip: Clip,
    where: Prompt,
    what: Question,
    plain: Prompt,
    labels: Sequence[int],
    request: AskRequest,
) -> Answer:
    """``plain`` is the question as it was asked, for a model that does not show what is pointed at."""
    announced: list[Tensor] = []
    for _ in speak(scene, clip, where, announced):
        pass  # these words say no more than the masks
    if len(announced) < len(labels):
        yield from _respond(scene, clip, plain, request)
        return
    found: dict[int, dict[int, Rle]] = {number: {} for number in labels}
    for item in show(scene, announced[: len(labels)], request.start, request.stop):
        found[labels[item.proposal]][item.frame_index] = item.rle
        yield item
    bank = ObjectMemoryBank(scene.loaded.model)
    bank.replace_all(request.objects)
    for number, masks in found.items():
        bank.add(MemoryObject(number, "", _or_everything(masks, clip, scene.frame_hw)))
    yield from _say(scene, clip, prompt_of(replace(scene, bank=bank), clip, what), request, [])


def _or_everything(masks: dict[int, Rle], clip: Clip, frame_hw: tuple[int, int]) -> dict[int, Rle]:
    """What was not found on any frame of the clip is remembered as all there is, as in the original."""
    if any(not masks[t].is_empty for t in clip.frames):
        return masks
    return dict.fromkeys(clip.frames, encode(np.ones(frame_hw, bool)))


# --- words -------------------------------------------------------------------------------------------


def speak(scene: Scene, clip: Clip, prompt: Prompt, announced: list[Tensor]) -> Iterator[str]:
    """The answer piece by piece. The hidden states (D,) before each `<|seg|>` go into ``announced``."""
    transcript = Transcript(scene.loaded.tokenizer)
    with scene.clips.read(clip, prompt) as (reading, hidden):
        for word in generate(reading, hidden, prompt.next_position):
            if word.announced_by is not None:
                announced.append(word.announced_by)
                yield transcript.rest() + prompts.proposal(len(announced) - 1)
            elif piece := transcript.add(word.token):
                yield piece
    if piece := transcript.rest():
        yield piece


@torch.inference_mode()
def prompt_of(scene: Scene, clip: Clip, question: Question) -> Prompt:
    """A question as the model reads it: text, clip, regions and memories, each in its place."""
    model, config = scene.loaded.model, scene.loaded.config
    reminders = [scene.bank.refer(number, clip) for number in question.numbers]
    lines = [
        prompts.Remembered(number, reminder.pairs)
        for number, reminder in zip(question.numbers, reminders, strict=True)
    ]
    listed = prompts.region_list(lines, len(clip.frames)) if lines else ""
    said = [*question.history, (Speaker.PERSON, question.text)]
    said[0] = (said[0][0], listed + said[0][1])
    text = prompts.chat(
        said[-1][1], len(clip.features.embeddings), history=said[:-1], answer=question.begins
    )
    tokens = scene.loaded.tokenizer.encode(text)
    regions = [model.encode_region(region, clip.grid) for region in question.regions]
    embedded = model.embed(tokens, clip.features, regions, [it.embeddings for it in reminders])
    return Prompt(embedded, *positions_of(tokens, config.video_token, clip.grid))


# --- masks -------------------------------------------------------------------------------------------


def show(scene: Scene, states: Sequence[Tensor], start: int, stop: int) -> Iterator[AnswerMask]:
    """The masks that hidden states announce, on every frame of [start, stop)."""
    network = scene.loaded.sam2
    if not states or network is None or scene.dense is None:
        return
    with torch.inference_mode():
        hidden = scene.loaded.model.mask_prompts(torch.stack(list(states)))
    follow = masking.find_in_each if scene.loaded.config.per_frame_masks else masking.follow
    for frame_index, outputs in follow(network, scene.dense, hidden, start, stop):
        for number, mask in enumerate(video_masks(outputs, scene.frame_hw)):
            score = float(outputs[number].score.sigmoid())
            yield AnswerMask(number, frame_index, encode(mask), score)


# --- what a request is about -------------------------------------------------------------------------


def _check(scene: Scene, request: AskRequest) -> None:
    prompts.check(request.text)
    if not 0 <= request.start < request.stop <= scene.frame_count:
        raise UserError(
            f"The frames {request.start} to {request.stop - 1} are not a range of this video: "
            f"choose one within 0 to {scene.frame_count - 1}."
        )
    for prompt in request.prompts:
        if not request.start <= prompt.frame_index < request.stop:
            raise UserError(f"Frame {prompt.frame_index} was pointed at, but the question is about {request.start} to {request.stop - 1}.")  # fmt: skip
        shapes.check(prompt, scene.frame_hw, scene.frame_count)


def _ask(scene: Scene, request: AskRequest, text: str) -> tuple[Clip, Question]:
    """What a text is about: the clip, the regions that it points at and the objects that it names."""
    history = prompts.conversation(request.history)
    numbers = _numbers(scene, request, text)
    clip = _clip(scene, request, numbers)
    return clip, Question(text, _regions(scene, clip, request.prompts), numbers, history)


def _numbers(scene: Scene, request: AskRequest, text: str) -> list[int]:
    """The objects that the request brings, as far as they are on its frames.

    Raises UserError for one that the text names and that is not.
    """
    for number in prompts.mentioned(text):
        if not _in_range(scene.bank.frames(number), request):
            raise UserError(
                f"Object [{number}] has no mask on {which_frames(request.start, request.stop)}: "
                "ask about others, or follow it there first."
            )
    brought = sorted(it.number for it in request.objects)
    return [number for number in brought if _in_range(scene.bank.frames(number), request)]


def _clip(scene: Scene, request: AskRequest, numbers: Sequence[int]) -> Clip:
    """The sampled frames, with those in it that are pointed at and at least one of each object."""
    start, stop, wanted = request.start, request.stop, request.sampled_frames
    pointed = [prompt.frame_index for prompt in request.prompts]
    usual = sample_frames(start, stop, wanted, keep=pointed)
    needed = dict.fromkeys(pointed)
    for number in numbers:
        there = _in_range(scene.bank.frames(number), request)
        needed[next((t for t in there if t in usual), there[0])] = None
    sampled = sample_frames(start, stop, wanted, keep=list(needed))
    return scene.clips.clip(scene.fingerprint, scene.frames, sampled, wanted)


def _in_range(frames: Sequence[int], request: AskRequest) -> list[int]:
    return [t for t in frames if request.start <= t < request.stop]


def _regions(scene: Scene, clip: Clip, shown: Sequence[FramePrompt]) -> list[Region]:
    if shown and not scene.loaded.pointing:
        raise UserError("This checkpoint was saved without what pointing needs: ask in words, or choose the full one.")  # fmt: skip
    size = scene.loaded.config.sam2.image_size
    return [region_of(it, clip.frames.index(it.frame_index), scene.frame_hw, size) for it in shown]
