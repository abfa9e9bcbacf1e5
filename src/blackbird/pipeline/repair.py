"""Repair: what does not hold is dropped, and what the evidence answers better is quoted.

A quotation is always true to its evidence. Whether it answers was read by the judge's encoder, for
each part of the question by itself: an answer to one of two questions is half an answer.

What a small model writes mostly holds and often misses the question all the same ("the conjecture
that this is so holds"), and nothing here tells such a sentence from an answer: the encoder gives
both the same chance, since both have the question's words. So beside a small model's sentences
always stands what answers best, unless they say it already.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

import numpy as np
from numpy.typing import NDArray

from blackbird.claims.attribution import without_source
from blackbird.pipeline.chances import said_chances
from blackbird.pipeline.quoting import quotation
from blackbird.protocols import PairScorer
from blackbird.text.expected import expected, holds_expected
from blackbird.text.questions import parts_of
from blackbird.text.words import content_words
from blackbird.types import Checking, Evidence, Label, Plan, Sentence

_BETTER = 0.3
"""What is quoted answers with this much more probability than what was said, or than nothing."""
_SURE = 0.7
"""Where nothing that was drafted holds, what is quoted answers at least with this probability: that
the draft fell is a sign that nothing answers."""
_SAID = 0.6  # of a quotation's own words; then it is as good as said
_STOPS = " .!?。．！？"
_DROPPED: dict[Checking, tuple[Label, ...]] = {
    "strict": ("refuted", "not_enough_info"),
    "marked": ("refuted",),
    "off": (),
}


def settle(sentence: Sentence, check: Checking) -> Sentence:
    """``sentence``, dropped if this way of checking does not let it stand."""
    return replace(sentence, dropped=sentence.verdict in _DROPPED[check])


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
    answers best, unless it was said. Raises ``ModelError``.
    """
    asked = parts_of(plan.standalone)
    table = np.array([row or [0.0] * len(asked) for row in answering]).reshape(-1, len(asked)).T
    said = [s.text for s in sentences if not s.dropped and s.verdict == "supported"]
    known = np.zeros(len(asked))
    if not said and table.max(initial=0.0) < _SURE:
        return []
    if scorer is not None and said:
        known = (await said_chances(asked, said, scorer)).max(axis=1)
    chosen = _chosen(asked, table, evidence, said, known)
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
        best = int(row.argmax())
        quoted = row[chosen].max(initial=0.0)
        if row[best] > max(before, quoted) + _BETTER and not _is_said(
            part, evidence[best].text, said
        ):
            chosen.append(best)
    return chosen


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
