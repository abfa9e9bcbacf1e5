"""What remains of many events about one post: the same, in whatever order they came.

The greatest version counts; of a text and a removal of one version, the removal; and what an
account said up to its cut is gone. Nothing here knows of databases.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field
from typing import Literal

from blackbird.posts import Forgotten, Missed, Named, Poison, Post, PostEvent, Put, Removed
from blackbird.storage.posts.identity import Identity

NEVER = -(2**63)
"""Before every version."""


@dataclass(slots=True)
class Intent:
    """What a batch says of one post."""

    post: Post | None = None
    removed: int = NEVER


@dataclass(frozen=True, slots=True)
class Called:
    """What an account is called."""

    version: int
    name: str

    def beats(self, other: Called) -> bool:
        """Whether it counts against another: the newer one; of two alike that which takes back."""
        return self._order() > other._order()

    def _order(self) -> tuple[int, bool, str]:
        return self.version, not self.name, self.name


@dataclass(slots=True)
class Batch:
    """Many events, folded: what they say of each post, alias and account."""

    intents: dict[int, Intent] = field(default_factory=dict)
    aliases: dict[int, int] = field(default_factory=dict)
    """Grave → uid, of the posts in it."""
    removed_aliases: dict[int, int] = field(default_factory=dict)
    """Grave → version."""
    cuts: dict[int, int] = field(default_factory=dict)
    names: dict[int, Called] = field(default_factory=dict)
    missed: list[Missed] = field(default_factory=list)
    poison: list[Poison] = field(default_factory=list)
    events: int = 0


def fold(events: Iterable[PostEvent], feed: int, scope: str, identity: Identity) -> Batch:
    """Fold events of one feed; ``scope``: within what it has the say."""
    batch = Batch()
    for event in events:
        batch.events += 1
        if isinstance(event, Put):
            _put(batch, event.post, feed, scope, identity)
        elif isinstance(event, Removed):
            _removed(batch, event, feed, scope, identity)
        elif isinstance(event, Forgotten):
            account = identity.account(scope, event.account)
            batch.cuts[account] = max(event.version, batch.cuts.get(account, NEVER))
        elif isinstance(event, Named):
            _named(batch, event, scope, identity)
        elif isinstance(event, Missed):
            batch.missed.append(event)
        else:
            batch.poison.append(event)
    return batch


def _put(batch: Batch, post: Post, feed: int, scope: str, identity: Identity) -> None:
    uid = identity.post(scope, post.uri)
    intent = batch.intents.get(uid)
    if intent is None:
        batch.intents[uid] = Intent(post)
    elif intent.post is None or post.version > intent.post.version:
        intent.post = post
    if post.local_id:
        batch.aliases[identity.alias(feed, post.local_id)] = uid


def _removed(batch: Batch, event: Removed, feed: int, scope: str, identity: Identity) -> None:
    if event.uri:
        intent = batch.intents.setdefault(identity.post(scope, event.uri), Intent())
        intent.removed = max(intent.removed, event.version)
    if event.local_id:
        grave = identity.alias(feed, event.local_id)
        known = batch.removed_aliases.get(grave, NEVER)
        batch.removed_aliases[grave] = max(known, event.version)


def _named(batch: Batch, event: Named, scope: str, identity: Identity) -> None:
    account, called = identity.account(scope, event.account), Called(event.version, event.name)
    known = batch.names.get(account)
    if known is None or called.beats(known):
        batch.names[account] = called


Action = Literal["insert", "replace", "touch", "remove", "none"]


def decide(intent: Intent, stored: int | None, same: bool, grave: int, cut: int) -> Action:
    """What is to be done with a post. ``stored``: the version of the one that is there.

    ``same``: whether nothing of it would change. ``grave``: up to which version it was removed
    before. ``cut``: up to which the account that says it now is gone; what is there may be
    another's, and goes with that one. "touch": only the version is new.
    """
    gone = max(intent.removed, grave)
    post = intent.post
    if post is not None and post.version > max(gone, cut, NEVER if stored is None else stored):
        if stored is None:
            return "insert"
        return "touch" if same and stored > gone else "replace"
    return "remove" if stored is not None and stored <= gone else "none"
