"""Objects that are labelled side by side have colours that all eyes tell apart."""

from itertools import combinations

import cv2
import numpy as np
import pytest

from annotator.colours import object_colour, rgb

# Linear RGB as eyes without one kind of cone see it: Vienot, Brettel and Mollon (1999).
EYES = {
    "all cones": np.eye(3),
    "no long waves": [[0.11238, 0.88762, 0], [0.11238, 0.88762, 0], [0.00401, -0.00401, 1]],
    "no middle waves": [[0.29275, 0.70725, 0], [0.29275, 0.70725, 0], [-0.02234, 0.02234, 1]],
}
BARELY_SEEN = 2.3  # CIE76 difference


def lab(colour, eyes):
    encoded = np.array(rgb(colour)) / 255
    linear = np.where(encoded <= 0.04045, encoded / 12.92, ((encoded + 0.055) / 1.055) ** 2.4)
    seen = np.clip(np.asarray(eyes) @ linear, 0, 1)
    again = np.where(seen <= 0.0031308, seen * 12.92, 1.055 * seen ** (1 / 2.4) - 0.055)
    return cv2.cvtColor(again.astype(np.float32).reshape(1, 1, 3), cv2.COLOR_RGB2LAB).ravel()


@pytest.mark.parametrize("eyes", EYES.values(), ids=EYES)
def test_the_first_eight_are_told_apart_by_all_eyes(eyes):
    seen = [lab(object_colour(number), eyes) for number in range(1, 9)]
    assert min(np.linalg.norm(a - b) for a, b in combinations(seen, 2)) > 3 * BARELY_SEEN


def test_later_ones_repeat_them_lighter_and_darker():
    assert len({object_colour(number) for number in range(1, 25)}) == 24
