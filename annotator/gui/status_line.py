"""What is under the pointer, and how large the frame is shown."""

from __future__ import annotations

from PySide6.QtWidgets import QSizePolicy, QStatusBar, QWidget

from annotator.gui.canvas import Hover
from annotator.gui.elided_label import ElidedLabel
from annotator.gui.frame_content import LabelledMask
from annotator.gui.help_text import describe_mask


class StatusLine(QStatusBar):
    """Text to the left, ``jobs`` and the zoom to the right."""

    def __init__(self, jobs: QWidget) -> None:
        super().__init__()
        self._where, self._zoom = ElidedLabel(), ElidedLabel()
        self._where.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Preferred)
        self.addWidget(self._where, 1)
        self.addPermanentWidget(jobs)
        self.addPermanentWidget(self._zoom)
        self.setSizeGripEnabled(False)
        self.setContentsMargins(10, 2, 10, 2)

    @property
    def text(self) -> str:
        return self._where.text()

    def show_hover(self, hover: Hover, under: LabelledMask | None) -> None:
        """Say which pixel the pointer is on, and whose mask covers it."""
        parts = [f"{hover.pixel_xy[0]}, {hover.pixel_xy[1]}"] if hover.pixel_xy else []
        if under is not None:
            parts.append(f"[{under.tracked.number}] {under.tracked.name}")
            parts.append(describe_mask(under.mask))
        self._where.setText("   ·   ".join(parts))

    def show_zoom(self, pixels_per_frame_pixel: float) -> None:
        """Say how many pixels of the screen a pixel of the frame takes."""
        self._zoom.setText(f"{pixels_per_frame_pixel * 100:.0f} %")
