"""Posts that a policy picks get vectors, those that left lose them, and nobody is kept waiting."""

from __future__ import annotations

import asyncio
import logging
import time
from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from numpy.typing import NDArray

from blackbird.errors import DiskFull, ModelCorrupt
from blackbird.index.posts.writer import PartsWriter
from blackbird.ingest.embedding import STATE, Embedding, told, without
from blackbird.ingest.keeping import Keeper
from blackbird.ingest.policy import Policy
from blackbird.ingest.tending import Tending
from blackbird.posts import SECOND, Forgotten, Put, Removed
from blackbird.protocols import TextRole
from blackbird.storage.datadir import DataDirectory
from blackbird.storage.posts.rows import Grants
from blackbird.tracing import SystemClock
from tests.fakes.embedder import HashEmbedder
from tests.fakes.post_histories import post
from tests.fakes.told_feed import Followed, ToldFeed
from tests.patience import SLACK_S

NOW = int(time.time()) * SECOND
DAY = 86_400 * SECOND
ALL = Policy(length=0, replies=True, per_second=1_000)
THINGS = "bridge harbour kitchen garden railway theatre village mountain library hospital".split()


def said(number: int) -> str:
    return f"words word{number} of the {THINGS[number % 10]} and thing{number} at place{number}"


def put(number: int, version: int = 1, text: str = "", **more: object) -> Put:
    one = replace(post("a", number, version), created=NOW, text=text or said(number))
    return Put(replace(one, **more))  # type: ignore[arg-type]


def followed(root: Path, *feeds: ToldFeed, policy: Policy = ALL, **more: object) -> Followed:
    embedder = more.pop("embedder", None) or HashEmbedder()
    return Followed(root, feeds, policy=policy, embedder=embedder, **more)  # type: ignore[arg-type]


async def test_posts_get_vectors_and_an_edit_another_one(tmp_path: Path) -> None:
    feed = ToldFeed()
    async with followed(tmp_path, feed) as one:
        feed.say(put(1), put(2))
        await one.until(lambda: one.embedded() == {said(1), said(2)})
        feed.say(put(2, 5, "quite another text than it was before"))
        await one.until(
            lambda: one.embedded() == {said(1), "quite another text than it was before"}
        )


async def test_what_leaves_is_gone_within_a_second(tmp_path: Path) -> None:
    feed = ToldFeed()
    async with followed(tmp_path, feed) as one:
        feed.say(*(put(n) for n in range(4)), put(5, account="b"))
        await one.until(lambda: len(one.embedded()) == 5)
        began = time.monotonic()
        feed.say(Removed(put(1).post.uri))
        await one.until(lambda: len(one.embedded()) == 4)
        assert time.monotonic() - began < 1 + SLACK_S
        feed.say(Forgotten("a", 9))
        await one.until(lambda: one.embedded() == {said(5)})


async def test_a_revoked_feed_loses_its_vectors(tmp_path: Path) -> None:
    feed, other = ToldFeed(), ToldFeed("look:two")
    async with followed(tmp_path, feed, other) as one:
        feed.say(put(1))
        other.say(put(2, account="b"))
        await one.until(lambda: len(one.embedded()) == 2)
        row = one.row()
        one.record.revoking.grant(row.id, row.name, Grants(store=False), NOW)
        other.say(put(3, account="b"))
        await one.until(lambda: one.embedded() == {said(2), said(3)})


async def test_old_parts_take_their_vectors_along(tmp_path: Path) -> None:
    feed = ToldFeed()
    async with followed(tmp_path, feed) as one:
        feed.say(put(1, created=NOW - 9 * DAY), put(2))
        await one.until(lambda: len(one.embedded()) == 2)
    async with followed(tmp_path, ToldFeed(), keep_days=7) as one:
        await one.until(lambda: one.embedded() == {said(2)})


async def test_only_what_the_policy_picks(tmp_path: Path) -> None:
    feed, other = ToldFeed(), ToldFeed("mastodon:https://a.example")
    policy = Policy(("look",), ("de", "en"), length=30, likes=2, per_second=1_000)
    fits: dict[str, Any] = {"language": "en", "likes": 2}
    async with followed(tmp_path, feed, other, policy=policy) as one:
        feed.say(
            put(1, **fits),
            put(2, **{**fits, "language": "ja"}),
            put(3, **{**fits, "likes": 1}),
            put(4, **fits, reply_to="look://a/1"),
            put(5, text="too short", **fits),
            put(6, text="https://example.org/a/rather/long/address", **fits),
            put(7, **{**fits, "language": "de"}),
        )
        other.say(put(8, account="b", **fits))
        await one.until(lambda: one.record.count() == 8)
        await one.until(lambda: one.embedded() == {said(1), said(7)})
        await asyncio.sleep(
            1.5
        )  # to show that nothing comes: another second would have embedded more
        assert one.embedded() == {said(1), said(7)}
        assert told(one.parts) == {"posts": 2, "skipped": 0}


