"""What tracking promises beyond the recorded runs: objects apart, bounded memory, chunks that fit."""

import gc
from dataclasses import replace

import numpy as np
import pytest
import torch

from model_backend.engine import EngineOutOfMemory
from model_backend.sam2 import linear
from model_backend.sam2.frames import EncodedFrames
from model_backend.sam2.network import Network
from model_backend.sam2.tracker import Tracker, video_logits, video_masks
from storage.errors import UserError
from tests.parity import cases
from tests.parity.models import load_network, pictures_in_memory
from tests.shared import shared

LENGTH = 36
CLICK = torch.tensor([[[120.0, 160.0]]]), torch.tensor([[1]])
OTHER_CLICK = torch.tensor([[[60.0, 60.0]]]), torch.tensor([[1]])


@pytest.fixture(scope="module")
def network():
    return load_network(shared("reference") / "tiny-unipixel")


@pytest.fixture(scope="module")
def pictures():
    recorded = cases.load("sam2_long_memory").pictures()
    return (recorded + recorded[::-1])[:LENGTH]


@pytest.fixture
def tracker(network, pictures):
    frames = EncodedFrames(network, pictures_in_memory(pictures), batch=2)
    return Tracker(network, frames, frame_count=LENGTH)


def logits(tracker, number, *, stop=LENGTH):
    return torch.stack([outputs[number].mask_logits for _, outputs in tracker.propagate(0, stop)])


def held_bytes() -> int:
    """What all tensors of this process hold."""
    tensors = (it for it in gc.get_objects() if type(it) is torch.Tensor)
    return sum(
        {s.data_ptr(): s.nbytes() for s in (it.untyped_storage() for it in tensors)}.values()
    )


def test_what_an_object_remembers_does_not_grow_with_the_video(tracker):
    tracker.add_points(1, 0, *CLICK)
    sizes = {}
    for frame_index, _ in tracker.propagate(0, LENGTH):
        track = tracker.track(1)
        memories = [o for o in track.tracked.values() if o.memory is not None]
        sizes[frame_index] = len(track.tracked), len(track.visited), len(memories), held_bytes()
    assert sizes[31] == sizes[33] == sizes[LENGTH - 1]
    assert (
        sizes[LENGTH - 1][2] == 13
    )  # the six after the conditioning frame, this one, the six before it


def test_another_object_changes_nothing(tracker, network, pictures):
    tracker.add_points(1, 0, *CLICK)
    alone = logits(tracker, 1, stop=8)
    company = Tracker(
        network, EncodedFrames(network, pictures_in_memory(pictures), batch=2), frame_count=LENGTH
    )
    company.add_points(1, 0, *CLICK)
    company.add_points(2, 3, *OTHER_CLICK)
    assert torch.allclose(logits(company, 1, stop=8), alone, atol=1e-3)
    company.add_points(3, 5, *OTHER_CLICK)  # after a propagation
    company.remove_object(2)
    assert torch.allclose(logits(company, 1, stop=8), alone, atol=1e-3)
    assert company.numbers == [1, 3]


def test_a_correction_conditions_and_stays(tracker):
    tracker.add_points(1, 0, *CLICK)
    before = logits(tracker, 1, stop=8)
    corrected = tracker.add_points(1, 4, *OTHER_CLICK)
    after = logits(tracker, 1, stop=8)
    assert torch.equal(after[4], corrected.mask_logits)
    assert not torch.allclose(after[4], before[4], atol=1)
    assert not torch.allclose(after[5], before[5], atol=1e-3)  # it spreads


def test_an_image_is_corrected_as_a_video_is(network, pictures):
    frames = EncodedFrames(network, pictures_in_memory(pictures), batch=1)
    image = Tracker(network, frames, frame_count=1)
    image.add_points(1, 0, *CLICK)
    logits(image, 1, stop=1)
    image.add_points(1, 0, *OTHER_CLICK, keep_old=True)
    (corrected,) = logits(image, 1, stop=1)
    assert corrected.isfinite().all()


def test_a_prompt_that_was_taken_back_leaves_the_object_without_one(tracker):
    tracker.add_points(1, 0, *CLICK)
    tracker.remove_prompts(1, 0)
    with pytest.raises(UserError, match=r"Object \[1\] has no prompt"):
        tracker.begin()


def test_a_chunk_that_does_not_fit_is_halved_and_the_frame_tried_again(tracker, monkeypatch):
    for number in range(4):
        tracker.add_points(number, 0, *CLICK)
    tracker._chunk = 4
    whole, room = tracker._network.condition, 1
    tried = []

    def condition(frame, past):
        tried.append(len(past))
        if len(past) > room:
            raise torch.OutOfMemoryError("CUDA out of memory")
        return whole(frame, past)

    monkeypatch.setattr(tracker._network, "condition", condition)
    (_, outputs) = list(tracker.propagate(0, 2))[-1]
    assert tried == [4, 2, 1, 1, 1, 1]
    assert len(outputs) == 4
    room = 0
    with pytest.raises(EngineOutOfMemory, match="more memory than there is"):
        list(tracker.propagate(2, 3))


def test_other_failures_are_not_taken_for_a_lack_of_memory(tracker, monkeypatch):
    tracker.add_points(1, 0, *CLICK)

    def condition(frame, past):
        raise RuntimeError("shapes do not fit")

    monkeypatch.setattr(tracker._network, "condition", condition)
    with pytest.raises(RuntimeError, match="shapes do not fit"):
        list(tracker.propagate(0, 2))


