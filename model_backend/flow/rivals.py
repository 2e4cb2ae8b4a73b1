"""Several objects claim a pixel: how likely it is that it belongs to each, and not to another.

By themselves, objects that look alike spread over each other. Their claims are brought together as the
odds of one thing among several (soft aggregation: Oh et al., "Fast Video Object Segmentation by
Reference-Guided Mask Propagation", CVPR 2018); in logits that is ``l - log(1 + sum of exp(others))``.
"""

from __future__ import annotations

from collections.abc import Sequence
from functools import reduce
from itertools import combinations

import numpy as np

from model_backend.flow.keyframes import FollowedObject
from model_backend.flow.optical_flow import Map

_LIES_OVER = 0.15  # of the smaller mask is shared; less, and the two only touch
_LARGEST_LOGIT = np.float32(20)  # larger than any claim, and its odds fit into float32
_LEAST_LOGIT = np.float32(-4)  # of a claim: what lies far from others is as it would be alone


def find_rivals(objects: Sequence[FollowedObject]) -> list[list[int]]:
    """For each object the places of those with which it shares no pixel: all but those that a person
    showed over or under it on some frame, as a hat on a head."""
    rivals: list[list[int]] = [[] for _ in objects]
    for one, other in combinations(range(len(objects)), 2):
        if not _shown_over_each_other(objects[one], objects[other]):
            rivals[one].append(other)
            rivals[other].append(one)
    return rivals


def certain_logits(coverage: Map) -> Map:
    """The claim of an object that a person showed, from the (h, w) share of each pixel: no other prevails."""
    return np.where(coverage > 0.5, _LARGEST_LOGIT, -_LARGEST_LOGIT)


def share_out(claims: Sequence[Map | None], rivals: Sequence[Sequence[int]]) -> list[Map | None]:
    """What is left of each object's claim, logits (h, w), by those of its rivals; None claims nothing."""
    odds = [None if it is None else _odds(it) for it in claims]
    left = []
    for claim, places in zip(claims, rivals, strict=True):
        others = [it for place in places if (it := odds[place]) is not None]
        left.append(_lowered(claim, others) if claim is not None and others else claim)
    return left


def _odds(logits: Map) -> Map:
    odds = np.exp(np.clip(logits, -_LARGEST_LOGIT, _LARGEST_LOGIT))
    return np.where(logits < _LEAST_LOGIT, np.float32(0), odds)


def _lowered(claim: Map, odds_of_others: Sequence[Map]) -> Map:
    lowered = claim - np.log1p(reduce(np.add, odds_of_others))
    return np.where(claim < _LEAST_LOGIT, claim, lowered)


def _shown_over_each_other(one: FollowedObject, other: FollowedObject) -> bool:
    for frame_index in one.keyframes.keys() & other.keyframes.keys():
        shown = one.keyframes[frame_index].shown, other.keyframes[frame_index].shown
        both = np.count_nonzero((shown[0].coverage > 0.5) & (shown[1].coverage > 0.5))
        if both > _LIES_OVER * min(it.area for it in shown):
            return True
    return False
