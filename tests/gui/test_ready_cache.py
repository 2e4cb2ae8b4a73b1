"""Frames that were made ready are found again as long as nothing changed, within a limit."""

from dataclasses import replace

from PySide6.QtGui import QImage

from annotator.gui.frame_content import FrameContent
from annotator.gui.overlay import NOTHING, OverlayStyle
from annotator.gui.ready_cache import ReadyCache
from annotator.gui.ready_frame import FrameRequest, ReadyFrame
from storage.records import FramePrompt

FRAME_BYTES = 10 * 10 * 4


def ready(frame_index, **how):
    request = FrameRequest(frame_index, OverlayStyle(), None, objects=(), **how)
    image = QImage(10, 10, QImage.Format.Format_RGB32)
    return ReadyFrame(request, image, NOTHING, FrameContent((), (), FramePrompt(frame_index)))


def test_the_same_request_later_gets_the_same_picture_under_its_own_name():
    cache, made = ReadyCache(), ready(3, serial=1)
    cache.put(made)
    later = replace(made.request, serial=9)
    found = cache.get(later)
    assert found.request == later
    assert found.image is made.image


def test_another_frame_look_zoom_or_state_of_the_project_is_another_picture():
    cache, made = ReadyCache(), ready(3)
    cache.put(made)
    for other in (
        {"frame_index": 4},
        {"style": OverlayStyle(outlined=False)},
        {"shrinking": 0.5},
        {"version": 1},
    ):
        assert cache.get(replace(made.request, **other)) is None


def test_those_used_longest_ago_go_first():
    cache = ReadyCache(limit_bytes=2 * FRAME_BYTES)
    first, second, third = (ready(i) for i in range(3))
    cache.put(first)
    cache.put(second)
    cache.get(first.request)
    cache.put(third)
    assert first.request in cache
    assert second.request not in cache
    assert third.request in cache


def test_a_frame_larger_than_the_limit_is_kept_alone():
    cache = ReadyCache(limit_bytes=1)
    cache.put(ready(0))
    cache.put(ready(1))
    assert ready(0).request not in cache
    assert ready(1).request in cache
