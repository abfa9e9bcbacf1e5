"""Names that a Roman numeral tells apart: Louis XIV, World War II."""

from __future__ import annotations

import pytest

from blackbird.claims.numbers import contradicts, unfounded
from tests.growth import assert_linear

SAME = [
    ("Louis XIV ruled France.", "Louis XIV ruled France until 1715."),
    ("Louis XIV ruled France.", "Louis the Fourteenth ruled France."),
    ("Louis XIV ruled France.", "The king ruled France."),
    ("Louis XIV was his heir.", "Louis XIII died, and Louis XIV was his heir."),
    ("World War II ended in 1945.", "World War 2 ended in 1945."),
    ("World War II followed.", "World War I was followed by a Second World War."),
    ("Élisabeth II est reine.", "Élisabeth II est reine."),
    ("Then I left for Rome.", "Then II men left for Rome."),
    ("Malcolm X spoke.", "Malcolm V spoke."),
    ("Louis XIV ruled.", "George VI ruled."),
    ("Act IIII is short.", "Act II is short."),
]
OTHER = [
    ("Louis XIV ruled France.", "Louis XVI ruled France until 1792."),
    ("World War II was long.", "World War III was long."),
    ("Type II is common.", "Only Type III is common."),
    ("Louis the Fourteenth ruled.", "Louis XVI ruled."),
]


@pytest.mark.parametrize(("claim", "evidence"), SAME)
def test_a_name_that_may_be_the_same_is_founded(claim: str, evidence: str) -> None:
    assert contradicts(claim, evidence) == []
    assert [value for value in unfounded(claim, evidence) if value.unit] == []


@pytest.mark.parametrize(("claim", "evidence"), OTHER)
def test_a_name_of_another_number_founds_nothing_and_refutes_nothing(
    claim: str, evidence: str
) -> None:
    assert contradicts(claim, evidence) == []
    assert unfounded(claim, evidence) != []


@pytest.mark.parametrize("unit", ["Louis XIV ", "Louis ", "XXX", "Louis the "])
def test_time_is_linear(unit: str) -> None:
    assert_linear(lambda text: unfounded("Louis XIV ruled.", text), unit)
