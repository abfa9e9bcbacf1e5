"""What a feed remembers stays bounded, and in order."""

from __future__ import annotations

import json

from blackbird.ingest.fediverse.memory import RECENT, Memory, read_memory
from blackbird.ingest.fediverse.status import put_of
from blackbird.posts import Missed, Put
from tests.fakes.fediverse import status


def test_memory_is_bounded() -> None:
    memory = Memory(5)
    for number in range(6000):
        memory.saw(str(number), f"https://a.example/{number}")
    assert (len(memory.recent), len(memory.uris)) == (RECENT, 5000)
    assert memory.anchor() == "5980"
    assert read_memory(memory.written()).recent == memory.recent
    assert len(memory.written()) < 3000


def test_the_last_one_stays_to_go_on_from_when_all_are_gone() -> None:
    memory = Memory(5, ["1", "2", "3"])
    memory.forget(["1", "3", "9"])
    assert memory.recent == ["2", "3"]


def test_a_reply_names_what_it_answers_as_well_as_it_can() -> None:
    memory = Memory()
    first, second = (
        put_of(status(1), "https://h"),
        put_of(status(2, in_reply_to_id="1"), "https://h"),
    )
    third = put_of(status(3, in_reply_to_id="77"), "https://h")
    assert first
    assert second
    assert third
    memory.named(first)
    named = [memory.named(event) for event in (second, third)]
    assert [event.post.reply_to for event in named if isinstance(event, Put)] == [
        "https://far.example/users/ada/statuses/1",
        "77",
    ]
    gap = Missed(1, 2, "x")
    assert memory.named(gap) is gap


def test_what_no_server_says_is_left_out_of_a_cursor() -> None:
    assert read_memory(json.dumps({"at": 1, "recent": ["1", "../x", "a b"]})).recent == ["1"]
