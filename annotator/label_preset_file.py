"""Label presets as files.

YAML or JSON:

    name: Traffic
    categories:
      - name: car
        colour: "#e69f00"            # optional
        attributes:                  # optional
          - {name: parked, kind: yes-no, varies: true}
          - {name: make, kind: choice, choices: [Audi, Fiat]}
      - truck                        # a name alone is enough

Those that come with the program are in ``resources/label_presets``.
"""

from __future__ import annotations

import json
import os
from collections.abc import Mapping
from importlib import resources
from pathlib import Path
from typing import Any

import yaml

from annotator.label_presets import LabelPreset, PresetCategory
from storage.attributes import Attribute, AttributeKind, check_attribute
from storage.errors import FormatError, UserError

_MAX_BYTES = 1 << 20
_COLOUR_LENGTH = len("#rrggbb")


def shipped_presets() -> dict[str, LabelPreset]:
    """Those that come with the program, by their file's name."""
    folder = resources.files("resources") / "label_presets"
    files = sorted(it.name for it in folder.iterdir() if it.name.endswith(".yaml"))
    return {
        name.removesuffix(".yaml"): _parse((folder / name).read_text("utf-8"), name)
        for name in files
    }


def read_preset(path: Path) -> LabelPreset:
    """A preset from a file. Raises FormatError, naming the entry, for one that is not right."""
    try:
        if path.stat().st_size > _MAX_BYTES:
            raise FormatError(f"{path.name} is too large for a list of categories")
        return _parse(path.read_text("utf-8"), path.name)
    except OSError as error:
        raise UserError(f"{path} cannot be read: {error.strerror}.") from error
    except UnicodeDecodeError as error:
        raise UserError(f"{path} cannot be read: it is not text in UTF-8.") from error


def write_preset(preset: LabelPreset, path: Path) -> None:
    """Write a preset to a ``.json`` file, or as YAML. Raises UserError if the disk refuses."""
    data = preset_data(preset)
    if path.suffix == ".json":
        text = json.dumps(data, ensure_ascii=False, indent=2) + "\n"
    else:
        text = yaml.safe_dump(data, allow_unicode=True, sort_keys=False)
    beside = path.with_name(path.name + "~")
    try:
        beside.write_text(text, "utf-8")
        os.replace(beside, path)  # noqa: PTH105  the old file stays until the new one is whole
    except OSError as error:
        raise UserError(f"{path} cannot be written: {error.strerror}.") from error


def preset_data(preset: LabelPreset) -> dict[str, Any]:
    """The preset as plain data, as it stands in a file."""
    categories = []
    for it in preset.categories:
        entry: dict[str, Any] = {"name": it.name, "colour": it.colour}
        if it.attributes:
            entry["attributes"] = [_attribute_data(a) for a in it.attributes]
        categories.append(entry)
    return {"name": preset.name, "categories": categories}


def _attribute_data(attribute: Attribute) -> dict[str, Any]:
    data: dict[str, Any] = {"name": attribute.name, "kind": attribute.kind.value}
    if attribute.choices:
        data["choices"] = list(attribute.choices)
    if attribute.varies:
        data["varies"] = True
    return data


# --- reading what others wrote -----------------------------------------------------------------


def _parse(text: str, where: str) -> LabelPreset:
    try:
        data = yaml.safe_load(text)  # JSON is YAML too
    except yaml.YAMLError as error:
        raise FormatError(f"{where} is neither YAML nor JSON: {error}") from error
    entries = data.get("categories") if isinstance(data, dict) else None
    if not isinstance(entries, list) or not entries:
        raise FormatError(f"{where} has no list of categories")
    categories = tuple(
        _category(entry, f"{where}, category {i}") for i, entry in enumerate(entries, 1)
    )
    names = [it.name for it in categories]
    twice = next((name for name in names if names.count(name) > 1), None)
    if twice is not None:
        raise FormatError(f"{where} has the category {twice!r} twice")
    return LabelPreset(str(data.get("name") or Path(where).stem), categories)


def _category(entry: object, where: str) -> PresetCategory:
    if isinstance(entry, str):  # a list of names is enough
        return PresetCategory(_name(entry, where))
    if not isinstance(entry, dict):
        raise FormatError(f"{where} is neither a name nor a category")
    name = _name(entry.get("name"), where)
    found = entry.get("attributes") or []
    if not isinstance(found, list):
        raise FormatError(f"{where}: the attributes are not a list")
    attributes = tuple(_attribute(it, f"{where} ({name})") for it in found)
    if len({it.name for it in attributes}) < len(attributes):
        raise FormatError(f"{where} ({name}) has two attributes of one name")
    return PresetCategory(name, _colour(entry.get("colour"), where), attributes)


def _attribute(entry: object, where: str) -> Attribute:
    if not isinstance(entry, Mapping):
        raise FormatError(f"{where}: an attribute is a name, a kind, and for a choice its choices")
    name, kind, choices = (entry.get(key) for key in ("name", "kind", "choices"))
    if kind not in set(AttributeKind):
        known = ", ".join(AttributeKind)
        raise FormatError(
            f"{where}: attribute {name!r} is of the kind {kind!r}, not one of {known}"
        )
    if not isinstance(choices or [], list):
        raise FormatError(f"{where}: the choices of {name!r} are not a list")
    if any(isinstance(it, bool) for it in choices or []):
        raise FormatError(
            f"{where}: put the choices of {name!r} in quotes; YAML takes yes and no for truths"
        )
    texts = tuple(str(it) for it in choices or [])
    found = Attribute(
        0, 0, _name(name, where), AttributeKind(kind), texts, entry.get("varies") is True
    )
    check_attribute(found)
    return found


def _name(name: object, where: str) -> str:
    if not isinstance(name, str) or not name.strip():
        raise FormatError(f"{where} has no name")
    return name.strip()


def _colour(colour: object, where: str) -> str | None:
    if colour is None:
        return None
    text = str(colour).lower()
    hexadecimal = all(it in "0123456789abcdef" for it in text[1:])
    if len(text) != _COLOUR_LENGTH or text[0] != "#" or not hexadecimal:
        raise FormatError(f"{where}: the colour {colour!r} is not of the form '#rrggbb'")
    return text
