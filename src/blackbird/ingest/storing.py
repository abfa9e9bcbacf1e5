"""Events of one feed stored as a whole; what cannot be is set aside, and holds up nothing."""

from __future__ import annotations

import logging
from collections.abc import Callable, Sequence

from blackbird.errors import StorageError
from blackbird.ingest.cleaning import cleaned
from blackbird.posts import Poison, PostEvent
from blackbird.storage.posts.rows import FeedRow, Told

_LOG = logging.getLogger(__name__)

Commit = Callable[[FeedRow, Sequence[PostEvent], str | None, Told | None, int], object]
"""``PostRecord.commit``, or what stands in its place."""


def store(
    commit: Commit,
    feed: FeedRow,
    events: Sequence[PostEvent],
    cursor: str | None,
    told: Told | None,
    now: int,
) -> None:
    """Commit events and where to go on behind them. Raises ``StorageError``."""
    clean = [cleaned(event) for event in events]
    try:
        commit(feed, clean, cursor, told, now)
    except StorageError:
        raise
    except Exception:
        _LOG.exception("A batch of %s cannot be stored: one by one", feed.name)
        for event in clean:
            _one(commit, feed, event, told, now)
        commit(feed, [], cursor, told, now)


def _one(commit: Commit, feed: FeedRow, event: PostEvent, told: Told | None, now: int) -> None:
    try:
        commit(feed, [event], None, told, now)
    except StorageError:
        raise
    except Exception as error:
        poison = Poison(ascii(event)[:4_000], f"{type(error).__name__}"[:300])
        commit(feed, [poison], None, told, now)
