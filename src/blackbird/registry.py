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
        "posts": "blackbird.sources.posts:Posts",
    }
)
ENGINES: Mapping[str, str] = MappingProxyType(
    {
        "searxng": "blackbird.sources.searxng:find",
        "wikipedia": "blackbird.sources.wikipedia:find",
        "brave": "blackbird.sources.brave:find",
        "tavily": "blackbird.sources.tavily:find",
        "bing": "blackbird.sources.bing:find",
        "ddgs": "blackbird.sources.ddgs:find",
    }
)
"""What the source "web" asks."""
FEEDS: Mapping[str, str] = MappingProxyType(
    {
        "jetstream": "blackbird.ingest.jetstream:Jetstream",
        "mastodon": "blackbird.ingest.mastodon:Mastodon",
        "feeds": "blackbird.ingest.feeds:Feeds",
        "x": "blackbird.ingest.x:open_x",
        "file": "blackbird.ingest.lines:Lines",
        "export": "blackbird.ingest.exports:Exports",
    }
)
"""What ``ingest`` follows, by what stands before the colon."""
QUEUE = "blackbird.net.queue:opened"
"""What publishers and workers share."""
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
    """The function that asks a search engine. Raises ``UnknownName``."""
    (name,) = check_engines((name,))
    return _load(ENGINES[name])


def load_feed(kind: str) -> Any:
    """The class of a kind of feed. Raises ``UnknownName``."""
    if kind not in FEEDS:
        raise UnknownName("kind of feed", kind, FEEDS)
    return _load(FEEDS[kind])


def load_source(name: str) -> Any:
    """The class of a source. Raises ``UnknownName``."""
    (name,) = check_sources((name,))
    return _load(SOURCES[name])


def load_queue() -> Any:
    """The function that opens a queue. Raises ``ImportError`` where its library is missing."""
    return _load(QUEUE)


def load_server(name: str = "http") -> Any:
    """The function that serves until it is stopped. Raises ``UnknownName``."""
    if name not in SERVERS:
        raise UnknownName("server", name, SERVERS)
    return _load(SERVERS[name])


def _load(place: str) -> Any:
    module, _, attribute = place.partition(":")
    return getattr(import_module(module), attribute)
