"""How a hand goes through a video decides what is made ready for it."""

from annotator.gui.gait import Gait

KEY_REPEAT = 1 / 30
MOUSE_MOVE = 1 / 125


def gait(frames, seconds):
    """Of a hand that goes to frames, each so long after the one before."""
    made = Gait()
    for number, frame_index in enumerate(frames):
        made.go(frame_index, 100 + number * seconds)
    return made


def test_a_video_just_opened_will_be_walked_through():
    opened = gait([0], 0)
    assert opened.is_walk
    assert opened.direction == 0


def test_a_key_held_down_walks_without_haste():
    for frames, direction in (([5, 6, 7, 8], 1), ([8, 7, 6, 5], -1)):
        walking = gait(frames, KEY_REPEAT)
        assert walking.is_walk
        assert not walking.is_hasty
        assert walking.direction == direction


def test_a_film_of_60_frames_a_second_is_not_in_haste():
    assert not gait(range(10), 1 / 60).is_hasty


def test_a_slow_drag_walks_in_haste():
    dragging = gait(range(10), MOUSE_MOVE)
    assert dragging.is_walk
    assert dragging.is_hasty


def test_a_jump_that_comes_down_near_by_is_no_walk():
    assert not gait([50, 10, 11, 12], KEY_REPEAT).is_walk
    assert gait([50, 10, 11, 12, 13], KEY_REPEAT).is_walk
