"""What an object looked like on other frames, learned to recognise it on this one.

A frame by itself shows a thing as what differs from its surroundings. Whoever has seen the thing before
knows its colours, and those of what it moves in front of.
"""

from __future__ import annotations

from collections.abc import Sequence
from copy import deepcopy
from dataclasses import dataclass

import cv2
import numpy as np
import numpy.typing as npt

from model_backend.flow import working_window
from model_backend.flow.classifier import PixelClassifier, Pools, collect_pools
from model_backend.flow.features import Features, Map, pixel_features
from model_backend.flow.frames import lab
from model_backend.flow.working_window import PixelBox
from storage.masks import BoolMask

Image = npt.NDArray[np.uint8]  # (H, W, 3), RGB

_POOL = 6000
_STEPS, _BATCH, _RATE = 100, 1024, 6e-3
_SURE = 4.0  # a logit beyond this counts no more


@dataclass(frozen=True, slots=True)
class Sight:
    """An object on a whole frame, (H, W) both; the mask is not empty."""

    image_rgb: Image
    mask: BoolMask


@dataclass(frozen=True, slots=True)
class Recollection:
    """What was learned of an object. ``box`` is where the first sight that taught shows it, in pixels of
    the frame; ``pools`` are the pixels that taught."""

    box: PixelBox
    pools: tuple[Pools, ...]
    _taught: PixelClassifier

    @property
    def extent_wh(self) -> tuple[int, int]:
        x0, y0, x1, y1 = self.box
        return x1 - x0, y1 - y0

    def classifier(self) -> PixelClassifier:
        """One of its own for whoever teaches it further."""
        return deepcopy(self._taught)

    def logits(self, features: Features) -> Map:
        """How much each pixel of (h, w, D) looks like the object, (h, w), at most _SURE on both sides."""
        return np.clip(self._taught.logits(features), -_SURE, _SURE)


def learn(sights: Sequence[Sight]) -> Recollection | None:
    """Learn from one sight or several, the most telling first; None where the object is too thin to be
    seen at working size."""
    rng = np.random.default_rng(0)
    seen = [(it, _pools(it, rng)) for it in sights]
    taught = [(sight, pools) for sight, pools in seen if len(pools.foreground)]
    if not taught:
        return None
    pools = tuple(it for _, it in taught)
    classifier = PixelClassifier(pools[0], rng)
    for _ in range(_STEPS):
        classifier.train(*pools, batch=_BATCH, rate=_RATE)
    return Recollection(_box(taught[0][0].mask), pools, classifier)


def _pools(sight: Sight, rng: np.random.Generator) -> Pools:
    frame_hw = (sight.mask.shape[0], sight.mask.shape[1])
    window = working_window.around_object(_box(sight.mask), frame_hw)
    features = pixel_features(lab(window.shrink(sight.image_rgb)))
    inside = window.shrink_mask(sight.mask)
    return collect_pools(features, inside, np.ones_like(inside), _POOL, rng)


def _box(mask: BoolMask) -> PixelBox:
    x, y, width, height = cv2.boundingRect(mask.view(np.uint8))
    return x, y, x + width, y + height
