"""Who follows what left a record: each data directory, on its machine, with an index of its own.

What left is logged (``DROPS``) until all of them have followed, or were not heard of for a month.
One that comes later than that finds out by what is not there.
"""

from __future__ import annotations

import hashlib
from collections.abc import Sequence

import sqlalchemy as sa

from blackbird.posts import SECOND
from blackbird.storage.engine import Connections, translated_errors
from blackbird.storage.posts.bulk import among
from blackbird.storage.posts.identity import Identity
from blackbird.storage.posts.rows import scope_of
from blackbird.storage.posts.schema import FEEDS, POSTS, POSTS_META

_GONE = 30 * 86_400 * SECOND
_PREFIX = "follows "
_FORGOTTEN = "forgotten"


class Following:
    """Made by ``PostRecord``. Calls block; use threads."""

    def __init__(self, reader: Connections, writer: sa.Engine, identity: Identity) -> None:
        self._reader = reader
        self._writer = writer
        self._identity = identity

    def tell(self, name: str, seq: int, now: int) -> bool:
        """Say how far ``name`` has followed; whether it was known.

        One that was not, and has followed before, has missed something: it has to begin anew.
        """
        mine = _PREFIX + name
        with translated_errors(), self._writer.begin() as connection:
            told = _told(connection)
            gone = [one for one, (_, heard) in told.items() if now - heard > _GONE]
            connection.execute(sa.delete(POSTS_META).where(POSTS_META.c.name.in_([mine, *gone])))
            row = {"name": mine, "value": f"{seq} {now}"}
            connection.execute(sa.insert(POSTS_META).values(row))
        return mine in told and mine not in gone

    def leave(self, name: str) -> None:
        """Follow no more: nothing is kept for it."""
        mine = POSTS_META.c.name == _PREFIX + name
        with translated_errors():
            there = self._reader.get().execute(sa.select(POSTS_META.c.name).where(mine)).first()
        if there is not None:
            with translated_errors(), self._writer.begin() as connection:
                connection.execute(sa.delete(POSTS_META).where(mine))

    def least(self) -> int:
        """How far all of them have followed."""
        with translated_errors():
            told = _told(self._reader.get())
        return min((seq for seq, _ in told.values()), default=0)

    def known(self) -> list[str]:
        """The names of all that follow."""
        with translated_errors():
            return [one.removeprefix(_PREFIX) for one in _told(self._reader.get())]

    def forgotten(self) -> int:
        """Up to which number the log of what left was forgotten: who has not followed so far has
        missed something.
        """
        query = sa.select(POSTS_META.c.value).where(POSTS_META.c.name == _FORGOTTEN)
        with translated_errors():
            found = self._reader.get().execute(query).scalar()
        return int(found or 0)

    def gone(self, quoted: Sequence[tuple[str, str]]) -> list[str]:
        """The addresses of which no post has the text any more that was quoted, by its SHA-256.

        Hidden ones are there: what may be shown again is not gone.
        """
        with translated_errors():
            connection = self._reader.get()
            names = connection.execute(sa.select(FEEDS.c.name)).scalars().all()
            scopes = {scope_of(name) for name in names}
            uris = {uri for uri, _ in quoted}
            uids = {self._identity.post(scope, uri) for uri in uris for scope in scopes}
            there: set[tuple[str, str]] = set()
            for some in among(connection, POSTS.c.uid, uids):
                for uri, text in connection.execute(
                    sa.select(POSTS.c.uri, POSTS.c.text).where(some)
                ):
                    there.add((uri, hashlib.sha256(text.encode()).hexdigest()))
        return list(dict.fromkeys(uri for uri, text in quoted if (uri, text) not in there))


def note_forgotten(connection: sa.Connection, seq: int) -> None:
    """Note up to which number the log is being forgotten."""
    connection.execute(sa.delete(POSTS_META).where(POSTS_META.c.name == _FORGOTTEN))
    connection.execute(sa.insert(POSTS_META).values(name=_FORGOTTEN, value=str(seq)))


def _told(connection: sa.Connection) -> dict[str, tuple[int, int]]:
    """Who follows → how far, and when that was said."""
    query = sa.select(POSTS_META).where(POSTS_META.c.name.startswith(_PREFIX))
    return {row[0]: _read(row[1]) for row in connection.execute(query).all()}


def _read(value: str) -> tuple[int, int]:
    seq, _, heard = value.partition(" ")
    return int(seq), int(heard)
