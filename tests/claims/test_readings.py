"""Long evidence is read in parts: windows, and sentences picked from everywhere."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from blackbird.claims.readings import ROOM, Reading, bearing, readings
from blackbird.text.tokens import estimate_tokens

FILLER = "The mayor spoke for an hour about the harbour and about the market hall. "


def test_short_evidence_is_read_whole() -> None:
    (reading,) = readings("It rains.", "It rains. It is cold.\nSnow falls.")
    assert reading.text == "It rains. It is cold. Snow falls."


def test_nothing_to_read() -> None:
    assert readings("It rains.", " \n ") == []


def test_the_picked_reading_joins_what_lies_far_apart() -> None:
    text = "Ada Brunn wrote the opera. " + FILLER * 60 + "It was first given in Lyon."
    picked, *windows = readings("Ada Brunn's opera was first given in Lyon.", text)
    assert "Ada Brunn" in picked.text
    assert "Lyon" in picked.text
    assert not any("Ada Brunn" in w.text and "Lyon" in w.text for w in windows)
    assert any("Ada Brunn" in w.text for w in windows)


def test_a_claim_without_a_word_in_common_still_has_readings() -> None:
    assert readings("塔は高い。", FILLER * 60)


def test_a_text_without_an_end_is_cut() -> None:
    found = readings("word", "word " * 3000)
    assert found
    assert all(estimate_tokens(r.text) <= 2 * ROOM for r in found)


def test_a_number_is_not_cut_in_two() -> None:
    text = "and then in 1945 " * 120
    found = readings("It was in 1945.", text)
    assert {word for r in found for p in r.parts for word in p.text.split()} == set(text.split())


@given(st.text(max_size=60), st.text(max_size=3000))
def test_parts_are_pieces_of_the_evidence(claim: str, evidence: str) -> None:
    found = readings(claim, evidence)
    assert len(found) <= 5
    assert bool(found) == bool(evidence.strip())
    for reading in found:
        assert all(evidence[p.start : p.end] == p.text for p in reading.parts)
        spans = bearing(claim, reading)
        assert spans
        assert set(spans) <= {(p.start, p.end) for p in reading.parts}


def test_only_sentences_with_the_claim_s_words_bear_it() -> None:
    text = "Painters love the tower. Ships pass by. The tower is old."
    (reading,) = readings("The tower is loved by painters.", text)
    assert isinstance(reading, Reading)
    assert [text[a:b] for a, b in bearing("Painters love towers.", reading)] == [
        "Painters love the tower."
    ]


def test_few_sentences_are_picked_even_where_many_would_do() -> None:
    words = ["tower", "painter", "bridge", "harbour", "market", "mill", "garden", "station"]
    text = " ".join(f"Look at the {word}. {FILLER * 4}" for word in words)
    picked, *_ = readings("A " + " ".join(words), text)
    assert len(picked.parts) == 6
