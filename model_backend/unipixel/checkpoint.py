"""A UniPixel checkpoint's folder -> the model with its weights.

    full       model.safetensors, or shards with model.safetensors.index.json: everything
    adapter    adapter_model.safetensors and pytorch_model.safetensors, on top of the Qwen2.5-VL in
               `base_model_path` and the SAM 2 in `sam2_checkpoint`

Names in the files come in two spellings, since transformers reverses its renaming when it saves:
`visual.`, `model.` and `model.visual.`, `model.language_model.`.
"""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path

import torch
from torch import Tensor
from transformers.models.qwen2_5_vl.modeling_qwen2_5_vl import (
    Qwen2_5_VLRotaryEmbedding,
    Qwen2_5_VLVisionRotaryEmbedding,
)
from transformers.utils.import_utils import is_flash_attn_2_available

from model_backend.checkpoints import read_tensors
from model_backend.sam2 import weights as sam2_weights
from model_backend.sam2.linear import replace_linear_layers
from model_backend.sam2.network import Network
from model_backend.unipixel import adapter
from model_backend.unipixel import config as configs
from model_backend.unipixel.config import UniPixelConfig
from model_backend.unipixel.model import UniPixel
from model_backend.unipixel.quantised import quantise
from model_backend.unipixel.tokens import MEM, REF, SEG, VIDEO, Tokenizer
from storage.errors import UserError

_INDEX = "model.safetensors.index.json"
_SINGLE = "model.safetensors"

# Applied in this order; the first that fits counts.
_PREFIXES = (
    ("model.visual.", "visual."),
    ("model.language_model.norm.", "norm."),
    ("model.language_model.", "language_model."),
    ("model.norm.", "norm."),
    ("model.", "language_model."),
    ("ref_", "regions.ref_"),
    ("tem_", "regions.tem_"),
)


@dataclass(frozen=True, slots=True)
class Loaded:
    """All that a checkpoint's folder holds.

    ``sam2`` is None if it makes no masks; ``pointing``: whether it understands `<|ref|>`.
    """

    config: UniPixelConfig
    tokenizer: Tokenizer
    model: UniPixel
    sam2: Network | None
    pointing: bool = True


def load(
    folder: Path, *, device: torch.device, dtype: torch.dtype, bits: int | None = None
) -> Loaded:
    """Load a folder's model, the language model's layers in so many bits if that is given.

    Raises UserError, naming what is missing or wrong.
    """
    config = configs.read(folder)
    tokenizer = Tokenizer(folder)
    _check_tokens(tokenizer, config, folder)
    read = _read_adapted if adapter.is_adapter(folder) else _read_full
    # a model that is to be narrowed may not fit on the device before it is
    tensors, sam2 = read(folder, device if bits is None else torch.device("cpu"), dtype)
    pointing = not adapter.is_adapter(folder) or tensors.keys() >= adapter.CODES.keys()
    if not pointing:
        tensors |= adapter.no_codes(config.sam2.hidden_dim)
    model = build(config, device=device, dtype=dtype)
    fill(model, tensors, folder)
    if bits is not None:
        quantise(model, bits)
        model.to(device)
    replace_linear_layers(model)
    network = Network(config.sam2, sam2, device=device, dtype=dtype) if config.makes_masks else None
    return Loaded(config, tokenizer, model, network, pointing)


def _read_full(
    folder: Path, device: torch.device, dtype: torch.dtype
) -> tuple[dict[str, Tensor], dict[str, Tensor]]:
    """The model's tensors on the device and SAM 2's, each under the names of the modules they are for."""
    own: dict[str, Tensor] = {}
    sam2: dict[str, Tensor] = {}
    for shard in shards(folder):  # one after the other, so that no second copy of all is needed
        tensors = read_tensors(shard)
        sam2 |= sam2_weights.without_prefix(tensors)
        own |= {name: it.to(device, dtype) for name, it in own_tensors(tensors).items()}
    return own, sam2_weights.to_transformers(sam2)


def _read_adapted(
    folder: Path, device: torch.device, dtype: torch.dtype
) -> tuple[dict[str, Tensor], dict[str, Tensor]]:
    """The same from an adapter and what it builds on."""
    content = configs.read_json(folder / "config.json")
    own, _ = _read_full(adapter.base_path(folder, content, "base_model_path"), device, dtype)
    sam2 = read_tensors(adapter.base_path(folder, content, "sam2_checkpoint"))
    trained = adapter.trained(folder)
    sam2 |= sam2_weights.without_prefix(trained)
    own |= {name: it.to(device, dtype) for name, it in own_tensors(trained).items()}
    for name, update in own_tensors(adapter.updates(folder)).items():
        if name not in own:
            raise UserError(f"The adapter in {folder} adapts {name}, which its base has not.")
        own[name] = (own[name].float() + update.to(device)).to(dtype)
    return own, sam2_weights.to_transformers(sam2)


