"""The evaluation of claims finds a judge that knows perfect, and one that guesses no better."""

from __future__ import annotations

from collections.abc import Awaitable, Callable
from pathlib import Path
from random import Random

import pytest

from blackbird.assistant import Assistant
from blackbird.errors import BadInput
from blackbird.evals import answerable, calibration, claims
from blackbird.evals.pairs import Asked
from blackbird.evals.report import Report
from blackbird.evals.run import SMALL_SETS, Run, open_run
from blackbird.models.scripted import ScriptedModel, ScriptedScorer
from blackbird.settings import Settings
from blackbird.training.split import trained_on
from tests.evals.conftest import Watched, write_rows
from tests.fakes.embedder import HashEmbedder


def knowing(first: str, second: str) -> float:
    """Knows the answers of ``data`` below."""
    if first.startswith("Question"):
        return 0.97 if f"number {first.split()[1]} " in second else 0.03
    return 0.02 if "never" in first else 0.98


@pytest.fixture
def data(tmp_path: Path) -> Path:
    folder = tmp_path / "data"
    rows = [
        {
            "claim": f"Bridge {chr(97 + n)} {'never ' * (n % 2)}opened to all.",
            "evidence": f"Everyone may use the bridge of town {chr(97 + n)}."
            if n % 4
            else ["It is", "open."],
            "label": ("supported", "refuted", "supported", "not_enough_info")[n % 4],
        }
        for n in range(24)
    ]
    for name in ("fever_symmetric_dev", "jnli_valid"):
        write_rows(folder / "claims" / f"{name}.jsonl", rows)
    for name in ("xquad_en", "jsquad_valid"):
        write_rows(
            folder / "qa" / f"{name}.passages.jsonl",
            [
                {"id": f"p{n}", "text": f"Bridge number {n} was opened in 18{n:02} by Ada Brunn."}
                for n in range(20)
            ],
        )
        write_rows(
            folder / "qa" / f"{name}.questions.jsonl",
            [
                {
                    "question": f"Question {n} on bridges?",
                    "answers": [f"18{n:02}"],
                    "passage": f"p{n}",
                    "title": f"Title {n // 2}",
                }
                for n in range(20)
            ],
        )
    return folder


def run_on(data: Path, assistant: Assistant, watched: Watched, limit: int | None = None) -> Run:
    return open_run(assistant, data, limit=limit, progress=watched.show, plot=watched.keep)


def figure(report: Report, name: str) -> float:
    return next(f.value for f in report.figures if f.name == name)


