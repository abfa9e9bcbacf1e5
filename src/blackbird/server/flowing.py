"""New posts as they come, told in batches: none is left out, and none comes in a flood.

Who comes back is told what he missed, up to the newest posts that ``_BACK`` counts.
"""

from __future__ import annotations

import asyncio
import json
import re
from collections.abc import AsyncGenerator, Callable
from contextlib import aclosing
from dataclasses import dataclass

from blackbird.errors import Overloaded
from blackbird.index.posts.narrowing import feeds_of
from blackbird.server.reading import Reading, Sieve, Wanted, told_of
from blackbird.server.running import Told
from blackbird.server.sse import Wire
from blackbird.storage.posts.record import PostRecord
from blackbird.storage.posts.rows import StoredPost

_EACH_S = 0.25  # between two batches
_MOST = 500  # posts of a batch: 2,000 a second at the most
_READ = 2_000  # posts that are looked at for a batch
_BACK = 20_000  # of the newest posts: who was away for longer asks the search
_STEP_S = 0.05  # between two readings in which nothing was found: others read, too
_DROPS = 2_000
_SIGN_S = 15.0  # without a post: then the place is told, which is a sign of life, too
_FLOWS = 32  # at a time
_KEY = re.compile(r"[0-9]{1,18}")


@dataclass(slots=True)
class _Place:
    """How far one flow has told the record."""

    key: int
    drop: int


class Flows:
    """The flows of one server; ``stopping`` says that all of them are to end."""

    def __init__(self, reading: Reading, stopping: Callable[[], bool]) -> None:
        self._reading = reading
        self._stopping = stopping
        self._open = 0

    async def flow(self, wanted: Wanted, after: int | None, *, words: bool) -> AsyncGenerator[Told]:
        """Batches of what comes behind a key, or from now on, until a grant changes.

        Each is numbered with the key of the last post that was looked at. Raises ``Overloaded``,
        ``NotFound`` (source).
        """
        if self._open >= _FLOWS:
            raise Overloaded("Too many follow the posts already.", "Try again in a moment.")
        self._open += 1
        try:
            record = await self._reading.record()
            feeds = await asyncio.to_thread(feeds_of, record, wanted.only.feed)
            sieve = Sieve(wanted, None if feeds is None else {feed.name for feed in feeds})
            async with aclosing(self._told(record, sieve, after, words)) as batches:
                async for batch in batches:
                    yield batch
        finally:
            self._open -= 1

    async def _told(
        self, record: PostRecord, sieve: Sieve, after: int | None, words: bool
    ) -> AsyncGenerator[Told]:
        epoch, place = await asyncio.to_thread(_begin, record, after)
        yield place.key, {"type": "begun"}
        loop = asyncio.get_running_loop()
        told_at = loop.time()
        while not self._stopping():
            found = await asyncio.to_thread(_next, record, sieve, place, epoch)
            if found is None:
                yield place.key, {"type": "ended", "reason": "grants"}
                return
            posts, gone, behind = found
            if posts or gone or loop.time() - told_at > _SIGN_S:
                told_at = loop.time()
                yield (
                    place.key,
                    {
                        "type": "posts",
                        "posts": [told_of(post, words=words) for post in posts],
                        "gone": gone,
                        "behind": behind,
                    },
                )
            await asyncio.sleep(_EACH_S if posts or not behind else _STEP_S)


def place_of(last_event_id: str, after: int | None) -> int | None:
    """The key behind which a client wants to go on: its ``Last-Event-ID``, else ``after``."""
    return int(last_event_id) if _KEY.fullmatch(last_event_id) else after


async def send(batches: AsyncGenerator[Told], wire: Wire) -> None:
    """Tell batches until they end. A slow client slows only its own reading of the record."""
    async with aclosing(batches):
        async for key, batch in batches:
            await wire.event(json.dumps(batch, separators=(",", ":")).encode("ascii"), key)
    await wire.end()


def _begin(record: PostRecord, after: int | None) -> tuple[int, _Place]:
    newest = record.last_key()
    place = newest if after is None else min(max(after, newest - _BACK), newest)
    return record.revoking.epoch(), _Place(place, record.last_drop())


def _next(
    record: PostRecord, sieve: Sieve, place: _Place, epoch: int
) -> tuple[list[StoredPost], list[str], int] | None:
    """The next posts, what is gone, and how many are waiting; None once a grant has changed.

    Posts are read before drops: so what is gone may be shown no more, and an edited post, gone and
    come again, is.
    """
    newest = record.last_key()
    looked = record.in_order(place.key, _READ)
    drops = record.drops_after(place.drop, _DROPS)
    if record.revoking.epoch() != epoch:
        return None
    gone = {drop.key for drop in drops}
    posts: list[StoredPost] = []
    for post in looked:
        place.key = post.key
        if post.key not in gone and sieve.lets(post):
            posts.append(post)
        if len(posts) == _MOST:
            break
    else:
        if len(looked) < _READ:  # what else there is up to the newest is not to be shown
            place.key = max(place.key, newest)
    if drops:
        place.drop = drops[-1].seq
    told = [drop for drop in drops if drop.op != "purged"]  # that ended all flows before
    return posts, record.left(told), max(0, newest - place.key)
