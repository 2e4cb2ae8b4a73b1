"""Names come from people and files; where Qt would look for rich text, they are shown as they are."""

from __future__ import annotations

import html


def tool_tip(text: str) -> str:
    """A tool tip that shows ``text`` and never interprets it."""
    return "<qt>" + html.escape(text).replace("\n", "<br>") + "</qt>"
