"""The record of live posts: the truth that the index, answers and the page follow.

What ``commit`` returns from is on the disk, posts and cursor together: killed at any moment, a feed
goes on where its last commit stood. Calls block; use threads.
"""

from __future__ import annotations

import secrets
from collections.abc import Iterable, Mapping, Sequence
from pathlib import Path
from typing import Any

import sqlalchemy as sa

from blackbird.errors import SchemaTooNew
from blackbird.posts import Forgotten, Named, PostEvent, Removed
from blackbird.storage.engine import Connections, translated_errors
from blackbird.storage.posts import schema
from blackbird.storage.posts.apply import Applied, apply
from blackbird.storage.posts.choosing import Choosing
from blackbird.storage.posts.engines import open_engines
from blackbird.storage.posts.feeds import Feeds
from blackbird.storage.posts.following import Following
from blackbird.storage.posts.forgetting import Forgetting
from blackbird.storage.posts.identity import Identity
from blackbird.storage.posts.merge import fold
from blackbird.storage.posts.naming import AUTHOR, Naming
from blackbird.storage.posts.revoking import Revoking
from blackbird.storage.posts.rows import (
    Drop,
    FeedRow,
    Gap,
    Indexed,
    StoredPost,
    Told,
    is_home,
    scope_of,
)
from blackbird.storage.posts.sampling import Sampling
from blackbird.storage.posts.schema import DROPS, FEEDS, GAPS, POSTS, POSTS_META
from blackbird.storage.writes import batches

_INDEXED = tuple(POSTS.c[name] for name in Indexed.__slots__)
_DROP = tuple(DROPS.c[name] for name in Drop.__slots__)
_STORED = (
    *(POSTS.c[name] for name in ("key", "uri")),
    FEEDS.c.name,
    POSTS.c.account,
    AUTHOR,
    *(POSTS.c[name] for name in ("text", "title", "url", "language")),
    *(POSTS.c[name] for name in ("likes", "reply_to", "links", "at", "created", "received")),
    FEEDS.c.redistribute,
)
_SHOWN = (
    sa.select(*_STORED)
    .join(FEEDS, FEEDS.c.id == POSTS.c.feed)
    .where(FEEDS.c.display.is_(True))  # a revoked grant hides at once, whatever an index holds
)


