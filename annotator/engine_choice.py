"""Which engine a person wants to work with."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

from model_backend.registry import AUTO


@dataclass(frozen=True, slots=True)
class EngineChoice:
    """A name of the registry, or "auto" for the best that runs well here, and the engine's options."""

    name: str = AUTO
    options: Mapping[str, str] = field(default_factory=dict)
