"""The parts of UniPixel by themselves: sampling, resizing, text, memory bank, shelf."""

from itertools import pairwise

import numpy as np
import pytest
import torch
from hypothesis import given
from hypothesis import strategies as st
from PIL import Image
from torch.utils._python_dispatch import TorchDispatchMode

from model_backend.engine import EngineOutOfMemory, MemoryObject
from model_backend.sam2 import linear
from model_backend.unipixel import checkpoint, preprocessing, prompts, quantised, wording
from model_backend.unipixel.clips import Clips
from model_backend.unipixel.generation import Prompt, Reading, generate
from model_backend.unipixel.kept import Kept
from model_backend.unipixel.memory_limits import with_fewer
from model_backend.unipixel.object_memory import ObjectMemoryBank
from model_backend.unipixel.prompts import Remembered
from model_backend.unipixel.regions import region_of
from model_backend.unipixel.tokens import Transcript
from storage import masks
from storage.errors import UserError
from storage.records import Box, FramePrompt, Point, Speaker, Turn
from tests.parity.models import pictures_in_memory
from tests.shared import shared

CPU = torch.device("cpu")


# --- frames and pixels -------------------------------------------------------------------------------


@given(st.integers(0, 50), st.integers(1, 400), st.integers(2, 64))
def test_sampled_frames_are_even_and_begin_and_end_with_the_range(start, length, count):
    frames = preprocessing.sample_frames(start, start + length, count)
    assert len(frames) == min(length, count)
    assert frames[0] == start
    assert frames[-1] == start + length - 1
    steps = {b - a for a, b in pairwise(frames)}
    assert not steps or max(steps) - min(steps) <= 1
    assert 0 not in steps


@given(st.integers(2, 300), st.integers(1, 16), st.data())
def test_a_frame_that_is_pointed_at_is_always_sampled(length, count, data):
    kept = data.draw(st.lists(st.integers(0, length - 1), max_size=count, unique=True))
    frames = preprocessing.sample_frames(0, length, count, keep=kept)
    assert set(kept) <= set(frames)
    assert len(frames) == min(length, count)
    assert frames == sorted(set(frames))


def test_no_frame_cannot_be_sampled():
    with pytest.raises(UserError, match="at least one frame"):
        preprocessing.sample_frames(0, 10, 0)
    with pytest.raises(UserError, match="Sample more"):
        preprocessing.sample_frames(0, 10, 1, keep=[2, 5])


@given(
    st.integers(8, 90),
    st.integers(8, 90),
    st.sampled_from([28, 56, 84, 112]),
    st.sampled_from([28, 56, 84, 112]),
)
def test_resizing_is_pillows_to_the_bit(height, width, new_height, new_width):
    noise = np.random.default_rng(height * width).integers(
        0, 256, (height, width, 3), dtype=np.uint8
    )
    ours = preprocessing.resized(noise, (new_height, new_width), CPU).permute(1, 2, 0).numpy()
    across = Image.fromarray(noise).resize((new_width, height), Image.Resampling.BICUBIC)
    theirs = np.asarray(across.resize((new_width, new_height), Image.Resampling.BICUBIC))
    assert (ours == theirs).all()


@given(st.integers(1, 3000), st.integers(1, 3000), st.integers(1, 16))
def test_fitted_sizes_are_whole_cells_within_the_limits(height, width, frame_count):
    fewest, most = preprocessing.pixel_limits(frame_count, 16)
    fitted = preprocessing.fit_size((height, width), (fewest, most))
    assert all(side > 0 and side % preprocessing.CELL == 0 for side in fitted)
    if max(height, width) < 50 * min(height, width):  # else a side is one cell already
        assert fewest <= fitted[0] * fitted[1] <= most


# --- what a person points at ---------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("prompt", "points", "labels"),
    [
        (FramePrompt(4, points=(Point(60, 20),)), [[128, 64]], [1]),
        (FramePrompt(4, box=Box(30, 20, 60, 40)), [[64, 64], [128, 128]], [2, 3]),
        (
            FramePrompt(4, mask=masks.paste(np.ones((21, 31), bool), 30, 20, (80, 120))),
            [[64, 64], [128, 128]],
            [2, 3],
        ),
    ],
)
def test_a_click_a_box_and_a_mask_are_points_of_the_square_image(prompt, points, labels):
    region = region_of(prompt, 2, (80, 120), 256)
    assert region.points.tolist() == points
    assert region.labels.tolist() == labels
    assert region.place == 2


