"""The follower stores what feeds tell with their cursors, whatever happens meanwhile."""

from __future__ import annotations

import asyncio
import shutil
import time
from collections.abc import Iterable
from dataclasses import replace
from pathlib import Path

import sqlalchemy as sa

from blackbird.errors import DiskFull, FeedFailed
from blackbird.posts import SECOND, Delivery, Forgotten, Poison, PostEvent, Put, Removed
from blackbird.storage.engine import open_writer
from blackbird.storage.posts.apply import Applied
from blackbird.storage.posts.record import PostRecord
from blackbird.storage.posts.rows import FeedRow, Grants, Told
from tests.fakes.post_histories import post
from tests.fakes.told_feed import Followed, ToldFeed
from tests.patience import SLACK_S

NOW = int(time.time()) * SECOND
DAY = 86_400 * SECOND


def put(number: int, version: int = 1, account: str = "a", created: int = NOW) -> Put:
    said = replace(post(account, number, version), created=created)
    return Put(replace(said, text=f"words n{number} v{version}"))


async def test_what_is_told_is_found_with_its_cursor(tmp_path: Path) -> None:
    feed = ToldFeed()
    async with Followed(tmp_path, [feed]) as followed:
        feed.say(put(1), put(2))
        feed.say(put(2, 3), Removed(put(1).post.uri, version=5))
        await followed.until(lambda: followed.texts() == {"words n2 v3"})
        await followed.until(lambda: followed.row().cursor == "2")
        assert (followed.row().state, followed.row().rate > 0) == ("live", True)
        feed.say(Forgotten("a", 9))
        await followed.until(lambda: followed.texts() == set())
    assert feed.cursors == [None]


async def test_told_to_end_it_stores_what_was_read(tmp_path: Path) -> None:
    feed = ToldFeed()
    followed = Followed(tmp_path, [feed])
    async with followed:
        await followed.until(lambda: feed.cursors == [None])
        for number in range(9):
            feed.say(put(number))
        while not feed.delivered:
            await asyncio.sleep(0)
    again = ToldFeed()
    async with Followed(tmp_path, [again]) as more:
        await more.until(lambda: bool(again.cursors))
        told = int(again.cursors[0] or 0)
        assert told >= feed.delivered - 1
        assert len(more.texts()) == told
        assert more.row().state in ("connecting", "stopped")


class Full(PostRecord):
    """A record whose disk is full for a while."""

    failures = 0

    def commit(
        self,
        feed: FeedRow,
        events: Iterable[PostEvent],
        cursor: str | None,
        told: Told | None,
        now: int,
    ) -> Applied:
        if self.failures:
            self.failures -= 1
            raise DiskFull("The disk is full.", "Free some room.")
        return super().commit(feed, events, cursor, told, now)


async def test_a_full_disk_delays_and_loses_nothing(tmp_path: Path) -> None:
    feed = ToldFeed()
    async with Followed(tmp_path, [feed], record=Full.open) as followed:
        assert isinstance(followed.record, Full)
        followed.record.failures = 2
        for number in range(100):
            feed.say(*(put(100 * number + n) for n in range(100)))
        await asyncio.sleep(0.5)
        assert feed.delivered < 100  # nothing more is read meanwhile
        await followed.until(lambda: followed.row().cursor == "100")
        await followed.until(lambda: len(followed.texts()) == 10_000)


async def test_told_to_end_while_the_disk_is_full_it_ends_and_says_so(tmp_path: Path) -> None:
    feed = ToldFeed()
    followed = Followed(tmp_path, [feed], record=Full.open)
    assert isinstance(followed.record, Full)
    async with followed:
        followed.record.failures = 10**9
        feed.say(put(1))
        await followed.until(lambda: feed.delivered == 1)
        await asyncio.sleep(0.3)
        began = time.monotonic()
        await followed.stop()
        assert time.monotonic() - began < 5 + SLACK_S
        assert followed.task is not None
        assert isinstance(followed.task.exception(), DiskFull)
        assert followed.row().cursor is None  # so that it is read again


