"""Masks shaped, looked at and prompted on the canvas, by mouse and keyboard, on a real project."""

from dataclasses import replace

import numpy as np
import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QMenu

from annotator.gui import previewing
from annotator.gui.prompt_handles import BoxHandle, PointHandle, handle_at, move, remove
from annotator.gui.tools.raster import fill
from model_backend.engine import Candidate
from storage import masks
from storage.records import Box, FramePrompt, Point
from tests.gui.hand import at, click, drag, key
from tests.gui.looking import pixels_of

LEFT, RIGHT = Qt.MouseButton.LeftButton, Qt.MouseButton.RightButton
HW = (360, 640)
NEAR = 3  # pixels of the frame; the places where a mouse is pressed and let go are whole pixels of the canvas
SQUARE = [(100, 100), (200, 100), (200, 200), (100, 200)]


def point_at(window, x, y):
    QTest.mouseMove(window.canvas, at(window.canvas, x, y))


def saved(window, number=1, frame_index=0):
    workspace = window.bench.workspace
    tracked = next(it for it in workspace.objects if it.number == number)
    return workspace.session.project.mask(tracked.id, frame_index)


def pixels(window):
    return pixels_of(window.canvas.grab().toImage())


def differs_at(window, before, x, y):
    """Whether the canvas has changed near a place of the frame."""
    view = at(window.canvas, x, y)
    near = np.s_[
        view.y() - 3 : view.y() + 4, view.x() - 6 : view.x() + 7
    ]  # longer than a gap of dashes
    return (pixels(window) != before)[near].any()


def pixel(window, x, y):
    view = at(window.canvas, x, y)
    return pixels(window)[view.y(), view.x()].tolist()


def draw_polygon(window, corners, button=LEFT):
    key(window, Qt.Key.Key_P)
    for x, y in corners:
        click(window, x, y, button)
    key(window, Qt.Key.Key_Return)


@pytest.fixture
def square(window, qtbot):
    """A square mask of object [1] on frame 0, shown."""
    draw_polygon(window, SQUARE)
    qtbot.waitUntil(lambda: window.stage.mask_at(150, 150) is not None)
    return window


# --- areas -------------------------------------------------------------------------------------


def test_a_polygon_is_added_and_with_the_other_button_subtracted(square):
    rle = saved(square).rle
    assert masks.iou(rle, fill(tuple(SQUARE), HW)) > 0.97
    draw_polygon(square, [(140, 140), (160, 140), (160, 160), (140, 160)], RIGHT)
    assert not masks.contains(saved(square).rle, 150, 150)
    assert masks.contains(saved(square).rle, 110, 110)


def test_a_polygon_ends_at_its_first_corner_or_with_a_double_click(window):
    key(window, Qt.Key.Key_P)
    for x, y in (*SQUARE, SQUARE[0]):
        click(window, x, y)
    assert masks.contains(saved(window).rle, 150, 150)
    for x, y in ((300, 100), (400, 100), (400, 200)):
        click(window, x, y)
    QTest.mouseDClick(window.canvas, LEFT, pos=at(window.canvas, 400, 200))
    assert masks.contains(saved(window).rle, 380, 120)


@pytest.mark.parametrize(
    ("preset", "finish"),
    [("maskbank", Qt.Key.Key_F), ("maskbank", Qt.Key.Key_N), ("cvat", Qt.Key.Key_N), ("labelme", Qt.Key.Key_F)],
)  # fmt: skip
def test_a_polygon_ends_with_the_key_that_finishes_in_other_tools(window, preset, finish):
    window.take_preferences(replace(window.preferences, preset=preset))
    key(window, Qt.Key.Key_P)
    for x, y in SQUARE:
        click(window, x, y)
    key(window, finish)
    assert masks.contains(saved(window).rle, 150, 150)


