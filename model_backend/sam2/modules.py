"""The type of transformers' modules: mypy cannot see their weights and sub-modules."""

from typing import Any, TypeAlias

Module: TypeAlias = Any