async def test_another_who_writes_delays_and_loses_nothing(tmp_path: Path) -> None:
    feed = ToldFeed()
    async with Followed(tmp_path, [feed]) as followed:
        await followed.until(lambda: feed.cursors == [None])
        other = open_writer(tmp_path / "posts.db")
        with other.begin() as connection:
            connection.execute(sa.text("UPDATE posts_meta SET value = value"))
            feed.say(put(1))
            await asyncio.sleep(6)
        other.dispose()
        await followed.until(lambda: followed.texts() == {"words n1 v1"})


class Picky(PostRecord):
    """A record that cannot take one post, in a way that nobody thought of."""

    def commit(
        self,
        feed: FeedRow,
        events: Iterable[PostEvent],
        cursor: str | None,
        told: Told | None,
        now: int,
    ) -> Applied:
        events = list(events)
        if any(isinstance(e, Put) and "n3" in e.post.text for e in events):
            raise ZeroDivisionError
        return super().commit(feed, events, cursor, told, now)


async def test_an_event_that_cannot_be_stored_is_set_aside(tmp_path: Path) -> None:
    feed = ToldFeed()
    async with Followed(tmp_path, [feed], record=Picky.open) as followed:
        feed.say(*(put(n) for n in range(6)), Poison("{", "odd"))
        await followed.until(lambda: followed.row().cursor == "1")
        await followed.until(lambda: len(followed.texts()) == 5)
        assert followed.row().poison == 2


async def test_a_feed_that_breaks_stops_no_other(tmp_path: Path) -> None:
    names = ("look:good", "look:broken", "look:refused")
    good, broken, refused = (ToldFeed(name) for name in names)
    async with Followed(tmp_path, [good, broken, refused]) as followed:
        broken.deliver(ZeroDivisionError())
        refused.deliver(FeedFailed("It said no.", "Ask its owner."))
        good.say(put(1))
        await followed.until(lambda: followed.row("look:refused").state == "failed")
        await followed.until(lambda: followed.row("look:broken").state == "waiting")
        assert "It said no. Ask its owner." in followed.row("look:refused").note
        assert "ZeroDivisionError" in followed.row("look:broken").note
        good.say(put(2))
        await followed.until(lambda: len(followed.texts()) == 2)
    assert followed.feeds["look:good"].delivered == 2


async def test_what_a_server_says_of_itself_ends_nobody(
    tmp_path: Path, posts_place: Path | str
) -> None:
    """PostgreSQL takes no zero byte, and a refusal is told in its server's words."""
    feed = ToldFeed()
    async with Followed(tmp_path, [feed], record=lambda _: PostRecord.open(posts_place)) as one:
        feed.deliver(Delivery(state="waiting", note="it answered 503: \0go away"))
        feed.say(put(1))
        await one.until(lambda: one.texts() == {"words n1 v1"})
        assert one.row().state == "live"
        feed.deliver(FeedFailed("it answered 403: \0no", ""))
        await one.until(
            lambda: (one.row().state, one.row().note) == ("failed", "it answered 403: no")
        )


async def test_feeds_are_added_and_stopped_while_it_runs(tmp_path: Path) -> None:
    one, two = ToldFeed(), ToldFeed("look:two")
    async with Followed(tmp_path, [one]) as followed:
        followed.feeds["look:two"] = two
        followed.record.feeds.add("look:two", trusted=False)
        two.say(put(1))
        await followed.until(lambda: followed.texts() == {"words n1 v1"})
        one.say(put(2))
        followed.record.feeds.stop("look:one")
        await followed.until(lambda: followed.row().state == "stopped")
        one.say(put(3))
        await asyncio.sleep(1.5)
        assert followed.row().state == "stopped"
        assert "words n3 v1" not in followed.texts()
        followed.record.feeds.add("look:one", trusted=False)
        await followed.until(lambda: "words n3 v1" in followed.texts())
        assert followed.row().state == "live"


async def test_a_feed_that_failed_is_tried_again_when_it_is_added_again(tmp_path: Path) -> None:
    feed = ToldFeed()
    async with Followed(tmp_path, [feed]) as followed:
        feed.deliver(FeedFailed("It said no.", ""))
        await followed.until(lambda: followed.row().state == "failed")
        followed.record.feeds.stop("look:one")
        await followed.until(lambda: followed.row().state == "stopped")
        followed.record.feeds.add("look:one", trusted=False)
        feed.say(put(1))
        await followed.until(lambda: len(followed.texts()) == 1)