def test_backspace_takes_a_corner_back_and_escape_all(window):
    key(window, Qt.Key.Key_P)
    for x, y in (*SQUARE, (600, 300)):
        click(window, x, y)
    key(window, Qt.Key.Key_Backspace)
    key(window, Qt.Key.Key_Return)
    assert not masks.contains(saved(window).rle, 300, 200)
    click(window, 300, 300)
    key(window, Qt.Key.Key_Escape)
    key(window, Qt.Key.Key_Return)
    assert not masks.contains(saved(window).rle, 300, 300)


def test_the_lasso_draws_an_area(window):
    key(window, Qt.Key.Key_B, Qt.KeyboardModifier.ShiftModifier)
    drag(window.canvas, SQUARE)
    assert masks.iou(saved(window).rle, fill(tuple(SQUARE), HW)) > 0.97


# --- the outline -------------------------------------------------------------------------------


@pytest.fixture
def outlined(square, qtbot):
    """The square with the tool that bends outlines in the hand."""
    key(square, Qt.Key.Key_T)
    qtbot.waitUntil(lambda: bool(square.canvas.tool.preview.contours))
    return square


def test_a_corner_of_the_outline_is_dragged(outlined, qtbot):
    before = saved(outlined).rle
    drag(outlined.canvas, [(200, 200), (240, 240)])
    after = saved(outlined).rle
    assert masks.contains(after, 230, 230)
    assert masks.subtract(before, after).area < 5
    qtbot.waitUntil(
        lambda: any(
            (abs(it.points - (240, 240)).max(axis=1) < 3).any()
            for it in outlined.canvas.tool.preview.contours
        )
    )


def test_the_line_between_two_corners_gives_one_more(outlined):
    drag(outlined.canvas, [(150, 100), (150, 60)])
    assert masks.contains(saved(outlined).rle, 150, 70)
    assert not masks.contains(saved(outlined).rle, 102, 70)


def test_the_other_button_takes_a_corner_out(outlined):
    drag(outlined.canvas, [(150, 100), (150, 60)])
    before = saved(outlined).rle.area
    click(outlined, 200, 200, RIGHT)
    assert saved(outlined).rle.area < before - 1000


def test_bending_is_one_step_to_undo(outlined):
    before = saved(outlined)
    drag(outlined.canvas, [(200, 200), (240, 240)])
    key(outlined, Qt.Key.Key_Z, Qt.KeyboardModifier.ControlModifier)
    assert saved(outlined) == before


# --- looking -----------------------------------------------------------------------------------


def test_a_key_goes_through_the_ways_to_show_masks(window):
    seen = []
    for _ in range(4):
        key(window, Qt.Key.Key_M, Qt.KeyboardModifier.ShiftModifier)
        style = window.stage.style
        seen.append((style.filled, style.outlined, style.opacity == 1))
    fill_only, outline_only = (True, False, False), (False, True, False)
    solid, tinted = (True, False, True), (True, True, False)
    assert seen == [fill_only, outline_only, solid, tinted]


def test_an_outline_leaves_the_inside_free_and_solid_covers_it(window, qtbot):
    bare = pixels(window)
    window.actions_by_id["look-outline"].trigger()
    draw_polygon(window, SQUARE)
    qtbot.waitUntil(lambda: window.stage.mask_at(150, 150) is not None)
    # The drawn area goes, the mask stays.
    qtbot.waitUntil(lambda: differs_at(window, bare, 150, 100))
    qtbot.waitUntil(lambda: not differs_at(window, bare, 150, 150))
    window.actions_by_id["look-solid"].trigger()
    colour = window.bench.workspace.objects[0].colour
    plain = [int(colour[i : i + 2], 16) for i in (1, 3, 5)]
    qtbot.waitUntil(lambda: pixel(window, 150, 150) == plain)


def test_keys_make_masks_stronger_and_fainter(square, qtbot):
    colour = square.bench.workspace.objects[0].colour

    def from_own_colour():
        own = np.array([int(colour[i : i + 2], 16) for i in (1, 3, 5)])
        return np.abs(pixel(square, 150, 150) - own).sum()

    at_first = from_own_colour()
    key(square, Qt.Key.Key_BracketRight, Qt.KeyboardModifier.ControlModifier)
    qtbot.waitUntil(lambda: from_own_colour() < at_first)
    for _ in range(2):
        key(square, Qt.Key.Key_BracketLeft, Qt.KeyboardModifier.ControlModifier)
    qtbot.waitUntil(lambda: from_own_colour() > at_first)


