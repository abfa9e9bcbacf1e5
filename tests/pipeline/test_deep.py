"""A report: parts, what is said twice, both sides, budget, and going on after an end."""

from __future__ import annotations

import json
from dataclasses import replace

import pytest

from blackbird.errors import ModelCrashed
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
from blackbird.models.scripted import ScriptedModel, ScriptedScorer
from blackbird.pipeline.deep import report
from blackbird.pipeline.notebook import Asked, as_json, from_json
from blackbird.pipeline.parts import Parts
from blackbird.types import Query, Question, Turn
from tests.pipeline.flows import Clock, says
from tests.pipeline.reports import (
    ASKED,
    LATER,
    OPENED,
    PAID,
    WHEN,
    WHO,
    Drawer,
    Library,
    delivered,
    plainly,
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
    def script(messages, sampling):  # type: ignore[no-untyped-def]
        if sampling.schema and "question" in sampling.schema["properties"]:
            return json.dumps({"question": "Who paid for the tram of Aldenport?"})
        return f"{OPENED} [1]"

    joined = replace(ASKED, text="How did the tram of Aldenport open and who paid for it?")
    model = ScriptedModel(script, small=True)
    seen = await told(joined, replace(tram(), model=model))
    titles = [e.title for e in seen if isinstance(e, SectionBegun)]
    assert titles == ["In short", "How did the tram of Aldenport open?", WHO]


@pytest.mark.parametrize("crashes", [False, True])
async def test_a_part_that_cannot_be_understood_is_left_out(crashes: bool) -> None:
    def script(messages, sampling):  # type: ignore[no-untyped-def]
        if sampling.schema and crashes:
            raise ModelCrashed("It ended.", "Ask again.")
        return "{}" if sampling.schema else f"{OPENED} [1]"

    joined = replace(ASKED, text="How did the tram of Aldenport open and who paid for it?")
    seen = await told(joined, replace(tram(), model=ScriptedModel(script, small=True)))
    titles = [e.title for e in seen if isinstance(e, SectionBegun)]
    assert titles == ["In short", "How did the tram of Aldenport open?"]


async def test_what_a_question_joins_are_parts() -> None:
    joined = "When did the tram of Aldenport open and who paid for the tram of Aldenport?"
    seen = await told(replace(ASKED, text=joined), tram(planned=()))
    titles = [e.title for e in seen if isinstance(e, SectionBegun)]
    assert len(titles) == 3
    assert titles[2].startswith("Who paid")


class Ticking(Clock):
    """A clock on which each look costs ten seconds."""

    def monotonic(self) -> float:
        return super().monotonic() * 10_000


async def test_no_part_begins_after_the_time_is_used_up_and_asking_again_goes_on() -> None:
    drawer = Drawer()
    late = tram(clock=Ticking(), deep_seconds=1.0)
    first = await delivered(ASKED, late, drawer)
    assert [s.title for s in first.sections] == ["In short"]  # one part there always is
    assert "1 of 2 parts were looked up" in first.notes[0]
    assert "Ask the same again" in first.notes[0]
    again = tram()
    second = await delivered(ASKED, again, drawer)
    assert [s.title for s in second.sections] == ["In short", WHO]
    assert second.notes == (
        "1 part(s) are from when this report was begun (2026-11-22T00:00+00:00).",
    )
    assert drawer.text == ""


@pytest.mark.parametrize("of_settings", [True, False])
async def test_no_part_begins_after_the_length_is_reached(of_settings: bool) -> None:
    drawer = Drawer()
    question = ASKED if of_settings else replace(ASKED, max_tokens=5)
    with_parts = replace(tram(), deep_tokens=5 if of_settings else 3000)
    answer = await delivered(question, with_parts, drawer)
    assert [s.title for s in answer.sections] == ["In short"]
    assert "1 of 2 parts were looked up: then a report's length was reached." in answer.notes
    assert drawer.text == ""  # asking again would end at the same place


async def interrupted(drawer: Drawer, with_parts=None) -> None:  # type: ignore[no-untyped-def]
    """A report that ends when its second part begins."""
    steps = report(ASKED, with_parts or tram(), drawer)
    async for event in steps:
        if isinstance(event, SectionBegun) and event.number == 2:
            break
    await steps.aclose()


async def test_a_report_that_was_ended_goes_on_and_comes_out_as_if_it_had_not() -> None:
    whole = await delivered(ASKED, tram(OPENED, LATER, PAID))
    drawer = Drawer()
    await interrupted(drawer, tram(OPENED, LATER, PAID))
    assert drawer.quoted == {"h1", "h2", "h3"}
    again = tram(OPENED, LATER, PAID)
    seen = await told(ASKED, again, drawer)
    asked = [m[-1].content for m in again.model.asked]  # type: ignore[attr-defined]
    assert len(asked) == 1  # neither the plan nor the first part
    assert "Question: Who paid" in asked[0]
    assert isinstance(seen[-1], Delivered)
    answer = seen[-1].answer
    assert (answer.text, answer.sentences, answer.citations, answer.disputes, answer.sections) == (
        whole.text,
        whole.sentences,
        whole.citations,
        whole.disputes,
        whole.sections,
    )
    checked = [e.sentence for e in seen if isinstance(e, SentenceChecked)]
    assert tuple(checked) == answer.sentences
    assert drawer.text == ""


async def test_a_notebook_on_another_question_is_not_taken() -> None:
    drawer = Drawer()
    await interrupted(drawer)
    saved = from_json(drawer.read())
    assert saved is not None
    drawer.write(as_json(replace(saved, asked=(Asked("Who was king?"), Asked(WHO)))), ())
    answer = await delivered(ASKED, tram(), drawer)
    assert [s.title for s in answer.sections] == ["In short", WHO]
    assert answer.notes == ()


async def test_a_disk_that_is_full_does_not_end_a_report() -> None:
    drawer = Drawer()
    drawer.full = True
    answer = await delivered(ASKED, tram(), drawer)
    assert len(answer.sections) == 2
    assert answer.notes == (
        "This report could not be kept while it was written: the disk did not take it.",
    )


async def test_a_model_that_crashes_in_a_part_leaves_what_is_finished() -> None:
    def script(messages, sampling):  # type: ignore[no-untyped-def]
        if sampling.lane == "plan":
            return json.dumps({"questions": [WHO]})
        if "paid" in messages[-1].content.split("Question:")[1]:
            raise ModelCrashed("It ended.", "Ask again.")
        return f"{OPENED} [1]"

    drawer = Drawer()
    with pytest.raises(ModelCrashed):
        await told(ASKED, replace(tram(), model=ScriptedModel(script)), drawer)
    saved = from_json(drawer.read())
    assert saved is not None
    assert len(saved.parts) == 1
