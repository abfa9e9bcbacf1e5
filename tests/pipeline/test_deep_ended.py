"""A report that runs out of time or length, or was ended, and goes on."""

from __future__ import annotations

import json
from dataclasses import replace

import pytest

from blackbird.errors import ModelCrashed
from blackbird.events import (
    Delivered,
    SectionBegun,
    SentenceChecked,
)
from blackbird.models.scripted import ScriptedModel
from blackbird.pipeline.deep import report
from blackbird.pipeline.notebook import Asked, as_json, from_json
from tests.pipeline.flows import Clock
from tests.pipeline.reports import (
    ASKED,
    LATER,
    OPENED,
    PAID,
    WHO,
    Drawer,
    delivered,
    told,
    tram,
)


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
