"""Search engines on loopback: replies in the shapes that their public documentation gives."""

from __future__ import annotations

import json
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from tests.fakes.page_server import HOME, PageServer, Script, reply

JSON = "application/json"


@dataclass(frozen=True, slots=True)
class Listed:
    """A page as an engine lists it."""

    url: str
    title: str = "A page"
    date: str | None = None
    score: float | None = None


def searxng(pages: Sequence[Listed]) -> dict[str, Any]:
    rows = [
        {
            "url": page.url,
            "title": page.title,
            "content": "What an engine says of it.",
            "engine": "one",
            "engines": ["one", "two"],
            "score": page.score if page.score is not None else 1.0 / n,
            "category": "general",
            "publishedDate": f"{page.date}T08:00:00" if page.date else None,
        }
        for n, page in enumerate(pages, start=1)
    ]
    return {"query": "q", "number_of_results": 0, "results": rows, "answers": [], "infoboxes": []}


def wikipedia(pages: Sequence[Listed]) -> dict[str, Any]:
    rows = [
        {
            "pageid": 1000 - n,  # the answer is ordered by this, not by how well a page fits
            "ns": 0,
            "title": page.title,
            "index": n,
            "fullurl": page.url,
            "canonicalurl": page.url,
            "revisions": [{"timestamp": f"{page.date or '2024-01-01'}T00:00:00Z"}],
        }
        for n, page in enumerate(pages, start=1)
    ]
    return {"batchcomplete": True, "query": {"pages": rows[::-1]}}


def brave(pages: Sequence[Listed]) -> dict[str, Any]:
    rows = [
        {
            "type": "search_result",
            "title": page.title,
            "url": page.url,
            "description": "What <strong>an engine</strong> says of it.",
            "page_age": f"{page.date}T00:00:00" if page.date else None,
            "language": "en",
        }
        for page in pages
    ]
    return {
        "type": "search",
        "query": {"original": "q"},
        "web": {"type": "search", "results": rows},
    }


def tavily(pages: Sequence[Listed]) -> dict[str, Any]:
    rows = [
        {
            "title": page.title,
            "url": page.url,
            "content": "What an engine says of it.",
            "score": page.score if page.score is not None else 0.9 / n,
            "raw_content": None,
            **({"published_date": page.date} if page.date else {}),
        }
        for n, page in enumerate(pages, start=1)
    ]
    return {"query": "q", "answer": None, "images": [], "results": rows, "response_time": 1.2}


def bing(pages: Sequence[Listed]) -> dict[str, Any]:
    rows = [
        {
            "id": f"https://api.example/#{n}",
            "name": page.title,
            "url": page.url,
            "snippet": "What an engine says of it.",
            "dateLastCrawled": "2025-01-01T00:00:00.0000000Z",
            **({"datePublished": f"{page.date}T00:00:00.0000000"} if page.date else {}),
        }
        for n, page in enumerate(pages, start=1)
    ]
    return {"_type": "SearchResponse", "webPages": {"totalEstimatedMatches": 9, "value": rows}}


SHAPES = {
    "searxng": searxng,
    "wikipedia": wikipedia,
    "brave": brave,
    "tavily": tavily,
    "bing": bing,
}
"""Engine → how it tells what it found."""


def told(name: str, pages: Sequence[Listed]) -> Script:
    """The whole reply of an engine."""
    return reply(json.dumps(SHAPES[name](pages)), kind=JSON)


def path_of(name: str) -> str:
    """Where an engine of this name answers on the small server."""
    return "/searxng/search" if name == "searxng" else f"/{name}"


def settings_for(server: PageServer, *names: str) -> dict[str, str]:
    """Settings under which these engines are asked, all on the small server."""
    found = {"engines": ",".join(names)}
    for name in names:
        path = path_of(name).removesuffix("/search") if name == "searxng" else path_of(name)
        found[f"{name}_url"] = f"http://{HOME}:{server.port}{path}"
        if name in ("brave", "tavily", "bing"):
            found[f"{name}_key"] = f"{name}-secret"
    return found
