"""Repair: what does not hold is dropped, and what the evidence answers better is quoted.

A quotation is always true to its evidence. Whether it answers was read by the judge's encoder, for
each part of the question by itself: an answer to one of two questions is half an answer.

What a small model writes mostly holds and often misses the question all the same ("the conjecture
that this is so holds"). The encoder does not tell such a sentence from an answer, since both have
the question's words; but it does tell their evidence. So what rests on evidence that answers
nothing is left out, and beside what a small model says always stands what answers best, unless it
says so itself.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

import numpy as np
from numpy.typing import NDArray

from blackbird.claims.attribution import without_source
from blackbird.claims.calibration import logit
from blackbird.pipeline.chances import said_chances
from blackbird.pipeline.quoting import quotation
from blackbird.protocols import PairScorer
from blackbird.text.expected import expected, holds_expected
from blackbird.text.questions import parts_of
from blackbird.text.words import content_words
from blackbird.types import Checking, Evidence, Label, Plan, Sentence

_BETTER = 0.3
"""What is quoted answers with this much more probability than what was said, or than nothing."""
_SURE = 0.5
"""Where nothing that was drafted holds, what is quoted answers at least with this probability: that
the draft fell is a sign that nothing answers."""
_ABOUT = 0.3
"""What answers with so much less probability than the best may still come first by its passage."""
_CLOSE = 1.5
"""Log odds between what answers best and another sentence of its passage that is quoted with it."""
_MISSING = 0.3
"""What a sentence rests on answers with less than this share of the best one's probability: then
it misses the question. For 120 questions of titles held back, this finds 14 of 20 drafted sentences
that rest on another passage than the right one, and 16 of 113 that rest on it.
"""
_SAID = 0.6  # of a quotation's own words; then it is as good as said
_LEAST = 1e-6
_STOPS = " .!?。．！？"
_DROPPED: dict[Checking, tuple[Label, ...]] = {
    "strict": ("refuted", "not_enough_info"),
    "marked": ("refuted",),
    "off": (),
}


def settle(sentence: Sentence, check: Checking) -> Sentence:
    """``sentence``, dropped if this way of checking does not let it stand."""
    return replace(sentence, dropped=sentence.verdict in _DROPPED[check])


def misses(
    sentence: Sentence, evidence: Sequence[Evidence], answering: Sequence[Sequence[float]]
) -> bool:
    """Whether ``sentence`` rests on evidence that answers no part of the question, or hardly, where
    other evidence does. ``answering`` as in ``repair``.
    """
    if sentence.verdict != "supported" or not sentence.citations:
        return False
    table = _table(answering)
    best = table.max(1, initial=0.0)[:, None]
    shares = np.where(best > 0.0, table / np.maximum(best, _LEAST), 1.0).max(0)
    known = {e.id: float(share) for e, share in zip(evidence, shares, strict=True)}
    return max(known.get(cited, 1.0) for cited in sentence.citations) < _MISSING


async def repair(
    plan: Plan,
    evidence: Sequence[Evidence],
    answering: Sequence[Sequence[float]],
    sentences: Sequence[Sentence],
    scorer: PairScorer | None,
) -> list[Sentence]:
    """The quotations that are to stand behind ``sentences``.

    ``answering[i]``: the probability that evidence i answers, for each part of the question.
    With a ``scorer`` only parts are quoted that no sentence answers nearly as well; without, what
    answers best, unless it was said, and a sentence beside it that answers about as well. Raises
    ``ModelError``.
    """
    asked = parts_of(plan.standalone)
    table = _table(answering, len(asked))
    said = [s.text for s in sentences if not s.dropped and s.verdict == "supported"]
    known = np.zeros(len(asked))
    if not said and table.max(initial=0.0) < _SURE:
        return []
    if scorer is not None and said:
        known = (await said_chances(asked, said, scorer)).max(axis=1)
    chosen = _chosen(asked, table, evidence, said, known)
    if scorer is None:
        chosen += _neighbour(asked, table, evidence, said, chosen)
    return [quotation(evidence[i], plan.language) for i in chosen]


def _chosen(
    asked: Sequence[str],
    table: NDArray[np.float64],
    evidence: Sequence[Evidence],
    said: Sequence[str],
    known: NDArray[np.float64],
) -> list[int]:
    """For each part what answers it best, if that is not said."""
    chosen: list[int] = []
    for part, row, before in zip(asked, table, known, strict=True):
        if not row.size:
            continue
        best = _best(row) if len(asked) == 1 else int(row.argmax())
        quoted = row[chosen].max(initial=0.0)
        if row[best] > max(before, quoted) + _BETTER and not _is_said(
            part, evidence[best].text, said
        ):
            chosen.append(best)
    return chosen


def _best(row: NDArray[np.float64]) -> int:
    """The first, as the evidence is ranked, of those that answer about as well as any."""
    return int((row >= row.max() - _ABOUT).argmax())


def _neighbour(
    asked: Sequence[str],
    table: NDArray[np.float64],
    evidence: Sequence[Evidence],
    said: Sequence[str],
    chosen: Sequence[int],
) -> list[int]:
    """Where one sentence is quoted for one question, the next of its passage that answers about as
    well: which of two neighbours answers is often not to be told.
    """
    if len(asked) != 1 or len(chosen) != 1:
        return []
    (first,), (row,) = chosen, table
    near = [
        i
        for i, other in enumerate(evidence)
        if i != first
        and other.passage.id == evidence[first].passage.id
        and row[i] > _BETTER
        and logit(float(row[first])) - logit(float(row[i])) < _CLOSE
        and not _is_said(asked[0], other.text, [*said, evidence[first].text])
    ]
    return near[:1]


def _table(answering: Sequence[Sequence[float]], parts: int = 0) -> NDArray[np.float64]:
    """Probabilities, ``(parts, pieces of evidence)``; 0 for what was not read by itself."""
    parts = parts or max(map(len, answering), default=0) or 1
    return np.array([row or [0.0] * parts for row in answering]).reshape(-1, parts).T


def _is_said(asked: str, text: str, said: Sequence[str]) -> bool:
    """Whether what ``text`` adds to the question was said: its own words, and the value asked for.

    Who says it adds nothing: that stands beside each quotation. A text without words of its own was
    said if all of it was.
    """
    whole, kind = " ".join(said), expected(asked)
    if holds_expected(text, kind) and not holds_expected(whole, kind):
        return False
    own = content_words(without_source(text)) - content_words(asked)
    if not own:
        return text.strip(_STOPS) in whole
    return len(own & content_words(whole)) >= _SAID * len(own)
