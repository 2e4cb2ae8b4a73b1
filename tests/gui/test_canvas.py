"""The canvas, driven by mouse and keyboard."""

import numpy as np
import pytest
from PySide6.QtCore import QPoint, QPointF, Qt
from PySide6.QtGui import QWheelEvent
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication

from annotator.gui.canvas import Canvas, Hover
from annotator.gui.images import frame_image, opaque_image, overlay_image
from annotator.gui.overlay import NOTHING, Layer, OverlayStyle, compose
from annotator.gui.tools.box import BoxTool
from annotator.gui.tools.brush import BrushTool
from annotator.gui.tools.gestures import BoxDrawn, PointPlaced, StrokeDrawn
from storage import masks
from storage.records import FramePrompt, Point
from tests.gui.hand import at, drag
from tests.gui.looking import pixels_of

FRAME = np.random.default_rng(0).integers(0, 256, (30, 40, 3), np.uint8)


@pytest.fixture
def canvas(qtbot):
    canvas = Canvas()
    qtbot.addWidget(canvas)
    canvas.resize(640, 480)
    canvas.show()
    qtbot.waitExposed(canvas)
    canvas.set_frame(frame_image(FRAME), NOTHING)
    return canvas


def scroll(canvas, position, notches, modifiers=Qt.KeyboardModifier.NoModifier):
    event = QWheelEvent(
        QPointF(position), canvas.mapToGlobal(QPointF(position)), QPoint(), QPoint(0, 120 * notches),
        Qt.MouseButton.NoButton, modifiers, Qt.ScrollPhase.NoScrollPhase, False,
    )  # fmt: skip
    QApplication.sendEvent(canvas, event)


def test_every_pixel_of_the_frame_is_shown_where_the_viewport_says(canvas):
    shown = pixels_of(canvas.grab().toImage())
    for y in range(0, 30, 7):
        for x in range(0, 40, 7):
            view = at(canvas, x, y)
            assert (shown[view.y(), view.x()] == FRAME[y, x]).all()


def test_masks_lie_on_their_pixels(canvas):
    mask = np.zeros((30, 40), bool)
    mask[10:15, 20:30] = True
    style = OverlayStyle(opacity=1, outlined=False)
    canvas.set_frame(frame_image(FRAME), compose([Layer(masks.encode(mask), "#ff0000")], style))
    shown = pixels_of(canvas.grab().toImage())
    for x, y in ((20, 10), (29, 14), (19, 10), (30, 14), (20, 9), (29, 15)):
        view = at(canvas, x, y)
        expected = (255, 0, 0) if mask[y, x] else FRAME[y, x]
        assert (shown[view.y(), view.x()] == expected).all()


def test_pictures_go_to_qt_and_back():
    assert np.array_equal(pixels_of(frame_image(FRAME)), FRAME)
    opaque = np.dstack([FRAME[..., ::-1], np.full((30, 40), 255, np.uint8)])
    assert np.array_equal(pixels_of(opaque_image(opaque)), FRAME)
    image, pixels = overlay_image((30, 40))
    pixels[:] = opaque.view(np.int32)[..., 0]
    assert np.array_equal(pixels_of(image), FRAME)


def test_a_click_places_a_point_on_the_pixel_and_the_right_one_subtracts(canvas, qtbot):
    for button, adds in ((Qt.MouseButton.LeftButton, True), (Qt.MouseButton.RightButton, False)):
        with qtbot.waitSignal(canvas.gesture_made) as told:
            QTest.mouseClick(canvas, button, pos=at(canvas, 12, 7))
        (gesture,) = told.args
        assert isinstance(gesture, PointPlaced)
        assert (round(gesture.point.x), round(gesture.point.y)) == (12, 7)
        assert gesture.point.positive is adds


def test_a_drag_draws_a_box(canvas, qtbot):
    canvas.set_tool(BoxTool())
    with qtbot.waitSignal(canvas.gesture_made) as told:
        drag(canvas, [(5, 6), (12, 8), (20, 25)])
    (gesture,) = told.args
    assert isinstance(gesture, BoxDrawn)
    box = gesture.box
    assert [round(it) for it in (box.x0, box.y0, box.x1, box.y1)] == [5, 6, 20, 25]


def test_escape_forgets_what_was_begun(canvas, qtbot):
    canvas.set_tool(BoxTool())
    with qtbot.assertNotEmitted(canvas.gesture_made):
        QTest.mousePress(canvas, Qt.MouseButton.LeftButton, pos=at(canvas, 5, 6))
        QTest.mouseMove(canvas, at(canvas, 20, 25))
        QTest.keyClick(canvas, Qt.Key.Key_Escape)
        QTest.mouseRelease(canvas, Qt.MouseButton.LeftButton, pos=at(canvas, 20, 25))


