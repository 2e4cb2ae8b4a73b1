"""What a timeline and the list of objects see in a track."""

import numpy as np
import pytest

from annotator.gui.lanes import ABSENT, KEYFRAME, PRESENT, VERIFIED
from annotator.gui.track_arrays import TrackArrays


def track(areas, flags=()):
    areas = np.array(areas, np.int32)
    all_flags = np.where(areas > 0, PRESENT, 0).astype(np.uint8)
    for frame_index, flag in dict(flags).items():
        all_flags[frame_index] |= flag
    return TrackArrays(all_flags, areas, np.full(len(areas), np.nan, np.float32))


def test_a_mask_that_grows_or_shrinks_at_once_is_sudden():
    found = track([100, 110, 300, 310, 0, 0, 300, 100, 120]).sudden()
    assert np.flatnonzero(found).tolist() == [2, 7]


@pytest.mark.parametrize("flag", [KEYFRAME, VERIFIED])
def test_what_a_person_stood_for_is_not_sudden(flag):
    assert not track([100, 300], {1: flag}).sudden().any()


def test_the_verified_share_counts_what_a_person_made_too():
    assert track([5, 5, 5, 5], {0: KEYFRAME, 2: VERIFIED}).verified_share() == 0.5
    assert track([5, 0], {1: ABSENT | VERIFIED}).verified_share() == 0.5
    assert track([0, 0]).verified_share() is None


def test_the_portrait_is_a_persons_mask_if_there_is_one():
    assert track([5, 9, 7], {0: KEYFRAME, 2: KEYFRAME}).portrait_frame() == 2
    assert track([5, 9, 7]).portrait_frame() == 1
    assert track([0, 0], {1: ABSENT | KEYFRAME}).portrait_frame() is None


def test_a_stretch_is_where_the_object_is_or_is_not_throughout():
    found = track([0, 0, 5, 5, 5, 0])
    assert [found.stretch(i) for i in (0, 1, 2, 4, 5)] == [(0, 2), (0, 2), (2, 5), (2, 5), (5, 6)]