def test_keys_move_over_a_frame_that_is_larger_than_the_view(window):
    canvas = window.canvas
    canvas.zoom(8)
    for name, right, down in (
        (Qt.Key.Key_Right, 1, 0), (Qt.Key.Key_Left, -1, 0),
        (Qt.Key.Key_Down, 0, 1), (Qt.Key.Key_Up, 0, -1),
    ):  # fmt: skip
        x, y = canvas.viewport.to_frame(0, 0)
        key(window, name, Qt.KeyboardModifier.ControlModifier)
        moved = canvas.viewport.to_frame(0, 0)
        assert np.sign([moved[0] - x, moved[1] - y]).tolist() == [right, down]
    assert window.bench.workspace.frame_index == 0


def test_only_the_chosen_object_is_shown(square, qtbot):
    key(square, Qt.Key.Key_N)
    draw_polygon(square, [(300, 100), (400, 100), (400, 200)])
    qtbot.waitUntil(lambda: square.stage.mask_at(380, 120) is not None)
    key(square, Qt.Key.Key_H, Qt.KeyboardModifier.ShiftModifier)
    qtbot.waitUntil(lambda: square.stage.mask_at(150, 150) is None)
    assert square.stage.mask_at(380, 120) is not None
    key(square, Qt.Key.Key_1)
    qtbot.waitUntil(lambda: square.stage.mask_at(150, 150) is not None)
    assert square.stage.mask_at(380, 120) is None


def test_outlines_of_the_frames_beside_are_shown(square, qtbot):
    square.bench.seek(1)
    qtbot.waitUntil(lambda: square.stage.frame_index == 1)
    before = pixels(square)
    key(square, Qt.Key.Key_G, Qt.KeyboardModifier.ShiftModifier)
    qtbot.waitUntil(lambda: differs_at(square, before, 150, 100))
    qtbot.waitUntil(lambda: not differs_at(square, before, 150, 150))


def test_the_object_under_the_pointer_is_highlighted_and_named(square, qtbot):
    point_at(square, 400, 300)
    before = pixels(square)
    point_at(square, 150, 150)
    assert "[1] object" in square.canvas.toolTip()
    assert "made by a person" in square.canvas.toolTip()
    qtbot.waitUntil(lambda: differs_at(square, before, 150, 101))
    point_at(square, 400, 300)
    assert square.canvas.toolTip() == ""


def test_a_smaller_mask_lies_on_a_larger_one_and_a_key_goes_through_those_under_the_pointer(
    square, qtbot
):
    key(square, Qt.Key.Key_N)
    draw_polygon(square, [(50, 50), (300, 50), (300, 300), (50, 300)])
    square.bench.workspace.choose(None)
    qtbot.waitUntil(lambda: square.stage.mask_at(60, 60) is not None)
    qtbot.waitUntil(lambda: square.stage.mask_at(150, 150).tracked.number == 1)
    point_at(square, 150, 150)
    chosen = []
    for _ in range(3):
        key(square, Qt.Key.Key_QuoteLeft)
        chosen.append(square.bench.workspace.chosen.number)
    assert chosen == [1, 2, 1]


def test_pixels_have_borders_where_they_are_large(window):
    window.canvas.zoom(40, at=at(window.canvas, 320, 180))
    with_grid = pixels(window)
    window.actions_by_id["pixel-grid"].trigger()
    assert (pixels(window) != with_grid).any()
    window.canvas.fit()
    fitted = pixels(window)
    window.actions_by_id["pixel-grid"].trigger()
    assert (pixels(window) == fitted).all()


# --- prompts -------------------------------------------------------------------------------------


