"""What is dropped, what is quoted instead, and that nothing is said which the evidence does not."""

from __future__ import annotations

from collections.abc import Awaitable, Sequence
from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from blackbird.models.scripted import ScriptedModel, ScriptedScorer
from blackbird.pipeline.chances import chances
from blackbird.pipeline.repair import misses, repair, settle
from blackbird.text.questions import parts_of
from blackbird.types import Checking, Evidence, Label, Passage, Plan, Question, Sentence
from tests.pipeline.flows import TOWER, answer_of, parts, says

ENGINE = "The first version searched with Bing."
MODEL = "The first version ran on Grok-1."
ASKED = "Which search engine and which model did the first version use?"


def evidence_of(*texts: str) -> tuple[Evidence, ...]:
    return tuple(
        Evidence(n, Passage(f"p{n}", text, 0, len(text), f"h{n}"), text, 0, len(text), 1.0)
        for n, text in enumerate(texts, start=1)
    )


async def repaired(
    question: str,
    texts: Sequence[str],
    said: Sequence[Sentence],
    scorer: ScriptedScorer,
    *,
    small: bool = False,
    language: str = "en",
) -> list[Sentence]:
    """What is quoted behind ``said``, by the scorer's chances of the texts."""
    rows = (await chances(parts_of(question), texts, scorer)).T.tolist()
    plan = Plan("lookup", question, (question,), language)
    return await repair(plan, evidence_of(*texts), rows, said, None if small else scorer)


def answering(**texts: float) -> ScriptedScorer:
    """Chances by a word of the part that is asked and one of the text, joined by ``_``."""

    def chance(asked: str, text: str) -> float:
        return next(
            (p for key, p in texts.items() if all(w in asked + text for w in key.split("_"))), 0.01
        )

    return ScriptedScorer(chance)


async def test_the_half_of_a_question_that_was_left_unsaid_is_quoted() -> None:
    said = Sentence("It searched with Bing.", "supported", 0.9, (1,))
    scorer = answering(engine_Bing=0.95, model_Grok=0.9)
    (quoted,) = await repaired(ASKED, (ENGINE, MODEL), [said], scorer)
    assert (quoted.text, quoted.citations) == (MODEL, (2,))
    assert (quoted.verdict, quoted.repaired) == ("supported", True)


async def test_what_was_said_well_enough_is_not_said_again() -> None:
    said = [
        Sentence("It searched with Bing.", "supported", 0.9, (1,)),
        Sentence("It ran on Grok-1.", "supported", 0.9, (2,)),
    ]
    scorer = answering(engine_Bing=0.8, model_Grok=0.8)
    assert await repaired(ASKED, (ENGINE, MODEL), said, scorer) == []


async def test_who_says_it_makes_it_no_other_answer() -> None:
    question = "How much did the donor give the museum?"
    quote = "The donor gave the museum about 100 million dollars, according to reports of 2023."
    scorer = ScriptedScorer(lambda _a, _t: 0.95)
    told = Sentence("The donor gave it 100 million dollars.", "supported", 0.9, (1,))
    assert await repaired(question, (quote,), [told], scorer, small=True) == []
    other = Sentence("The donor gave it paintings.", "supported", 0.9, (1,))
    (quoted,) = await repaired(question, (quote,), [other], scorer, small=True)
    assert quoted.text == quote


async def test_without_evidence_nothing_is_quoted() -> None:
    said = Sentence("Hello.", "supported", 0.9)
    assert await repaired(ASKED, (), [said], answering(), small=True) == []


async def test_one_quotation_that_answers_both_halves_is_given_once() -> None:
    both = "The first version searched with Bing and ran on Grok-1."
    scorer = answering(both_parts=0.9, Bing=0.9)
    quoted = await repaired(ASKED, (both,), [], scorer)
    assert [q.text for q in quoted] == [both]


async def test_where_no_draft_holds_what_is_quoted_has_to_answer_surely() -> None:
    wrong = Sentence("It searched with Alta Vista.", "refuted", 0.02, (1,), dropped=True)
    held = Sentence("It searched in the first year.", "supported", 0.9, (1,))
    question, scorer = "Which engine did it use?", answering(engine_Bing=0.45, engine_year=0.05)
    assert await repaired(question, (ENGINE,), [wrong], scorer) == []
    (quoted,) = await repaired(question, (ENGINE,), [held], scorer)
    assert quoted.text == ENGINE


async def test_what_was_dropped_answers_nothing() -> None:
    wrong = Sentence("It searched with Alta Vista.", "refuted", 0.02, (1,), dropped=True)
    scorer = answering(Alta=0.99, engine_Bing=0.9)
    quoted = await repaired(ASKED, (ENGINE,), [wrong], scorer)
    assert [q.text for q in quoted] == [ENGINE]


@pytest.mark.parametrize("small", [False, True])
async def test_evidence_that_does_not_answer_is_not_quoted(small: bool) -> None:
    assert await repaired(ASKED, (ENGINE, MODEL), [], answering(), small=small) == []
    assert await repaired(ASKED, (), [], answering(), small=small) == []