@pytest.mark.parametrize(
    "prompt",
    [
        FramePrompt(0),
        FramePrompt(0, points=(Point(1, 1, positive=False),)),
        FramePrompt(0, points=(Point(1, 1), Point(2, 2))),
        FramePrompt(0, points=(Point(1, 1),), box=Box(0, 0, 5, 5)),
    ],
)
def test_what_the_model_was_not_taught_to_be_shown_is_refused(prompt):
    with pytest.raises(UserError, match="one positive click or one box"):
        region_of(prompt, 0, (80, 120), 256)


# --- text ----------------------------------------------------------------------------------------------


def test_the_list_of_regions_is_as_in_training():
    assert prompts.region_list([Remembered(0, (0, 1)), Remembered(3, (4,))], 9) == (
        "Here is a video with 9 frames denoted as <1> to <9>. The highlighted regions are as follows:\n"
        "[0]: <1>-<2> <|mem|> <3>-<4> <|mem|>\n[3]: <9>-<10> <|mem|>\n"
    )
    assert prompts.region_list([Remembered(0, (0,))], 1) == (
        "Here is an image with the following highlighted regions:\n[0]: <|mem|>\n"
    )


def test_numbers_name_objects_unless_they_label_a_region():
    assert prompts.mentioned("[1] and [2], not [3] <|ref|>: does [1] move?") == [1, 2]


def test_regions_get_the_first_free_numbers():
    text, labels = prompts.label_regions("What does <|ref|> do with [5] <|ref|> and <|ref|>?", [0])
    assert text == "What does [1] <|ref|> do with [5] <|ref|> and [2] <|ref|>?"
    assert labels == [1, 5, 2]
    assert prompts.what(text) == "What does [1] do with [5] and [2]?"


def test_a_number_that_a_text_gives_to_a_region_is_no_object_of_the_bank():
    assert prompts.mentioned("Does [1] <|ref|> touch [0]? Where does [1] stand?") == [0]


def test_answers_to_choose_from_are_lettered_as_in_training():
    asked = prompts.with_choices("What is [0] <|ref|>?", ["a dog", "a cat"])
    assert asked == "What is [0] <|ref|>?\nOptions:\n(A) a dog\n(B) a cat"
    assert prompts.where(asked) == f"{asked}. Please localize the relevant objects with IDs."
    assert prompts.choose(prompts.what(asked)) == (
        "What is [0]?\nOptions:\n(A) a dog\n(B) a cat\nPlease only give the best option."
    )


def test_what_was_pointed_at_comes_first_if_the_text_does_not_say_where():
    assert prompts.with_regions("Follow it.", 2) == "Regarding <|ref|>, <|ref|>: Follow it."


def test_a_conversation_is_heard_as_it_was_said():
    def turn(speaker: Speaker, text: str) -> Turn:
        return Turn(0, 0, speaker, text, 0, 9)

    history = [
        turn(Speaker.MODEL, "An answer whose question is lost."),
        turn(Speaker.PERSON, "Segment <|ref|>, not (proposal 2)."),
        turn(Speaker.MODEL, "It is (proposal 1)."),
    ]
    assert prompts.conversation(history) == [
        (Speaker.PERSON, "Segment , not (proposal 2)."),
        (Speaker.MODEL, "It is <|seg|>."),
    ]


@pytest.mark.parametrize(
    ("expression", "image", "request_"),
    [
        ("The dog that jumps.", False, "Please segment the dog that jumps in this video."),
        ("a red cup", True, "Please segment the red cup in this image."),
        ("Dogs", False, "Please segment the dogs in this video."),
        ("Who ran?", False, "Who ran? Please provide the segmentation mask."),
    ],
)
def test_expressions_of_data_sets_are_asked_for_as_in_training(expression, image, request_):
    assert wording.segment(expression, image=image) == request_


@pytest.mark.parametrize(
    ("text", "only_names"),
    [
        ("the dog on the left", True),
        ("A cup", True),
        ("The dog jumps.", False),
        ("The dog?", False),
        ("Find dogs", False),
    ],
)
def test_a_text_that_only_names_a_thing_is_noticed(text, only_names):
    assert wording.is_phrase(text) == only_names


@pytest.fixture(scope="module")
def loaded():
    return checkpoint.load(shared("reference") / "tiny-unipixel", device=CPU, dtype=torch.float32)


@pytest.mark.parametrize("text", ["Sure, it is <|seg|>.", "naïve 犬 🐕 ok", "  spaces  "])
def test_a_transcript_gives_every_character_once_and_whole(loaded, text):
    transcript = Transcript(loaded.tokenizer)
    pieces = [transcript.add(token) for token in loaded.tokenizer.encode(text).tolist()]
    assert "".join(pieces) + transcript.rest() == text
    assert not any("\ufffd" in piece for piece in pieces)


