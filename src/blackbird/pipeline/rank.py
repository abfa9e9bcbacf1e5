"""From passages to evidence: the few sentences that the answer may rest on, best first.

Words and vectors choose passages, the judge's encoder reads those with the question, and then
their sentences by themselves: on titles that it had not learnt from, the sentence that answers is
the first or the second for .94 of 207 questions, without the last step for .91.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Callable, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from blackbird.claims.calibration import logit
from blackbird.pipeline.around import around
from blackbird.pipeline.chances import alone_chances, chances
from blackbird.pipeline.rivals import rivals
from blackbird.protocols import Embedder, PairScorer
from blackbird.text.quotable import split_quotable
from blackbird.text.tokens import estimate_tokens
from blackbird.text.words import content_words
from blackbird.types import Evidence, Hit, Passage, Span

PASSAGES = 8  # passages whose sentences are looked at
SENTENCES = 64  # sentences embedded for a question: 64 of 25 tokens take 0.1 s on two cores
ITEMS = 8
_WORD_WEIGHT = 0.15  # a shared word counts as much as this share of the cosine's whole range
_PASSAGE_WEIGHT = 0.3
_AROUND_FIRST = 1.0  # what a passage answers, for which of its sentences are read alone
_AROUND = 0.75  # and for their place after that
_ODDS = 0.1  # of log odds: probabilities near 1 hardly differ, and what they stand for does
_FRESH = (
    0.4  # what answers is a whole point above what does not, and half of it above a weak answer
)
_UNREAD = -6.0  # log odds of what was not read alone: unlikely, or it would have been
READ = 6  # passages that are read beside the question: each costs some hundredths of a second
ALONE = 12  # sentences that are then read by themselves; each costs half as much
_OF_EACH = 4  # of one passage: where each is about the same, a long one would take all places
_EMBEDDED = 16  # passages that are compared as a whole where nothing else orders them
# multilingual-e5 puts unrelated sentences near .80 and translations of one sentence above .90.
_COSINE_LOW, _COSINE_HIGH = 0.80, 0.96


@dataclass(frozen=True, slots=True)
class Ranked:
    """The picked evidence, what may dispute it, and how near all of them are to one another.

    ``alike[i][j]`` is the cosine of items i and j over its usual range, 0 to 1; rivals count behind
    the evidence, as their ids do. ``chances[i]`` has the probability that item i of the evidence
    answers, for each part of the question; ``answers`` is the highest of all that was read, 0 if
    nothing was.
    """

    evidence: tuple[Evidence, ...]
    rivals: tuple[Evidence, ...] = ()
    alike: tuple[tuple[float, ...], ...] = ()
    answers: float = 0.0
    chances: tuple[tuple[float, ...], ...] = ()


@dataclass(frozen=True, slots=True)
class _Candidate:
    passage: Passage
    span: Span
    score: float
    vector: NDArray[np.float32]
    chances: tuple[float, ...]


async def rank(
    question: str,
    hits: Sequence[Hit],
    embedder: Embedder,
    scorer: PairScorer | None,
    *,
    budget_tokens: int,
    parts: Sequence[str] = (),
    fresh: Callable[[Passage], float] = lambda _: 0.0,
) -> Ranked:
    """Pick sentences out of ``hits`` until ``budget_tokens`` are used; ids count from 1.

    Vectors and words choose what is read; what the scorer finds to answer the question, or one of
    its ``parts``, rises. Without a scorer nothing is read and nothing rises: a claim has sentences
    that bear on it, but none that answers it. ``fresh``, from 0 to 1, decides between those that
    answer about as well.
    """
    asked = await embedder.embed([question], "query")
    passages = await _nearest(question, asked[0], _distinct(hits), embedder)
    vectors, pairs = await _vectors(passages, embedder)
    if not pairs:
        return Ranked(())
    scores = _scores(question, asked[0], vectors, pairs)
    answering = await _answering(question, pairs, scores, scorer) if scorer else {}
    near = [answering.get(hit.passage.id, 0.0) for hit, _ in pairs]
    alone: dict[int, tuple[float, ...]] = {}
    if scorer:
        first = [s + _AROUND_FIRST * a for s, a in zip(scores, near, strict=True)]
        read = _few_of_each(pairs, first)
        found = await alone_chances(parts or (question,), [pairs[i] for i in read], scorer)
        alone = dict(zip(read, found, strict=True))
    scores = [
        s
        + _AROUND * a
        + (_of_chances(alone.get(i, ())) if scorer else 0.0)
        + _FRESH * fresh(pairs[i][0].passage)
        for i, (s, a) in enumerate(zip(scores, near, strict=True))
    ]
    low, best = min(0.0, *scores), max(scores)
    scores = [(s - low) / (best - low) if best > low else 0.0 for s in scores]
    candidates = [
        _Candidate(hit.passage, span, scores[i], vectors[i], alone.get(i, ()))
        for i, (hit, span) in enumerate(pairs)
    ]
    ordered = _in_order(candidates)
    picked = _pick(ordered, budget_tokens)
    against = _against(picked, ordered)
    return Ranked(
        tuple(_evidence(n, c) for n, c in enumerate(picked, start=1)),
        tuple(_evidence(n, c) for n, c in enumerate(against, start=len(picked) + 1)),
        alike(np.stack([c.vector for c in (*picked, *against)])),
        max((max(own) for own in alone.values()), default=0.0),
        tuple(c.chances for c in picked),
    )


async def _nearest(
    question: str, asked: NDArray[np.float32], passages: Sequence[Hit], embedder: Embedder
) -> list[Hit]:
    """The passages to look at: the first, or where all came with one score the nearest."""
    if len(passages) <= PASSAGES or passages[0].score != passages[-1].score:
        return list(passages[:PASSAGES])
    words = content_words(question)
    shared = [len(words & content_words(hit.passage.text)) for hit in passages]
    tried = sorted(range(len(passages)), key=lambda i: -shared[i])[:_EMBEDDED]
    texts = [passages[i].passage.text for i in tried]
    cosine = await embedder.embed(texts, "passage") @ asked
    near = sorted(zip(cosine.tolist(), tried, strict=True), key=lambda pair: (-pair[0], pair[1]))
    return [passages[i] for _, i in near[:PASSAGES]]


async def _vectors(
    passages: Sequence[Hit], embedder: Embedder
) -> tuple[NDArray[np.float32], list[tuple[Hit, Span]]]:
    """A vector for each quotable piece: the stored one, or one made now for the first few."""
    known: list[NDArray[np.float32]] = []
    pairs: list[tuple[Hit, Span]] = []
    unknown: list[tuple[Hit, Span]] = []
    for hit in passages:
        pieces = [(hit, piece) for piece in split_quotable(hit.passage.text)]
        # Vectors stored under another cut are nearly always more or fewer.
        if hit.pieces is not None and len(hit.pieces) == len(pieces):
            known.append(hit.pieces)
            pairs += pieces
        else:
            unknown += pieces
    unknown = unknown[:SENTENCES]
    if unknown:
        known.append(await embedder.embed([piece.text for _, piece in unknown], "passage"))
    return np.concatenate(known) if known else np.zeros((0, 0), np.float32), pairs + unknown


def _scores(
    question: str,
    asked: NDArray[np.float32],
    vectors: NDArray[np.float32],
    pairs: Sequence[tuple[Hit, Span]],
) -> list[float]:
    """Cosine over its range among the candidates, plus shared words, plus the passage's score."""
    cosine = vectors @ asked
    spread = float(cosine.max() - cosine.min()) or 1.0
    words = content_words(question)
    out: list[float] = []
    for (hit, span), value in zip(pairs, cosine, strict=True):
        shared = len(words & content_words(span.text)) / len(words) if words else 0.0
        near = (float(value) - float(cosine.min())) / spread
        out.append(near + _WORD_WEIGHT * 4 * shared + _PASSAGE_WEIGHT * hit.score)
    best = max(out)
    return [max(0.0, s / best) if best > 0 else 0.0 for s in out]


