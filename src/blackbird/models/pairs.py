"""Two texts as one row of token ids, as XLM-R joins a pair."""

from __future__ import annotations

from blackbird.models.unigram import END, UnigramTokenizer

MOST_FIRST = 128
"""Tokens that the first text may take; a claim or a question has seldom more than fifty."""


def pair_ids(tokenizer: UnigramTokenizer, first: str, second: str, limit: int) -> list[int]:
    """``<s> first </s></s> second </s>``, at most ``limit`` ids; the second text is cut."""
    ids = tokenizer.encode(first, min(MOST_FIRST, limit // 2))
    rest = tokenizer.encode(second, limit - len(ids))
    return [*ids, END, *rest[1:]]
