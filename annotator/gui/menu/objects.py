"""The things that are followed."""

from __future__ import annotations

from typing import TYPE_CHECKING

from annotator.gui import category_editor
from annotator.gui.action_spec import ActionSpec, spec
from annotator.gui.i18n import later

if TYPE_CHECKING:
    from annotator.gui.window import Window


_CHOOSE = "Object/" + later("Choose")


def _rename(window: Window) -> None:
    window.docks.show("objects")
    window.objects.edit_name()


def _number(number: int) -> ActionSpec:
    return spec(f"choose-{number}", _CHOOSE, f"[{number}]",
                lambda w: w.bench.workspace.choose_number(number), str(number))  # fmt: skip


ACTIONS: tuple[ActionSpec, ...] = (
    spec("new-object", "Object", later("New object"), lambda w: w.bench.objects.start_new(), "N", icon="add"),
    spec("rename", "Object", later("Rename"), _rename, "F2", needs="object"),
    spec("recolour", "Object", later("Colour ..."), lambda w: w.objects.choose_colour(), needs="object"),
    spec("toggle-shown", "Object", later("Show or hide"), lambda w: w.bench.objects.toggle_shown(), "H",
          icon="eye", needs="object"),
    spec("toggle-locked", "Object", later("Lock or unlock"), lambda w: w.bench.objects.toggle_locked(), "L",
          icon="lock", needs="object"),
    spec("categories", "Object", later("Categories and attributes ..."), category_editor.open_editor,
          needs="project"),
    spec("remove-object", "Object", later("Delete the object"), lambda w: w.bench.objects.remove(),
          "Ctrl+Del", icon="delete", needs="object"),
    *(_number(number) for number in range(1, 10)),
)  # fmt: skip
