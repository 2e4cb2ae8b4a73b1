"""Which engines there are, best first. An engine is one entry here; none is imported before it is used."""

from __future__ import annotations

import importlib
import importlib.util
import shutil
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from functools import partial
from typing import cast

from model_backend import models
from model_backend.engine import Capability, Engine, EngineUnavailable
from storage.errors import UserError

AUTO = "auto"
Factory = Callable[[Mapping[str, str]], Engine]


@dataclass(frozen=True, slots=True)
class EngineStatus:
    """Whether an engine can run on this machine; ``reason`` says why, or what is missing."""

    available: bool
    reason: str


@dataclass(frozen=True, slots=True)
class EngineEntry:
    """An engine on offer. ``factory`` is "module:function"; the function takes the options."""

    name: str
    title: str
    capabilities: frozenset[Capability]
    factory: str
    availability: Callable[[], EngineStatus]
    wants_gpu: bool = False  # without one it works, but so slowly that "auto" passes it over


def _flow_status() -> EngineStatus:
    if importlib.util.find_spec("cv2") is None:
        return EngineStatus(
            available=False,
            reason="OpenCV is missing; install it with: pip install opencv-contrib-python-headless",
        )
    return EngineStatus(available=True, reason="runs on every machine, without weights")


def _weights_status(engine: str) -> EngineStatus:
    known = [it for it in models.list_models() if it.model.engine == engine]
    here = [it.model.name for it in known if it.state is models.State.PRESENT]
    if here:
        return EngineStatus(available=True, reason=f"has {', '.join(here)}")
    first, *others = [_offer(it.model) for it in known]
    reason = f"no weights are here; get some with: maskbank models pull {first}"
    if others:
        reason += f"; or instead {', '.join(others)}"
    return EngineStatus(available=False, reason=reason)


def _offer(model: models.Model) -> str:
    return f"{model.name} ({model.bytes / 1e9:.1f} GB)" if model.bytes else model.name


_SHAPES = frozenset({Capability.POINTS, Capability.BOXES, Capability.MASKS})
_WORDS = frozenset({Capability.TEXT, Capability.CONVERSATION})

ENGINES: tuple[EngineEntry, ...] = (
    EngineEntry(
        name="unipixel",
        title="Finds and follows objects by words, clicks, boxes and masks, and answers questions.",
        capabilities=_SHAPES | _WORDS,
        factory="model_backend.unipixel.engine:create",
        availability=partial(_weights_status, "unipixel"),
        wants_gpu=True,
    ),
    EngineEntry(
        name="sam2",
        title="Follows objects from clicks, boxes and masks with SAM 2.1.",
        capabilities=_SHAPES,
        factory="model_backend.sam2.engine:create",
        availability=partial(_weights_status, "sam2"),
        wants_gpu=True,
    ),
    EngineEntry(
        name="flow",
        title="Follows objects by their colours and motion; needs no weights, no GPU, no network.",
        capabilities=_SHAPES,
        factory="model_backend.flow.engine:create",
        availability=_flow_status,
    ),
)


def choose_engine(name: str, options: Mapping[str, str] | None = None) -> EngineEntry:
    """The entry of that name; "auto" is the best engine that can run well here. An engine whose
    ``options`` name a checkpoint needs none of its own.

    Raises UserError for a name that no engine has, EngineUnavailable if it cannot run now.
    """
    if name == AUTO:
        return _best_engine()
    for entry in ENGINES:
        if entry.name == name:
            return entry if "checkpoint" in (options or {}) else _checked(entry)
    known = ", ".join([AUTO, *(entry.name for entry in ENGINES)])
    raise UserError(f"There is no engine called {name!r}; choose one of: {known}.")


def create_engine(name: str, options: Mapping[str, str] | None = None) -> Engine:
    """Import an engine and load it, in this process. Raises as :func:`choose_engine` does."""
    return load_factory(choose_engine(name, options).factory)(options or {})


def runs_networks(name: str) -> bool:
    """Whether the engine that :func:`choose_engine` would choose has a device and a precision to choose."""
    if name == AUTO:
        return _best_engine().wants_gpu
    return any(entry.name == name and entry.wants_gpu for entry in ENGINES)


def has_gpu() -> bool:
    """Whether an NVIDIA driver is installed; asking torch would take seconds."""
    return shutil.which("nvidia-smi") is not None


def describe_engines() -> list[dict[str, object]]:
    """All engines, best first, as rows for a report: name, title, capabilities, available, text."""
    return [_describe(entry) for entry in ENGINES]


def load_factory(factory: str) -> Factory:
    """The function that "module:function" names."""
    module, _, function = factory.partition(":")
    return cast("Factory", getattr(importlib.import_module(module), function))


def _describe(entry: EngineEntry) -> dict[str, object]:
    status = entry.availability()
    return {
        "name": entry.name,
        "title": entry.title,
        "capabilities": sorted(entry.capabilities),
        "available": status.available,
        "text": entry.title if status.available else status.reason,
    }


def _best_engine() -> EngineEntry:
    for entry in ENGINES:
        if entry.availability().available and (has_gpu() or not entry.wants_gpu):
            return entry
    reasons = "; ".join(f"{entry.name}: {entry.availability().reason}" for entry in ENGINES)
    raise EngineUnavailable(f"No engine can run on this machine. {reasons}")


def _checked(entry: EngineEntry) -> EngineEntry:
    status = entry.availability()
    if not status.available:
        raise EngineUnavailable(f"The engine {entry.name} cannot run here: {status.reason}.")
    return entry
