"""Questions beside given passages: one that answers, and those that only look as if they did."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import AsyncIterator, Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from random import Random

from blackbird.evals.pairs import read_passages
from blackbird.evals.retrieval import indexed
from blackbird.evals.run import Run
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
    others: tuple[str, ...] = ()

    def passages(self, run: Run, noise: int, *, gold: bool = True) -> tuple[str, ...]:
        """The first ``noise`` of the others, and the right one, in an order drawn by the seed.

        Of the question and the passages alone: what two evaluations ask beside the same ones is
        the same.
        """
        chosen = [*([self.gold] if gold else []), *self.others[:noise]]
        Random(f"{run.seed} {self.text}").shuffle(chosen)
        return tuple(chosen)


async def read_given(run: Run, name: str, noise: int) -> list[Given]:
    """Questions of a set's unseen titles, each with ``noise`` others. Raises ``BadInput``."""
    asked = read_asked(run, name)
    return await beside(run, name, run.random.sample(asked, min(most(run), len(asked))), noise)


def most(run: Run) -> int:
    """Questions of a set that ``run`` asks at most."""
    return min(MOST, run.limit or MOST)


def read_asked(run: Run, name: str) -> list[Given]:
    """All questions of a set's unseen titles, without others yet. Raises ``BadInput``."""
    return [
        Given(question, answers, passage.text)
        for passage in read_passages(run, name)
        for question, answers in passage.questions
    ]


async def beside(run: Run, name: str, asked: Sequence[Given], noise: int) -> list[Given]:
    """The same, each with the ``noise`` first others that a search finds; those that have as many.

    Searched are the passages of the set's unseen titles. Raises ``BadInput``.
    """
    documents = [Document(p.id, p.text, language=p.language) for p in read_passages(run, name)]
    return await nearest(run, name, documents, asked, noise)


async def nearest(
    run: Run, name: str, documents: Sequence[Document], asked: Sequence[Given], noise: int
) -> list[Given]:
    """As ``beside``, with ``documents`` in the place of the set's own."""
    found: list[Given] = []
    async with indexed(run.assistant, documents, run.progress, name) as assistant:
        for given in asked:
            hits = await assistant.search(Query(given.text, limit=_SEARCHED))
            texts = dict.fromkeys(hit.passage.text for hit in hits)
            others = [t for t in texts if t not in given.gold and not holds(t, given.answers)]
            if len(others) >= noise:  # of a small set not every question has as many
                found.append(replace(given, others=tuple(others[:noise])))
    return found


async def answered(
    run: Run, what: str, items: Sequence[tuple[Given, tuple[str, ...]]]
) -> AsyncIterator[tuple[Given, Answer]]:
    """Ask each question beside its passages, through the door that everyone uses.

    What was asked before and is still known is not asked again. Raises as ``Assistant.ask``.
    """
    for done, (given, passages) in enumerate(items):
        run.progress(what, done, len(items))
        model = run.assistant.settings.model
        question = Question(given.text, passages=passages, model=model)
        known = run.answers.of(question)
        answer = known or await run.assistant.ask(question)
        if not known:
            run.answers.keep(question, answer)
        yield given, answer
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
