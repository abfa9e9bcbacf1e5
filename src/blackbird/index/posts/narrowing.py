"""From what is asked of live posts to what their index and record look at."""

from __future__ import annotations

from blackbird.errors import NotFound
from blackbird.index.posts.part import Filters, folded
from blackbird.index.window import window
from blackbird.posts import SECOND, OnlyPosts
from blackbird.storage.posts.record import PostRecord
from blackbird.storage.posts.rows import FeedRow


def filters_of(
    record: PostRecord, only: OnlyPosts, since: str | None, until: str | None
) -> Filters:
    """Dates as precise as they are given, both included. Raises ``NotFound`` (feed), ``BadInput``
    (date).
    """
    asked = feeds_of(record, only.feed)
    feeds = record.feeds.all() if asked is None else asked
    shown = [feed.id for feed in feeds if feed.display]  # what is hidden would take their places
    bounds = window(since, until, None)
    return Filters(
        since=None if bounds.first is None else bounds.first * SECOND,
        until=None if bounds.last is None else (bounds.last + 1) * SECOND - 1,
        author=only.author,
        language=only.language.lower(),
        feeds=None if asked is None and len(shown) == len(feeds) else shown,
        likes=min(only.likes, 2**63 - 1),  # more than an index can hold, or a post has
        with_links=only.links,
        accounts=record.naming.accounts(folded(only.author)) if only.author else (),
    )


def feeds_of(record: PostRecord, source: str) -> list[FeedRow] | None:
    """The feeds of a name or a kind; None: all. Raises ``NotFound``."""
    if not source:
        return None
    feeds = [feed for feed in record.feeds.all() if source in (feed.name, feed.kind)]
    if not feeds:
        raise NotFound(
            f'There is no feed "{source[:100]}".',
            '"blackbird ingest status" and GET /api/feeds list them.',
        )
    return feeds
