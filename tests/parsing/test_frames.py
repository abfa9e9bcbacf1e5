"""What passes between parent and child: nothing is lost, and nothing hostile gets through."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from blackbird.errors import BadInput
from blackbird.parsing.frames import (
    LONGEST_ANSWER,
    Order,
    answer_size,
    page_answer,
    read_answer,
    read_order,
    refusal,
)
from blackbird.types import Page

LINES = st.text(
    st.characters(
        blacklist_categories=("Cc", "Cs", "Zl", "Zp"), blacklist_characters="\ufffe\uffff"
    ),
    max_size=40,
)
TEXTS = LINES.map(lambda line: line.replace(" ", "\n"))


def body(answer: bytes) -> bytes:
    head, _, rest = answer.partition(b"\n")
    assert answer_size(head + b"\n") == len(rest)
    return rest


@given(LINES, LINES, TEXTS, st.sampled_from([None, "2023", "2023-11", "2023-11-04"]))
def test_a_page_arrives_as_it_was_sent(
    title: str, author: str, text: str, date: str | None
) -> None:
    page = Page("https://a.example/", title, text, date, "ja", author=author)
    assert read_answer(body(page_answer(page)), "https://a.example/") == page


@given(LINES, LINES)
def test_a_refusal_arrives_as_it_was_said(message: str, hint: str) -> None:
    with pytest.raises(BadInput) as caught:
        read_answer(body(refusal(BadInput(message, hint))), None)
    assert (caught.value.message, caught.value.hint) == (message, hint)


@given(st.binary(max_size=200))
def test_any_bytes_are_a_page_a_refusal_or_nothing(data: bytes) -> None:
    try:
        read_answer(data, None)
    except (BadInput, ValueError):
        return


@pytest.mark.parametrize(
    "fields",
    [
        ["page", "t", "a", "2023", "en"],
        ["page", "t", "a", "2023", "en", "text", "more"],
        ["page", "t\x1b[2J", "a", "", "en", "text"],
        ["page", "t\n", "a", "", "en", "text"],
        ["page", "t", "a" * 2001, "", "en", "text"],
        ["page", "t", "a", "yesterday", "en", "text"],
        ["page", "t", "a", "", "English", "text"],
        ["page", "t", "a", "", "en", "text\x07"],
        ["page", "t", "a", "", "en", "x" * 10_000_001],
        ["refused", "why"],
        ["refused", "why\n", "hint"],
        ["other"],
    ],
)
def test_what_cannot_be_is_not_believed(fields: list[str]) -> None:
    with pytest.raises(ValueError, match=r"page"):
        read_answer("\x00".join(fields).encode(), None)


@pytest.mark.parametrize("line", [b"", b"x\n", b"-1\n", b"1", b"9" * 10 + b"\n", b"1_0\n"])
def test_what_is_no_length_is_not_waited_for(line: bytes) -> None:
    for bad in (line, b"%d\n" % (LONGEST_ANSWER + 1)):
        with pytest.raises(ValueError, match="no length"):
            answer_size(bad)


def test_an_order_arrives_as_it_was_sent() -> None:
    order = Order("pdf", 12, 3.5, "https://a.example/ü", None)
    assert read_order(order.line()) == order
    with pytest.raises(ValueError, match="no parser for exe"):
        read_order(b'["exe", 1, 1, null, null]')
