"""A fair sample of what was said in a stretch of time, however much that was."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

import sqlalchemy as sa

from blackbird.storage.engine import Connections, translated_errors
from blackbird.storage.posts.schema import FEEDS, POSTS

_RUN = 50  # posts that are read in one go: neighbours lie on one page of the disk


@dataclass(frozen=True, slots=True)
class Said:
    """Who said what, as it is counted."""

    account: int
    at: int
    text: str


class Sampling:
    """Made by ``PostRecord``. Calls block; use threads."""

    def __init__(self, reader: Connections) -> None:
        self._reader = reader

    def key_at(self, moment: int) -> int:
        """The last key received before a moment: keys are given out in the order of commits."""
        low, high = 0, self._newest()
        while low < high:
            middle = (low + high) // 2
            query = (
                sa.select(POSTS.c.key, POSTS.c.received)
                .where(POSTS.c.key > middle)
                .order_by(POSTS.c.key)
                .limit(1)
            )
            with translated_errors():
                found = self._reader.get().execute(query).first()
            if found is None or found[1] >= moment:
                high = middle
            else:
                low = found[0]
        return low

    def between(self, after: int, last: int, most: int, *, words: bool) -> Iterator[Said]:
        """About ``most`` posts behind a key up to another, in runs that lie evenly between them.

        They come in an order that is fair wherever one stops. With ``words`` only those whose words
        may be given out.
        """
        feeds = self._feeds(words=words)
        runs = max(1, most // _RUN)
        whole = last - after <= most
        for n in range(1) if whole else _scattered(runs):
            begin = after if whole else after + (last - after) * n // runs
            query = (
                sa.select(POSTS.c.account_uid, POSTS.c.at, POSTS.c.text)
                .where(POSTS.c.key > begin, POSTS.c.key <= last, POSTS.c.feed.in_(feeds))
                .order_by(POSTS.c.key)
                .limit(most if whole else _RUN)
            )
            with translated_errors():
                rows = self._reader.get().execute(query).all()
            yield from (Said(*row) for row in rows)

    def _feeds(self, *, words: bool) -> list[int]:
        query = sa.select(FEEDS.c.id).where(FEEDS.c.display.is_(True))
        if words:
            query = query.where(FEEDS.c.redistribute.is_(True))
        with translated_errors():
            return list(self._reader.get().execute(query).scalars().all())

    def _newest(self) -> int:
        with translated_errors():
            newest = self._reader.get().execute(sa.select(sa.func.max(POSTS.c.key))).scalar()
        return newest or 0


def _scattered(count: int) -> list[int]:
    """The numbers below ``count``, so that the first few of them lie far apart."""
    bits = max(1, (count - 1).bit_length())
    turned = (int(f"{n:0{bits}b}"[::-1], 2) for n in range(1 << bits))
    return [n for n in turned if n < count]
