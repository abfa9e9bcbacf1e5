"""What a record keeps to put late events right, forgotten once none can come any more.

A replay goes back seven days at the most, which is how far X searches; Jetstream's servers keep
what was said for 36 hours. Each call looks at some rows, so that others may write in between.
"""

from __future__ import annotations

from typing import Any

import sqlalchemy as sa

from blackbird.storage.engine import Connections, translated_errors
from blackbird.storage.posts.bulk import among
from blackbird.storage.posts.following import note_forgotten
from blackbird.storage.posts.schema import ALIASES, CUTS, DROPS, GAPS, GRAVES, HANDLES, POSTS
from blackbird.storage.writes import batches

STEP = 10_000  # rows that are looked at in one go
FIRST = -(2**63)
"""Before every grave and alias."""


class Forgetting:
    """Made by ``PostRecord``. Calls block; use threads. ``step``: rows that a call looks at."""

    def __init__(self, reader: Connections, writer: sa.Engine) -> None:
        self._reader = reader
        self._writer = writer
        self.step = STEP

    def graves(self, after: int, before: int) -> int:
        """Forget those of the next graves that are older than a moment.

        Returns behind which to go on, ``FIRST`` once all were looked at.
        """
        rows = self._next(sa.select(GRAVES.c.grave, GRAVES.c.at), GRAVES.c.grave, after)
        old = [grave for grave, at in rows if at < before]
        with translated_errors(), self._writer.begin() as connection:
            for some in among(connection, GRAVES.c.grave, old):
                connection.execute(sa.delete(GRAVES).where(some, GRAVES.c.at < before))
        return self._behind(rows)

    def aliases(self, after: int) -> int:
        """Forget those of the next aliases whose post is gone, and its grave too.

        If the post comes again, so does what its feed calls it. Returns as ``graves``.
        """
        rows = self._next(sa.select(ALIASES.c.grave), ALIASES.c.grave, after)
        if rows:
            looked = sa.and_(ALIASES.c.grave > after, ALIASES.c.grave <= rows[-1][0])
            there = sa.exists().where(POSTS.c.uid == ALIASES.c.uid)
            buried = sa.exists().where(GRAVES.c.grave == ALIASES.c.uid)
            with translated_errors(), self._writer.begin() as connection:
                connection.execute(sa.delete(ALIASES).where(looked, ~there, ~buried))
        return self._behind(rows)

    def cuts(self, after: int, before: int, now: int) -> int:
        """Forget those of the next cuts that were told before a moment. Returns as ``graves``.

        Of which nobody knows when it was counts as told ``now``.
        """
        rows = self._next(sa.select(CUTS.c.account_uid, CUTS.c.told), CUTS.c.account_uid, after)
        old = [account for account, told in rows if told is not None and told < before]
        unknown = [account for account, told in rows if told is None]
        with translated_errors(), self._writer.begin() as connection:
            for some in among(connection, CUTS.c.account_uid, old):
                connection.execute(sa.delete(CUTS).where(some, CUTS.c.told < before))
            for some in among(connection, CUTS.c.account_uid, unknown):
                still = sa.and_(some, CUTS.c.told.is_(None))
                connection.execute(sa.update(CUTS).where(still).values(told=now))
        return self._behind(rows)

    def handles(self, after: int, before: int) -> int:
        """Forget what those of the next accounts are called of which nothing was heard since a
        moment, neither a name nor a post that is kept. Returns as ``graves``.
        """
        query = sa.select(HANDLES.c.account_uid, HANDLES.c.heard)
        rows = self._next(query, HANDLES.c.account_uid, after)
        old = [account for account, heard in rows if heard < before]
        said = sa.exists().where(POSTS.c.account_uid == HANDLES.c.account_uid)
        with translated_errors(), self._writer.begin() as connection:
            for some in among(connection, HANDLES.c.account_uid, old):
                gone = sa.and_(some, HANDLES.c.heard < before, ~said)
                connection.execute(sa.delete(HANDLES).where(gone))
        return self._behind(rows)

    def handles_beyond(self, most: int) -> None:
        """Forget some of the names that were heard first, where there are more than so many."""
        with translated_errors():
            count = sa.select(sa.func.count()).select_from(HANDLES)
            more = self._reader.get().execute(count).scalar_one() - most
        if more > 0:
            first = sa.select(HANDLES.c.account_uid).order_by(HANDLES.c.heard)
            some = first.limit(min(more, self.step))
            with translated_errors(), self._writer.begin() as connection:
                connection.execute(sa.delete(HANDLES).where(HANDLES.c.account_uid.in_(some)))

    def gaps(self, before: int) -> None:
        """Forget some of the gaps that ended before a moment."""
        some = sa.select(GAPS.c.id).where(GAPS.c.until < before).limit(self.step)
        with translated_errors(), self._writer.begin() as connection:
            connection.execute(sa.delete(GAPS).where(GAPS.c.id.in_(some)))

    def part(self, part: int, limit: int = 5_000) -> int:
        """Forget some posts of a part that is too old; returns how many there were.

        The index forgets a whole part at once, so that nothing is logged for it.
        """
        some = sa.select(POSTS.c.key).where(POSTS.c.part == part).limit(limit)
        with translated_errors(), self._writer.begin() as connection:
            keys = connection.execute(some).scalars().all()
            for few in batches(keys):
                connection.execute(sa.delete(POSTS).where(POSTS.c.key.in_(few)))
        return len(keys)

    def drops(self, seq: int, step: int = 10_000) -> None:
        """Forget the log of what left, up to a number that all have followed, some at a time."""
        with translated_errors():
            lowest = sa.select(sa.func.min(DROPS.c.seq))
            first = self._reader.get().execute(lowest).scalar()
        for last in range(first + step - 1, seq + step, step) if first is not None else ():
            with translated_errors(), self._writer.begin() as connection:
                connection.execute(sa.delete(DROPS).where(DROPS.c.seq <= min(last, seq)))
                note_forgotten(connection, min(last, seq))

    def _next(self, query: sa.Select[Any], key: sa.Column[int], after: int) -> list[Any]:
        asked = query.where(key > after).order_by(key).limit(self.step)
        with translated_errors():
            return list(self._reader.get().execute(asked).all())

    def _behind(self, rows: list[Any]) -> int:
        return int(rows[-1][0]) if len(rows) == self.step else FIRST
