"""What a test looks at in a window: its project, dialogs, the proposal, pixels."""

import numpy as np
from PySide6.QtGui import QImage

from tests.gui.speaking import SLOW


def project(window):
    return window.bench.workspace.session.project


def dialog_of(window, kind):
    """The dialog of a kind that is open."""
    (found,) = (it for it in window.findChildren(kind) if it.isVisible())
    return found


def pixels_of(image: QImage) -> np.ndarray:
    """A picture as RGB uint8 (H, W, 3)."""
    image = image.convertToFormat(QImage.Format.Format_RGB888)
    rows = np.frombuffer(image.constBits(), np.uint8).reshape(image.height(), image.bytesPerLine())
    return rows[:, : 3 * image.width()].reshape(image.height(), image.width(), 3).copy()


def wait_for_suggestion(window, qtbot):
    """The draft, as soon as the engine answered."""
    drafting = window.bench.drafting
    qtbot.waitUntil(lambda: bool(drafting.draft) and not drafting.draft.waiting, timeout=SLOW)
    return drafting.draft
