"""An engine that does not come to its next step does not keep the window from closing."""

from __future__ import annotations

import threading
from collections.abc import Callable
from typing import TYPE_CHECKING

if TYPE_CHECKING:  # the window is there before this is loaded
    from annotator.session import Session

SECONDS = 5.0


def stop_if_late(session: Session) -> Callable[[], None]:
    """Stop the engine of a session that closes, unless what is returned is called soon; masks that it
    delivered are kept either way."""
    timer = threading.Timer(SECONDS, session.stop_engine)
    timer.daemon = True
    timer.start()
    return timer.cancel
