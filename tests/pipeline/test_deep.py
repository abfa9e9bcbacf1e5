"""A report: its sections, what is said twice, both sides, and what it could not establish."""

from __future__ import annotations

import json
from dataclasses import replace

import pytest

from blackbird.events import (
    Delivered,
    DraftPiece,
    EvidencePicked,
    Planned,
    Searched,
    SectionBegun,
    SentenceChecked,
    SourceFailed,
)
from blackbird.models.scripted import ScriptedModel
from blackbird.types import Query, Question, Turn
from tests.pipeline.flows import says
from tests.pipeline.reports import (
    ASKED,
    LATER,
    OPENED,
    PAID,
    WHEN,
    WHO,
    Library,
    delivered,
    telling,
    told,
    tram,
)


async def test_each_part_has_a_section_with_its_own_sentences() -> None:
    answer = await delivered(ASKED, tram())
    assert [s.title for s in answer.sections] == ["In short", WHO]
    first, second = (answer.sentences[s.start : s.end] for s in answer.sections)
    assert [s.text for s in first if not s.dropped] == [OPENED]
    assert [s.text for s in second if not s.dropped] == [PAID]
    assert answer.text.startswith(f"## In short\n\n{OPENED} [")
    assert f"\n\n## {WHO}\n\n{PAID} [" in answer.text
    quotes = {c.id: c.quote for c in answer.citations}
    for sentence in answer.sentences:
        assert all(quotes[i] == sentence.text for i in sentence.citations)


async def test_events_come_in_their_order_and_sentences_are_counted_through() -> None:
    seen = await told(ASKED, tram())
    assert isinstance(seen[0], Planned)
    assert isinstance(seen[-1], Delivered)
    begun = [e for e in seen if isinstance(e, SectionBegun)]
    assert [(e.number, e.of, e.title) for e in begun] == [(1, 2, "In short"), (2, 2, WHO)]
    assert any(isinstance(e, Searched) for e in seen)
    assert not any(isinstance(e, DraftPiece) for e in seen)
    checked = [e for e in seen if isinstance(e, SentenceChecked)]
    assert [e.index for e in checked] == list(range(len(checked)))
    assert tuple(e.sentence for e in checked) == seen[-1].answer.sentences
    picked = [e for e in seen if isinstance(e, EvidencePicked)]
    assert all(e.id == n for e_ in picked for n, e in enumerate(e_.evidence, start=1))


async def test_what_was_said_is_not_said_again_nor_called_open() -> None:
    answer = await delivered(ASKED, tram(planned=(WHEN, WHO)))
    assert answer.text.count("1889") == 1
    assert [s.title for s in answer.sections] == ["In short", WHO]
    assert answer.notes == ()


async def test_it_is_not_said_again_in_other_words() -> None:
    reworded = "In 1889 the Aldenport tram was opened."
    model = telling((WHEN,), {"come about": f"{OPENED} [1]", "open": f"{reworded} [1]"})
    answer = await delivered(ASKED, replace(tram(OPENED), model=model))
    assert "In 1889" not in answer.text
    assert answer.text.count("1889") == 1


async def test_another_year_is_another_thing_and_both_sides_are_told_once() -> None:
    asked = "In which year did trams first run in Aldenport?"
    said = {"come about": f"{OPENED} [1]", "first run": f"{LATER} [1]"}
    with_parts = replace(tram(OPENED, LATER, PAID), model=telling((asked,), said))
    answer = await delivered(ASKED, with_parts)
    assert answer.text.count("1891") == 1
    assert f"Other evidence says otherwise: “{LATER}”" in answer.text
    (dispute,) = answer.disputes
    quotes = {c.id: c.quote for c in answer.citations}
    assert [quotes[i] for i in dispute.supported_by] == [OPENED]
    assert [quotes[i] for i in dispute.refuted_by] == [LATER]


class Shy(Library):
    """Finds what speaks against only for who searches with the claim's own words."""

    async def search(self, query: Query):  # type: ignore[no-untyped-def]
        found = await super().search(query)
        return [h for h in found if h.passage.text != LATER or query.text == OPENED]


async def test_the_opposite_is_searched_for_with_the_words_of_the_sentence() -> None:
    library = Shy(OPENED, LATER)
    answer = await delivered(ASKED, replace(tram(planned=()), sources=(library,)))
    assert OPENED in library.queries
    assert f"Other evidence says otherwise: “{LATER}”" in answer.text
    assert len(answer.disputes) == 1


async def test_the_opposite_is_not_searched_where_nothing_is_checked() -> None:
    library = Shy(OPENED, LATER)
    answer = await delivered(
        replace(ASKED, check="off"), replace(tram(planned=()), sources=(library,))
    )
    assert OPENED not in library.queries
    assert {s.verdict for s in answer.sentences} == {"not_checked"}
    assert not answer.abstained


