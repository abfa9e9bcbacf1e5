"""What accounts are called: shown with their posts, found by it, changed with it, and bounded."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import permutations
from pathlib import Path
from random import Random

import pytest
import sqlalchemy as sa
from hypothesis import given, settings
from hypothesis import strategies as st

from blackbird.index.posts.parts import Parts
from blackbird.index.posts.writer import PartsWriter
from blackbird.ingest.tending import Tending
from blackbird.posts import Forgotten, Named, Post, PostEvent, Put
from blackbird.storage.posts.forgetting import FIRST
from blackbird.storage.posts.identity import Identity
from blackbird.storage.posts.merge import fold
from blackbird.storage.posts.record import PostRecord
from blackbird.storage.posts.rows import Grants
from blackbird.storage.posts.schema import HANDLES
from tests.fakes.post_histories import TOLD

DAY = 86_400_000_000
NOW = 20_000 * DAY
FEED = "look:here"


def put(account: str, number: int = 1) -> Put:
    return Put(Post(f"look://{account}/{number}", account, account, "some words", NOW, 1))


def tell(record: PostRecord, *events: PostEvent, feed: str = FEED, at: int = NOW) -> None:
    record.commit(record.feeds.add(feed, trusted=True), events, None, TOLD, at)


def shown(record: PostRecord) -> dict[str, str]:
    """Account → what it is called where its posts are shown."""
    return {post.account: post.author for post in record.newest(0, 100)}


def count(record: PostRecord) -> int:
    with record._writer.begin() as connection:
        return connection.execute(sa.select(sa.func.count()).select_from(HANDLES)).scalar() or 0


def test_a_post_shows_what_its_account_is_called_now(record: PostRecord) -> None:
    tell(record, put("did:a"), put("did:b"))
    assert shown(record) == {"did:a": "did:a", "did:b": "did:b"}  # unknown: what it is known by
    tell(record, Named("did:a", "ann.test", 5))
    assert shown(record) == {"did:a": "ann.test", "did:b": "did:b"}
    tell(record, Named("did:a", "ann.new.test", 7))
    assert shown(record)["did:a"] == "ann.new.test"
    tell(record, Named("did:a", "ann.old.test", 6))  # late
    assert shown(record)["did:a"] == "ann.new.test"
    tell(record, Named("did:a", "", 8))
    assert shown(record)["did:a"] == "did:a"


def test_a_name_may_come_before_its_first_post(record: PostRecord) -> None:
    tell(record, Named("did:a", "ann.test", 5))
    tell(record, put("did:a"))
    (uri,) = record.find(["look://did:a/1"])
    assert record.find([uri])[uri].author == "ann.test"
    assert [one.author for one in record.after(0, 9)] == ["did:a"]  # the index knows the account


def test_an_account_is_found_by_its_name(record: PostRecord) -> None:
    tell(record, put("did:a"), put("did:a", 2), put("did:b"), Named("did:a", "ann.test", 5))
    assert record.naming.accounts("ann.test") == ["did:a"]
    assert record.naming.accounts("bea.test") == record.naming.accounts("") == []
    tell(record, Named("did:a", "ann.new.test", 7))
    assert record.naming.accounts("ann.test") == []
    assert record.naming.accounts("ann.new.test") == ["did:a"]


def test_what_two_say_they_are_called_is_the_name_of_neither(record: PostRecord) -> None:
    """Nobody is asked whose it is: so an impostor gets nothing by claiming it."""
    tell(record, put("did:a"), put("did:b"), Named("did:a", "ann.test", 5))
    tell(record, Named("did:b", "ann.test", 9))
    assert shown(record) == {"did:a": "did:a", "did:b": "did:b"}
    assert record.naming.accounts("ann.test") == []
    tell(record, Named("did:b", "bea.test", 10))
    assert shown(record) == {"did:a": "ann.test", "did:b": "bea.test"}


def test_names_count_within_a_network(record: PostRecord) -> None:
    tell(record, put("did:a"))
    tell(record, Named("did:a", "ann.test", 5), feed="mastodon:https://far.example")
    assert shown(record) == {"did:a": "did:a"}


def test_any_order_ends_with_the_same_name(record: PostRecord) -> None:
    told = [Named("", "ann.test", 1), Named("", "", 2), Named("", "b.test", 2), Named("", "c.t", 1)]
    for number, order in enumerate(permutations(told)):
        who = f"did:{number}"
        tell(record, put(who))
        for one in order:
            tell(record, Named(who, one.name and f"{number}.{one.name}", one.version))
        assert shown(record)[who] == who  # of two that are equally new, the one that takes back


@settings(max_examples=40)
@given(
    st.lists(
        st.tuples(
            st.sampled_from("ab"), st.sampled_from(["", "x.test", "y.test"]), st.integers(1, 4)
        ),
        min_size=1,
        max_size=8,
    ),
    st.integers(0, 2**32),
)
def test_a_batch_ends_alike_in_any_order(told: list[tuple[str, str, int]], seed: int) -> None:
    events = [Named(account, name, version) for account, name, version in told]
    mixed = Random(seed).sample(events, len(events))
    identity = Identity(b"secret")
    whole = fold(events, 1, "look", identity).names
    assert fold(mixed, 1, "look", identity).names == whole


def tended(record: PostRecord, root: Path, now: int, most: int | None = None) -> None:
    parts = Parts(root, record.name)
    writer = PartsWriter(parts, record)
    writer.catch_up()
    tending = Tending(record, parts, writer, keep_days=30)
    if most is not None:
        tending.most_handles = most
    tending.begin(now)
    tending.tend(now)
    writer.close()


def test_names_of_who_says_nothing_are_forgotten(record: PostRecord, tmp_path: Path) -> None:
    tell(record, Named("did:a", "ann.test", 5), Named("did:b", "bea.test", 5))
    tell(
        record, Put(Post("look://a/1", "did:a", "did:a", "x", NOW + 35 * DAY, 1)), at=NOW + 35 * DAY
    )
    tended(record, tmp_path, NOW + 39 * DAY)
    assert count(record) == 2
    tended(record, tmp_path, NOW + 41 * DAY)
    assert count(record) == 1
    assert shown(record) == {"did:a": "ann.test"}


def test_there_are_never_many_more_than_may_be(record: PostRecord, tmp_path: Path) -> None:
    for n in range(20):
        tell(record, Named(f"did:{n}", f"n{n}.test", 5), at=NOW + n)
    tended(record, tmp_path, NOW + DAY, most=20)
    assert count(record) == 20
    tended(record, tmp_path, NOW + DAY, most=8)
    assert count(record) == 8
    tell(record, put("did:19"), put("did:11"))
    assert shown(record) == {"did:19": "n19.test", "did:11": "did:11"}  # the oldest went


def test_what_a_feed_that_may_not_be_stored_says_is_not(record: PostRecord) -> None:
    tell(record, Named("did:a", "ann.test", 5))
    feed = record.feeds.named(FEED)
    record.revoking.grant(feed.id, feed.name, Grants(store=False), NOW + 1)
    late: list[PostEvent] = [Named("did:b", "bea.test", 5), Named("did:a", "", 6)]
    record.commit(feed, [*late, Forgotten("did:c", 1)], None, TOLD, NOW + 1)
    assert count(record) == 1
    assert record.naming.accounts("ann.test") == []
    ((purge, id, _),) = record.revoking.pending()
    while record.revoking.leftovers(purge, id):
        pass
    assert count(record) == 0


@pytest.mark.parametrize("step", [1, 7])
def test_many_names_in_one_commit(record: PostRecord, step: int) -> None:
    """More than a statement takes, again and again."""
    people: Sequence[Named] = [Named(f"did:{n}", f"n{n}.test", step) for n in range(1_200)]
    tell(record, *people)
    tell(record, *people[::step])
    tell(record, put("did:1199"))
    assert count(record) == 1_200
    assert shown(record) == {"did:1199": "n1199.test"}
    assert record.forgetting.handles(FIRST, NOW + 1) == FIRST
    assert count(record) == 1