# --- what is kept ----------------------------------------------------------------------------------------


def test_the_shelf_lets_go_of_what_was_used_longest_ago():
    shelf: Kept[int] = Kept(10, lambda size: size)
    for key, size in (("a", 4), ("b", 4)):
        shelf.put(key, size)
    assert shelf.get("a") == 4
    shelf.put("c", 4)
    assert (shelf.get("a"), shelf.get("b"), shelf.get("c")) == (4, None, 4)
    shelf.put("huge", 99)
    assert shelf.get("huge") == 99
    assert len(shelf) == 1


@pytest.fixture
def clips(loaded):
    return Clips(loaded.model)


@pytest.fixture
def clip(clips):
    noise = np.random.default_rng(0).integers(0, 256, (4, 60, 80, 3), dtype=np.uint8)
    return clips.clip("noise", pictures_in_memory(list(noise)), range(4), 4)


def square(x: int):
    mask = np.zeros((60, 80), bool)
    mask[10:30, x : x + 20] = True
    return masks.encode(mask)


def test_an_object_is_remembered_by_pairs_of_frames(loaded, clip):
    bank = ObjectMemoryBank(loaded.model)
    bank.add(MemoryObject(3, "dog", {2: square(10)}))
    reminder = bank.refer(3, clip)
    assert reminder.pairs == (1,)
    assert reminder.embeddings.shape == (1, loaded.config.text.hidden_size)


def test_a_reminder_stays_until_a_mask_that_it_came_from_changes(loaded, clip):
    bank = ObjectMemoryBank(loaded.model)
    bank.add(MemoryObject(3, "dog", {0: square(10)}))
    first = bank.refer(3, clip)
    bank.replace_all([MemoryObject(3, "a dog", {0: square(10), 77: square(40)})])
    assert bank.refer(3, clip) is first  # frame 77 is not in the clip
    bank.add(MemoryObject(3, "a dog", {0: square(12)}))
    assert bank.refer(3, clip) is not first
    assert not torch.equal(bank.refer(3, clip).embeddings, first.embeddings)


def test_a_removed_object_is_not_known(loaded, clip):
    bank = ObjectMemoryBank(loaded.model)
    bank.replace_all([MemoryObject(1, "", {0: square(0)}), MemoryObject(2, "", {0: square(30)})])
    bank.remove(1)
    with pytest.raises(UserError, match=r"no object \[1\] in this video; there are: \[2\]"):
        bank.refer(1, clip)
    bank.replace_all([])
    with pytest.raises(UserError, match="none yet"):
        bank.remove(2)


# --- reading on ------------------------------------------------------------------------------------------


def as_prompt(loaded, text: str) -> Prompt:
    tokens = loaded.tokenizer.encode(text)
    positions = torch.arange(len(tokens)).expand(3, -1)
    with torch.inference_mode():
        return Prompt(loaded.model.embed(tokens), positions, len(tokens))


@given(
    shared_words=st.integers(0, 4),
    second=st.lists(st.sampled_from(["red", "blue", "box"]), min_size=1, max_size=4),
)
def test_reading_on_is_reading_anew(loaded, shared_words, second):
    first = ["red", "circle", "and", "blue"]
    reading = Reading(loaded.model)
    reading.begin(as_prompt(loaded, " ".join(first)))
    prompt = as_prompt(loaded, " ".join(first[:shared_words] + second))
    anew = Reading(loaded.model).begin(prompt)
    assert (reading.begin(prompt) - anew).abs().max() < 1e-4


def test_only_what_is_new_is_read(loaded, clips, clip):
    question = "What is there? "
    reading = Reading(loaded.model)
    reading.begin(as_prompt(loaded, question))
    read: list[int] = []
    loaded.model.language_model.register_forward_hook(
        lambda _module, _args, kwargs, _result: read.append(kwargs["inputs_embeds"].shape[1]),
        with_kwargs=True,
    )
    longer = as_prompt(loaded, question + "And who is it?")
    reading.begin(longer)
    assert read == [len(longer.embedded) - len(loaded.tokenizer.encode(question))]


class Waits(TorchDispatchMode):
    """Counts what a program has to wait for a GPU for: numbers that it looks at, results of unknown size."""

    def __init__(self) -> None:
        super().__init__()
        self.count = 0

    def __torch_dispatch__(self, function, types, args=(), kwargs=None):
        name = function.overloadpacket.__name__
        self.count += name in {"item", "_local_scalar_dense", "nonzero", "masked_select", "equal"}
        return function(*args, **(kwargs or {}))


