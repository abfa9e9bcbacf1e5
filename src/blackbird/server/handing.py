"""What others than the own page get of answers that are kept, of runs, and what files may hold.

Kept answers do not say what may be given out: whoever may revoke it later decides for them, too.
So it is looked up when they are asked for; a post of which nothing is known any more, while a
feed's words may not be given out, is taken for one of that feed.
"""

from __future__ import annotations

import asyncio
from collections.abc import AsyncGenerator, Callable, Collection
from contextlib import aclosing
from typing import Any

from starlette.requests import Request

from blackbird.assistant import Assistant
from blackbird.server.guard import from_own_page
from blackbird.server.running import AFTER_ALL, Told
from blackbird.server.telling import shown
from blackbird.server.withholding import INSTEAD, left_out
from blackbird.storage.withdrawing import POST
from blackbird.text.lifting import lifts

_POSTS = "posts"
_OWN = frozenset({"question", "standalone", "queries", "url", "uri", "sha256", "source"})
"""Said by who asks, or no words."""


class Handing:
    """Gives out what ``assistant`` knows: whole to the own page, to others what they may have."""

    def __init__(self, assistant: Assistant) -> None:
        self._assistant = assistant

    async def reply(self, request: Request, value: dict[str, Any]) -> dict[str, Any]:
        """``value`` as who asks may have it."""
        return value if from_own_page(request) else await self.for_others(value)

    async def for_others(self, value: dict[str, Any]) -> dict[str, Any]:
        """``value`` without words that may not be given out."""
        kept = await self._kept(value)
        return _without(value, kept) if kept else value

    async def may_have(self, request: Request, sha256: str) -> bool:
        """Whether who asks may have the text with this hash, if it is a post's."""
        return from_own_page(request) or not await self._withheld(sha256)

    async def told(
        self, request: Request, follow: Callable[[int], AsyncGenerator[Told]], after: int
    ) -> AsyncGenerator[Told]:
        """What ``follow`` tells of a run from the event after number ``after`` on."""
        own = from_own_page(request)
        # What may not be given out is known from events that may lie before that number.
        events = follow(after if own else -1)
        kept: dict[str, str] = {}
        async with aclosing(events):
            async for number, event in events:
                if not own:
                    kept |= await self._kept(event)
                    if kept and event["type"] == "draft":
                        continue  # it may repeat them before anybody can tell
                if own or number > min(after, AFTER_ALL - 1):
                    yield number, _without(event, kept) if kept else event

    async def _kept(self, value: Any) -> dict[str, str]:
        """The quotes in ``value`` that may not be given out, each under its text's hash."""
        found: dict[str, str] = {}
        for row in _cited(value):
            if row["sha256"] in found or await self._withheld(row["sha256"]):
                found[row["sha256"]] = f"{found.get(row['sha256'], '')}\n{row['quote']}"
        return found

    async def _withheld(self, sha256: str) -> bool:
        live = self._assistant.opened.live
        if not await live.has_posts():
            return False
        posts = await live.record()
        if all(f.redistribute for f in await asyncio.to_thread(posts.feeds.all)):
            return False
        talks = (await self._assistant.record()).conversations
        text = await asyncio.to_thread(talks.kept, sha256)
        uri = text.document_id.removeprefix(POST) if text else ""
        if text and uri == text.document_id:
            return False  # a document has the same words
        post = (await asyncio.to_thread(posts.find, [uri])).get(uri)
        return post is None or not post.redistribute


def _cited(value: Any) -> list[dict[str, Any]]:
    """The citations of posts anywhere in ``value``."""
    if isinstance(value, list):
        return [row for one in value for row in _cited(one)]
    if not isinstance(value, dict):
        return []
    if value.get("source") == _POSTS and "quote" in value:
        return [value]
    return [row for one in value.values() for row in _cited(one)]


def _without(value: Any, kept: dict[str, str]) -> Any:
    if isinstance(value, list):
        return [_without(one, kept) for one in value]
    if isinstance(value, str):
        return INSTEAD if lifts(value, kept.values()) else value
    if not isinstance(value, dict):
        return value
    if value.get("source") == _POSTS and value.get("sha256") in kept:
        return value | {"title": "", "quote": "", "start": 0, "end": 0}
    less = {k: one if k in _OWN else _without(one, kept) for k, one in value.items()}
    return _answer(value, less, kept.values()) if "sentences" in value else less


def _answer(value: dict[str, Any], less: dict[str, Any], kept: Collection[str]) -> dict[str, Any]:
    """An answer's text keeps those of its sentences that may be given out."""
    both = zip(value["sentences"], less["sentences"], strict=True)
    pairs = [(a["text"], b["text"]) for a, b in both if a["text"] and not a.get("dropped")]
    text = left_out(value["answer"], pairs)
    if not value["abstained"] or not lifts(text, kept):
        less["answer"] = text
    return shown(less) if "html" in value else less
