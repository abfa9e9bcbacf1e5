"""Provider name → where its class stands, unloaded; a wrong name gets a guess at the right one."""

from __future__ import annotations

from collections.abc import Mapping
from importlib import import_module
from types import MappingProxyType
from typing import Any

from blackbird.errors import UnknownName

SOURCES: Mapping[str, str] = MappingProxyType({"documents": "blackbird.sources.documents:Documents"})


def check_sources(names: tuple[str, ...]) -> tuple[str, ...]:
    """The same names, each once. Raises ``UnknownName``."""
    for name in names:
        if name not in SOURCES:
            raise UnknownName("source", name, SOURCES)
    return tuple(dict.fromkeys(names))


def load_source(name: str) -> Any:
    """The class of a source. Raises ``UnknownName``."""
    (name,) = check_sources((name,))
    module, _, attribute = SOURCES[name].partition(":")
    return getattr(import_module(module), attribute)
