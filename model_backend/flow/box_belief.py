"""How much each pixel of a box belongs to the thing that the box was drawn around.

Four witnesses are heard, because none of them is right alone:

1. regions: those of the background straddle the box, those of the thing do not;
2. a classifier that learned what is rarer outside the box than inside;
3. the same classifier, taught again by what was believed so far, smoothed along edges;
4. graph cuts that start from that belief, with colour models of their own.
"""

from __future__ import annotations

import itertools
from concurrent.futures import ThreadPoolExecutor

import cv2
import numpy as np

from model_backend.flow import graph_cut, regions
from model_backend.flow.classifier import PixelClassifier, collect_pools
from model_backend.flow.features import Features, pixel_features
from model_backend.flow.regions import Image, Map
from storage.masks import BoolMask

_REGIONS_WEIGHT = 12.0
_DOUBT = 2.0  # taken off the sum of evidence, or the mask is too large
_EVIDENCE_WEIGHT = 0.3
_SURE = 4.0  # a logit beyond this counts no more
_GUESSED_SHARE = 0.45  # of a box that is its thing, before anything is known
_CUT_SHARES = (0.35, 0.5, 0.65)  # of the box: where graph cuts start from
_ROUNDS, _STEPS, _FIRST_STEPS, _BATCH, _RATE = 4, 30, 50, 1024, 6e-3
_POOL = 6000


def colour_spaces(image: Image) -> list[Image]:
    """RGB, Lab, and Lab with twice the colour: hue tells things apart better than light does."""
    lab = np.asarray(cv2.cvtColor(image, cv2.COLOR_RGB2Lab), np.uint8)
    vivid = (lab.astype(np.float32) - 128) * np.array((1, 2, 2), np.float32) + 128
    return [image, lab, np.clip(vivid, 0, 255).astype(np.uint8)]


def box_belief(image: Image, inside: BoolMask) -> Map:
    """Belief 0..1 for every pixel; ``inside`` (h, w) is the box, and all outside it is background."""
    spaces = colour_spaces(image)
    features = _features(image)
    evidence = _unlike_outside(features, inside)
    straddling = regions.share_inside(regions.segmentations(spaces), inside)
    evidence += _REGIONS_WEIGHT * (straddling - 0.5)
    learned = _learned(image, features, inside, _EVIDENCE_WEIGHT * (evidence - _DOUBT))
    cuts = _cuts(spaces[1:], evidence, inside)
    return np.where(inside, (_sigmoid(learned) + cuts) / 2, 0).astype(np.float32)


def _features(image: Image) -> Features:
    lab = cv2.cvtColor(image.astype(np.float32) / np.float32(255), cv2.COLOR_RGB2Lab)
    return pixel_features(np.asarray(lab, np.float32) / np.float32(100))


def _unlike_outside(features: Features, inside: BoolMask) -> Map:
    """Logits from a density ratio: the box holds background too, in the proportions found outside.

    Elkan and Noto, "Learning Classifiers from Only Positive and Unlabeled Data", KDD 2008, with the
    roles turned: outside is surely background, inside is unlabelled.
    """
    rng = np.random.default_rng(0)
    pools = collect_pools(features, inside, np.ones_like(inside), _POOL, rng)
    classifier = PixelClassifier(pools, rng)
    for _ in range(_FIRST_STEPS):
        classifier.train(pools, batch=_BATCH, rate=_RATE)
    odds = np.exp(-np.clip(classifier.logits(features), -6, 6))
    share = np.clip(1 - (1 - _GUESSED_SHARE) * odds, 0.02, 0.98)
    return np.asarray(np.log(share / (1 - share)), np.float32)


def _learned(image: Image, features: Features, inside: BoolMask, evidence: Map) -> Map:
    """Logits of a classifier that is taught by its own smoothed answer, starting from the evidence."""
    rng = np.random.default_rng(0)
    classifier = None
    logits = evidence
    for _ in range(_ROUNDS):
        believed = inside & (logits > 0)
        if not believed.any():
            break
        pools = collect_pools(features, believed, np.abs(logits) > 0.2, _POOL, rng)
        classifier = classifier or PixelClassifier(pools, rng)
        for _ in range(_STEPS):
            classifier.train(pools, batch=_BATCH, rate=_RATE)
        answer = np.clip(classifier.logits(features), -_SURE, _SURE) + evidence
        logits = smooth(image, np.where(inside, answer, -2 * _SURE).astype(np.float32))
    return logits


def smooth(image: Image, logits: Map) -> Map:
    """Spread a map along the picture's surfaces, not across its edges (Min et al., TIP 2014)."""
    smoothed = cv2.ximgproc.fastGlobalSmootherFilter(
        image, logits, 30, 6, lambda_attenuation=3, num_iter=3
    )
    return np.asarray(smoothed, np.float32)


def _cuts(images: list[Image], evidence: Map, inside: BoolMask) -> Map:
    """The share of graph cuts that take a pixel in; each starts from another share of the box."""
    starts = [evidence > np.quantile(evidence[inside], 1 - share) for share in _CUT_SHARES]
    trimaps = [
        np.where(inside, np.where(start, graph_cut.MAYBE_FOREGROUND, graph_cut.MAYBE_BACKGROUND), 0)
        for start in starts
    ]
    jobs = list(itertools.product(images, trimaps))
    with ThreadPoolExecutor() as pool:
        found = list(pool.map(lambda job: graph_cut.cut(job[0], job[1].astype(np.uint8)), jobs))
    return np.asarray(np.mean(found, axis=0), np.float32)


def _sigmoid(logits: Map) -> Map:
    return np.asarray(1 / (1 + np.exp(-np.clip(logits, -30, 30))), np.float32)


# --- from a belief to a mask -------------------------------------------------------------------


def best_level(image: Image, belief: Map, inside: BoolMask) -> float:
    """The threshold whose outline runs along edges, agrees with the belief, and has a usual size."""
    edges = _edge_strength(image)
    edges = edges / max(float(edges[inside].mean()), 1e-6)
    levels = [level for level in np.linspace(0.1, 0.9, 33) if (belief[inside] > level).any()]
    return max(levels, key=lambda level: _merit(belief > level, belief, edges, inside), default=0.5)


def _merit(mask: BoolMask, belief: Map, edges: Map, inside: BoolMask) -> float:
    kernel = np.ones((3, 3), np.uint8)
    outline = (
        cv2.morphologyEx(mask.astype(np.uint8), cv2.MORPH_GRADIENT, kernel).astype(bool) & inside
    )
    contrast = np.log(edges[outline].mean() + 0.1) if outline.any() else -2.0
    agreement = np.minimum(mask, belief).sum() / np.maximum(mask, belief).sum()
    unusual = (np.count_nonzero(mask) / np.count_nonzero(inside) - _GUESSED_SHARE) / 0.15
    return float(contrast + agreement - 0.15 * unusual**2)


def _edge_strength(image: Image) -> Map:
    lab = cv2.cvtColor(image, cv2.COLOR_RGB2Lab).astype(np.float32) * np.array(
        (1, 2, 2), np.float32
    )
    gx, gy = cv2.Sobel(lab, cv2.CV_32F, 1, 0), cv2.Sobel(lab, cv2.CV_32F, 0, 1)
    return np.asarray(np.sqrt((gx * gx + gy * gy).sum(axis=2)), np.float32)
