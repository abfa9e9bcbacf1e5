"""Posts in a file of lines: what a line says, and going on where one stood."""

from __future__ import annotations

import gzip
import json
import os
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
import zstandard
from hypothesis import given
from hypothesis import strategies as st

from blackbird.errors import FeedFailed
from blackbird.ingest.lines import Lines, read_line
from blackbird.ingest.tail import LONGEST_LINE
from blackbird.posts import FINAL, Delivery, Poison, Post, Put, Removed
from tests.ingest.feeds import cursor, events, poison, posts, read, set_up
from tests.ingest.strangers import text, values

NAMES = tuple("id author text created_at edited_at url language likes reply_to deleted".split())
Pack = Callable[[bytes], bytes]
PACKS: dict[str, Pack] = {"": bytes, ".gz": gzip.compress, ".zst": zstandard.compress}


def line(number: int, **other: Any) -> bytes:
    row = {"id": f"p{number}", "author": "ann", "text": f"Post {number}"}
    return json.dumps(row | {"created_at": 1_700_000_000 + number} | other).encode() + b"\n"


def lines(path: Path, options: str = "") -> Lines:
    return Lines(set_up(f"file:{path}{options}"))


def numbers(got: list[Delivery]) -> list[int]:
    return [int(post.uri[1:]) for post in posts(got)]


def test_a_line_is_a_post() -> None:
    row = {
        "id": "at://did:plc:a/app.bsky.feed.post/1",
        "author": "ann.example",
        "text": "Trams: https://trams.example/4.",
        "created_at": "2025-11-29T12:00:00Z",
        "url": "https://a.example/1",
        "language": "en-GB",
        "likes": 7,
        "reply_to": "at://did:plc:a/app.bsky.feed.post/0",
        "unknown": {"a": [1]},
    }
    noon = 1_764_417_600_000_000
    assert read_line(text(row)) == (
        Put(
            Post(
                uri="at://did:plc:a/app.bsky.feed.post/1",
                account="ann.example",
                author="ann.example",
                text="Trams: https://trams.example/4.",
                created=noon,
                version=noon,
                url="https://a.example/1",
                language="en",
                likes=7,
                reply_to="at://did:plc:a/app.bsky.feed.post/0",
                links=("https://trams.example/4",),
            )
        ),
    )


def test_an_edit_has_the_later_version_and_a_removal_wins() -> None:
    (edited,) = read_line(line(1, edited_at="2025-11-29T12:00:00Z"))
    assert isinstance(edited, Put)
    assert edited.post.version > edited.post.created
    assert read_line(b'{"id": 5, "deleted": true}') == (Removed(uri="5", version=FINAL),)
    when = read_line(b'{"id": 5, "deleted": true, "edited_at": 2}')
    assert when == (Removed(uri="5", version=2_000_000),)


@pytest.mark.parametrize(
    ("data", "why"),
    [
        (b"{", "truncated"),
        (b"[1]", "object"),
        (b'{"author": "a"}', "id"),
        (b'{"id": " "}', "no id"),
        (b'{"id": 1, "author": "a", "created_at": 1}', '"text"'),
        (b'{"id": 1, "text": "a", "created_at": 1}', '"author"'),
        (b'{"id": 1, "author": "a", "text": "a"}', '"created_at"'),
        (b'{"id": 1, "author": "a", "text": "a", "created_at": "soon"}', '"created_at"'),
        (b'{"id": 1, "text": 5}', "str"),
        (b'{"id": 1, "url": ' + b"[" * 50_000, "deeply"),
        (b'{"id": "\xff"}', "UTF-8"),
    ],
)
def test_a_bad_line_is_set_aside_with_its_reason(data: bytes, why: str) -> None:
    (event,) = read_line(data)
    assert isinstance(event, Poison)
    assert why in event.reason
    assert event.raw == data[:4096].decode("utf-8", "replace")


@given(values(*NAMES))
def test_no_line_raises(value: Any) -> None:
    assert len(read_line(text(value))) == 1


@given(st.dictionaries(st.sampled_from(NAMES), values(*NAMES), max_size=6))
def test_no_line_with_the_right_names_raises(value: Any) -> None:
    assert len(read_line(text(value))) == 1


@given(st.binary(max_size=200))
def test_no_bytes_raise(data: bytes) -> None:
    assert len(read_line(data)) == 1


@pytest.mark.parametrize("ending", PACKS)
async def test_a_file_is_read_once_and_never_again(tmp_path: Path, ending: str) -> None:
    path = tmp_path / f"posts.jsonl{ending}"
    data = b"\xef\xbb\xbf" + line(0) + b"\r\n\n" + line(1) + b"nonsense\n" + line(2).strip()
    path.write_bytes(PACKS[ending](data))
    feed = lines(path)
    assert not feed.lasting
    got = await read(feed)
    assert numbers(got) == [0, 1, 2]
    assert len(poison(got)) == 1
    assert got[-1].cursor
    assert events(await read(lines(path), got[-1].cursor)) == []


@pytest.mark.parametrize("ending", PACKS)
async def test_killed_anywhere_it_goes_on_there(tmp_path: Path, ending: str) -> None:
    path = tmp_path / f"posts.jsonl{ending}"
    many = 6000
    path.write_bytes(PACKS[ending](b"".join(line(n, pad="x" * 300) for n in range(many))))
    found: list[int] = []
    where: str | None = None
    for _ in range(100):
        got = await read(lines(path), where, lambda got: got[-1].cursor is not None)
        if not events(got):
            break
        assert len(posts(got)) < many
        found += numbers(got)
        where = cursor(got)
    assert found == list(range(many))


