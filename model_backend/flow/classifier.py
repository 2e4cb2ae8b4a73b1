"""A small network that learns, while tracking, which pixels look like the object.

One hidden layer, trained with Adam on the logistic loss (Kingma and Ba, "Adam", ICLR 2015). It is so
small that a few steps of training a frame cost less than the optical flow, and plain numpy is enough.
"""

from __future__ import annotations

from dataclasses import dataclass

import cv2
import numpy as np
import numpy.typing as npt

from model_backend.flow.features import FEATURE_COUNT, Features
from storage.masks import BoolMask

Array = npt.NDArray[np.float32]

_HIDDEN = 32
_WEIGHT_DECAY = np.float32(1e-5)
_TARGETS = (0.98, 0.02)  # not 1 and 0: the network should not become certain
_NEAR_PIXELS = 25  # background closer than this is harder, and trained more


@dataclass(frozen=True, slots=True)
class Pools:
    """Feature rows (n, D) to learn from: of the object, the background near it, and that far away."""

    foreground: Array
    near: Array
    far: Array


_SHARES = (0.45, 0.35, 0.2)  # of a batch, in the order of the pools


def collect_pools(
    features: Features, inside: BoolMask, certain: BoolMask, limit: int, rng: np.random.Generator
) -> Pools:
    """At most ``limit`` pixels of each kind, of those that are ``certain``; all arrays are (h, w)."""
    rows = features.reshape(-1, features.shape[2])
    near = cv2.distanceTransform((~inside).view(np.uint8), cv2.DIST_L2, 3) < _NEAR_PIXELS
    kinds = inside & certain, ~inside & certain & near, ~inside & certain & ~near
    return Pools(*(_draw(rows, np.flatnonzero(kind), limit, rng) for kind in kinds))


def _draw(rows: Array, found: npt.NDArray[np.intp], limit: int, rng: np.random.Generator) -> Array:
    if len(found) > limit:
        found = found[rng.integers(0, len(found), limit)]
    return rows[found]


class PixelClassifier:
    """Features (n, D) to logits (n,), positive for the object."""

    def __init__(self, first: Pools, rng: np.random.Generator) -> None:
        """Standardises features as the pixels of ``first`` ask for; ``rng`` draws all chance."""
        rows = np.concatenate((first.foreground, first.near, first.far))
        self._rng = rng
        self._mean = rows.mean(axis=0)
        self._scale = 1 / (rows.std(axis=0) + np.float32(1e-4))
        size = FEATURE_COUNT * _HIDDEN + 2 * _HIDDEN + 1
        bound = np.full(size, FEATURE_COUNT**-0.5, np.float32)
        bound[-_HIDDEN - 1 :] = _HIDDEN**-0.5
        self._weights = rng.uniform(-1, 1, size).astype(np.float32) * bound
        self._weights[-1] = 0
        self._momentum = np.zeros_like(self._weights)
        self._variance = np.zeros_like(self._weights)
        self._steps = 0

    def _layers(self) -> tuple[Array, Array, Array, Array]:
        """Views of the weights: (D, hidden), (hidden,), (hidden,), (1,)."""
        ends = np.cumsum((FEATURE_COUNT * _HIDDEN, _HIDDEN, _HIDDEN))
        w0, b0, w1, b1 = np.split(self._weights, ends)
        return w0.reshape(FEATURE_COUNT, _HIDDEN), b0, w1, b1

    def logits(self, features: Features) -> Array:
        """How much each pixel of (h, w, D) looks like the object, (h, w)."""
        w0, b0, w1, b1 = self._layers()
        scaled = self._scale[:, None] * w0  # standardising the weights is cheaper than the pixels
        hidden = features.reshape(-1, FEATURE_COUNT) @ scaled
        hidden += b0 - self._mean @ scaled
        np.maximum(hidden, 0, out=hidden)
        logits: Array = (hidden @ w1 + b1).reshape(features.shape[:2])
        return logits

    def train(self, *pools: Pools, batch: int, rate: float) -> None:
        """One step of Adam on ``batch`` samples, in equal parts from every one of ``pools``."""
        drawn = [self._sample(p, batch // len(pools)) for p in pools]
        rows = np.concatenate([x for x, _ in drawn])
        self._step((rows - self._mean) * self._scale, np.concatenate([y for _, y in drawn]), rate)

    def _sample(self, pools: Pools, count: int) -> tuple[Array, Array]:
        rows, targets = [], []
        for pool, share, target in zip(
            (pools.foreground, pools.near, pools.far), _SHARES, (0, 1, 1), strict=True
        ):
            if len(pool):
                drawn = int(count * share)
                rows.append(pool[self._rng.integers(0, len(pool), drawn)])
                targets.append(np.full(drawn, _TARGETS[target], np.float32))
        return np.concatenate(rows), np.concatenate(targets)

    def _step(self, rows: Array, targets: Array, rate: float) -> None:
        w0, b0, w1, b1 = self._layers()
        hidden = np.maximum(rows @ w0 + b0, 0)
        logits = hidden @ w1 + b1
        error = (1 / (1 + np.exp(-np.clip(logits, -30, 30))) - targets) / np.float32(len(targets))
        back = np.outer(error, w1)
        back[hidden <= 0] = 0
        gradients = (
            (rows.T @ back).ravel(),
            back.sum(axis=0),
            hidden.T @ error,
            error.sum(keepdims=True),
        )
        self._adam(np.concatenate(gradients) + _WEIGHT_DECAY * self._weights, rate)

    def _adam(self, gradient: Array, rate: float) -> None:
        self._steps += 1
        size = np.float32(rate / (1 - 0.9**self._steps))
        unbias = np.float32(1 / (1 - 0.999**self._steps))
        self._momentum += np.float32(0.1) * (gradient - self._momentum)
        self._variance += np.float32(0.001) * (gradient * gradient - self._variance)
        deviation = np.sqrt(self._variance * unbias) + np.float32(1e-8)
        self._weights -= size * self._momentum / deviation
