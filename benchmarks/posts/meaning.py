"""How quickly posts are found by meaning, and what making vectors costs whoever follows feeds."""

from __future__ import annotations

import os
import time
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from benchmarks.measuring import percentile
from benchmarks.posts.following import ALL, Reader, cpu_s, following, memory_mb
from benchmarks.posts.playing import playing
from blackbird.index.posts.part import Filters
from blackbird.index.posts.writer import PartsWriter
from blackbird.ingest.embedding import told

_WIDTH = 384
_NEAR = 1.8  # of what all have in common: cosines of .7 to .9 then, as e5's
_BATCH = 5_000
_QUERIES = 200
_FOUND = 60
_LIMIT_S = 3_600.0


def by_meaning(root: Path) -> dict[str, Any]:
    """Queries over the posts that are there, once all of them have a vector."""
    reader, random = Reader(root), np.random.default_rng(5)
    shared = _unit(random.standard_normal((1, _WIDTH)))
    writer = PartsWriter(reader.parts, reader.record)
    writer.catch_up()
    began, kept, key = time.monotonic(), 0, 0
    while posts := reader.record.after(key, _BATCH):
        vectors = _drawn(random, shared, len(posts))
        kept += writer.keep_vectors(posts, vectors, "drawn")
        key = posts[-1].key
    put_s = time.monotonic() - began
    writer.close()
    reader.parts.refresh()
    before = memory_mb(os.getpid())
    middle = reader.record.after(key // 2, 1)[0]
    filters = {
        "all": ALL,
        "half": Filters(until=middle.at),
        "author": Filters(author=middle.author),
    }
    figures: dict[str, Any] = {
        name: _asked(reader, _drawn(random, shared, _QUERIES), some)
        for name, some in filters.items()
    }
    held = [path.stat() for path in reader.parts.vector_files()]
    figures |= {
        "vectors": kept,
        "put_per_s": round(kept / put_s),
        "bytes_each": round(sum(512 * one.st_blocks for one in held) / kept),
        "memory_mb": round(memory_mb(os.getpid()) - before, 1),
    }
    reader.close()
    return figures


def _asked(reader: Reader, queries: NDArray[np.float32], filters: Filters) -> dict[str, float]:
    times, busy = [], []
    for query in queries:
        began, cpu = time.perf_counter(), time.process_time()
        reader.parts.refresh()
        reader.parts.nearest(query, "drawn", filters, _FOUND)
        times.append(1000 * (time.perf_counter() - began))
        busy.append(1000 * (time.process_time() - cpu))
    shares = {"p50_ms": 0.5, "p95_ms": 0.95}
    spread = {name: round(percentile(times, share), 2) for name, share in shares.items()}
    return spread | {"cpu_p50_ms": round(percentile(busy, 0.5), 2)}


def _drawn(
    random: np.random.Generator, shared: NDArray[np.float32], count: int
) -> NDArray[np.float32]:
    return _unit(_unit(random.standard_normal((count, _WIDTH))) + _NEAR * shared)


def _unit(rows: NDArray[Any]) -> NDArray[np.float32]:
    unit: NDArray[np.float32] = (rows / np.linalg.norm(rows, axis=1)[:, None]).astype(np.float32)
    return unit


def beside(root: Path, posts: int, models: Path) -> dict[str, Any]:
    """As quickly as posts are taken, with nobody who makes vectors and with one, in turns."""
    figures: dict[str, Any] = {"posts": posts, "without": [], "with": []}
    for number in range(4):
        name = "with" if number % 2 else "without"
        folder = root / f"{name}-{number}"
        folder.mkdir()
        with (
            playing() as player,
            following(folder, player.address, models if number % 2 else None) as process,
        ):
            reader = Reader(folder)
            player.play(1)
            there = 1
            reader.wait_for(there, _LIMIT_S)
            began, before = time.monotonic(), cpu_s(process)
            player.play(posts)
            reader.wait_for(there + posts, _LIMIT_S)
            seconds, cpu = time.monotonic() - began, cpu_s(process) - before
            time.sleep(3)  # what comes is embedded once nothing is behind
            figures[name].append(
                {
                    "per_s": round(posts / seconds),
                    "cpu_s": round(cpu, 2),
                    "memory_mb": memory_mb(process),
                    "vectors": told(reader.parts)["posts"],
                }
            )
            reader.close()
    return figures
