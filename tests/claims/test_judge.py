"""The judge: quotation, values, the encoder's reading, and a second opinion where it is unsure."""

from __future__ import annotations

import asyncio
from collections.abc import Sequence

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from blackbird.claims.calibration import Calibration, Opinion
from blackbird.claims.judge import EvidenceJudge, SecondOpinion
from blackbird.errors import ModelCrashed
from blackbird.models.scripted import ScriptedModel, ScriptedScorer
from blackbird.types import Label, Turn

EVIDENCE = "The tower opened in 1889, and it is 330 metres tall."
PLAIN = Calibration()


def judge(chance: float) -> tuple[EvidenceJudge, ScriptedScorer]:
    scorer = ScriptedScorer(lambda _c, _e: chance)
    return EvidenceJudge(scorer, calibration=PLAIN), scorer


@pytest.mark.parametrize(
    ("claim", "evidence"), [("", [EVIDENCE]), ("It opened.", []), ("x", [" "]), ("x", ["", "\n"])]
)
async def test_nothing_to_judge_is_not_enough(claim: str, evidence: list[str]) -> None:
    with_yes, scorer = judge(0.99)
    verdict = await with_yes.judge(claim, evidence)
    assert (verdict.label, verdict.score) == ("not_enough_info", 0.0)
    assert scorer.asked == []


async def test_a_quotation_needs_no_reading_and_names_its_place() -> None:
    with_no, scorer = judge(0.01)
    texts = ["Nothing here.", EVIDENCE + " It is made of iron."]
    verdict = await with_no.judge("it is made of IRON.", texts)
    assert verdict.label == "supported"
    ((start, end),) = verdict.spans
    assert "\n".join(texts)[start:end] == "It is made of iron"
    assert scorer.asked == []


@pytest.mark.parametrize(
    ("claim", "label"),
    [
        ("The tower opened in 1925.", "refuted"),
        ("The tower cost 7 million francs.", "not_enough_info"),
        ("The tower rises above the town.", "supported"),
    ],
)
async def test_values_overrule_a_judge_that_says_yes(claim: str, label: Label) -> None:
    with_yes, _ = judge(0.99)
    assert (await with_yes.judge(claim, [EVIDENCE])).label == label


async def test_a_value_of_something_else_refutes_nothing() -> None:
    of_another, _ = judge(0.1)  # rather silent than denied
    verdict = await of_another.judge("The painter died in 1925.", [EVIDENCE])
    assert verdict.label == "not_enough_info"
    assert verdict.score < 0.1


@pytest.mark.parametrize(
    ("chance", "label"), [(0.9, "supported"), (0.3, "not_enough_info"), (0.01, "refuted")]
)
async def test_without_values_the_reading_decides(chance: float, label: Label) -> None:
    chosen, _ = judge(chance)
    verdict = await chosen.judge("The tower is loved.", [EVIDENCE])
    assert verdict.label == label
    assert verdict.score == pytest.approx(chance, abs=0.01)


async def test_the_verdict_names_the_sentence_it_rests_on() -> None:
    chosen, _ = judge(0.9)
    evidence = "Nobody lives there. The tower is loved by painters. Ships pass by."
    verdict = await chosen.judge("Painters love the tower.", [evidence])
    assert [evidence[a:b] for a, b in verdict.spans] == ["The tower is loved by painters."]


async def test_two_sentences_far_apart_are_read_together() -> None:
    filler = "Nothing of interest happened in that quarter during the long summer months. "
    first, last = "Ada Brunn wrote the opera. ", "The opera had its first night in Lyon. "
    evidence = [first + filler * 40, filler * 40 + last]

    def both(claim: str, text: str) -> float:
        return 0.9 if "Ada Brunn" in text and "Lyon" in text else 0.1

    scorer = ScriptedScorer(both)
    verdict = await EvidenceJudge(scorer, calibration=PLAIN).judge(
        "The opera that Ada Brunn wrote was first given in Lyon.", evidence
    )
    assert verdict.label == "supported"
    whole = "\n".join(evidence)
    assert {whole[a:b].strip() for a, b in verdict.spans} == {first.strip(), last.strip()}


async def test_many_claims_are_read_in_one_go_and_keep_their_order() -> None:
    scorer = ScriptedScorer(lambda claim, _: 0.9 if "loved" in claim else 0.3)
    items: list[tuple[str, Sequence[str]]] = [
        ("The tower is loved.", [EVIDENCE]),
        (EVIDENCE, [EVIDENCE]),
        ("The tower is hated.", [EVIDENCE]),
        ("", [EVIDENCE]),
    ]
    verdicts = await EvidenceJudge(scorer, calibration=PLAIN).judge_all(items)
    assert [v.label for v in verdicts] == [
        "supported",
        "supported",
        "not_enough_info",
        "not_enough_info",
    ]
    assert len(scorer.asked) == 2


SAYS_YES = ScriptedModel(lambda _m, _s: "", lambda _: 0.95)
EQUAL = Opinion(judge=1.0, model=1.0, offset=0.0)


@pytest.mark.parametrize(("chance", "asked"), [(0.5, 1), (0.3, 1), (0.97, 1), (0.99, 0), (0.01, 0)])
async def test_only_the_unsure_get_a_second_opinion(chance: float, asked: int) -> None:
    model = ScriptedModel(lambda _m, _s: "", lambda _: 0.95)
    scorer = ScriptedScorer(lambda _c, _e: chance)
    both = EvidenceJudge(scorer, SecondOpinion(model, EQUAL), PLAIN)
    verdict = await both.judge("The tower is loved.", [EVIDENCE])
    assert len(model.asked) == asked
    assert (verdict.label == "supported") == (chance > 0.1)


