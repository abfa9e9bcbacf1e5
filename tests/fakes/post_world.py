"""A network that can be made again from its seed: people who post, edit, delete and leave."""

from __future__ import annotations

import hashlib
from collections.abc import Iterator
from random import Random
from typing import Any

from tests.fakes.jetstream_frames import POSTS, account, commit

ALIVE = 60  # about so many posts are there at any time
STEP = 40_000  # microseconds between two events: a rewind of five seconds tells a hundred again

Held = dict[str, str]
"""Address → text."""


class World:
    """Events in order, and what is there after each."""

    def __init__(self, seed: int, start: int) -> None:
        self._random = Random(seed)
        self._at = start
        self._people = [f"did:plc:p{n}" for n in range(8)]
        self._born = len(self._people)
        self._number = 0
        self._posts: dict[str, tuple[str, str]] = {}
        """Address → account, key."""

    def events(self) -> Iterator[dict[str, Any]]:
        """Without end."""
        while True:
            self._at += STEP
            yield self._next()

    def _next(self) -> dict[str, Any]:
        chance = self._random.random()
        if not self._posts or chance < (0.7 if len(self._posts) < ALIVE else 0.3):
            return self._create()
        if chance > 0.985:
            return self._leave()
        uri = self._random.choice(list(self._posts))
        did, key = self._posts[uri]
        if self._random.random() < 0.4:
            return commit(did, key, self._at, self._words(), operation="update")
        del self._posts[uri]
        return commit(did, key, self._at, None)

    def _create(self) -> dict[str, Any]:
        did = self._random.choice(self._people)
        key = f"k{self._number}"
        said = commit(did, key, self._at, self._words())
        self._posts[address(said)] = (did, key)
        return said

    def _leave(self) -> dict[str, Any]:
        did = self._random.choice(self._people)
        self._people.remove(did)
        self._people.append(f"did:plc:p{self._born}")
        self._born += 1
        self._posts = {uri: of for uri, of in self._posts.items() if of[0] != did}
        return account(did, self._at)

    def _words(self) -> str:
        self._number += 1
        return f"words of w{self._number}"


def address(event: dict[str, Any]) -> str:
    return f"at://{event['did']}/{POSTS}/{event['commit']['rkey']}"


class Expected:
    """What must be there after some events, and a number that tells two such states apart."""

    def __init__(self) -> None:
        self.held: Held = {}
        self.sum = 0
        self.count = 0

    def take(self, event: dict[str, Any]) -> None:
        """One more event."""
        self.count += 1
        if "account" in event:
            for uri in [uri for uri in self.held if uri.startswith(f"at://{event['did']}/")]:
                self._drop(uri)
            return
        uri = address(event)
        self._drop(uri)
        if event["commit"]["operation"] != "delete":
            self.held[uri] = event["commit"]["record"]["text"]
            self.sum ^= digest(uri, self.held[uri])

    def _drop(self, uri: str) -> None:
        text = self.held.pop(uri, None)
        if text is not None:
            self.sum ^= digest(uri, text)


def digest(uri: str, text: str) -> int:
    """Of one post; the sum of many is their exclusive or."""
    made = hashlib.blake2b(f"{uri}\0{text}".encode(), digest_size=8)
    return int.from_bytes(made.digest(), "big")
