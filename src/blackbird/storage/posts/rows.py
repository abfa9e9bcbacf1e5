"""The rows of the posts' record, as the rest of the program sees them."""

from __future__ import annotations

from dataclasses import dataclass, fields
from typing import Literal
from urllib.parse import urlsplit

from blackbird.posts import State

Op = Literal["edited", "removed", "feed", "purged", "old"]
_OF_SERVERS = "mastodon"  # the kind whose posts come by many servers, none above another


@dataclass(frozen=True, slots=True)
class Grants:
    """What may be done with what a feed brings.

    Display: show and cite it. Store: keep it. Redistribute: give its words out by the API; without,
    only its address. Train: export it for training. Share: show it to others than who fetched it.
    """

    display: bool = True
    store: bool = True
    redistribute: bool = True
    train: bool = False
    share: bool = True


GRANTS = tuple(field.name for field in fields(Grants))


def usual_grants(name: str) -> Grants:
    """What may be done with what a feed brings, unless its owner says otherwise.

    X gives its posts' words to whom they were fetched for, and to nobody else: an API may hand on
    addresses alone.
    """
    own = kind_of(name) == "x"
    return Grants(redistribute=False, share=False) if own else Grants()


@dataclass(frozen=True, slots=True)
class FeedRow:
    """A feed, and how it fares."""

    id: int
    name: str
    wanted: bool
    trusted: bool
    cursor: str | None
    state: State
    note: str
    posts: int
    deleted: int
    poison: int
    gaps: int
    lag_s: float | None
    rate: float
    heard: int
    display: bool
    store: bool
    redistribute: bool
    train: bool
    share: bool

    @property
    def kind(self) -> str:
        """What stands before the colon of its name."""
        return kind_of(self.name)

    @property
    def scope(self) -> str:
        """Within what it has the say: its network, or its server."""
        return scope_of(self.name)

    @property
    def grants(self) -> Grants:
        """What may be done with what it brings."""
        return Grants(self.display, self.store, self.redistribute, self.train, self.share)


def kind_of(name: str) -> str:
    """The kind of a feed, which is the network that its addresses count in."""
    return name.partition(":")[0]


def scope_of(name: str) -> str:
    """Within what a feed has the say over posts and accounts.

    Mastodon's servers hand on each other's posts, and anybody may run one: so each has the say over
    what it told itself, and another's copy of a post is another post. Elsewhere it is the network.
    """
    kind = kind_of(name)
    return f"{kind} {_server_of(name)}" if kind == _OF_SERVERS else kind


def is_home(name: str, uri: str) -> bool:
    """Whether a feed is of the server that a post's address is on, or of a network that is one."""
    return kind_of(name) != _OF_SERVERS or uri.startswith(f"{_server_of(name)}/")


def _server_of(name: str) -> str:
    address = name.partition(":")[2]
    try:
        parts = urlsplit(address)
    except ValueError:
        return address
    return f"{parts.scheme}://{parts.netloc.lower()}"


@dataclass(frozen=True, slots=True)
class Indexed:
    """A post as the text index takes it."""

    key: int
    part: int
    at: int
    feed: int
    account: str
    author: str
    language: str
    likes: int
    links: str
    title: str
    text: str


@dataclass(frozen=True, slots=True)
class Drop:
    """A post that left, or with op "feed" all that a feed had brought by then.

    Op "purged" names each of those again, for answers that quote it.
    """

    seq: int
    op: Op
    key: int
    part: int
    feed: int
    uri: str


@dataclass(frozen=True, slots=True)
class StoredPost:
    """A post as it is shown."""

    key: int
    uri: str
    feed: str
    account: str
    author: str
    text: str
    title: str
    url: str
    language: str
    likes: int
    reply_to: str
    links: str
    at: int
    created: int
    received: int
    redistribute: bool
    """Whether its words may be given out by the API."""


@dataclass(frozen=True, slots=True)
class Gap:
    """A stretch of time of which a feed may lack posts."""

    feed: str
    since: int
    until: int
    reason: str


@dataclass(frozen=True, slots=True)
class Told:
    """What whoever follows a feed says of it."""

    state: State
    note: str = ""
    lag_s: float | None = None
    rate: float = 0.0


@dataclass(frozen=True, slots=True)
class Purge:
    """What was revoked, and the proof that it is gone."""

    feed: str
    grants: str
    asked: int
    done: int | None
    posts: int
    quotes: int
