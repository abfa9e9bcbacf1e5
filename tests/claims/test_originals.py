"""Near-copies are known as such among many texts, as they are between two."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from blackbird.claims.originals import Originals
from blackbird.claims.origins import first_of

STORY = "The old bridge over the Wend was closed on Monday after 2 piers had been found cracked"
WORDS = st.lists(st.sampled_from("a b c d e 5 50".split()), max_size=9).map(" ".join)


def test_a_copy_is_known_and_another_text_is_not() -> None:
    held = Originals(100)
    held.add(7, STORY)
    assert held.copied(f"By our correspondent: {STORY}") == 7
    assert held.copied(STORY.replace("2 piers", "5 piers")) is None
    assert held.copied("A ferry runs twice an hour, said the mayor of the town") is None


def test_the_longest_held_is_let_go_first() -> None:
    held = Originals(15)
    for number, text in enumerate(("one two three four", "five six seven eight", STORY)):
        held.add(number, text)
    assert len(held) == 2
    assert held.copied("one two three four") is None
    assert held.copied("five six seven eight") == 1
    held.forget(1)
    held.forget(1)
    assert held.copied("five six seven eight") is None
    held.add(2, "another text than before")
    assert held.copied(STORY) is None


def test_what_two_texts_share_is_still_known_when_one_is_let_go() -> None:
    held = Originals(100)
    shared = "one two three four five"
    held.add(1, f"{shared} six seven eight nine ten eleven twelve")
    held.add(2, f"{shared} red green blue")
    held.forget(1)
    assert held.copied(f"{shared} red green blue") == 2
    assert held.copied("six seven eight nine ten") is None


def test_a_text_that_is_too_long_is_held_alone() -> None:
    held = Originals(5)
    held.add(1, "one two three four")
    held.add(2, STORY)
    assert len(held) == 1
    assert held.copied(STORY) == 2


@given(st.lists(WORDS, max_size=12))
def test_it_finds_what_comparing_all_pairs_finds(texts: list[str]) -> None:
    held = Originals(100)
    originals = []
    for number, text in enumerate(texts):
        if held.copied(text) is None:
            held.add(number, text)
            originals.append(number)
    assert originals == [n for n, first in enumerate(first_of(texts)) if n == first]
