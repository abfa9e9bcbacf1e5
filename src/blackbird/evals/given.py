"""Questions beside given passages: one that answers, and those that only look as if they did."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import AsyncIterator, Sequence
from dataclasses import dataclass
from pathlib import Path

from blackbird.evals.pairs import Asked, read_passages
from blackbird.evals.retrieval import indexed
from blackbird.evals.run import Run
from blackbird.events import Delivered
from blackbird.types import Answer, Document, Query, Question

SETS = ("xquad_en", "jsquad_valid")
MOST = 200
"""Questions of each set."""
WORDS = 60
"""Of an answer that are read, so that copying everything does not win."""
_SIGNS_OF_A_WORD = 2.5
"""Japanese sets no spaces: a word of English takes about so many of its signs."""
_SEARCHED = 30  # passages searched, of which those without the answer are taken
_MARKS = re.compile(r"(?:\[\d+\])+")
_WIDE = re.compile(r"[\u3040-\u30ff\u3400-\u9fff]")


@dataclass(frozen=True, slots=True)
class Given:
    """A question, the strings that answer it, its passage, and others in the order of a search.

    None of ``others`` holds an answer.
    """

    text: str
    answers: tuple[str, ...]
    gold: str
    others: tuple[str, ...]

    def passages(self, run: Run, noise: int, *, gold: bool = True) -> tuple[str, ...]:
        """The first ``noise`` of the others, and the right one, in an order drawn by ``run``."""
        chosen = [*([self.gold] if gold else []), *self.others[:noise]]
        run.random.shuffle(chosen)
        return tuple(chosen)


async def read_given(run: Run, name: str, noise: int) -> list[Given]:
    """Questions of a set's unseen titles, each with ``noise`` others. Raises ``BadInput``."""
    passages = read_passages(run, name)
    asked = [(p, question, answers) for p in passages for question, answers in p.questions]
    most = min(MOST, run.limit or MOST, len(asked))
    chosen = run.random.sample(asked, most)
    documents = [Document(p.id, p.text, language=p.language) for p in passages]
    found: list[Given] = []
    async with indexed(run.assistant, documents, run.progress, name) as assistant:
        for own, question, answers in chosen:
            hits = await assistant.search(Query(question, limit=_SEARCHED))
            texts = [hit.passage.text for hit in hits]
            others = _without(own, answers, texts)[:noise]
            if len(others) == noise:  # of a small set not every question has as many
                found.append(Given(question, answers, own.text, tuple(others)))
    return found


def _without(own: Asked, answers: Sequence[str], texts: Sequence[str]) -> list[str]:
    return [t for t in dict.fromkeys(texts) if t not in own.text and not holds(t, answers)]


async def answered(
    run: Run, what: str, items: Sequence[tuple[Given, tuple[str, ...]]]
) -> AsyncIterator[tuple[Given, Answer]]:
    """Ask each question beside its passages, through the door that everyone uses."""
    for done, (given, passages) in enumerate(items):
        run.progress(what, done, len(items))
        model = run.assistant.settings.model
        question = Question(given.text, passages=passages, model=model)
        async for event in run.assistant.stream(question):
            if isinstance(event, Delivered):
                yield given, event.answer
    run.progress(what, len(items), len(items))


def files_of(run: Run) -> list[Path]:
    """The files that the sets are read from. Raises ``BadInput``."""
    parts = ("passages", "questions")
    return [run.path("qa", f"{name}.{part}.jsonl") for name in SETS for part in parts]


def says(answer: Answer, answers: Sequence[str]) -> bool:
    """Whether the first words of ``answer`` hold one of the strings, and it does not abstain."""
    return not answer.abstained and holds(first_words(_MARKS.sub("", answer.text)), answers)


def holds(text: str, answers: Sequence[str]) -> bool:
    """Whether ``text`` holds one of the strings, whatever their case and width."""
    plain = _plain(text)
    return any(_plain(answer) in plain for answer in answers)


def first_words(text: str, words: int = WORDS) -> str:
    """The beginning of ``text``, as long as so many words of English."""
    if len(_WIDE.findall(text)) * 2 > len(text):
        return text[: int(words * _SIGNS_OF_A_WORD)]
    return " ".join(text.split()[:words])


def _plain(text: str) -> str:
    return " ".join(unicodedata.normalize("NFKC", text).lower().split())
