"""How soon a post is gone from everywhere once its author has said so."""

from __future__ import annotations

import hashlib
import json
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

from benchmarks.measuring import percentile
from benchmarks.posts.following import ALL, ANSWERS, Reader, following
from benchmarks.posts.playing import playing
from blackbird.index.posts.vector_files import keys_in
from blackbird.storage.conversations import Conversations
from blackbird.storage.posts.rows import StoredPost
from blackbird.storage.record import Record
from blackbird.storage.rows import Conversation, KeptText, StoredTurn
from blackbird.storage.withdrawing import POST

_RATE = 1_000.0
_LIMIT_S = 20.0
_NOW = "2026-11-30T10:00:00+00:00"

Gone = Callable[[], bool]


def leaving(root: Path, of_each: int) -> dict[str, Any]:
    """Posts that are deleted, edited, or whose account is closed, beside 1,000 others a second.

    Each has a vector and is quoted by a saved answer. Seconds until it is gone from each place.
    """
    record = Record.open(root / ANSWERS)
    with playing(8) as player, following(root, player.address, answers=True):
        reader = Reader(root)
        while reader.found() != reader.record.count():
            time.sleep(0.05)  # until the follower has connected
        player.play(int(_RATE * (30 + 5 * of_each)), _RATE)
        place = _Place(reader, record.conversations)
        ways = {"deleted": player.delete, "edited": player.edit, "closed": player.close_account}
        figures = {
            name: place.left(way, of_each, first)
            for first, (name, way) in zip((0, of_each, 2 * of_each), ways.items(), strict=True)
        }
        reader.close()
    record.close()
    return figures


class _Place:
    """All that holds a post."""

    def __init__(self, reader: Reader, talks: Conversations) -> None:
        self._reader = reader
        self._talks = talks
        self._used: set[str] = set()

    def left(self, way: Callable[[int], None], count: int, first: int) -> dict[str, Any]:
        """``count`` posts that leave one after the other; ``first``: numbers their answers."""
        took: dict[str, list[float]] = {}
        for number in range(first, first + count):
            post = self._one_with_a_vector()
            places = self._holding(post, f"t{number}")
            assert not any(gone() for gone in places.values()), "it was not there"
            began = time.monotonic()
            way(int(post.text.split()[0].removeprefix("mark")))
            while places and time.monotonic() - began < _LIMIT_S:
                for name in [name for name, gone in places.items() if gone()]:
                    took.setdefault(name, []).append(time.monotonic() - began)
                    del places[name]
                time.sleep(0.002)
            assert not places, f"{post.uri} is still in {sorted(places)}"
        return {
            name: {
                "count": len(all_),
                "p50_s": round(percentile(all_, 0.5), 3),
                "most_s": round(max(all_), 3),
            }
            for name, all_ in took.items()
        }

    def _one_with_a_vector(self) -> StoredPost:
        """Of an account that nothing else was done to."""
        until = time.monotonic() + _LIMIT_S
        while time.monotonic() < until:
            keys = [key for path in self._vectors() for key in keys_in(path).tolist()]
            for post in self._reader.record.posts(sorted(keys)[-40:]).values():
                if post.account not in self._used and post.text.startswith("mark"):
                    self._used.add(post.account)
                    return post
            time.sleep(0.1)  # until some are embedded
        raise TimeoutError("No post got a vector.")

    def _vectors(self) -> list[Path]:
        return self._reader.parts.vector_files()

    def _holding(self, post: StoredPost, turn: str) -> dict[str, Gone]:
        """Whether it has left each place."""
        reader, mark = self._reader, post.text.split()[0]
        sha256 = hashlib.sha256(post.text.encode()).hexdigest()
        self._save(post, turn, sha256)

        def by_words() -> bool:
            reader.parts.refresh()
            return all(one.key != post.key for one in reader.parts.search(mark, ALL, 5))

        return {
            "record": lambda: post.key not in reader.record.posts([post.key]),
            "words": by_words,
            "vectors": lambda: all(post.key not in keys_in(path) for path in self._vectors()),
            "answers": lambda: (
                self._talks.kept(sha256) is None
                and post.text not in (self._talks.turn(turn).answer or "")
            ),
        }

    def _save(self, post: StoredPost, turn: str, sha256: str) -> None:
        """An answer that quotes a post."""
        quote = {"id": 1, "title": "", "url": post.uri, "quote": post.text, "start": 0}
        said = f"{post.text} [1]"
        answer = {
            "answer": said,
            "language": "en",
            "sentences": [{"text": post.text, "citations": [1], "verdict": "supported"}],
            "citations": [{**quote, "end": len(post.text), "sha256": sha256}],
            "disputes": [],
            "notes": [],
        }
        self._talks.create(Conversation(f"c{turn}", "", _NOW, _NOW, None))
        self._talks.ask(StoredTurn(turn, f"c{turn}", None, "What?", "{}", "running", _NOW))
        text = KeptText(sha256, f"{POST}{post.uri}", post.text)
        told = json.dumps(answer)
        self._talks.end(turn, "done", _NOW, answer=told, said=said, proofs=[sha256], texts=[text])