def test_each_word_waits_for_the_device_once(loaded):
    prompt = as_prompt(loaded, "Please segment the red circle in this video.")
    reading = Reading(loaded.model)
    words = generate(reading, reading.begin(prompt), prompt.next_position, max_new_tokens=5)
    next(words)
    with Waits() as waits:
        rest = list(words)
    assert len(rest) == 4
    assert waits.count == 4


# --- when memory is full -----------------------------------------------------------------------------


def test_work_that_does_not_fit_is_done_in_smaller_pieces():
    tried: list[int] = []

    def work(pairs: int) -> int:
        tried.append(pairs)
        if pairs > 2:
            raise torch.OutOfMemoryError
        return pairs

    assert with_fewer(8, work) == 2
    assert tried == [8, 4, 2]


def test_what_does_not_fit_in_any_way_is_said_in_a_sentence():
    def work(_pairs: int) -> None:
        raise RuntimeError("DefaultCPUAllocator: can't allocate memory")

    with pytest.raises(EngineOutOfMemory, match="sample fewer frames"):
        with_fewer(4, work)


def test_another_failure_is_not_taken_for_it():
    def work(_pairs: int) -> None:
        raise RuntimeError("shapes do not match")

    with pytest.raises(RuntimeError, match="shapes"):
        with_fewer(4, work)


@torch.inference_mode()
def test_a_clip_looks_the_same_in_pieces(loaded):
    noise = np.random.default_rng(1).integers(0, 256, (6, 60, 80, 3), dtype=np.uint8)
    patches, grid = preprocessing.patches_of(list(noise), preprocessing.pixel_limits(6, 6), CPU)
    whole = loaded.model.encode_clip(patches, grid)
    pieces = loaded.model.encode_clip(patches, grid, pairs=2)
    assert (whole.embeddings - pieces.embeddings).abs().max() < 1e-5
    assert (whole.unmerged - pieces.unmerged).abs().max() < 1e-5


# --- few bits --------------------------------------------------------------------------------------------


@given(st.sampled_from(quantised.BITS), st.integers(1, 40), st.integers(1, 200), st.integers(0, 9))
def test_a_weight_in_few_bits_is_off_by_half_a_step_at_most(bits, rows, columns, seed):
    torch.manual_seed(seed)
    linear = torch.torch.nn.Linear(columns, rows)
    narrow = quantised.QuantisedLinear(linear, bits)
    step = linear.weight.abs().max() / (2 ** (bits - 1) - 1)
    assert narrow.weight().shape == linear.weight.shape
    assert (narrow.weight() - linear.weight).abs().max() <= step / 2 * 1.001


def test_a_narrow_model_is_smaller_and_means_nearly_the_same(loaded):
    folder = shared("reference") / "tiny-unipixel"
    prompt = as_prompt(loaded, "Please segment the red circle in this video.")
    exact = Reading(loaded.model).begin(prompt)
    differences, sizes = [], []
    for bits in (8, 4):
        narrow = checkpoint.load(folder, device=CPU, dtype=torch.float32, bits=bits).model
        hidden = Reading(narrow).begin(prompt)
        differences.append(float((hidden - exact).norm() / exact.norm()))
        sizes.append(sum(it.nbytes for it in narrow.language_model.layers.buffers()))
    assert differences[0] < 0.02 < differences[1] < 0.5
    assert (
        sizes[1]
        < sizes[0]
        < sum(it.nbytes for it in loaded.model.language_model.layers.parameters()) / 3
    )


# --- linear layers of a CPU ------------------------------------------------------------------------------


@pytest.mark.parametrize("bits", [None, 8])
def test_where_convolutions_are_faster_the_model_means_the_same_by_them(monkeypatch, bits):
    """Layers of few bits stay what they are."""
    found, kinds = [], []
    for faster in (False, True):
        monkeypatch.setattr(linear, "convolution_is_faster", lambda _threads, it=faster: it)
        loaded = checkpoint.load(shared("reference") / "tiny-unipixel", device=CPU, dtype=torch.float32, bits=bits)  # fmt: skip
        prompt = as_prompt(loaded, "Please segment the red circle in this video.")
        found.append(Reading(loaded.model).begin(prompt))
        kinds.append({type(it) for it in loaded.model.modules()} & {torch.nn.Linear, linear.Convolution, quantised.QuantisedLinear})  # fmt: skip
    torch.testing.assert_close(*found, rtol=1e-3, atol=1e-4)
    few_bits = {quantised.QuantisedLinear} if bits else set()
    assert kinds == [{torch.nn.Linear} | few_bits, {linear.Convolution} | few_bits]
