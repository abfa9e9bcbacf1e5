"""From verdicts on pieces of evidence to one decision for each claim."""

from __future__ import annotations

from blackbird.claims.calibration import Calibration
from blackbird.claims.decide import Decision, decide, likeness
from blackbird.claims.judge import EvidenceJudge
from blackbird.models.scripted import ScriptedScorer
from blackbird.types import Claim, Evidence, Passage

CLAIM = Claim("The old tower is loved by painters.")


def piece(number: int, text: str) -> Evidence:
    return Evidence(number, Passage(f"d{number}#1", text), text, 0, len(text), 1.0)


EVIDENCE = [
    piece(1, "Ships pass by the harbour."),
    piece(2, "Painters come for the tower."),
    piece(3, "The old tower burnt down."),
]


async def decided(scorer: ScriptedScorer, *picked: int, claims: int = 1) -> list[Decision]:
    judge = EvidenceJudge(scorer, calibration=Calibration())
    return await decide([CLAIM] * claims, picked, EVIDENCE, judge)


async def test_the_pick_of_the_model_is_enough_if_it_holds() -> None:
    scorer = ScriptedScorer(lambda _c, text: 0.9 if "Painters" in text else 0.3)
    (decision,) = await decided(scorer, 2)
    assert (decision.verdict.label, decision.citations) == ("supported", (2,))
    assert len(scorer.asked) == 1


async def test_a_wrong_pick_is_mended_by_what_lies_nearest() -> None:
    scorer = ScriptedScorer(lambda _c, text: 0.9 if text.startswith("Painters") else 0.3)
    (decision,) = await decided(scorer, 1)
    assert (decision.verdict.label, decision.citations) == ("supported", (2,))


async def test_support_may_need_several_pieces() -> None:
    scorer = ScriptedScorer(lambda _c, t: 0.9 if "Painters" in t and "burnt" in t else 0.3)
    (decision,) = await decided(scorer, 1)
    assert decision.verdict.label == "supported"
    assert set(decision.citations) == {2, 3}


async def test_a_contradiction_counts_only_without_support() -> None:
    against = ScriptedScorer(lambda _c, text: 0.01 if "burnt" in text else 0.3)
    (decision,) = await decided(against, 3)
    assert (decision.verdict.label, decision.citations) == ("refuted", (3,))
    both = ScriptedScorer(lambda _c, t: 0.01 if "burnt" in t else 0.9)
    (decision,) = await decided(both, 3)
    assert decision.verdict.label == "supported"


async def test_of_several_picks_those_are_cited_that_bear_the_claim_alone() -> None:
    def chance(_claim: str, text: str) -> float:
        return 0.9 if "Painters" in text else 0.01 if "burnt" in text else 0.3

    (decision,) = await decided(ScriptedScorer(chance), 1, 2, 3)
    assert (decision.verdict.label, decision.citations) == ("supported", (2,))
    together = ScriptedScorer(lambda _c, t: 0.9 if "Painters" in t and "burnt" in t else 0.3)
    (decision,) = await decided(together, 2, 3)
    assert decision.citations == (2, 3)  # neither does it alone


async def test_figures_that_differ_are_not_cited_together() -> None:
    pieces = [
        piece(1, "The committee has 600 members."),
        piece(2, "The committee has 200 members."),
    ]
    judge = EvidenceJudge(ScriptedScorer(), calibration=Calibration())
    (decision,) = await decide([Claim("It has 600 members.")], [1, 2], pieces, judge)
    assert decision.citations == (1,)


async def test_what_surely_contradicts_is_not_cited_beside_two_that_bear_it_together() -> None:
    pieces = [
        piece(1, "The committee has 600 members."),
        piece(2, "The committee has 200 members."),
        piece(3, "The committee leads the party."),
    ]

    def chance(_claim: str, text: str) -> float:
        if "600" not in text and "200" in text:
            return 0.02
        return 0.9 if "600" in text and "leads" in text else 0.3

    scorer = ScriptedScorer(chance)
    judge = EvidenceJudge(scorer, calibration=Calibration())
    claim = Claim("The committee that leads the party has 600 members.")
    (decision,) = await decide([claim], [1, 2, 3], pieces, judge)
    assert (decision.verdict.label, decision.citations) == ("supported", (1, 3))


async def test_what_contradicts_stays_cited_where_the_rest_bears_nothing() -> None:
    def chance(_claim: str, text: str) -> float:
        if "Painters" in text and "burnt" in text:
            return 0.9
        return 0.01 if "burnt" in text else 0.3

    (decision,) = await decided(ScriptedScorer(chance), 2, 3)
    assert (decision.verdict.label, decision.citations) == ("supported", (2, 3))


async def test_a_quick_judge_reads_which_pieces_to_cite() -> None:
    pieces = [
        piece(1, "The committee has 600 members."),
        piece(2, "The committee has 200 members."),
    ]
    slow, quick = ScriptedScorer(), ScriptedScorer()
    judges = (EvidenceJudge(each, calibration=Calibration()) for each in (slow, quick))
    (decision,) = await decide([Claim("It has 600 members.")], [1, 2], pieces, *judges)
    assert decision.citations == (1,)
    assert len(slow.asked) == 1
    assert {text for _, text in quick.asked} > {pieces[1].text}


async def test_without_a_pick_everything_is_tried_and_nothing_found_says_so() -> None:
    scorer = ScriptedScorer(lambda _c, _t: 0.3)
    first, second = await decided(scorer, claims=2)
    assert first == second
    assert (first.verdict.label, first.citations) == ("not_enough_info", ())


async def test_no_evidence_is_no_support() -> None:
    judge = EvidenceJudge(ScriptedScorer())
    (decision,) = await decide([CLAIM], [], [], judge)
    assert decision.verdict.label == "not_enough_info"
    assert await decide([], [1], EVIDENCE, judge) == []


def test_likeness_is_a_share_of_words() -> None:
    assert likeness("painters love towers", "Towers and painters") == 2 / 3
    assert likeness("", "anything") == 0.0
