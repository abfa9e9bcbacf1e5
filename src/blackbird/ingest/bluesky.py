"""Jetstream's frames become what the record takes. Nothing in them is trusted."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import msgspec

from blackbird.ingest.values import (
    LONGEST_LINK,
    MOST_LINKS,
    MOST_TEXT,
    handle_of,
    language_of,
    moment_of,
    raw_of,
)
from blackbird.posts import (
    SECOND,
    Forgotten,
    Named,
    Poison,
    Post,
    PostEvent,
    Put,
    Removed,
)

_POSTS = "app.bsky.feed.post"
_ALPHABET = {sign: at for at, sign in enumerate("234567abcdefghijklmnopqrstuvwxyz")}
_TID = 13  # characters
_CLOCK = 10  # bits below the microseconds of a TID: which clock it was
_LATE = 300 * SECOND
"""What an account's own clock may be ahead of the network's when the account is closed."""


class _Link(msgspec.Struct):
    uri: str = ""


class _Facet(msgspec.Struct):
    features: list[_Link] = []


class _Parent(msgspec.Struct):
    parent: _Link | None = None


class _Media(msgspec.Struct):
    external: _Link | None = None


class _Embed(msgspec.Struct):
    external: _Link | None = None
    media: _Media | None = None
    """Beside a post that is quoted."""


class _Record(msgspec.Struct):
    text: str = ""
    createdAt: str = ""  # noqa: N815 - the network's names
    langs: list[str] | None = None
    facets: list[_Facet] | None = None
    reply: _Parent | None = None
    embed: _Embed | None = None


class _Commit(msgspec.Struct):
    rev: str = ""
    operation: str = ""
    collection: str = ""
    rkey: str = ""
    record: msgspec.Raw = msgspec.Raw()


class _Account(msgspec.Struct):
    active: bool = True
    status: str | None = None
    time: str = ""


class _Identity(msgspec.Struct):
    handle: str | None = None


class _First(msgspec.Struct):
    did: str
    time_us: int = 0
    kind: str = ""
    commit: _Commit | None = None
    account: _Account | None = None
    identity: _Identity | None = None


class _Payload(msgspec.Struct, rename={"type": "$type"}):
    type: str = ""
    did: str = ""
    seq: int = 0
    time: str = ""
    rev: str = ""
    operation: str = ""
    collection: str = ""
    rkey: str = ""
    record: msgspec.Raw = msgspec.Raw()
    active: bool = True
    handle: str | None = None
    name: str = ""


class _Envelope(msgspec.Struct, rename={"type": "$type"}):
    type: str = ""
    payload: _Payload | None = None
    error: str = ""
    message: str = ""


_FIRST = msgspec.json.Decoder(_First)
_SECOND = msgspec.json.Decoder(_Envelope)
_RECORD = msgspec.json.Decoder(_Record)


@dataclass(frozen=True, slots=True)
class Read:
    """What a frame says. ``at``, ``seq``: its place, 0 if it has none."""

    events: tuple[PostEvent, ...] = ()
    at: int = 0
    seq: int = 0
    outdated: bool = False
    """Whether the server says that it kept less than was asked for."""
    ended: str = ""
    """Why the server ends the connection."""

    @classmethod
    def poisoned(cls, frame: bytes, reason: str) -> Read:
        """Of a frame that cannot be read."""
        return cls((Poison(raw_of(frame), reason[:300]),))


def read_first(frame: bytes) -> Read:
    """A frame of the first version. Never raises."""
    try:
        event = _FIRST.decode(frame)
        at = event.time_us
        if event.kind == "commit" and event.commit is not None:
            return Read(_committed(event.did, event.commit, at), at)
        if event.kind == "account" and event.account is not None:
            return Read(_account(event.did, event.account.active, at), at)
        if event.kind == "identity" and event.identity is not None:
            return Read((_named(event.did, event.identity.handle, at),), at)
        return Read((), at)
    except _UNREADABLE as error:
        return Read.poisoned(frame, str(error))


def read_second(frame: bytes) -> Read:
    """A frame of the second version. Never raises."""
    try:
        envelope = _SECOND.decode(frame)
        said = envelope.payload
        if said is None:
            return Read(ended=(envelope.error or envelope.message)[:300] or "no reason given")
        kind = said.type.rpartition("#")[2]
        at = moment_of(said.time) or 0
        if kind == "info":
            return Read(outdated=said.name == "OutdatedCursor", at=at, seq=said.seq)
        events: Sequence[PostEvent] = ()
        if kind == "commit":
            commit = _Commit(said.rev, said.operation, said.collection, said.rkey, said.record)
            events = _committed(said.did, commit, at)
        elif kind == "account":
            events = _account(said.did, said.active, at)
        elif kind == "identity":
            events = (_named(said.did, said.handle, at),)
        elif kind == "sync":  # the account's records were laid anew: what is older is gone
            events = (_forgotten(said.did, version_of(said.rev, at) - 1),)
        return Read(tuple(events), at, said.seq)
    except _UNREADABLE as error:
        return Read.poisoned(frame, str(error))


def _committed(did: str, commit: _Commit, at: int) -> tuple[PostEvent, ...]:
    if commit.collection != _POSTS:
        return ()
    if len(did) + len(commit.rkey) > LONGEST_LINK:
        raise ValueError("an address longer than any")
    uri = f"at://{did}/{commit.collection}/{commit.rkey}"
    version = version_of(commit.rev, at)
    if commit.operation == "delete":
        return (Removed(uri, version=version),)
    record = _RECORD.decode(commit.record)
    created = moment_of(record.createdAt) or at
    post = Post(
        uri=uri,
        account=did,
        author=did,
        text=record.text[:MOST_TEXT],
        created=created,
        version=version,
        url=f"https://bsky.app/profile/{did}/post/{commit.rkey}",
        language=language_of(record.langs[0]) if record.langs else "",
        reply_to=_parent(record),
        links=_links(record),
    )
    return (Put(post),)


def _account(did: str, active: bool, at: int) -> tuple[PostEvent, ...]:
    return () if active else (_forgotten(did, (at + _LATE) << _CLOCK), _named(did, None, at))


def _named(did: str, handle: str | None, at: int) -> Named:
    """What an account is called now; nothing, where its network says only that this changed."""
    if len(did) > LONGEST_LINK:
        raise ValueError("an account longer than any")
    return Named(did, handle_of(handle), at << _CLOCK)


def _forgotten(did: str, version: int) -> Forgotten:
    if len(did) > LONGEST_LINK:
        raise ValueError("an account longer than any")
    return Forgotten(did, version)


def _links(record: _Record) -> tuple[str, ...]:
    found = [f.uri for facet in record.facets or () for f in facet.features]
    embed = record.embed
    for card in (embed, embed.media) if embed else ():
        if card and card.external:
            found.append(card.external.uri)
    fit = [uri for uri in found if 0 < len(uri) <= LONGEST_LINK]
    return tuple(dict.fromkeys(fit[:MOST_LINKS]))


def _parent(record: _Record) -> str:
    uri = record.reply.parent.uri if record.reply and record.reply.parent else ""
    return uri if len(uri) <= LONGEST_LINK else ""


def version_of(rev: str, at: int) -> int:
    """The order that a revision stands for: a TID read as its number, or the moment it was told.

    An account dates its revisions itself. One from the future would outlive the account's end:
    so none is later than what the network's own clock allows.
    """
    if len(rev) != _TID:
        return at << _CLOCK
    number = 0
    for sign in rev:
        digit = _ALPHABET.get(sign)
        if digit is None:
            return at << _CLOCK
        number = number << 5 | digit
    number &= 2**63 - 1
    return min(number, (at + _LATE) << _CLOCK) if at > 0 else number


_UNREADABLE: tuple[type[Exception], ...] = (
    msgspec.DecodeError,
    msgspec.ValidationError,
    UnicodeDecodeError,
    RecursionError,
    OverflowError,
    ValueError,
)
