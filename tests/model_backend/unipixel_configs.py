"""The two published sizes, as their config.json has them."""

import json
from pathlib import Path
from typing import Any

from model_backend.unipixel import config
from model_backend.unipixel.config import UniPixelConfig

_TEXT = {
    "rms_norm_eps": 1e-6,
    "rope_theta": 1e6,
    "rope_scaling": {"type": "default", "rope_type": "default", "mrope_section": [16, 24, 24]},
    "hidden_act": "silu",
    "max_position_embeddings": 128000,
}
_SIZES: dict[str, dict[str, Any]] = {
    "3b": {
        "hidden_size": 2048, "num_hidden_layers": 36, "num_attention_heads": 16, "num_key_value_heads": 2,
        "intermediate_size": 11008, "vocab_size": 151936,
    },
    "7b": {
        "hidden_size": 3584, "num_hidden_layers": 28, "num_attention_heads": 28, "num_key_value_heads": 4,
        "intermediate_size": 18944, "vocab_size": 152064, "tie_word_embeddings": False,
    },
}  # fmt: skip


def published(size: str, folder: Path) -> UniPixelConfig:
    """The configuration of "3b" or "7b", read from a folder that it is written into."""
    content = {
        "model_type": "pixel_qwen2_5_vl",
        **_TEXT,
        **_SIZES[size],
        "video_token_id": 151656,
        "ref_token_id": 151665,
        "seg_token_id": 151666,
        "mem_token_id": 151667,
        "eos_token_id": 151645,
        "vision_config": {
            "depth": 32, "hidden_size": 1280, "num_heads": 16, "intermediate_size": 3420, "in_chans": 3,
            "out_hidden_size": _SIZES[size]["hidden_size"], "fullatt_block_indexes": [7, 15, 23, 31],
            "patch_size": 14, "spatial_merge_size": 2, "temporal_patch_size": 2, "window_size": 112,
            "tokens_per_second": 2, "hidden_act": "silu",
        },
        "sam2_config": "configs/sam2.1_hiera_b+",
        "sam2_image_size": 768,
        "sam2_hidden_tokens": 2,
        "sam2_enable_decoder": True,
        "sam2_batch_mode": False,
    }  # fmt: skip
    (folder / "config.json").write_text(json.dumps(content))
    return config.read(folder)
