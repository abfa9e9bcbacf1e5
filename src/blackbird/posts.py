"""What live sources say: posts, and what happens to them. All are frozen.

Moments are microseconds since 1970 in UTC. A ``version`` orders what is said about one post, or one
account, wherever and how often it arrives: the greater one counts, and of two equal ones a removal.
So every replay, and every order of arrival, ends in the same state.
"""

from __future__ import annotations

from collections.abc import AsyncGenerator
from dataclasses import dataclass
from typing import Literal, Protocol

SECOND = 1_000_000
FINAL = 2**63 - 1
"""The version of a removal that nothing can follow, where a network gives removals none."""

State = Literal["connecting", "live", "catching_up", "waiting", "silent", "stopped", "failed"]
"""Of a feed. Waiting: between two attempts or two readings. Silent: connected, and nothing comes.
Stopped: nobody follows it now. Failed: its owner has to do something first."""


@dataclass(frozen=True, slots=True)
class Post:
    """One post, or one entry of a feed."""

    uri: str
    """Its address for good: ``at://…``, a status's ``uri``, a URL. What it is known by."""
    account: str
    """Who said it, as the network knows accounts for good: a DID, an actor's address, a number."""
    author: str
    """Who said it, as people read it: a handle, a name."""
    text: str
    created: int
    version: int
    url: str = ""
    """Where people open it."""
    title: str = ""
    language: str = ""
    """ISO 639-1, as its author says; empty if unsaid."""
    likes: int = 0
    reply_to: str = ""
    links: tuple[str, ...] = ()
    local_id: str = ""
    """By what this feed names it when it is removed, if not by ``uri``."""


def whole(title: str, text: str) -> str:
    """All the words of a post: what is searched for, and what its vector is made of."""
    return f"{title}\n{text}" if title else text


@dataclass(frozen=True, slots=True)
class Put:
    """A post is there, or has another text than before."""

    post: Post


@dataclass(frozen=True, slots=True)
class Removed:
    """A post is gone. One of ``uri`` and ``local_id`` is empty."""

    uri: str = ""
    local_id: str = ""
    version: int = FINAL


@dataclass(frozen=True, slots=True)
class Forgotten:
    """All that an account said up to ``version`` is gone: it was closed, suspended or hidden."""

    account: str
    version: int


@dataclass(frozen=True, slots=True)
class Named:
    """What people call an account from now on, as a host name; empty: nobody knows it any more."""

    account: str
    name: str
    version: int


@dataclass(frozen=True, slots=True)
class Missed:
    """What was said between two moments may be missing, and why."""

    since: int
    until: int
    reason: str


@dataclass(frozen=True, slots=True)
class Poison:
    """An event that cannot be read: counted and set aside. ``raw``: its beginning."""

    raw: str
    reason: str


PostEvent = Put | Removed | Forgotten | Named | Missed | Poison


@dataclass(frozen=True, slots=True)
class Delivery:
    """Some events in the order in which they came; none, where only a state or a cursor is told.

    ``cursor``: where to go on once they are stored; ``None`` leaves the stored one as it is.
    """

    events: tuple[PostEvent, ...] = ()
    cursor: str | None = None
    state: State | None = None
    note: str = ""
    """Why it waits, or what its owner has to do."""
    at: int | None = None
    """When the last event happened by the network's own clock: how far behind one is."""


class Feed(Protocol):
    """Follows one live source."""

    @property
    def name(self) -> str:
        """``kind:address``, as its owner gave it."""
        ...

    @property
    def lasting(self) -> bool:
        """Whether it goes on for ever; a file, read once, does not."""
        ...

    def deliveries(self, cursor: str | None) -> AsyncGenerator[Delivery]:
        """Go on behind ``cursor``, or begin with the present.

        It connects again by itself, after longer and longer pauses, and tells what it may have
        missed. Nothing is read from its source while nobody asks for the next delivery: so a slow
        reader slows the source down and loses nothing. Raises ``FeedFailed`` where connecting
        again cannot help.
        """
        ...


@dataclass(frozen=True, slots=True)
class OnlyPosts:
    """Which live posts a search looks at; what is empty lets all through."""

    author: str = ""
    """A handle or an account, as it is written."""
    language: str = ""
    """ISO 639-1, as the post's author says."""
    feed: str = ""
    """A feed's name, or a kind of feed."""
    likes: int = 0
    links: bool = False


ALL_POSTS = OnlyPosts()
