"""What is measured of live posts, each on a data directory that those before it filled."""

from __future__ import annotations

import time
from collections.abc import Sequence
from pathlib import Path
from random import Random
from typing import Any

from benchmarks.measuring import percentile
from benchmarks.posts.following import ALL, Reader, cpu_s, following, memory_mb
from benchmarks.posts.playing import Player, Words, playing
from blackbird.index.posts.writer import PartsWriter
from blackbird.posts import SECOND, Post, Put
from blackbird.storage.posts.rows import Grants, Told

_RATE = 1_000.0
_LIMIT_S = 3_600.0
_BATCH = 4_000


def sustained(root: Path, posts: int) -> dict[str, Any]:
    """As quickly as they are taken: stored and findable a second."""
    with playing() as player, following(root, player.address) as process:
        reader = Reader(root)
        there = _first_found(reader, player)
        began, before = time.monotonic(), cpu_s(process)
        player.play(posts)
        reader.wait_for(there + posts, _LIMIT_S)
        seconds, cpu = time.monotonic() - began, cpu_s(process) - before
        rate = posts / seconds
        memory = memory_mb(process)
        reader.close()
    return {
        "posts": posts,
        "seconds": round(seconds, 2),
        "per_s": round(rate),
        "cpu_s": round(cpu, 2),
        "per_cpu_s": round(posts / cpu),
        "memory_mb": memory,
        "minutes": round(seconds / 60, 1),
    }


def fill(root: Path, posts: int) -> None:
    """Store and index posts without a server."""
    reader, words = Reader(root), Words(7)
    feed = reader.record.feeds.add("jetstream:fill", trusted=False)
    now = int(time.time() * SECOND)
    for first in range(0, posts, _BATCH):
        batch = [
            Put(_post(words, number, now - number * 1_000))
            for number in range(first, min(posts, first + _BATCH))
        ]
        reader.record.commit(feed, batch, None, Told("live"), now)
    writer = PartsWriter(reader.parts, reader.record)
    writer.catch_up()
    writer.close()
    reader.close()


def _post(words: Words, number: int, at: int) -> Post:
    account = words.account()
    uri = f"at://{account}/app.bsky.feed.post/f{number}"
    return Post(uri, account, account, words.text(), at, at)


def fresh(root: Path, seconds: float) -> dict[str, Any]:
    """At 1,000 a second: from sent to found by another process, and queries meanwhile."""
    with playing(2) as player, following(root, player.address) as process:
        reader = Reader(root)
        before = _first_found(reader, player)
        player.play(int(_RATE * seconds), _RATE)
        late, queries = _watch(reader, seconds)
        player.wait()
        reader.wait_for(before + int(_RATE * seconds), 60)
        figures = {
            "posts": reader.found(),
            "freshness_s": _spread(late),
            "query_ms": _spread([1_000 * one for one in queries]),
            "deletion_s": _deletions(reader, player),
            "memory_mb": memory_mb(process),
        }
        reader.close()
    return figures


def _first_found(reader: Reader, player: Player) -> int:
    """Wait until the follower is connected: how many posts there are."""
    while (there := reader.found()) != reader.record.count():
        time.sleep(0.05)
    player.play(1)
    reader.wait_for(there + 1, 120)
    return there + 1


def _watch(reader: Reader, seconds: float) -> tuple[list[float], list[float]]:
    random, words = Random(3), Words(4)
    late: list[float] = []
    queries: list[float] = []
    mark, end = 1, time.monotonic() + seconds
    while time.monotonic() < end:
        text = reader.text(f"mark{mark}")
        if text:
            late.append(time.time() - int(text.rpartition("sent")[2]) / 1e6)
            mark += 25
            continue
        few = " ".join(words.text().split()[: random.randint(1, 4)])
        began = time.monotonic()
        reader.parts.refresh()
        ranked = reader.parts.search(few, ALL, 20)
        reader.record.posts([one.key for one in ranked])
        queries.append(time.monotonic() - began)
        time.sleep(0.004)
    return late, queries


def _deletions(reader: Reader, player: Player) -> dict[str, float]:
    """From said to gone from search and record."""
    found: list[float] = []
    for number in range(100, 120):
        began = time.monotonic()
        player.delete(number)
        while reader.holds(f"mark{number}") and time.monotonic() - began < 10:
            time.sleep(0.005)
        found.append(time.monotonic() - began)
    return _spread(found)


def bursts(root: Path, seconds: float) -> dict[str, Any]:
    """1,000 a second, then five times that, then 1,000 again: how far behind it comes."""
    with playing(5) as player, following(root, player.address):
        reader = Reader(root)
        before = _first_found(reader, player)
        began = time.monotonic()
        sent = 0
        for rate in (_RATE, 5 * _RATE, _RATE):
            player.play(int(rate * seconds), rate)
            sent += int(rate * seconds)
        player.wait()
        played = time.monotonic() - began
        reader.wait_for(before + sent, 120)
        behind = time.monotonic() - began - played
        lost = before + sent - reader.found()
        reader.close()
    return {"posts": sent, "played_s": round(played, 2), "behind_s": round(behind, 2), "lost": lost}


def revoked(root: Path) -> dict[str, Any]:
    """Taking back all that one feed brought: hidden, then purged."""
    reader = Reader(root)
    feed = reader.record.feeds.named("jetstream:fill")
    some = [one.key for one in reader.parts.search("w1", ALL, 20)] if reader.found() else []
    now, began = int(time.time() * SECOND), time.monotonic()
    reader.record.revoking.grant(feed.id, feed.name, Grants(store=False), now)
    shown = [one for one in reader.record.posts(some).values() if one.feed == feed.name]
    hidden = time.monotonic() - began
    with playing(6) as player, following(root, player.address):
        while reader.record.revoking.pending():
            time.sleep(0.1)
        purged = time.monotonic() - began
    proof = reader.record.revoking.purges()[-1]
    reader.close()
    return {
        "posts": proof.posts,
        "hidden_s": round(hidden, 3),
        "still_shown": len(shown),
        "purged_s": round(purged, 1),
    }


def _spread(values: Sequence[float]) -> dict[str, float]:
    if not values:
        return {"count": 0}
    shares = {"p50": 0.5, "p95": 0.95, "p99": 0.99}
    found = {name: round(percentile(values, share), 4) for name, share in shares.items()}
    return {"count": len(values), **found}
