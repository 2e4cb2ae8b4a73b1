"""From what a person pointed at to a mask: what always holds. How good it is, benchmarks/first_mask.py measures."""

import numpy as np
import pytest
from hypothesis import assume, given, settings
from hypothesis import strategies as st

from model_backend.flow import first_mask, recollection
from model_backend.flow.recollection import Sight
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


def test_a_reading_of_hardly_more_than_the_click_itself_comes_last():
    noise = np.random.default_rng(0).normal(120, 60, (HEIGHT, WIDTH, 3))  # no pixel is like another
    image = np.clip(noise, 0, 255).astype(np.uint8)
    larger, smaller = first_mask.segment(image, FramePrompt(0, points=(Point(40, 29),)))
    assert smaller.rle.area < 42 < larger.rle.area


@pytest.mark.parametrize("frame_hw", [(2, 2), (3, 40), (HEIGHT, WIDTH)])
def test_a_box_as_large_as_the_frame_is_no_special_case(frame_hw):
    height, width = frame_hw
    image = np.ascontiguousarray(IMAGE[:height, :width])
    best = first_mask.segment(image, FramePrompt(0, box=Box(0, 0, width - 1, height - 1)))[0]
    assert best.rle.frame_hw == frame_hw
    assert not best.rle.is_empty


def test_a_mask_alone_is_the_answer():
    rle = masks.encode(DISC)
    assert [c.rle for c in first_mask.segment(IMAGE, FramePrompt(0, mask=rle))] == [rle]


def test_the_same_prompt_gives_the_same_answer():
    prompt = FramePrompt(0, box=Box(22, 12, 58, 48), points=(Point(50, 30),))
    assert first_mask.segment(IMAGE, prompt) == first_mask.segment(IMAGE, prompt)


def two_coloured(x):
    """A flag, its left half red and its right half blue, around column ``x`` on a green field with a yellow
    stripe below it, and where it is."""
    noise = np.random.default_rng(x).normal(0, 5, (HEIGHT, WIDTH, 3))
    image = np.full((HEIGHT, WIDTH, 3), (70, 140, 60)) + noise
    image[44:] += (150, 60, 0)
    flag = np.zeros((HEIGHT, WIDTH), bool)
    flag[18:42, x - 16 : x + 16] = True
    image[18:42, x - 16 : x] = (200, 40, 40)
    image[18:42, x : x + 16] = (40, 60, 200)
    return np.clip(image, 0, 255).astype(np.uint8), flag


@pytest.fixture(scope="module")
def known_flag():
    return recollection.learn([Sight(*two_coloured(24))])


@pytest.mark.parametrize("point", [Point(42, 30), Point(36, 20), Point(64, 40)])
def test_a_click_anywhere_on_a_known_object_finds_all_of_it(known_flag, point):
    """In the middle of its red half, and at two of its corners."""
    image, flag = two_coloured(50)
    click = FramePrompt(0, points=(point,))
    assert iou(first_mask.segment(image, click)[0], flag) < 0.7
    assert iou(first_mask.segment(image, click, known_flag)[0], flag) > 0.9


def test_other_readings_of_a_click_are_still_offered_for_a_known_object(known_flag):
    image, flag = two_coloured(50)
    red_half = flag.copy()
    red_half[:, 50:] = False
    found = first_mask.segment(image, FramePrompt(0, points=(Point(42, 30),)), known_flag)
    assert max(iou(it, red_half) for it in found[1:]) > 0.8


def test_what_else_is_in_the_box_of_a_known_object_is_left_out():
    before, image = IMAGE.copy(), IMAGE.copy()
    before[:, :22] = (230, 230, 230)  # something that the object moves in front of
    corners = np.zeros((HEIGHT, WIDTH), bool)
    corners[15:46, 25:56] = True
    image[corners & ~DISC] = (230, 230, 230)
    box = FramePrompt(0, box=Box(25, 15, 55, 45))
    known = recollection.learn([Sight(before, DISC)])
    assert iou(first_mask.segment(image, box)[0], DISC) < 0.9
    assert iou(first_mask.segment(image, box, known)[0], DISC) > 0.95


pixels = st.tuples(st.integers(0, WIDTH - 1), st.integers(0, HEIGHT - 1))
some_clicks = st.dictionaries(pixels, st.booleans(), min_size=1, max_size=4)
regions = st.tuples(
    st.integers(0, 38), st.integers(0, 28), st.integers(40, 79), st.integers(30, 59)
)


