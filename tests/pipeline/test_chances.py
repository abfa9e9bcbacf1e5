"""How likely a sentence by itself answers, beside what was read: words and values count too."""

from __future__ import annotations

import pytest

from blackbird.models.scripted import ScriptedScorer
from blackbird.pipeline.chances import alone_chances, chances
from blackbird.types import Hit, Passage, Span

SCORER = ScriptedScorer(lambda _q, _t: 0.9)


def sentence(text: str, around: str = "", language: str | None = "en") -> tuple[Hit, Span]:
    passage = Passage("d#1", f"{text} {around}", sha256="h", language=language)
    return Hit(passage, 1.0), Span(text, 0, len(text))


async def alone(question: str, *pairs: tuple[Hit, Span]) -> list[float]:
    return [own[0] for own in await alone_chances([question], pairs, SCORER)]


async def test_a_text_that_lacks_the_words_of_the_question_answers_less_likely() -> None:
    question = "Which graphics cards does the model use?"
    all_words, few = await alone(
        question,
        sentence("The model uses ten.", "These graphics cards are new."),
        sentence("The members use the model."),
    )
    assert all_words > 0.85
    assert few < all_words - 0.1


async def test_a_sentence_without_the_number_that_is_asked_for_answers_less_likely() -> None:
    question = "How much money did Ann give the museum?"
    around = "Ann gave the museum money."
    sum_of_it, rent = await alone(
        question,
        sentence("Ann gave the museum 44 million dollars.", around),
        sentence("Ann also paid the rent of the museum.", around),
    )
    assert sum_of_it > 0.85
    assert rent < sum_of_it - 0.2


async def test_words_of_another_language_are_not_counted() -> None:
    question = "Which engine does the model use?"
    (foreign,) = await alone(question, sentence("そのモデルはBingを使う。", language="ja"))
    assert 0.6 < foreign < 0.9


async def test_of_no_text_and_no_question_there_are_no_chances() -> None:
    assert (await chances([], ["a"], SCORER)).shape == (0, 1)
    assert (await chances(["a", "b"], [], SCORER)).shape == (2, 0)
    assert await alone_chances(["a"], [], SCORER) == []


@pytest.mark.parametrize("asked", [["Which?"], ["Which?", "When?", "How many?"]])
async def test_each_text_has_a_chance_for_each_question(asked: list[str]) -> None:
    found = await alone_chances(asked, [sentence("It is so."), sentence("It was in 1889.")], SCORER)
    assert [len(own) for own in found] == [len(asked)] * 2
    assert all(0 < p < 1 for own in found for p in own)
