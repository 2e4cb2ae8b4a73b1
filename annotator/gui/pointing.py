"""What a question points at: marked regions, taken over from the draft."""

from __future__ import annotations

from dataclasses import replace

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QHBoxLayout, QLabel, QPushButton, QWidget

from annotator.gui.draft import Draft
from annotator.gui.drafting import Drafting
from annotator.gui.icon_button import IconButton
from annotator.gui.workspace import Workspace
from storage.records import FramePrompt


class Pointing(QWidget):
    """Says how many regions the next question points at; takes the draft's, or forgets them."""

    changed = Signal()

    def __init__(self, workspace: Workspace, drafting: Drafting) -> None:
        super().__init__()
        self._drafting = drafting
        self._regions: tuple[FramePrompt, ...] = ()
        self._text = QLabel()
        self.attach = QPushButton(self.tr("Point at what is marked"))
        self.attach.setToolTip(
            self.tr(
                "Let the question be about the click or box of the draft, instead of making it an object"
            )
        )
        self.forget = IconButton("cancel", self.tr("Point at nothing"))
        self.attach.clicked.connect(self._take)
        self.forget.clicked.connect(self.clear)
        drafting.changed.connect(self._show)
        workspace.video_changed.connect(self.clear)
        self._text.setWordWrap(True)
        self.attach.setMinimumWidth(60)
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.addWidget(self.attach)
        row.addWidget(self._text, 1)
        row.addWidget(self.forget)
        self._show()

    @property
    def regions(self) -> tuple[FramePrompt, ...]:
        """In the order in which they were marked."""
        return self._regions

    def clear(self) -> None:
        """Point at nothing."""
        self._regions = ()
        self._show()

    def _take(self) -> None:
        draft = self._drafting.draft
        region = region_of(draft) if draft else None
        if region is not None:
            self._regions = (*self._regions, region)
            self._drafting.discard()
            self._show()

    def _show(self) -> None:
        draft = self._drafting.draft
        can_take = draft is not None and region_of(draft) is not None
        frames = ", ".join(str(it.frame_index) for it in self._regions)
        self._text.setText(self.tr("It points at what is marked on frame {0}").format(frames))
        self.attach.setVisible(can_take)
        self._text.setVisible(bool(self._regions))
        self.forget.setVisible(bool(self._regions))
        self.setVisible(can_take or bool(self._regions))
        self.changed.emit()


def region_of(draft: Draft) -> FramePrompt | None:
    """What a draft shows, as a model can be pointed at it: one click, one box, or else its mask; None
    while there is neither."""
    prompt = draft.prompt
    is_box = prompt.box is not None and not prompt.points
    is_click = prompt.box is None and len(prompt.points) == 1 and prompt.points[0].positive
    if is_box or is_click:
        return replace(prompt, mask=None)
    if draft.proposal is not None:
        return FramePrompt(prompt.frame_index, mask=draft.proposal.rle)
    return None