async def test_near_copies_get_one_vector_and_another_once_it_is_gone(tmp_path: Path) -> None:
    story = "The old bridge over the Wend was closed on Monday after its piers had cracked"
    feed = ToldFeed()
    async with followed(tmp_path, feed) as one:
        feed.say(put(1, text=story), put(2))
        await one.until(lambda: len(one.embedded()) == 2)
        feed.say(put(3, text=f"Hear this: {story}"), put(4))
        await one.until(lambda: one.embedded() == {story, said(2), said(4)})
    async with followed(tmp_path, ToldFeed()) as one:  # also after a restart
        other = one.feeds["look:one"]
        other.say(put(5, text=f"Read: {story}"), put(6))
        await one.until(lambda: one.embedded() == {story, said(2), said(4), said(6)})
        other.say(Removed(put(1).post.uri))
        await one.until(lambda: story not in one.embedded())
        other.say(put(7, text=f"And once more: {story}"))
        await one.until(lambda: f"And once more: {story}" in one.embedded())


async def test_so_many_a_second_the_newest_first(tmp_path: Path) -> None:
    feed = ToldFeed()
    async with followed(tmp_path, feed, policy=replace(ALL, per_second=5)) as one:
        began = time.monotonic()
        feed.say(*(put(n) for n in range(200)))
        await one.until(lambda: len(one.embedded()) > 5)
        found = one.embedded()
        assert len(found) <= 5 * (time.monotonic() - began + 2)
        assert found == {said(n) for n in range(200 - len(found), 200)}


async def test_what_waits_goes_on_after_a_restart_and_nothing_is_embedded_twice(
    tmp_path: Path,
) -> None:
    feed = ToldFeed()
    async with followed(tmp_path, feed, policy=replace(ALL, per_second=5)) as one:
        feed.say(*(put(n) for n in range(40)))
        await one.until(lambda: len(one.embedded()) >= 5)
    (one.parts.folder / STATE).unlink()  # as if it had been killed before it was kept
    embedder = Counting()
    async with followed(tmp_path, ToldFeed(), embedder=embedder) as one:
        before = len(one.embedded())
        await one.until(lambda: len(one.embedded()) == 40)
        assert embedder.texts == 40 - before


async def test_what_waited_for_too_long_is_given_up_and_counted(tmp_path: Path) -> None:
    feed = ToldFeed()
    async with followed(tmp_path, feed, policy=replace(ALL, per_second=5)) as one:
        feed.say(*(put(n) for n in range(60)))
        await one.until(lambda: len(one.embedded()) >= 5)
        assert one.embedding is not None
        waiting = one.embedding._backlog.waiting
        waiting[:] = [replace(stretch, since=0) for stretch in waiting]
        await one.until(lambda: not one.embedding or not one.embedding._backlog.waiting)
    vectors = told(one.parts)
    assert vectors["skipped"] > 0
    assert vectors["posts"] + vectors["skipped"] == 60


class Counting(HashEmbedder):
    """Counts texts."""

    texts = 0

    async def embed(self, texts: Sequence[str], role: TextRole) -> NDArray[np.float32]:
        self.texts += len(texts)
        return await super().embed(texts, role)


async def test_while_the_index_is_behind_it_rests(tmp_path: Path) -> None:
    feed = ToldFeed()
    async with followed(tmp_path, feed) as one:
        feed.say(put(1))
        await one.until(lambda: len(one.embedded()) == 1)
        behind = one.record.last_key
        one.record.last_key = lambda: behind() + 10_000  # type: ignore[method-assign]
        feed.say(put(2))
        await one.until(lambda: len(one.texts()) == 2)
        await asyncio.sleep(
            1.5
        )  # to show that nothing comes: another second would have embedded it
        assert len(one.embedded()) == 1
        one.record.last_key = behind  # type: ignore[method-assign]
        await one.until(lambda: len(one.embedded()) == 2)


class Broken(HashEmbedder):
    """Cannot be loaded."""

    async def embed(self, texts: Sequence[str], role: TextRole) -> NDArray[np.float32]:
        raise ModelCorrupt("model.onnx cannot be loaded.", "Pull it again.")


