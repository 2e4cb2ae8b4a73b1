"""How carefully the tracker works: the size it tracks at, and the optical flow it can afford."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum


class FlowQuality(StrEnum):
    """OpenCV's presets of DIS flow, ``FINE`` being medium down to full resolution."""

    ULTRAFAST = "ultrafast"
    MEDIUM = "medium"
    FINE = "fine"


@dataclass(frozen=True, slots=True)
class Preset:
    """``scale`` is the tracking size over the frame's at 480 rows, ``flow_scale`` that of the flow."""

    scale: float
    flow_scale: float
    flow_quality: FlowQuality


PRESETS = {
    "halfuf": Preset(0.5, 0.5, FlowQuality.ULTRAFAST),
    "fulluf": Preset(0.5, 1.0, FlowQuality.ULTRAFAST),
    "half": Preset(0.5, 0.5, FlowQuality.MEDIUM),
    "halffine": Preset(0.5, 0.5, FlowQuality.FINE),
    "full": Preset(0.5, 1.0, FlowQuality.MEDIUM),
}
DEFAULT_PRESET = "half"
