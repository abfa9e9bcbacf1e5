"""Some thousand events about posts that several workers store, and what must be left of them."""

from __future__ import annotations

import asyncio
import time
from collections.abc import AsyncGenerator, Sequence
from dataclasses import replace
from pathlib import Path
from random import Random

from blackbird.index.posts.part import Filters
from blackbird.index.posts.parts import Parts
from blackbird.posts import FINAL, Delivery, Forgotten, Missed, Post, PostEvent, Put, Removed
from blackbird.storage.posts.record import PostRecord
from blackbird.storage.posts.rows import Told

NOW = time.time_ns() // 1_000  # the present, since workers forget what is older than a month
FEED = "look:shared"
_ACCOUNTS = 40


def history(count: int, seed: int) -> list[PostEvent]:
    """So many events: creates, edits, removals by both names, closed accounts, a fifth twice."""
    random = Random(seed)
    posts: list[Post] = []
    events: list[PostEvent] = [Missed(NOW - 9, NOW, "an outage")]
    while len(events) < count * 4 // 5:
        chance = random.random()
        if chance < 0.5 or not posts:
            number = len(posts)
            posts.append(
                Post(
                    f"look://{number}",
                    f"account{number % _ACCOUNTS}",
                    f"Ann{number % _ACCOUNTS}",
                    f"common words{number}v1",
                    NOW - number,
                    1,
                    local_id=f"l{number}",
                )
            )
            events.append(Put(posts[-1]))
        elif chance < 0.75:
            at = random.randrange(len(posts))
            version = posts[at].version + 1
            posts[at] = replace(posts[at], version=version, text=f"common words{at}v{version}")
            events.append(Put(posts[at]))
        elif chance < 0.99:
            at = random.randrange(len(posts))
            version = random.choice((FINAL, posts[at].version))
            named = random.random() < 0.5
            events.append(
                Removed(f"look://{at}", version=version)
                if named
                else Removed(local_id=f"l{at}", version=version)
            )
        else:
            events.append(Forgotten(f"account{random.randrange(_ACCOUNTS)}", 1))
    events += random.sample(events, count - len(events))
    return events


def shuffled(events: Sequence[PostEvent], seed: int) -> list[PostEvent]:
    """The same in another order: workers overtake each other."""
    order = list(events)
    Random(seed).shuffle(order)
    return order


def expected(events: Sequence[PostEvent], folder: Path) -> dict[str, str]:
    """Address → text: what one process leaves that is told all of it in one go."""
    record = PostRecord.open(folder / "expected.db")
    feed = record.feeds.add(FEED, trusted=True)
    record.commit(feed, events, None, Told("live"), NOW)
    found = shown(record, events)
    record.close()
    return found


def shown(record: PostRecord, events: Sequence[PostEvent]) -> dict[str, str]:
    """Address → text of what is left."""
    uris = list({event.post.uri: None for event in events if isinstance(event, Put)})
    return {uri: post.text for uri, post in record.find(uris).items()}


def problems(
    record: PostRecord, events: Sequence[PostEvent], wanted: dict[str, str], index: Parts | None
) -> list[str]:
    """All that is lost, doubled or resurrected, in the record and in an index of it."""
    left = shown(record, events)
    found = [f"lost: {uri}" for uri in sorted(wanted.keys() - left.keys())]
    found += [f"resurrected: {uri}" for uri in sorted(left.keys() - wanted.keys())]
    same = wanted.keys() & left.keys()
    found += [f"old: {left[uri]}" for uri in sorted(same) if left[uri] != wanted[uri]]
    keys = [row.key for row in record.after(0, 100_000)]
    if len(keys) != len(left):
        found.append(f"{len(keys)} rows for {len(left)} posts")
    if index is not None:
        index.refresh()
        held = [hit.key for hit in index.search("", Filters(), 100_000, newest=True)]
        if sorted(held) != sorted(keys):
            doubled = len(held) - len(set(held))
            found.append(f"the index holds {len(held)} of {len(keys)}, {doubled} twice")
    return found


class Played:
    """A feed that says it all, some events at a time, each time from where its cursor stands."""

    def __init__(self, events: Sequence[PostEvent], each: int = 20, pause_s: float = 0.0) -> None:
        self._events = events
        self._each = each
        self._pause_s = pause_s

    name = FEED
    lasting = False

    async def deliveries(self, cursor: str | None) -> AsyncGenerator[Delivery]:
        at = int(cursor or 0)
        while at < len(self._events):
            some = tuple(self._events[at : at + self._each])
            at += len(some)
            yield Delivery(some, str(at), "live")
            await asyncio.sleep(self._pause_s)
