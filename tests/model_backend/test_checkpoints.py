"""Checkpoints from others: tensors come out, nothing in them runs, and what is wrong is a sentence."""

import pickle
from pathlib import Path

import pytest
import torch
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from safetensors.torch import save_file

from model_backend.checkpoints import check_torch_version, read_tensors, sha256_of
from storage.errors import UserError

TENSORS = {"first": torch.arange(6.0).reshape(2, 3), "second": torch.ones(4, dtype=torch.bfloat16)}


class WritesAFile:
    """What an attacker puts into a pickle: something that runs when it is read."""

    def __init__(self, canary: Path) -> None:
        self._canary = canary

    def __reduce__(self):
        return Path.touch, (self._canary,)


def assert_read(path: Path) -> None:
    tensors = read_tensors(path)
    assert tensors.keys() == TENSORS.keys()
    assert all(torch.equal(tensors[name], TENSORS[name]) for name in TENSORS)


@pytest.mark.parametrize(
    "wrap", [lambda it: it, lambda it: {"model": it}, lambda it: {"state_dict": it}]
)
def test_a_pt_checkpoint_gives_its_tensors(tmp_path, wrap):
    torch.save(wrap(TENSORS), tmp_path / "model.pt")
    assert_read(tmp_path / "model.pt")


def test_a_safetensors_checkpoint_gives_its_tensors(tmp_path):
    save_file(TENSORS, tmp_path / "model.safetensors")
    assert_read(tmp_path / "model.safetensors")


@pytest.mark.parametrize("place", ["alone", "among tensors", "bare pickle"])
def test_code_in_a_checkpoint_does_not_run(tmp_path, place):
    canary, path = tmp_path / "canary", tmp_path / "model.pt"
    attack = WritesAFile(canary)
    if place == "bare pickle":
        path.write_bytes(pickle.dumps(attack))
    else:
        torch.save(attack if place == "alone" else {"model": {**TENSORS, "more": attack}}, path)

    with pytest.raises(UserError, match=r"refused|damaged"):
        read_tensors(path)
    assert not canary.exists()

    pickle.loads(pickle.dumps(attack))  # noqa: S301  the canary would have sung
    assert canary.exists()


@pytest.mark.parametrize("name", ["model.pt", "model.safetensors"])
@settings(
    suppress_health_check=[HealthCheck.function_scoped_fixture], max_examples=25, deadline=None
)
@given(share=st.floats(0, 0.99))
def test_a_truncated_checkpoint_is_refused(tmp_path, name, share):
    path = tmp_path / name
    (torch.save if name.endswith(".pt") else save_file)(TENSORS, path)
    content = path.read_bytes()
    path.write_bytes(content[: int(len(content) * share)])
    with pytest.raises(UserError, match=r"truncated or damaged|refused"):
        read_tensors(path)


def test_a_safetensors_whose_header_lies_is_refused(tmp_path):
    path = tmp_path / "model.safetensors"
    save_file(TENSORS, path)
    content = bytearray(path.read_bytes())
    content[:8] = (1 << 40).to_bytes(8, "little")
    path.write_bytes(content)
    with pytest.raises(UserError, match="truncated or damaged"):
        read_tensors(path)


def test_what_is_no_checkpoint_is_refused(tmp_path):
    torch.save([1, 2, 3], tmp_path / "list.pt")
    with pytest.raises(UserError, match="does not hold tensors"):
        read_tensors(tmp_path / "list.pt")
    (tmp_path / "notes.txt").write_text("hello")
    with pytest.raises(UserError, match="no checkpoint"):
        read_tensors(tmp_path / "notes.txt")
    with pytest.raises(UserError, match="There is no checkpoint"):
        read_tensors(tmp_path / "missing.pt")


@pytest.mark.parametrize("version", ["2.9.1", "1.13.0+cpu", "2.5.1"])
def test_a_torch_with_a_known_bypass_reads_no_pickle(version):
    with pytest.raises(UserError, match=r"install torch 2\.10"):
        check_torch_version(version)


@pytest.mark.parametrize("version", ["2.10.0", "2.13.0+cu130", "3.0.0a0"])
def test_a_torch_without_one_does(version):
    check_torch_version(version)


def test_the_sha256_of_a_file_is_that_of_its_content(tmp_path):
    path = tmp_path / "file"
    path.write_bytes(b"abc")
    seen: list[tuple[int, int]] = []
    digest = sha256_of(path, lambda done, size: seen.append((done, size)))
    assert digest == "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad"
    assert seen == [(3, 3)]
