"""A report with a scripted model, a library that is searched by words, and a drawer in memory."""

from __future__ import annotations

import json
import re
from collections.abc import Collection, Sequence
from dataclasses import replace
from typing import Any

from blackbird.claims.judge import EvidenceJudge
from blackbird.errors import DiskFull, SourceError
from blackbird.events import Delivered, Event
from blackbird.models.scripted import Chance, ScriptedModel, ScriptedScorer
from blackbird.pipeline.deep import report
from blackbird.pipeline.parts import Parts
from blackbird.protocols import Sampling
from blackbird.text.words import content_words
from blackbird.types import Answer, Hit, Passage, Query, Question, Turn
from tests.pipeline.flows import parts

ASKED = Question("How did the tram of Aldenport come about?", deep=True)
OPENED = "The tram of Aldenport opened in 1889."
PAID = "A brewer paid for the tram of Aldenport."
LATER = "The tram of Aldenport opened in 1891."
WHO = "Who paid for the tram of Aldenport?"
WHEN = "When did the tram of Aldenport open?"


class Library:
    """A source that finds the texts that share words with the query."""

    name = "documents"

    def __init__(self, *texts: str, titles: Sequence[str] = ()) -> None:
        self._passages = [
            Passage(f"d{n}#1", t, 0, len(t), sha256=f"h{n}", title=title)
            for n, (t, title) in enumerate(
                zip(texts, titles or [""] * len(texts), strict=True), start=1
            )
        ]
        self.queries: list[str] = []
        self.fails = ""

    async def search(self, query: Query) -> Sequence[Hit]:
        self.queries.append(query.text)
        if self.fails:
            raise SourceError(self.fails, "Try later.")
        asked = content_words(query.text)
        shared = [(len(asked & content_words(p.text)), p) for p in self._passages]
        return [Hit(p, n / (len(asked) or 1)) for n, p in shared if n]


class Drawer:
    """Keeps what is written as JSON, as a file would."""

    def __init__(self) -> None:
        self.text = ""
        self.writes = 0
        self.full = False
        self.quoted: Collection[str] = ()

    def read(self) -> Any:
        return json.loads(self.text) if self.text else None

    def write(self, value: Any, quoted: Collection[str]) -> None:
        if self.full:
            raise DiskFull("The disk is full.", "Make room.")
        self.text = json.dumps(value)
        self.quoted = quoted
        self.writes += 1

    def clear(self) -> None:
        self.text = ""


def telling(planned: Sequence[str], said: dict[str, str], *, small: bool = False) -> ScriptedModel:
    """A model that plans these questions, and says to a question what ``said`` has for a word
    of it; each sentence picks the first note.
    """

    def script(messages: Sequence[Turn], sampling: Sampling) -> str:
        if sampling.lane == "plan":
            return json.dumps({"questions": list(planned)})
        asked = re.search(r"Question: (.*)", messages[-1].content)
        assert asked is not None
        return next((text for word, text in said.items() if word in asked[1]), "I do not know. [1]")

    return ScriptedModel(script, small=small)


TRAM = {"come about": f"{OPENED} [1]", "paid": f"{PAID} [1]", "open": f"{OPENED} [1]"}


def plainly(first: str, second: str) -> float:
    """Every text answers every question; a claim follows from a text that has its words."""
    if first.endswith(("?", "？")):
        return 0.9
    words = content_words(first)
    return 0.9 if len(words & content_words(second)) >= 0.8 * len(words) else 0.2


def tram(
    *texts: str, planned: Sequence[str] = (WHO,), chance: Chance = plainly, **more: Any
) -> Parts:
    """Parts over a library, with a judge that believes what ``chance`` says."""
    made = parts(telling(planned, TRAM))
    scorer = ScriptedScorer(chance)
    library = Library(*(texts or (OPENED, PAID)))
    own = {"scorer": scorer, "judge": EvidenceJudge(scorer), "sources": (library,)}
    return replace(made, **{**own, **more})


async def told(question: Question, with_parts: Parts, drawer: Drawer | None = None) -> list[Event]:
    return [event async for event in report(question, with_parts, drawer or Drawer())]


async def delivered(question: Question, with_parts: Parts, drawer: Drawer | None = None) -> Answer:
    last = (await told(question, with_parts, drawer))[-1]
    assert isinstance(last, Delivered)
    return last.answer
