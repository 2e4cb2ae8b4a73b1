"""SAM 2 prompted by a language model's hidden states, against recorded runs of UniPixel."""

import numpy as np
import pytest
import torch

from model_backend.sam2.frames import EncodedFrames
from model_backend.sam2.tracker import Tracker, video_logits
from tests.parity import cases
from tests.parity.models import load_network, pictures_in_memory

# "batch mode" asks each frame anew, without tracking.
RECORDED = [
    name
    for name in cases.names("")
    if name.startswith(("seg_", "two_", "alt_seg")) and not name.endswith("_batch_mode")
]


@pytest.mark.parametrize("name", RECORDED or ["seg_video"])
def test_hidden_states_give_the_masks_of_the_original(name):
    case = cases.load(name)
    if "seg_tokens" not in case.arrays:
        pytest.skip("nothing was segmented in this recording")
    network = load_network(case.checkpoint)
    count = case.info["num_frames"]
    frames = EncodedFrames(network, pictures_in_memory(case.pictures()[:count]), batch=4)
    tracker = Tracker(network, frames, frame_count=count)
    hidden = torch.from_numpy(case.arrays["seg_tokens"])
    for number, tokens in enumerate(hidden):
        tracker.add_hidden(number, 0, tokens)
    ours = torch.stack(
        [
            video_logits(
                [outputs[number] for number in range(len(hidden))], case.info["frame_size"]
            )
            for _, outputs in tracker.propagate(0, count)
        ],
        dim=1,
    )
    recorded = case.arrays["video_logits"]
    assert (
        np.abs(ours.numpy() - recorded).max() <= 3e-3
    )  # the noise of recorded tracking, see test_sam2_tracking
    undecided = np.abs(recorded) <= 3e-3
    assert (((ours.numpy() > 0) == (recorded > 0)) | undecided).all()
