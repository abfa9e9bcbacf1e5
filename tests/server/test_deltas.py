"""What is sent joins to what is delivered, whatever the verdicts."""

from __future__ import annotations

import re
from collections.abc import AsyncGenerator, Sequence
from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from blackbird.assistant import Assistant
from blackbird.events import (
    Delivered,
    DraftPiece,
    Event,
    Planned,
    SectionBegun,
    SentenceChecked,
)
from blackbird.models.scripted import ScriptedModel, ScriptedScorer
from blackbird.pipeline.deliver import Findings, deliver
from blackbird.protocols import Sampling
from blackbird.server.deltas import Ending, chunks, deltas
from blackbird.settings import Settings
from blackbird.types import (
    Evidence,
    Kind,
    Label,
    Passage,
    Plan,
    Question,
    Section,
    Sentence,
    Turn,
)
from tests.fakes.embedder import HashEmbedder
from tests.fakes.narrator import tall_or_short

LABELS: tuple[Label, ...] = ("supported", "refuted", "not_enough_info", "not_a_claim")
EVIDENCE = tuple(Evidence(n, Passage(f"p{n}", f"Text {n}."), f"Text {n}.", 0, 7, 1) for n in (1, 2))
SENTENCES = st.lists(
    st.builds(
        Sentence,
        text=st.text(st.characters(exclude_categories=["Cs"]), min_size=1, max_size=40).map(
            lambda text: text.strip() or "一"
        ),
        verdict=st.sampled_from(LABELS),
        score=st.just(0.5),
        citations=st.sampled_from([(), (1,), (1, 2)]),
    ),
    max_size=6,
)


def plan_of(language: str = "en", kind: Kind = "lookup") -> Plan:
    return Plan(kind, "What?", ("What?",), language)


async def replay(events: Sequence[Event]) -> AsyncGenerator[Event]:
    for event in events:
        yield event


def run_of(sentences: Sequence[Sentence], plan: Plan, *, evidence: bool = True) -> list[Event]:
    found = Findings(tuple(sentences), EVIDENCE if evidence else ())
    answer = deliver(Question("What?"), plan, found, "m", {})
    checked = [SentenceChecked(n, s) for n, s in enumerate(sentences)]
    drafted = [DraftPiece(s.text) for s in sentences]
    return [Planned(plan), *drafted, *checked, Delivered(answer)]


async def heard(
    events: Sequence[Event], *, check: bool = True, stops: Sequence[str] = ()
) -> tuple[list[str], Ending]:
    items = [item async for item in deltas(replay(events), check=check, stops=stops)]
    ending = items[-1]
    assert isinstance(ending, Ending)
    return [item for item in items if isinstance(item, str)], ending


@given(SENTENCES, st.sampled_from(["en", "ja", "zh", "ko"]), st.booleans())
async def test_what_is_sent_is_the_answer_for_all_verdicts(
    sentences: list[Sentence], language: str, evidence: bool
) -> None:
    events = run_of(sentences, plan_of(language), evidence=evidence)
    texts, ending = await heard(events)
    assert ending.answer is not None
    assert "".join(texts) == ending.answer.text


@given(st.lists(st.sampled_from(LABELS), min_size=1, max_size=3))
async def test_so_it_is_through_the_whole_assistant(verdicts: list[Label]) -> None:
    says = {
        "supported": "The tower is tall in {}. [1]",
        "refuted": "The tower is short in {}. [1]",
        "not_enough_info": "The tower is grey in {}. [1]",
        "not_a_claim": "Is the tower in {}?",
    }
    draft = " ".join(says[v].format(f"spring{n}") for n, v in enumerate(verdicts))

    def script(_: Sequence[Turn], __: Sampling) -> str:
        return draft

    asked = Question(
        "What is the tower?", passages=("The tower stands in the town.",), check="marked"
    )
    settings = Settings(data_dir="unused")
    assistant = Assistant(
        settings,
        models={"mini": ScriptedModel(script)},
        embedder=HashEmbedder(),
        scorer=ScriptedScorer(tall_or_short),
    )
    items = [item async for item in deltas(assistant.stream(asked), check=True)]
    ending = items.pop()
    assert isinstance(ending, Ending)
    assert ending.answer is not None
    assert "".join(map(str, items)) == ending.answer.text
    assert ending.answer.abstained == ("supported" not in verdicts)
    assert [s.verdict for s in ending.answer.sentences] == verdicts


