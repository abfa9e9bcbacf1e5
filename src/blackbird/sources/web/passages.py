"""Cut pages into passages that know their address and offsets, and score them for a question.

The scale is that of the documents' index, so that hits of both can stand in one list: cosine above
its floor, and the share of the question's words, rarer ones counting more.
"""

from __future__ import annotations

import asyncio
import hashlib
import math
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass

from blackbird.index.fusion import FLOOR, MEANING, WORDS
from blackbird.protocols import Embedder
from blackbird.sources.web.reading import Read
from blackbird.text.chunk import chunk
from blackbird.text.words import content_words
from blackbird.types import Hit, Passage

_READ = 60_000  # characters of a page: fifteen of paper; what lies further down is not cut
_EMBEDDED = 24  # passages that get a vector: half a second on two cores
_BEST_OF_EACH = 2  # of each page whatever its words are: those of another language share none
_NAMED = 0.1  # what the engines' opinion of a page counts


@dataclass(frozen=True, slots=True)
class _Piece:
    passage: Passage
    named: float
    share: float


async def passages_of(
    read: Sequence[Read], question: str, embedder: Embedder, limit: int
) -> tuple[Hit, ...]:
    """The passages of the pages that fit the question best, best first."""
    pieces = await asyncio.to_thread(_pieces, read, question)
    if not pieces:
        return ()
    near = _promising(pieces)
    asked = (await embedder.embed([question], "query"))[0]
    cosines = await embedder.embed([piece.passage.text for piece in near], "passage") @ asked
    hits = [
        Hit(piece.passage, _score(piece, float(cosine)))
        for piece, cosine in zip(near, cosines, strict=True)
    ]
    return tuple(sorted(hits, key=lambda h: (-h.score, h.passage.id))[:limit])


def _pieces(read: Sequence[Read], question: str) -> list[_Piece]:
    passages = [(p, item.candidate.score) for item in read for p in _passages(item)]
    wanted = content_words(question)
    own = [wanted & content_words(f"{p.title} {p.text}") for p, _ in passages]
    counts = Counter(word for words in own for word in words)
    weights = {w: math.log(1 + len(passages) / (0.5 + counts[w])) for w in wanted}
    whole = sum(weights.values()) or 1.0
    return [
        _Piece(passage, named, sum(weights[w] for w in words) / whole)
        for (passage, named), words in zip(passages, own, strict=True)
    ]


def _passages(item: Read) -> list[Passage]:
    page = item.page
    url = page.url or item.candidate.url
    digest = hashlib.sha256(page.text.encode("utf-8", "surrogatepass")).hexdigest()
    return [
        Passage(
            id=f"{url}#{n}",
            text=span.text,
            start=span.start,
            end=span.end,
            url=url,
            title=page.title or item.candidate.title,
            date=item.date,
            language=page.language,
            fetched_at=page.fetched_at,
            sha256=digest,
            source="web",
        )
        for n, span in enumerate(chunk(page.text[:_READ]), start=1)
    ]


def _promising(pieces: Sequence[_Piece]) -> list[_Piece]:
    """Those with the most of the question's words, and the first and best of each page."""
    taken: Counter[str] = Counter()
    first: list[_Piece] = []
    others: list[_Piece] = []
    for piece in sorted(pieces, key=lambda p: -p.share):  # stable: the beginning of a page first
        url = piece.passage.url
        taken[url] += 1
        (first if taken[url] <= _BEST_OF_EACH else others).append(piece)
    return [*first, *others][:_EMBEDDED]


def _score(piece: _Piece, cosine: float) -> float:
    near = max(0.0, cosine - FLOOR) / (1.0 - FLOOR)
    return min(1.0, MEANING * near + WORDS * piece.share + _NAMED * piece.named)
