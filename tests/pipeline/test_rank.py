"""From passages to the few sentences that an answer may rest on."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from blackbird.models.scripted import ScriptedScorer
from blackbird.pipeline.rank import ALONE, ITEMS, PASSAGES, Ranked, rank
from blackbird.text.sentences import split_sentences
from blackbird.text.tokens import estimate_tokens
from blackbird.types import Hit, Passage
from tests.fakes.embedder import HashEmbedder

WORDS = ["tower", "bridge", "opened", "river", "1889", "tall", "king", "zoo"]


def hits(*texts: str) -> list[Hit]:
    return [
        Hit(Passage(f"d{n}#1", t, 100, 100 + len(t), sha256=f"h{n}"), 1 / n)
        for n, t in enumerate(texts, start=1)
    ]


async def ranked(question: str, found: Sequence[Hit], budget: int = 500) -> Ranked:
    return await rank(question, found, HashEmbedder(), ScriptedScorer(), budget_tokens=budget)


async def test_the_sentence_that_answers_comes_first_with_its_real_offsets() -> None:
    text = "The zoo has a lion. The tower opened in 1889. The king was tall."
    result = await ranked("When did the tower open?", hits("The river is long.", text))
    first = result.evidence[0]
    assert first.text == "The tower opened in 1889."
    assert text[first.start - 100 : first.end - 100] == first.text
    assert [e.id for e in result.evidence] == list(range(1, len(result.evidence) + 1))


async def test_copies_count_once() -> None:
    one = "The tower opened in 1889."
    result = await ranked("When did the tower open?", hits(one, one, one.upper()))
    assert len(result.evidence) == 1


async def test_one_sentence_in_two_texts_is_quoted_once() -> None:
    shared = "The tower opened in 1889."
    found = hits(f"{shared} The zoo closed.", f"{shared} The king died.")
    texts = [e.text for e in (await ranked("When did the tower open?", found)).evidence]
    assert texts.count(shared) == 1


async def test_overlapping_pieces_of_one_passage_are_quoted_once() -> None:
    text = "The tower opened in 1889. It is tall. The river is long."
    result = await ranked("How tall is the tower that opened in 1889?", hits(text))
    spans = sorted((e.start, e.end) for e in result.evidence)
    assert all(a[1] <= b[0] for a, b in pairwise(spans))


async def test_no_more_items_than_a_small_model_can_tell_apart() -> None:
    many = hits(*(f"The {w} number {n} stands here." for n, w in enumerate(WORDS * 3)))
    result = await ranked("Which stands here?", many, budget=10_000)
    assert len(result.evidence) == ITEMS
    assert len(result.alike) == ITEMS


async def test_stored_vectors_are_used_and_nothing_is_embedded_but_the_question() -> None:
    text = "The zoo has a lion. The tower opened in 1889."
    (found,) = hits(text)
    embedder = HashEmbedder()
    sentences = ["The zoo has a lion.", "The tower opened in 1889."]
    stored = replace(found, pieces=await embedder.embed(sentences, "passage"))
    embedder.calls = 0
    result = await rank(
        "When did the tower open?", [stored], embedder, ScriptedScorer(), budget_tokens=500
    )
    assert result.evidence[0].text == sentences[1]
    assert embedder.calls == 1


async def test_vectors_of_another_cut_are_not_used() -> None:
    (found,) = hits("The zoo has a lion. The tower opened in 1889.")
    embedder = HashEmbedder()
    other = replace(found, pieces=await embedder.embed(["one", "two", "three"], "passage"))
    result = await rank(
        "When did the tower open?", [other], embedder, ScriptedScorer(), budget_tokens=500
    )
    assert result.evidence[0].text == "The tower opened in 1889."


async def test_nothing_gives_nothing() -> None:
    assert (await ranked("What?", [])).evidence == ()
    assert (await ranked("What?", hits("# Only a heading"))).evidence == ()


@given(
    st.lists(st.lists(st.sampled_from(WORDS), min_size=3, max_size=9), max_size=6),
    st.integers(20, 90),
)
async def test_the_budget_holds_but_for_the_first(texts: list[list[str]], budget: int) -> None:
    found = hits(*(" ".join(words).capitalize() + "." for words in texts))
    evidence = (await ranked("Which tower opened?", found, budget)).evidence
    used = sum(estimate_tokens(e.text) + 5 for e in evidence)
    assert len(evidence) <= 1 or used <= budget


async def test_what_answers_rises_above_what_only_sounds_alike() -> None:
    alike = "When the tower opened, when the tower opened, all asked when the tower opened."
    found = hits(alike, "Since 1889 people have gone up.")
    scorer = ScriptedScorer(lambda _q, text: 0.95 if "1889" in text else 0.05)
    asked = "When did the tower open?"
    result = await rank(asked, found, HashEmbedder(), scorer, budget_tokens=500)
    assert result.evidence[0].passage.id == "d2#1"
    assert result.answers > 0.5
    indifferent = await ranked(asked, found)
    assert indifferent.evidence[0].passage.id == "d1#1"  # it is the scorer that made it rise


async def test_only_what_surrounds_the_best_sentence_is_read_and_then_the_best_alone() -> None:
    filler = "Nothing of note happened in the quiet valley that long year. " * 30
    text = filler + "The tower opened in 1889. " + filler
    scorer = ScriptedScorer()
    asked = "When did the tower open?"
    await rank(asked, hits(text), HashEmbedder(), scorer, budget_tokens=90)
    (question, read), *alone = scorer.asked
    sentences = [span.text for span in split_sentences(text)]
    assert question == asked
    assert 0 < len(alone) <= ALONE
    assert all(q == asked and piece in sentences for q, piece in alone)
    assert "1889" in read
    assert read in text
    assert len(read) < 500


async def test_for_a_claim_nothing_is_read_and_nothing_said_to_answer_it() -> None:
    found = hits("The river is long.", "The tower opened in 1889.")
    result = await rank("The tower opened in 1889.", found, HashEmbedder(), None, budget_tokens=500)
    assert result.evidence[0].text == "The tower opened in 1889."
    assert result.answers == 0.0


async def test_each_part_of_a_question_has_its_sentence_among_the_first() -> None:
    found = hits("The engine was Bing. The river is long.", "The model was Grok-1. It was tall.")

    def chance(asked: str, text: str) -> float:
        return 0.9 if ("engine" in asked and "Bing" in text) else 0.3 if "Grok" in text else 0.01

    result = await rank(
        "Which engine and which model?",
        found,
        HashEmbedder(),
        ScriptedScorer(chance),
        budget_tokens=500,
        parts=("Which engine?", "Which model?"),
    )
    assert {e.text.split()[1] for e in result.evidence[:2]} == {"engine", "model"}
    engine, model = result.chances[:2]
    assert engine[0] > engine[1]
    assert model[1] > 0.2
    assert result.answers == pytest.approx(max(map(max, result.chances)))


async def test_of_many_given_passages_the_nearest_are_looked_at() -> None:
    texts = [f"The {w} number {n} stands here." for n, w in enumerate(WORDS * 3)]
    texts.append("The lighthouse was lit in 1871.")  # the last of 25
    given = [replace(hit, score=1.0) for hit in hits(*texts)]
    result = await ranked("When was the lighthouse lit?", given)
    assert result.evidence[0].text == texts[-1]
    assert len({e.passage.id for e in result.evidence}) <= PASSAGES
    ordered = hits(*texts)  # a search has put them into an order: the first are looked at
    kept = await ranked("When was the lighthouse lit?", ordered)
    assert texts[-1] not in [e.text for e in kept.evidence]


@given(st.lists(st.floats(1e-6, 0.999), min_size=2, max_size=5))
async def test_what_is_read_to_answer_best_stays_first_however_unlikely(
    likely: list[float],
) -> None:
    texts = [f"The {WORDS[n]} was number {n}." for n in range(len(likely))]
    table = dict(zip(texts, likely, strict=True))
    scorer = ScriptedScorer(lambda _q, text: table[text])
    result = await rank("Which?", hits(*texts), HashEmbedder(), scorer, budget_tokens=500)
    scores = [e.score for e in result.evidence]
    assert scores == sorted(scores, reverse=True)
    assert all(0 <= score <= 1 for score in scores)


async def test_without_a_scorer_scores_lie_between_0_and_1() -> None:
    found = hits("The river is long.", "The tower opened in 1889.")
    result = await rank("The tower opened.", found, HashEmbedder(), None, budget_tokens=500)
    assert all(0 <= e.score <= 1 for e in result.evidence)
