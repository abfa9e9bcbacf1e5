"""What a feed says of itself: stretches that it may have missed, events that nobody could read."""

from __future__ import annotations

import sqlalchemy as sa

from blackbird.storage.posts.bulk import insert
from blackbird.storage.posts.merge import Batch
from blackbird.storage.posts.schema import GAPS, POISON

_KEPT_POISON = 100  # of a feed; the count goes on


def note_gaps(connection: sa.Connection, batch: Batch, feed: int, now: int) -> int:
    """Note each gap once, however often it is told; returns how many are new."""
    if not batch.missed:
        return 0
    gap = (GAPS.c.since, GAPS.c.until, GAPS.c.reason)
    known = sa.select(*gap).where(
        GAPS.c.feed == feed, GAPS.c.until.in_({m.until for m in batch.missed})
    )
    seen = {tuple(row) for row in connection.execute(known)}
    told = dict.fromkeys((m.since, m.until, m.reason) for m in batch.missed)
    rows = [
        {"feed": feed, "since": since, "until": until, "reason": reason, "noted": now}
        for since, until, reason in told
        if (since, until, reason) not in seen
    ]
    insert(connection, GAPS, rows)
    return len(rows)


def set_aside(connection: sa.Connection, batch: Batch, feed: int, now: int) -> None:
    """Keep the first events of a feed that could not be read, for people to look at."""
    if not batch.poison:
        return
    kept = sa.select(sa.func.count()).select_from(POISON).where(POISON.c.feed == feed)
    room = _KEPT_POISON - (connection.execute(kept).scalar() or 0)
    if room > 0:
        raws = [
            {"feed": feed, "raw": p.raw, "reason": p.reason, "noted": now}
            for p in batch.poison[:room]
        ]
        insert(connection, POISON, raws)
