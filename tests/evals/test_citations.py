"""Citations: what holds and what is cited, with referees whose word is known."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path

from blackbird.assistant import Assistant
from blackbird.evals import citations
from blackbird.evals.citations import bears, cites, measure
from blackbird.evals.given import SETS, Given
from blackbird.evals.run import Run, open_run
from blackbird.models.scripted import ScriptedModel, ScriptedScorer
from blackbird.protocols import LanguageModel, Sampling
from blackbird.settings import Settings
from blackbird.types import Answer, Citation, Sentence, Turn
from tests.evals.conftest import UNSEEN, first_evidence
from tests.fakes.embedder import HashEmbedder

GIVEN = Given("When did it open?", ("1902",), "The tram  opened in 1902. It is long.")


def referee(word: str) -> ScriptedModel:
    return ScriptedModel(lambda _messages, _sampling: word, lambda _: float(word == "Yes"))


async def test_a_quotation_holds_whatever_the_referee_says() -> None:
    assert await bears(GIVEN.gold, "The tram opened in 1902.", referee("No"))


async def test_all_else_the_referee_decides() -> None:
    assert await bears(GIVEN.gold, "In 1902 the tram was opened.", referee("Yes"))
    assert not await bears(GIVEN.gold, "In 1903 the tram was opened.", referee("No"))


def test_an_answer_counts_in_a_sentence_that_cites_the_right_passage() -> None:
    quote = Citation(1, "", "", "The tram opened in 1902.", 0, 24, None, "", "", "given")
    other = replace(quote, id=2, quote="The bridge opened in 1902.")
    answer = Answer("q", "q", "lookup", "en", ("q",), "", False, citations=(quote, other))
    assert cites(answer, Sentence("It opened in 1902.", "supported", 0.9, (1,)), GIVEN)
    assert not cites(answer, Sentence("It opened in 1902.", "supported", 0.9, (2,)), GIVEN)
    assert not cites(answer, Sentence("It opened in 1902.", "supported", 0.9), GIVEN)
    assert not cites(answer, Sentence("It opened.", "supported", 0.9, (1,)), GIVEN)


async def measured(tmp_path: Path, asked: Run, word: str, wrong: str = "") -> dict[str, float]:
    def speak(messages: Sequence[Turn], sampling: Sampling) -> str:
        return wrong or first_evidence(messages, sampling)

    settings = Settings(data_dir=str(tmp_path / "other"))
    models: dict[str, LanguageModel] = {"mini": ScriptedModel(speak), "full": referee(word)}
    async with Assistant(
        settings, models=models, embedder=HashEmbedder(), scorer=ScriptedScorer()
    ) as assistant:
        report = await measure(open_run(assistant, asked.data))
    assert report.settings["referee"] == "full"
    return {f.name.removeprefix(f"{SETS[0]}: "): f.value for f in report.figures}


async def test_who_quotes_the_right_passage_has_both(tmp_path: Path, asked: Run) -> None:
    found = await measured(tmp_path, asked, "No")
    assert found["precision of supported"] == 1.0
    assert found["recall, cited answers"] == 1.0


async def test_who_says_what_no_passage_says_has_neither(tmp_path: Path, asked: Run) -> None:
    found = await measured(tmp_path, asked, "No", "The mayor liked the tram before. [1]")
    assert found["precision of supported"] == 0.0
    assert found["recall, cited answers"] == 0.0
    assert len(UNSEEN) > citations.NOISE
