"""What rests on posts alone is looked for elsewhere, and said to rest on them."""

from __future__ import annotations

from collections.abc import AsyncGenerator, Sequence
from dataclasses import replace

import pytest

from blackbird.claims.judge import EvidenceJudge
from blackbird.events import Delivered, Event, EvidencePicked, SentenceChecked
from blackbird.models.scripted import Chance, ScriptedScorer
from blackbird.pipeline.parts import Parts
from blackbird.server.deltas import deltas
from blackbird.types import Answer, Evidence, Hit, Query, Question
from tests.pipeline.flows import Shelf, answer_of, events_of, parts, says
from tests.pipeline.reports import OPENED, PAID, delivered, plainly, tram

ASKED = "When was the bridge of Aldenport closed?"
SAID = "The bridge of Aldenport was closed on Monday."
DOCUMENT = "The council wrote: the bridge of Aldenport was closed on Monday morning."
AGAINST = "The bridge of Aldenport was never closed, not on Monday either."
ELSE = "A brewer owns many barrels."


class Posts(Shelf):
    """Posts, each of another account unless one is named."""

    def __init__(self, *texts: str, account: str = "") -> None:
        super().__init__(*texts, name="posts")
        self._account = account

    async def search(self, query: Query) -> Sequence[Hit]:
        hits = await super().search(query)
        return [
            replace(
                hit,
                passage=replace(
                    hit.passage,
                    id=f"at://{n}",
                    source="posts",
                    sha256=f"p{n}",
                    title=self._account or f"account {n}",
                ),
            )
            for n, hit in enumerate(hits)
        ]


def judged(first: str, second: str) -> float:
    return 0.01 if "never" in second else plainly(first, second)


def heard(posts: Posts, *documents: Shelf, said: str, chance: Chance = judged) -> Parts:
    scorer = ScriptedScorer(chance)
    made = replace(parts(says(said), posts), scorer=scorer, judge=EvidenceJudge(scorer))
    return replace(made, confirming=documents, evidence_tokens=400)


async def answered(posts: Posts, document: Shelf, said: str = f"{SAID} [1]") -> Answer:
    return await answer_of(Question(ASKED), heard(posts, document, said=said))


def alone(answer: Answer) -> list[str]:
    return [n for n in answer.notes if "posts alone" in n or "投稿だけ" in n]


async def test_what_a_document_confirms_is_cited_and_no_note_says_posts_alone() -> None:
    answer = await answered(Posts(SAID), Shelf(ELSE, DOCUMENT))
    (sentence,) = answer.sentences
    quotes = {c.id: (c.source, c.quote) for c in answer.citations}
    cited = [quotes[i] for i in sentence.citations]
    assert cited == [("posts", SAID), ("documents", DOCUMENT)]
    assert answer.text == f"{SAID} [1][2]"
    assert not alone(answer)
    assert "As of 2026-11-22 00:00 UTC." in answer.notes


async def test_what_a_document_contradicts_is_told_as_a_dispute() -> None:
    answer = await answered(Posts(SAID), Shelf(AGAINST))
    (dispute,) = answer.disputes
    quotes = {c.id: c.quote for c in answer.citations}
    assert dispute.claim == SAID
    assert [quotes[i] for i in dispute.supported_by] == [SAID]
    assert [quotes[i] for i in dispute.refuted_by] == [AGAINST]
    assert alone(answer)


@pytest.mark.parametrize(("account", "count"), [("", 2), ("ann.example", 1)])
async def test_where_nothing_is_found_independent_accounts_are_counted(
    account: str, count: int
) -> None:
    mill = "The mill of Aldenport stands under water."
    posts = Posts(SAID, mill, account=account)
    (note,) = alone(await answered(posts, Shelf(ELSE), f"{SAID} [1] {mill} [2]"))
    assert note.startswith("This rests")
    assert f"({count} independent)" in note