async def test_what_is_unsure_stays_marked_if_that_is_wanted() -> None:
    guess = "The tram of Aldenport was green."
    model = telling((), {"come about": f"{OPENED} [1] {guess} [1]"})
    with_parts = tram(OPENED, model=model)
    for check, dropped in (("marked", False), ("strict", True)):
        answer = await delivered(replace(ASKED, check=check), with_parts)  # type: ignore[arg-type]
        found = {s.text: (s.verdict, s.dropped) for s in answer.sentences}
        assert found[OPENED] == ("supported", False)
        assert found[guess] == ("not_enough_info", dropped)


async def test_a_report_whose_parts_all_abstain_abstains_and_says_what_was_tried() -> None:
    nothing = tram(chance=lambda _q, _t: 0.001)
    answer = await delivered(ASKED, nothing)
    assert answer.abstained
    assert answer.sections == ()
    assert answer.text.startswith("I could not establish this. The nearest that was found:")
    assert "Nothing that was found answers the question." in answer.notes
    assert f"Could not be established: {WHO}" in answer.notes


async def test_where_nothing_is_found_that_is_said() -> None:
    answer = await delivered(ASKED, tram("Cheese."))
    assert answer.abstained
    assert answer.citations == ()
    assert answer.notes == ("Nothing that was searched has to do with the question.",)


async def test_one_open_part_is_named_and_the_others_stand() -> None:
    open_part = "Who drove the tram of Aldenport first?"
    with_parts = tram(planned=(open_part,), chance=lambda q, _t: 0.001 if "drove" in q else 0.9)
    answer = await delivered(ASKED, with_parts)
    assert [s.title for s in answer.sections] == ["In short"]
    assert answer.notes == (f"Could not be established: {open_part}",)


async def test_a_source_that_fails_is_named_once_and_not_asked_for_each_sentence() -> None:
    down = Library(OPENED)
    down.name, down.fails = "web", "It is down."
    with_parts = tram()
    with_parts = replace(with_parts, sources=(*with_parts.sources, down))
    seen = await told(ASKED, with_parts)
    assert sum(isinstance(e, SourceFailed) for e in seen) == 2  # once for each part
    assert isinstance(seen[-1], Delivered)
    assert seen[-1].answer.notes == ("web could not be searched: It is down. Try later.",)
    assert OPENED not in down.queries


async def test_if_the_only_source_fails_that_is_all_that_is_said() -> None:
    with_parts = tram()
    library = Library(OPENED)
    library.fails = "It is down."
    answer = await delivered(ASKED, replace(with_parts, sources=(library,)))
    assert answer.abstained
    assert answer.notes == ("documents could not be searched: It is down. Try later.",)


async def test_given_passages_are_the_only_evidence() -> None:
    with_parts = tram("The tram of Aldenport opened in 1700.")
    answer = await delivered(replace(ASKED, passages=(OPENED, PAID)), with_parts)
    assert {c.source for c in answer.citations} == {"given"}
    assert "1889" in answer.text
    assert "1700" not in answer.text


async def test_a_question_that_leans_on_the_conversation_is_understood_once() -> None:
    turns = (Turn("user", "Tell me about the tram of Aldenport."), Turn("assistant", "Gladly."))

    def script(messages, sampling):  # type: ignore[no-untyped-def]
        if sampling.schema and "question" in sampling.schema["properties"]:
            return json.dumps({"question": ASKED.text})
        if sampling.lane == "plan":
            return json.dumps({"questions": [WHO]})
        return (
            f"{PAID} [1]"
            if "paid" in messages[-1].content.split("Question:")[1]
            else f"{OPENED} [1]"
        )

    model = ScriptedModel(script)
    question = Question("How did it come about?", history=turns, deep=True)
    answer = await delivered(question, replace(tram(), model=model))
    assert answer.standalone == ASKED.text
    assert len(answer.sections) == 2


async def test_japanese_questions_get_japanese_headings() -> None:
    opened, paid = "港町の路面電車は1889年に開業した。", "路面電車の費用は醸造家が払った。"
    who = "路面電車の費用は誰が払いましたか？"
    model = telling((who, WHO), {"費用": f"{paid}[1]", "どのように": f"{opened}[1]"})
    question = Question("港町の路面電車はどのように始まりましたか？", deep=True)
    answer = await delivered(question, replace(tram(opened, paid), model=model))
    assert [s.title for s in answer.sections] == ["要点", who]
    assert answer.language == "ja"


@pytest.mark.parametrize("text", ["Hello!", "Translate to French: good morning"])
async def test_talk_and_tasks_are_answered_as_ever(text: str) -> None:
    answer = await delivered(Question(text, deep=True), replace(tram(), model=says("Bonjour.")))
    assert answer.sections == ()
    assert {s.verdict for s in answer.sentences} == {"not_checked"}