def test_frames_that_do_not_fit_are_encoded_by_halves(network, pictures, monkeypatch):
    frames = EncodedFrames(network, pictures_in_memory(pictures), batch=4)
    whole = [it.features for it in frames.stream(0, 8, 1)]
    encode, room, tried = network.encode, 1, []

    def encode_some(pixels):
        tried.append(len(pixels))
        if len(pixels) > room:
            raise torch.OutOfMemoryError("CUDA out of memory")
        return encode(pixels)

    monkeypatch.setattr(network, "encode", encode_some)
    again = [it.features for it in frames.stream(0, 8, 1)]
    assert tried == [4, 2, 1, 1, 1, 1, 1, 1, 1, 1]
    assert all(
        torch.allclose(a.coarse, b.coarse, atol=1e-4) for a, b in zip(whole, again, strict=True)
    )
    room = 0
    with pytest.raises(EngineOutOfMemory, match="One frame at this size"):
        frames.features(20)


def test_holes_and_islands_are_tidied_up_where_the_rules_say_so(network, pictures):
    """An island as large as the frame is every part of a mask."""
    rules = replace(network.config.rules, remove_island_area=1 << 30)
    weights = network._model.state_dict()
    tidying = Network(
        replace(network.config, rules=rules), weights, device=network.device, dtype=torch.float32
    )
    found = []
    for each in (network, tidying):
        tracker = Tracker(
            each, EncodedFrames(each, pictures_in_memory(pictures), batch=1), frame_count=LENGTH
        )
        tracker.add_points(1, 0, *CLICK)
        found.append(logits(tracker, 1, stop=3) > 0)
    assert found[0].flatten(1).any(dim=1).all()
    assert not found[1].any()


def test_a_network_holds_on_to_nothing_of_the_checkpoint(network):
    """One tensor of a mapped file keeps all of the file in memory."""
    weights = network._model.state_dict()
    made = Network(network.config, weights, device=network.device, dtype=torch.float32)
    places = {tensor.data_ptr() for tensor in weights.values()}
    assert not places & {tensor.data_ptr() for tensor in made._model.state_dict().values()}


@pytest.mark.soak
@pytest.mark.filterwarnings("ignore:`torch.jit:DeprecationWarning")  # torch's own, at its import
def test_compiled_the_masks_are_the_same(network, pictures):
    """A network of its own: compiling is for good."""
    assert_same_as_plain(network, pictures, torch.device("cpu"), cuda_graphs=False)


@pytest.mark.gpu
@pytest.mark.skipif(not torch.cuda.is_available(), reason="needs a CUDA device")
@pytest.mark.parametrize("cuda_graphs", [False, True])
def test_compiled_on_a_gpu_the_masks_are_the_same(network, pictures, cuda_graphs):
    assert_same_as_plain(network, pictures, torch.device("cuda"), cuda_graphs=cuda_graphs)


def assert_same_as_plain(network, pictures, device, *, cuda_graphs):
    plain, fused = (
        Network(network.config, network._model.state_dict(), device=device, dtype=torch.float32)
        for _ in range(2)
    )
    fused.compile(cuda_graphs=cuda_graphs)
    assert torch.allclose(*followed_by(pictures, plain, fused), atol=1e-2)


@pytest.fixture
def as_convolutions(network, monkeypatch):
    """The same network with its linear layers as on processors that convolve faster."""
    monkeypatch.setattr(linear, "convolution_is_faster", lambda _threads: True)
    made = Network(network.config, network._model.state_dict(), device=network.device, dtype=torch.float32)  # fmt: skip
    assert not [it for it in made._model.modules() if type(it) is torch.nn.Linear]
    return made


def test_with_convolutions_for_linear_layers_the_masks_are_the_same(
    network, as_convolutions, pictures
):
    assert torch.allclose(*followed_by(pictures, network, as_convolutions), atol=1e-2)


def followed_by(pictures, *networks):
    """The logits that each network gives for an object."""
    found = []
    for each in networks:
        frames = EncodedFrames(each, pictures_in_memory(pictures), batch=1)
        tracker = Tracker(each, frames, frame_count=LENGTH)
        tracker.add_points(1, 0, *CLICK)
        found.append(logits(tracker, 1, stop=4))
    return found


def test_masks_that_are_enlarged_a_few_at_a_time_are_the_same(tracker, monkeypatch):
    monkeypatch.setattr("model_backend.sam2.tracker._PIXELS_AT_ONCE", 2 * 90 * 140)
    outputs = [tracker.add_points(n, 0, *(CLICK, OTHER_CLICK)[n % 2]) for n in range(5)]
    together = (video_logits(outputs, (90, 140)) > 0).numpy()
    assert np.array_equal(np.stack(list(video_masks(outputs, (90, 140)))), together)


def test_overlapping_masks_can_be_kept_apart(tracker):
    first = tracker.add_points(1, 0, *CLICK)
    second = tracker.add_points(2, 0, *OTHER_CLICK)
    apart = video_logits([first, second, None], (90, 140), non_overlapping=True) > 0
    together = video_logits([first, second, None], (90, 140)) > 0
    assert (together[0] & together[1]).any()
    assert not (apart[0] & apart[1]).any()
    assert torch.equal(apart.any(dim=0), together.any(dim=0))
    assert not apart[2].any()
