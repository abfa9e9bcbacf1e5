"""Where "it" and "these" stand for nothing that was named, and where they do."""

from __future__ import annotations

import pytest

from tests.claims.splitting import split_text

EMPTY = [
    "It is customary to bow.",
    "It is illegal to drink under the age of 20.",
    "It is illegal for boys to drink.",
    "It is not allowed to smoke.",
    "It was decided to leave.",
    "It was a mistake to paint the wall red.",
    "It would be wrong to leave.",
    "It can be hard to leave.",
    "It can take years.",
    "It makes sense to book.",
    "It took years to build the wall.",
    "It became hard to leave.",
    "It became dark.",
    "It grew cold in winter.",
    "It was only in 1991 when Anna came.",
    "It was in Ulm where Anna died.",
    "It is the wall that is old.",
    "It was a cold day.",
    "It was Monday.",
    "It was 1945.",
    "It was late in 1945.",
    "It has been known since 1990.",
    "It was years before Anna came.",
    "It was later.",
]

SPOKEN_OF = [
    "{} is 330 m tall.",
    "{} is 300 years old.",
    "{} was built to last for years.",
    "{} is used to treat fever.",
    "{} is home to many birds.",
    "{} is close to Bonn.",
    "{} is next to 300 houses.",
    "{} was sold when Anna came.",
    "{} was stolen when Anna came.",
    "{} began to sink.",
    "{} became a museum.",
    "{} has been closed since 1990.",
    "{} is in Ulm.",
    "{} is (now) closed.",
    "{} will be closed.",
]


@pytest.mark.parametrize("sentence", EMPTY)
def test_it_may_stand_for_nothing(sentence: str) -> None:
    assert [c.text for c in split_text(f"The tower is tall. {sentence}")[-1][1]] == [sentence]


@pytest.mark.parametrize("sentence", SPOKEN_OF)
def test_it_is_what_was_spoken_of(sentence: str) -> None:
    claims = split_text(f"The tower is tall. {sentence.format('It')}")[-1][1]
    assert [c.text for c in claims] == [sentence.format("The tower")]


@pytest.mark.parametrize(
    "sentence",
    [
        "These works hang in Paris.",
        "These plays were sold.",
        "These exports include oil.",
        "These painted works hang in Paris.",
        "These features are rare.",
    ],
)
def test_these_may_stand_before_a_noun(sentence: str) -> None:
    assert [c.text for c in split_text(f"The painters are old. {sentence}")[-1][1]] == [sentence]


@pytest.mark.parametrize("sentence", ["{} are rare.", "{} became rare.", "{} were sold in 1990."])
def test_these_without_a_noun_were_spoken_of(sentence: str) -> None:
    claims = split_text(f"The towers are old. {sentence.format('These')}")[-1][1]
    assert [c.text for c in claims] == [sentence.format("The towers")]