def discs(prompt):
    """What a simple engine would see: a disc around each point that adds, the inside of a box."""
    ys, xs = np.mgrid[: HW[0], : HW[1]]
    mask = np.zeros(HW, bool)
    for point in prompt.points:
        mask |= (point.positive) & ((xs - point.x) ** 2 + (ys - point.y) ** 2 < 400)
    if (box := prompt.box) is not None:
        mask |= (xs >= box.x0) & (xs <= box.x1) & (ys >= box.y0) & (ys <= box.y1)
    return [Candidate(masks.encode(mask), 0.9)]


@pytest.fixture
def prompted(window, qtbot, monkeypatch):
    """Object [1] made by one click at (100, 100); the engine draws discs, and remembers questions."""
    window.asked = []

    def suggest(video_id, prompt, *, object_id=None):
        window.asked.append(prompt)
        return discs(prompt)

    monkeypatch.setattr(window.bench.workspace.session, "suggest", suggest)
    monkeypatch.setattr(previewing, "QUICK_SECONDS", 60.0)  # however slow this machine is
    click(window, 100, 100)
    wait_for_draft(window, qtbot)
    key(window, Qt.Key.Key_Return)
    stage = window.stage
    qtbot.waitUntil(lambda: stage.mask_at(100, 100) is not None and stage.is_settled)
    return window


def wait_for_draft(window, qtbot):
    drafting = window.bench.drafting
    qtbot.waitUntil(lambda: bool(drafting.draft) and not drafting.draft.waiting)
    return drafting.draft


def stored(window):
    workspace = window.bench.workspace
    return workspace.session.project.prompts(workspace.objects[0].id)


def test_a_kept_prompt_is_shown_and_moving_it_asks_the_engine_again(prompted, qtbot):
    drag(prompted.canvas, [(100, 100), (200, 150), (300, 200)])
    draft = wait_for_draft(prompted, qtbot)
    (point,) = draft.prompt.points
    assert (point.x, point.y) == pytest.approx((300, 200), abs=NEAR)
    assert draft.prompt.mask is None
    assert masks.contains(draft.candidate.rle, 300, 200)
    assert not masks.contains(draft.candidate.rle, 100, 100)
    key(prompted, Qt.Key.Key_Return)
    assert masks.contains(saved(prompted).rle, 300, 200)
    assert [it.points[0].x for it in stored(prompted)] == [pytest.approx(300, abs=NEAR)]


@pytest.mark.qt_log_ignore("This plugin does not support")
def test_a_point_of_a_draft_is_removed_by_key_or_by_the_menu_under_the_other_button(
    prompted, qtbot
):
    click(prompted, 300, 200)
    click(prompted, 400, 200)
    assert len(wait_for_draft(prompted, qtbot).prompt.points) == 3
    point_at(prompted, 400, 200)
    key(prompted, Qt.Key.Key_Delete)
    assert len(wait_for_draft(prompted, qtbot).prompt.points) == 2
    click(prompted, 300, 200, RIGHT)
    (menu,) = prompted.canvas.findChildren(QMenu)
    menu.actions()[0].trigger()
    menu.close()
    points = wait_for_draft(prompted, qtbot).prompt.points
    assert [round(it.x) for it in points] == [100]
    assert saved(prompted) is not None


def test_the_last_kept_prompt_can_go_and_the_mask_stays(prompted):
    before = saved(prompted).rle
    point_at(prompted, 100, 100)
    key(prompted, Qt.Key.Key_Delete)
    assert stored(prompted) == []
    assert saved(prompted).rle == before


def test_a_box_is_resized_at_its_corner_and_moved_at_its_side(prompted, qtbot):
    key(prompted, Qt.Key.Key_N)
    key(prompted, Qt.Key.Key_R)
    drag(prompted.canvas, [(300, 100), (350, 150), (400, 200)])
    wait_for_draft(prompted, qtbot)
    drag(prompted.canvas, [(400, 200), (450, 230)])
    box = wait_for_draft(prompted, qtbot).prompt.box
    corners = (box.x0, box.y0, box.x1, box.y1)
    assert corners == pytest.approx((300, 100, 450, 230), abs=NEAR)
    drag(prompted.canvas, [(370, 100), (380, 120)])
    box = wait_for_draft(prompted, qtbot).prompt.box
    corners = (box.x0, box.y0, box.x1, box.y1)
    assert corners == pytest.approx((310, 120, 460, 250), abs=NEAR)


