"""J and F: the definitions of DAVIS, on masks, on folders, and refusals in sentences."""

import math

import cv2
import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from hypothesis.extra import numpy as hnp

from annotator.evaluation import (
    boundary_measure,
    evaluate_folders,
    region_similarity,
    statistics,
)
from exporters.png import voc_palette, write_index_png
from storage.errors import UserError
from tests.shared import shared

masks_of_one_size = st.tuples(st.integers(2, 40), st.integers(2, 40)).flatmap(
    lambda hw: st.tuples(hnp.arrays(bool, hw), hnp.arrays(bool, hw))
)


def outline_by_the_book(mask):
    """An outline pixel differs from its neighbour to the east, south or south-east."""
    height, width = mask.shape
    edge = np.zeros_like(mask)
    for y in range(height):
        for x in range(width):
            east, south = min(x + 1, width - 1), min(y + 1, height - 1)
            neighbours = {mask[y, east], mask[south, x], mask[south, east]}
            edge[y, x] = neighbours != {mask[y, x]}
    return edge


def f_by_the_book(mask, truth):
    radius = math.ceil(0.008 * math.hypot(*mask.shape))
    y, x = np.mgrid[-radius : radius + 1, -radius : radius + 1]
    disk = (x * x + y * y <= radius * radius).astype(np.uint8)
    a, b = outline_by_the_book(mask), outline_by_the_book(truth)
    if not a.any() or not b.any():
        return float(a.any() == b.any())
    precision = (a & (cv2.dilate(b.astype(np.uint8), disk) > 0)).sum() / a.sum()
    recall = (b & (cv2.dilate(a.astype(np.uint8), disk) > 0)).sum() / b.sum()
    return 2 * precision * recall / (precision + recall) if precision + recall else 0.0


def disk_mask(x, y, radius, hw=(120, 160)):
    rows, columns = np.mgrid[: hw[0], : hw[1]]
    return (columns - x) ** 2 + (rows - y) ** 2 <= radius**2


@given(masks_of_one_size)
def test_j_is_intersection_over_union(pair):
    mask, truth = pair
    union = (mask | truth).sum()
    assert region_similarity(mask, truth) == ((mask & truth).sum() / union if union else 1.0)


@given(masks_of_one_size)
def test_f_follows_its_definition_step_by_step(pair):
    assert boundary_measure(*pair) == pytest.approx(f_by_the_book(*pair))


def test_f_with_a_wide_tolerance_follows_its_definition_too():
    mask, truth = disk_mask(300, 200, 90, (480, 854)), disk_mask(308, 203, 95, (480, 854))
    assert boundary_measure(mask, truth) == pytest.approx(f_by_the_book(mask, truth))


def test_f_forgives_an_outline_within_the_tolerance():
    truth = disk_mask(80, 60, 30)  # 0.8 % of the diagonal is 1.6, so 2 pixels are forgiven
    assert boundary_measure(disk_mask(80, 60, 31), truth) == 1.0
    assert boundary_measure(disk_mask(80, 60, 36), truth) == 0.0


def test_nothing_where_nothing_is_is_right_and_something_is_wrong():
    nothing, something = disk_mask(0, 0, -1), disk_mask(80, 60, 30)
    assert (region_similarity(nothing, nothing), boundary_measure(nothing, nothing)) == (1.0, 1.0)
    assert (region_similarity(something, nothing), boundary_measure(something, nothing)) == (
        0.0,
        0.0,
    )


def test_statistics_are_mean_recall_and_decay_by_quarters():
    found = statistics([1.0] * 10 + [0.6] * 20 + [0.2] * 10)
    assert found.mean == pytest.approx(0.6)
    assert found.recall == pytest.approx(0.75)
    assert found.decay == pytest.approx(0.8 - 0.4 / 11, abs=0.05)


# --- folders -------------------------------------------------------------------------------------


def write_sequence(folder, frames):
    folder.mkdir(parents=True)
    for i, indices in enumerate(frames):
        write_index_png(folder / f"{i:05}.png", indices.astype(np.uint8), voc_palette())


def two_disks(shift):
    return disk_mask(40 + shift, 60, 20) * 1 + disk_mask(120, 60, 20) * 2


