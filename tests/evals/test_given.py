"""Questions beside given passages: the right one, look-alikes, and answers that are known."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

import pytest
from hypothesis import given as drawn
from hypothesis import strategies as st

from blackbird.assistant import Assistant
from blackbird.evals import abstention, grounding, pace
from blackbird.evals.given import SETS, WORDS, first_words, holds, read_given, says
from blackbird.evals.run import Run, open_run
from blackbird.models.scripted import ScriptedModel, ScriptedScorer
from blackbird.protocols import LanguageModel, Sampling
from blackbird.settings import Settings
from blackbird.types import Answer, Turn
from tests.evals.conftest import UNSEEN
from tests.fakes.embedder import HashEmbedder


def last_evidence(messages: Sequence[Turn], sampling: Sampling) -> str:
    """Quotes what is offered last."""
    lines = [line for line in messages[-1].content.splitlines() if "opened in" in line]
    return lines[-1].partition("] ")[2] + f" [{len(lines)}]"


async def test_others_lack_the_answer_and_come_in_the_order_of_the_search(asked: Run) -> None:
    items = await read_given(asked, SETS[0], 4)
    assert len(items) == len(UNSEEN)
    for item in items:
        assert holds(item.gold, item.answers)
        assert len(set(item.others)) == 4
        assert not any(holds(other, item.answers) for other in item.others)
        with_gold, without = item.passages(asked, 4), item.passages(asked, 4, gold=False)
        assert set(with_gold) == {item.gold, *item.others}
        assert set(without) == set(item.others)


async def test_a_question_without_enough_others_is_left_out(asked: Run) -> None:
    assert await read_given(asked, SETS[0], len(UNSEEN)) == []


async def test_the_same_seed_draws_the_same_questions(asked: Run) -> None:
    again = open_run(asked.assistant, asked.data, limit=5)
    first = await read_given(again, SETS[1], 3)
    again = open_run(asked.assistant, asked.data, limit=5)
    assert await read_given(again, SETS[1], 3) == first
    assert len(first) == 5


def answer(text: str, *, abstained: bool = False) -> Answer:
    return Answer("q", "q", "lookup", "en", ("q",), text, abstained)


def test_what_counts_as_the_answer() -> None:
    assert says(answer("It opened in 1889. [1][2]"), ["1889"])
    assert says(answer("ＡＢＣ塔は、１８８９年"), ["1889年"])
    assert says(answer("By gustave  EIFFEL. [1]"), ["Lloyd", "Gustave Eiffel"])
    assert not says(answer("I could not establish this. 1889 [1]", abstained=True), ["1889"])
    assert not says(answer("It opened long ago. [1889]"), ["1889"])
    assert not says(answer("so " * WORDS + "1889"), ["1889"])
    assert not says(answer("あ" * 150 + "1889年"), ["1889"])
    assert says(answer("あ" * 145 + "1889年"), ["1889"])


@drawn(st.text())
def test_the_first_words_are_a_beginning(text: str) -> None:
    short = first_words(text)
    assert " ".join(text.split()).startswith(short) or text.startswith(short)


async def test_who_quotes_the_right_passage_holds_the_string(
    asked: Run, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(grounding, "NOISE", (2, 4))
    report = await grounding.measure(asked)
    names = [f.name for f in report.figures]
    assert names[0] == "xquad_en, 2 irrelevant: answer holds the gold string"
    assert len(names) == 8
    assert [f.value for f in report.figures] == [1.0, 0.0] * 4
    assert {f.of for f in report.figures} == {len(UNSEEN)}
    assert set(report.data) == {
        f"qa/{n}.{p}.jsonl" for n in SETS for p in ("passages", "questions")
    }


async def test_who_quotes_a_wrong_one_does_not(asked: Run, tmp_path: Path) -> None:
    settings = Settings(data_dir=str(tmp_path / "other"))
    models: dict[str, LanguageModel] = {"mini": ScriptedModel(last_evidence)}
    async with Assistant(
        settings, models=models, embedder=HashEmbedder(), scorer=ScriptedScorer()
    ) as assistant:
        report = await grounding.measure(open_run(assistant, asked.data, limit=3))
    assert [f.value for f in report.figures] == [0.0] * 8


async def test_who_always_answers_never_abstains(asked: Run) -> None:
    report = await abstention.measure(asked)
    assert [f.value for f in report.figures] == [0.0, 0.0, 0.0, 0.0]


async def test_the_pace_is_of_answers_that_were_drafted(asked: Run) -> None:
    report = await pace.measure(asked)
    named = {f.name: f.value for f in report.figures}
    assert 0 < named["first word, median"] <= named["whole answer, median"]
    assert 0 <= named["last token to last verdict, median"] <= named["whole answer, median"]
    assert {f.of for f in report.figures} == {2 * len(UNSEEN)}
    assert {f.unit for f in report.figures} == {"s"}


def test_the_pace_is_in_seconds_and_of_what_has_all_marks() -> None:
    whole = {"first_token": 1000.0, "last_token": 2000.0, "last_verdict": 2500.0, "total": 3000.0}
    early = {**whole, "last_verdict": 1900.0}  # all was judged while the rest was written
    figures = pace.figures_of([whole, early, {"total": 5.0}])
    assert [f.value for f in figures[::2]] == [1.0, 0.25, 3.0]
    assert {f.of for f in figures} == {2}
    assert pace.figures_of([{"total": 5.0}]) == []


def test_no_questions_give_no_figures() -> None:
    assert grounding.figures_of("x", []) == []
    figures = grounding.figures_of("x", [grounding.Told(True, False)] * 2)
    assert [f.value for f in figures] == [1.0, 0.0]


def test_the_curve_says_what_each_threshold_would_give() -> None:
    points = abstention.curve([0.9, 0.8, 0.2], [0.7, 0.1, 0.1])
    assert points[0] == (0.9, (1 / 6, 1.0))
    assert dict(points)[0.7] == (0.5, 2 / 3)
    assert points[-1] == (0.1, (1.0, 0.5))


CHANCES = st.lists(st.floats(0, 1), min_size=1, max_size=9)


@drawn(CHANCES, CHANCES)
def test_a_lower_threshold_never_answers_fewer(right: list[float], wrong: list[float]) -> None:
    points = abstention.curve(right, wrong)
    assert [c for c, _ in points] == sorted({*right, *wrong}, reverse=True)
    covered = [x for _, (x, _) in points]
    assert covered == sorted(covered)
    assert covered[-1] == 1.0
    assert all(0 <= y <= 1 for _, (_, y) in points)