def prompt_of(clicks, kind, region):
    points = tuple(Point(x, y, positive) for (x, y), positive in clicks.items())
    if kind == "box":
        return FramePrompt(0, points=points, box=Box(*region))
    if kind == "mask":
        area = np.zeros((HEIGHT, WIDTH), bool)
        area[region[1] : region[3] + 1, region[0] : region[2] + 1] = True
        return FramePrompt(0, points=points, mask=masks.encode(area))
    return FramePrompt(0, points=points)


@settings(deadline=None, max_examples=15)
@given(some_clicks, st.sampled_from(("box", "mask", "points")), regions, st.booleans())
def test_positive_points_are_inside_and_negative_ones_outside(clicks, kind, region, is_known):
    assume(kind != "points" or any(clicks.values()))
    known = recollection.learn([Sight(IMAGE, DISC)]) if is_known else None
    found = first_mask.segment(IMAGE, prompt_of(clicks, kind, region), known)
    assert found
    for candidate in found:
        assert 0 <= candidate.score <= 1
        for (x, y), positive in clicks.items():
            assert masks.contains(candidate.rle, x, y) == positive


@settings(deadline=None, max_examples=10)
@given(pixels, st.booleans())
def test_a_correction_changes_nothing_far_from_its_click(click, positive):
    left, top, right, bottom = 20, 10, 59, 49  # 40 x 40: changes end 0.3 x 40 pixels from a click
    before = prompt_of({click: positive}, "mask", (left, top, right, bottom))
    after = masks.decode(first_mask.segment(IMAGE, before)[0].rle)
    ys, xs = np.mgrid[:HEIGHT, :WIDTH]
    width = max(right, click[0]) - min(left, click[0]) + 1
    height = max(bottom, click[1]) - min(top, click[1]) + 1
    far = np.hypot(xs - click[0], ys - click[1]) > 0.3 * np.sqrt(width * height) + 3
    assert np.array_equal(after[far], masks.decode(before.mask)[far])


def test_of_a_thing_too_thin_to_be_seen_at_working_size_nothing_is_learned():
    """Else all that is seen of it would be background."""
    line = np.eye(400, dtype=bool)
    image = np.where(line[..., None], np.uint8(200), np.uint8(50)).repeat(3, axis=2)
    thin = Sight(image, line)
    assert recollection.learn([thin]) is None
    square = np.zeros((400, 400), bool)
    square[100:200, 150:250] = True
    known = recollection.learn([thin, Sight(image, square)])
    assert known.box == (150, 100, 250, 200)


def test_clicks_offer_sizes_that_clearly_differ():
    found = first_mask.segment(IMAGE, FramePrompt(0, points=(Point(40, 30),)))
    for place, one in enumerate(found):
        assert all(masks.iou(one.rle, other.rle) < 0.9 for other in found[:place])
    assert [c.score for c in found] == sorted((c.score for c in found), reverse=True)


def test_a_click_removes_what_a_painted_mask_has_too_much():
    painted = DISC.copy()
    painted[5:12, 5:14] = True
    prompt = FramePrompt(0, points=(Point(9, 8, positive=False),), mask=masks.encode(painted))
    assert iou(first_mask.segment(IMAGE, prompt)[0], DISC) > 0.97


def test_a_click_takes_away_something_also_of_a_thing_of_one_colour():
    thing = np.zeros((HEIGHT, WIDTH), bool)
    thing[10:50, 10:70] = True
    image = np.where(thing[..., None], (200, 40, 40), (110, 120, 110)).astype(np.uint8)
    prompt = FramePrompt(0, points=(Point(40, 30, positive=False),), mask=masks.encode(thing))
    left = first_mask.segment(image, prompt)[0].rle
    assert 0.2 * thing.sum() < left.area < 0.9 * thing.sum()


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
        (FramePrompt(0, box=Box(-9, 5, -1, 20)), "outside the frame"),
        (FramePrompt(0, points=(Point(5, 5, positive=False),)), "Only what is not the object"),
        (FramePrompt(0, mask=masks.empty((10, 10))), "10 x 10 pixels"),
    ],
)
def test_a_prompt_that_makes_no_sense_is_refused_with_the_reason(prompt, says):
    with pytest.raises(UserError, match=says):
        first_mask.segment(IMAGE, prompt)
