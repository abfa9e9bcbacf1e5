"""Both sides of a dispute are told; which one gives way, and when none does."""

from __future__ import annotations

import pytest

from blackbird.claims.judge import EvidenceJudge
from blackbird.models.scripted import ScriptedScorer
from blackbird.pipeline.sides import Sides
from blackbird.types import Evidence, Passage, Question, Sentence
from tests.pipeline.flows import answer_of, parts, says

TRUE = "The donor gave the museum of Bramwick 100 million dollars in all."
FALSE = "The donor gave the museum of Bramwick 44 million dollars in all."
AGAIN = (
    "A gala was held in spring. The donor gave the museum of Bramwick 100 million dollars in all.",
    "In all, the museum of Bramwick was given 100 million dollars by the donor. He died in 1990.",
)
ASKED = "How much did the donor give the museum of Bramwick?"


def evidence(*texts: str, dates: tuple[str | None, ...] = ()) -> tuple[Evidence, ...]:
    days = (*dates, *[None] * len(texts))
    return tuple(
        Evidence(n, Passage(f"d{n}", t, sha256=f"h{n}", date=days[n - 1]), t, 0, len(t), 1.0)
        for n, t in enumerate(texts, start=1)
    )


def sides(*texts: str, dates: tuple[str | None, ...] = (), language: str = "en") -> Sides:
    judge = EvidenceJudge(ScriptedScorer())
    return Sides(evidence(*texts, dates=dates), (), judge, language)


def held(text: str, *ids: int, repaired: bool = False) -> Sentence:
    return Sentence(text, "supported", 0.9, ids, repaired)


async def test_one_against_one_both_are_told() -> None:
    heard = sides(FALSE, TRUE)
    mine, other = await heard.hear(held(FALSE, 1))
    assert mine == held(FALSE, 1)
    assert other.text == f"Other evidence says otherwise: “{TRUE}”"
    assert (other.verdict, other.citations, other.repaired) == ("supported", (2,), True)
    (dispute,) = heard.disputes
    assert (dispute.supported_by, dispute.refuted_by, dispute.independent) == ((1,), (2,), (1, 1))


async def test_the_other_side_is_told_once() -> None:
    heard = sides(FALSE, TRUE)
    await heard.hear(held(FALSE, 1))
    assert await heard.hear(held(TRUE, 2)) == []
    assert await heard.hear(held(TRUE, 2, repaired=True)) == []
    again = held("It was 44 million dollars that the donor gave the museum of Bramwick.", 1)
    assert await heard.hear(again) == [again]


async def test_one_false_passage_among_true_ones_does_not_win() -> None:
    heard = sides(FALSE, TRUE, *AGAIN)
    dropped, quoted = await heard.hear(held(FALSE, 1))
    assert (dropped.text, dropped.dropped) == (FALSE, True)
    assert (quoted.text, quoted.citations, quoted.dropped) == (TRUE, (2,), False)
    (dispute,) = heard.disputes
    assert dispute.claim == TRUE
    assert dispute.refuted_by == (1,)
    assert dispute.independent == (2, 1)  # the second text repeats the first
    assert await heard.hear(held(FALSE, 1, repaired=True)) == []


async def test_a_true_sentence_stands_with_all_who_say_it_and_the_lone_voice() -> None:
    heard = sides(FALSE, TRUE, *AGAIN)
    mine, other = await heard.hear(held(TRUE, 2))
    assert not mine.dropped
    assert FALSE in other.text
    (dispute,) = heard.disputes
    assert dispute.supported_by == (2, 3, 4)
    assert dispute.independent == (2, 1)


async def test_of_those_who_say_otherwise_the_nearest_is_told() -> None:
    third = FALSE.replace("44", "70")
    alike = ((1.0, 0.2, 0.7), (0.2, 1.0, 0.0), (0.7, 0.0, 1.0))
    judge = EvidenceJudge(ScriptedScorer())
    for near, told in (((), FALSE), (alike, third)):
        heard = Sides(evidence(TRUE, FALSE, third), near, judge, "en")
        _, other = await heard.hear(held(TRUE, 1))
        assert told in other.text


async def test_what_was_heard_before_is_known_again() -> None:
    heard = sides(FALSE, TRUE)
    await heard.hear(held(FALSE, 1))
    judge = EvidenceJudge(ScriptedScorer())
    again = Sides(evidence(FALSE, TRUE), (), judge, "en", heard.disputes, heard.told)
    assert again.disputes == heard.disputes
    assert again.told == (2,)
    assert await again.hear(held(TRUE, 2)) == []
    assert again.disputes == heard.disputes


async def test_copies_of_a_falsehood_do_not_outweigh() -> None:
    copies = [f"{lead} {FALSE}" for lead in ("Exclusive.", "As reported.", "Breaking news.")]
    mine, _ = await sides(TRUE, *copies).hear(held(TRUE, 1))
    assert not mine.dropped


@pytest.mark.parametrize(
    ("dates", "stands"),
    [
        (("2026-05-01", "2024-01-01", "2025-01-01"), True),
        (("2024-05-01", "2024-01-01", "2025-01-01"), False),
        (("2026-05-01", "2024-01-01", None), False),
        ((None, "2024-01-01", "2025-01-01"), False),
    ],
)
async def test_what_is_newer_than_all_that_is_against_it_stands(
    dates: tuple[str | None, ...], stands: bool
) -> None:
    first, *_ = await sides(FALSE, TRUE, AGAIN[1], dates=dates).hear(held(FALSE, 1))
    assert first.dropped is not stands


async def test_what_is_not_disputed_passes() -> None:
    heard = sides(TRUE, *AGAIN)
    assert await heard.hear(held(TRUE, 1)) == [held(TRUE, 1)]
    unsure = Sentence(FALSE, "not_enough_info", 0.4, (), dropped=True)
    assert await heard.hear(unsure) == [unsure]
    assert heard.disputes == ()


async def test_the_other_side_is_told_in_the_language_of_the_question() -> None:
    _, other = await sides(FALSE, TRUE, language="ja").hear(held(FALSE, 1))
    assert other.text == f"一方、「{TRUE}」とする資料もあります。"


async def test_an_answer_says_that_its_draft_gave_way() -> None:
    question = Question(ASKED, passages=(FALSE, TRUE, *AGAIN))
    model = says(f"{FALSE} [1]")
    answer = await answer_of(question, parts(model))
    by_text = {c.quote: c.id for c in answer.citations}
    assert "44 million" not in answer.text
    assert "100 million" in answer.text
    assert any("more independent sources" in n for n in answer.notes)
    (dispute,) = answer.disputes
    assert dispute.refuted_by == (by_text[FALSE],)
