"""How full the memories are: of the machine, and of the GPU where there is one."""

from __future__ import annotations

from PySide6.QtCore import QTimer, Signal
from PySide6.QtGui import QHideEvent, QShowEvent
from PySide6.QtWidgets import QHBoxLayout, QLabel, QProgressBar, QWidget

from annotator.gui.engines import Engines
from annotator.gui.job_text import bytes_text
from annotator.gui.latest import Latest
from model_backend.machine import MachineMemory, Memory, read_memory

_EVERY_MILLISECONDS = 2000
_STEPS = 1000


class MemoryMeter(QWidget):
    """Looks every few seconds while it is seen, on a thread of its own; if that fails, once."""

    failed = Signal(object)  # an exception

    def __init__(self, engines: Engines) -> None:
        super().__init__()
        self._engines = engines
        self._latest: Latest[int] | None = None
        self._timer = QTimer(self, interval=_EVERY_MILLISECONDS)
        self._timer.timeout.connect(self._ask)
        self.main, self.gpu = _Gauge(self.tr("Memory")), _Gauge(self.tr("GPU"))
        self.gpu.hide()
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(18)
        row.addWidget(self.main)
        row.addWidget(self.gpu)
        row.addStretch(1)

    def show_memory(self, memory: MachineMemory) -> None:
        """Show what was read."""
        engine = self.tr("the engine has {0}")
        self.main.show_memory(memory.main, engine)
        self.gpu.setVisible(memory.gpu is not None)
        if memory.gpu is not None:
            self.gpu.show_memory(memory.gpu, engine)

    def showEvent(self, event: QShowEvent) -> None:
        if self._latest is None:
            self._latest = Latest(_read, name="maskbank-memory")
            self._latest.answered.connect(self.show_memory)
            self._latest.failed.connect(self._fail)
            self._timer.start()
            self._ask()
        super().showEvent(event)

    def hideEvent(self, event: QHideEvent) -> None:
        self._timer.stop()
        if self._latest is not None:
            self._latest.stop()
            self._latest = None
        super().hideEvent(event)

    def _fail(self, error: Exception) -> None:
        self._timer.stop()
        self.failed.emit(error)

    def _ask(self) -> None:
        host = self._engines.host
        if self._latest is not None:
            self._latest.ask(host.pid or 0 if host else 0)


class _Gauge(QWidget):
    """One memory as a bar and a sentence."""

    def __init__(self, title: str) -> None:
        super().__init__()
        self.bar, self.text = QProgressBar(), QLabel()
        self.bar.setRange(0, _STEPS)
        self.bar.setTextVisible(False)
        self.bar.setFixedWidth(110)
        self.bar.setAccessibleName(title)
        self.text.setObjectName("faint")
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.addWidget(QLabel(title))
        row.addWidget(self.bar)
        row.addWidget(self.text)

    def show_memory(self, memory: Memory, engine: str) -> None:
        self.bar.setValue(round(memory.used_bytes / max(memory.total_bytes, 1) * _STEPS))
        parts = [f"{bytes_text(memory.used_bytes)} / {bytes_text(memory.total_bytes)}"]
        if memory.engine_bytes is not None:
            parts.append(engine.format(bytes_text(memory.engine_bytes)))
        self.text.setText("  ·  ".join(parts))
        self.setToolTip(memory.name)


def _read(engine_pid: int) -> MachineMemory:
    return read_memory(engine_pid or None)
