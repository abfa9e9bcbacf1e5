"""Read a document in whichever of the languages it is written."""

from __future__ import annotations

from urllib.parse import urlsplit

from blackbird.ingest.syndication.document import Document, Unreadable
from blackbird.ingest.syndication.jsonfeed import read_json
from blackbird.ingest.syndication.markup import parse, read_markup

MOST_FEEDS = 1000
"""Feeds of a list that are followed."""


def read_feed(data: bytes, declared: str, url: str) -> Document:
    """A feed from ``url``, in the encoding that was ``declared``. Raises ``Unreadable``."""
    begin = data[:200].lstrip(b"\xef\xbb\xbf \t\r\n\x00")
    if not begin:
        raise Unreadable("it is empty")
    return read_json(data, url) if begin[:1] in b"{[" else read_markup(data, declared, url)


def read_list(data: bytes) -> list[str]:
    """The addresses of feeds in an OPML document, each once. Raises ``Unreadable``."""
    root = parse(data, "", "")
    if str(root.tag).lower() != "opml":
        raise Unreadable("it is no OPML")
    found: list[str] = []
    for outline in root.iter("outline", "OUTLINE"):
        named = {key.lower(): value.strip() for key, value in outline.items()}
        if is_address(url := named.get("xmlurl", "")):
            found.append(url)
    return list(dict.fromkeys(found))[:MOST_FEEDS]


def is_address(url: str) -> bool:
    """Whether it is an address on the web."""
    try:
        parts = urlsplit(url)
    except ValueError:
        return False
    return parts.scheme.lower() in ("http", "https") and bool(parts.hostname) and len(url) <= 2048
