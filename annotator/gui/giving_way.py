"""Work that nobody waits for stops while a hand moves through a video: it needs the processor itself."""

from __future__ import annotations

import threading
import time

STILL_SECONDS = 0.3


class Hand:
    """When the hand moved last. May be used from any thread."""

    def __init__(self) -> None:
        self._moved_at = -STILL_SECONDS
        self._is_gone = threading.Event()

    def move(self) -> None:
        """Say that it moves now."""
        self._moved_at = time.monotonic()

    def go(self) -> None:
        """Say that nobody is there any more: who waits goes on."""
        self._is_gone.set()

    def wait_until_still(self) -> None:
        """Return when it has not moved for STILL_SECONDS."""
        while (left := self._moved_at + STILL_SECONDS - time.monotonic()) > 0:
            if self._is_gone.wait(left):
                return
