"""The feeds of live posts as the page and programs work with them."""

from __future__ import annotations

import asyncio
from dataclasses import asdict
from typing import Any
from urllib.parse import urlsplit

from blackbird.assistant import Assistant
from blackbird.errors import BadInput
from blackbird.posts import SECOND
from blackbird.registry import FEEDS
from blackbird.storage.posts.rows import GRANTS, FeedRow, Grants, kind_of
from blackbird.storage.posts.shown import feed_json, gap_json, is_followed

_DAY = 86_400 * SECOND
_GAPS_OF = 7 * _DAY
_SCHEMES = ("http", "https", "ws", "wss")


class FeedDesk:
    """The feeds of one ``assistant``: what is wanted is changed here, who follows does the rest."""

    def __init__(self, assistant: Assistant) -> None:
        self._assistant = assistant

    async def listed(self) -> dict[str, Any]:
        """Every feed with its state, and the gaps of the last seven days, the newest first."""
        record = await self._assistant.opened.live.record()
        now = self._now()
        feeds = await asyncio.to_thread(record.feeds.all)
        gaps = await asyncio.to_thread(record.gaps, now - _GAPS_OF, now + _DAY)
        return {
            "sources": [self._json(feed, now) for feed in feeds],
            "gaps": [gap_json(gap) for gap in gaps],
            "kinds": list(FEEDS),
            "followed": any(is_followed(feed, now) for feed in feeds),
        }

    async def follow(self, source: str) -> dict[str, Any]:
        """Follow a feed of the network; its address must be public, whoever names it.

        Raises ``UnknownName``, ``BadInput``.
        """
        (feed,) = await self._assistant.opened.live.add([_checked(source)], trusted=False)
        return {"source": self._json(feed, self._now())}

    async def stop(self, source: str) -> dict[str, Any]:
        """Follow a feed no more; what it brought stays. Raises ``NotFound``."""
        record = await self._assistant.opened.live.record()
        await asyncio.to_thread(record.feeds.stop, source)
        return await self._one(source)

    async def grant(self, source: str, changes: dict[str, bool]) -> dict[str, Any]:
        """Say what may be done with what a feed brings. What is revoked is hidden at once.

        Raises ``NotFound``.
        """
        record = await self._assistant.opened.live.record()
        feed = await asyncio.to_thread(record.feeds.named, source)
        wanted = Grants(**{**asdict(feed.grants), **changes})
        purged = await self._assistant.opened.grant(feed, wanted)
        return await self._one(source) | {"purged": purged}

    async def _one(self, source: str) -> dict[str, Any]:
        record = await self._assistant.opened.live.record()
        feed = await asyncio.to_thread(record.feeds.named, source)
        return {"source": self._json(feed, self._now())}

    def _json(self, feed: FeedRow, now: int) -> dict[str, Any]:
        return feed_json(feed, now) | {"wanted": feed.wanted}

    def _now(self) -> int:
        return int(self._assistant.clock.now().timestamp() * SECOND)


def changes_of(given: dict[str, Any]) -> dict[str, bool]:
    """The grants that a request names. Raises ``BadInput`` where it names none."""
    changes = {name: bool(given[name]) for name in GRANTS if given.get(name) is not None}
    if not changes:
        raise BadInput("No grant is named.", f"Give {', '.join(GRANTS)}, each true or false.")
    return changes


def _checked(source: str) -> str:
    """A feed's name without space around it. Raises ``BadInput`` where it would lead to a file."""
    plain = source.strip()
    address = plain.partition(":")[2]
    if not plain:
        raise BadInput("The feed has no name.", f"Give one of: {', '.join(FEEDS)}.")
    if kind_of(plain) in FEEDS and address and not _is_public_place(address):
        raise BadInput(
            f'"{address[:80]}" is no address of the network.',
            'Give one that begins with https://. A file is followed by "blackbird ingest" alone.',
        )
    return plain


def _is_public_place(address: str) -> bool:
    try:
        parts = urlsplit(address)
        return parts.scheme in _SCHEMES and bool(parts.hostname) and "@" not in parts.netloc
    except ValueError:
        return False