async def test_a_file_that_grew_is_read_from_where_it_ended(tmp_path: Path) -> None:
    path = tmp_path / "posts.jsonl"
    path.write_bytes(line(0))
    first = await read(lines(path))
    with path.open("ab") as file:
        file.write(line(1))
    assert numbers(await read(lines(path), cursor(first))) == [1]


@pytest.mark.parametrize("ending", PACKS)
async def test_a_file_that_shrank_or_is_another_is_read_anew(tmp_path: Path, ending: str) -> None:
    path = tmp_path / f"posts.jsonl{ending}"
    pack = PACKS[ending]
    path.write_bytes(pack(line(0) + line(1) + line(2)))
    first = await read(lines(path))
    path.write_bytes(pack(line(0)))  # shorter, with the same beginning
    assert numbers(await read(lines(path), cursor(first))) == [0]
    path.write_bytes(pack(line(5) + line(6) + line(7) + line(8)))
    assert numbers(await read(lines(path), cursor(first))) == [5, 6, 7, 8]
    path.write_bytes(pack(b"x" * 5000 + b"\n" + line(0) + line(1) + line(3) + line(4)))
    again = await read(lines(path))
    path.write_bytes(pack(b"x" * 5000 + b"\n" + line(0) + line(1) + line(5) + line(6)))
    assert numbers(await read(lines(path), cursor(again))) == [0, 1, 5, 6]


@pytest.mark.parametrize("where", ["", "x", "null", "[]", '{"at": -5, "head": "", "before": ""}'])
async def test_a_cursor_of_another_feed_begins_anew(tmp_path: Path, where: str) -> None:
    path = tmp_path / "posts.jsonl"
    path.write_bytes(line(0))
    assert numbers(await read(lines(path), where)) == [0]


async def test_a_line_without_an_end_is_set_aside_and_not_held(tmp_path: Path) -> None:
    path = tmp_path / "posts.jsonl"
    with path.open("wb") as file:
        file.write(line(0))
        file.write(b"x" * (LONGEST_LINE * 3) + b"\n")
        file.write(line(1))
    got = await read(lines(path))
    assert numbers(got) == [0, 1]
    (bad,) = poison(got)
    assert bad.raw == "x" * 4096
    assert "4,000,000" in bad.reason


async def test_a_file_of_one_endless_line_ends(tmp_path: Path) -> None:
    path = tmp_path / "posts.jsonl.gz"
    path.write_bytes(gzip.compress(b" " * (LONGEST_LINE * 4)))
    got = await read(lines(path))
    assert [event.reason for event in poison(got)] == ["the line has more than 4,000,000 bytes"]


@pytest.mark.parametrize("ending", [".gz", ".zst"])
async def test_a_damaged_file_gives_what_is_before_the_damage(tmp_path: Path, ending: str) -> None:
    path = tmp_path / f"posts.jsonl{ending}"
    noise = [line(n, pad=os.urandom(400).hex()) for n in range(4000)]
    data = PACKS[ending](b"".join(noise))
    path.write_bytes(data[: len(data) // 2] + b"\xff" * len(data))
    got = await read(lines(path))
    assert numbers(got)[:100] == list(range(100))
    assert "cannot be unpacked" in poison(got)[-1].reason
    path.write_bytes(data[:2000])  # its cursor is behind what is left
    await read(lines(path), cursor(got))


async def test_what_others_write_is_followed(tmp_path: Path) -> None:
    path = tmp_path / "posts.jsonl"
    path.write_bytes(line(0) + line(1)[:20])
    feed = lines(path, "?follow")
    assert feed.lasting

    def append(data: bytes) -> None:
        with path.open("ab") as file:
            file.write(data)

    steps: Iterator[Callable[[], object]] = iter(
        [
            lambda: append(line(1)[20:]),
            lambda: path.rename(tmp_path / "old.jsonl"),
            lambda: path.write_bytes(line(2) + line(3)),
            lambda: path.write_bytes(line(4)),
        ]
    )

    def write(got: list[Delivery]) -> bool:
        return numbers(got) == [0, 1, 2, 3, 4]

    setup = set_up(f"file:{path}?follow")
    slept = setup.sleep

    async def sleep(seconds: float) -> None:
        await slept(seconds)
        next(steps, lambda: None)()

    object.__setattr__(setup, "sleep", sleep)
    got = await read(Lines(setup), None, write)
    assert [d.state for d in got if d.state] == [
        *("connecting", "catching_up", "live", "live"),
        *("catching_up", "live", "catching_up"),
    ]


@pytest.mark.parametrize(
    ("address", "said"),
    [("", "No file"), ("?follow", "No file"), ("{}/none.jsonl", "No such file"), ("{}", "no file")],
)
async def test_what_is_no_file_is_told(tmp_path: Path, address: str, said: str) -> None:
    with pytest.raises(FeedFailed, match=said) as raised:
        await read(Lines(set_up(f"file:{address.format(tmp_path)}")))
    assert raised.value.hint


async def test_a_packed_file_cannot_be_followed(tmp_path: Path) -> None:
    path = tmp_path / "posts.jsonl.gz"
    path.write_bytes(gzip.compress(line(0)))
    with pytest.raises(FeedFailed, match="packed"):
        await read(lines(path, "?follow"))


async def test_a_name_may_have_a_question_mark(tmp_path: Path) -> None:
    path = tmp_path / "posts?.jsonl"
    path.write_bytes(line(0))
    assert numbers(await read(lines(path))) == [0]