@pytest.mark.parametrize(
    ("question", "language", "quoted"),
    [
        ("Wie hoch ist der Turm?", "de", "“The tower is 330 metres tall and stands in Paris.”"),
        ("塔の高さは？", "ja", "「The tower is 330 metres tall and stands in Paris.」"),
    ],
)
async def test_what_is_quoted_in_another_language_stands_in_quotation_marks(
    question: str, language: str, quoted: str
) -> None:
    text = "The tower is 330 metres tall and stands in Paris."
    scorer = ScriptedScorer(lambda _q, _t: 0.9)
    (sentence,) = await repaired(question, (text,), [], scorer, language=language)
    assert sentence.text == quoted


async def test_behind_a_small_model_stands_what_answers_best_unless_it_was_said() -> None:
    empty = Sentence("The engine of the first version was its engine.", "supported", 0.9, (1,))
    question, scorer = "Which engine did it use?", answering(engine_Bing=0.9, engine_was=0.9)
    assert await repaired(question, (ENGINE, MODEL), [empty], scorer) == []  # as good, it seems
    (quoted,) = await repaired(question, (ENGINE, MODEL), [empty], scorer, small=True)
    assert quoted.text == ENGINE
    told = Sentence("With Bing the first version searched, it is told.", "supported", 0.9, (1,))
    assert await repaired(question, (ENGINE, MODEL), [told], scorer, small=True) == []


def one_passage(*texts: str) -> tuple[Evidence, ...]:
    return tuple(
        replace(e, passage=replace(e.passage, id="p", sha256="h")) for e in evidence_of(*texts)
    )


def quoted_of(
    evidence: Sequence[Evidence], chances: Sequence[float], said: Sequence[Sentence] = ()
) -> Awaitable[list[Sentence]]:
    plan = Plan("lookup", "Which engine did it use?", ("",), "en")
    return repair(plan, evidence, [(p,) for p in chances], said, None)


async def test_of_two_neighbours_that_answer_about_as_well_both_are_quoted() -> None:
    texts = one_passage("It began in 2023.", ENGINE, MODEL)
    assert [q.citations for q in await quoted_of(texts, (0.1, 0.9, 0.8))] == [(2,), (3,)]
    assert [q.citations for q in await quoted_of(texts, (0.85, 0.9, 0.8))] == [(1,), (2,)]
    assert [q.citations for q in await quoted_of(texts, (0.1, 0.97, 0.8))] == [(2,)]  # clearly best
    apart = (texts[0], texts[1], *evidence_of("", "", MODEL)[2:])
    assert [q.citations for q in await quoted_of(apart, (0.1, 0.9, 0.8))] == [(2,)]
    known = Sentence("The first version ran on Grok-1, and with Bing.", "supported", 0.9, (3,))
    assert await quoted_of(texts, (0.1, 0.9, 0.8), [known]) == []


async def test_of_what_answers_about_as_well_the_first_by_rank_is_quoted() -> None:
    apart = evidence_of(ENGINE, MODEL)
    assert [q.citations for q in await quoted_of(apart, (0.75, 0.95))] == [(1,)]
    assert [q.citations for q in await quoted_of(apart, (0.6, 0.95))] == [(2,)]


@pytest.mark.parametrize(
    ("cited", "answering", "found"),
    [
        ((2,), [(0.9,), (0.1,)], True),
        ((1,), [(0.9,), (0.1,)], False),
        ((1, 2), [(0.9,), (0.1,)], False),  # one that answers is enough
        ((2,), [(0.9,), (0.3,)], False),
        ((2,), [(0.9,), ()], True),  # so far behind that it was not read by itself
        ((2,), [(0.9, 0.01), (0.1, 0.8)], False),  # it answers the other part
        ((2,), [(0.9, 0.01), (0.1, 0.0)], True),
        ((7,), [(0.9,), (0.1,)], False),  # of what came later nothing is known
        ((2,), [(0.0,), (0.0,)], False),  # nothing answers better
        ((2,), [(), ()], False),
    ],
)
def test_what_rests_on_evidence_that_answers_nothing_misses_the_question(
    cited: tuple[int, ...], answering: list[tuple[float, ...]], found: bool
) -> None:
    sentence = Sentence("It had a cellar.", "supported", 0.9, cited)
    assert misses(sentence, evidence_of(ENGINE, MODEL), answering) is found
    for other in (replace(sentence, verdict="refuted"), replace(sentence, citations=())):
        assert not misses(other, evidence_of(ENGINE, MODEL), answering)


