"""The masks of the object at work."""

from __future__ import annotations

from annotator.gui.action_spec import ActionSpec, spec
from annotator.gui.i18n import later

ACTIONS: tuple[ActionSpec, ...] = (
    spec("keyframe", "Mask", later("Make it a keyframe"), lambda w: w.bench.objects.make_keyframe(), "K",
          needs="object"),
    spec("absent", "Mask", later("Not on this frame"), lambda w: w.bench.objects.mark_absent(), "O",
          needs="object"),
    spec("verify-frame", "Mask", later("Verify on this frame"), lambda w: w.bench.objects.verify_frame(), "V",
          needs="object"),
    spec("verify-range", "Mask", later("Verify over the range"), lambda w: w.bench.objects.verify_range(),
          "Shift+V", needs="object"),
    spec("clear-frame", "Mask", later("Delete on this frame"), lambda w: w.bench.objects.clear_frame(), "Del",
          needs="object"),
    spec("clear-range", "Mask", later("Delete over the range"), lambda w: w.bench.objects.clear_range(),
          "Shift+Del", needs="object"),
)  # fmt: skip
