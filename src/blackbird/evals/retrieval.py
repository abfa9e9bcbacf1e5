"""Is the passage that answers a question found first? Measured through the door people use.

Each set is indexed in a folder of its own that is thrown away; each passage is a document.
"""

from __future__ import annotations

import tempfile
from collections.abc import Mapping, Sequence
from contextlib import asynccontextmanager
from dataclasses import dataclass, replace
from pathlib import Path
from types import MappingProxyType
from typing import TYPE_CHECKING

from blackbird.assistant import Assistant
from blackbird.errors import BadInput
from blackbird.evals.plot import Series, line_plot
from blackbird.evals.report import Figure, Report
from blackbird.evals.run import Progress, Run, no_progress, read_rows
from blackbird.types import Document, Hit, Query

if TYPE_CHECKING:
    from collections.abc import AsyncGenerator

FOLDER = "qa"
LIMIT = 10
"""Passages asked for: MRR counts none below."""
_BATCH = 64  # documents embedded and committed together
# Translated questions are asked of the passages in the first language: that is what is hard.
_OVER: Mapping[str, str] = MappingProxyType({"xquad_es": "xquad_en"})
_QUESTIONS, _PASSAGES = ".questions.jsonl", ".passages.jsonl"


@dataclass(frozen=True, slots=True)
class Asked:
    """A question, the strings that answer it, and the id of the passage that holds one."""

    text: str
    answers: tuple[str, ...]
    passage: str
    title: str


@dataclass(frozen=True, slots=True)
class QaSet:
    """Questions and the documents that they are asked of."""

    name: str
    questions: tuple[Asked, ...]
    documents: tuple[Document, ...]
    files: tuple[Path, ...]


async def measure(run: Run) -> Report:
    """Hits@1, Hits@5 and MRR@10 for each set of questions in ``qa/``."""
    figures: list[Figure] = []
    files: list[Path] = []
    curves: list[Series] = []
    for path in run.folder(FOLDER, f"*{_QUESTIONS}"):
        qa = read_set(path.parent, path.name.removesuffix(_QUESTIONS))
        questions = run.sample(qa.questions)
        files += qa.files
        async with indexed(run.assistant, qa.documents, run.progress, qa.name) as assistant:
            ranks: list[int | None] = []
            for question in questions:
                run.progress(f"asking {qa.name}", len(ranks), len(questions))
                hits = await assistant.search(Query(question.text, limit=LIMIT))
                ranks.append(rank_of(question.passage, hits))
            run.progress(f"asking {qa.name}", len(ranks), len(questions))
        figures += figures_of(qa.name, ranks)
        curves.append(Series(qa.name, [(k, hits_at(ranks, k)) for k in range(1, LIMIT + 1)]))
    run.plot(
        "retrieval-hits.svg",
        line_plot("Is the passage among the first k?", "k", "share of questions", curves),
    )
    embedder = await run.assistant.loaded.embedder()
    return run.report("retrieval", figures, files, model=None, embedder=embedder.name)


def read_set(folder: Path, name: str, *, titled: bool = False) -> QaSet:
    """The set ``name`` of a ``qa`` folder; ``titled`` gives each passage its questions' title.

    Raises ``BadInput``.
    """
    asked = folder / f"{name}{_QUESTIONS}"
    over = folder / f"{_OVER.get(name, name)}{_PASSAGES}"
    if not over.is_file():
        raise BadInput(f"The passages of {name} are missing.", f"They are expected at {over}.")
    questions = tuple(
        Asked(
            str(row["question"]),
            tuple(map(str, row["answers"])),
            str(row["passage"]),
            str(row.get("title", "")).replace("_", " "),
        )
        for row in read_rows(asked, "question", "answers", "passage")
    )
    titles = {q.passage: q.title for q in questions} if titled else {}
    documents = tuple(
        Document(str(row["id"]), str(row["text"]), titles.get(str(row["id"]), ""))
        for row in read_rows(over, "id", "text")
    )
    shown = name if name not in _OVER else f"{name} over {_OVER[name]}"
    return QaSet(shown, questions, documents, (asked, over))


@asynccontextmanager
async def indexed(
    owner: Assistant,
    documents: Sequence[Document],
    progress: Progress = no_progress,
    name: str = "",
) -> AsyncGenerator[Assistant]:
    """An assistant like ``owner``, with its embedder and judge, that knows only ``documents``."""
    embedder, scorer = await owner.loaded.embedder(), await owner.loaded.scorer()
    with tempfile.TemporaryDirectory(prefix="blackbird-eval-") as folder:
        settings = replace(owner.settings, data_dir=folder)
        other = Assistant(settings, clock=owner.clock, embedder=embedder, scorer=scorer)
        async with other as assistant:
            for at in range(0, len(documents), _BATCH):
                progress(f"indexing {name}", at, len(documents))
                await assistant.add_documents(documents[at : at + _BATCH])
            yield assistant


def rank_of(document: str, hits: Sequence[Hit]) -> int | None:
    """Place of the first passage of ``document``, from 1; None if it is not among ``hits``."""
    ids = [hit.passage.id.rpartition("#")[0] for hit in hits]
    return ids.index(document) + 1 if document in ids else None


def figures_of(name: str, ranks: Sequence[int | None]) -> list[Figure]:
    """The figures of one set; none for an empty one."""
    if not ranks:
        return []
    of = len(ranks)
    return [
        Figure(f"{name}: Hits@1", hits_at(ranks, 1), of),
        Figure(f"{name}: Hits@5", hits_at(ranks, 5), of),
        Figure(f"{name}: MRR@{LIMIT}", mean_reciprocal_rank(ranks), of),
    ]


def hits_at(ranks: Sequence[int | None], k: int) -> float:
    """Share of ranks that are ``k`` or better; 0 for no ranks."""
    return sum(r is not None and r <= k for r in ranks) / max(1, len(ranks))


def mean_reciprocal_rank(ranks: Sequence[int | None]) -> float:
    """Mean of one over the rank, 0 where nothing was found or it stands below ``LIMIT``."""
    return sum(1 / r for r in ranks if r is not None and r <= LIMIT) / max(1, len(ranks))
