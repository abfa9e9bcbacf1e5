"""``blackbird ingest``: follows feeds, says how they fare, stops them, takes grants back."""

from __future__ import annotations

import json
import os
import signal
import subprocess
import sys
import time
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from blackbird.posts import SECOND
from tests.cli.conftest import CommandLine
from tests.fakes.jetstream_frames import commit
from tests.fakes.jetstream_server import JetstreamServer

FIELDS = {"source", "state", "posts", "deleted", "lag_s", "rate", "gaps", "cursor"}
WAIT_S = 30.0


@pytest.fixture
def server() -> Iterator[JetstreamServer]:
    with JetstreamServer().in_a_thread() as running:
        yield running


class Ingest:
    """The real command on a data directory."""

    def __init__(self, data: Path, *sources: str) -> None:
        command = [sys.executable, "-m", "blackbird", "--data-dir", str(data), "ingest", *sources]
        self.process = subprocess.Popen(
            command, stdout=subprocess.PIPE, stderr=subprocess.PIPE, env=os.environ.copy()
        )

    def ended(self, number: int) -> tuple[int, str]:
        """Its status, and what it said, after a signal."""
        self.process.send_signal(number)
        _, err = self.process.communicate(timeout=WAIT_S)
        return self.process.returncode, err.decode()


def sources(blackbird: CommandLine) -> list[dict[str, Any]]:
    result = blackbird("ingest", "status", "--json")
    assert result.status == 0
    found: list[dict[str, Any]] = result.json()["sources"]
    return found


def until(blackbird: CommandLine, posts: int, deleted: int = 0) -> dict[str, Any]:
    end = time.monotonic() + WAIT_S
    while time.monotonic() < end:
        for one in sources(blackbird):
            if (one["posts"], one["deleted"]) == (posts, deleted):
                return one
        time.sleep(0.1)  # between two looks
    raise AssertionError(sources(blackbird))


def said(count: int, text: str | None = "words") -> list[dict[str, Any]]:
    now = int(time.time()) * SECOND
    return [commit("did:plc:a", f"r{n}", now + n, text and f"{text} {n}") for n in range(count)]


@pytest.mark.parametrize("number", [signal.SIGINT, signal.SIGTERM])
def test_followed_until_a_signal_and_gone_on_with(
    blackbird: CommandLine, server: JetstreamServer, number: int
) -> None:
    name = f"jetstream:{server.first}"
    ingest = Ingest(blackbird.data, name)
    while not server.connections:
        time.sleep(0.05)  # between two looks
    time.sleep(0.2)  # what is said before it listens would be no news to it
    server.say(*said(5))
    one = until(blackbird, 5)
    assert one.keys() >= FIELDS
    assert (one["source"], one["gaps"]) == (name, 0)
    server.say(*said(2, None))
    until(blackbird, 5, 2)
    second = Ingest(blackbird.data, name)
    _, err = second.process.communicate(timeout=WAIT_S)
    assert second.process.returncode != 0
    assert b"Traceback" not in err
    status, told = ingest.ended(number)
    assert (status, "Stored, and ended." in told) == (0, True)
    (stopped,) = sources(blackbird)
    assert (stopped["state"], stopped["rate"], stopped["posts"]) == ("stopped", 0.0, 5)
    assert stopped["cursor"]


def test_nothing_is_followed_yet(blackbird: CommandLine) -> None:
    assert sources(blackbird) == []
    result = blackbird("ingest", "status")
    assert (result.status, "Nothing is followed yet" in result.err) == (0, True)
    result = blackbird("ingest", "follow")
    assert result.status == 2
    assert "blackbird ingest jetstream" in result.err


@pytest.mark.parametrize("name", ["jetstreem:ws://x", "nothing", "documents", ":x", "posts"])
def test_a_kind_that_there_is_not_is_said(blackbird: CommandLine, name: str) -> None:
    result = blackbird("ingest", name)
    assert result.status != 0
    assert "There is no kind of feed" in result.err
    assert "Traceback" not in result.err
    assert sources(blackbird) == []


def added(blackbird: CommandLine, name: str) -> None:
    from blackbird.posts import Put
    from blackbird.storage.datadir import DataDirectory
    from blackbird.storage.posts.record import PostRecord
    from tests.fakes.post_histories import NOW, TOLD, post

    data = DataDirectory(blackbird.data)
    data.prepare()
    record = PostRecord.open(data.posts)
    feed = record.feeds.add(name, trusted=True)
    record.commit(feed, [Put(post("a", n, 1)) for n in range(3)], "7", TOLD, NOW)
    record.close()


def test_a_feed_is_stopped(blackbird: CommandLine) -> None:
    added(blackbird, "jetstream:ws://127.0.0.1:9/subscribe")
    result = blackbird("ingest", "stop", "jetstream:ws://127.0.0.1:9/subscribe")
    assert result.status == 0
    (one,) = sources(blackbird)
    assert (one["posts"], one["state"]) == (3, "stopped")
    result = blackbird("ingest", "stop", "jetstream")
    assert result.status != 0
    assert "ingest status" in result.err
    assert "3 posts" in blackbird("ingest", "status").out


