"""Taking grants back: hidden at once, purged in steps, and a record that proves it.

``epoch`` grows with each change of what may be shown; whoever keeps something in memory looks at it
before showing it.
"""

from __future__ import annotations

from typing import Any

import sqlalchemy as sa

from blackbird.storage.engine import Connections, translated_errors
from blackbird.storage.posts.rows import Grants, Purge
from blackbird.storage.posts.schema import (
    DROPS,
    FEEDS,
    GAPS,
    HANDLES,
    POISON,
    POSTS,
    POSTS_META,
    PURGES,
)

_LOGGED = ("key", "part", "feed", "uri")
_LEFTOVERS = (
    (GAPS, GAPS.c.id, GAPS.c.noted),
    (POISON, POISON.c.id, POISON.c.noted),
    (HANDLES, HANDLES.c.account_uid, HANDLES.c.heard),
)
STEP = 10_000  # rows that go in one transaction: a tenth of a second, between which others write


class Revoking:
    """Made by ``PostRecord``. Calls block; use threads. ``step``: rows that a call deletes."""

    def __init__(self, reader: Connections, writer: sa.Engine) -> None:
        self._reader = reader
        self._writer = writer
        self.step = STEP

    def epoch(self) -> int:
        """Grows with each change of what may be shown."""
        query = sa.select(POSTS_META.c.value).where(POSTS_META.c.name == "epoch")
        with translated_errors():
            return int(self._reader.get().execute(query).scalar_one())

    def grant(self, feed: int, name: str, grants: Grants, now: int) -> bool:
        """Set what may be done with what a feed brings; whether something has to be purged.

        Without *display* nothing of it is shown once this returns. Without *store* it is purged,
        too, and no longer followed.
        """
        flags = {flag: getattr(grants, flag) for flag in Grants.__slots__}
        values: dict[str, Any] = dict(flags)
        if not grants.store:  # granted again it begins anew: what its cursor has passed is gone
            values |= {"display": False, "wanted": False, "cursor": None}
        with translated_errors(), self._writer.begin() as connection:
            connection.execute(sa.update(FEEDS).where(FEEDS.c.id == feed).values(values))
            epoch = sa.cast(sa.cast(POSTS_META.c.value, sa.BigInteger) + 1, sa.Text)
            connection.execute(
                sa.update(POSTS_META).where(POSTS_META.c.name == "epoch").values(value=epoch)
            )
            if grants.store:
                return False
            said = " ".join(f"{n}={'yes' if v else 'no'}" for n, v in flags.items())
            newest = connection.execute(
                sa.select(sa.func.max(POSTS.c.key)).where(POSTS.c.feed == feed)
            ).scalar()
            connection.execute(
                sa.insert(PURGES).values(
                    feed=name, grants=said, asked=now, done=None, posts=0, quotes=0
                )
            )
            row = {"op": "feed", "key": newest or 0, "part": 0, "feed": feed, "uri": name}
            connection.execute(sa.insert(DROPS).values(row))
        return True

    def pending(self) -> list[tuple[int, int, str]]:
        """Purges that are not done: number, feed and its name."""
        query = (
            sa.select(PURGES.c.id, FEEDS.c.id, FEEDS.c.name)
            .join(FEEDS, FEEDS.c.name == PURGES.c.feed)
            .where(PURGES.c.done.is_(None))
            .order_by(PURGES.c.id)
        )
        with translated_errors():
            return [(row[0], row[1], row[2]) for row in self._reader.get().execute(query).all()]

    def leaving(self, purge: int, feed: int, after: int) -> tuple[int, list[str]]:
        """Some posts to delete behind a key: the last one's key, and their addresses.

        An empty list: there are no more. What is named in it may stand in saved answers, which are
        purged before the posts are deleted: a kill between the two does both again.
        """
        some = (
            sa.select(POSTS.c.key, POSTS.c.uri)
            .where(POSTS.c.key > after, POSTS.c.feed == feed, _revoked(purge, POSTS.c.received))
            .order_by(POSTS.c.key)
            .limit(self.step)
        )
        with translated_errors():
            rows = self._reader.get().execute(some).all()
        return (rows[-1][0] if rows else after), [row[1] for row in rows]

    def delete(self, purge: int, feed: int, after: int, last: int, *, quotes: int = 0) -> None:
        """Delete what was revoked of a feed behind one key up to another, and count it.

        ``quotes``: how many of it were withdrawn. On a server, which others may share, addresses
        are logged for the answers saved there; and once the feed may be stored again, for the
        index: what came then by a clock that is behind was told to nobody.
        """
        some = (POSTS.c.key > after, POSTS.c.key <= last, POSTS.c.feed == feed)
        gone = sa.and_(*some, _revoked(purge, POSTS.c.received))
        fields = (POSTS.c[name] for name in _LOGGED)
        may = sa.select(FEEDS.c.store).where(FEEDS.c.id == feed)
        with translated_errors(), self._writer.begin() as connection:
            again = connection.execute(may).scalar()
            op = sa.literal("removed" if again else "purged")
            log = sa.select(op, *fields).where(gone).order_by(POSTS.c.key)
            if again or connection.dialect.name != "sqlite":
                connection.execute(sa.insert(DROPS).from_select(["op", *_LOGGED], log))
            count = connection.execute(sa.delete(POSTS).where(gone)).rowcount
            counted = {"posts": PURGES.c.posts + count, "quotes": PURGES.c.quotes + quotes}
            connection.execute(sa.update(PURGES).where(PURGES.c.id == purge).values(counted))

    def leftovers(self, purge: int, feed: int) -> bool:
        """Delete some of what else a feed brought: gaps, poison, names; whether there may be more.

        What it called its posts goes by ``Forgetting.aliases``.
        """
        more = False
        for table, key, came in _LEFTOVERS:
            old = sa.and_(table.c.feed == feed, _revoked(purge, came))
            some = sa.select(key).where(old).limit(self.step)
            with translated_errors(), self._writer.begin() as connection:
                count = connection.execute(sa.delete(table).where(key.in_(some))).rowcount
            more = more or count == self.step
        return more

    def done(self, purge: int, now: int) -> None:
        """Write down that a purge is done."""
        with translated_errors(), self._writer.begin() as connection:
            connection.execute(sa.update(PURGES).where(PURGES.c.id == purge).values(done=now))

    def purges(self) -> list[Purge]:
        """What was ever revoked, the oldest first."""
        fields = (PURGES.c[name] for name in Purge.__slots__)
        with translated_errors():
            query = sa.select(*fields).order_by(PURGES.c.id)
            return [Purge(*row) for row in self._reader.get().execute(query).all()]


def _revoked(purge: int, came: sa.Column[int]) -> sa.ColumnElement[bool]:
    """What a purge is about: all that is there, or, once its feed may be stored again, what had
    come before it was asked for.
    """
    asked = sa.select(PURGES.c.asked).where(PURGES.c.id == purge).scalar_subquery()
    names = sa.select(PURGES.c.feed).where(PURGES.c.id == purge).scalar_subquery()
    may = sa.select(FEEDS.c.store).where(FEEDS.c.name == names).scalar_subquery()
    return sa.or_(may.is_(False), came <= asked)
