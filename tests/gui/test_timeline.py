"""The timeline, driven by the mouse."""

import numpy as np
import pytest
from PySide6.QtCore import QPoint, QPointF, Qt
from PySide6.QtGui import QWheelEvent
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication

from annotator.gui import lanes
from annotator.gui.images import pixels_of
from annotator.gui.lanes import Lane
from annotator.gui.requests import ChooseObject, ChooseRange, SeekTo
from annotator.gui.timeline import Timeline
from annotator.gui.timeline_scene import HEADER_WIDTH, LANE_HEIGHT, RULER_HEIGHT

FRAME_COUNT = 200


@pytest.fixture
def timeline(qtbot):
    timeline = Timeline()
    qtbot.addWidget(timeline)
    timeline.resize(HEADER_WIDTH + 610, RULER_HEIGHT + 5 * LANE_HEIGHT)
    timeline.show()
    qtbot.waitExposed(timeline)
    timeline.set_video(FRAME_COUNT, lambda frame: frame / 25)
    timeline.set_lanes([lane(number) for number in range(1, 11)])
    return timeline


def lane(number, first=20, last=60):
    flags = np.zeros(FRAME_COUNT, np.uint8)
    flags[first:last] = lanes.PRESENT
    return Lane(object_id=100 + number, label=f"{number} <b>thing</b>", colour="#e69f00",
                frame_flags=flags)  # fmt: skip


def place(timeline, frame, y=8):
    return QPoint(round(timeline.axis.x_of(frame + 0.5)), y)


def asked(timeline):
    found = []
    timeline.requested.connect(found.append)
    return found


def test_a_click_on_the_ruler_seeks(timeline):
    found = asked(timeline)
    QTest.mouseClick(timeline.viewport(), Qt.MouseButton.LeftButton, pos=place(timeline, 77))
    assert found == [SeekTo(77)]


def test_dragging_scrubs(timeline):
    found = asked(timeline)
    view = timeline.viewport()
    QTest.mousePress(view, Qt.MouseButton.LeftButton, pos=place(timeline, 10))
    QTest.mouseMove(view, place(timeline, 50))
    QTest.mouseMove(view, place(timeline, 5_000))
    QTest.mouseRelease(view, Qt.MouseButton.LeftButton, pos=place(timeline, 5_000))
    assert found == [SeekTo(10), SeekTo(50), SeekTo(FRAME_COUNT - 1)]


def test_a_click_on_a_lane_chooses_the_object_and_seeks(timeline):
    found = asked(timeline)
    y = timeline.lane_rect(102).center().y()
    QTest.mouseClick(timeline.viewport(), Qt.MouseButton.LeftButton, pos=place(timeline, 30, y))
    assert found == [ChooseObject(102), SeekTo(30)]


def test_a_click_on_a_name_only_chooses(timeline):
    found = asked(timeline)
    y = timeline.lane_rect(103).center().y()
    QTest.mouseClick(timeline.viewport(), Qt.MouseButton.LeftButton, pos=QPoint(40, y))
    assert found == [ChooseObject(103)]


def test_the_ends_of_the_range_can_be_dragged(timeline):
    timeline.set_range(40, 120)
    found = asked(timeline)
    for edge, goal in ((40, 60), (120, 99)):
        handle = QPoint(round(timeline.axis.x_of(edge)), RULER_HEIGHT - 4)
        QTest.mousePress(timeline.viewport(), Qt.MouseButton.LeftButton, pos=handle)
        QTest.mouseMove(timeline.viewport(), place(timeline, goal, RULER_HEIGHT - 4))
        QTest.mouseRelease(timeline.viewport(), Qt.MouseButton.LeftButton)
    assert found[-1] == ChooseRange(40, 100)
    assert ChooseRange(60, 120) in found


def test_ctrl_and_the_wheel_zoom_at_the_pointer(timeline):
    pointer = place(timeline, 150)
    event = QWheelEvent(
        QPointF(pointer), QPointF(pointer), QPoint(), QPoint(0, 600), Qt.MouseButton.NoButton,
        Qt.KeyboardModifier.ControlModifier, Qt.ScrollPhase.NoScrollPhase, False,
    )  # fmt: skip
    QApplication.sendEvent(timeline.viewport(), event)
    assert timeline.axis.span < FRAME_COUNT / 2
    assert timeline.axis.frame_at(pointer.x()) == 150


def test_the_playhead_is_kept_in_view(timeline):
    test_ctrl_and_the_wheel_zoom_at_the_pointer(timeline)
    timeline.set_frame(3)
    assert timeline.axis.first <= 3 < timeline.axis.first + timeline.axis.span


def test_the_chosen_lane_is_scrolled_to(timeline):
    timeline.set_chosen(110)
    rect = timeline.lane_rect(110)
    assert rect.top() >= RULER_HEIGHT
    assert rect.bottom() <= timeline.viewport().height()


def test_lanes_show_where_there_are_masks(timeline):
    shown = pixels_of(timeline.viewport().grab().toImage())
    y = timeline.lane_rect(101).center().y() - 2
    here, there = place(timeline, 40).x(), place(timeline, 90).x()
    assert tuple(shown[y, here]) == (0xE6, 0x9F, 0x00)
    assert tuple(shown[y, there]) != (0xE6, 0x9F, 0x00)


def test_a_name_is_never_taken_for_rich_text(timeline):
    y = timeline.lane_rect(101).center().y()
    QTest.mouseMove(timeline.viewport(), place(timeline, 25, y))
    assert "&lt;b&gt;thing" in timeline.viewport().toolTip()
    assert "mask" in timeline.viewport().toolTip()


def test_a_video_of_one_frame_and_no_objects(timeline):
    timeline.set_video(1, lambda frame: 0.0)
    found = asked(timeline)
    QTest.mouseClick(timeline.viewport(), Qt.MouseButton.LeftButton, pos=QPoint(400, 60))
    assert found == [SeekTo(0)]
    assert not timeline.grab().isNull()
