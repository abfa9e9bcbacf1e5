"""A flow with a scripted model, a shelf of passages and a clock that stands still."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import UTC, datetime

from blackbird.claims.judge import EvidenceJudge
from blackbird.errors import SourceError
from blackbird.events import (
    Delivered,
    Event,
)
from blackbird.models.scripted import ScriptedModel, ScriptedScorer
from blackbird.pipeline.flow import run
from blackbird.pipeline.parts import Parts
from blackbird.types import Answer, Hit, Passage, Query, Question
from tests.fakes.embedder import HashEmbedder

TOWER = "The tower opened in 1889. It is 330 metres tall. Its painter was unknown."
BRIDGE = "The bridge was closed in 1950."


class Clock:
    """Stands still at one moment; durations grow by a millisecond a look."""

    def __init__(self) -> None:
        self.looks = 0

    def now(self) -> datetime:
        return datetime(2026, 11, 22, tzinfo=UTC)

    def monotonic(self) -> float:
        self.looks += 1
        return self.looks / 1000


class Shelf:
    """A source that always finds the same passages."""

    def __init__(self, *texts: str, name: str = "documents", error: str = "") -> None:
        self.name = name
        self._texts = texts
        self._error = error
        self.queries: list[str] = []

    async def search(self, query: Query) -> Sequence[Hit]:
        self.queries.append(query.text)
        if self._error:
            raise SourceError(self._error, "Try later.")
        return [
            Hit(Passage(f"d{n}#1", t, 0, len(t), sha256=f"h{n}", title=f"t{n}"), 1.0 / n)
            for n, t in enumerate(self._texts, start=1)
        ]


MARK = "a1b2c3"


def parts(model: ScriptedModel, *sources: Shelf) -> Parts:
    scorer = ScriptedScorer()
    return Parts(
        model, HashEmbedder(), EvidenceJudge(scorer), scorer, sources, Clock(), lambda: MARK
    )


async def events_of(question: Question, with_parts: Parts) -> list[Event]:
    return [event async for event in run(question, with_parts)]


async def answer_of(question: Question, with_parts: Parts) -> Answer:
    last = (await events_of(question, with_parts))[-1]
    assert isinstance(last, Delivered)
    return last.answer


def says(text: str) -> ScriptedModel:
    return ScriptedModel(lambda _m, _s: text)
