"""The provisional judge: quotation, values, then the model's first word."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from blackbird.claims.judge import Calibration, LanguageModelJudge, calibration_of, find_quote
from blackbird.models.scripted import ScriptedModel
from blackbird.types import Label

EVIDENCE = "The tower opened in 1889, and it is 330 metres tall."


def judge(yes: float) -> tuple[LanguageModelJudge, ScriptedModel]:
    model = ScriptedModel(lambda _m, _s: "", lambda _: yes)
    return LanguageModelJudge(model), model


@pytest.mark.parametrize(
    ("claim", "evidence"), [("", [EVIDENCE]), ("It opened.", []), ("x", [" "])]
)
async def test_nothing_to_judge_is_not_enough(claim: str, evidence: list[str]) -> None:
    with_yes, model = judge(0.99)
    verdict = await with_yes.judge(claim, evidence)
    assert (verdict.label, verdict.score) == ("not_enough_info", 0.0)
    assert model.asked == []


async def test_a_quotation_needs_no_model_and_names_its_place() -> None:
    with_no, model = judge(0.0)
    verdict = await with_no.judge("it is 330 METRES tall.", ["Nothing here.", EVIDENCE])
    assert verdict.label == "supported"
    ((start, end),) = verdict.spans
    assert "\n".join(["Nothing here.", EVIDENCE])[start:end] == "it is 330 metres tall"
    assert model.asked == []


@pytest.mark.parametrize(
    ("claim", "label"),
    [
        ("The tower opened in 1925.", "refuted"),
        ("The tower cost 7 million francs.", "not_enough_info"),
        ("The tower rises above the town.", "supported"),
    ],
)
async def test_values_overrule_a_model_that_says_yes(claim: str, label: Label) -> None:
    with_yes, _ = judge(0.99)
    assert (await with_yes.judge(claim, [EVIDENCE])).label == label


@pytest.mark.parametrize(
    ("yes", "label"), [(0.9, "supported"), (0.3, "not_enough_info"), (0.001, "refuted")]
)
async def test_without_values_the_model_decides(yes: float, label: Label) -> None:
    chosen, _ = judge(yes)
    assert (await chosen.judge("The tower is loved.", [EVIDENCE])).label == label


def test_a_word_inside_a_word_is_no_quotation() -> None:
    assert find_quote("tower", "He towers above them.") is None
    assert find_quote("no.", "There is no tower.") is None  # too short to mean anything
    assert find_quote("東京の塔", "これは東京の塔です。") is not None


@given(st.floats(0, 1), st.floats(0, 1))
def test_calibration_keeps_the_order(a: float, b: float) -> None:
    curve = calibration_of("mini")
    low, high = sorted((a, b))
    assert 0.0 <= curve.probability(low) <= curve.probability(high) <= 1.0
    assert calibration_of("unheard of") == Calibration()
