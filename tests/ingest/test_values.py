"""Single values of a stranger's JSON."""

from __future__ import annotations

from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from blackbird.ingest.cleaning import cleaned
from blackbird.ingest.values import (
    MOST_LINKS,
    MOST_TEXT,
    count_of,
    language_of,
    link_of,
    links_in,
    moment_of,
    raw_of,
    read_json,
    text_of,
    unescaped,
)
from blackbird.posts import Post, Put
from tests.ingest.strangers import values

NOON = 1_764_417_600_000_000


@pytest.mark.parametrize(
    ("value", "moment"),
    [
        ("2025-11-29T12:00:00Z", NOON),
        ("2025-11-29T12:00:00.000001Z", NOON + 1),
        ("2025-11-29T13:00:00+01:00", NOON),
        ("2025-11-29T12:00:00", NOON),
        (NOON // 1_000_000, NOON),
        (NOON / 1_000_000 + 0.5, NOON + 500_000),
        ("1969-12-31T23:59:59Z", None),
        ("0001-01-01T00:00:00+23:59", None),
        ("yesterday", None),
        ("", None),
        (-1, None),
        (10**400, None),
        (float("inf"), None),
        (float("nan"), None),
        (True, None),
        (None, None),
        ({}, None),
    ],
)
def test_a_moment_is_a_date_or_seconds(value: Any, moment: int | None) -> None:
    assert moment_of(value) == moment


def test_one_bound_holds_for_a_text_and_its_links_wherever_they_are_read() -> None:
    long = Post("at://1", "a", "a", "x" * 25_000, 1, 1, links=("https://a.example",) * 21)
    kept = cleaned(Put(long))
    assert isinstance(kept, Put)
    assert len(kept.post.text) == len(text_of("x" * 30_000)) == MOST_TEXT == 25_000
    assert len(kept.post.links) == MOST_LINKS


def test_a_text_loses_what_nobody_can_read() -> None:
    assert text_of(" a\x00b\r\nc\td\u2028 \ud800") == "ab\nc\td"
    assert text_of("abc", 2) == "ab"
    assert text_of(1) == ""
    assert unescaped("1 &lt; 2 &amp;&amp; 3") == "1 < 2 && 3"
    assert unescaped(None) == ""


def test_a_language_has_two_letters() -> None:
    tags = ["en", "EN-us", "pt_BR", "und", "zxx", "qme", "in", "eng", "", None, "e" * 1000]
    assert list(map(language_of, tags)) == ["en", "en", "pt", "", "", "", "id", "", "", "", ""]


def test_likes_are_a_count() -> None:
    counts: list[Any] = [3, "12", -1, True, 2**60, "1e3", 1.5, None, "²"]
    assert list(map(count_of, counts)) == [3, 12, 0, 0, 0, 0, 0, 0, 0]


def test_links_are_web_addresses() -> None:
    assert link_of("https://a.example/b?c") == "https://a.example/b?c"
    bad: list[Any] = ["javascript:alert(1)", "https://a b", "https://" + "a" * 3000, None, 1]
    assert list(map(link_of, bad)) == [""] * 5
    text = "See https://a.example/b, (https://c.example/d) and https://a.example/b!"
    assert links_in(text) == ("https://a.example/b", "https://c.example/d")
    assert links_in("none") == ()


def test_the_beginning_of_what_cannot_be_read_is_kept() -> None:
    assert raw_of(b"\xff" * 9000) == "\ufffd" * 4096


@pytest.mark.parametrize("data", [b"", b"{", b"[" * 100_000, b"\xff", b"1e999", b"NaN"])
def test_what_is_no_json_is_a_value_error(data: bytes) -> None:
    with pytest.raises(ValueError, match=r"."):
        read_json(data)


@given(values())
def test_no_value_raises(value: Any) -> None:
    for reader in (moment_of, text_of, unescaped, language_of, count_of, link_of):
        reader(value)


@given(st.text())
def test_a_text_that_was_read_stays_as_it_is(text: str) -> None:
    assert text_of(text_of(text)) == text_of(text)
    text_of(text).encode()
