"""The loop of ``--jsonl``: lines as they come, whatever is in them, and never one too few."""

from __future__ import annotations

import io
import json
from contextlib import suppress

import pytest
from hypothesis import given
from hypothesis import strategies as st

from blackbird.cli.lines import Line, id_of, read_lines, read_row
from blackbird.errors import BadInput
from tests.cli.conftest import CommandLine


class Slow(io.BytesIO):
    """Gives a few bytes at a time, as a pipe may."""

    def read1(self, size: int | None = -1, /) -> bytes:
        return super().read1(3)


@given(st.lists(st.binary().map(lambda b: b.replace(b"\n", b"")), max_size=8), st.booleans())
def test_lines_are_those_of_the_stream(lines: list[bytes], slow: bool) -> None:
    stream = (Slow if slow else io.BytesIO)(b"\n".join(lines))
    read = [line.data for group in read_lines(stream) for line in group]
    assert read == (lines or [b""])


@given(st.lists(st.integers(0, 40), max_size=6))
def test_a_long_line_is_cut_and_the_next_is_whole(lengths: list[int]) -> None:
    stream = Slow(b"".join(b"x" * n + b"\n" for n in lengths))
    lines = [line for group in read_lines(stream, longest=10) for line in group]
    assert [(len(line.data), line.cut) for line in lines[:-1]] == [
        (min(n, 10), n > 10) for n in lengths
    ]


@given(st.binary(max_size=200))
def test_any_bytes_give_an_object_or_bad_input(data: bytes) -> None:
    with suppress(BadInput):
        assert isinstance(read_row(Line(data)), dict)


JSON = st.recursive(
    st.none() | st.booleans() | st.integers() | st.text(),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(), inner, max_size=3),
    max_leaves=8,
)


@given(st.dictionaries(st.text(), JSON).filter(lambda row: "id" not in row))
def test_an_object_comes_through(row: dict[str, object]) -> None:
    assert read_row(Line(json.dumps(row).encode())) == row


@pytest.mark.parametrize(
    ("data", "id"),
    [
        (b'{"id": 12, "x": broken', 12),
        (b'{"id": "a\\u00e9", nonsense', "aé"),
        (b'\xef\xbb\xbf{ "id" :"b"}', "b"),
        (b'{"x": 1, "id": 3', None),
        (b'{"id": {"no": 1}', None),
        (b"", None),
    ],
)
def test_the_id_at_the_front_of_a_broken_line(data: bytes, id: object) -> None:
    assert id_of(Line(data)) == id


def test_half_a_surrogate_pair_goes_out_as_it_came(blackbird: CommandLine) -> None:
    stdin = b'{"id": "\\ud800", "text": ""}\n'
    (reply,) = blackbird("index", "add", "--jsonl", stdin=stdin).lines()
    assert reply["id"] == "\ud800"


def test_an_internal_error_costs_one_line_and_keeps_its_trace(blackbird: CommandLine) -> None:
    blackbird.say(lambda messages, sampling: 1 // 0)  # type: ignore[arg-type, return-value] # broken
    rows = [
        {"id": 1, "question": "Who?", "passages": ["Nobody knows who."]},
        {"id": 2, "question": ""},
    ]
    result = blackbird("ask", "--jsonl", stdin=rows)
    first, second = result.lines()
    assert result.status == 0
    assert "ZeroDivisionError" in first["error"]["message"]
    assert second["error"]["code"] == "bad_input"
    assert "ZeroDivisionError" in (blackbird.data / "crash.log").read_text()
