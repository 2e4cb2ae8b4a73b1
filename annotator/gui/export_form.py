"""The options that every format shares, as a form."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import QSettings, Qt, Signal
from PySide6.QtWidgets import (
    QCheckBox,
    QComboBox,
    QDoubleSpinBox,
    QFormLayout,
    QHBoxLayout,
    QLabel,
    QLineEdit,
    QListWidget,
    QListWidgetItem,
    QSpinBox,
    QWidget,
)

from annotator.export_options import ExportOptions, FrameFiles

_LISTED = 4  # rows of a list that are seen at once
_LAST_FRAME = 2**31 - 1
_SHARES = (80, 10, 10)


class ExportForm(QWidget):
    """Fills an ExportOptions; what belongs to one project only is not remembered."""

    changed = Signal()

    def __init__(self, videos: Sequence[str], categories: Sequence[str]) -> None:
        super().__init__()
        self._videos, self._categories = _check_list(videos), _check_list(categories)
        self._objects = QLineEdit(placeholderText=self.tr("all, or names and numbers: dog, 3"))
        self._start = QSpinBox(maximum=_LAST_FRAME)
        self._stop = QSpinBox(maximum=_LAST_FRAME)
        self._every = QSpinBox(minimum=1, maximum=100_000)
        self._fps = QDoubleSpinBox(maximum=1000)
        self._verified = QCheckBox(self.tr("Only masks that a person made or verified"))
        self._files = QComboBox()
        self._max_side = QSpinBox(maximum=1 << 16, suffix=" px")
        self._provenance = QCheckBox(self.tr("Say who made each mask, where the format has room"))
        self._split = QCheckBox(self.tr("Deal the videos out to"))
        self._shares = [QSpinBox(maximum=100, value=share, suffix=" %") for share in _SHARES]
        self._seed = QSpinBox(maximum=999_999)
        self._name_zeros()
        self._list_frame_files()
        self._lay_out()
        self._connect()
        self._show_what_matters()

    def options(self) -> ExportOptions:
        """What is chosen. Raises UserError if that cannot be."""
        names = (name.strip() for name in self._objects.text().split(","))
        return ExportOptions(
            videos=_checked(self._videos),
            objects=tuple(name for name in names if name),
            categories=_checked(self._categories),
            start=self._start.value(),
            stop=self._stop.value() or None,
            every=self._every.value(),
            fps=self._fps.value() or None,
            verified_only=self._verified.isChecked(),
            frame_files=FrameFiles(self._files.currentData()),
            max_side=self._max_side.value() or None,
            provenance=self._provenance.isChecked(),
            shares=self._chosen_shares(),
            seed=self._seed.value(),
        )

    def remember(self, settings: QSettings) -> None:
        """Keep what is chosen for the next time."""
        for name, widget in self._remembered().items():
            value = widget.isChecked() if isinstance(widget, QCheckBox) else widget.value()
            settings.setValue(f"export/{name}", value)
        settings.setValue("export/frames", self._files.currentData())

    def restore(self, settings: QSettings) -> None:
        """Choose what was chosen the last time; what does not fit is passed over."""
        for name, widget in self._remembered().items():
            text = str(settings.value(f"export/{name}", ""))
            if isinstance(widget, QCheckBox):
                widget.setChecked(text.lower() == "true")
            elif isinstance(widget, QDoubleSpinBox) and text.replace(".", "", 1).isdecimal():
                widget.setValue(float(text))
            elif isinstance(widget, QSpinBox) and text.isdecimal():
                widget.setValue(int(text))
        index = self._files.findData(settings.value("export/frames"))
        self._files.setCurrentIndex(max(index, 0))

    def _remembered(self) -> dict[str, QCheckBox | QSpinBox | QDoubleSpinBox]:
        parts = ("train", "val", "test")
        return {
            "every": self._every,
            "fps": self._fps,
            "verified": self._verified,
            "max_side": self._max_side,
            "provenance": self._provenance,
            "split": self._split,
            "seed": self._seed,
            **dict(zip(parts, self._shares, strict=True)),
        }

    def _chosen_shares(self) -> tuple[int, ...]:
        if not self._split.isChecked():
            return ()
        shares = [spin.value() for spin in self._shares]
        return tuple(shares) if sum(shares) else ()

    # --- how it looks ----------------------------------------------------------------------------

    def _name_zeros(self) -> None:
        """What 0 means where it is no number."""
        self._stop.setSpecialValueText(self.tr("the end"))
        self._fps.setSpecialValueText(self.tr("all"))
        self._max_side.setSpecialValueText(self.tr("as it is"))

    def _list_frame_files(self) -> None:
        for value, text in (
            (FrameFiles.COPY, self.tr("Copy JPEG files, encode the rest")),
            (FrameFiles.LINK, self.tr("Link JPEG files, encode the rest")),
            (FrameFiles.ENCODE, self.tr("Encode all as JPEG")),
            (FrameFiles.NONE, self.tr("Without images")),
        ):
            self._files.addItem(text, value.value)
        self._files.setToolTip(
            self.tr("Copies and links take an image folder's own JPEG files, which lose nothing.")
        )

    def _lay_out(self) -> None:
        form = QFormLayout(self)
        form.setContentsMargins(0, 0, 0, 0)
        form.setLabelAlignment(Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter)
        for text, listed in (
            (self.tr("Videos"), self._videos),
            (self.tr("Categories"), self._categories),
        ):
            listed.setAccessibleName(text)
            if listed.count() > 1:
                listed.setToolTip(self.tr("Tick some; if none is ticked, all are exported."))
                form.addRow(text, listed)
        form.addRow(self.tr("&Objects"), self._objects)
        form.addRow(self.tr("Frames"), _row(self._start, self.tr("to"), self._stop))
        rate = _row(self._every, self.tr("frames, at most"), self._fps, self.tr("a second"))
        form.addRow(self.tr("Every"), rate)
        form.addRow("", self._verified)
        form.addRow(self.tr("&Images"), self._files)
        form.addRow(self.tr("Longer &side"), self._max_side)
        form.addRow("", self._provenance)
        form.addRow("", self._split)
        names = (self.tr("train"), self.tr("val"), self.tr("test"))
        pairs = [it for name, spin in zip(names, self._shares, strict=True) for it in (name, spin)]
        form.addRow("", _row(*pairs, self.tr("seed"), self._seed))
        self._name_for_readers()

    def _name_for_readers(self) -> None:
        for widget, name in (
            (self._start, self.tr("First frame")),
            (self._stop, self.tr("Frame to stop before")),
            (self._every, self.tr("Every so many frames")),
            (self._fps, self.tr("Frames a second at most")),
            (self._seed, self.tr("Seed of the split")),
        ):
            widget.setAccessibleName(name)
        for spin, part in zip(self._shares, ("train", "val", "test"), strict=True):
            spin.setAccessibleName(part)

    def _connect(self) -> None:
        for box in (self._verified, self._provenance, self._split):
            box.toggled.connect(self.changed)
        for spin in (
            self._start,
            self._stop,
            self._every,
            self._max_side,
            self._seed,
            *self._shares,
        ):
            spin.valueChanged.connect(self.changed)
        self._fps.valueChanged.connect(self.changed)
        self._objects.textChanged.connect(self.changed)
        self._files.currentIndexChanged.connect(self.changed)
        for listed in (self._videos, self._categories):
            listed.itemChanged.connect(self.changed)
        self._split.toggled.connect(self._show_what_matters)
        self._files.currentIndexChanged.connect(self._show_what_matters)

    def _show_what_matters(self) -> None:
        for widget in (*self._shares, self._seed):
            widget.setEnabled(self._split.isChecked())


def _check_list(names: Sequence[str]) -> QListWidget:
    listed = QListWidget()
    for name in names:
        item = QListWidgetItem(name, listed)
        item.setFlags(item.flags() | Qt.ItemFlag.ItemIsUserCheckable)
        item.setCheckState(Qt.CheckState.Unchecked)
    listed.setFixedHeight(min(len(names), _LISTED) * max(listed.sizeHintForRow(0), 0) + 6)
    return listed


def _checked(listed: QListWidget) -> tuple[str, ...]:
    items = (listed.item(i) for i in range(listed.count()))
    return tuple(item.text() for item in items if item.checkState() is Qt.CheckState.Checked)


def _row(*parts: QWidget | str) -> QHBoxLayout:
    row = QHBoxLayout()
    for part in parts:
        row.addWidget(QLabel(part) if isinstance(part, str) else part)
    row.addStretch(1)
    return row
