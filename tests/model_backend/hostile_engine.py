"""An engine whose process was taken over: its answer is a command for whoever reads it."""

import os


class Command:
    def __init__(self, canary: str) -> None:
        self._canary = canary

    def __reduce__(self):
        return os.system, (f"touch '{self._canary}'",)


class HostileEngine:
    def __init__(self, canary: str) -> None:
        self.info = Command(canary)


def create(options):
    return HostileEngine(options["canary"])
