"""The published 3B and 7B, instantiated without memory, have exactly the recorded tensors."""

import json

import pytest
import torch

from model_backend.sam2 import network, weights
from model_backend.unipixel import checkpoint
from tests.model_backend.unipixel_configs import published
from tests.parity import cases

SIZES = ["3b", "7b"]
META = torch.device("meta")


def recorded(size: str) -> dict:
    path = cases.REFERENCE / f"keys_{size}.json"
    if not path.exists():
        pytest.skip(f"needs {path.name}: set REFERENCE_DIR or MASKBANK_SHARED")
    return json.loads(path.read_text())


def empty_tensors(size: str) -> dict[str, torch.Tensor]:
    """The file's tensors with their shapes, without memory."""
    return {
        name: torch.empty(shape, device=META) for name, shape in recorded(size)["file_keys"].items()
    }


def shapes(tensors) -> dict[str, list[int]]:
    return {name: list(tensor.shape) for name, tensor in tensors.items()}


@pytest.mark.parametrize("size", SIZES)
def test_every_tensor_of_the_file_has_its_place_and_shape(size, tmp_path):
    config = published(size, tmp_path)
    model = checkpoint.build(config, device=META, dtype=torch.bfloat16)
    ours = shapes(model.state_dict())
    if config.tied:
        del ours["lm_head.weight"]
    assert ours == shapes(checkpoint.own_tensors(empty_tensors(size)))


@pytest.mark.parametrize("size", SIZES)
def test_so_has_every_tensor_of_its_sam2(size, tmp_path):
    sam2 = published(size, tmp_path).sam2
    with META:
        ours = shapes(network.build(sam2).state_dict())
    theirs = weights.to_transformers(weights.without_prefix(empty_tensors(size)))
    assert ours == shapes(theirs)


@pytest.mark.parametrize("size", SIZES)
def test_the_names_at_run_time_lead_to_the_same_places(size):
    for name in recorded(size)["file_keys"]:
        at_run_time = name
        if name.startswith("visual."):
            at_run_time = f"model.{name}"
        elif name.startswith("model."):
            at_run_time = name.replace("model.", "model.language_model.", 1)
        assert checkpoint.rename(at_run_time) == checkpoint.rename(name)


@pytest.mark.parametrize("size", SIZES)
def test_it_has_as_many_parameters_as_published(size, tmp_path):
    config = published(size, tmp_path)
    model = checkpoint.build(config, device=META, dtype=torch.bfloat16)
    with META:
        sam2 = network.build(config.sam2)
    counted = sum(p.numel() for p in model.parameters()) + sum(p.numel() for p in sam2.parameters())
    # a Fourier matrix (2, 128) is a parameter of transformers' SAM 2 once or twice, a buffer of the original
    assert 0 <= counted - recorded(size)["total_parameters"] <= 2 * 256
