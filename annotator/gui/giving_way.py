"""Work that nobody waits for stops while a hand moves through a video: it needs the processor itself."""

from __future__ import annotations

import threading
import time

STILL_SECONDS = 0.3


class Motion:
    """When a hand last moved through the video that is shown. May be used from any thread."""

    def __init__(self) -> None:
        self._moved_at = -STILL_SECONDS
        self._is_over = threading.Event()

    def note(self) -> None:
        """It moves now."""
        self._moved_at = time.monotonic()

    def end(self) -> None:
        """Nobody is there any more: who waits goes on."""
        self._is_over.set()

    def wait_until_still(self) -> None:
        """Return when it has not moved for STILL_SECONDS."""
        while (left := self._moved_at + STILL_SECONDS - time.monotonic()) > 0:
            if self._is_over.wait(left):
                return
