"""What left a record is logged until every machine that follows it has followed."""

from __future__ import annotations

import hashlib
from collections.abc import Iterator, Sequence
from pathlib import Path

import pytest

from blackbird.index.posts.parts import Parts
from blackbird.index.posts.writer import PartsWriter
from blackbird.ingest.tending import Tending
from blackbird.ingest.withdrawing import Quotes, Withdrawing
from blackbird.posts import Post, Put, Removed
from blackbird.storage.posts.record import PostRecord
from blackbird.storage.posts.rows import FeedRow, Grants, Told
from tests.fakes.postgres_server import PostgresServer

DAY = 86_400_000_000
NOW = 20_000 * DAY
TOLD = Told("live")


def put(number: int) -> Put:
    return Put(Post(f"look://{number}", "ann", "Ann", f"words {number}", NOW, 1))


class Machine:
    """A data directory that follows a record, and the quotes that it withdrew."""

    def __init__(self, record: PostRecord, root: Path, keep_days: int = 0) -> None:
        self.withdrawn: list[str] = []
        self.quoted: list[tuple[str, str]] = []
        self.parts = Parts(root, record.name)
        self.writer = PartsWriter(self.parts, record)
        quotes = Quotes(self._withdraw, lambda: self.quoted)
        self.tending = Tending(record, self.parts, self.writer, quotes, keep_days, root.name)

    def follow(self, now: int) -> None:
        self.tending.begin(now)
        self.writer.catch_up()
        self.tending.withdraw()
        self.tending._looked = 0
        self.tending.tend(now)

    def held(self) -> int:
        self.parts.refresh()
        return sum(self.parts.listed().values())

    def quote(self, number: int, text: str = "") -> None:
        text = text or f"words {number}"
        self.quoted.append((f"look://{number}", hashlib.sha256(text.encode()).hexdigest()))

    def _withdraw(self, uris: object) -> int:
        assert isinstance(uris, list)
        self.withdrawn += uris
        return len(uris)


@pytest.fixture
def record(posts_place: Path | str) -> Iterator[PostRecord]:
    opened = PostRecord.open(posts_place)
    yield opened
    opened.close()


@pytest.fixture
def feed(record: PostRecord) -> FeedRow:
    return record.feeds.add("look:here", trusted=True)


def test_each_machine_withdraws_for_itself(
    record: PostRecord, feed: FeedRow, tmp_path: Path
) -> None:
    one, two = Machine(record, tmp_path / "one"), Machine(record, tmp_path / "two")
    record.commit(feed, [put(n) for n in range(5)], None, TOLD, NOW)
    one.follow(NOW)
    two.follow(NOW)
    record.commit(feed, [Removed("look://1")], None, TOLD, NOW)
    one.follow(NOW)
    assert (one.withdrawn, two.withdrawn) == (["look://1"], [])
    assert record.drops_after(0, 9)
    two.follow(NOW)
    assert two.withdrawn == ["look://1"]
    assert not record.drops_after(0, 9)
    assert one.held() == two.held() == 4


def test_a_machine_that_was_away_too_long_begins_anew(
    record: PostRecord, feed: FeedRow, tmp_path: Path
) -> None:
    one, two = Machine(record, tmp_path / "one"), Machine(record, tmp_path / "two")
    record.commit(feed, [put(n) for n in range(5)], None, TOLD, NOW)
    one.follow(NOW)
    two.follow(NOW)
    two.writer.close()
    record.commit(feed, [Removed("look://1"), Removed("look://2")], None, TOLD, NOW)
    one.follow(NOW + 29 * DAY)
    assert record.drops_after(0, 9)
    one.follow(NOW + 31 * DAY)
    assert not record.drops_after(0, 9)
    again = Machine(record, tmp_path / "two")
    assert again.held() == 5
    again.follow(NOW + 32 * DAY)
    assert again.held() == 3


def test_a_kill_during_a_purge_leaves_no_quote(
    record: PostRecord, feed: FeedRow, tmp_path: Path
) -> None:
    """What was deleted is named by nobody any more: so its quotes go first."""
    record.commit(feed, [put(n) for n in range(5)], None, TOLD, NOW)
    record.revoking.grant(feed.id, feed.name, Grants(store=False), NOW)

    def killed(_: object) -> int:
        raise KeyboardInterrupt

    parts = Parts(tmp_path / "one", record.name)
    with pytest.raises(KeyboardInterrupt):
        Tending(record, parts, PartsWriter(parts, record), Quotes(killed)).purge(NOW)
    again = Machine(record, tmp_path / "one")
    again.tending.purge(NOW)
    assert sorted(again.withdrawn) == [f"look://{n}" for n in range(5)]
    assert record.count() == 0
    assert record.revoking.purges()[0].quotes == 5


@pytest.fixture
def shared(postgres: PostgresServer) -> Iterator[PostRecord]:
    """A record that several machines may have."""
    opened = PostRecord.open(postgres.database())
    yield opened
    opened.close()


def revoked(record: PostRecord) -> list[str]:
    """Five posts of a feed that may be kept no longer."""
    feed = record.feeds.add("look:here", trusted=True)
    record.commit(feed, [put(n) for n in range(5)], None, TOLD, NOW)
    record.revoking.grant(feed.id, feed.name, Grants(store=False), NOW)
    return [f"look://{n}" for n in range(5)]


