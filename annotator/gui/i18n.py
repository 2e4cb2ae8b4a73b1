"""Texts in the person's language. Widgets use their own ``tr``; this is for everything else.

Only literal strings are found by the translation tools: put values in with ``format`` afterwards.
"""

from __future__ import annotations

from PySide6.QtCore import QCoreApplication


def tr(text: str) -> str:
    """The text in the language that is in use."""
    return QCoreApplication.translate("", text)


def later(text: str) -> str:
    """Marks a text that is translated (with ``tr``) when it is shown; returns it as it is."""
    return text
