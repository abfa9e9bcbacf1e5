"""The objects of a list in a text that is never held as a whole."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from blackbird.ingest.archives.elements import elements
from tests.ingest.strangers import values

OPENING = re.compile(rb"^list = \[")


def pieces(data: bytes, size: int) -> Iterator[bytes]:
    return (data[at : at + size] for at in range(0, len(data), size))


@given(
    st.lists(st.dictionaries(st.text(), values(), max_size=4) | st.lists(values(), max_size=3)),
    st.integers(1, 50),
    st.sampled_from([None, 2]),
)
def test_each_object_comes_as_it_stands(rows: list[Any], size: int, indent: int | None) -> None:
    data = b"list = " + json.dumps(rows, indent=indent).encode() + b"; rest [{}]"
    found = [json.dumps(json.loads(text)) for text in elements(pieces(data, size), OPENING)]
    assert found == [json.dumps(row) for row in rows]


def test_what_is_no_object_is_passed_over() -> None:
    assert list(elements([b'list = [1, "{]", null, {"a": "]\\""}, true]'], OPENING)) == [
        b'{"a": "]\\""}'
    ]


@pytest.mark.parametrize(
    ("data", "whole", "why"),
    [
        (b"", 0, "not there"),
        (b"other = [{}]", 0, "not there"),
        (b" " * 2_000_000 + b"list = [{}]", 0, "not there"),
        (b"list = [", 0, "ends in the middle"),
        (b"list = [{}, {", 1, "ends in the middle"),
        (b'list = [{}, {"a', 1, "ends in the middle"),
        (b"list = [{}, {" + b'"a":1,' * 100, 1, "more than 200 bytes"),
        (b'list = [{}, {"' + b"a" * 900, 1, "more than 200 bytes"),
    ],
)
def test_what_breaks_off_is_told_after_what_is_whole(data: bytes, whole: int, why: str) -> None:
    found = elements(pieces(data, 64), OPENING, longest=200)
    assert [next(found) for _ in range(whole)] == [b"{}"] * whole
    with pytest.raises(ValueError, match=why):
        next(found)


@given(st.binary(max_size=300), st.integers(1, 40))
def test_no_bytes_raise_anything_else(data: bytes, size: int) -> None:
    try:
        list(elements(pieces(b"list = [" + data, size), OPENING))
    except ValueError as error:
        assert str(error)  # noqa: PT017  # any reason will do
