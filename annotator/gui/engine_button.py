"""Which engine works on the open project; a click offers the others, and to end one that hangs."""

from __future__ import annotations

from functools import partial

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QMenu, QToolButton

from annotator.gui.engines import Engines
from storage.errors import UserError


class EngineButton(QToolButton):
    """Hidden while no project is open."""

    failed = Signal(object)  # an exception

    def __init__(self, engines: Engines) -> None:
        super().__init__()
        self._engines = engines
        self.setObjectName("quiet")
        self.setPopupMode(QToolButton.ToolButtonPopupMode.InstantPopup)
        self.setToolTip(self.tr("The engine that works on this project"))
        menu = QMenu(self)
        menu.setToolTipsVisible(True)
        menu.aboutToShow.connect(self.fill)
        self.setMenu(menu)
        engines.changed.connect(self._show)
        self._show()

    def fill(self) -> None:
        """Offer the engines there are now."""
        menu = self.menu()
        menu.clear()
        for offer in self._engines.offers():
            action = menu.addAction(offer.name)
            action.setCheckable(True)
            action.setChecked(offer.name == self._engines.name)
            action.setEnabled(offer.available)
            action.setToolTip(offer.reason)
            action.triggered.connect(partial(self._use, offer.name))
        menu.addSeparator()
        stop = menu.addAction(self.tr("Stop the engine"))
        stop.setToolTip(self.tr("If it hangs: its process is ended; what it delivered stays"))
        stop.triggered.connect(self._stop)

    def _use(self, name: str, _checked: bool = False) -> None:
        try:
            self._engines.use(self._engines.choice_of(name))
        except UserError as error:
            self.failed.emit(error)

    def _stop(self) -> None:
        try:
            self._engines.stop()
        except UserError as error:
            self.failed.emit(error)

    def _show(self) -> None:
        name = self._engines.name
        self.setText(self.tr("Engine: {0}").format(name))
        self.setAccessibleName(self.text())
        self.setVisible(bool(name))
