"""Keys that mean something in one widget, whatever they mean elsewhere in the window."""

from __future__ import annotations

from collections.abc import Collection

from PySide6.QtCore import QEvent, Qt
from PySide6.QtGui import QKeyEvent

_PLAIN = (Qt.KeyboardModifier.NoModifier, Qt.KeyboardModifier.KeypadModifier)


def is_key(event: QEvent, keys: Collection[Qt.Key]) -> bool:
    """Whether ``event`` is about one of ``keys``, without Ctrl, Shift and the like."""
    return isinstance(event, QKeyEvent) and event.key() in keys and event.modifiers() in _PLAIN


def claims(event: QEvent, keys: Collection[Qt.Key]) -> bool:
    """Whether Qt asks if one of ``keys`` is to come to the widget; unless the event is accepted, it is
    the shortcut of a menu."""
    return event.type() is QEvent.Type.ShortcutOverride and is_key(event, keys)
