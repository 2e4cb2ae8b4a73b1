"""Icons are drawn in the colours of their state, sharp on every screen, and never larger than they are meant."""

import pytest
from PySide6.QtCore import QRect, QSize, Qt
from PySide6.QtGui import QIcon, QImage, QPainter, QPalette
from PySide6.QtWidgets import QApplication

from annotator.gui.icons import SIZE, icon


def colours(pixmap):
    image = pixmap.toImage()
    return {
        image.pixelColor(x, y).name()
        for x in range(image.width())
        for y in range(image.height())
        if image.pixelColor(x, y).alpha() == 255
    }


@pytest.mark.parametrize(
    ("mode", "state", "group", "role"),
    [
        (QIcon.Mode.Normal, QIcon.State.Off, QPalette.ColorGroup.Active, "ButtonText"),
        (QIcon.Mode.Disabled, QIcon.State.Off, QPalette.ColorGroup.Disabled, "ButtonText"),
        (QIcon.Mode.Normal, QIcon.State.On, QPalette.ColorGroup.Active, "HighlightedText"),
    ],
)
def test_an_icon_has_the_colour_of_the_text_beside_it(mode, state, group, role):
    expected = QApplication.palette().color(group, QPalette.ColorRole[role]).name()
    assert colours(icon("eye").pixmap(QSize(SIZE, SIZE), mode, state)) == {expected}


@pytest.mark.parametrize("ratio", [1.0, 2.0])
def test_an_icon_is_painted_as_it_is_drawn(ratio):
    side = round(SIZE * ratio)
    page = QImage(side, side, QImage.Format.Format_ARGB32_Premultiplied)
    page.fill(Qt.GlobalColor.transparent)
    page.setDevicePixelRatio(ratio)
    painter = QPainter(page)
    icon("eye").paint(painter, QRect(0, 0, SIZE, SIZE))
    painter.end()
    drawn = icon("eye").pixmap(QSize(SIZE, SIZE), ratio).toImage()
    assert page.convertToFormat(drawn.format()) == drawn


def test_an_icon_has_more_pixels_on_a_finer_screen():
    assert icon("eye").pixmap(QSize(SIZE, SIZE), 2.0).width() == 2 * SIZE


def test_a_large_place_does_not_make_an_icon_larger():
    assert icon("eye").actualSize(QSize(64, 64)) == QSize(SIZE, SIZE)
