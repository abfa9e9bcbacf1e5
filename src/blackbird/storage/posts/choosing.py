"""Which posts may get a vector: the newest first, by what can be asked of the database."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import sqlalchemy as sa

from blackbird.storage.engine import Connections, translated_errors
from blackbird.storage.posts.rows import Indexed, kind_of
from blackbird.storage.posts.schema import FEEDS, POSTS
from blackbird.storage.writes import batches

_INDEXED = tuple(POSTS.c[name] for name in Indexed.__slots__)


@dataclass(frozen=True, slots=True)
class Chosen:
    """What is asked of a post. Empty ``feeds`` and ``languages``: any.

    ``feeds``: names or kinds. ``length``: characters of title and text, at least.
    """

    feeds: tuple[str, ...] = ()
    languages: tuple[str, ...] = ()
    length: int = 0
    likes: int = 0
    replies: bool = True


class Choosing:
    """Made by ``PostRecord``. Calls block; use threads."""

    def __init__(self, reader: Connections) -> None:
        self._reader = reader

    def newest(self, low: int, high: int, chosen: Chosen, limit: int) -> list[Indexed]:
        """The newest behind a key, up to another, the newest first."""
        query = self._among(_INDEXED, low, high, chosen).order_by(POSTS.c.key.desc()).limit(limit)
        with translated_errors():
            return [Indexed(*row) for row in self._reader.get().execute(query).all()]

    def count(self, low: int, high: int, chosen: Chosen) -> int:
        """How many there are behind a key, up to another."""
        query = self._among((sa.func.count(),), low, high, chosen)
        with translated_errors():
            return int(self._reader.get().execute(query).scalar_one())

    def there(self, keys: Sequence[int]) -> set[int]:
        """Those of some keys that are still there."""
        found: set[int] = set()
        with translated_errors():
            for part in batches(keys):
                query = sa.select(POSTS.c.key).where(POSTS.c.key.in_(part))
                found.update(self._reader.get().execute(query).scalars().all())
        return found

    def _among(self, columns: Sequence[Any], low: int, high: int, chosen: Chosen) -> sa.Select[Any]:
        query = sa.select(*columns).select_from(POSTS).where(POSTS.c.key > low, POSTS.c.key <= high)
        query = query.where(POSTS.c.feed.in_(self._feeds(chosen.feeds)))
        if chosen.length > 0:
            length = sa.func.length(POSTS.c.text) + sa.func.length(POSTS.c.title)
            query = query.where(length >= chosen.length)
        if chosen.likes > 0:
            query = query.where(POSTS.c.likes >= chosen.likes)
        if chosen.languages:
            query = query.where(POSTS.c.language.in_(chosen.languages))
        return query if chosen.replies else query.where(POSTS.c.reply_to == "")

    def _feeds(self, wanted: Sequence[str]) -> list[int]:
        query = sa.select(FEEDS.c.id, FEEDS.c.name).where(FEEDS.c.display.is_(True))
        with translated_errors():
            rows = self._reader.get().execute(query).all()
        named = [(row[0], {row[1], kind_of(row[1])}) for row in rows]
        return [id for id, names in named if not wanted or not names.isdisjoint(wanted)]
