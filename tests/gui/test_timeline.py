"""The timeline, driven by the mouse."""

from dataclasses import replace

import numpy as np
import pytest
from PySide6.QtCore import QPoint, QPointF, Qt
from PySide6.QtGui import QColor, QContextMenuEvent, QWheelEvent
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QMenu

from annotator.gui import lanes, time_axis, track_plot
from annotator.gui.lanes import Lane
from annotator.gui.requests import ChooseObject, ChooseRange, SeekTo, SelectObjects
from annotator.gui.timeline import Timeline
from annotator.gui.timeline_scene import HEADER_WIDTH, LANE_HEIGHT, PLOT_HEIGHT, RULER_HEIGHT
from annotator.gui.track_arrays import TrackArrays
from annotator.gui.track_plot import short_count
from tests.gui.looking import pixels_of

CTRL, LEFT = Qt.KeyboardModifier.ControlModifier, Qt.MouseButton.LeftButton

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


def test_ctrl_and_shift_with_a_click_select_lanes(timeline):
    found = asked(timeline)
    timeline.set_selected([101], 101)
    click_lane(timeline, 103, held=CTRL)
    assert found == [SelectObjects((101, 103), 103)]
    timeline.set_selected([101, 103], 103)
    click_lane(timeline, 103, held=CTRL)
    assert found[1:] == [SelectObjects((101,), 101)]
    timeline.set_selected([101], 101)
    click_lane(timeline, 103, held=Qt.KeyboardModifier.ShiftModifier)
    assert found[2:] == [SelectObjects((101, 102, 103), 103)]


def test_a_range_is_dragged_over_selected_lanes_without_losing_them(timeline):
    timeline.set_selected([101, 102], 101)
    found = asked(timeline)
    y = timeline.lane_rect(102).center().y()
    QTest.mousePress(timeline.viewport(), LEFT, pos=place(timeline, 30, y))
    QTest.mouseMove(timeline.viewport(), place(timeline, 60, y))
    QTest.mouseRelease(timeline.viewport(), LEFT, pos=place(timeline, 60, y))
    assert found == [SelectObjects((101, 102), 102), SeekTo(30), ChooseRange(30, 61)]
    click_lane(timeline, 102)
    assert found[-1] == ChooseObject(102)


def test_a_proposal_is_not_selected_with_objects(timeline):
    timeline.set_lanes([proposal(), *timeline.lanes])
    timeline.set_selected([101], 101)
    found = asked(timeline)
    click_lane(timeline, -5, held=CTRL)
    assert found == [ChooseObject(-5)]


def test_a_proposal_is_hatched_and_an_object_is_not():
    axis = time_axis.whole(FRAME_COUNT, left=0, width=400)
    style = lanes.LaneStyle(22, 3, "#000000", "#202020", "#ffffff", "#0000ff")
    drawn = lanes.paint_lanes([proposal(), lane(1, 0, FRAME_COUNT)], axis, 400, style)
    hatched, solid = drawn[8, :, :3], drawn[22 + 8, :, :3]
    assert len(np.unique(solid, axis=0)) == 1
    on = (hatched == hatched.max(axis=0)).all(axis=1)
    assert 0.4 < on.mean() < 0.6
    shifted = (drawn[9, :, :3] == hatched.max(axis=0)).all(axis=1)
    assert (on != shifted).any()  # oblique, unlike the upright stripes of a low score


def proposal():
    flags = np.full(FRAME_COUNT, lanes.PRESENT, np.uint8)
    return Lane(-5, "?  dog", "#e69f00", flags, proposed=True)


def click_lane(timeline, object_id, held=Qt.KeyboardModifier.NoModifier):
    """On its name."""
    position = QPoint(40, timeline.lane_rect(object_id).center().y())
    QTest.mouseClick(timeline.viewport(), LEFT, held, position)


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


