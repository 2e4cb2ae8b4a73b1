"""The panels around the canvas: where each stands, and that they go while there is no video."""

from __future__ import annotations

from dataclasses import dataclass

from PySide6.QtCore import QByteArray, Qt
from PySide6.QtGui import QAction
from PySide6.QtWidgets import QDockWidget, QMainWindow, QTabBar, QTabWidget, QWidget

from annotator.gui.i18n import tr

LEFT = Qt.DockWidgetArea.LeftDockWidgetArea
RIGHT = Qt.DockWidgetArea.RightDockWidgetArea
BOTTOM = Qt.DockWidgetArea.BottomDockWidgetArea


@dataclass(frozen=True, slots=True)
class PanelSpec:
    """A panel. ``size_px``: its width at the sides, its height at the bottom.

    ``behind`` names a panel that it shares its place with, as a tab behind it.
    """

    name: str
    title: str
    widget: QWidget
    area: Qt.DockWidgetArea
    size_px: int
    behind: str = ""


class Docks:
    """The docks of a window, by the names of their panels."""

    def __init__(self, window: QMainWindow) -> None:
        self._window = window
        window.setTabPosition(Qt.DockWidgetArea.AllDockWidgetAreas, QTabWidget.TabPosition.North)
        self._docks: dict[str, QDockWidget] = {}
        self._state: QByteArray | None = None  # while they are hidden: how they stood
        window.tabifiedDockWidgetActivated.connect(lambda _: _name_tabs(window))

    def add(self, spec: PanelSpec) -> None:
        """Put a panel in its place."""
        dock = QDockWidget(spec.title, self._window)
        dock.setObjectName(spec.name)
        dock.setWidget(spec.widget)
        self._window.addDockWidget(spec.area, dock)
        self._docks[spec.name] = dock
        if spec.behind:
            front = self._docks[spec.behind]
            self._window.tabifyDockWidget(front, dock)
            front.raise_()
            for it in (front, dock):
                _name_by_tab(it)
        else:
            vertical = spec.area == BOTTOM
            across = Qt.Orientation.Vertical if vertical else Qt.Orientation.Horizontal
            self._window.resizeDocks([dock], [spec.size_px], across)

    def show_all(self, *, shown: bool) -> None:
        """Hide all of them, or let them stand as they stood before."""
        if shown and self._state is not None:
            self._window.restoreState(self._state)
            self._state = None
            _name_tabs(self._window)
        elif not shown and self._state is None:
            self._state = self._window.saveState()
            for dock in self._docks.values():
                dock.hide()
            layout = self._window.layout()
            assert layout is not None
            layout.activate()  # the window may be as small as what is left

    def show(self, name: str) -> None:
        """Bring a panel to the front."""
        self._docks[name].show()
        self._docks[name].raise_()

    def dock(self, name: str) -> QDockWidget:
        return self._docks[name]

    def all(self) -> list[QDockWidget]:
        return list(self._docks.values())

    def state(self) -> QByteArray:
        """How the panels stand, or stood before they were hidden."""
        return self._window.saveState() if self._state is None else self._state

    def restore(self, state: QByteArray) -> None:
        """Let them stand as they stood in another session."""
        if self._state is None:
            self._window.restoreState(state)
        else:
            self._state = state

    def toggles(self) -> list[QAction]:
        """An action per panel that shows or hides it."""
        return [dock.toggleViewAction() for dock in self.all()]


def _name_tabs(window: QMainWindow) -> None:
    """For screen readers; Qt makes the tabs as panels are moved."""
    options = Qt.FindChildOption.FindDirectChildrenOnly
    for tabs in window.findChildren(QTabBar, options=options):
        tabs.setAccessibleName(tr("Panels"))


def _name_by_tab(dock: QDockWidget) -> None:
    """A tab says the name already; a title is needed only where the panel floats by itself."""
    dock.setTitleBarWidget(QWidget(dock))
    dock.topLevelChanged.connect(
        lambda floats: dock.setTitleBarWidget(None if floats else QWidget(dock))  # type: ignore[arg-type]
    )
