"""Icons are drawn in the colours of their state, sharp on every screen, and never larger than they are meant."""

import pytest
from PySide6.QtCore import QSize
from PySide6.QtGui import QIcon, QPalette
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


def test_an_icon_has_more_pixels_on_a_finer_screen():
    assert icon("eye").pixmap(QSize(SIZE, SIZE), 2.0).width() == 2 * SIZE


def test_a_large_place_does_not_make_an_icon_larger():
    assert icon("eye").actualSize(QSize(64, 64)) == QSize(SIZE, SIZE)