def test_grants_are_set_one_by_one(blackbird: CommandLine) -> None:
    added(blackbird, "jetstream")
    result = blackbird("ingest", "grant", "jetstream", "redistribute=no", "train=yes")
    assert result.status == 0
    (one,) = sources(blackbird)
    assert one["grants"] == {
        "display": True,
        "store": True,
        "redistribute": False,
        "train": True,
        "share": True,
    }


def test_what_may_not_be_stored_is_purged_though_nobody_follows(blackbird: CommandLine) -> None:
    added(blackbird, "jetstream")
    result = blackbird("ingest", "grant", "jetstream", "store=no")
    assert result.status == 0
    from blackbird.storage.datadir import DataDirectory
    from blackbird.storage.posts.record import PostRecord

    record = PostRecord.open(DataDirectory(blackbird.data).posts)
    assert record.count() == 0
    assert record.revoking.purges()[0].posts == 3
    record.close()


@pytest.mark.parametrize("grant", ["store", "store=maybe", "keep=no", "=", "store=no=no"])
def test_a_grant_that_there_is_not_is_said(blackbird: CommandLine, grant: str) -> None:
    added(blackbird, "jetstream")
    result = blackbird("ingest", "grant", "jetstream", grant)
    assert result.status == 2
    assert "display, store, redistribute" in result.err
    assert json.dumps(sources(blackbird)).count("false") == 1  # as before: train


def test_posts_are_exported_as_they_can_be_read_again(
    blackbird: CommandLine, tmp_path: Path
) -> None:
    rows: list[dict[str, Any]] = [
        {"id": "https://a.example/1", "author": "anna", "text": "雪です。", "likes": 2},
        {"id": "https://a.example/2", "author": "bo", "text": 'It "snows".', "reply_to": "x"},
        # As an entry of a feed that says all in its title, or a post with a content warning.
        {"id": "https://a.example/3", "author": "bo", "title": "Trams stand still"},
    ]
    for row in rows:
        row["created_at"] = "2026-11-29T10:00:00.000+00:00"
    given, again = tmp_path / "given.jsonl", tmp_path / "again.jsonl"
    given.write_text("".join(json.dumps(row) + "\n" for row in rows))
    name = f"file:{given}"
    assert blackbird("ingest", name).status == 0
    out = blackbird("ingest", "export").out
    assert [json.loads(line) for line in out.splitlines()] == [{**r, "source": name} for r in rows]
    again.write_text(out)
    assert blackbird("ingest", f"file:{again}").status == 0
    # The same posts, so that none of them is new; and each line could be read.
    assert [(s["posts"], s["poison"]) for s in sources(blackbird)] == [(3, 0), (0, 0)]


def test_why_something_was_set_aside_is_said(blackbird: CommandLine, tmp_path: Path) -> None:
    path = tmp_path / "posts.jsonl"
    path.write_text('{"id": "1", "author": "a"}\n{"id": "2", "author": "a", "text": "b"}\n')
    assert blackbird("ingest", f"file:{path}").status == 0
    told = blackbird("ingest", "status").out
    assert "2 set aside" in told
    assert 'it has no "created_at" that can be read' in told


def test_what_came_of_it_is_said_at_the_end(blackbird: CommandLine, tmp_path: Path) -> None:
    path = tmp_path / "posts.jsonl"
    path.write_text('{"id": "1", "author": "a", "text": "b", "created_at": 5}\n')
    result = blackbird("ingest", f"file:{path}")
    assert result.status == 0
    assert "1 posts" in result.err.splitlines()[-1]


def test_a_feed_that_cannot_be_followed_says_why_and_fails(blackbird: CommandLine) -> None:
    result = blackbird("ingest", "file:nothing.jsonl")
    assert result.status == 1
    assert "nothing.jsonl cannot be read" in result.err


def test_only_what_may_be_trained_on_is_exported_for_training(
    blackbird: CommandLine, tmp_path: Path
) -> None:
    line = '{"id": "1", "author": "a", "text": "b", "created_at": "2026-11-29T10:00:00Z"}\n'
    given = tmp_path / "given.jsonl"
    given.write_text(line)
    name = f"file:{given}"
    assert blackbird("ingest", name).status == 0
    assert blackbird("ingest", "export", "--training").out == ""
    assert blackbird("ingest", "grant", name, "train=yes").status == 0
    assert len(blackbird("ingest", "export", "--training").out.splitlines()) == 1
    assert blackbird("ingest", "grant", name, "display=no").status == 0
    assert blackbird("ingest", "export", "--training").out == ""


def test_help_says_that_share_waits_for_accounts(blackbird: CommandLine) -> None:
    told = " ".join(blackbird("ingest", "grant", "--help").out.split())
    assert "share=no" in told
    assert "once a server has accounts" in told
