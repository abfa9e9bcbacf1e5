"""Provider name → where it stands, unloaded; a wrong name gets a guess at the right one."""

from __future__ import annotations

from collections.abc import Mapping
from importlib import import_module
from types import MappingProxyType
from typing import Any

from blackbird.errors import UnknownName

SOURCES: Mapping[str, str] = MappingProxyType(
    {
        "documents": "blackbird.sources.documents:Documents",
        "web": "blackbird.sources.web.source:Web",
    }
)
ENGINES: Mapping[str, str] = MappingProxyType(
    {
        "searxng": "blackbird.sources.searxng:SearXNG",
        "wikipedia": "blackbird.sources.wikipedia:Wikipedia",
        "brave": "blackbird.sources.brave:Brave",
        "tavily": "blackbird.sources.tavily:Tavily",
        "bing": "blackbird.sources.bing:Bing",
        "ddgs": "blackbird.sources.ddgs:Ddgs",
    }
)
"""What the source "web" asks."""
SERVERS: Mapping[str, str] = MappingProxyType({"http": "blackbird.server.app:serve"})


def check_sources(names: tuple[str, ...]) -> tuple[str, ...]:
    """The same names, each once. Raises ``UnknownName``."""
    for name in names:
        if name not in SOURCES:
            raise UnknownName("source", name, SOURCES)
    return tuple(dict.fromkeys(names))


def check_engines(names: tuple[str, ...]) -> tuple[str, ...]:
    """The same names, each once. Raises ``UnknownName``."""
    for name in names:
        if name not in ENGINES:
            raise UnknownName("search engine", name, ENGINES)
    return tuple(dict.fromkeys(names))


def load_engine(name: str) -> Any:
    """The class of a search engine. Raises ``UnknownName``."""
    (name,) = check_engines((name,))
    return _load(ENGINES[name])


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
