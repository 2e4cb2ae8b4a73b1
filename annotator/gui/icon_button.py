"""A button that is only an icon, in the colours of the theme that is in use."""

from __future__ import annotations

from PySide6.QtCore import QEvent
from PySide6.QtWidgets import QToolButton

from annotator.gui.icons import icon


class IconButton(QToolButton):
    """``name`` is that of the icon; ``tip`` says what the button does, to screen readers too."""

    def __init__(self, name: str, tip: str) -> None:
        super().__init__()
        self.show_as(name, tip)

    def show_as(self, name: str, tip: str) -> None:
        """Be another button from now on."""
        self._name = name
        self.setIcon(icon(name))
        self.setToolTip(tip)
        self.setAccessibleName(tip)

    def changeEvent(self, event: QEvent) -> None:
        if event.type() is QEvent.Type.PaletteChange:
            self.setIcon(icon(self._name))
        super().changeEvent(event)
