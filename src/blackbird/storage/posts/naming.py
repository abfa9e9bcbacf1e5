"""What accounts are called: kept apart from their posts, so that a new name needs no new posts.

Networks tell a name as the account gives it, and nobody is asked whether it is so: a name that two
accounts say they have is therefore shown for neither, and an account is known by what it is.
"""

from __future__ import annotations

from collections.abc import Mapping

import sqlalchemy as sa

from blackbird.storage.engine import Connections, translated_errors
from blackbird.storage.posts.bulk import among, insert
from blackbird.storage.posts.merge import Called
from blackbird.storage.posts.schema import HANDLES, POSTS

_MINE, _OTHERS = HANDLES.alias("mine"), HANDLES.alias("others")
_CLAIMED = sa.exists().where(
    _OTHERS.c.handle == _MINE.c.handle, _OTHERS.c.account_uid != _MINE.c.account_uid
)
_HANDLE = (
    sa.select(_MINE.c.handle)
    .where(_MINE.c.account_uid == POSTS.c.account_uid, _MINE.c.handle != "", ~_CLAIMED)
    .correlate(POSTS)
    .scalar_subquery()
)
AUTHOR = sa.func.coalesce(_HANDLE, POSTS.c.author).label("author")
"""Who said a post, as people read it now."""


class Naming:
    """Made by ``PostRecord``. Calls block; use threads."""

    def __init__(self, reader: Connections) -> None:
        self._reader = reader

    def accounts(self, name: str) -> list[str]:
        """The account of this name, small letters, if it has posts and no other says it is its."""
        called = sa.select(HANDLES.c.account_uid).where(HANDLES.c.handle == name).limit(2)
        with translated_errors():
            uids = self._reader.get().execute(called).scalars().all() if name else []
            if len(uids) != 1:
                return []
            of = sa.select(POSTS.c.account).where(POSTS.c.account_uid == uids[0]).limit(1)
            return list(self._reader.get().execute(of).scalars().all())


def note_names(connection: sa.Connection, names: Mapping[int, Called], feed: int, now: int) -> None:
    """Keep what accounts are called, where nothing newer is known."""
    known: dict[int, Called] = {}
    for some in among(connection, HANDLES.c.account_uid, names):
        fields = (HANDLES.c.account_uid, HANDLES.c.version, HANDLES.c.handle)
        for uid, version, handle in connection.execute(sa.select(*fields).where(some)):
            known[uid] = Called(version, handle)
    fresh = {u: c for u, c in names.items() if u not in known or c.beats(known[u])}
    for some in among(connection, HANDLES.c.account_uid, [u for u in fresh if u in known]):
        connection.execute(sa.delete(HANDLES).where(some))
    rows = [
        {"account_uid": u, "version": c.version, "handle": c.name, "feed": feed, "heard": now}
        for u, c in fresh.items()
    ]
    insert(connection, HANDLES, rows)