@pytest.mark.parametrize("factor", [1, 30])
def test_another_frame_changes_only_the_parts_that_are_painted_anew(timeline, factor):
    scores = np.linspace(0, 1, FRAME_COUNT, dtype=np.float32)
    track = TrackArrays(lane(1).frame_flags, np.arange(FRAME_COUNT), scores)
    timeline.set_lanes([replace(lane(1), track=track), lane(2)])
    timeline.set_selected([101], 101)
    timeline.resize(timeline.width(), timeline.height() + PLOT_HEIGHT)
    timeline.set_frame(FRAME_COUNT // 2)
    timeline.zoom(factor)
    view = timeline.viewport()
    for frame_index in (98, 99, 101, 103):
        before, parts = pixels_of(view.grab().toImage()), timeline._frame_parts()
        timeline.set_frame(frame_index)
        parts |= timeline._frame_parts()
        changed = (pixels_of(view.grab().toImage()) != before).any(axis=-1)
        assert changed.any()
        outside = [(x, y) for y, x in np.argwhere(changed) if not parts.contains(QPoint(x, y))]
        assert outside == []


def test_the_chosen_lane_is_scrolled_to(timeline):
    timeline.set_selected([110], 110)
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


# --- ranges, scenes, the object at work ------------------------------------------------------------


def tracked_lane(number, areas):
    areas = np.array(areas, np.int32)
    flags = np.where(areas > 0, lanes.PRESENT, 0).astype(np.uint8)
    track = TrackArrays(flags, areas, np.where(areas > 0, 0.25, np.nan).astype(np.float32))
    return Lane(100 + number, f"{number}", "#e69f00", flags, track)


def test_dragging_over_a_lane_chooses_a_range_either_way(timeline):
    found, view = asked(timeline), timeline.viewport()
    y = timeline.lane_rect(102).center().y()
    for first, last in ((30, 80), (80, 30)):
        QTest.mousePress(view, Qt.MouseButton.LeftButton, pos=place(timeline, first, y))
        QTest.mouseMove(view, place(timeline, last, y))
        QTest.mouseRelease(view, Qt.MouseButton.LeftButton, pos=place(timeline, last, y))
        assert found[-1] == ChooseRange(30, 81)
    assert found[:2] == [ChooseObject(102), SeekTo(30)]


def test_a_hand_that_trembles_chooses_no_range(timeline):
    found, view = asked(timeline), timeline.viewport()
    at = place(timeline, 30, timeline.lane_rect(102).center().y())
    QTest.mousePress(view, Qt.MouseButton.LeftButton, pos=at)
    QTest.mouseMove(view, at + QPoint(2, 0))
    QTest.mouseRelease(view, Qt.MouseButton.LeftButton, pos=at + QPoint(2, 0))
    assert found == [ChooseObject(102), SeekTo(30)]


def test_a_double_click_on_a_lane_chooses_the_stretch_under_it(timeline):
    areas = np.zeros(FRAME_COUNT)
    areas[20:60] = 50
    timeline.set_lanes([tracked_lane(1, areas)])
    found = asked(timeline)
    y = timeline.lane_rect(101).center().y()
    QTest.mouseDClick(timeline.viewport(), Qt.MouseButton.LeftButton, pos=place(timeline, 40, y))
    assert found[-1] == ChooseRange(20, 60)


@pytest.mark.qt_log_ignore("This plugin does not support")
def test_a_right_click_goes_to_its_frame_so_that_here_is_there(timeline):
    found = asked(timeline)
    at = place(timeline, 114, timeline.lane_rect(102).center().y())
    for reason in (QContextMenuEvent.Reason.Mouse, QContextMenuEvent.Reason.Keyboard):
        event = QContextMenuEvent(reason, at, timeline.viewport().mapToGlobal(at))
        QApplication.sendEvent(timeline.viewport(), event)
    assert found == [SeekTo(114)]


def test_a_right_click_chooses_the_object_and_offers_a_menu(timeline, qtbot):
    menus = []

    def make_menu():
        menus.append(QMenu(timeline))
        menus[0].addAction("Verify over the range")
        return menus[0]

    timeline.set_menu(make_menu)
    found, at = asked(timeline), timeline.lane_rect(103).center()
    QTest.mouseClick(timeline.viewport(), Qt.MouseButton.RightButton, pos=at)
    QApplication.sendEvent(
        timeline.viewport(),
        QContextMenuEvent(QContextMenuEvent.Reason.Mouse, at, timeline.viewport().mapToGlobal(at)),
    )
    assert found == [ChooseObject(103), SeekTo(timeline.axis.frame_at(at.x()))]
    assert menus[0].isVisible()
    menus[0].close()


def test_keys_choose_lanes_and_zoom(timeline):
    timeline.set_selected([102], 102)
    found = asked(timeline)
    for key in (Qt.Key.Key_Down, Qt.Key.Key_Up):
        QTest.keyClick(timeline, key)
    assert found == [ChooseObject(103), ChooseObject(101)]
    QTest.keyClick(timeline, Qt.Key.Key_Plus)
    assert timeline.axis.span < FRAME_COUNT
    QTest.keyClick(timeline, Qt.Key.Key_Minus)
    assert timeline.axis.span == FRAME_COUNT


def test_the_range_can_fill_the_timeline(timeline):
    timeline.zoom_to(40, 80)
    assert (timeline.axis.first, timeline.axis.span) == (40, 40)
    timeline.zoom_to(0, FRAME_COUNT)
    assert timeline.axis.span == FRAME_COUNT


def test_scene_cuts_are_seen_and_said(timeline):
    before = pixels_of(timeline.viewport().grab().toImage())
    timeline.set_cuts([90, 150])
    after = pixels_of(timeline.viewport().grab().toImage())
    x = round(timeline.axis.x_of(90))
    assert (before[RULER_HEIGHT + 40, x] != after[RULER_HEIGHT + 40, x]).any()
    QTest.mouseMove(timeline.viewport(), place(timeline, 90))
    assert "a scene begins" in timeline.viewport().toolTip()


def test_the_object_at_work_is_plotted_where_there_is_room(timeline):
    timeline.resize(timeline.width(), RULER_HEIGHT + 5 * LANE_HEIGHT + PLOT_HEIGHT)
    areas = np.zeros(FRAME_COUNT)
    areas[20:60], areas[60:100] = 50, 100
    timeline.set_lanes([tracked_lane(1, areas), tracked_lane(2, areas)])
    assert timeline.scene().plotted is None
    timeline.set_selected([102], 102)
    assert timeline.scene().plotted.object_id == 102
    timeline.resize(timeline.width(), RULER_HEIGHT + 2 * LANE_HEIGHT)
    assert timeline.scene().plotted is None


def test_a_plot_shows_area_and_lowest_score():
    areas = np.repeat([0, 50, 100, 0], 50)
    found = tracked_lane(1, areas).track
    axis = time_axis.whole(200, left=0, width=200)
    pixels = track_plot.plot_pixels(found, axis, (50, 200), QColor("#ff0000"), QColor("#00ff00"))
    red, green = pixels[..., 2] > 0, pixels[..., 1] > 0
    heights = red.sum(axis=0)
    assert heights[25] == heights[175] == 0
    assert 0 < heights[75] < heights[125]
    assert green[:, 125].any()
    assert not green[:, 25].any()
    rows = np.flatnonzero(green[:, 125])
    assert rows.min() == pytest.approx(50 - 5 - 0.25 * 40, abs=2)


def test_a_low_score_is_hatched_whatever_the_colour_of_the_object(timeline):
    flags = np.full(FRAME_COUNT, lanes.PRESENT | lanes.DOUBTFUL, np.uint8)
    timeline.set_lanes([Lane(101, "1", "#ffb02e", flags)])
    shown = pixels_of(timeline.viewport().grab().toImage())
    row = shown[timeline.lane_rect(101).center().y() - 2, HEADER_WIDTH + 10 : HEADER_WIDTH + 40]
    assert len(np.unique(row, axis=0)) == 2


@pytest.mark.parametrize(
    ("pixels", "text"), [(0, "0"), (9_999, "9999"), (25_382, "25.4k"), (8_294_400, "8.3M")]
)
def test_areas_of_any_size_fit_beside_the_plot(pixels, text):
    assert short_count(pixels) == text
