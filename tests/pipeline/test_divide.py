"""How a question is taken apart: what it joins, what a model asks, what the documents say."""

from __future__ import annotations

from dataclasses import replace

import pytest

from blackbird.errors import ModelCrashed
from blackbird.events import (
    SectionBegun,
)
from blackbird.models.scripted import ScriptedModel, ScriptedScorer
from blackbird.pipeline.parts import Parts
from blackbird.types import Question
from tests.pipeline.reports import (
    ASKED,
    LATER,
    OPENED,
    PAID,
    WHO,
    Library,
    delivered,
    plainly,
    telling,
    told,
    tram,
)


@pytest.mark.parametrize(
    "reply", ["", "no JSON", '{"questions": 5}', '{"others": []}', "[]", '{"questions": [1, null]}']
)
async def test_a_plan_that_is_of_no_use_leaves_the_question(reply: str) -> None:
    def script(messages, sampling):  # type: ignore[no-untyped-def]
        return reply if sampling.lane == "plan" else f"{OPENED} [1]"

    answer = await delivered(ASKED, replace(tram(), model=ScriptedModel(script)))
    assert [s.title for s in answer.sections] == ["In short"]


async def test_a_model_that_crashes_while_it_plans_leaves_the_question() -> None:
    def script(messages, sampling):  # type: ignore[no-untyped-def]
        if sampling.lane == "plan":
            raise ModelCrashed("It ended.", "Ask again.")
        return f"{OPENED} [1]"

    answer = await delivered(ASKED, replace(tram(), model=ScriptedModel(script)))
    assert not answer.abstained


@pytest.mark.parametrize(
    "planned",
    [
        "How did the tram of Aldenport come about then?",  # said again
        "Qui a payé le tram d'Aldenport et pourquoi ?",  # another language
        "Which cheese do penguins like best?",  # beside the matter
        "A brewer paid for the tram of Aldenport.",  # a note, not a question
        "Who?",
    ],
)
async def test_a_planned_question_that_is_of_no_use_is_left_out(planned: str) -> None:
    seen = await told(ASKED, tram(planned=(planned, WHO)))
    titles = [e.title for e in seen if isinstance(e, SectionBegun)]
    assert titles == ["In short", WHO]


async def test_another_year_makes_another_question() -> None:
    first, second = (f"How did the tram of Aldenport come about in {n}?" for n in (1889, 1891))
    seen = await told(ASKED, tram(OPENED, LATER, planned=(first, second)))
    titles = [e.title for e in seen if isinstance(e, SectionBegun)]
    assert titles == ["In short", first, second]


TITLES = ("The first tram of Aldenport", "The money of Aldenport's tram", "somebody", "La recette")
STOPS = "The first line of this tram had seven stops between the harbour and the market."
BEER = "In all of Aldenport nobody sold as much beer as the brewer did in those years."
TEXTS = (f"{OPENED} {STOPS}", f"{PAID} {BEER}", "A tram of Aldenport.", OPENED)


def by_title(small: bool = True) -> Parts:
    library = Library(*TEXTS, titles=TITLES)
    model = telling((WHO,), {"come about": f"{OPENED} [1]", "paid": f"{PAID} [1]"}, small=small)
    return replace(
        tram(chance=lambda q, t: 0.02 if t == BEER and "?" in q else plainly(q, t)),
        model=model,
        sources=(library,),
    )


async def test_what_the_best_documents_say_is_quoted_under_their_titles() -> None:
    answer = await delivered(ASKED, by_title())
    assert answer.text.count(OPENED) == 1  # said in the first part, so not again
    by_name = {s.title: answer.sentences[s.start : s.end] for s in answer.sections}
    assert set(by_name) == {"In short", *TITLES[:2]}
    second, third = (by_name[title] for title in TITLES[:2])
    assert [s.text for s in second] == [STOPS]
    assert [(s.text, s.repaired) for s in third] == [(PAID, True)]  # beer is beside the matter
    quotes = {c.id: c.quote for c in answer.citations}
    assert all(quotes[i] == s.text for s in (*second, *third) for i in s.citations)
    assert answer.notes == ()


