"""Read JSON Feed. https://www.jsonfeed.org/version/1.1/"""

from __future__ import annotations

import json
from collections.abc import Mapping
from typing import Any

from blackbird.ingest.syndication.document import MOST, Document, Entry, Unreadable
from blackbird.ingest.values import language_of, text_of, unescaped
from blackbird.text.fields import words
from blackbird.text.moments import moment
from blackbird.text.plain import Plain, absolute, plain


def read_json(data: bytes, url: str) -> Document:
    """What a document says. Raises ``Unreadable``."""
    try:
        told = json.loads(data.decode(json.detect_encoding(data), "replace"))
    except (ValueError, RecursionError):
        raise Unreadable("it begins as JSON and is none") from None
    items = told.get("items") if isinstance(told, Mapping) else None
    if not isinstance(items, list):
        raise Unreadable("it is JSON, but no JSON Feed")
    rows = [row for row in items[:MOST] if isinstance(row, Mapping)]
    language = words(told.get("language"), 20)
    who = _author(told)
    entries = tuple(_entry(row, language, who, url) for row in rows)
    return Document(words(told.get("title")), entries)


def _entry(row: Mapping[str, Any], language: str, who: str, url: str) -> Entry:
    link = absolute(text_of(row.get("url") or row.get("external_url"), 2048), url)
    body = _body(row, link or url)
    guid = row.get("id")
    numbered = isinstance(guid, int) and not isinstance(guid, bool)
    return Entry(
        guid=str(guid)[:2048] if numbered else text_of(guid, 2048),
        link=link,
        title=" ".join(unescaped(row.get("title"), 500).split()),
        text=body.text,
        author=_author(row) or who,
        language=language_of(words(row.get("language"), 20) or language),
        published=moment(words(row.get("date_published"), 100)) or 0,
        updated=moment(words(row.get("date_modified"), 100)) or 0,
        links=body.links,
    )


def _body(row: Mapping[str, Any], base: str) -> Plain:
    html, text = row.get("content_html"), row.get("content_text") or row.get("summary")
    if isinstance(html, str) and (found := plain(html, base)).text:
        return found
    spelled = text.replace("&", "&amp;").replace("<", "&lt;") if isinstance(text, str) else ""
    return plain(spelled)


def _author(told: Mapping[str, Any]) -> str:
    several = told.get("authors")
    people = [*(several if isinstance(several, list) else []), told.get("author")]
    names = [words(one.get("name"), 100) for one in people if isinstance(one, Mapping)]
    return ", ".join(filter(None, names[:5]))
