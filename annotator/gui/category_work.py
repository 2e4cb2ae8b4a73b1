"""What can be done with the project's categories: each method is one step that can be undone."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, Signal

from annotator.gui.said import Said
from annotator.gui.workspace import Workspace
from storage.attributes import Attribute
from storage.counting import counted
from storage.records import Category

if TYPE_CHECKING:  # the window is there before these are loaded
    from annotator.label_presets import LabelPreset
    from annotator.session import Session


class CategoryWork(QObject):
    """What is asked for wrongly raises UserError."""

    said = Signal(object)  # a Said

    def __init__(self, workspace: Workspace) -> None:
        super().__init__(workspace)
        self._workspace = workspace

    @property
    def session(self) -> Session | None:
        """Of the project whose categories these are; None while none is open."""
        return self._workspace.session

    def categories(self) -> list[Category]:
        return self._session().project.categories()

    def attributes(self, category: Category) -> list[Attribute]:
        found = self._session().project.attributes()
        return [it for it in found if it.category_id == category.id]

    def add(self, name: str) -> Category:
        from annotator.categories import add_category

        return add_category(self._session(), name)

    def rename(self, category: Category, name: str) -> None:
        from annotator.categories import rename_category

        rename_category(self._session(), category, name)

    def recolour(self, category: Category, colour: str) -> None:
        from annotator.categories import recolour_category

        recolour_category(self._session(), category, colour)

    def remove(self, category: Category) -> None:
        from annotator.categories import remove_category

        remove_category(self._session(), category)

    def save_attribute(self, attribute: Attribute) -> None:
        """Define an attribute (its id is 0), or change it."""
        from annotator.attributes import change_attribute, define_attribute

        if attribute.id:
            change_attribute(self._session(), attribute)
        else:
            define_attribute(
                self._session(),
                attribute.category_id,
                attribute.name,
                attribute.kind,
                choices=attribute.choices,
                varies=attribute.varies,
            )

    def remove_attribute(self, attribute: Attribute) -> None:
        from annotator.attributes import remove_attribute

        remove_attribute(self._session(), attribute)

    # --- presets -----------------------------------------------------------------------------------

    def presets(self) -> dict[str, LabelPreset]:
        """Those that come with the program."""
        from annotator.label_preset_file import shipped_presets

        return shipped_presets()

    def apply(self, preset: LabelPreset) -> None:
        """Add what the project does not have yet."""
        from annotator.label_presets import apply_preset

        applied = apply_preset(self._session(), preset)
        categories = counted(applied.categories, self.tr("{n} category"), self.tr("{n} categories"))
        attributes = counted(
            applied.attributes, self.tr("{n} attribute"), self.tr("{n} attributes")
        )
        self.said.emit(Said(self.tr("New: {0}, {1}.").format(categories, attributes)))

    def import_preset(self, path: Path) -> None:
        from annotator.label_preset_file import read_preset

        self.apply(read_preset(path))

    def export_preset(self, path: Path) -> None:
        from annotator.label_preset_file import write_preset
        from annotator.label_presets import preset_of

        write_preset(preset_of(self._session().project), path)
        self.said.emit(Said(self.tr("The categories are in {0}.").format(path)))

    def _session(self) -> Session:
        return self._workspace.require_session()
