"""Makes one ranking of what was found by words and what was found by meaning.

Scores are added, not ranks: between languages a question shares hardly a word with its
answer, and rank fusion then counts chance matches as much as meaning (mean reciprocal rank
.520 against .911 on Spanish questions over English passages). Cosine and BM25 are first
brought to one scale: BM25 is divided by the most that *this* query could reach in *this*
index, so a query of which most terms are unknown here gets next to nothing from its words.
"""

from __future__ import annotations

from collections.abc import Mapping

TEXT_WEIGHT = 0.15
"""How much words count beside meaning, which counts 1."""

LOWEST_COSINE = 0.0
"""What is no more alike than this gets nothing for its meaning."""


def fuse(
    lexical: Mapping[int, float],
    semantic: Mapping[int, float],
    highest: float,
    with_vector: bool = True,
) -> list[tuple[int, float]]:
    """Key and score, best first; scores from 0 to 1.

    ``lexical``: key → BM25, ``highest`` the most it could be; ``semantic``: key → cosine. A
    key that stands in one of them alone has 0 in the other. Without a query vector only
    words count.
    """
    words = 1.0 / highest if highest > 0.0 else 0.0
    if not with_vector:
        scores = {key: bm25 * words for key, bm25 in lexical.items()}
    else:
        meaning = 1.0 / ((1.0 - LOWEST_COSINE) * (1.0 + TEXT_WEIGHT))
        words *= TEXT_WEIGHT / (1.0 + TEXT_WEIGHT)
        scores = {
            key: (cosine - LOWEST_COSINE) * meaning if cosine > LOWEST_COSINE else 0.0
            for key, cosine in semantic.items()
        }
        for key, bm25 in lexical.items():
            scores[key] = scores.get(key, 0.0) + bm25 * words
    ranked = sorted(scores.items(), key=_best_first)
    return [(key, score if score < 1.0 else 1.0) for key, score in ranked]


def contenders(
    lexical: Mapping[int, float],
    semantic: Mapping[int, float],
    highest: float,
    limit: int,
) -> list[int]:
    """Keys found by words alone that a cosine could still bring among the first ``limit``.

    ``semantic`` holds the nearest passages, so no other is nearer than its farthest: that
    bounds what the others can reach, and spares looking up the vectors of most.
    """
    alone = [key for key in lexical if key not in semantic]
    ranked = fuse(lexical, semantic, highest)
    if not alone or not semantic or len(ranked) <= limit:
        return alone
    threshold = ranked[limit - 1][1]
    farthest = min(semantic.values())
    best = fuse({key: lexical[key] for key in alone}, dict.fromkeys(alone, farthest), highest)
    return [key for key, score in best if score >= threshold]


def _best_first(pair: tuple[int, float]) -> tuple[float, int]:
    return -pair[1], pair[0]