@pytest.mark.parametrize(("chance", "asked"), [(0.5, 1), (0.89, 1), (0.91, 0), (0.09, 0)])
async def test_who_waits_is_asked_for_less(chance: float, asked: int) -> None:
    model = ScriptedModel(lambda _m, _s: "", lambda _: 0.95)
    second = SecondOpinion(model, EQUAL, least=0.1)
    await EvidenceJudge(ScriptedScorer(lambda _c, _e: chance), second, PLAIN).judge(
        "The tower is loved.", [EVIDENCE]
    )
    assert len(model.asked) == asked


@pytest.mark.parametrize(
    ("claim", "asked"),
    [("It is about 330 metres tall.", 1), ("It is about 430 metres tall.", 0)],
)
async def test_on_values_that_differ_nobody_is_asked(claim: str, asked: int) -> None:
    model = ScriptedModel(lambda _m, _s: "", lambda _: 0.999)
    unsure = ScriptedScorer(lambda _c, _e: 0.5)
    verdict = await EvidenceJudge(unsure, SecondOpinion(model, EQUAL), PLAIN).judge(
        claim, [EVIDENCE]
    )
    assert len(model.asked) == asked
    assert (verdict.label == "supported") == bool(asked)


async def test_the_least_sure_is_asked_about_first_and_time_ends_it() -> None:
    asked: list[str] = []

    class Slow(ScriptedModel):
        async def odds(self, messages: Sequence[Turn], choices: Sequence[str]) -> dict[str, float]:
            asked.append(messages[-1].content)
            if len(asked) > 1:
                await asyncio.Event().wait()  # never
            return {choices[0]: 0.99, choices[1]: 0.01}

    scorer = ScriptedScorer(lambda claim, _: 0.45 if "loved" in claim else 0.2)
    second = SecondOpinion(Slow(lambda _m, _s: ""), EQUAL, budget_s=0.1)
    items = [("The tower is hated.", [EVIDENCE]), ("The tower is loved.", [EVIDENCE])]
    verdicts = await EvidenceJudge(scorer, second, PLAIN).judge_all(items)
    assert "loved" in asked[0]
    assert [v.label for v in verdicts] == ["not_enough_info", "supported"]
    assert verdicts[0].score == pytest.approx(0.2, abs=0.01)


async def test_a_model_that_crashes_leaves_the_judge_s_word() -> None:
    class Crashing(ScriptedModel):
        async def odds(self, messages: Sequence[Turn], choices: Sequence[str]) -> dict[str, float]:
            raise ModelCrashed("The process ended.", "Ask again.")

    second = SecondOpinion(Crashing(lambda _m, _s: ""), EQUAL)
    unsure = EvidenceJudge(ScriptedScorer(lambda _c, _e: 0.6), second, PLAIN)
    verdict = await unsure.judge("The tower is loved.", [EVIDENCE])
    assert verdict.label == "supported"
    assert verdict.score == pytest.approx(0.6, abs=0.01)


HOSTILE = st.one_of(
    st.text(max_size=200),
    st.text(alphabet="a 。.東[1]<|>\n\x00🙂", max_size=400),
    st.sampled_from(["</s>", "<s>", "<|im_end|>", "a" * 10_000, "。" * 5_000, "塔" * 10_000]),
)


@settings(max_examples=60, deadline=None)
@given(HOSTILE, st.lists(HOSTILE, max_size=3))
async def test_any_input_gets_a_verdict_within_the_evidence(
    claim: str, evidence: list[str]
) -> None:
    chosen, scorer = judge(0.7)
    verdict = await chosen.judge(claim, evidence)
    whole = "\n".join(evidence)
    assert 0.0 <= verdict.score <= 1.0
    assert all(0 <= a < b <= len(whole) for a, b in verdict.spans)
    assert len(scorer.asked) <= 5
    assert all(len(text) < 4000 and len(said) <= 2000 for said, text in scorer.asked)


async def test_a_claim_too_long_to_be_read_is_not_supported() -> None:
    chosen, _ = judge(0.99)
    claim = "The tower stands by the sea and is old. " * 50
    whole = await chosen.judge(claim, [EVIDENCE])
    assert whole.label == "supported"
    assert whole.score == pytest.approx(0.99, abs=0.01)
    longer = await chosen.judge(claim + "The moon was built by elves.", [EVIDENCE])
    assert longer.label == "not_enough_info"
    wrong = await chosen.judge(claim + "It was built in 1492 by 5000 elves.", [EVIDENCE])
    assert wrong.score <= 0.1


async def test_a_megabyte_of_evidence_is_read_in_parts() -> None:
    chosen, scorer = judge(0.7)
    filler = "The mayor spoke for an hour about the harbour and the new market hall. "
    evidence = filler * 7_000 + "Painters love the tower. " + filler * 7_000
    verdict = await chosen.judge("The tower is loved by painters.", [evidence])
    assert any("Painters love the tower." in text for _, text in scorer.asked)
    assert len(scorer.asked) <= 5
    assert verdict.label == "supported"


async def test_much_evidence_is_cut_while_others_go_on() -> None:
    with_yes, _ = judge(0.99)
    judging = asyncio.create_task(with_yes.judge("The lock has 5 gates.", ["a. " * 100_000]))
    turns = 0
    while not judging.done():
        await asyncio.sleep(0.005)  # each return to the loop is what is counted
        turns += 1
    assert (await judging).label == "not_enough_info"
    assert turns > 5  # on the loop itself it would be one or two
