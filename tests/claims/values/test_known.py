"""Comparison with long texts: quick, and with the same result as value by value."""

from __future__ import annotations

import time

import pytest
from hypothesis import given
from hypothesis import strategies as st

from blackbird.claims.numbers import contradicts, unfounded, values
from blackbird.claims.values.compare import founds
from blackbird.claims.values.known import Known

LONG = 30_000
TIMES = 10  # what reading the text takes; value by value some of these take far longer


@pytest.mark.parametrize(
    ("claimed", "known"),
    [
        ("3 ", ["2 "]),
        ("{} ", ["{} "]),
        ("{}人 ", ["{}人 "]),
        ("{}人 ", ["{}人以上 "]),
        ("5 May 1{:03} ", ["6 May 1{:03} "]),
        ("5 May ", ["6 May 1{:03} "]),
    ],
)
def test_a_long_claim_against_a_long_text_is_quick(claimed: str, known: list[str]) -> None:
    claim = "".join(claimed.format(7000 + n if "5" not in claimed else n) for n in range(99))
    evidence = claim[:8]  # another text in each case, since what was read is remembered
    evidence += "".join(known[0].format(n % 1000 if "1{" in known[0] else n) for n in range(10_000))
    began = time.process_time()
    values(evidence[:LONG])
    read = time.process_time()
    unfounded(claim[:500], evidence[:LONG])
    contradicts(claim[:500], evidence[:LONG])
    assert time.process_time() - read < TIMES * (read - began) + 0.5


SAID = st.lists(
    st.sampled_from(
        "3人 5人以上 5人 7人未満 約6人 3〜8人 数人 2010年 2008年から2012年 2009年以降 5月3日 1500 "
        "5% 4〜6% 6%以上 3.12 3 10:30 5km 3マイル 2時間 120分 5万円 5万円以上".split()
    ),
    max_size=6,
).map("、".join)


@given(SAID, SAID)
def test_what_founds_a_value_is_looked_up_without_loss(claim: str, evidence: str) -> None:
    found = values(evidence)
    known = Known(found)
    for value in values(claim):
        near = any(founds(value, other) for other in known.near(value, held=True))
        assert near == any(founds(value, other) for other in found)


def test_each_value_is_found_among_many() -> None:
    many = " ".join(f"{n} boats, about {10 * n} cars, 20-{20 + n} dogs." for n in range(1, 300))
    many += " There are about 290 boats."
    assert unfounded("It has 299 boats, 1,290 cars.", many) == []
    assert [v.text for v in unfounded("It has 9999 boats.", many)] == ["9999 boats"]
    assert len(contradicts("It has 9999 boats.", many)) == 1
    assert [v.text for v in unfounded("It has 302 boats.", many)] == ["302 boats"]
    assert contradicts("It has at least 200 boats.", many) == []