async def test_a_feed_that_ends_ends_the_run_that_named_it(tmp_path: Path) -> None:
    feed = ToldFeed(lasting=False)
    feed.say(put(1))
    feed.deliver(None)
    followed = Followed(tmp_path, [feed])
    await asyncio.wait_for(followed.follower.run(["look:one"]), 20)
    assert followed.texts() == {"words n1 v1"}
    assert (followed.row().state, followed.row().cursor) == ("stopped", "1")
    followed.record.close()


async def test_old_parts_are_dropped_and_newer_ones_kept(tmp_path: Path) -> None:
    feed = ToldFeed()
    first = Followed(tmp_path, [feed])
    async with first:
        feed.say(put(1, created=NOW - 9 * DAY), put(2), put(3, created=NOW - 400 * DAY))
        await first.until(lambda: len(first.texts()) == 3)
    async with Followed(tmp_path, [ToldFeed()], keep_days=7) as followed:
        await followed.until(lambda: followed.texts() == {"words n2 v1"})
        assert followed.record.count() == 1


async def test_a_damaged_part_is_made_again_at_the_next_start(tmp_path: Path) -> None:
    feed = ToldFeed()
    first = Followed(tmp_path, [feed])
    async with first:
        feed.say(*(put(n) for n in range(5)))
        await first.until(lambda: len(first.texts()) == 5)
    for path in next((tmp_path / "index").iterdir()).glob("d*"):
        shutil.rmtree(path)
    async with Followed(tmp_path, [ToldFeed()]) as followed:
        await followed.until(lambda: len(followed.texts()) == 5)


async def test_what_is_revoked_is_purged_and_nothing_comes_back(tmp_path: Path) -> None:
    feed, other = ToldFeed(), ToldFeed("look:two")
    withdrawn: list[str] = []

    def withdraw(uris: Iterable[str]) -> int:
        withdrawn.extend(uris)
        return 1

    async with Followed(tmp_path, [feed, other], withdraw=withdraw) as followed:
        feed.say(*(put(n) for n in range(5)))
        other.say(put(9, account="b"))
        await followed.until(lambda: len(followed.texts()) == 6)
        row = followed.row()
        followed.record.revoking.grant(row.id, row.name, Grants(store=False), NOW)
        feed.say(put(7))
        assert followed.texts() - {""} == {"words n9 v1"}  # hidden at once
        await followed.until(lambda: followed.texts() == {"words n9 v1"})
        await followed.until(lambda: not followed.record.revoking.pending())
        assert followed.record.count() == 1
    assert sorted(withdrawn) == sorted(put(n).post.uri for n in range(5))


async def test_quotes_of_what_left_are_withdrawn_once(tmp_path: Path) -> None:
    feed = ToldFeed()
    withdrawn: list[list[str]] = []

    def withdraw(uris: Iterable[str]) -> int:
        withdrawn.append(list(uris))
        return 0

    first = Followed(tmp_path, [feed], withdraw=withdraw)
    async with first:
        feed.say(put(1), put(2))
        feed.say(put(1, 4))
        await first.until(lambda: "words n1 v4" in first.texts())
        began = time.monotonic()
        feed.say(Removed(put(2).post.uri))
        await first.until(lambda: any(put(2).post.uri in uris for uris in withdrawn))
        assert time.monotonic() - began < 1 + SLACK_S
    seen = len(withdrawn)
    async with Followed(tmp_path, [ToldFeed()], withdraw=withdraw) as second:
        await second.until(lambda: second.row().state != "stopped")
    assert len(withdrawn) == seen


async def test_a_delivery_without_events_says_how_it_fares(tmp_path: Path) -> None:
    feed = ToldFeed()
    async with Followed(tmp_path, [feed]) as followed:
        feed.deliver(Delivery(state="silent", note="nothing came", at=NOW - 5 * SECOND))
        await followed.until(lambda: followed.row().state == "silent")
        row = followed.row()
        assert row.note == "nothing came"
        assert row.lag_s is not None
        assert row.lag_s >= 5
        assert row.cursor is None
