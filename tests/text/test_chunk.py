"""Passages: nothing lost, nothing too long, headings with what they head."""

from __future__ import annotations

import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from blackbird.errors import BadInput
from blackbird.text.chunk import chunk, weight
from tests.growth import assert_linear

PARTS = st.sampled_from(
    [
        "word ",
        "日本語の文。",
        "A sentence. ",
        "\n\n",
        "# Head\n\n",
        "Title\n\n",
        "- item\n",
        "x" * 20,
        " " * 30,
        "\n",
        "長" * 30,
        "| a | b |\n",
    ]
)


@given(st.lists(PARTS, max_size=60).map("".join), st.integers(3, 80), st.integers(0, 40))
def test_no_text_loses_a_sentence(text: str, target: int, more: int) -> None:
    passages = chunk(text, target=target, limit=target + more)
    end = 0
    for passage in passages:
        assert text[passage.start : passage.end] == passage.text == passage.text.strip() != ""
        assert passage.start >= end
        assert weight(passage.text) <= target + more + 1e-6
        end = passage.end
    assert re.sub(r"\s", "", "".join(p.text for p in passages)) == re.sub(r"\s", "", text)


def test_a_text_within_the_limit_is_one_passage() -> None:
    text = "First paragraph.\n\nSecond paragraph.\n\n" * 20
    assert [passage.text for passage in chunk(text)] == [text.strip()]
    assert chunk(" \n ") == []


def test_wide_characters_count_more() -> None:
    assert weight("abc") == 3
    assert weight("日本") == pytest.approx(4.4)
    assert len(chunk("これは日本語の文です。" * 60)) > len(chunk("This is text, yes." * 37))


def test_a_heading_stays_with_what_follows() -> None:
    body = "A sentence of some words stands here. " * 4
    text = "\n\n".join(f"{head}\n\n{body.strip()}" for head in ("# One", "Two", "Three:", "# Four"))
    passages = [passage.text for passage in chunk(text, target=200, limit=260)]
    assert len(passages) == 4
    assert all(p.startswith(h) for p, h in zip(passages, ("# O", "Two", "Thr", "# F"), strict=True))


def test_headings_at_the_end_of_a_full_passage_move_on() -> None:
    text = "Some words are here now. " * 7 + "\n\n# A\n\n## B\n\n" + "More words follow here. " * 7
    first, second = chunk(text, target=180, limit=200)
    assert first.text.endswith("now.")
    assert second.text.startswith("# A")


def test_a_heading_too_long_for_what_follows_stands_alone() -> None:
    passages = chunk("# " + "word " * 18 + "\n\n" + "x" * 90, target=95, limit=95)
    assert [passage.text[:1] for passage in passages] == ["#", "x"]


def test_paragraphs_are_kept_whole_where_they_fit() -> None:
    paragraph = "Six words are in this sentence. " * 3
    text = "\n\n".join([paragraph.strip()] * 6)
    assert {p.text for p in chunk(text, target=120, limit=200)} == {paragraph.strip()}


def test_a_short_rest_joins_the_passage_before() -> None:
    text = "Ten words or so are in this one sentence. " * 10 + "The end."
    assert len(chunk(text, target=200, limit=260)) == 2


def test_a_long_sentence_is_cut_at_a_space_if_there_is_one() -> None:
    words = chunk("word " * 100, target=50, limit=52)
    assert all(passage.text.endswith("word") for passage in words)
    assert [len(passage.text) for passage in chunk("x" * 100, target=40, limit=40)] == [40, 40, 20]


def test_sizes_that_cannot_be_are_refused() -> None:
    with pytest.raises(BadInput, match="limit of 5"):
        chunk("text", target=10, limit=5)


@pytest.mark.parametrize("unit", ["x", "a ", ". ", "# a\n", "日", " ", "a\n\n", "| a\n", "\n \n"])
def test_time_is_linear(unit: str) -> None:
    assert_linear(chunk, unit)