@pytest.mark.parametrize("title", ["The cheese of a brewer", "The tram of a brewer"])
async def test_beside_the_matter_is_what_has_no_word_of_the_question(title: str) -> None:
    cheese = "A brewer sold cheese to whoever came by in the evening."
    library = Library(f"{OPENED} {cheese}", titles=(title,))
    model = telling((), {"come about": f"{OPENED} [1]"}, small=True)
    answer = await delivered(ASKED, replace(tram(), model=model, sources=(library,)))
    assert (cheese in answer.text) is title.startswith("The tram")


@pytest.mark.parametrize("small", [True, False])
async def test_what_a_small_model_wrote_does_not_stand_for_a_quotation(small: bool) -> None:
    muddled = "The opened tram of Aldenport in 1889."  # it has all the words of the quotation
    library = Library(f"{OPENED} {STOPS}", titles=TITLES[:1])
    model = telling((), {"come about": f"{muddled} [1]"}, small=small)
    answer = await delivered(ASKED, replace(tram(), model=model, sources=(library,)))
    assert muddled in answer.text
    assert (OPENED in answer.text) is small


async def test_documents_that_were_looked_through_in_vain_are_named() -> None:
    with_parts = replace(by_title(), scorer=ScriptedScorer(lambda _q, _t: 0.001))
    answer = await delivered(ASKED, with_parts)
    assert answer.abstained
    assert answer.notes[0] == "Nothing that was found answers the question."
    assert answer.notes[1].startswith("Looked through for it, too: “")
    assert all(title in answer.notes[1] for title in TITLES[:2])


async def test_a_small_model_is_not_asked_for_a_plan_and_a_larger_one_is() -> None:
    small, large = by_title(), by_title(small=False)
    await delivered(ASKED, small)
    answer = await delivered(ASKED, large)
    assert WHO in [s.title for s in answer.sections]
    asked = [["Notes:" in m[-1].content for m in p.model.asked] for p in (small, large)]  # type: ignore[attr-defined]
    assert len(asked[0]) == 1
    assert len(asked[1]) == 3


async def test_nothing_is_quoted_for_who_wants_no_check() -> None:
    answer = await delivered(replace(ASKED, check="off"), by_title())
    assert [s.title for s in answer.sections] == ["In short"]


async def test_titles_of_signs_alone_are_japanese_for_a_japanese_question() -> None:
    text = "路面電車は1889年に開業した。費用は醸造家が払った。"
    library = Library(text, "The tram.", titles=("路面電車", "路面電車 Tram of Aldenport"))
    model = telling((), {"": "路面電車は1889年に開業した。[1]"}, small=True)
    question = Question("路面電車はどのように始まりましたか？", deep=True)
    answer = await delivered(question, replace(tram(), model=model, sources=(library,)))
    assert [s.title for s in answer.sections] == ["要点", "路面電車"]


async def test_a_part_that_points_back_is_understood_before_it_is_looked_up() -> None:
    joined = replace(ASKED, text="How did the tram of Aldenport open and who paid for it?")
    seen = await told(joined, tram(planned=()))
    titles = [e.title for e in seen if isinstance(e, SectionBegun)]
    assert titles == ["In short", "How did the tram of Aldenport open?", WHO]


async def test_a_part_that_cannot_be_understood_is_left_out() -> None:
    joined = replace(ASKED, text="How did the trams open and why did she leave?")
    seen = await told(joined, tram(planned=()))
    titles = [e.title for e in seen if isinstance(e, SectionBegun)]
    assert titles == ["In short", "How did the trams open?"]


async def test_what_a_question_joins_are_parts() -> None:
    joined = "When did the tram of Aldenport open and who paid for the tram of Aldenport?"
    seen = await told(replace(ASKED, text=joined), tram(planned=()))
    titles = [e.title for e in seen if isinstance(e, SectionBegun)]
    assert len(titles) == 3
    assert titles[2].startswith("Who paid")
