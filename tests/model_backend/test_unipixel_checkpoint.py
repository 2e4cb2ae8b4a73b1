"""Checkpoint folders: every layout loads to the same model, and every defect is named."""

import json
import shutil
from collections.abc import Callable
from pathlib import Path

import pytest
import torch
from safetensors.torch import load_file, save_file
from torch import Tensor

from model_backend.unipixel import checkpoint, config
from model_backend.unipixel.checkpoint import Loaded
from storage.errors import UserError
from tests.shared import shared

CPU = torch.device("cpu")
WEIGHTS = "model.safetensors"


def load(folder: Path) -> Loaded:
    return checkpoint.load(folder, device=CPU, dtype=torch.float32)


@pytest.fixture(params=["tiny-unipixel", "tiny-unipixel-tied"])
def folder(request, tmp_path) -> Path:
    """A copy of a checkpoint, to be changed."""
    copy = tmp_path / "checkpoint"
    shutil.copytree(shared("reference") / request.param, copy)
    for path in (copy, *copy.iterdir()):
        path.chmod(0o755)
    return copy


def rewrite(folder: Path, change: Callable[[dict[str, Tensor]], dict[str, Tensor]]) -> None:
    save_file(change(load_file(folder / WEIGHTS)), folder / WEIGHTS)


def edit_config(folder: Path, **changes) -> None:
    path = folder / "config.json"
    path.write_text(json.dumps(json.loads(path.read_text()) | changes))


def assert_same_weights(ours: Loaded, theirs: Loaded) -> None:
    a, b = ours.model.state_dict(), theirs.model.state_dict()
    assert a.keys() == b.keys()
    assert all(torch.equal(a[name], b[name]) for name in a)


def at_run_time(name: str) -> str:
    """The other spelling of a tensor's name."""
    if name.startswith("visual."):
        return f"model.{name}"
    return name.replace("model.", "model.language_model.", 1) if name.startswith("model.") else name


def test_both_spellings_of_the_names_are_the_same_model(folder):
    before = load(folder)
    rewrite(folder, lambda tensors: {at_run_time(name): it for name, it in tensors.items()})
    assert_same_weights(load(folder), before)


def test_shards_are_the_same_model_as_one_file(folder):
    before = load(folder)
    split_in_two(folder)
    assert_same_weights(load(folder), before)


def split_in_two(folder: Path) -> None:
    tensors = load_file(folder / WEIGHTS)
    (folder / WEIGHTS).unlink()
    shard_of = {
        name: f"model-0000{1 + place % 2}-of-00002.safetensors"
        for place, name in enumerate(tensors)
    }
    for shard in set(shard_of.values()):
        save_file(
            {name: tensors[name] for name in tensors if shard_of[name] == shard}, folder / shard
        )
    (folder / f"{WEIGHTS}.index.json").write_text(json.dumps({"weight_map": shard_of}))


def as_adapter(folder: Path) -> None:
    """Write a checkpoint as an adapter whose layers add up to the same, on top of its own halves."""
    tensors = load_file(folder / WEIGHTS)
    (folder / WEIGHTS).unlink()
    adapted = "model.layers.0.self_attn.q_proj.weight"
    rank = 2
    down = torch.randn(rank, tensors[adapted].shape[1], generator=torch.Generator().manual_seed(0))
    up = torch.ones(tensors[adapted].shape[0], rank)
    wrapped = f"base_model.model.{at_run_time(adapted).removesuffix('.weight')}"
    save_file({f"{wrapped}.lora_A.weight": down, f"{wrapped}.lora_B.weight": up}, folder / "adapter_model.safetensors")  # fmt: skip
    (folder / "adapter_config.json").write_text(json.dumps({"r": rank, "lora_alpha": 4}))

    def is_base(name: str) -> bool:
        return name.startswith(("visual.", "model.", "lm_head."))

    base = folder / "qwen"
    base.mkdir()
    changed = {adapted: tensors[adapted].float() - 4 / rank * up @ down}
    save_file({n: it.float() for n, it in tensors.items() if is_base(n)} | changed, base / WEIGHTS)
    torch.save({"model": {n.removeprefix("sam2."): it for n, it in tensors.items() if n.startswith("sam2.")}}, folder / "sam2.pt")  # fmt: skip
    trained = {n: it for n, it in tensors.items() if not is_base(n) and not n.startswith("sam2.")}
    codes = "positional_encoding_gaussian_matrix"
    save_file({n: it for n, it in trained.items() if not n.endswith(codes)}, folder / "pytorch_model.safetensors")  # fmt: skip
    edit_config(folder, base_model_path="qwen", sam2_checkpoint="sam2.pt")


def test_an_adapter_is_the_same_model_but_does_not_understand_pointing(folder):
    before = load(folder)
    as_adapter(folder)
    after = load(folder)
    assert before.pointing
    assert not after.pointing
    a, b = before.model.state_dict(), after.model.state_dict()
    assert all((a[n] - b[n]).abs().max() < 1e-5 for n in a if not n.endswith("gaussian_matrix"))