@given(SENTENCES)
async def test_nothing_is_sent_before_a_sentence_holds(sentences: list[Sentence]) -> None:
    *before, _ = run_of(sentences, plan_of())
    holds = any(s.verdict == "supported" and s.citations for s in sentences)
    sent = [item async for item in deltas(replay(before), check=True)]
    assert bool(sent) == holds


@given(SENTENCES, st.sampled_from(["lookup", "task", "talk"]))
async def test_an_unchecked_draft_is_passed_on_piece_by_piece(
    sentences: list[Sentence], kind: Kind
) -> None:
    check = kind != "lookup"  # tasks and talk are never checked
    texts, ending = await heard(run_of(sentences, plan_of(kind=kind)), check=check)
    if sentences:
        assert texts == [s.text for s in sentences]
    assert ending.pieces == len(sentences)


async def test_without_a_draft_the_abstention_is_sent() -> None:
    texts, ending = await heard(run_of([], plan_of(), evidence=False), check=False)
    assert ending.answer is not None
    assert "".join(texts) == ending.answer.text == "I could not establish this."


@pytest.mark.parametrize(("kind", "runs_on"), [("task", False), ("lookup", True)])
async def test_a_stop_ends_a_draft_at_once_and_an_answer_after_its_proofs(
    kind: Kind, runs_on: bool
) -> None:
    sentences = [
        Sentence("One two.", "supported", 1.0, (1,)),
        Sentence("Three.", "supported", 1.0, (1,)),
    ]
    texts, ending = await heard(run_of(sentences, plan_of(kind=kind)), stops=["two"])
    assert "".join(texts) == "One "
    assert (ending.answer is not None) == runs_on


async def test_what_might_have_begun_a_stop_is_sent_at_the_end() -> None:
    sentences = [Sentence("One tw", "not_checked", 0.0)]
    texts, _ = await heard(run_of(sentences, plan_of(kind="task")), stops=["two"])
    assert texts == ["One ", "tw"]


async def test_closing_it_closes_the_run() -> None:
    closed: list[bool] = []

    async def run() -> AsyncGenerator[Event]:
        try:
            yield Planned(plan_of(kind="task"))
            yield DraftPiece("one")
            yield DraftPiece("two")
        finally:
            closed.append(True)

    texts = deltas(run(), check=True)
    assert await anext(texts) == "one"
    await texts.aclose()
    assert closed == [True]


@given(st.text())
def test_chunks_are_small_and_join_to_the_text(text: str) -> None:
    pieces = list(chunks(text))
    assert "".join(pieces) == text
    assert all(len(re.sub(r"\s", "", piece)) <= 12 for piece in pieces)


@given(
    st.lists(SENTENCES, min_size=1, max_size=4),
    st.sampled_from(["en", "ja", "zh"]),
    st.text(st.characters(exclude_categories=["Cs"]), max_size=10),
)
async def test_a_report_is_sent_with_its_headings_as_it_is_delivered(
    parts: list[list[Sentence]], language: str, title: str
) -> None:
    plan = plan_of(language)
    events: list[Event] = [Planned(plan)]
    sections: list[Section] = []
    count = 0
    for number, own in enumerate(parts):
        heading = f"{title} {number}"
        dropped = [replace(s, dropped=s.verdict == "refuted") for s in own]
        events.append(SectionBegun(number + 1, len(parts), heading))
        events += [SentenceChecked(count + n, s) for n, s in enumerate(dropped)]
        if any(not s.dropped for s in dropped):
            sections.append(Section(heading, count, count + len(own)))
        count += len(own)
    said = tuple(e.sentence for e in events if isinstance(e, SentenceChecked))
    found = Findings(said, EVIDENCE, sections=tuple(sections))
    answer = deliver(Question("What?"), plan, found, "m", {})
    texts, _ = await heard([*events, Delivered(answer)])
    assert "".join(texts) == answer.text
    assert answer.text.count("## ") >= len(answer.sections)
    if any(s.verdict == "supported" and s.citations for s in said):
        early, _ = await heard([*events, Delivered(replace(answer, text=""))])
        assert "".join(early) == answer.text  # all of it before the end
