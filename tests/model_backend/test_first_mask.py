"""From what a person pointed at to a mask: what always holds, and how good it is on real frames."""

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from model_backend.flow import first_mask
from storage import masks
from storage.errors import UserError
from storage.records import Box, FramePrompt, Point

HEIGHT, WIDTH = 60, 80


def disc_image():
    """A red disc of radius 15 around (40, 30) on grey noise, and the disc."""
    rng = np.random.default_rng(0)
    ys, xs = np.mgrid[:HEIGHT, :WIDTH]
    disc = (xs - 40) ** 2 + (ys - 30) ** 2 <= 15**2
    image = np.where(disc[..., None], (200, 40, 40), (110, 120, 110)) + rng.normal(
        0, 5, (HEIGHT, WIDTH, 3)
    )
    return image.astype(np.uint8), disc


IMAGE, DISC = disc_image()


def iou(candidate, truth):
    return masks.iou(candidate.rle, masks.encode(truth))


def test_a_box_finds_the_thing_inside_it():
    best = first_mask.segment(IMAGE, FramePrompt(0, box=Box(22, 12, 58, 48)))[0]
    assert iou(best, DISC) > 0.95


def test_a_click_finds_the_thing_under_it():
    found = first_mask.segment(IMAGE, FramePrompt(0, points=(Point(41, 28),)))
    assert max(iou(c, DISC) for c in found) > 0.95


def test_a_mask_alone_is_the_answer():
    rle = masks.encode(DISC)
    assert [c.rle for c in first_mask.segment(IMAGE, FramePrompt(0, mask=rle))] == [rle]


def test_the_same_prompt_gives_the_same_answer():
    prompt = FramePrompt(0, box=Box(22, 12, 58, 48), points=(Point(50, 30),))
    assert first_mask.segment(IMAGE, prompt) == first_mask.segment(IMAGE, prompt)


pixels = st.tuples(st.integers(0, WIDTH - 1), st.integers(0, HEIGHT - 1))
regions = st.tuples(
    st.integers(0, 39), st.integers(0, 29), st.integers(40, 79), st.integers(30, 59)
)


@settings(deadline=None, max_examples=30)
@given(
    st.dictionaries(pixels, st.booleans(), min_size=1, max_size=4),
    st.sampled_from(("box", "mask", "")),
    regions,
)
def test_positive_points_are_inside_and_negative_ones_outside(clicks, kind, region):
    x0, y0, x1, y1 = region
    area = np.zeros((HEIGHT, WIDTH), bool)
    area[y0 : y1 + 1, x0 : x1 + 1] = True
    prompt = FramePrompt(
        0,
        points=tuple(Point(x, y, positive) for (x, y), positive in clicks.items()),
        box=Box(x0, y0, x1, y1) if kind == "box" else None,
        mask=masks.encode(area) if kind == "mask" else None,
    )
    for candidate in first_mask.segment(IMAGE, prompt):
        assert 0 <= candidate.score <= 1
        for (x, y), positive in clicks.items():
            assert masks.contains(candidate.rle, x, y) == positive


@pytest.mark.parametrize(
    ("prompt", "says"),
    [
        (FramePrompt(0), "Nothing is marked"),
        (FramePrompt(0, points=(Point(80, 10),)), "outside the frame"),
        (FramePrompt(0, points=(Point(10, -0.6),)), "outside the frame"),
        (FramePrompt(0, points=(Point(float("nan"), 0),)), "outside the frame"),
        (
            FramePrompt(0, points=(Point(5, 5), Point(5.2, 5, positive=False))),
            "both as inside and as outside",
        ),
        (FramePrompt(0, box=Box(90, 5, 99, 20)), "outside the frame"),
        (FramePrompt(0, box=Box(10, 5, 10.3, 20)), "no area"),
        (FramePrompt(0, mask=masks.empty((10, 10))), "10 x 10 pixels"),
    ],
)
def test_a_prompt_that_makes_no_sense_is_refused_with_the_reason(prompt, says):
    with pytest.raises(UserError, match=says):
        first_mask.segment(IMAGE, prompt)
