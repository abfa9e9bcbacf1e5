"""What one server says of another's posts changes nothing that the other said."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import pytest

from blackbird.index.posts.parts import Parts
from blackbird.index.posts.writer import PartsWriter
from blackbird.ingest.tending import Tending
from blackbird.ingest.withdrawing import Quotes
from blackbird.posts import Forgotten, Post, PostEvent, Put, Removed
from blackbird.storage.posts.record import PostRecord
from tests.fakes.post_histories import NOW, TOLD

URI = "https://home.example/users/ada/1"
HOME, EVIL = "mastodon:https://home.example", "mastodon:https://evil.example/public"


@dataclass
class World:
    """A record that follows a post's own server, and another."""

    record: PostRecord

    def tell(self, feed: str, *events: PostEvent) -> None:
        row = self.record.feeds.add(feed, trusted=False)
        self.record.commit(row, events, None, TOLD, NOW)

    def text(self) -> str:
        found = self.record.find([URI])
        return found[URI].text if found else ""


@pytest.fixture
def world(posts_place: Path | str) -> Iterator[World]:
    record = PostRecord.open(posts_place)
    yield World(record)
    record.close()


def put(text: str, version: int, local_id: str = "1") -> Put:
    return Put(Post(URI, "ada", "Ada", text, NOW, version, local_id=local_id))


ATTACKS: list[list[PostEvent]] = [
    [put("never said", 9)],
    [Removed(URI)],
    [put("never said", 0, "7"), Removed(local_id="7")],
    [put("never said", 9, "7"), Removed(local_id="7")],
    [Removed(local_id="7"), put("never said", 9, "7")],
    [Removed(local_id="1")],
    [Forgotten("ada", 99)],
]


@pytest.mark.parametrize("first", [HOME, EVIL])
@pytest.mark.parametrize("attack", ATTACKS)
def test_no_server_changes_what_another_said(
    world: World, attack: list[PostEvent], first: str
) -> None:
    if first == EVIL:
        world.tell(EVIL, *attack)
    world.tell(HOME, put("said", 1))
    if first == HOME:
        for event in attack:
            world.tell(EVIL, event)
    assert world.text() == "said"


@pytest.mark.parametrize("attack", ATTACKS[1:])
def test_its_own_server_does(world: World, attack: list[PostEvent]) -> None:
    """A positive control: the same from another stream of the post's own server."""
    world.tell(HOME, put("said", 1))
    world.tell(f"{HOME}/public/local", *attack)
    own_name = attack == [Removed(local_id="1")]  # of another feed: who says it, knows it
    assert world.text() == ("said" if own_name else "")


def test_a_server_by_another_way_is_another(world: World) -> None:
    world.tell(HOME, put("said", 1))
    for other in ("http://home.example", "https://home.example:8443", "https://evil.home.example"):
        world.tell(f"mastodon:{other}", Removed(URI))
    assert world.text() == "said"
    world.tell("mastodon:https://HOME.example/user", Removed(URI))
    assert world.text() == ""


def test_a_relay_of_a_network_has_the_say_for_all_of_it(world: World) -> None:
    world.tell("jetstream:wss://one.example/subscribe", put("said", 1))
    world.tell("jetstream:wss://two.example/subscribe", Removed(URI, version=1))
    assert world.text() == ""


def test_quotes_of_a_post_stay_while_another_takes_back_its_copy(
    world: World, tmp_path: Path
) -> None:
    withdrawn: list[str] = []

    def withdraw(uris: object) -> int:
        assert isinstance(uris, list)
        withdrawn.extend(uris)
        return len(uris)

    parts = Parts(tmp_path / "index", world.record.name)
    writer = PartsWriter(parts, world.record)
    tending = Tending(world.record, parts, writer, Quotes(withdraw))
    world.tell(HOME, put("said", 1))
    world.tell(EVIL, put("said", 1))
    world.tell(EVIL, put("never said", 2), Removed(local_id="1", version=2))
    tending.withdraw()
    assert withdrawn == []
    world.tell(EVIL, put("said", 3, "2"))
    world.tell(HOME, put("said better", 2))
    tending.withdraw()
    assert withdrawn == [URI]
    world.tell(EVIL, put("never said", 4, "2"))
    world.tell(HOME, Removed(local_id="1"))
    tending.withdraw()
    assert withdrawn == [URI, URI, URI]  # nobody else has it now: all that was said of it goes
