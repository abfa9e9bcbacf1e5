"""One batch of events becomes rows, inside one transaction."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any

import sqlalchemy as sa

from blackbird.posts import SECOND, Post
from blackbird.storage.posts.bulk import among, insert
from blackbird.storage.posts.identity import Identity
from blackbird.storage.posts.merge import NEVER, Batch, Intent, decide
from blackbird.storage.posts.naming import note_names
from blackbird.storage.posts.noting import note_gaps, set_aside
from blackbird.storage.posts.schema import (
    ALIASES,
    CUTS,
    DROPS,
    GRAVES,
    POSTS,
)

_DAY = 86_400 * SECOND
_BY_DAY = 40 * _DAY
"""Older posts lie in parts of a month: an archive of ten years is not 3,650 parts."""


@dataclass(frozen=True, slots=True)
class Applied:
    """What a batch came to."""

    posts: int = 0
    edited: int = 0
    deleted: int = 0
    gaps: int = 0


@dataclass(frozen=True, slots=True)
class _Row:
    key: int
    version: int
    digest: int
    part: int
    feed: int
    uri: str


def apply(
    connection: sa.Connection, batch: Batch, feed: int, scope: str, identity: Identity, now: int
) -> Applied:
    """Write a batch; whoever calls it commits it together with the feed's cursor."""
    _bury_aliases(connection, batch, now)
    stored = _stored(connection, batch.intents)
    graves = _graves(connection, (*batch.intents, *batch.aliases))
    _bury_by_alias(batch, graves)
    accounts = {
        uid: identity.account(scope, intent.post.account)
        for uid, intent in batch.intents.items()
        if intent.post is not None
    }
    cuts = _cuts(connection, set(accounts.values()) | set(batch.cuts))
    cuts |= {a: max(v, cuts.get(a, NEVER)) for a, v in batch.cuts.items()}
    work = _Work()
    for uid, intent in batch.intents.items():
        account = accounts.get(uid, 0)
        cut = cuts.get(account, NEVER) if uid in accounts else NEVER
        told = (identity, account, feed, now)
        _one(work, uid, intent, stored.get(uid), graves.get(uid, NEVER), cut, told)
    _write(connection, work, batch, graves, now)
    removed = work.removed + _cut_accounts(connection, batch.cuts, now)
    note_names(connection, batch.names, feed, now)
    gaps = note_gaps(connection, batch, feed, now)
    set_aside(connection, batch, feed, now)
    return Applied(work.inserted, work.edited, removed, gaps)


class _Work:
    """The statements that a batch comes to."""

    def __init__(self) -> None:
        self.rows: list[dict[str, Any]] = []
        self.touched: list[dict[str, int]] = []
        self.dropped: list[tuple[str, _Row]] = []
        self.inserted = self.edited = self.removed = 0


def _one(
    work: _Work,
    uid: int,
    intent: Intent,
    row: _Row | None,
    grave: int,
    cut: int,
    told: tuple[Identity, int, int, int],
) -> None:
    identity, account, feed, now = told
    post = intent.post
    digest = identity.content(post) if post is not None else 0
    same = row is not None and row.digest == digest
    action = decide(intent, row.version if row else None, same, grave, cut)
    if action in ("insert", "replace"):
        assert post is not None
        work.rows.append(_row(post, uid, account, feed, digest, now))
    if action == "insert":
        work.inserted += 1
    elif action == "replace":
        assert row is not None
        work.edited += 1
        work.dropped.append(("edited", row))
    elif action == "remove":
        assert row is not None
        work.removed += 1
        work.dropped.append(("removed", row))
    elif action == "touch":
        assert post is not None
        assert row is not None
        work.touched.append({"row": row.key, "newer": post.version})


def _row(post: Post, uid: int, account: int, feed: int, digest: int, now: int) -> dict[str, Any]:
    at = min(post.created, now)
    return {
        "uid": uid,
        "account_uid": account,
        "feed": feed,
        "part": part_of(at, now),
        "at": at,
        "created": post.created,
        "received": now,
        "version": post.version,
        "digest": digest,
        "uri": post.uri,
        "account": post.account,
        "author": post.author,
        "url": post.url,
        "title": post.title,
        "language": post.language,
        "likes": post.likes,
        "reply_to": post.reply_to,
        "links": "\n".join(post.links),
        "text": post.text,
    }


def part_of(at: int, now: int) -> int:
    """The part of the index for a post of ``at`` that came at ``now``: days count from 1970, months
    are negative.
    """
    if now - at <= _BY_DAY:
        return at // _DAY
    moment = datetime.fromtimestamp(max(0, at) / SECOND, UTC)
    return -(moment.year * 12 + moment.month - 1)