def test_each_machine_withdraws_what_another_one_purged(shared: PostRecord, tmp_path: Path) -> None:
    one, two = Machine(shared, tmp_path / "one"), Machine(shared, tmp_path / "two")
    one.follow(NOW)
    two.follow(NOW)
    gone = revoked(shared)
    one.tending.purge(NOW)
    assert (shared.count(), sorted(one.withdrawn), two.withdrawn) == (0, gone, [])
    one.follow(NOW)
    two.follow(NOW)
    assert sorted(two.withdrawn) == gone
    assert one.held() == two.held() == 0
    one.follow(NOW)
    assert not shared.drops_after(0, 9)  # their addresses are kept no longer than that


def test_a_machine_that_was_killed_meanwhile_goes_on(shared: PostRecord, tmp_path: Path) -> None:
    one, two = Machine(shared, tmp_path / "one"), Machine(shared, tmp_path / "two")
    one.follow(NOW)
    two.follow(NOW)
    gone = revoked(shared)
    one.tending.purge(NOW)
    one.follow(NOW)

    def killed(_: object) -> int:
        raise KeyboardInterrupt

    parts = Parts(tmp_path / "two", shared.name)
    quotes = Quotes(killed)
    dying = Tending(shared, parts, PartsWriter(parts, shared), quotes, folder="two")
    with pytest.raises(KeyboardInterrupt):
        dying.withdraw()
    one.follow(NOW + DAY)
    again = Machine(shared, tmp_path / "two")
    again.follow(NOW + DAY)
    assert sorted(again.withdrawn) == gone


def test_a_record_in_a_file_logs_no_address_of_what_is_purged(tmp_path: Path) -> None:
    """It has one machine, which withdraws first."""
    record = PostRecord.open(tmp_path / "posts.db")
    one = Machine(record, tmp_path / "one")
    gone = revoked(record)
    one.tending.purge(NOW)
    assert sorted(one.withdrawn) == gone
    assert [drop.op for drop in record.drops_after(0, 99)] == ["feed"]
    record.close()


def test_a_copy_elsewhere_keeps_its_quotes_there(shared: PostRecord, tmp_path: Path) -> None:
    """What is purged of a server that hands on another's post says nothing of that one."""
    one, two = Machine(shared, tmp_path / "one"), Machine(shared, tmp_path / "two")
    one.follow(NOW)
    two.follow(NOW)
    uri = "https://home.example/1"
    said = Put(Post(uri, "ann", "Ann", "words", NOW, 1))
    for name in ("mastodon:https://home.example", "mastodon:https://far.example"):
        feed = shared.feeds.add(name, trusted=True)
        shared.commit(feed, [said], None, TOLD, NOW)
    shared.revoking.grant(feed.id, feed.name, Grants(store=False), NOW)
    one.tending.purge(NOW)
    two.follow(NOW)
    assert two.withdrawn == []


@pytest.mark.parametrize("away_days", [29, 31])
def test_who_comes_too_late_withdraws_what_is_not_there_as_it_was(
    shared: PostRecord, tmp_path: Path, away_days: int
) -> None:
    """After a month nobody knows any more what left: then it is what is missing."""
    one, two = Machine(shared, tmp_path / "one"), Machine(shared, tmp_path / "two")
    feed = shared.feeds.add("look:there", trusted=True)
    shared.commit(feed, [put(n) for n in range(10, 15)], None, TOLD, NOW)
    one.follow(NOW)
    two.follow(NOW)
    two.writer.close()
    edited = Post("look://12", "ann", "Ann", "other words", NOW, 2)
    shared.commit(feed, [Removed("look://11"), Put(edited)], None, TOLD, NOW)
    shared.revoking.grant(feed.id, feed.name, Grants(display=False), NOW)  # hidden is not gone
    gone = revoked(shared)
    one.tending.purge(NOW)
    one.follow(NOW + 28 * DAY)
    one.follow(NOW + away_days * DAY)
    again = Machine(shared, tmp_path / "two")
    for number in (*range(5), *range(10, 15), 99):
        again.quote(number)
    late = away_days == 31
    assert bool(shared.drops_after(0, 1)) is not late
    again.follow(NOW + away_days * DAY)
    named = {*gone, "look://11", "look://12"}
    assert set(again.withdrawn) == (named | {"look://99"} if late else named)
    again.withdrawn.clear()
    again.follow(NOW + away_days * DAY)
    assert again.withdrawn == []  # once


def test_what_only_grew_old_keeps_its_quotes(shared: PostRecord, tmp_path: Path) -> None:
    one, two = (Machine(shared, tmp_path / name, keep_days=30) for name in ("one", "two"))
    feed = shared.feeds.add("look:there", trusted=True)
    shared.commit(feed, [put(10)], None, TOLD, NOW)
    two.quote(10)
    for machine in (one, two):
        machine.follow(NOW)
    for days in (20, 40):
        for machine in (one, two):
            machine.follow(NOW + days * DAY)
    assert (shared.count(), two.withdrawn) == (0, [])


def test_answers_without_an_index_are_followed_for_until_there_is_one(
    shared: PostRecord, tmp_path: Path
) -> None:
    """A server beside which nobody works: what left is logged for it, too."""
    withdrawn: list[str] = []

    def withdraw(uris: Sequence[str]) -> int:
        withdrawn.extend(uris)
        return len(uris)

    one, two = Machine(shared, tmp_path / "one"), Withdrawing(shared, Quotes(withdraw), "two")
    two.alone(NOW)
    one.follow(NOW)
    gone = revoked(shared)
    one.tending.purge(NOW)
    one.follow(NOW)
    two.alone(NOW)
    assert sorted(withdrawn) == gone
    assert sorted(shared.following.known()) == ["one", "two answers"]
    Machine(shared, tmp_path / "two").follow(NOW)
    assert sorted(shared.following.known()) == ["one", "two"]
