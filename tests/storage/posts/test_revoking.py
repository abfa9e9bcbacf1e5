"""What is revoked is hidden at once, purged in steps, and stays away."""

from __future__ import annotations

import time
from collections.abc import Iterator
from dataclasses import replace

from blackbird.posts import Missed, Poison, PostEvent, Put, Removed
from blackbird.storage.posts.record import PostRecord
from blackbird.storage.posts.rows import Grants
from tests.fakes.post_histories import FEEDS, NOW, TOLD, feed_row, post
from tests.patience import SLACK_S

KEEP_NOTHING = Grants(store=False)


def filled(record: PostRecord, posts: int = 5) -> None:
    for name in FEEDS:
        events = [Put(replace(post(name, n, 1), uri=f"{name}/{n}")) for n in range(posts)]
        record.commit(feed_row(record, name), events, "4", TOLD, NOW)


def purged(record: PostRecord) -> Iterator[str]:
    for purge, feed, _ in record.revoking.pending():
        after = 0
        while True:
            last, uris = record.revoking.leaving(purge, feed, after)
            if not uris:
                break
            yield from uris
            record.revoking.delete(purge, feed, after, last, quotes=2)
            after = last
        while record.revoking.leftovers(purge, feed):
            pass
        record.revoking.done(purge, NOW + 9)


def test_all_of_a_feed_is_hidden_and_purged_and_no_other(record: PostRecord) -> None:
    filled(record)
    feed = record.feeds.named(FEEDS[0])
    assert record.revoking.grant(feed.id, feed.name, KEEP_NOTHING, NOW)
    uris = [f"{name}/{n}" for name in FEEDS for n in range(5)]
    kept = {f"{FEEDS[1]}/{n}" for n in range(5)}
    assert set(record.find(uris)) == kept
    assert record.count() == 10  # hidden, not yet purged
    assert sorted(purged(record)) == [f"{FEEDS[0]}/{n}" for n in range(5)]
    assert (record.count(), set(record.find(uris))) == (5, kept)
    assert record.revoking.pending() == []
    proof = record.revoking.purges()[0]
    assert (proof.feed, proof.asked, proof.done) == (FEEDS[0], NOW, NOW + 9)
    assert (proof.posts, proof.quotes) == (5, 2)
    assert "store=no" in proof.grants
    after = record.feeds.named(FEEDS[0])
    assert (after.wanted, after.display, after.cursor) == (False, False, None)


def test_the_index_is_told_to_drop_all_of_the_feed(record: PostRecord) -> None:
    filled(record)
    feed = record.feeds.named(FEEDS[1])
    record.revoking.grant(feed.id, feed.name, KEEP_NOTHING, NOW)
    drop = record.drops_after(0, 9)[-1]
    assert (drop.op, drop.feed, drop.key) == ("feed", feed.id, record.last_key())


def test_what_was_on_its_way_is_not_stored_after_a_revocation(record: PostRecord) -> None:
    """The follower hears of it a second later; what it read until then must not come back."""
    filled(record)
    feed = record.feeds.named(FEEDS[0])
    record.revoking.grant(feed.id, feed.name, KEEP_NOTHING, NOW)
    late: list[PostEvent] = [Put(post("late", 0, 1)), Missed(1, 2, "x"), Poison("raw words", "x")]
    record.commit(feed, late, "5", TOLD, NOW)
    list(purged(record))
    record.commit(feed, late, "6", TOLD, NOW)
    assert record.count() == 5
    row = record.feeds.named(FEEDS[0])
    assert (row.cursor, row.poison) == (None, 0)
    assert record.gaps(0, 9) == []


def test_the_control_what_may_be_stored_is(record: PostRecord) -> None:
    filled(record)
    feed = record.feeds.named(FEEDS[0])
    record.revoking.grant(feed.id, feed.name, Grants(display=False), NOW)
    record.commit(feed, [Put(post("late", 0, 1))], "5", TOLD, NOW)
    assert (record.count(), record.feeds.named(FEEDS[0]).cursor) == (11, "5")


def test_removals_are_heard_after_a_revocation_too(record: PostRecord) -> None:
    """Two feeds of one network tell of one post: whoever says it is gone is heard."""
    filled(record)
    feed = record.feeds.named(FEEDS[0])
    record.revoking.grant(feed.id, feed.name, KEEP_NOTHING, NOW)
    record.commit(feed, [Removed(f"{FEEDS[1]}/0")], None, TOLD, NOW)
    assert record.find([f"{FEEDS[1]}/0"]) == {}


def test_a_feed_that_is_granted_again_begins_anew(record: PostRecord) -> None:
    filled(record)
    feed = record.feeds.named(FEEDS[0])
    record.revoking.grant(feed.id, feed.name, KEEP_NOTHING, NOW)
    list(purged(record))
    record.feeds.add(feed.name, trusted=True, grants=Grants())
    feed = record.feeds.named(FEEDS[0])
    record.commit(feed, [Put(post("new", 0, 1))], "9", TOLD, NOW)
    assert len(record.find([post("new", 0, 1).uri])) == 1


def test_what_is_granted_again_while_it_is_purged_keeps_what_is_new(record: PostRecord) -> None:
    filled(record)
    feed = record.feeds.named(FEEDS[0])
    record.revoking.grant(feed.id, feed.name, KEEP_NOTHING, NOW)
    record.feeds.add(feed.name, trusted=True, grants=Grants())
    feed = record.feeds.named(FEEDS[0])
    assert feed.cursor is None  # it does not go on behind what is being purged
    fresh: list[PostEvent] = [Put(post("new", 0, 1)), Missed(1, 2, "x"), Poison("new", "x")]
    record.commit(feed, fresh, "9", TOLD, NOW + 1)
    assert sorted(purged(record)) == [f"{FEEDS[0]}/{n}" for n in range(5)]
    assert len(record.find([post("new", 0, 1).uri])) == 1
    assert record.feeds.named(FEEDS[0]).cursor == "9"
    assert len(record.gaps(0, 9)) == 1


def test_hiding_takes_no_longer_with_more_posts(record: PostRecord) -> None:
    filled(record, 2_000)
    feed = record.feeds.named(FEEDS[0])
    began = time.monotonic()
    record.revoking.grant(feed.id, feed.name, KEEP_NOTHING, NOW)
    assert record.find([f"{FEEDS[0]}/1"]) == {}
    assert time.monotonic() - began < 1.0 + SLACK_S