def test_what_an_adapter_builds_on_is_named_if_it_is_missing(folder):
    as_adapter(folder)
    shutil.rmtree(folder / "qwen")
    with pytest.raises(UserError, match=r"builds on .*qwen, which is missing"):
        load(folder)


def test_a_tied_head_is_the_embedding_table():
    tied = load(shared("reference") / "tiny-unipixel-tied").model
    untied = load(shared("reference") / "tiny-unipixel").model
    assert tied.lm_head.weight is tied.language_model.embed_tokens.weight
    assert untied.lm_head.weight is not untied.language_model.embed_tokens.weight


def test_without_a_word_about_tying_a_checkpoint_is_tied():
    content = json.loads((shared("reference") / "tiny-unipixel-tied" / "config.json").read_text())
    assert "tie_word_embeddings" not in content
    assert config.read(shared("reference") / "tiny-unipixel-tied").tied
    assert not config.read(shared("reference") / "tiny-unipixel").tied


def test_a_checkpoint_without_sam2_speaks_but_makes_no_masks(folder):
    edit_config(folder, sam2_enable_decoder=False)
    assert load(folder).sam2 is None


def test_missing_unknown_and_misshapen_tensors_are_named(folder):
    def spoil(tensors: dict[str, Tensor]) -> dict[str, Tensor]:
        del tensors["seg_head.1.bias"]
        return {**tensors, "extra.weight": torch.zeros(1), "msk_proj.0.bias": torch.zeros(3)}

    rewrite(folder, spoil)
    with pytest.raises(UserError) as refusal:
        load(folder)
    for words in (
        "tensors missing: 1 (seg_head.1.bias)",
        "tensors unknown: 1 (extra.weight)",
        "tensors of another shape: 1 (msk_proj.0.bias)",
    ):
        assert words in str(refusal.value)


def test_a_missing_part_of_sam2_is_named(folder):
    rewrite(folder, lambda tensors: {n: it for n, it in tensors.items() if n != "sam2.no_obj_ptr"})
    with pytest.raises(UserError, match=r"tensors missing: 1,.*no_object_pointer"):
        load(folder)


def truncated(folder: Path) -> None:
    content = (folder / WEIGHTS).read_bytes()
    (folder / WEIGHTS).write_bytes(content[: len(content) // 2])


def other_patches(folder: Path) -> None:
    vision = json.loads((folder / "config.json").read_text())["vision_config"]
    edit_config(folder, vision_config=vision | {"patch_size": 16})


def without_a_shard(folder: Path) -> None:
    split_in_two(folder)
    (folder / "model-00002-of-00002.safetensors").unlink()


def truncated_shard(folder: Path) -> None:
    split_in_two(folder)
    shard = folder / "model-00002-of-00002.safetensors"
    shard.write_bytes(shard.read_bytes()[:-100])


@pytest.mark.parametrize(
    ("spoil", "words"),
    [
        (lambda f: edit_config(f, model_type="qwen2_5_vl"), "'qwen2_5_vl', not UniPixel"),
        (other_patches, "patch_size = 16; only 14"),
        (lambda f: edit_config(f, sam2_config=None), "plain Qwen2.5-VL"),
        (lambda f: (f / "config.json").unlink(), "config.json is missing"),
        (lambda f: (f / "config.json").write_text("{"), "cannot be read"),
        (lambda f: edit_config(f, vision_config=None), "not a UniPixel configuration"),
        (lambda f: edit_config(f, sam2_config="configs/sam3_huge"), "'sam3_huge', is not known"),
        (lambda f: edit_config(f, seg_token_id=7), r"does not know <\|seg\|>"),
        (lambda f: (f / "tokenizer.json").unlink(), "lacks tokenizer.json"),
        (lambda f: (f / "tokenizer.json").write_text("no"), "tokenizer.json is damaged"),
        (lambda f: (f / WEIGHTS).unlink(), "no checkpoint at"),
        (truncated, "truncated or damaged"),
        (without_a_shard, "lacks model-00002-of-00002"),
        (truncated_shard, "model-00002-of-00002.safetensors is truncated or damaged"),
    ],
)
def test_every_defect_is_said_in_a_sentence(folder, spoil, words):
    spoil(folder)
    with pytest.raises(UserError, match=words):
        load(folder)


@pytest.mark.parametrize(
    ("installed", "device", "dtype", "attention"),
    [
        (True, "cuda", torch.bfloat16, "flash_attention_2"),
        (True, "cuda", torch.float32, "sdpa"),
        (True, "cpu", torch.bfloat16, "sdpa"),
        (False, "cuda", torch.bfloat16, "sdpa"),
    ],
)
def test_flash_attention_is_taken_where_it_is_installed_and_works(
    monkeypatch, installed, device, dtype, attention
):
    monkeypatch.setattr(checkpoint, "is_flash_attn_2_available", lambda: installed)
    assert checkpoint.attention_for(torch.device(device), dtype) == attention
