"""Where every pixel came from: dense optical flow between neighbouring frames, and how far to trust it.

DIS: Kroeger et al., "Fast Optical Flow using Dense Inverse Search", ECCV 2016, as OpenCV has it.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import lru_cache

import cv2
import numpy as np
import numpy.typing as npt

from model_backend.flow.frames import TrackedFrame
from model_backend.flow.presets import FlowQuality, Preset

Map = npt.NDArray[np.float32]  # (h, w)
Flow = npt.NDArray[np.float32]  # (h, w, 2): x, y in pixels
Region = tuple[slice, slice]  # rows, columns
WHOLE: Region = (slice(None), slice(None))

_MIN_SIDE, _MAX_ASPECT = 32, 4  # of pictures that OpenCV's DIS is given
_CONSISTENT_PIXELS = 1.0  # a round trip that misses by this much is trusted 1/e
_CONSISTENT_SHARE = 0.05  # of the distance moved, which is forgiven
_SAME_COLOUR = 0.2  # distance in Lab / 100 that is trusted 1/e


@dataclass(frozen=True, slots=True)
class Motion:
    """From one frame to the next; ``backward[y, x]`` added to (x, y) is where that pixel was before.

    ``reliability`` (h, w), 0..1: whether the way there and back meets, and whether the colour stayed.
    """

    backward: Flow
    reliability: Map


class FlowEstimator:
    """DIS flow at one quality. OpenCV's object keeps buffers, so it serves one thread."""

    def __init__(self, preset: Preset) -> None:
        kind = cv2.DISOPTICAL_FLOW_PRESET_MEDIUM
        if preset.flow_quality is FlowQuality.ULTRAFAST:
            kind = cv2.DISOPTICAL_FLOW_PRESET_ULTRAFAST
        self._dis = cv2.DISOpticalFlow.create(kind)
        if preset.flow_quality is FlowQuality.FINE:
            self._dis.setFinestScale(0)

    def motion(self, before: TrackedFrame, after: TrackedFrame) -> Motion:
        """How the picture moved from ``before`` to ``after``."""
        backward = self._flow(after, before)
        forward = self._flow(before, after)
        return Motion(backward, _reliability(backward, forward, before, after))

    def _flow(self, start: TrackedFrame, end: TrackedFrame) -> Flow:
        height, width = start.lab.shape[:2]
        flow = self._padded_flow(start.flow_grey, end.flow_grey)
        if flow.shape[1] == width:
            return flow
        scale = np.float32(width / flow.shape[1])
        small = cv2.resize(flow, (width, height), interpolation=cv2.INTER_AREA)
        return np.asarray(small, np.float32) * scale

    def _padded_flow(self, start: npt.NDArray[np.uint8], end: npt.NDArray[np.uint8]) -> Flow:
        """OpenCV refuses tiny pictures, and ends the process on some that are very wide and low."""
        height, width = start.shape
        below = max(_MIN_SIDE, -(-width // _MAX_ASPECT)) - height
        edges = (0, max(below, 0)), (0, max(_MIN_SIDE - width, 0))
        pair = [np.pad(grey, edges, mode="edge") for grey in (start, end)]
        flow: Flow = self._dis.calc(pair[0], pair[1], None)  # type: ignore[call-overload]
        return flow[:height, :width]


def warp(image: Map, flow: Flow, region: Region = WHOLE) -> Map:
    """What ``image`` shows at the places that ``flow`` points to, for the pixels of ``region``.

    ``image`` is (h, w) or (h, w, channels), ``flow`` is that of the region.
    """
    x, y = _grid(image.shape[0], image.shape[1])
    at_x, at_y = x[region] + flow[..., 0], y[region] + flow[..., 1]
    border = cv2.BORDER_REPLICATE
    carried = cv2.remap(image, at_x, at_y, cv2.INTER_LINEAR, borderMode=border)
    return np.asarray(carried, np.float32)


def _reliability(backward: Flow, forward: Flow, before: TrackedFrame, after: TrackedFrame) -> Map:
    round_trip = backward + warp(forward, backward)
    miss = cv2.magnitude(round_trip[..., 0], round_trip[..., 1])
    distance = cv2.magnitude(backward[..., 0], backward[..., 1])
    miss = np.maximum(miss - _CONSISTENT_SHARE * distance, 0) / _CONSISTENT_PIXELS
    change = after.lab - warp(before.lab, backward)
    miss += np.einsum("hwc,hwc->hw", change, change) / _SAME_COLOUR**2
    return np.exp(-miss)


@lru_cache(maxsize=4)
def _grid(height: int, width: int) -> tuple[Map, Map]:
    x, y = np.meshgrid(np.arange(width, dtype=np.float32), np.arange(height, dtype=np.float32))
    return x, y
