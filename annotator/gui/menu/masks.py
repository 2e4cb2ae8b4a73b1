"""The masks of the object at work: on this frame, over the range, on its whole track."""

from __future__ import annotations

from annotator.gui.action_spec import ActionSpec, spec
from annotator.gui.i18n import later
from annotator.scope import Scope

_FRAME = "Mask/" + later("On this frame")
_RANGE = "Mask/" + later("Over the range")
_TRACK = "Mask/" + later("On the whole track")


def _verify(name: str, menu: str, text: str, scope: Scope, *keys: str) -> ActionSpec:
    return spec(name, menu, text, lambda w: w.bench.objects.verify(scope), *keys, needs="object")


def _unverify(name: str, menu: str, text: str, scope: Scope, *keys: str) -> ActionSpec:
    return spec(name, menu, text, lambda w: w.bench.objects.verify(scope, verified=False), *keys,
                needs="object")  # fmt: skip


def _lock(name: str, menu: str, text: str, scope: Scope, *keys: str) -> ActionSpec:
    return spec(
        name, menu, text, lambda w: w.bench.objects.lock_masks(scope), *keys, needs="object"
    )


def _unlock(name: str, menu: str, text: str, scope: Scope, *keys: str) -> ActionSpec:
    return spec(name, menu, text, lambda w: w.bench.objects.lock_masks(scope, locked=False), *keys,
                needs="object")  # fmt: skip


def _clear(name: str, menu: str, text: str, scope: Scope, *keys: str) -> ActionSpec:
    return spec(name, menu, text, lambda w: w.bench.objects.clear(scope), *keys, needs="object")


ACTIONS: tuple[ActionSpec, ...] = (
    spec("keyframe", "Mask", later("Make it a keyframe"), lambda w: w.bench.objects.make_keyframe(), "K",
          needs="object"),
    spec("absent", "Mask", later("Not on this frame"), lambda w: w.bench.objects.mark_absent(), "O",
          needs="object"),
    _verify("verify-frame", _FRAME, later("Verify on this frame"), Scope.FRAME, "V"),
    _unverify("unverify-frame", _FRAME, later("Unverify on this frame"), Scope.FRAME, "Ctrl+Alt+V"),
    _lock("lock-frame", _FRAME, later("Lock on this frame"), Scope.FRAME, "Shift+L"),
    _unlock("unlock-frame", _FRAME, later("Unlock on this frame"), Scope.FRAME, "Alt+L"),
    _clear("clear-frame", _FRAME, later("Delete on this frame"), Scope.FRAME, "Del"),
    _verify("verify-range", _RANGE, later("Verify over the range"), Scope.RANGE, "Shift+V"),
    _unverify("unverify-range", _RANGE, later("Unverify over the range"), Scope.RANGE, "Alt+Shift+V"),
    _lock("lock-range", _RANGE, later("Lock over the range"), Scope.RANGE, "Ctrl+L"),
    _unlock("unlock-range", _RANGE, later("Unlock over the range"), Scope.RANGE, "Ctrl+Shift+L"),
    _clear("clear-range", _RANGE, later("Delete over the range"), Scope.RANGE, "Shift+Del"),
    _verify("verify-track", _TRACK, later("Verify the whole track"), Scope.TRACK, "Ctrl+Shift+V"),
    _unverify("unverify-track", _TRACK, later("Unverify the whole track"), Scope.TRACK),
    _lock("lock-track", _TRACK, later("Lock the whole track"), Scope.TRACK),
    _unlock("unlock-track", _TRACK, later("Unlock the whole track"), Scope.TRACK),
    _clear("clear-track", _TRACK, later("Delete the whole track"), Scope.TRACK),
)  # fmt: skip