class PostRecord:
    """An open record of posts.

    ``feeds``, ``revoking``, ``following``, ``forgetting``, ``sampling``, ``choosing`` and
    ``naming``: its feeds, what was taken back, who follows it, what is needed no more, what is
    counted, what gets a vector, and what accounts are called.
    """

    def __init__(self, reader: Connections, writer: sa.Engine, secret: bytes) -> None:
        self._reader = reader
        self._writer = writer
        self.identity = Identity(secret)
        self.feeds = Feeds(reader, writer)
        self.revoking = Revoking(reader, writer)
        self.following = Following(reader, writer, self.identity)
        self.forgetting = Forgetting(reader, writer)
        self.sampling = Sampling(reader)
        self.choosing = Choosing(reader)
        self.naming = Naming(reader)

    @classmethod
    def open(cls, place: Path | str) -> PostRecord:
        """Open the database, made if it is not there.

        ``place``: a file, or the address of a PostgreSQL database. Raises ``StorageError``,
        ``SchemaTooNew``.
        """
        readers, writer = open_engines(place)
        reader = Connections(readers)
        try:
            with translated_errors():
                return cls(reader, writer, _prepare(writer))
        except BaseException:
            reader.close()
            writer.dispose()
            raise

    def close(self) -> None:
        """Close every connection."""
        self._writer.dispose()
        self._reader.close()

    @property
    def name(self) -> str:
        """Tells this record from another; an index of another record is not this one's."""
        return self.identity.secret[:8].hex()

    def commit(
        self,
        feed: FeedRow,
        events: Iterable[PostEvent],
        cursor: str | None,
        told: Told | None,
        now: int,
    ) -> Applied:
        """Store events of a feed and where to go on behind them, in one transaction.

        ``told``: how the feed fares; None leaves that to whoever reads it. Of a feed that may not
        be stored any more only removals count: it is revoked while some of it is still on its way.
        Raises ``StorageError``, ``DiskFull``, ``DataDirectoryBusy``: nothing is stored then.
        """
        with translated_errors(), self._writer.begin() as connection:
            # Asked here, where nobody can revoke it meanwhile.
            may = sa.select(FEEDS.c.store).where(FEEDS.c.id == feed.id)
            if not connection.execute(may).scalar():
                events, cursor = [e for e in events if _takes_back(e)], None
            batch = fold(events, feed.id, feed.scope, self.identity)
            applied = apply(connection, batch, feed.id, feed.scope, self.identity, now)
            counted: dict[str, Any] = {
                "posts": FEEDS.c.posts + applied.posts,
                "deleted": FEEDS.c.deleted + applied.deleted,
                "poison": FEEDS.c.poison + len(batch.poison),
                "gaps": FEEDS.c.gaps + applied.gaps,
            }
            if told is not None:
                counted |= {"state": told.state, "note": told.note, "lag_s": told.lag_s}
                counted |= {"rate": told.rate, "heard": now}
            if cursor is not None:
                counted["cursor"] = cursor
            connection.execute(sa.update(FEEDS).where(FEEDS.c.id == feed.id).values(counted))
        return applied

    def noted(self, name: str) -> int:
        """A number that was noted under a name, 0 if none was."""
        query = sa.select(POSTS_META.c.value).where(POSTS_META.c.name == name)
        rows = self._rows(query)
        return int(rows[0][0]) if rows else 0

    def note(self, name: str, value: int) -> None:
        """Note a number, such as how far somebody has followed the drops."""
        with translated_errors(), self._writer.begin() as connection:
            connection.execute(sa.delete(POSTS_META).where(POSTS_META.c.name == name))
            connection.execute(sa.insert(POSTS_META).values(name=name, value=str(value)))

    def last_key(self) -> int:
        """The key of the newest text of a post, 0 if there is none."""
        return self._rows(sa.select(sa.func.max(POSTS.c.key)))[0][0] or 0

    def last_drop(self) -> int:
        """The number of the newest drop, 0 if there is none."""
        return self._rows(sa.select(sa.func.max(DROPS.c.seq)))[0][0] or 0

    def after(self, key: int, limit: int) -> list[Indexed]:
        """The next posts behind a key that are still there."""
        query = sa.select(*_INDEXED).where(POSTS.c.key > key).order_by(POSTS.c.key).limit(limit)
        return [Indexed(*row) for row in self._rows(query)]

    def drops_after(self, seq: int, limit: int) -> list[Drop]:
        """The next posts that left."""
        query = sa.select(*_DROP).where(DROPS.c.seq > seq).order_by(DROPS.c.seq).limit(limit)
        return [Drop(*row) for row in self._rows(query)]

    def posts(self, keys: Sequence[int]) -> dict[int, StoredPost]:
        """Key → post, of those that are there and may be shown."""
        found: dict[int, StoredPost] = {}
        for part in batches(keys):
            rows = self._rows(_SHOWN.where(POSTS.c.key.in_(part)))
            found.update((row[0], StoredPost(*row)) for row in rows)
        return found

    def find(self, uris: Sequence[str]) -> dict[str, StoredPost]:
        """Address → post, of those that are there and may be shown.

        Of copies, what its own server told, else the feed that was added first.
        """
        scopes = {feed.scope for feed in self.feeds.all()}
        uids = {self.identity.post(scope, uri) for uri in uris for scope in scopes}
        rows: list[Any] = []
        for part in batches(list(uids)):
            rows += self._rows(_SHOWN.add_columns(POSTS.c.feed).where(POSTS.c.uid.in_(part)))
        rows.sort(key=lambda row: (is_home(row[2], row[1]), -row[-1]))
        return {row[1]: StoredPost(*row[:-1]) for row in rows}

    def left(self, drops: Iterable[Drop]) -> list[str]:
        """The addresses of posts that were changed, removed or purged, as far as they had the say.

        A server that takes back its copy of another's post says nothing of that post.
        """
        gone = [drop for drop in drops if drop.op in ("edited", "removed", "purged")]
        names = {feed.id: feed.name for feed in self.feeds.all()} if gone else {}
        copies = [d for d in gone if not is_home(names[d.feed], d.uri)]
        there = self.find([d.uri for d in copies]) if copies else {}
        others = {
            d.seq
            for d in copies
            if d.uri in there and scope_of(there[d.uri].feed) != scope_of(names[d.feed])
        }
        return [d.uri for d in gone if d.seq not in others]

    def in_order(self, after: int, limit: int, *, training: bool = False) -> list[StoredPost]:
        """Posts behind a key that may be shown, the oldest first; ``training``: only those that may
        be trained on.
        """
        query = _SHOWN.where(POSTS.c.key > after)
        if training:
            query = query.where(FEEDS.c.train.is_(True))
        return [StoredPost(*row) for row in self._rows(query.order_by(POSTS.c.key).limit(limit))]

    def newest(self, after: int, limit: int) -> list[StoredPost]:
        """Posts behind a key that may be shown, the newest first."""
        query = _SHOWN.where(POSTS.c.key > after).order_by(POSTS.c.key.desc()).limit(limit)
        return [StoredPost(*row) for row in self._rows(query)]

    def replies(self, uri: str, after: int, limit: int) -> list[StoredPost]:
        """Replies to a post among those behind a key, which are read through one by one."""
        query = (
            _SHOWN.where(POSTS.c.key > after, POSTS.c.reply_to == uri)
            .order_by(POSTS.c.key)
            .limit(limit)
        )
        return [StoredPost(*row) for row in self._rows(query)]

    def gaps(self, since: int, until: int, limit: int = 20) -> list[Gap]:
        """Stretches of which feeds may lack posts, that touch the time between two moments."""
        query = (
            sa.select(FEEDS.c.name, GAPS.c.since, GAPS.c.until, GAPS.c.reason)
            .join(FEEDS, FEEDS.c.id == GAPS.c.feed)
            .where(GAPS.c.until >= since, GAPS.c.since <= until)
            .order_by(GAPS.c.until.desc())
            .limit(limit)
        )
        return [Gap(*row) for row in self._rows(query)]

    def count(self) -> int:
        """How many posts there are."""
        return int(self._rows(sa.select(sa.func.count()).select_from(POSTS))[0][0])

    def parts(self, until: int | None = None) -> list[int]:
        """The parts that posts lie in; with ``until``, posts up to that key."""
        query = sa.select(POSTS.c.part).distinct()
        if until is not None:
            query = query.where(POSTS.c.key <= until)
        return [row[0] for row in self._rows(query)]

    def _rows(self, query: sa.Select[Any], values: Mapping[str, Any] | None = None) -> list[Any]:
        with translated_errors():
            return list(self._reader.get().execute(query, values or {}).all())


def _takes_back(event: PostEvent) -> bool:
    unnamed = isinstance(event, Named) and not event.name
    return unnamed or isinstance(event, (Removed, Forgotten))


def _prepare(writer: sa.Engine) -> bytes:
    """Make what is missing; returns the secret of the record."""
    with writer.begin() as connection:
        schema.METADATA.create_all(connection)
        schema.complete(connection)
        known = {name: value for name, value in connection.execute(sa.select(POSTS_META)).all()}
        if not known:
            known = {"version": schema.VERSION, "secret": secrets.token_hex(32), "epoch": "0"}
            rows = [{"name": name, "value": value} for name, value in known.items()]
            connection.execute(sa.insert(POSTS_META), rows)
        if known["version"] != schema.VERSION:
            raise SchemaTooNew(
                f"The posts' database has schema {known['version']}; this program knows "
                f"{schema.VERSION}.",
                "Install a newer Blackbird, or choose another data directory.",
            )
    return bytes.fromhex(known["secret"])