def test_every_object_of_every_sequence_is_scored(tmp_path):
    write_sequence(tmp_path / "gt" / "480p" / "cars", [two_disks(i) for i in range(5)])
    write_sequence(tmp_path / "gt" / "480p" / "dogs", [disk_mask(80, 60, 20)] * 4)
    write_sequence(tmp_path / "own" / "cars", [two_disks(0)] * 5)
    write_sequence(tmp_path / "own" / "dogs", [disk_mask(80, 60, 20)] * 4)
    found = evaluate_folders(tmp_path / "own", tmp_path / "gt")
    moved, still = found.sequences["cars"].objects
    assert (moved.number, still.number, still.j.mean, still.f.mean) == (1, 2, 1.0, 1.0)
    expected = [region_similarity(two_disks(0) == 1, two_disks(i) == 1) for i in (1, 2, 3)]
    assert moved.j.mean == pytest.approx(np.mean(expected))
    assert found.sequences["cars"].j.mean == pytest.approx((1 + moved.j.mean) / 2)
    assert found.overall.j.mean == pytest.approx((2 + moved.j.mean) / 3)
    assert found.sequences["dogs"].j_and_f == 1.0


def test_the_first_and_the_last_frame_do_not_count(tmp_path):
    right, wrong = disk_mask(80, 60, 20), disk_mask(20, 20, 9)
    write_sequence(tmp_path / "gt" / "a", [right] * 4)
    write_sequence(tmp_path / "own" / "a", [wrong, right, right, wrong])
    assert evaluate_folders(tmp_path / "own", tmp_path / "gt").overall.j.mean == 1.0


def test_pixels_marked_255_beside_numbers_do_not_count(tmp_path):
    truth = disk_mask(80, 60, 20) * 1
    with_void = np.where(disk_mask(80, 60, 30) & (truth == 0), 255, truth)
    write_sequence(tmp_path / "gt" / "a", [with_void] * 3)
    write_sequence(tmp_path / "own" / "a", [disk_mask(80, 60, 28)] * 3)
    assert evaluate_folders(tmp_path / "own", tmp_path / "gt").overall.j.mean == 1.0


def test_black_and_white_truth_is_one_object_whatever_its_number_in_the_predictions(tmp_path):
    write_sequence(tmp_path / "gt" / "a", [disk_mask(80, 60, 20) * 255] * 3)
    write_sequence(tmp_path / "own" / "a", [disk_mask(80, 60, 20) * 7] * 3)
    assert evaluate_folders(tmp_path / "own", tmp_path / "gt").overall.j_and_f == 1.0


def test_a_single_folder_of_frames_is_compared_whatever_its_name(tmp_path):
    write_sequence(tmp_path / "gt", [disk_mask(80, 60, 20)] * 3)
    write_sequence(tmp_path / "own", [disk_mask(80, 60, 20)] * 3)
    assert evaluate_folders(tmp_path / "own", tmp_path / "gt").overall.j_and_f == 1.0


def test_davis_truth_equals_itself():
    folder = shared("davis2016") / "Annotations" / "480p" / "libby"
    assert evaluate_folders(folder, folder).overall.j_and_f == 1.0


@pytest.mark.parametrize(
    ("own", "says"),
    [
        ({}, "holds no PNG"),
        ({"b": 4}, "no masks of a: add"),
        ({"a": 2, "b": 4}, r"00002\.png is missing"),
    ],
)
def test_what_is_missing_is_named(tmp_path, own, says):
    for name in "ab":
        write_sequence(tmp_path / "gt" / name, [disk_mask(80, 60, 20)] * 4)
    for name, count in own.items():
        write_sequence(tmp_path / "own" / name, [disk_mask(80, 60, 20)] * count)
    with pytest.raises(UserError, match=says):
        evaluate_folders(tmp_path / "own", tmp_path / "gt")


def test_another_size_and_too_few_frames_are_refused(tmp_path):
    write_sequence(tmp_path / "gt", [disk_mask(80, 60, 20)] * 3)
    write_sequence(tmp_path / "own", [disk_mask(80, 60, 20, (60, 80))] * 3)
    with pytest.raises(UserError, match="is 80 x 60, the truth 160 x 120"):
        evaluate_folders(tmp_path / "own", tmp_path / "gt")
    (tmp_path / "gt" / "00002.png").unlink()
    with pytest.raises(UserError, match="three are needed"):
        evaluate_folders(tmp_path / "own", tmp_path / "gt")
