"""Passages that score nearly alike are read beside the question, and only those."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import pairwise

import numpy as np
from hypothesis import given
from hypothesis import strategies as st

from blackbird.models.scripted import ScriptedScorer
from blackbird.pipeline.reread import MARGIN, READ, close, reread
from blackbird.types import Hit, Passage
from tests.fakes.embedder import HashEmbedder


def hits(*scored: tuple[str, float]) -> list[Hit]:
    return [Hit(Passage(f"d{n}#1", text), score) for n, (text, score) in enumerate(scored)]


class Reader(ScriptedScorer):
    """Finds that a text answers if it speaks of 1889; keeps what it read."""

    def __init__(self) -> None:
        super().__init__(lambda _, text: 0.9 if "1889" in text else 0.1)
        self.read: list[str] = []

    async def score(self, pairs: Sequence[tuple[str, str]]) -> np.ndarray:
        self.read += [text for _, text in pairs]
        return await super().score(pairs)


async def order(found: Sequence[Hit], reader: Reader) -> list[str]:
    read = await reread("When did the tower open?", found, HashEmbedder(), reader)
    return [hit.passage.text for hit in read]


async def test_of_two_that_score_alike_the_one_that_answers_comes_first() -> None:
    found = hits(("The tower is tall.", 0.60), ("It opened in 1889.", 0.58), ("A zoo.", 0.2))
    assert await order(found, Reader()) == ["It opened in 1889.", "The tower is tall.", "A zoo."]


async def test_one_that_stands_alone_costs_no_reading() -> None:
    found = hits(("The tower is tall.", 0.60), ("It opened in 1889.", 0.50))
    reader = Reader()
    assert await order(found, reader) == ["The tower is tall.", "It opened in 1889."]
    assert reader.read == []
    assert await order([], reader) == []


async def test_of_a_long_passage_the_piece_nearest_to_the_question_is_read() -> None:
    filler = "The zoo has many lions and a very long fence around the river. " * 20
    long = f"{filler}The tower did open in 1889. {filler}"
    reader = Reader()
    found = hits(("The tower is tall.", 0.60), (long, 0.58))
    assert (await order(found, reader))[0] == long
    assert "1889" in reader.read[1]
    assert len(reader.read[1]) < len(long) / 4


async def test_what_is_stored_of_pieces_is_not_embedded_again() -> None:
    texts = ["The tower is tall. A zoo is near.", "A lion came. The tower opened in 1889."]
    embedder = HashEmbedder()
    plain = hits((texts[0], 0.6), (texts[1], 0.6))
    pieces = await embedder.embed(["The tower is tall.", "A zoo is near."], "passage")
    stored = [Hit(plain[0].passage, 0.6, pieces), plain[1]]
    embedder.calls = 0
    await reread("When did the tower open?", stored, embedder, Reader())
    assert embedder.calls == 2  # the question, and the pieces of the second passage


@given(st.lists(st.floats(0, 1), max_size=12))
async def test_nothing_is_lost_and_scores_still_fall(scores: list[float]) -> None:
    found = hits(
        *(
            (f"Text {n} of 1889." if n % 2 else f"Text {n}.", s)
            for n, s in enumerate(sorted(scores, reverse=True))
        )
    )
    reader = Reader()
    read = await reread("When?", found, HashEmbedder(), reader)
    assert sorted(h.passage.id for h in read) == sorted(h.passage.id for h in found)
    assert all(a.score >= b.score for a, b in pairwise(read))
    assert all(0 <= h.score <= 1 for h in read)
    assert len(reader.read) == close(found) <= READ
    assert read[close(found) :] == tuple(found[close(found) :])
    assert all(h.score >= found[0].score - MARGIN for h in read[: close(found)])
