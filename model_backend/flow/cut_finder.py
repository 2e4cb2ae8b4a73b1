"""Where scenes begin in a whole video; cheap, because most frames look like the one before them.

Colours are compared first, on small pictures; only where they differ is the optical flow asked, so that
what counts as a cut is what counts as one in a propagation.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from model_backend.flow.frames import RgbImage, prepare
from model_backend.flow.optical_flow import FlowEstimator
from model_backend.flow.presets import DEFAULT_PRESET, PRESETS
from model_backend.flow.scene_cut import has_other_colours, is_scene_cut, small_lab


def find_cuts(frames: Iterable[tuple[int, RgbImage]]) -> Iterator[tuple[int, bool]]:
    """Each frame's index with whether a scene begins on it; the first frame begins none.

    ``frames`` are RGB uint8 (H, W, 3), in the order of the video.
    """
    preset = PRESETS[DEFAULT_PRESET]
    estimator = FlowEstimator(preset)
    before = None
    for frame_index, image in frames:
        now = (image, small_lab(image))
        is_cut = before is not None and has_other_colours(before[1], now[1])
        if before is not None and is_cut:
            pair = prepare(before[0], preset), prepare(image, preset)
            is_cut = is_scene_cut(*pair, estimator.motion(*pair))
        yield frame_index, is_cut
        before = now
