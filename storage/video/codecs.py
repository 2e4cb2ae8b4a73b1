"""How a video can be written: which encoder, in which container, with which pixels."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field


@dataclass(frozen=True, slots=True)
class OutputCodec:
    """``encoder``, ``container``, ``pixel_format`` and ``options`` are FFmpeg's names."""

    encoder: str
    container: str
    pixel_format: str
    options: Mapping[str, str] = field(default_factory=dict)
    has_alpha: bool = False

    @property
    def suffix(self) -> str:
        """Of the file's name."""
        return f".{self.container}"


H264 = OutputCodec("h264", "mp4", "yuv420p", {"crf": "18", "preset": "veryfast"})
PRORES_422_HQ = OutputCodec("prores_ks", "mov", "yuv422p10le", {"profile": "hq", "vendor": "apl0"})
PRORES_4444 = OutputCodec(
    "prores_ks",
    "mov",
    "yuva444p10le",
    {"profile": "4444", "vendor": "apl0", "alpha_bits": "16"},
    has_alpha=True,
)