def test_the_brush_paints_and_changes_its_size(canvas, qtbot):
    brush = BrushTool(radius=4)
    canvas.set_tool(brush)
    scroll(canvas, at(canvas, 5, 5), 2, Qt.KeyboardModifier.ShiftModifier)
    assert brush.radius > 5
    with qtbot.waitSignal(canvas.gesture_made) as told:
        drag(canvas, [(5, 6), (20, 6)])
    (gesture,) = told.args
    assert isinstance(gesture, StrokeDrawn)
    assert not gesture.erases
    assert gesture.stroke.radius == brush.radius


def test_the_wheel_zooms_at_the_pointer_and_fit_comes_back(canvas):
    fitted = canvas.viewport
    pointer = at(canvas, 30, 4)
    scroll(canvas, pointer, 5)
    assert canvas.viewport.scale > 2 * fitted.scale
    assert canvas.viewport.pixel_at(pointer.x(), pointer.y()) == (30, 4)
    canvas.fit()
    assert canvas.viewport == fitted


def test_actual_size_is_one_pixel_on_one_pixel(canvas):
    canvas.actual_size()
    assert canvas.viewport.scale * canvas.devicePixelRatioF() == pytest.approx(1)


def test_zoom_and_pan_stay_when_another_frame_is_shown(canvas):
    scroll(canvas, at(canvas, 30, 4), 5)
    before = canvas.viewport
    canvas.set_frame(frame_image(FRAME[::-1]), NOTHING)
    assert canvas.viewport == before
    canvas.set_frame(frame_image(FRAME[:10]), NOTHING)
    assert canvas.viewport != before


def test_a_fitted_frame_stays_fitted_when_the_window_grows(canvas):
    canvas.resize(1000, 800)
    assert at(canvas, -0.5, 14.5).x() >= 0
    assert at(canvas, 39.5, 14.5).x() <= 1000
    assert canvas.viewport.scale > 640 / 40


@pytest.mark.parametrize("with_space", [False, True])
def test_a_drag_with_the_middle_button_or_space_pans(canvas, qtbot, with_space):
    button = Qt.MouseButton.LeftButton if with_space else Qt.MouseButton.MiddleButton
    canvas.zoom(3)
    before = canvas.viewport
    with qtbot.assertNotEmitted(canvas.gesture_made), qtbot.assertNotEmitted(canvas.space_tapped):
        if with_space:
            QTest.keyPress(canvas, Qt.Key.Key_Space)
        start = at(canvas, 20, 15)
        QTest.mousePress(canvas, button, pos=start)
        QTest.mouseMove(canvas, start + QPoint(30, -20))
        QTest.mouseRelease(canvas, button, pos=start + QPoint(30, -20))
        if with_space:
            QTest.keyRelease(canvas, Qt.Key.Key_Space)
    assert (canvas.viewport.left, canvas.viewport.top) == (before.left + 30, before.top - 20)


def test_a_tapped_space_bar_is_told(canvas, qtbot):
    with qtbot.waitSignal(canvas.space_tapped):
        QTest.keyClick(canvas, Qt.Key.Key_Space)


def test_the_pixel_under_the_pointer_is_told(canvas, qtbot):
    told = []
    canvas.hovered.connect(told.append)
    QTest.mouseMove(canvas, at(canvas, 3, 9))
    QTest.mouseMove(canvas, QPoint(1, 1))
    assert told == [Hover((3, 9)), Hover(None)]


def test_without_a_frame_the_hand_does_nothing(qtbot):
    canvas = Canvas()
    qtbot.addWidget(canvas)
    canvas.resize(300, 200)
    with qtbot.assertNotEmitted(canvas.gesture_made):
        QTest.mouseClick(canvas, Qt.MouseButton.LeftButton)
    canvas.fit()
    canvas.zoom(2)
    assert canvas.grab().toImage().pixelColor(5, 5) == canvas.palette().dark().color()


def test_prompts_are_shown_over_the_frame(canvas):
    before = pixels_of(canvas.grab().toImage())
    canvas.set_draft(NOTHING, FramePrompt(0, points=(Point(20, 15),)))
    after = pixels_of(canvas.grab().toImage())
    view = at(canvas, 20, 15)
    assert (after[view.y() + 4, view.x() + 4] != before[view.y() + 4, view.x() + 4]).any()
    far = at(canvas, 3, 3)
    assert (after[far.y(), far.x()] == before[far.y(), far.x()]).all()
