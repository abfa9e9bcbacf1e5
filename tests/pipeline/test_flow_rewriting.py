"""Follow-ups are rewritten in the flow, and never to their harm."""

from __future__ import annotations

from blackbird.models.scripted import ScriptedModel
from blackbird.types import Question, Turn
from tests.pipeline.flows import TOWER, Shelf, answer_of, parts, says

TOLD = "The tower opened in 1889. [1]"


async def test_a_follow_up_is_rewritten_from_the_conversation() -> None:
    model, shelf = ScriptedModel(lambda _m, _s: TOLD, small=True), Shelf(TOWER)
    history = (Turn("user", "When did the Eiffel Tower open?"), Turn("assistant", "In 1889."))
    answer = await answer_of(Question("How tall is it?", history=history), parts(model, shelf))
    assert answer.standalone == "How tall is the Eiffel Tower?"
    assert set(shelf.queries) == {"How tall is the Eiffel Tower?", "How tall is it?"}
    assert len(model.asked) == 1  # the draft: a small model is not asked to rewrite


async def test_a_question_that_stands_alone_costs_no_rewriting() -> None:
    model = ScriptedModel(lambda _m, _s: TOLD, small=True)
    question = Question(
        "When did the iron tower open to visitors?", history=(Turn("user", "Hello"),)
    )
    await answer_of(question, parts(model, Shelf(TOWER)))
    assert len(model.asked) == 1  # the draft; the quotation needs no judge


async def test_each_part_of_a_question_is_searched_for_if_it_says_what_it_is_about() -> None:
    shelf = Shelf(TOWER)
    asked = "Which engine and which model did the first version use?"
    await answer_of(Question(asked), parts(says("The tower opened in 1889. [1]"), shelf))
    assert shelf.queries == [
        asked,
        "Which engine did the first version use?",
        "which model did the first version use?",
    ]
    shelf = Shelf(TOWER)
    leaning = "Who founded the firm and when was it sold?"
    await answer_of(Question(leaning), parts(says("The tower opened in 1889. [1]"), shelf))
    assert shelf.queries == [leaning]


async def test_words_for_a_time_are_searched_for_with_their_date() -> None:
    shelf = Shelf(TOWER)
    question = Question("Who climbed the iron tower last year, and who climbs it today?")
    answer = await answer_of(question, parts(says("Nobody. [1]"), shelf))
    assert answer.standalone == (
        "Who climbed the iron tower last year (2025), and who climbs it today?"
    )
    assert any("today (22 November 2026)" in query for query in shelf.queries)
    assert question.text in shelf.queries
