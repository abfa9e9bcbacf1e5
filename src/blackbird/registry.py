"""Provider name → where it stands, unloaded; a wrong name gets a guess at the right one."""

from __future__ import annotations

from collections.abc import Mapping
from importlib import import_module
from types import MappingProxyType
from typing import Any

from blackbird.errors import UnknownName

SOURCES: Mapping[str, str] = MappingProxyType(
    {"documents": "blackbird.sources.documents:Documents"}
)
SERVERS: Mapping[str, str] = MappingProxyType({"http": "blackbird.server.app:serve"})


def check_sources(names: tuple[str, ...]) -> tuple[str, ...]:
    """The same names, each once. Raises ``UnknownName``."""
    for name in names:
        if name not in SOURCES:
            raise UnknownName("source", name, SOURCES)
    return tuple(dict.fromkeys(names))


def load_source(name: str) -> Any:
    """The class of a source. Raises ``UnknownName``."""
    (name,) = check_sources((name,))
    return _load(SOURCES[name])


def load_server(name: str = "http") -> Any:
    """The function that serves until it is stopped. Raises ``UnknownName``."""
    if name not in SERVERS:
        raise UnknownName("server", name, SERVERS)
    return _load(SERVERS[name])


def _load(place: str) -> Any:
    module, _, attribute = place.partition(":")
    return getattr(import_module(module), attribute)
