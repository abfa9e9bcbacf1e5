"""Feeds and posts as the JSON that programs rely on: names and fields here stay."""

from __future__ import annotations

from dataclasses import asdict
from datetime import UTC, datetime
from typing import Any

from blackbird.posts import SECOND
from blackbird.storage.posts.rows import FeedRow, Gap, StoredPost

QUIET = 15 * SECOND
"""After which nobody follows a feed any more, whatever stands in its row."""


def is_followed(feed: FeedRow, now: float) -> bool:
    """Whether whoever follows a feed gave a sign of life of late."""
    return now - feed.heard < QUIET


def state_of(feed: FeedRow, now: float) -> str:
    """Its state; stopped where nobody follows it, unless its owner has to do something."""
    lost = not feed.wanted or not is_followed(feed, now)
    return "stopped" if lost and feed.state != "failed" else feed.state


def feed_json(feed: FeedRow, now: float) -> dict[str, Any]:
    """A feed as ``ingest status --json`` gives it. ``now`` in microseconds since 1970."""
    return {
        "source": feed.name,
        "state": state_of(feed, now),
        "note": feed.note,
        "posts": feed.posts,
        "deleted": feed.deleted,
        "lag_s": None if feed.lag_s is None else round(feed.lag_s, 3),
        "rate": round(feed.rate, 1) if is_followed(feed, now) else 0.0,
        "gaps": feed.gaps,
        "poison": feed.poison,
        "cursor": feed.cursor,
        "grants": asdict(feed.grants),
    }


def gap_json(gap: Gap) -> dict[str, Any]:
    """A stretch of time of which a feed may lack posts."""
    return {
        "source": gap.feed,
        "since": said_at(gap.since),
        "until": said_at(gap.until),
        "reason": gap.reason,
    }


def post_json(post: StoredPost, *, words: bool) -> dict[str, Any]:
    """A post; without ``words`` only where it is and when it was said."""
    place = {
        "uri": post.uri,
        "url": post.url or post.uri,
        "source": post.feed,
        "time": said_at(post.at),
    }
    if not words:
        return place
    return place | {
        "author": post.author,
        "account": post.account,
        "title": post.title,
        "text": post.text,
        "language": post.language,
        "likes": post.likes,
        "reply_to": post.reply_to,
        "links": post.links.split("\n") if post.links else [],
        "received": said_at(post.received),
    }


def said_at(moment: int) -> str:
    """A moment in microseconds, as ISO 8601 in UTC."""
    return datetime.fromtimestamp(moment / SECOND, UTC).isoformat(timespec="milliseconds")
