"""Events of a feed as messages of a queue, none too long for it, and back.

Their order is not kept: versions decide, not order (``posts.py``). They say what happened and by
which feed it is known, and nothing of what that feed may do: whoever can write to the queue would
decide it.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence

import msgspec

from blackbird.posts import Forgotten, Missed, Named, Poison, Post, PostEvent, Put, Removed

_HEAD = 1_024  # bytes left for what a message says besides its events
_RAW = 4_000
_MOST_NAME = 4_096  # characters; the longest address has half of that


class Message(msgspec.Struct, frozen=True, omit_defaults=True):
    """Some events of one feed."""

    feed: str
    """Its name."""
    posts: list[Post] = []
    removed: list[Removed] = []
    forgotten: list[Forgotten] = []
    named: list[Named] = []
    missed: list[Missed] = []
    poison: list[Poison] = []

    def events(self) -> list[PostEvent]:
        """All of them."""
        puts = [Put(post) for post in self.posts]
        return [*puts, *self.removed, *self.forgotten, *self.named, *self.missed, *self.poison]


_ENCODER = msgspec.msgpack.Encoder()
_DECODER = msgspec.msgpack.Decoder(Message)


def encoded(feed: str, events: Sequence[PostEvent], most_bytes: int) -> Iterator[bytes]:
    """Messages of at most so many bytes. An event that fits none goes as ``Poison``."""
    room = most_bytes - _HEAD - 4 * len(feed)
    waiting: list[PostEvent] = []
    size = 0
    for event in events:
        length = len(_ENCODER.encode(event))
        if length > room:
            event = Poison(ascii(event)[:_RAW], "longer than a message of the queue can be")
            length = len(_ENCODER.encode(event))
        if waiting and size + length > room:
            yield _message(feed, waiting)
            waiting, size = [], 0
        waiting.append(event)
        size += length
    if waiting:
        yield _message(feed, waiting)


def decoded(data: bytes) -> Message | None:
    """What was encoded; None for what is no message of ours."""
    try:
        message = _DECODER.decode(data)
    except (msgspec.MsgspecError, ValueError):
        return None
    usable = 0 < len(message.feed) <= _MOST_NAME and "\0" not in message.feed
    return message if usable else None


def _message(feed: str, events: Sequence[PostEvent]) -> bytes:
    message = Message(feed, [], [], [], [], [], [])
    for event in events:
        if isinstance(event, Put):
            message.posts.append(event.post)
        elif isinstance(event, Removed):
            message.removed.append(event)
        elif isinstance(event, Forgotten):
            message.forgotten.append(event)
        elif isinstance(event, Named):
            message.named.append(event)
        elif isinstance(event, Missed):
            message.missed.append(event)
        else:
            message.poison.append(event)
    return _ENCODER.encode(message)
