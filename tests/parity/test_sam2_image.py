"""One picture, several prompts: our network against a recorded run of the original image predictor."""

import pytest
import torch

from model_backend.sam2 import prompts
from model_backend.sam2.frames import normalise
from model_backend.sam2.network import upsample
from tests.parity import cases
from tests.parity.models import load_network

# A single frame: no chain of memories that rounding could grow along.
TOLERANCE = 1e-4


@pytest.fixture(scope="module")
def case() -> cases.Case:
    return cases.load("sam2_image_predictor")


@torch.inference_mode()
def test_the_image_predictor_gives_the_masks_of_the_original(case):
    network = load_network(case.checkpoint)
    (picture,) = case.pictures()
    size = network.config.image_size
    (frame,) = network.encode(normalise(picture, size, network.device)[None])
    features = network.without_memory(frame)
    assert (features[0] - torch.from_numpy(case.arrays["image_embed"])).abs().max() <= TOLERANCE

    for number, call in enumerate(case.info["calls"]):
        box, labels = call.get("box"), call.get("point_labels", [])
        xy = torch.tensor(call.get("point_coords", [])).reshape(-1, 2)
        if box is not None:
            xy, labels = torch.cat([torch.tensor(box).reshape(2, 2), xy]), [2, 3, *labels]
        points = prompts.scale_points(xy, picture.shape[:2], size)[None]
        earlier = None
        if "mask_input" in call:
            earlier = torch.from_numpy(case.arrays["call0_low_res"][:1])[None]
        prompt = network.encode_prompt(points, torch.tensor([labels]), earlier)
        decoded = network.decode(features, frame, prompt, multimask=call["multimask_output"])

        logits = upsample(decoded.logits, picture.shape[:2])[0]
        recorded = torch.from_numpy(case.arrays[f"call{number}_logits"])
        assert (logits - recorded).abs().max() <= TOLERANCE
        assert ((logits > 0) == (recorded > 0)).all()
        low_res = decoded.logits[0].clamp(-32, 32)  # as the original image predictor returns it
        assert (
            low_res - torch.from_numpy(case.arrays[f"call{number}_low_res"])
        ).abs().max() <= TOLERANCE
        assert (
            decoded.ious[0] - torch.from_numpy(case.arrays[f"call{number}_iou"])
        ).abs().max() <= TOLERANCE