async def test_where_only_a_part_rests_on_posts_that_is_said() -> None:
    tower = "The old lighthouse of Aldenport is red."
    said = f"{SAID} [1] {tower} [2]"
    answer = await answered(Posts(SAID, tower), Shelf(DOCUMENT), said)
    assert len(answer.sentences) == 2
    (note,) = alone(answer)
    assert note.startswith("Part of this rests")


async def test_without_posts_nothing_is_asked_and_nothing_noted() -> None:
    document = Shelf(DOCUMENT)
    made = heard(Posts(), document, said=f"{DOCUMENT} [1]")
    answer = await answer_of(Question(ASKED), replace(made, sources=(Shelf(DOCUMENT),)))
    assert answer.notes == ()
    assert document.queries == []


async def test_three_sentences_are_looked_for_and_no_more() -> None:
    texts = [f"The {w} of Aldenport was closed." for w in ("quay", "tower", "mill")]
    texts.append("A school stands in the north.")
    document = Shelf(ELSE)
    marked = " ".join(f"{text} [{n}]" for n, text in enumerate(texts, start=1))
    answer = await answered(Posts(*texts), document, marked)
    assert len(answer.sentences) == 4
    assert len(document.queries) == 3


async def test_one_passage_that_confirms_two_sentences_has_one_number() -> None:
    two = "The bridge was closed on Monday morning."
    answer = await answered(Posts(SAID, two), Shelf(DOCUMENT), f"{SAID} [1] {two} [2]")
    quotes = [c.quote for c in answer.citations]
    assert quotes.count(DOCUMENT) == 1
    (number,) = [c.id for c in answer.citations if c.quote == DOCUMENT]
    assert [number in s.citations for s in answer.sentences] == [True, True]


async def test_in_japanese_it_is_said_in_japanese() -> None:
    said = "アルデンポートの橋は月曜日に閉鎖された。"
    question = Question("アルデンポートの橋はいつ閉鎖されましたか？")
    nothing = heard(Posts(said), Shelf(ELSE), said=f"{said}[1]")
    answer = await answer_of(question, nothing)
    (note,) = alone(answer)
    assert "投稿1件" in note
    assert any("2026-11-22 00:00 UTC現在" in n for n in answer.notes)
    written = f"市の発表によると、{said}"
    confirmed = await answer_of(question, replace(nothing, confirming=(Shelf(written),)))
    assert not alone(confirmed)
    assert {c.source for c in confirmed.citations} == {"posts", "documents"}


async def test_a_sentence_is_told_when_its_marks_are_known() -> None:
    made = heard(Posts(SAID), Shelf(DOCUMENT), said=f"{SAID} [1]")
    events = await events_of(Question(ASKED), made)
    last = events[-1]
    assert isinstance(last, Delivered)
    told = [e.sentence for e in events if isinstance(e, SentenceChecked)]
    assert tuple(told) == last.answer.sentences
    known: list[tuple[Evidence, ...]] = [
        e.evidence for e in events if isinstance(e, EvidencePicked)
    ]
    assert {i for s in told for i in s.citations} <= {e.id for e in known[-1]}

    async def again() -> AsyncGenerator[Event]:
        for event in events:
            yield event

    pieces = [p async for p in deltas(again(), check=True)]
    assert "".join(p for p in pieces if isinstance(p, str)) == last.answer.text


@pytest.mark.parametrize("confirmed", [False, True])
async def test_a_report_says_of_posts_what_an_answer_says(confirmed: bool) -> None:
    document = Shelf(OPENED, PAID) if confirmed else Shelf(ELSE)
    made = tram(sources=(Posts(OPENED, PAID),), confirming=(document,))
    answer = await delivered(Question("How did the tram of Aldenport come about?", deep=True), made)
    assert answer.sections
    assert bool(alone(answer)) is not confirmed
    assert "As of 2026-11-22 00:00 UTC." in answer.notes
    assert {"documents"} <= {c.source for c in answer.citations} or not confirmed
