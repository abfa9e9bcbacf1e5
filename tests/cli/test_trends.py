"""``blackbird ingest trends``: what rose, for people and as JSON."""

from __future__ import annotations

from datetime import timedelta

import pytest

from blackbird.posts import SECOND, Post, Put
from blackbird.storage.posts.rows import Told
from tests.cli.conftest import CommandLine
from tests.server.posted import follower_of, now

HOUR = int(timedelta(hours=1).total_seconds()) * SECOND


def said(n: int, subject: str, moment: int) -> Put:
    text = " ".join(f"w{n * 8 + each}" for each in range(8)) + f" on {subject}"
    return Put(Post(f"at://{n}", f"did:{n}", "ann", text, moment, 1))


@pytest.fixture
def filled(blackbird: CommandLine) -> CommandLine:
    """A day of one subject, and an hour of another."""
    follower = follower_of(blackbird.data)
    row = follower.record.feeds.add("jetstream", trusted=True)
    for subject, moment, numbers in (
        ("Aldenport", now() - 5 * HOUR, range(200)),
        ("Skerry \x1b[31mPoint\u202e", now() - HOUR // 60, range(500, 530)),
    ):
        events = [said(n, subject, moment) for n in numbers]
        follower.record.commit(row, events, None, Told("live"), moment)
    follower.close()
    return blackbird


def test_what_rose_is_said(filled: CommandLine) -> None:
    result = filled("ingest", "trends")
    assert result.status == 0
    assert result.out == "Skerry  30 accounts, 0.5 expected\n"


def test_and_as_json(filled: CommandLine) -> None:
    (first,) = filled("ingest", "trends", "--json").json()["trends"]
    assert (first["subject"], first["accounts"]) == ("Skerry", 30)
    assert first["score"] > 3


def test_nothing_rose_is_said_too(blackbird: CommandLine) -> None:
    result = blackbird("ingest", "trends")
    assert (result.status, result.out) == (0, "")
    assert "Nothing rose" in result.err
    assert blackbird("ingest", "trends", "--json").json() == {"trends": []}