def build(config: UniPixelConfig, *, device: torch.device, dtype: torch.dtype) -> UniPixel:
    """The modules of a configuration, with neither memory nor values (on the meta device)."""
    config.text.dtype = config.vision.dtype = dtype
    with torch.device("meta"):
        model = UniPixel(config, attention=attention_for(device, dtype))
    return model.to(dtype).eval().requires_grad_(requires_grad=False)


def attention_for(device: torch.device, dtype: torch.dtype) -> str:
    """The fastest attention that is here: FlashAttention 2 knows GPUs and half precision only."""
    fast = device.type == "cuda" and dtype != torch.float32 and is_flash_attn_2_available()
    return "flash_attention_2" if fast else "sdpa"


def materialise_codes(model: UniPixel, device: torch.device) -> None:
    """Work out what is in no checkpoint: the frequencies of the rotary positions, in float32."""
    vision = Qwen2_5_VLVisionRotaryEmbedding(model.config.vision)
    model.visual.rotary_pos_emb = vision.to(device)
    model.language_model.rotary_emb = Qwen2_5_VLRotaryEmbedding(model.config.text).to(device)


def rename(name: str) -> str:
    """Our name of one of a checkpoint's tensors."""
    for theirs, ours in _PREFIXES:
        if name.startswith(theirs):
            return ours + name.removeprefix(theirs)
    return name


def shards(folder: Path) -> Iterator[Path]:
    """The files that a full checkpoint's tensors are in. Raises UserError if one is missing."""
    index = folder / _INDEX
    if not index.exists():
        yield folder / _SINGLE
        return
    try:
        names = set(json.loads(index.read_text(encoding="utf-8"))["weight_map"].values())
    except (OSError, ValueError, KeyError, AttributeError) as error:
        raise UserError(f"{index} is damaged: get the checkpoint again.") from error
    for name in sorted(names):
        if not (folder / name).is_file():
            raise UserError(f"The checkpoint in {folder} lacks {name}: get it again.")
        yield folder / name


def weight_files(folder: Path) -> list[Path]:
    """The files of weights in a folder of either layout."""
    if adapter.is_adapter(folder):
        return [
            path for name in (adapter.ADAPTER, adapter.TRAINED) if (path := folder / name).exists()
        ]
    return list(shards(folder))


def own_tensors(tensors: Mapping[str, Tensor]) -> dict[str, Tensor]:
    """A checkpoint's tensors without those of SAM 2, under our names."""
    prefix = sam2_weights.UNIPIXEL_PREFIX
    return {rename(name): it for name, it in tensors.items() if not name.startswith(prefix)}


def fill(model: UniPixel, tensors: Mapping[str, Tensor], folder: Path) -> None:
    """Give a model its values. Raises UserError unless names and shapes are exactly the model's."""
    wanted = model.state_dict()
    head = "lm_head.weight"
    if model.config.tied:
        wanted.pop(head)
        tensors = {name: it for name, it in tensors.items() if name != head}
    missing, unknown = wanted.keys() - tensors.keys(), tensors.keys() - wanted.keys()
    wrong = {n for n in wanted.keys() & tensors.keys() if wanted[n].shape != tensors[n].shape}
    if missing or unknown or wrong:
        raise UserError(
            f"The checkpoint in {folder} does not fit its config.json: "
            + "; ".join(_examples(missing, "missing") + _examples(unknown, "unknown") + _examples(wrong, "of another shape"))
            + ". Get it again."
        )  # fmt: skip
    model.load_state_dict(tensors, assign=True, strict=not model.config.tied)
    if model.config.tied:
        model.lm_head.weight = model.language_model.embed_tokens.weight
    model.requires_grad_(requires_grad=False)
    materialise_codes(model, model.device)


def _examples(names: set[str], what: str) -> list[str]:
    if not names:
        return []
    shown = ", ".join(sorted(names)[:3])
    return [f"tensors {what}: {len(names)} ({shown}{', ...' if len(names) > 3 else ''})"]


def _check_tokens(tokenizer: Tokenizer, config: UniPixelConfig, folder: Path) -> None:
    """The numbers in config.json are what the model was trained with; the tokenizer has to agree."""
    for text, number in (
        (SEG, config.seg_token),
        (REF, config.ref_token),
        (MEM, config.mem_token),
        (VIDEO, config.video_token),
    ):
        if tokenizer.encode(text).tolist() != [number]:
            raise UserError(
                f"The tokenizer in {folder} does not know {text}: it is of another model."
            )
