"""The feeds of a posts' record: which are followed, how they fare, what may be done with them."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import sqlalchemy as sa

from blackbird.errors import NotFound
from blackbird.storage.engine import Connections, translated_errors
from blackbird.storage.posts.rows import FeedRow, Grants, Told, usual_grants
from blackbird.storage.posts.schema import FEEDS, POISON

_FIELDS = tuple(FEEDS.c[name] for name in FeedRow.__slots__)
_FRESH = {
    "cursor": None,
    "state": "stopped",
    "note": "",
    "posts": 0,
    "deleted": 0,
    "poison": 0,
    "gaps": 0,
    "lag_s": None,
    "rate": 0.0,
    "heard": 0,
}


class Feeds:
    """Made by ``PostRecord``. Calls block; use threads."""

    def __init__(self, reader: Connections, writer: sa.Engine) -> None:
        self._reader = reader
        self._writer = writer

    def all(self) -> list[FeedRow]:
        """Every feed, in the order in which they were added."""
        with translated_errors():
            rows = self._reader.get().execute(sa.select(*_FIELDS).order_by(FEEDS.c.id)).all()
        return [FeedRow(*row) for row in rows]

    def reasons(self) -> dict[int, str]:
        """Why something of a feed was set aside: of each, by its number, the last that is kept."""
        last = sa.select(sa.func.max(POISON.c.id)).group_by(POISON.c.feed)
        query = sa.select(POISON.c.feed, POISON.c.reason).where(POISON.c.id.in_(last))
        with translated_errors():
            return {row[0]: row[1] for row in self._reader.get().execute(query).all()}

    def named(self, name: str) -> FeedRow:
        """One feed. Raises ``NotFound``."""
        with translated_errors():
            query = sa.select(*_FIELDS).where(FEEDS.c.name == name)
            row = self._reader.get().execute(query).first()
        if row is None:
            raise NotFound(
                f'There is no feed "{name[:100]}".',
                '"blackbird ingest status" lists those that there are.',
            )
        return FeedRow(*row)

    def add(self, name: str, *, trusted: bool, grants: Grants | None = None) -> FeedRow:
        """Follow a feed from now on; one that is there keeps its place and its grants.

        ``trusted``: whether it may lead to private addresses, since the owner named it.
        """
        values: dict[str, Any] = {"wanted": True, "trusted": trusted}
        given = grants or usual_grants(name)
        flags = {n: getattr(given, n) for n in Grants.__slots__}
        with translated_errors(), self._writer.begin() as connection:
            known = connection.execute(sa.select(FEEDS.c.id).where(FEEDS.c.name == name)).first()
            if known is None:
                row = {"name": name, **values, **_FRESH, **flags}
                connection.execute(sa.insert(FEEDS).values(row))
            else:
                if grants is not None:
                    values |= flags
                connection.execute(sa.update(FEEDS).where(FEEDS.c.name == name).values(values))
        return self.named(name)

    def stop(self, name: str) -> None:
        """Follow a feed no more; what it brought stays. Raises ``NotFound``."""
        self.named(name)
        with translated_errors(), self._writer.begin() as connection:
            change = sa.update(FEEDS).where(FEEDS.c.name == name).values(wanted=False)
            connection.execute(change)

    def tell(self, told: Mapping[int, Told], now: int) -> None:
        """Say how feeds fare, by their numbers, in one transaction."""
        if not told:
            return
        with translated_errors(), self._writer.begin() as connection:
            for feed, one in told.items():
                values = {
                    "state": one.state,
                    "note": one.note,
                    "lag_s": one.lag_s,
                    "rate": one.rate,
                    "heard": now,
                }
                connection.execute(sa.update(FEEDS).where(FEEDS.c.id == feed).values(values))
