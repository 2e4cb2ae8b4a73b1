"""Which keys do what: the program's own, changed by a preset, changed by the person."""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from PySide6.QtGui import QAction, QKeySequence

from annotator.gui.action_spec import ActionSpec
from annotator.gui.preferences import Keys, Preferences
from annotator.gui.shortcut_presets import PRESETS

KeyMap = Mapping[str, Keys]


def keys_in_use(specs: Iterable[ActionSpec], preferences: Preferences) -> dict[str, Keys]:
    """The keys of every action, by its id."""
    preset = PRESETS.get(preferences.preset, {})
    return {
        spec.id: preferences.keys.get(spec.id, preset.get(spec.id, spec.shortcuts))
        for spec in specs
    }


def own_keys(specs: Iterable[ActionSpec], preset: str, wanted: KeyMap) -> dict[str, Keys]:
    """What has to be remembered so that ``wanted`` comes out: the differences from the preset."""
    plain = keys_in_use(specs, Preferences(preset=preset))
    return {name: keys for name, keys in wanted.items() if keys != plain[name]}


def conflicts(keys: KeyMap) -> dict[str, tuple[str, ...]]:
    """The keys that more than one action has, each with the ids of these; none of them would run."""
    users: dict[str, list[str]] = {}
    for name, sequences in keys.items():
        for sequence in sequences:
            users.setdefault(normal(sequence), []).append(name)
    return {key: tuple(names) for key, names in users.items() if len(names) > 1}


def normal(sequence: str) -> str:
    """One spelling for keys that are the same."""
    return QKeySequence(sequence).toString(QKeySequence.SequenceFormat.PortableText)


def without(keys: Keys, key: str) -> Keys:
    """The others of them, however ``key`` is spelled there."""
    return tuple(it for it in keys if normal(it) != normal(key))


def apply(actions: Mapping[str, QAction], keys: KeyMap) -> None:
    """Give the actions these keys, and say them in the tool tips."""
    for name, sequences in keys.items():
        action = actions[name]
        action.setShortcuts([QKeySequence(it) for it in sequences])
        text = action.iconText()
        action.setToolTip(f"{text} ({native_text(sequences)})" if sequences else text)


def keys_of(action: QAction) -> Keys:
    """The keys that an action has now."""
    return tuple(it.toString(QKeySequence.SequenceFormat.PortableText) for it in action.shortcuts())


def native_text(keys: Keys) -> str:
    """Keys as the desktop writes them; two that it calls alike, as Return and Enter may be, once."""
    native = QKeySequence.SequenceFormat.NativeText
    return ", ".join(dict.fromkeys(QKeySequence(it).toString(native) for it in keys))
