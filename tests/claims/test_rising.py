"""What rose: counted by accounts, without copies, against what is usual."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from blackbird.claims.rising import rising, subjects


def said(n: int, subject: str) -> tuple[int, str]:
    """An account's own words on a subject."""
    return n, " ".join(f"w{n * 8 + each}" for each in range(8)) + f" on {subject}"


def usual(count: int, subject: str = "Aldenport") -> list[tuple[int, str]]:
    return [said(10_000 + n, subject) for n in range(count)]


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("Fire at Skerry Point, says the Harbour Office.", ["Skerry Point", "Harbour Office"]),
        ("The tram stands. It is late.", []),
        ("#TramStrike again, #2024 and #市電", ["#TramStrike", "#市電"]),
        ("スケリー岬で火災が発生", ["スケリー", "火災", "発生"]),
        ("see https://Example.org/Skerry-Point and @Ann.Example", []),
        ("I saw The Skerry Point of the North", ["Skerry Point", "North"]),
        ("We saw Skerry Point And The sea", ["Skerry Point"]),
        ("and saw The sea", []),
        ("", []),
    ],
)
def test_subjects_are_tags_names_and_runs_of_characters(text: str, found: list[str]) -> None:
    assert list(subjects(text)) == found


def test_what_many_say_now_and_few_said_before_rose() -> None:
    lately = [said(n, "Skerry Point") for n in range(20)] + usual(80)
    (first,) = rising(lately, usual(400))
    assert (first.subject, first.accounts, first.expected) == ("Skerry Point", 20, 0.5)


def test_what_is_said_as_often_as_before_did_not_rise() -> None:
    assert rising(usual(100), usual(400)) == []


def test_a_livelier_hour_alone_raises_nothing() -> None:
    """Shares are compared: ten times as many posts are ten times as many of each."""
    lately = usual(1_000) + [said(n, "Skerry Point") for n in range(100)]
    before = usual(100) + [said(n, "Skerry Point") for n in range(10)]
    assert rising(lately, before) == []


def test_one_account_counts_once_and_so_does_a_text_that_many_post() -> None:
    loud = [(1, said(n, "Skerry Point")[1]) for n in range(200)]
    assert rising(loud, usual(400)) == []
    copied = [(n, "Everybody must hear of Skerry Point today, share this.") for n in range(200)]
    assert rising(copied, usual(400)) == []
    assert rising([said(n, "Skerry Point") for n in range(200)], usual(400))  # else nothing rises


def test_two_subjects_of_one_matter_are_one() -> None:
    lately = [said(n, "Skerry Point #SkerryFire") for n in range(20)]
    assert len(rising(lately, usual(400))) == 1


def test_it_is_told_as_most_write_it() -> None:
    lately = [said(n, "#SkerryFire" if n % 3 else "#skerryfire") for n in range(20)]
    assert rising(lately, usual(400))[0].subject == "#SkerryFire"


def test_no_more_than_asked_for_and_the_surest_first() -> None:
    lately = [said(40 * k + n, f"#rise{k}x") for k in range(12) for n in range(8 + k)]
    found = rising(lately, usual(400), limit=5)
    assert len(found) == 5
    assert [one.score for one in found] == sorted((one.score for one in found), reverse=True)


@given(
    st.lists(st.tuples(st.integers(0, 5), st.text(max_size=60)), max_size=30),
    st.lists(st.tuples(st.integers(0, 5), st.text(max_size=60)), max_size=30),
)
def test_no_text_breaks_it_and_no_order_matters(
    lately: list[tuple[int, str]], before: list[tuple[int, str]]
) -> None:
    found = rising(lately, before, least=1, surely=0.1)
    # Of copies the first counts: in another order it may be another account's.
    assert all(one.accounts <= len({account for account, _ in lately}) for one in found)
    assert rising(lately, before, least=1, surely=0.1) == found
