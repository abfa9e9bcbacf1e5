"""What else the passages hold on what was picked: sentences that are alike and say otherwise.

Little is picked, and what is long takes all the room; a copy of it with another figure would not be
seen, though it is what a reader most needs to know. The model is not shown it: it only chooses one.
"""

from __future__ import annotations

from collections.abc import Sequence

from blackbird.claims.disputes import may_dispute
from blackbird.text.words import content_words
from blackbird.types import Evidence

MOST = 8
_ALIKE = 0.4  # of the words of the longer: what shares less is about another thing
_LONGEST = 1200  # characters of a piece that are compared


def rivals(picked: Sequence[Evidence], others: Sequence[Evidence]) -> list[Evidence]:
    """Those of ``others`` that may dispute what was picked, then those that may dispute these.

    The second are on the side of what was picked: how many independent sources a side has is
    counted. Whether they do dispute it, the judge reads later.
    """
    words = {id(e): content_words(e.text[:_LONGEST]) for e in (*picked, *others)}
    found: list[Evidence] = []
    for side in (picked, found):  # the second time over what the first time found
        for one in list(side):
            for other in others:
                if len(found) == MOST:
                    return found
                if other not in found and _rival(one, other, words):
                    found.append(other)
    return found


def _rival(one: Evidence, other: Evidence, words: dict[int, frozenset[str]]) -> bool:
    if one.passage.sha256 == other.passage.sha256 and one.passage.id == other.passage.id:
        return False
    a, b = words[id(one)], words[id(other)]
    if not a or len(a & b) < _ALIKE * max(len(a), len(b)):
        return False
    return may_dispute(one.text[:_LONGEST], other.text[:_LONGEST])
