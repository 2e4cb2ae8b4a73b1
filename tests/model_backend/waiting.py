"""Waiting for what another process does in its own time."""

import time


def wait_until(condition, seconds=60):
    """Whether the condition comes true in time."""
    end = time.monotonic() + seconds
    while not condition() and time.monotonic() < end:
        time.sleep(0.005)
    return condition()
