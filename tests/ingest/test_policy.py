"""The line that says which posts get a vector is read as it is written, or refused."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from blackbird.ingest.policy import Policy, read_policy
from blackbird.settings_table import SETTINGS

NAMES = st.lists(st.sampled_from(["jetstream", "en", "mastodon:https://a.example"]), max_size=3)
POLICIES = st.builds(
    Policy,
    sources=NAMES.map(tuple),
    languages=NAMES.map(tuple),
    length=st.integers(0, 10_000),
    likes=st.integers(0, 10**9),
    replies=st.booleans(),
    share=st.floats(0, 1),
    per_second=st.floats(1e-3, 10_000),
    keep=st.integers(0, 10_000_000),
)


def written(policy: Policy) -> str:
    return ", ".join(
        [
            f"sources={'+'.join(policy.sources) or 'all'}",
            f"languages = {'+'.join(policy.languages) or 'all'}",
            f"length={policy.length}",
            f"likes={policy.likes}",
            f"replies={'yes' if policy.replies else 'no'}",
            f"share={policy.share!r}",
            f"per_second={policy.per_second!r}",
            f"keep={policy.keep}",
        ]
    )


@given(POLICIES)
def test_what_is_written_is_read(policy: Policy) -> None:
    assert read_policy(written(policy)) == policy


def test_the_default_says_what_is_usual() -> None:
    (default,) = [s.default for s in SETTINGS if s.name == "posts_vectors"]
    assert read_policy(str(default)) == Policy() == read_policy("length=20")
    assert read_policy("share=25%") == Policy(share=0.25)
    assert read_policy("languages=EN+ja") == Policy(languages=("en", "ja"))  # as posts have them


@pytest.mark.parametrize("text", ["no", "off", "", " No ", "none"])
def test_none_is_none(text: str) -> None:
    assert read_policy(text) is None


@pytest.mark.parametrize(
    "text",
    [
        "yes",
        "length",
        "length=",
        "length=-1",
        "length=٣",
        "length=99999",
        "share=2",
        "share=nan",
        "share=x%",
        "per_second=0",
        "per_second=inf",
        "keep=1e6",
        "replies=maybe",
        "sources=+",
        "colour=red",
    ],
)
def test_what_is_no_policy_is_refused(text: str) -> None:
    with pytest.raises(ValueError, match=r"\w"):
        read_policy(text)


@given(st.text(max_size=60))
def test_any_line_is_read_or_refused(text: str) -> None:
    try:
        read_policy(text)
    except ValueError:
        return


@given(st.integers(1, 2**62), st.floats(0, 1), st.floats(0, 1))
def test_a_larger_share_picks_what_a_smaller_one_picks(key: int, one: float, two: float) -> None:
    less, more = sorted((one, two))
    assert Policy(share=more).picks(key, "w" * 99) >= Policy(share=less).picks(key, "w" * 99)
    assert Policy(share=1).picks(key, "w" * 99)
    assert not Policy(share=0).picks(key, "w" * 99)


@pytest.mark.parametrize("share", [0.1, 0.5, 0.9])
def test_a_share_is_about_that_share(share: float) -> None:
    policy = Policy(share=share)
    picked = sum(policy.picks(key, "w" * 99) for key in range(1, 10_001))
    assert picked == pytest.approx(share * 10_000, rel=0.05)


def test_addresses_and_names_are_no_words() -> None:
    policy = Policy(length=10)
    assert policy.picks(1, "ten   signs!")
    assert not policy.picks(1, "nine sign")
    assert not policy.picks(1, "see https://example.org/a/long/address @somebody@example.org !")
