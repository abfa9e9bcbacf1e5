"""Phrases that may name what a text is about."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from blackbird.text.topics import is_plain, phrases_in, words_of


def shapes(text: str) -> list[tuple[str, str]]:
    return [(p.text, p.shape) for p in phrases_in(text)]


def test_runs_of_naming_words_and_their_pieces() -> None:
    assert shapes("What is a garage door opener?") == [
        ("garage door opener", "full"),
        ("door opener", "end"),
        ("opener", "end"),
        ("garage door", "head"),
    ]


def test_a_preposition_joins_two_runs_and_a_stop_parts_them() -> None:
    assert ("religion of Melania Trump", "joint") in shapes("the religion of Melania Trump")
    assert shapes("honey. bees") == [("honey", "full"), ("bees", "full")]
    assert shapes("honey, in bees") == [("honey", "full"), ("bees", "full")]
    assert not [p for p in phrases_in("a b c d of e f g") if p.shape == "joint"]


def test_the_words_beside_a_phrase_are_kept() -> None:
    (tower,) = phrases_in("When did the Tower fall?")[:1]
    assert (tower.text, tower.before, tower.after) == ("Tower fall", "the", "")
    (first,) = phrases_in("Honey is what?")
    assert (first.before, first.after, first.opens) == ("", "is", True)
    (second,) = phrases_in("Why? Honey, he has.")
    assert (second.after, second.opens) == ("", True)


def test_possession_is_no_part_of_a_name() -> None:
    assert "Melania Trump" in [p.text for p in phrases_in("What is Melania Trump's religion?")]
    assert words_of("Trump's It’s") == ["trump", "it"]
    assert is_plain("what's")
    assert is_plain("don’t")
    assert not is_plain("trump's")
    assert not is_plain("tower")


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("富士山の高さは？", [("富士山", "full"), ("高", "full"), ("富士山の高", "joint")]),
        ("何年ですか", []),
        ("レオナルド・ダ・ヴィンチは誰？", [("レオナルド・ダ・ヴィンチ", "full")]),
    ],
)
def test_japanese(text: str, found: list[tuple[str, str]]) -> None:
    assert shapes(text) == found


def test_no_word_no_phrase() -> None:
    assert phrases_in("") == phrases_in("??") == phrases_in("what is it") == []


@given(st.text())
def test_a_phrase_stands_in_its_text(text: str) -> None:
    for phrase in phrases_in(text):
        assert text[phrase.start :].startswith(phrase.text)


@given(st.text(alphabet="ab of.?!,'’の富士山は "))
def test_phrases_are_few_for_the_words_there_are(text: str) -> None:
    assert len(phrases_in(text)) <= 8 * len(text)
