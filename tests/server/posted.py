"""Posts that lie in a data directory, as somebody who follows feeds would put them there."""

from __future__ import annotations

import time
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

import httpx

from blackbird.index.posts.parts import Parts
from blackbird.index.posts.writer import PartsWriter
from blackbird.ingest.cleaning import cleaned
from blackbird.posts import SECOND, Missed, Post, PostEvent, Put, Removed
from blackbird.server.limits import Limits
from blackbird.settings import Settings
from blackbird.storage.datadir import DataDirectory
from blackbird.storage.posts.record import PostRecord
from blackbird.storage.posts.rows import Told
from tests.server.conftest import Served, serving

FEED = "jetstream"


def now() -> int:
    """This moment in microseconds."""
    return int(time.time() * SECOND)


def post(uri: str, text: str, **more: object) -> Post:
    """A post of a minute ago, unless ``more`` says otherwise."""
    moment = now() - 60 * SECOND
    values = {"account": "did:plc:ann", "author": "ann.example", "created": moment, "version": 1}
    return Post(uri=f"at://{uri}", text=text, **{**values, **more})  # type: ignore[arg-type]


@dataclass(slots=True)
class Follower:
    """Writes to the record and the index of a data directory, in the place of a real one."""

    record: PostRecord
    writer: PartsWriter
    alive: bool = True

    def put(self, *posts: Post, feed: str = FEED, index: bool = True) -> None:
        """Store posts, and let the index follow."""
        self.tell([Put(one) for one in posts], feed, index=index)

    def remove(self, uri: str, feed: str = FEED) -> None:
        """Let a post go."""
        self.tell([Removed(f"at://{uri}")], feed)

    def missed(self, reason: str, feed: str = FEED) -> None:
        """A gap of a minute."""
        self.tell([Missed(now() - 120 * SECOND, now() - 60 * SECOND, reason)], feed)

    def tell(self, events: Sequence[PostEvent], feed: str, *, index: bool = True) -> None:
        """Commit events of a feed that is not really followed."""
        row = self.record.feeds.add(feed, trusted=False)
        heard = now() if self.alive else now() - 60 * SECOND
        told = Told("live", "", 0.4, 12.5)
        self.record.commit(row, [cleaned(event) for event in events], None, told, heard)
        if index:
            self.writer.catch_up()

    def close(self) -> None:
        """Give up the index and the record."""
        self.writer.close()
        self.record.close()


def follower_of(folder: Path) -> Follower:
    """Somebody who follows feeds of a data directory."""
    data = DataDirectory(folder)
    data.prepare()
    record = PostRecord.open(data.posts)
    return Follower(record, PartsWriter(Parts(data.posts_index, record.name), record))


@contextmanager
def followed_server(folder: Path) -> Iterator[tuple[Served, httpx.Client, Follower]]:
    """A server that follows nothing itself, whoever asks it, and who follows feeds for it."""
    with (
        serving(folder, Limits(running=8), settings=Settings(follow="no")) as served,
        httpx.Client(base_url=served.root, timeout=20) as web,
    ):
        feeds = follower_of(folder)
        yield served, web, feeds
        feeds.close()