async def _answering(
    question: str,
    pairs: Sequence[tuple[Hit, Span]],
    scores: Sequence[float],
    scorer: PairScorer,
) -> dict[str, float]:
    """For the passages with the best sentences: how likely what surrounds these answers."""
    first: dict[str, int] = {}
    for i in sorted(range(len(pairs)), key=lambda i: (-scores[i], i)):
        first.setdefault(pairs[i][0].passage.id, i)
    read = list(first.items())[:READ]
    found = await chances([question], [_around(pairs, i) for _, i in read], scorer)
    return {passage: float(value) for (passage, _), value in zip(read, found[0], strict=True)}


def _few_of_each(pairs: Sequence[tuple[Hit, Span]], scores: Sequence[float]) -> list[int]:
    """The best sentences, not too many of any passage."""
    taken: Counter[str] = Counter()
    chosen: list[int] = []
    for i in sorted(range(len(pairs)), key=lambda i: (-scores[i], i)):
        passage = pairs[i][0].passage.id
        if taken[passage] < _OF_EACH and len(chosen) < ALONE:
            taken[passage] += 1
            chosen.append(i)
    return chosen


def _of_chances(own: Sequence[float]) -> float:
    """What the chances of a sentence by itself count; they are empty if it was not read."""
    return max(own) + _ODDS * logit(max(own)) if own else _ODDS * _UNREAD