def test_what_a_click_would_get_is_shown_before_it_and_costs_nothing_again(prompted, qtbot):
    asked = len(prompted.asked)
    rest = prompted.previewing._rest
    rest.setInterval(1_000_000)  # not before it is looked at, however slow this machine is
    point_at(prompted, 400, 250)
    before = pixels(prompted)
    rest.start(0)
    qtbot.waitUntil(lambda: differs_at(prompted, before, 410, 250))
    assert len(prompted.asked) == asked + 1
    assert prompted.bench.drafting.draft is None
    click(prompted, 400, 250)
    assert not prompted.bench.drafting.draft.waiting  # the answer was there already
    assert len(prompted.asked) == asked + 1
    assert saved(prompted).rle.area < prompted.bench.drafting.draft.candidate.rle.area


def test_a_box_is_previewed_while_it_is_drawn(prompted, qtbot):
    key(prompted, Qt.Key.Key_R)
    QTest.mousePress(prompted.canvas, LEFT, pos=at(prompted.canvas, 300, 100))
    point_at(prompted, 400, 200)
    qtbot.waitUntil(lambda: prompted.asked[-1].box is not None)
    assert prompted.bench.drafting.draft is None
    key(prompted, Qt.Key.Key_Escape)


@pytest.mark.parametrize("end", [Qt.Key.Key_Return, Qt.Key.Key_Escape])
def test_a_box_that_is_done_with_is_not_previewed_on_other_frames(prompted, qtbot, end):
    key(prompted, Qt.Key.Key_N)
    key(prompted, Qt.Key.Key_R)
    if end == Qt.Key.Key_Escape:
        QTest.mousePress(prompted.canvas, LEFT, pos=at(prompted.canvas, 300, 100))
        point_at(prompted, 400, 200)
    else:
        drag(prompted.canvas, [(300, 100), (350, 150), (400, 200)])
        wait_for_draft(prompted, qtbot)
    key(prompted, end)
    asked = len(prompted.asked)
    prompted.bench.seek(1)
    qtbot.waitUntil(lambda: prompted.stage.frame_index == 1)
    qtbot.wait(150)
    assert len(prompted.asked) == asked


def test_no_preview_is_asked_for_where_it_is_switched_off(prompted, qtbot):
    key(prompted, Qt.Key.Key_P, Qt.KeyboardModifier.ShiftModifier)
    asked = len(prompted.asked)
    point_at(prompted, 400, 250)
    qtbot.wait(150)
    assert len(prompted.asked) == asked


def test_a_pointer_over_a_fresh_window_asks_no_engine(window, qtbot):
    point_at(window, 200, 200)
    qtbot.wait(150)
    assert not window.previewing._rest.isActive()
    assert window.previewing._asked is None


def test_prompts_are_named_by_where_they_are():
    prompt = FramePrompt(0, points=(Point(10, 10), Point(50, 50)), box=Box(0, 0, 40, 30))
    assert handle_at(prompt, 11, 9, grip=3) == PointHandle(0)
    assert handle_at(prompt, 39, 31, grip=3) == BoxHandle(1, 1)
    assert handle_at(prompt, 20, 1, grip=3) == BoxHandle()
    assert handle_at(prompt, 30, 20, grip=3) is None
    assert move(prompt, BoxHandle(-1, 1), 5, 7).box == Box(5, 0, 40, 37)
    assert move(prompt, BoxHandle(1, 1), -60, 0).box == Box(-20, 0, 0, 30)
    assert remove(prompt, PointHandle(0)).points == (Point(50, 50),)
    assert remove(prompt, BoxHandle()).box is None


def test_a_click_right_beside_a_point_is_not_lost_on_it(prompted, qtbot):
    click(prompted, 100, 100)
    assert prompted.bench.drafting.draft is None  # it is the point's own place
    click(prompted, 130, 100)
    assert len(wait_for_draft(prompted, qtbot).prompt.points) == 2
