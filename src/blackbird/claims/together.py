"""One chance out of several readings of long evidence.

A claim may rest on any of them, so that chances add up; windows overlap by half and share their
sentences with the picked reading, so that each beside the best counts half. A reading that rather
denies the claim than says nothing of it counts against it, half as well: long texts always have a
window in which a false claim is not denied. Both halves were compared with other weights on titles
that are not learnt from (``docs/log.md``).
"""

from __future__ import annotations

from collections.abc import Sequence

_SHARED = 0.5
_DENIED = 0.5


def together(supports: Sequence[float], denials: Sequence[float]) -> float:
    """Chance that the claim holds, by each reading's support and its denial.

    ``denials`` are nought where a reading rather says nothing. One reading is as it is.
    """
    if len(supports) == 1:
        return supports[0]
    *others, best = sorted(supports)
    doubt = 1 - best
    for chance in others:
        doubt *= (1 - chance) ** _SHARED
    return float((1 - doubt) * (1 - max(denials)) ** _DENIED)