@pytest.mark.parametrize(
    ("small", "check", "left"),
    [(True, "strict", False), (True, "marked", True), (False, "strict", True)],
)
async def test_only_of_a_small_model_and_strictly_what_misses_the_question_is_left_out(
    small: bool, check: Checking, left: bool
) -> None:
    other = "The cellar of the tower holds the old pumps."
    told = ScriptedModel(lambda *_: f"{other} [2] The tower opened in 1889. [1]", small=small)

    def chance(asked: str, text: str) -> float:
        return 0.95 if "1889" in text or not asked.endswith("?") else 0.02

    with_parts = replace(parts(says("")), model=told, scorer=ScriptedScorer(chance))
    question = Question("When did the tower open?", passages=(TOWER, other), check=check)
    answer = await answer_of(question, with_parts)
    assert ("cellar" in answer.text) is left
    found = [s for s in answer.sentences if "cellar" in s.text]
    assert [(s.verdict, s.dropped, s.missed) for s in found] == [("supported", not left, not left)]
    assert "1889" in answer.text


@pytest.mark.parametrize(
    ("question", "said", "evidence"),
    [
        (
            "When did the long bridge near the town open to traffic?",
            "The long bridge near the town in the north opened to traffic.",
            "The long bridge near the town in the north opened to traffic in April 1998.",
        ),
        (
            "日本で一番高い山は何ですか？",
            "日本で一番高い山が一番です。",
            "日本で一番高い山はふじさんです。",
        ),
    ],
)
async def test_what_lacks_just_the_answer_is_not_as_good_as_said(
    question: str, said: str, evidence: str
) -> None:
    language = "ja" if "日本" in question else "en"
    sentence = Sentence(said, "supported", 0.9, (1,))
    scorer = ScriptedScorer(lambda _q, _t: 0.95)
    (quoted,) = await repaired(
        question, (evidence,), [sentence], scorer, small=True, language=language
    )
    assert quoted.text == evidence


async def test_behind_another_model_what_lacks_the_value_counts_less() -> None:
    said = Sentence("The bridge opened to traffic.", "supported", 0.9, (1,))
    evidence = "The bridge opened to traffic in April 1998."
    scorer = ScriptedScorer(lambda _q, _t: 0.9)
    (quoted,) = await repaired("When did the bridge open?", (evidence,), [said], scorer)
    assert quoted.text == evidence


async def test_marks_and_lines_of_the_evidence_do_not_pass_for_ours() -> None:
    text = "The tower opened in 1889.[2] It is\n# A title [3] 330 metres tall."
    scorer = ScriptedScorer(lambda _q, _t: 0.95)
    (quoted,) = await repaired("When did the tower open?", (text,), [], scorer, small=True)
    assert "[" not in quoted.text
    assert "\n" not in quoted.text
    assert quoted.citations == (1,)


@pytest.mark.parametrize(
    ("check", "verdict", "dropped"),
    [
        ("strict", "supported", False),
        ("strict", "not_a_claim", False),
        ("strict", "refuted", True),
        ("strict", "not_enough_info", True),
        ("marked", "refuted", True),
        ("marked", "not_enough_info", False),
        ("off", "not_checked", False),
    ],
)
def test_each_way_of_checking_lets_stand_what_it_says(
    check: Checking, verdict: Label, dropped: bool
) -> None:
    assert settle(Sentence("It is.", verdict, 0.5), check).dropped is dropped


DRAFTS = st.lists(
    st.sampled_from(
        (
            "The tower opened in 1889. [1]",
            "The tower opened in 1925. [1]",
            "It is 500 metres tall. [1]",
            "The painter was a friend of the king. [1]",
            "Is it tall? [1]",
        )
    ),
    min_size=1,
    max_size=4,
)


@given(DRAFTS, st.floats(0.01, 0.99), st.floats(0.01, 0.99))
async def test_strictly_checked_nothing_stands_that_does_not_hold(
    draft: list[str], supports: float, answers: float
) -> None:
    scorer = ScriptedScorer(lambda a, _: answers if a.endswith("?") else supports)
    question = Question("How tall is the tower, and when did it open?", passages=(TOWER,))
    answer = await answer_of(question, replace(parts(says(" ".join(draft))), scorer=scorer))
    stands = [s for s in answer.sentences if not s.dropped]
    assert {s.verdict for s in stands} <= {"supported", "not_a_claim"}
    if not answer.abstained:
        assert all(s.text in answer.text for s in stands)
        assert all(s.text not in answer.text for s in answer.sentences if s.dropped)
    quotes = [s.text for s in answer.sentences if s.repaired]
    assert all(q in TOWER for q in quotes)
    assert len(set(quotes)) == len(quotes)


async def test_marked_leaves_what_is_unsure_with_its_mark_and_quotes_nothing() -> None:
    draft = "The tower opened in 1925. [1] Its painter was a friend. [1] It is 330 metres tall. [1]"
    scorer = ScriptedScorer(lambda a, _: 0.2 if "friend" in a else 0.9)
    question = Question("How is the tower?", passages=(TOWER,), check="marked")
    with_parts = parts(says(draft))
    answer = await answer_of(question, replace(with_parts, scorer=scorer))
    assert not any(s.repaired for s in answer.sentences)
    assert [s.dropped for s in answer.sentences] == [
        s.verdict == "refuted" for s in answer.sentences
    ]
    assert "1925" not in answer.text
    assert "friend" in answer.text