@pytest.fixture
def knower(scorer: ScriptedScorer, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(scorer, "_chance", knowing)


@pytest.mark.usefixtures("knower")
async def test_a_judge_that_knows_is_perfect(
    data: Path, assistant: Assistant, watched: Watched
) -> None:
    report = await claims.measure(run_on(data, assistant, watched))
    assert figure(report, "fever_symmetric_dev: balanced accuracy") == 1.0
    assert figure(report, "fever_symmetric_dev: AUC") == 1.0
    assert not any("second opinion" in f.name for f in report.figures)  # that of mini is not asked
    assert figure(report, "one pair of a claim and 100 words, p50") > 0
    assert any("corrupted" in f.name for f in report.figures)
    assert not any("wice" in f.name for f in report.figures)  # its file is not there
    assert "<svg" in watched.plots["claims-roc.svg"]
    assert watched.progress
    assert set(report.data) >= {"claims/fever_symmetric_dev.jsonl", "qa/xquad_en.passages.jsonl"}


@pytest.mark.usefixtures("knower")
async def test_a_second_opinion_that_counts_is_measured(
    data: Path, tmp_path: Path, model: ScriptedModel, scorer: ScriptedScorer, watched: Watched
) -> None:
    settings = Settings(data_dir=str(tmp_path / "own"), model="full")
    async with Assistant(
        settings, models={"full": model}, embedder=HashEmbedder(), scorer=scorer
    ) as assistant:
        report = await claims.measure(run_on(data, assistant, watched, limit=12))
    assert figure(report, "fever_symmetric_dev: AUC with second opinion by full") == 1.0


async def test_a_judge_that_believes_everything_is_worth_nothing(
    data: Path, assistant: Assistant, watched: Watched
) -> None:
    report = await claims.measure(run_on(data, assistant, watched, limit=12))
    assert figure(report, "fever_symmetric_dev: balanced accuracy") == 0.5
    assert figure(report, "fever_symmetric_dev: AUC") == 0.5


@pytest.mark.usefixtures("knower")
async def test_answers_are_told_from_what_only_looks_alike(
    data: Path, assistant: Assistant, watched: Watched
) -> None:
    report = await answerable.measure(run_on(data, assistant, watched))
    assert figure(report, "xquad_en: AUC") == 1.0
    assert "answerable-roc.svg" in watched.plots


@pytest.mark.usefixtures("knower")
async def test_scores_that_say_what_is_so_are_calibrated(
    data: Path, assistant: Assistant, watched: Watched
) -> None:
    report = await calibration.measure(run_on(data, assistant, watched))
    assert figure(report, "fever_symmetric_dev: ECE") < 0.15
    assert "reliability.svg" in watched.plots


async def test_blind_belief_is_not(data: Path, assistant: Assistant, watched: Watched) -> None:
    report = await calibration.measure(run_on(data, assistant, watched))
    assert figure(report, "fever_symmetric_dev: ECE") > 0.3


@pytest.mark.parametrize("measure", [claims.measure, answerable.measure, calibration.measure])
async def test_the_sets_that_ship_are_enough(
    measure: Callable[[Run], Awaitable[Report]], assistant: Assistant, watched: Watched
) -> None:
    report = await measure(run_on(SMALL_SETS, assistant, watched, limit=12))
    assert report.figures or measure is answerable.measure


@pytest.mark.parametrize("first", ["fever_symmetric_dev", "wice_dev"])
async def test_a_set_of_which_nothing_is_left_is_left_out(
    data: Path,
    tmp_path: Path,
    model: ScriptedModel,
    scorer: ScriptedScorer,
    watched: Watched,
    first: str,
) -> None:
    (data / "claims" / "fever_symmetric_dev.jsonl").rename(data / "claims" / f"{first}.jsonl")
    (data / "claims" / f"{first}.jsonl").write_text("")
    seen = next(name for name in map(str, range(99)) if trained_on(name))
    row = {"claim": "It rains.", "evidence": "Rain.", "label": "supported", "group": seen}
    write_rows(data / "claims" / "jnli_valid.jsonl", [row])
    settings = Settings(data_dir=str(tmp_path / "own"), model="full")
    async with Assistant(
        settings, models={"full": model}, embedder=HashEmbedder(), scorer=scorer
    ) as assistant:
        report = await claims.measure(run_on(data, assistant, watched, limit=4))
    assert not any(f.name.startswith((first, "jnli_valid")) for f in report.figures)
    assert {f"claims/{first}.jsonl", "claims/jnli_valid.jsonl"} <= set(report.data)


async def test_claims_of_one_kind_alone_have_only_the_figures_that_they_can(
    data: Path, assistant: Assistant, watched: Watched
) -> None:
    row = {"claim": "It rains.", "evidence": "It is wet.", "label": "not_enough_info"}
    write_rows(data / "claims" / "fever_symmetric_dev.jsonl", [row])
    report = await claims.measure(run_on(data, assistant, watched, limit=4))
    named = [f.name for f in report.figures if f.name.startswith("fever")]
    assert named == ["fever_symmetric_dev: three-way accuracy"]


async def test_calibration_needs_something_to_measure(
    data: Path, assistant: Assistant, watched: Watched
) -> None:
    for path in data.rglob("*.jsonl"):
        path.write_text("")
    with pytest.raises(BadInput, match="No claim is left") as caught:
        await calibration.measure(run_on(data, assistant, watched))
    assert "--data" in caught.value.hint


async def test_calibration_takes_no_more_of_a_set_than_the_limit(
    data: Path, assistant: Assistant, watched: Watched
) -> None:
    report = await calibration.measure(run_on(data, assistant, watched, limit=5))
    assert {f.of for f in report.figures if not f.name.startswith("all")} == {5}


def test_a_question_stands_beside_its_passage_the_likest_other_and_a_sister() -> None:
    def passage(id: str, title: str, text: str, *asked: str) -> Asked:
        return Asked(id, title, "en", text, tuple((question, ("1823",)) for question in asked))

    passages = [
        passage("own", "Bridges", "The stone bridge opened in 1823.", "When did the bridge open?"),
        passage("holds", "Trains", "The bridge did open in 1823 too."),
        passage("sister", "Bridges", "It has five arches."),
        passage("likest", "Bridges", "Nobody knows when the bridge will open."),
        passage("as like", "Trains", "The bridge may open."),
    ]
    found = answerable.pairings(passages, Random(0), most=9)
    assert [(p.passage, p.answers) for p in found] == [
        (passages[0].text, True),
        (passages[3].text, False),
        (passages[2].text, False),
    ]
    assert [p.answers for p in answerable.pairings(passages[:2], Random(0), most=9)] == [True]


async def test_without_any_set_of_claims_the_first_is_asked_for(
    tmp_path: Path, assistant: Assistant, watched: Watched
) -> None:
    with pytest.raises(BadInput, match="fever_symmetric_dev"):
        await claims.measure(run_on(tmp_path, assistant, watched))
