"""A planted falsehood: only the answer differs, and what counts as shown or as believed."""

from __future__ import annotations

from random import Random

import pytest

from blackbird.evals import conflict
from blackbird.evals.conflict import Planted, asserts, planted, shows, told_again
from blackbird.evals.given import SETS, Given, holds
from blackbird.evals.run import Run
from blackbird.types import Answer, Citation, Dispute

TRUE = "The old tram of Bramwick opened in 1902. It runs to the harbour every day, and is blue."
ASKED = [
    Given("When did the tram open?", ("1902",), TRUE),
    Given("Where does it run?", ("the harbour",), TRUE),
    Given("東京の塔はいつ完成したか。", ("1958年",), "東京の塔は1958年に完成した。塔は赤い。"),
]
ITEM = Planted(ASKED[0], TRUE.replace("1902", "1911"), "1911")


@pytest.mark.parametrize("seed", range(20))
def test_only_the_answer_is_made_false(seed: int) -> None:
    found = planted(ASKED, Random(seed), 10)
    assert {item.given for item in found} == {
        ASKED[0],
        ASKED[2],
    }  # no number, date or name to change
    for item in found:
        (answer,) = item.given.answers
        assert item.said != answer
        assert item.false == item.given.gold.replace(answer, item.said)
        assert not holds(item.false, item.given.answers)


def test_no_more_than_are_wanted() -> None:
    assert len(planted(ASKED, Random(1), 1)) == 1
    assert planted([], Random(1), 9) == []


def test_what_is_said_twice_is_not_planted() -> None:
    twice = Given("When?", ("1902",), TRUE + " The year 1902 was wet.")
    assert planted([twice], Random(1), 9) == []


def test_told_again_the_answer_stays() -> None:
    texts = told_again(ASKED[0], 3, Random(1))
    assert texts[0] == TRUE
    assert len(texts) == 3
    assert all(holds(text, ["1902"]) for text in texts)


def quote(number: int, text: str) -> Citation:
    return Citation(number, "", "", text, 0, len(text), None, "", "", "given")


def answer(text: str, *disputes: Dispute, abstained: bool = False) -> Answer:
    cited = (
        quote(1, "It opened in 1902."),
        quote(2, "It opened in 1911."),
        quote(3, "It is blue."),
    )
    return Answer(
        *("q", "q", "lookup", "en", ("q",), text, abstained), citations=cited, disputes=disputes
    )


def test_a_dispute_has_the_two_on_its_two_sides() -> None:
    said = "It opened in 1902. [1]"
    assert shows(answer(said, Dispute("c", (1,), (2,))), ITEM)
    assert shows(answer(said, Dispute("c", (3, 2), (3, 1))), ITEM)
    assert not shows(answer(said, Dispute("c", (1,), (3,))), ITEM)
    assert not shows(answer(said, Dispute("c", (1, 2), ())), ITEM)
    assert not shows(answer(said), ITEM)


def test_a_false_answer_is_one_that_is_given_alone() -> None:
    assert asserts(answer("It opened in 1911. [2]"), ITEM)
    assert not asserts(answer("It opened in 1902. [1]"), ITEM)
    assert not asserts(answer("In 1911, or in 1902. [1][2]"), ITEM)
    assert not asserts(answer("In 1911. [2]", Dispute("c", (2,), (1,))), ITEM)
    assert not asserts(answer("I could not establish this. 1911", abstained=True), ITEM)


async def test_one_against_one_and_three_against_one_are_measured(asked: Run) -> None:
    report = await conflict.measure(asked)
    names = [f.name for f in report.figures]
    assert names == [
        f"{name}: {what}"
        for name in SETS
        for what in (
            "one against one, dispute shown",
            "nothing false, dispute shown",
            "three against one, false answer given",
        )
    ]
    assert all(0 <= f.value <= 1 and f.of > 0 for f in report.figures)
    # Trams of twelve towns, each with a year of its own: nobody disagrees.
    assert [f.value for f in report.figures if "nothing false" in f.name] == [0.0, 0.0]