def _write(
    connection: sa.Connection, work: _Work, batch: Batch, graves: Mapping[int, int], now: int
) -> None:
    drop(connection, work.dropped)
    if work.touched:
        query = sa.update(POSTS).where(POSTS.c.key == sa.bindparam("row"))
        connection.execute(query.values(version=sa.bindparam("newer")), work.touched)
    insert(connection, POSTS, work.rows)
    fresh = {u: i.removed for u, i in batch.intents.items() if i.removed > graves.get(u, NEVER)}
    _bury(connection, fresh, graves, now)
    known = _alias_rows(connection, batch.aliases)
    new = [{"grave": g, "uid": u} for g, u in batch.aliases.items() if g not in known]
    insert(connection, ALIASES, new)


def drop(connection: sa.Connection, dropped: Sequence[tuple[str, _Row]]) -> None:
    """Delete posts, and log it for the index and for saved answers."""
    if not dropped:
        return
    for some in among(connection, POSTS.c.key, [row.key for _, row in dropped]):
        connection.execute(sa.delete(POSTS).where(some))
    rows = [
        {"op": op, "key": row.key, "part": row.part, "feed": row.feed, "uri": row.uri}
        for op, row in dropped
    ]
    insert(connection, DROPS, rows)


def _bury_aliases(connection: sa.Connection, batch: Batch, now: int) -> None:
    """Removals by a feed's own names: of the posts that are known, and graves for those to come."""
    if not batch.removed_aliases:
        return
    known = _alias_rows(connection, batch.removed_aliases) | batch.aliases
    for grave, version in batch.removed_aliases.items():
        uid = known.get(grave)
        if uid is not None:
            intent = batch.intents.setdefault(uid, Intent())
            intent.removed = max(intent.removed, version)
    graves = _graves(connection, batch.removed_aliases)
    fresh = {g: v for g, v in batch.removed_aliases.items() if v > graves.get(g, NEVER)}
    _bury(connection, fresh, graves, now)


def _bury_by_alias(batch: Batch, graves: Mapping[int, int]) -> None:
    """Posts that were removed by their feed's name before are removed, whoever tells of them next:
    another feed does not know that name.
    """
    for grave, uid in batch.aliases.items():
        intent = batch.intents[uid]
        intent.removed = max(intent.removed, graves.get(grave, NEVER))


def _bury(
    connection: sa.Connection, fresh: Mapping[int, int], known: Mapping[int, int], now: int
) -> None:
    for some in among(connection, GRAVES.c.grave, [g for g in fresh if g in known]):
        connection.execute(sa.delete(GRAVES).where(some))
    insert(connection, GRAVES, [{"grave": g, "version": v, "at": now} for g, v in fresh.items()])


def _cut_accounts(connection: sa.Connection, cuts: Mapping[int, int], now: int) -> int:
    """Forget what accounts said up to their cuts; returns how many posts there were."""
    if not cuts:
        return 0
    before = _cuts(connection, cuts)
    rows = []
    found: list[tuple[str, _Row]] = []
    for account, version in cuts.items():
        if version <= before.get(account, NEVER):
            continue
        rows.append({"account_uid": account, "version": version, "told": now})
        of_account = sa.and_(POSTS.c.account_uid == account, POSTS.c.version <= version)
        found += [("removed", _Row(*r[1:])) for r in _rows(connection, of_account)]
    for some in among(connection, CUTS.c.account_uid, [row["account_uid"] for row in rows]):
        connection.execute(sa.delete(CUTS).where(some))
    insert(connection, CUTS, rows)
    drop(connection, found)
    return len(found)


def _stored(connection: sa.Connection, uids: Collection[int]) -> dict[int, _Row]:
    found: dict[int, _Row] = {}
    for some in among(connection, POSTS.c.uid, uids):
        found |= {row[0]: _Row(*row[1:]) for row in _rows(connection, some)}
    return found


def _rows(connection: sa.Connection, where: sa.ColumnElement[bool]) -> Iterator[Any]:
    """Rows of (uid, and the fields of ``_Row``)."""
    fields = (POSTS.c[name] for name in ("uid", *_Row.__slots__))
    return iter(connection.execute(sa.select(*fields).where(where)).all())


def _graves(connection: sa.Connection, graves: Iterable[int]) -> dict[int, int]:
    return _pairs(connection, GRAVES.c.grave, GRAVES.c.version, graves)


def _cuts(connection: sa.Connection, accounts: Iterable[int]) -> dict[int, int]:
    return _pairs(connection, CUTS.c.account_uid, CUTS.c.version, accounts)


def _alias_rows(connection: sa.Connection, graves: Iterable[int]) -> dict[int, int]:
    return _pairs(connection, ALIASES.c.grave, ALIASES.c.uid, graves)


def _pairs(
    connection: sa.Connection, key: sa.Column[Any], value: sa.Column[Any], wanted: Iterable[int]
) -> dict[int, int]:
    found: dict[int, int] = {}
    for some in among(connection, key, wanted):
        rows = connection.execute(sa.select(key, value).where(some))
        found.update((row[0], row[1]) for row in rows)
    return found
