"""The record of posts: what is committed is there, with its cursor, and what left is logged."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path

import pytest
import sqlalchemy as sa

from blackbird.errors import DataDirectoryBusy, NotFound, SchemaTooNew, StorageError
from blackbird.posts import FINAL, SECOND, Forgotten, Missed, Poison, PostEvent, Put, Removed
from blackbird.storage.engine import open_writer
from blackbird.storage.posts.apply import Applied, part_of
from blackbird.storage.posts.record import PostRecord
from blackbird.storage.posts.rows import Grants, Told
from tests.fakes.post_histories import FEEDS, NOW, TOLD, feed_row, post

DAY = 86_400 * SECOND


def told(
    record: PostRecord, *events: PostEvent, feed: str = FEEDS[0], cursor: str | None = None
) -> Applied:
    return record.commit(feed_row(record, feed), events, cursor, TOLD, NOW)


def texts(record: PostRecord, *uris: str) -> list[str]:
    return [one.text for one in record.find(uris).values()]


def test_a_post_comes_back_as_it_was_told(record: PostRecord) -> None:
    said = replace(post("a", 1, 4), title="T", language="en", likes=3, links=("x:1", "x:2"))
    assert told(record, Put(said), cursor="7") == Applied(posts=1)
    one = record.find([said.uri])[said.uri]
    assert (one.text, one.title, one.author, one.feed) == (said.text, "T", "a", FEEDS[0])
    assert (one.at, one.created, one.received) == (said.created, said.created, NOW)
    assert (one.likes, one.links.split("\n"), one.language) == (3, ["x:1", "x:2"], "en")
    assert record.posts([one.key, 999]) == {one.key: one}
    assert record.newest(0, 5) == [one]
    feed = record.feeds.named(FEEDS[0])
    assert (feed.posts, feed.cursor, feed.state, feed.kind) == (1, "7", "live", "look")


def test_a_cursor_that_is_not_told_stays(record: PostRecord) -> None:
    told(record, cursor="7")
    told(record, Put(post("a", 0, 1)))
    assert record.feeds.named(FEEDS[0]).cursor == "7"


def test_a_replay_changes_and_counts_nothing(record: PostRecord) -> None:
    events = [Put(post("a", n, 2)) for n in range(3)]
    told(record, *events)
    keys = record.last_key()
    assert told(record, *events) == Applied()
    assert (record.last_key(), record.last_drop(), record.count()) == (keys, 0, 3)


def test_an_edit_is_a_new_key_and_the_old_one_is_logged(record: PostRecord) -> None:
    told(record, Put(post("a", 0, 1)))
    old = record.last_key()
    assert told(record, Put(post("a", 0, 2))) == Applied(edited=1)
    assert record.last_key() > old
    assert [(d.op, d.key) for d in record.drops_after(0, 9)] == [("edited", old)]


def test_a_version_that_says_the_same_is_no_edit(record: PostRecord) -> None:
    told(record, Put(post("a", 0, 2)))
    assert told(record, Put(post("a", 0, 3))) == Applied()
    assert record.last_drop() == 0
    told(record, Removed(post("a", 0, 0).uri, version=2))  # of what was said before
    assert record.count() == 1


def test_what_another_account_says_is_no_replay(record: PostRecord) -> None:
    """Or closing the account that says it now would leave it there."""
    said = post("a", 0, 1)
    told(record, Put(said), Put(replace(said, account="b", version=2)))
    told(record, Put(replace(said, account="c", version=3)))
    told(record, Forgotten("c", 5))
    assert record.count() == 0


def test_closing_one_account_leaves_what_another_said(record: PostRecord) -> None:
    said = post("a", 0, 5)
    told(record, Forgotten("b", 9), Put(said))
    told(record, Put(replace(said, account="b", version=3)))
    assert texts(record, said.uri) == [said.text]


def test_a_removal_by_a_feeds_name_counts_for_other_feeds_too(record: PostRecord) -> None:
    said = post("a", 0, 1)
    told(record, Removed(local_id=said.local_id))
    told(record, Put(said))
    told(record, Put(post("a", 0, 4, feed=1)), feed=FEEDS[1])
    assert record.count() == 0


def test_names_of_one_feed_mean_nothing_to_another(record: PostRecord) -> None:
    said = post("a", 0, 1)
    told(record, Put(said))
    told(record, Removed(local_id=said.local_id), feed=FEEDS[1])
    assert record.count() == 1


def test_addresses_count_within_their_network(record: PostRecord) -> None:
    said = post("a", 0, 1)
    told(record, Put(said))
    told(record, Put(said), feed="other:one")
    told(record, Removed(said.uri), feed="third:one")
    assert record.count() == 2
    told(record, Forgotten("a", FINAL), feed="other:one")
    assert record.count() == 1


def test_an_account_that_is_closed_takes_all_with_it(record: PostRecord) -> None:
    told(record, *(Put(replace(post("a", n, 1), uri=f"u:{n}")) for n in range(1_300)))
    told(record, Put(post("b", 0, 1)))
    assert told(record, Forgotten("a", 1)) == Applied(deleted=1_300)
    assert (record.count(), len(record.drops_after(0, 5_000))) == (1, 1_300)
    assert told(record, Put(post("a", 0, 1)), Put(post("a", 1, 2))) == Applied(posts=1)


def test_counts_say_what_happened(record: PostRecord) -> None:
    told(record, Put(post("a", 0, 1)), Put(post("a", 1, 1)), Poison("{", "no"), Poison("[", "no"))
    told(record, Removed(post("a", 0, 1).uri), Missed(5, 9, "away"))
    feed = record.feeds.named(FEEDS[0])
    assert (feed.posts, feed.deleted, feed.poison, feed.gaps) == (2, 1, 2, 1)


def test_gaps_are_found_by_the_time_that_they_touch(record: PostRecord) -> None:
    told(record, Missed(10, 20, "away"), Missed(30, 40, "late"))
    assert [gap.reason for gap in record.gaps(20, 30)] == ["late", "away"]
    assert [gap.reason for gap in record.gaps(21, 29)] == []
    assert record.gaps(0, 15)[0].feed == FEEDS[0]


def test_poison_is_kept_to_a_bound_and_counted_beyond(record: PostRecord) -> None:
    told(record, *(Poison(str(n), "no") for n in range(150)))
    told(record, Poison("more", "no"))
    assert record.feeds.named(FEEDS[0]).poison == 151


def test_a_batch_that_fails_leaves_nothing_of_itself(record: PostRecord) -> None:
    broken = Put(replace(post("a", 1, 1), text="\ud800"))
    with pytest.raises(UnicodeEncodeError):
        told(record, Put(post("a", 0, 1)), broken, cursor="9")
    assert (record.count(), record.feeds.named(FEEDS[0]).cursor) == (0, None)


def test_reopened_it_is_the_same_record(tmp_path: Path) -> None:
    first = PostRecord.open(tmp_path / "posts.db")
    told(first, Put(post("a", 0, 1)), cursor="3")
    first.close()
    second = PostRecord.open(tmp_path / "posts.db")
    assert (second.name, second.count()) == (first.name, 1)
    assert told(second, Put(post("a", 0, 1))) == Applied()
    second.close()
    other = PostRecord.open(tmp_path / "other.db")
    assert other.name != second.name
    other.close()


def test_a_record_of_a_newer_program_is_refused(tmp_path: Path) -> None:
    PostRecord.open(tmp_path / "posts.db").close()
    writer = open_writer(tmp_path / "posts.db")
    with writer.begin() as connection:
        connection.execute(sa.text("UPDATE posts_meta SET value = '99' WHERE name = 'version'"))
    writer.dispose()
    with pytest.raises(SchemaTooNew):
        PostRecord.open(tmp_path / "posts.db")


def test_a_file_that_is_no_database_is_said(tmp_path: Path) -> None:
    (tmp_path / "posts.db").write_bytes(b"not a database at all" * 99)
    with pytest.raises(StorageError):
        PostRecord.open(tmp_path / "posts.db")


def test_while_another_writes_nothing_is_stored(tmp_path: Path) -> None:
    record = PostRecord.open(tmp_path / "posts.db")
    feed = feed_row(record)
    other = open_writer(tmp_path / "posts.db")
    with other.begin(), pytest.raises(DataDirectoryBusy):
        record.commit(feed, [Put(post("a", 0, 1))], "5", TOLD, NOW)
    other.dispose()
    assert (record.count(), record.feeds.named(feed.name).cursor) == (0, None)
    record.commit(feed, [Put(post("a", 0, 1))], "5", TOLD, NOW)
    assert record.count() == 1
    record.close()


@pytest.mark.parametrize(
    ("at", "part"),
    [
        (NOW, NOW // DAY),
        (NOW - 40 * DAY, NOW // DAY - 40),
        (0, -1970 * 12),
        (-5, -1970 * 12),
        (1_719_792_000 * SECOND, -(2024 * 12 + 6)),  # 1 July 2024
    ],
)
def test_recent_posts_lie_in_days_and_old_ones_in_months(at: int, part: int) -> None:
    assert part_of(at, NOW) == part


def test_a_post_from_the_future_lies_where_it_was_received(record: PostRecord) -> None:
    said = replace(post("a", 0, 1), created=NOW + 400 * DAY)
    told(record, Put(said))
    one = record.find([said.uri])[said.uri]
    assert (one.at, one.created) == (NOW, said.created)
    assert record.parts() == [NOW // DAY]


def test_a_part_is_forgotten_in_steps(record: PostRecord) -> None:
    old = [replace(post("a", n, 1), created=NOW - 9 * DAY, uri=f"u:{n}") for n in range(7)]
    told(record, *map(Put, old), Put(post("a", 0, 1)))
    steps = [record.forgetting.part(NOW // DAY - 9, 3) for _ in range(4)]
    assert (steps, record.count()) == ([3, 3, 1, 0], 1)


def test_the_log_is_forgotten_up_to_a_number(record: PostRecord) -> None:
    for version in (1, 2, 4, 6):
        told(record, Put(post("a", 0, version)))
    seqs = [drop.seq for drop in record.drops_after(0, 9)]
    record.forgetting.drops(seqs[1])
    assert [drop.seq for drop in record.drops_after(0, 9)] == seqs[2:]
    assert seqs[-1] == record.last_drop()


def test_a_long_log_is_forgotten_in_steps(record: PostRecord) -> None:
    removed = [Removed(f"look://x/{n}") for n in range(11)]
    told(record, *(Put(replace(post("x", 0, 1), uri=one.uri)) for one in removed))
    told(record, *removed)
    seen: list[int] = []
    sa.event.listen(record._writer, "commit", lambda _: seen.append(1))
    record.forgetting.drops(record.last_drop(), step=3)
    assert record.drops_after(0, 9) == []
    assert len(seen) == 4  # others may write in between


def test_a_number_is_noted(record: PostRecord) -> None:
    assert record.noted("place") == 0
    record.note("place", 5)
    record.note("place", 6)
    assert record.noted("place") == 6


def test_feeds_are_added_once_and_stopped(record: PostRecord) -> None:
    first = record.feeds.add("look:x", trusted=True, grants=Grants(redistribute=False))
    record.feeds.tell({first.id: Told("silent", "nothing", 2.5, 1.5)}, NOW)
    assert record.feeds.add("look:x", trusted=True).grants == Grants(redistribute=False)
    record.feeds.stop("look:x")
    again = record.feeds.named("look:x")
    assert (again.wanted, again.state, again.note, again.lag_s) == (False, "silent", "nothing", 2.5)
    assert (again.rate, again.heard, again.id) == (1.5, NOW, first.id)
    with pytest.raises(NotFound):
        record.feeds.stop("look:y")


def test_what_may_not_be_shown_is_found_nowhere(record: PostRecord) -> None:
    told(record, Put(post("a", 0, 1)))
    feed, key = record.feeds.named(FEEDS[0]), record.last_key()
    epoch = record.revoking.epoch()
    assert record.revoking.grant(feed.id, feed.name, Grants(display=False), NOW) is False
    assert record.revoking.epoch() == epoch + 1
    uris: Sequence[str] = [post("a", 0, 1).uri]
    assert (record.find(uris), record.posts([key]), record.newest(0, 9)) == ({}, {}, [])
    record.revoking.grant(feed.id, feed.name, Grants(), NOW)
    assert len(record.find(uris)) == 1