def _around(pairs: Sequence[tuple[Hit, Span]], best: int) -> str:
    """What is read of the passage whose piece at ``best`` is its nearest."""
    hit, span = pairs[best]
    spans = sorted((s for h, s in pairs if h.passage.id == hit.passage.id), key=lambda s: s.start)
    return around(hit.passage.text, spans, span)


def _distinct(hits: Sequence[Hit]) -> list[Hit]:
    """Each text once: copies of one text under several addresses are one piece of evidence."""
    seen: set[str] = set()
    out: list[Hit] = []
    for hit in hits:
        key = re.sub(r"\W+", "", hit.passage.text).lower()
        if key and key not in seen:
            seen.add(key)
            out.append(hit)
    return out


def _in_order(candidates: Sequence[_Candidate]) -> list[_Candidate]:
    """Best first; before all, what answers each of several parts best."""
    ranked = sorted(candidates, key=lambda c: -c.score)
    read = [c for c in ranked if c.chances]
    several = len(read[0].chances) if read else 0
    if several < 2:
        return ranked
    first = [read[int(np.argmax([c.chances[part] for c in read]))] for part in range(several)]
    return [*{id(c): c for c in (*first, *ranked)}.values()]


def _pick(ranked: Sequence[_Candidate], budget_tokens: int) -> list[_Candidate]:
    picked: list[_Candidate] = []
    used = 0
    for candidate in ranked:
        cost = estimate_tokens(candidate.span.text) + 5  # the id, the brackets, the line's end
        if picked and used + cost > budget_tokens:
            continue
        if any(_covers(c, candidate) for c in picked):
            continue
        picked.append(candidate)
        used += cost
        if len(picked) == ITEMS:
            break
    return picked


def _against(picked: Sequence[_Candidate], ordered: Sequence[_Candidate]) -> list[_Candidate]:
    """The candidates that may dispute what was picked."""
    left = [c for c in ordered if not any(_covers(p, c) for p in picked)]
    others = [_evidence(n, c) for n, c in enumerate(left)]
    found = rivals([_evidence(n, c) for n, c in enumerate(picked)], others)
    return [left[e.id] for e in found]


def _covers(picked: _Candidate, candidate: _Candidate) -> bool:
    if picked.span.text == candidate.span.text:
        return True
    return (
        picked.passage.id == candidate.passage.id
        and picked.span.start < candidate.span.end
        and candidate.span.start < picked.span.end
    )


def alike(vectors: NDArray[np.float32]) -> tuple[tuple[float, ...], ...]:
    """How near unit vectors are to one another: their cosines over the usual range, 0 to 1."""
    near = np.clip((vectors @ vectors.T - _COSINE_LOW) / (_COSINE_HIGH - _COSINE_LOW), 0.0, 1.0)
    return tuple(tuple(float(v) for v in row) for row in near)


def _evidence(number: int, candidate: _Candidate) -> Evidence:
    start = candidate.passage.start + candidate.span.start
    return Evidence(
        id=number,
        passage=candidate.passage,
        text=candidate.span.text,
        start=start,
        end=start + len(candidate.span.text),
        score=round(candidate.score, 4),
    )
