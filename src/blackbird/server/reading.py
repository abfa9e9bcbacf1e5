"""Live posts as programs and the page read them: searched, in their threads, what rose."""

from __future__ import annotations

import asyncio
from collections.abc import Collection
from dataclasses import dataclass
from typing import Any, Literal

from blackbird.assistant import Assistant
from blackbird.claims.origins import first_of
from blackbird.errors import NotFound
from blackbird.index.posts.narrowing import filters_of
from blackbird.index.posts.part import folded
from blackbird.index.posts.parts import Parts
from blackbird.index.tokens import tokenize
from blackbird.posts import ALL_POSTS, OnlyPosts
from blackbird.storage.posts.record import PostRecord
from blackbird.storage.posts.rows import StoredPost
from blackbird.storage.posts.shown import post_json, said_at

Order = Literal["relevance", "newest"]
_SPARE = 20  # found beyond what is asked for: the index may name posts that are gone by now
_PARENTS = 50
_REPLIES = 50
_READ_THROUGH = 20_000  # of the newest posts, which are looked through for replies: 20 ms


@dataclass(frozen=True, slots=True)
class Wanted:
    """Which posts are asked for."""

    query: str = ""
    only: OnlyPosts = ALL_POSTS
    since: str | None = None
    until: str | None = None


class Sieve:
    """What of new posts is asked for; the same posts that the index would find."""

    def __init__(self, wanted: Wanted, feeds: Collection[str] | None) -> None:
        self._terms = frozenset(tokenize(wanted.query))
        self._author = folded(wanted.only.author)
        self._only = wanted.only
        self._feeds = feeds

    def lets(self, post: StoredPost) -> bool:
        """Whether a post is among them."""
        only = self._only
        return (
            (self._feeds is None or post.feed in self._feeds)
            and (not self._author or self._author in (folded(post.author), folded(post.account)))
            and only.language.lower() in ("", post.language)
            and post.likes >= only.likes
            and (not only.links or bool(post.links))
            and (not self._terms or self._terms <= set(tokenize(f"{post.title}\n{post.text}")))
        )


class Reading:
    """The posts of one ``assistant``. ``words``: whether all words may be given out."""

    def __init__(self, assistant: Assistant) -> None:
        self._live = assistant.opened.live

    async def record(self) -> PostRecord:
        """The record of posts."""
        return await self._live.record()

    async def search(
        self, wanted: Wanted, order: Order, limit: int, *, words: bool
    ) -> dict[str, Any]:
        """Posts, the best or the newest first; of near-copies the best carries their number.

        Raises ``NotFound`` (source), ``BadInput`` (date).
        """
        record, parts = await self._live.record(), await self._live.parts()
        found = await asyncio.to_thread(_search, record, parts, wanted, order, limit)
        key, posts = found
        copies: dict[int, int] = {}
        places = first_of([p.text for p in posts]) if order == "relevance" else range(len(posts))
        for place in places:
            copies[place] = copies.get(place, -1) + 1
        told = [
            told_of(posts[place], words=words) | ({"copies": more} if more else {})
            for place, more in copies.items()
        ]
        return {"posts": told[:limit], "key": key}

    async def thread(self, uri: str, *, words: bool) -> dict[str, Any]:
        """A post, what it replies to, the first of it first, and replies. Raises ``NotFound``."""
        record = await self._live.record()
        parents, post, replies, since = await asyncio.to_thread(_thread, record, uri)
        return {
            "parents": [told_of(p, words=words) for p in parents],
            "post": told_of(post, words=words),
            "replies": [told_of(p, words=words) for p in replies],
            "replies_since": since,
        }

    async def trends(self, *, words: bool) -> dict[str, Any]:
        """What rose in the last hour against the day before."""
        rose = await self._live.trends(words=not words)
        return {
            "trends": [
                {
                    "subject": one.subject,
                    "accounts": one.accounts,
                    "expected": one.expected,
                    "score": one.score,
                }
                for one in rose
            ]
        }


def told_of(post: StoredPost, *, words: bool) -> dict[str, Any]:
    """A post as whoever asks may have it."""
    return post_json(post, words=words or post.redistribute)


def _search(
    record: PostRecord, parts: Parts, wanted: Wanted, order: Order, limit: int
) -> tuple[int, list[StoredPost]]:
    key = record.last_key()
    if wanted == Wanted():
        return key, record.newest(0, limit)
    filters = filters_of(record, wanted.only, wanted.since, wanted.until)
    parts.refresh()
    ranked = parts.search(wanted.query, filters, limit + _SPARE, newest=order == "newest")
    there = record.posts([one.key for one in ranked])
    return key, [there[one.key] for one in ranked if one.key in there][: limit + _SPARE]


def _thread(
    record: PostRecord, uri: str
) -> tuple[list[StoredPost], StoredPost, list[StoredPost], str]:
    post = record.find([uri]).get(uri)
    if post is None:
        raise NotFound("This post is not there any more.", "It was deleted, or is not shown.")
    parents: list[StoredPost] = []
    seen = {uri}
    above = post.reply_to
    while above and above not in seen and len(parents) < _PARENTS:
        seen.add(above)  # who replies in a circle is told once
        parent = record.find([above]).get(above)
        if parent is None:
            break
        parents.append(parent)
        above = parent.reply_to
    after = max(0, record.last_key() - _READ_THROUGH)
    replies = record.replies(uri, after, _REPLIES)
    first = record.in_order(after, 1)
    return parents[::-1], post, replies, said_at(first[0].received) if first else ""
