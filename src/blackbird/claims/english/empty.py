"""Where "it" stands for nothing: ``It is raining``, ``It is illegal to smoke``."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import pairwise

from blackbird.claims.english import words as w
from blackbird.claims.english.parse import Word, is_finite, may_be_past

_BE = w.BE | {"be", "been", "being"}
_CLAUSE = frozenset("that whether how why who".split())
_TIME_CLAUSE = frozenset("when where while".split())
_ENDS = frozenset(".,;!")
_VERB = frozenset(
    "seems appears took takes rained rains snowed snows follows turned turns depends seem appear "
    "take rain snow follow turn depend".split()
)
"""After "it", which then stands for nothing."""
_IS = frozenset(
    "raining snowing cold hot warm dark late early clear possible impossible hard difficult easy "
    "important necessary likely unlikely common rare known believed thought said estimated unclear "
    "true worth time midnight noon sunny windy cloudy".split()
)
"""After "it is", and after "it became"."""
_BECAME = frozenset("became becomes become got gets get grew grows grow remained remains".split())
_WITH_INFINITIVE = _BECAME | frozenset(
    "makes made make helps helped help pays paid pay costs cost feels felt matters suffices "
    "requires required needs needed".split()
)
_SAID_OF_THING = w.PASSIVE | w.THING_PASSIVE | {"used", "made", "moved", "given", "sent", "closed"}
"""With these an infinitive tells what for: ``It was built to last``."""
_TIME = w.CALENDAR | frozenset(
    "day days night morning afternoon evening week weeks month months year years hours minutes "
    "decades centuries summer winter spring autumn".split()
)


def is_empty(words: Sequence[Word], at: int) -> bool:
    """Whether the "it" at ``at`` may stand for nothing that was named."""
    rest = words[at + 1 :]
    n, be = 0, False
    while n < len(rest) and rest[n].low in w.AUXILIARY | w.ADVERB | w.NEGATION | _BE:
        be = be or rest[n].low in _BE
        n += 1
    if n == len(rest) or rest[n].text in _ENDS or any(word.low in _CLAUSE for word in rest):
        return True
    if be:
        return _says_nothing(rest, n)
    verb = rest[n].low
    if verb in _VERB or (verb in _WITH_INFINITIVE and _has_infinitive(rest)):
        return True
    return verb in _BECAME and any(word.low in _IS for word in rest[n + 1 : n + 3])


def _says_nothing(rest: Sequence[Word], n: int) -> bool:
    """Whether what stands after "it is" makes it empty."""
    if any(word.low in _IS for word in rest[n : n + 2]) or _is_time(rest, n):
        return True
    if rest[n].low in _SAID_OF_THING:
        return False
    if _has_infinitive(rest):
        return True
    if rest[n].low in w.PARTICIPLE or may_be_past(rest, n):
        return False
    return any(word.low in _TIME_CLAUSE for word in rest[n:])


def _has_infinitive(words: Sequence[Word]) -> bool:
    for to, verb in pairwise(words):
        plain = verb.text.isalpha() and verb.text.islower() and verb.low not in w.DETERMINER
        if to.low == "to" and plain:
            return True
    return False


def _is_time(words: Sequence[Word], at: int) -> bool:
    """``a cold day``, ``1945``, ``Monday``; not ``300 years old``."""
    end = at
    while end < len(words) and words[end].is_word and words[end].low not in w.PREPOSITION:
        if end > at and is_finite(words, end):
            break
        end += 1
    if end == at:
        return False
    year = end == at + 1 and len(words[at].text) == 4 and words[at].text.isdigit()
    return year or words[end - 1].low in _TIME
