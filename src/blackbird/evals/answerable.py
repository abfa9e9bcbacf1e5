"""Does a passage answer a question? Passages of titles that were not trained on."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from random import Random
from types import MappingProxyType

from blackbird.evals.pairs import Asked, read_passages
from blackbird.evals.plot import Series, line_plot
from blackbird.evals.report import Beside, Figure, Report
from blackbird.evals.run import Run
from blackbird.text.words import content_words
from blackbird.training.measures import area, roc

_BATCH = 32
_MOST = 400
"""Questions of each set; the figure changes little beyond."""

# As a gate before answering, over noise passages of RGB: "reference/models" of this project.
_PUBLISHED: Mapping[str, Beside] = MappingProxyType(
    {"xquad_en": (("1.5 B, one word", 0.86), ("cosine", 0.62), ("0.5 B, one word", 0.57))}
)


@dataclass(frozen=True, slots=True)
class Pairing:
    """A question beside a passage."""

    question: str
    passage: str
    answers: bool


async def measure(run: Run) -> Report:
    """AUC of "this passage answers" against the passages that look most alike."""
    figures: list[Figure] = []
    files: list[Path] = []
    curves: list[Series] = []
    for name in ("xquad_en", "jsquad_valid"):
        files += [run.path("qa", f"{name}.{part}.jsonl") for part in ("passages", "questions")]
        pairs = pairings(read_passages(run, name), run.random, min(_MOST, run.limit or _MOST))
        right = [pair.answers for pair in pairs]
        if len(set(right)) < 2:
            continue  # too few passages to choose from
        scores = await _scored(run, name, pairs)
        figures.append(
            Figure(f"{name}: AUC", area(scores, right), len(pairs), beside=_PUBLISHED.get(name, ()))
        )
        curves.append(Series(name, roc(scores, right)))
    run.plot(
        "answerable-roc.svg",
        line_plot(
            "Does the passage answer?",
            "wrong ones taken",
            "right ones taken",
            curves,
            diagonal=True,
        ),
    )
    return run.report("answerable", figures, files)


def pairings(passages: Sequence[Asked], random: Random, most: int) -> list[Pairing]:
    """Each question beside its passage, beside the one most like it without the answer, and
    beside any other of the same title.
    """
    asked = [(p, q, answers) for p in passages for q, answers in p.questions]
    chosen = random.sample(asked, min(len(asked), most))
    words = {p.id: content_words(p.text) for p in passages}
    found: list[Pairing] = []
    for own, question, answers in chosen:
        found.append(Pairing(question, own.text, answers=True))
        wanted = content_words(question)
        without = [p for p in passages if p.id != own.id and not any(a in p.text for a in answers)]
        near = max(without, key=lambda p: len(words[p.id] & wanted), default=None)
        sisters = [p for p in without if p.title == own.title and p is not near]
        others = [near] if near else []
        others += random.sample(sisters, min(1, len(sisters)))
        found += [Pairing(question, p.text, answers=False) for p in others]
    return found


async def _scored(run: Run, name: str, pairs: Sequence[Pairing]) -> list[float]:
    scorer = await run.assistant.loaded.scorer()
    scores: list[float] = []
    for start in range(0, len(pairs), _BATCH):
        run.progress(name, start, len(pairs))
        part = [(pair.question, pair.passage) for pair in pairs[start : start + _BATCH]]
        scores += (await scorer.score(part))[:, 3].tolist()
    return scores