async def test_a_model_that_breaks_holds_up_nothing(
    tmp_path: Path, caplog: pytest.LogCaptureFixture
) -> None:
    feed = ToldFeed()
    with caplog.at_level(logging.WARNING):
        async with followed(tmp_path, feed, embedder=Broken()) as one:
            feed.say(put(1))
            await one.until(lambda: one.texts() == {said(1)})
            await one.until(lambda: "Posts get no vectors now" in caplog.text)
            feed.say(put(2))
            await one.until(lambda: len(one.texts()) == 2)
        assert one.embedded() == set()
    async with followed(tmp_path, ToldFeed()) as one:
        await one.until(lambda: len(one.embedded()) == 2)


class Choking(HashEmbedder):
    """Cannot take some texts, in a way that nobody thought of."""

    async def embed(self, texts: Sequence[str], role: TextRole) -> NDArray[np.float32]:
        if any("choke" in text for text in texts):
            raise IndexError("list index out of range")
        return await super().embed(texts, role)


async def test_posts_that_cannot_be_embedded_hold_up_no_others(
    tmp_path: Path, caplog: pytest.LogCaptureFixture
) -> None:
    feed = ToldFeed()
    with caplog.at_level(logging.CRITICAL):
        async with followed(tmp_path, feed, embedder=Choking()) as one:
            feed.say(put(1, text="words that choke whoever reads them"))
            await one.until(lambda: len(one.texts()) == 1)
            await one.until(lambda: one.embedding is not None and one.embedding._backlog.seen == 1)
            feed.say(put(2))
            await one.until(lambda: one.embedded() == {said(2)})
        assert told(one.parts) == {"posts": 1, "skipped": 1}


async def test_turned_off_and_on_again_it_begins_anew(tmp_path: Path) -> None:
    feed = ToldFeed()
    async with followed(tmp_path, feed) as one:
        feed.say(put(1), put(2))
        await one.until(lambda: len(one.embedded()) == 2)
    without(one.parts, one.writer)
    assert told(one.parts) == {"posts": 0, "skipped": 0}
    async with followed(tmp_path, ToldFeed()) as one:
        await one.until(lambda: len(one.embedded()) == 2)


async def test_who_keeps_an_index_for_workers_makes_vectors_too(tmp_path: Path) -> None:
    one = followed(tmp_path, ToldFeed())
    one.record.commit(one.row(), [put(1)], None, None, NOW)
    tending, changed = Tending(one.record, one.parts, one.writer), asyncio.Event()
    data = DataDirectory(tmp_path)
    keeper = Keeper(data, lambda: (one.writer, tending, one.embedding), SystemClock(), changed)
    one.task = asyncio.create_task(keeper.run())
    await one.until(lambda: one.embedded() == {said(1)})
    await one.stop()
    assert told(one.parts) == {"posts": 1, "skipped": 0}
    one.record.close()


async def test_another_embedder_begins_anew(tmp_path: Path) -> None:
    feed = ToldFeed()
    async with followed(tmp_path, feed) as one:
        feed.say(put(1), put(2))
        await one.until(lambda: len(one.embedded()) == 2)
        old = set(one.parts.vector_files())
    async with followed(tmp_path, ToldFeed(), embedder=HashEmbedder("another")) as one:
        await one.until(
            lambda: bool(one.parts.vector_files()) and not old & {*one.parts.vector_files()}
        )
        await one.until(lambda: len(one.embedded()) == 2)


async def test_what_was_kept_before_the_disk_was_full_is_not_kept_twice(tmp_path: Path) -> None:
    room = False

    def step(name: str) -> None:
        if name == "vectors kept" and not room:
            raise DiskFull("The disk is full.", "")

    one = followed(tmp_path)
    writer = PartsWriter(one.parts, one.record, step)
    writer.catch_up()
    feed = one.record.feeds.add("look:one", trusted=False)
    one.record.commit(feed, [put(1), put(2)], None, None, NOW)
    writer.catch_up()

    async def embedder() -> HashEmbedder:
        return HashEmbedder()

    embedding = Embedding(one.record, one.parts, writer, ALL, embedder, SystemClock())
    with pytest.raises(DiskFull):
        await embedding.finish()
    assert told(one.parts)["posts"] == 2
    room = True
    await embedding.finish()
    assert told(one.parts)["posts"] == 2
    writer.close()
    one.record.close()
