"""Histories of posts, and what must remain of them: a model that is a dictionary.

``Trial`` plays them to a real record in any order, cut into batches, with replays and restarts;
``benchmarks/posts`` does that for as long as one likes.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from pathlib import Path
from random import Random

from blackbird.posts import FINAL, SECOND, Forgotten, Post, PostEvent, Put, Removed
from blackbird.storage.posts.record import PostRecord
from blackbird.storage.posts.rows import FeedRow, Told

NOW = 1_767_323_045 * SECOND
TOLD = Told("live")
ACCOUNTS, POSTS, VERSIONS = 3, 3, 8
FEEDS = ("look:one", "look:two")  # of one network: they tell of the same posts
TELLERS = (*FEEDS, "mastodon:https://far.example", "mastodon:https://far.example/public/local")
SERVERS = (0, 0, 1, 1)
"""Whose word each feed's is: nobody's counts for what another has told."""

Said = tuple[int, PostEvent]
"""Which feed tells it, and what."""
Shown = dict[str, str]
"""Address → text."""


def post(account: str, number: int, version: int, feed: int = 0) -> Post:
    """A version of a post: two in a row say the same, so that one is no edit of the other."""
    return Post(
        uri=f"look://{account}/{number}",
        account=account,
        author=account,
        text=f"words said{version // 2} by {account} as {account}n{number}",
        created=NOW - number * SECOND,
        version=version,
        local_id=f"{feed}.{account}.{number}",
    )


def chance_event(random: Random, world: str) -> Said:
    """One event about one of a world's few posts."""
    feed = random.randrange(len(TELLERS))
    account = f"{world}{'abc'[random.randrange(ACCOUNTS)]}"
    number, version = random.randrange(POSTS), random.randrange(VERSIONS)
    said = post(account, number, version, feed)
    final = random.random() < 0.3
    kind = random.choices(("put", "uri", "local", "forgotten"), (6, 2, 2, 1))[0]
    if kind == "put":
        return feed, Put(said)
    if kind == "uri":
        return feed, Removed(said.uri, version=FINAL if final else version)
    if kind == "local":
        return feed, Removed(local_id=said.local_id, version=FINAL if final else version)
    return feed, Forgotten(account, version)


def expected(history: Iterable[Said]) -> Shown:
    """What is found by its address: of copies, that of the feed that was added first."""
    left = remaining(history)
    return {uri: left[server, uri] for server, uri in sorted(left, reverse=True)}


def remaining(history: Iterable[Said]) -> dict[tuple[int, str], str]:
    """Server and address → what remains, whatever the order."""
    said = list(history)
    return {
        (server, uri): text
        for server in set(SERVERS)
        for uri, text in _of_one([s for s in said if SERVERS[s[0]] == server]).items()
    }


def _of_one(said: Sequence[Said]) -> Shown:
    """Of one server: the greatest version that nothing took back."""
    best: dict[str, Post] = {}
    gone: dict[str, int] = {}
    cuts: dict[str, int] = {}
    named: dict[tuple[int, str], str] = {}
    for feed, event in said:
        if isinstance(event, Put):
            known = best.get(event.post.uri)
            if known is None or event.post.version > known.version:
                best[event.post.uri] = event.post
            named[feed, event.post.local_id] = event.post.uri
        elif isinstance(event, Forgotten):
            cuts[event.account] = max(event.version, cuts.get(event.account, -1))
    for feed, event in said:
        if isinstance(event, Removed):
            uri = event.uri or named.get((feed, event.local_id), "")
            gone[uri] = max(event.version, gone.get(uri, -1))
    return {
        uri: one.text
        for uri, one in best.items()
        if one.version > max(gone.get(uri, -1), cuts.get(one.account, -1))
    }


@dataclass(slots=True)
class Shadow:
    """Follows a record as an index does: by keys, then by drops."""

    key: int = 0
    drop: int = 0
    held: dict[int, str] | None = None

    def follow(self, record: PostRecord) -> dict[int, str]:
        """Key → text of all that an index would hold now."""
        held = self.held = {} if self.held is None else self.held
        while posts := record.after(self.key, 500):
            held.update({one.key: one.text for one in posts})
            self.key = posts[-1].key
        while drops := record.drops_after(self.drop, 500):
            for drop in drops:
                held.pop(drop.key, None)
            self.drop = drops[-1].seq
        return held


class Trial:
    """A record to which histories are played, each about posts of its own.

    Subclasses put a real index in the place of ``shadow``.
    """

    def __init__(self, place: Path | str) -> None:
        self._place = place
        self.shadow = Shadow()
        self._open()

    def _open(self) -> None:
        self.record = PostRecord.open(self._place)
        self.feeds = [self.record.feeds.add(name, trusted=False) for name in TELLERS]

    def restart(self) -> None:
        """Close the record and open it again."""
        self.record.close()
        self._open()

    def close(self) -> None:
        """Close what is open."""
        self.record.close()

    def follow(self) -> dict[int, str]:
        """Key → text of what an index finds once it has caught up."""
        return self.shadow.follow(self.record)

    def tell(self, batch: Sequence[Said]) -> None:
        """Commit a batch as the follower does: the events of each feed by themselves."""
        for number, feed in enumerate(self.feeds):
            events = [event for told, event in batch if told == number]
            if events:
                self.record.commit(feed, events, None, TOLD, NOW)

    def play(
        self, histories: Sequence[Sequence[Said]], random: Random, restarts: float = 0.02
    ) -> None:
        """Tell several worlds' histories at once: out of order, in batches, some of it again."""
        told = [_order(history, random) for history in histories]
        while any(told):
            batch: list[Said] = []
            for rest in told:
                size = random.randint(0, 4)
                batch += rest[:size]
                del rest[:size]
            self.tell(batch)
            if random.random() < 0.3:
                self.follow()
            if random.random() < restarts:
                self.restart()

    def problems(
        self, histories: Sequence[Sequence[Said]], random: Random, restarts: float = 0.02
    ) -> list[str]:
        """Play histories, of worlds of their own, and say what is wrong afterwards."""
        before = set(self.follow())  # of other worlds
        self.play(histories, random, restarts)
        found: list[str] = []
        wanted: list[str] = []
        for history in histories:
            uris = sorted({uri for _, event in history if (uri := _uri(event))})
            shown = {uri: one.text for uri, one in self.record.find(uris).items()}
            left = expected(history)
            wanted += remaining(history).values()
            if shown != left:
                found.append(f"{shown} remains of {history}, {left} expected")
        held = [text for key, text in self.follow().items() if key not in before]
        if sorted(held) != sorted(wanted):
            found.append(f"the index holds {sorted(held)}, {sorted(wanted)} expected")
        return found


def _order(history: Sequence[Said], random: Random) -> list[Said]:
    order = list(history)
    random.shuffle(order)
    return [*order, *(one for one in order if random.random() < 0.3)]


def _uri(event: PostEvent) -> str:
    return event.post.uri if isinstance(event, Put) else getattr(event, "uri", "")


def chance_history(random: Random, world: str, most: int = 12) -> list[Said]:
    """Some events about one world."""
    return [chance_event(random, world) for _ in range(random.randint(1, most))]


def feed_row(record: PostRecord, name: str = FEEDS[0]) -> FeedRow:
    """A feed that is followed."""
    return record.feeds.add(name, trusted=False)
