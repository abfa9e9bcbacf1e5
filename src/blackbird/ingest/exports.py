"""The archives that X and Mastodon give to the owners of accounts, as they come: zip or tar.

``export:twitter-2026-11-29.zip``. Killed in the middle, it goes on behind what was stored.
"""

from __future__ import annotations

import asyncio
import hashlib
import os
from collections.abc import AsyncGenerator, Iterator
from itertools import islice
from pathlib import Path

from blackbird.errors import FeedFailed
from blackbird.ingest.archives.members import Unreadable, open_archive
from blackbird.ingest.archives.outbox import is_mastodon, read_mastodon
from blackbird.ingest.archives.xarchive import is_x, read_x
from blackbird.ingest.owners import require_owner
from blackbird.ingest.setup import FeedSetup
from blackbird.posts import Delivery, PostEvent

_AT_ONCE = 1000
_SAMPLE = 65_536
_HINT = "Give the archive as X or Mastodon made it: export:archive.zip."


class Exports:
    """Reads one archive."""

    lasting = False

    def __init__(self, setup: FeedSetup) -> None:
        require_owner(setup)
        if not setup.address:
            raise FeedFailed("No archive is named.", _HINT)
        self.name = setup.name
        self._path = Path(setup.address).expanduser()

    async def deliveries(self, cursor: str | None) -> AsyncGenerator[Delivery]:
        """As ``Feed`` says."""
        yield Delivery(state="connecting")
        mark, events = await asyncio.to_thread(self._open)
        known, _, told = (cursor or "").partition(":")
        done = int(told) if known == mark and told.isascii() and told.isdigit() else 0
        yield Delivery(state="catching_up")
        await asyncio.to_thread(_pass_over, events, done)
        while found := await asyncio.to_thread(_take, events):
            done += len(found)
            yield Delivery(found, cursor=f"{mark}:{done}")

    def _open(self) -> tuple[str, Iterator[PostEvent]]:
        """By what the archive is known again, and what is in it."""
        try:
            mark = _mark(self._path)
            archive = open_archive(self._path)
            names = archive.names()
        except (OSError, Unreadable) as error:
            why = error.strerror if isinstance(error, OSError) and error.strerror else error
            raise FeedFailed(f"{self._path} cannot be read: {why}.", _HINT) from error
        if is_x(names):
            return mark, read_x(archive, names)
        if is_mastodon(names):
            return mark, read_mastodon(archive, names)
        raise FeedFailed(
            f"{self._path} has neither X's data/tweets.js in it nor Mastodon's outbox.json.", _HINT
        )


def _mark(path: Path) -> str:
    with path.open("rb") as file:
        size = os.fstat(file.fileno()).st_size
        begin = file.read(_SAMPLE)
        file.seek(max(0, size - _SAMPLE))
        end = file.read(_SAMPLE)
    return hashlib.sha256(b"%d:" % size + begin + end).hexdigest()[:32]


def _pass_over(events: Iterator[PostEvent], count: int) -> None:
    for _ in islice(events, count):
        pass


def _take(events: Iterator[PostEvent]) -> tuple[PostEvent, ...]:
    return tuple(islice(events, _AT_ONCE))
