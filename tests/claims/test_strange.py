"""Names are strange when no word of them stands in the evidence."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from blackbird.claims.strange import strange_names

EVIDENCE = "Marie Curie, born in Warsaw, won two prizes in Stockholm."


@pytest.mark.parametrize(
    ("claim", "share"),
    [
        ("The famous Marie Curie won prizes.", 0.0),
        ("There Madame Curie won prizes.", 0.0),
        ("There Pierre Bonnard won prizes.", 1.0),
        ("Once Pierre Bonnard met Marie Curie there.", 0.5),
        ("It did.", 0.0),
        ("There War Admiral won prizes.", 1.0),  # "Warsaw" is another word
        ("There Curies won prizes.", 1.0),
        ("There the Stock won prizes.", 0.0),
        ("キュリー夫人は大阪市にいた。", 0.0),  # another script: nothing can be compared
    ],
)
def test_what_is_strange(claim: str, share: float) -> None:
    assert strange_names(claim, EVIDENCE) == share


def test_japanese_names() -> None:
    evidence = "東京タワーは1958年に完成した。"
    assert strange_names("大阪市のスカイタワーは完成した。", evidence) == 1.0
    assert strange_names("タワーは完成した。", evidence) == 0.0


@given(st.text(max_size=120), st.text(max_size=200))
def test_it_is_a_share_and_a_text_knows_its_own(claim: str, evidence: str) -> None:
    assert 0 <= strange_names(claim, evidence) <= 1
    assert strange_names(claim, f"{claim} {evidence}") in (0.0, strange_names(claim, claim))


def test_an_emoji_is_no_script() -> None:
    claim = "Angela Merkel visited Paris."
    assert strange_names(claim, "I love cats 😀.") == strange_names(claim, "I love cats.") == 1.0
