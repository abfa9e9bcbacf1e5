"""What lies beside the picked evidence and says otherwise."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

import pytest

from blackbird.models.scripted import ScriptedModel, ScriptedScorer
from blackbird.pipeline.rank import rank
from blackbird.pipeline.rivals import MOST, rivals
from blackbird.protocols import Sampling
from blackbird.types import Evidence, Hit, Passage, Question, Turn
from tests.fakes.embedder import HashEmbedder
from tests.pipeline.flows import answer_of, parts

LONG = (
    "The old tram of Bramwick, which runs every day from the market to the harbour and back, "
    "opened in {year}, when the mayor drove it himself."
)
TRUE, FALSE = LONG.format(year=1902), LONG.format(year=1911)
BLUE = "The tram is blue, and the harbour lies in the north of the town."


def piece(number: int, text: str, passage: str = "") -> Evidence:
    held = Passage(passage or f"d{number}#1", text, sha256=f"h{passage or number}")
    return Evidence(number, held, text, 0, len(text), 1.0)


def test_what_is_one_but_for_a_figure_or_a_name_is_a_rival() -> None:
    picked = [piece(1, TRUE)]
    named = piece(4, TRUE.replace("the mayor", "the king"))
    others = [piece(2, BLUE), piece(3, FALSE), named]
    assert rivals(picked, others) == [others[1], named]


def test_who_disputes_a_rival_stands_on_the_side_of_what_was_picked() -> None:
    again = piece(3, TRUE.replace("every day", "each day").replace("himself", "alone"))
    assert rivals([piece(1, TRUE)], [again, piece(2, FALSE)]) == [piece(2, FALSE), again]
    assert rivals([piece(1, TRUE)], [again]) == []  # nothing is disputed: nothing is counted


def test_one_passage_does_not_dispute_itself() -> None:
    assert rivals([piece(1, TRUE, "a")], [piece(2, FALSE, "a")]) == []


@pytest.mark.parametrize("text", ["", "1911.", "!?"])
def test_what_has_no_words_disputes_nothing(text: str) -> None:
    assert rivals([piece(1, text)], [piece(2, FALSE)]) == []


def test_there_are_never_many() -> None:
    others = [piece(n, LONG.format(year=1900 + n)) for n in range(3, 40)]
    assert len(rivals([piece(1, TRUE)], others)) == MOST


async def test_what_does_not_fit_is_known_and_not_shown_to_the_model() -> None:
    asked = "When did the tram of Bramwick open?"
    hits = [Hit(p.passage, 1.0) for p in (piece(1, TRUE), piece(2, FALSE))]
    ranked = await rank(asked, hits, HashEmbedder(), ScriptedScorer(), budget_tokens=30)
    (shown,), (rival,) = ranked.evidence, ranked.rivals
    assert {shown.text, rival.text} == {TRUE, FALSE}
    assert (shown.id, rival.id) == (1, 2)
    assert len(ranked.alike) == 2


async def test_a_dispute_is_shown_though_one_side_did_not_fit() -> None:
    def first_note(messages: Sequence[Turn], _sampling: Sampling) -> str:
        note = next(n for n in messages[-1].content.splitlines() if n.startswith("[1]"))
        return note.removeprefix("[1] ") + " [1]"

    model = ScriptedModel(first_note)
    small = replace(parts(model), evidence_tokens=30)
    asked = Question("When did the tram of Bramwick open?", passages=(TRUE, FALSE, BLUE))
    answer = await answer_of(asked, small)
    assert sum(text in model.asked[0][-1].content for text in (TRUE, FALSE)) == 1
    (dispute,) = answer.disputes
    quotes = {c.id: c.quote for c in answer.citations}
    assert {quotes[i] for i in (*dispute.supported_by, *dispute.refuted_by)} == {TRUE, FALSE}
    assert TRUE in answer.text
    assert FALSE in answer.text
