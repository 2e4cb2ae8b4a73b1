"""How much each pixel of a box belongs to the thing that the box was drawn around.

Four witnesses are heard, because none of them is right alone:

1. regions: those of the background straddle the box, those of the thing do not;
2. a classifier that learned what is rarer outside the box than inside;
3. the same classifier, taught again by what was believed so far, smoothed along edges;
4. graph cuts that start from that belief, with colour models of their own.

If the thing is known from other frames, what it looked like there is a fifth, and teaches the third too.
"""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor

import cv2
import numpy as np
import numpy.typing as npt

from model_backend.flow import graph_cut, regions
from model_backend.flow.classifier import PixelClassifier, collect_pools
from model_backend.flow.features import Features, pixel_features
from model_backend.flow.frames import lab
from model_backend.flow.recollection import Recollection
from model_backend.flow.regions import Image, Map
from storage.masks import BoolMask

_REGIONS_WEIGHT = 12.0
_KNOWN_WEIGHT = 2.0
_DOUBT = 2.0  # taken off the sum of evidence, or the mask is too large
_EVIDENCE_WEIGHT = 0.3
_SURE = 4.0  # a logit beyond this counts no more
_GUESSED_SHARE = 0.45  # of a box that is its thing, before anything is known
_CUT_SHARES = (0.6, 0.4)  # of the box: where the graph cut in Lab, and that in vivid Lab, starts
_ROUNDS, _STEPS, _FIRST_STEPS, _BATCH, _RATE = 2, 30, 50, 1024, 6e-3
_POOL = 6000
_LEVELS = np.linspace(0.06, 0.94, 45)


def lab_images(image: Image) -> tuple[Image, Image]:
    """Lab, and a vivid Lab with twice the colour: hue tells things apart better than light does."""
    plain = np.asarray(cv2.cvtColor(image, cv2.COLOR_RGB2Lab), np.uint8)
    vivid = (plain.astype(np.float32) - 128) * np.array((1, 2, 2), np.float32) + 128
    return plain, np.clip(vivid, 0, 255).astype(np.uint8)


def box_belief(image: Image, inside: BoolMask, known: Recollection | None = None) -> Map:
    """Belief 0..1 for every pixel; ``inside`` (h, w) is the box, and all outside it is background.

    A box as large as the picture has nothing outside; its rim then stands for that.
    """
    inside = _without_rim(inside) if inside.all() else inside
    if not inside.any():  # a picture of a few pixels
        return np.ones(inside.shape, np.float32)
    plain, vivid = lab_images(image)
    features = pixel_features(lab(image))
    evidence = _unlike_outside(features, inside)
    straddling = regions.share_inside(regions.segmentations([image, vivid]), inside)
    evidence += _REGIONS_WEIGHT * (straddling - 0.5)
    if known is not None:
        evidence += _KNOWN_WEIGHT * known.logits(features) * inside
    learned = _learned(image, features, inside, _EVIDENCE_WEIGHT * (evidence - _DOUBT), known)
    cuts = _cuts([plain, vivid], evidence, inside)
    return np.where(inside, (_sigmoid(learned) + cuts) / 2, 0).astype(np.float32)


def _without_rim(inside: BoolMask) -> BoolMask:
    rim = max(min(inside.shape) // 20, 1)
    inner = np.zeros_like(inside)
    inner[rim:-rim, rim:-rim] = True
    return inner


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


def _learned(
    image: Image, features: Features, inside: BoolMask, evidence: Map, known: Recollection | None
) -> Map:
    """Logits of a classifier that is taught by its own smoothed answer, starting from the evidence, and
    by what is known."""
    rng = np.random.default_rng(0)
    classifier = known.classifier() if known else None
    elsewhere = known.pools if known else ()
    logits = evidence
    for _ in range(_ROUNDS):
        believed, certain = inside & (logits > 0), np.abs(logits) > 0.2
        if not (believed & certain).any():
            break
        pools = collect_pools(features, believed, certain, _POOL, rng)
        classifier = classifier or PixelClassifier(pools, rng)
        for _ in range(_STEPS):
            classifier.train(pools, *elsewhere, batch=_BATCH, rate=_RATE)
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
    """The share of the graph cuts that take a pixel in: one an image, each with a start of its own."""
    levels = [np.quantile(evidence[inside], 1 - share) for share in _CUT_SHARES]
    trimaps = [
        np.where(inside, graph_cut.MAYBE_BACKGROUND + (evidence > level), graph_cut.BACKGROUND)
        for level in levels
    ]
    with ThreadPoolExecutor() as pool:
        found = list(pool.map(_cut, images, trimaps))
    return np.asarray(np.mean(found, axis=0), np.float32)


def _cut(image: Image, trimap: npt.NDArray[np.int_]) -> BoolMask:
    return graph_cut.cut(image, trimap.astype(np.uint8), iterations=2)


def _sigmoid(logits: Map) -> Map:
    return np.asarray(1 / (1 + np.exp(-np.clip(logits, -30, 30))), np.float32)


# --- from a belief to a mask -------------------------------------------------------------------


def best_level(image: Image, belief: Map, inside: BoolMask) -> float:
    """The threshold that makes the best mask."""
    edges = _edge_strength(image)
    edges = edges / max(float(edges[inside].mean()), 1e-6)
    levels = [level for level in _LEVELS if (belief > level).any()]
    return max(levels, key=lambda level: _merit(belief > level, belief, edges, inside), default=0.5)


def _merit(mask: BoolMask, belief: Map, edges: Map, inside: BoolMask) -> float:
    """High if the outline runs along edges, and the mask agrees with the belief, has a usual size and
    reaches all sides of the box.

    That a box is tight is what Lempitsky et al. use ("Image Segmentation with a Bounding Box Prior",
    ICCV 2009).
    """
    outline = _outline(mask) & inside
    contrast = np.log(edges[outline].mean() + 0.1) if outline.any() else -2.0
    agreement = np.minimum(mask, belief).sum() / np.maximum(mask, belief).sum()
    box_area = np.count_nonzero(inside)
    unusual = (np.count_nonzero(mask) / box_area - _GUESSED_SHARE) / 0.15
    _, _, width, height = cv2.boundingRect(mask.astype(np.uint8))
    tightness = width * height / box_area
    return float(contrast + agreement + 2 * tightness - 0.075 * unusual**2)


def _outline(mask: BoolMask) -> BoolMask:
    kernel = np.ones((3, 3), np.uint8)
    return cv2.morphologyEx(mask.astype(np.uint8), cv2.MORPH_GRADIENT, kernel).astype(bool)


def _edge_strength(image: Image) -> Map:
    lab = cv2.cvtColor(image, cv2.COLOR_RGB2Lab).astype(np.float32) * np.array(
        (1, 2, 2), np.float32
    )
    gx, gy = cv2.Sobel(lab, cv2.CV_32F, 1, 0), cv2.Sobel(lab, cv2.CV_32F, 0, 1)
    return np.asarray(np.sqrt((gx * gx + gy * gy).sum(axis=2)), np.float32)
