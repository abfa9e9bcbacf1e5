"""A server where nobody follows feeds does what is owed to those whose posts left, by itself."""

from __future__ import annotations

import hashlib
import json
import time
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import httpx
import pytest

from blackbird.posts import Post, Put, Removed
from blackbird.settings import Settings
from blackbird.storage.datadir import DataDirectory
from blackbird.storage.posts.record import PostRecord
from blackbird.storage.posts.rows import Grants, Told
from blackbird.storage.record import Record
from blackbird.storage.rows import Conversation, KeptText, StoredTurn
from blackbird.storage.withdrawing import POST
from tests.fakes.postgres_server import PostgresServer
from tests.server.conftest import serving

AT = "2026-11-23T10:00:00+00:00"
NOW = time.time_ns() // 1_000
FEED, OTHER = "look:here", "look:there"
SAID = {f"look://{n}": f"Word {n} of the harbour." for n in range(3)}


def until(is_so: Callable[[], bool], seconds: float = 20.0) -> None:
    give_up = time.monotonic() + seconds
    while not is_so():
        assert time.monotonic() < give_up, "It never came to that."
        time.sleep(0.05)  # between two looks; it gives up in time, and the test fails


def citing(folder: Path) -> Record:
    """The record of a data directory with an answer that quotes three posts."""
    data = DataDirectory(folder)
    data.prepare()
    record = Record.open(data.record)
    talks = record.conversations
    talks.create(Conversation("c", "Harbour", AT, AT, None))
    talks.ask(StoredTurn("t", "c", None, "What is with the harbour?", "{}", "running", AT))
    hashes = {u: hashlib.sha256(text.encode()).hexdigest() for u, text in SAID.items()}
    cited = [
        {"id": n, "title": "ann", "url": uri, "quote": text, "sha256": hashes[uri]}
        for n, (uri, text) in enumerate(SAID.items(), 1)
    ]
    answer: dict[str, Any] = {"answer": " ".join(SAID.values()), "citations": cited}
    texts = [KeptText(hashes[u], f"{POST}{u}", text) for u, text in SAID.items()]
    proofs = list(hashes.values())
    told = json.dumps(answer)
    talks.end("t", "done", AT, answer=told, said=answer["answer"], proofs=proofs, texts=texts)
    return record


def quoted(record: Record) -> set[str]:
    """The posts that it still quotes."""
    answer = record.conversations.turn("t").answer or ""
    return {uri for uri, text in SAID.items() if text in answer}


def told(record: PostRecord) -> None:
    """The posts of two feeds, the last one by the other."""
    for name, uris in ((FEED, list(SAID)[:2]), (OTHER, list(SAID)[2:])):
        row = record.feeds.add(name, trusted=True)
        puts = [Put(Post(u, "ann", "Ann", SAID[u], NOW, 1)) for u in uris]
        record.commit(row, puts, None, Told("live"), NOW)
        record.feeds.stop(name)


@pytest.fixture
def shared(postgres: PostgresServer) -> Iterator[tuple[str, PostRecord]]:
    place = postgres.database()
    record = PostRecord.open(place)
    told(record)
    yield place, record
    record.close()


@pytest.mark.parametrize("follow", ["yes", "no"])
def test_what_one_machine_revokes_is_withdrawn_on_another(
    shared: tuple[str, PostRecord], tmp_path: Path, follow: str
) -> None:
    """Two servers with one record; the feed is revoked on the first one's page."""
    place, posts = shared
    answers = [citing(tmp_path / name) for name in ("one", "two")]
    own = Settings(follow=follow, posts_url=place)
    with (
        serving(tmp_path / "one", settings=own) as one,
        serving(tmp_path / "two", settings=own),
        httpx.Client(base_url=one.root, timeout=20) as web,
    ):
        assert all(quoted(record) == set(SAID) for record in answers)
        assert web.put("/api/feeds/grants", json={"source": FEED, "store": False}).is_success
        until(lambda: all(quoted(record) == {"look://2"} for record in answers))
        until(lambda: posts.count() == 1)
        until(lambda: posts.revoking.pending() == [])
        row = posts.feeds.named(OTHER)
        posts.commit(row, [Removed("look://2")], None, Told("live"), NOW)  # on a third machine
        until(lambda: not any(quoted(record) for record in answers))
    for record in answers:
        record.close()


def test_what_was_revoked_while_a_machine_was_off_is_withdrawn_at_its_start(
    shared: tuple[str, PostRecord], tmp_path: Path
) -> None:
    place, posts = shared
    answers = {name: citing(tmp_path / name) for name in ("one", "two")}
    own = Settings(follow="no", posts_url=place)
    with serving(tmp_path / "two", settings=own):
        until(lambda: len(posts.following.known()) == 1)
    with serving(tmp_path / "one", settings=own):
        feed = posts.feeds.named(FEED)
        posts.revoking.grant(feed.id, feed.name, Grants(store=False), NOW)
        until(lambda: posts.revoking.pending() == [])
    assert quoted(answers["one"]) == {"look://2"}
    assert quoted(answers["two"]) == set(SAID)
    with serving(tmp_path / "two", settings=own):
        until(lambda: quoted(answers["two"]) == {"look://2"})
    for record in answers.values():
        record.close()


def test_the_last_feed_that_is_revoked_is_purged_all_the_same(tmp_path: Path) -> None:
    """Nothing is followed any more then, so nobody is there who does it beside."""
    answers = citing(tmp_path)
    posts = PostRecord.open(DataDirectory(tmp_path).posts)
    told(posts)
    posts.feeds.add(FEED, trusted=True)
    feed = posts.feeds.named(FEED)
    with serving(tmp_path):
        posts.revoking.grant(feed.id, feed.name, Grants(store=False), NOW)
        until(lambda: posts.count() == 1)
        until(lambda: quoted(answers) == {"look://2"})
    posts.close()
    answers.close()
