"""Names in a claim of which its evidence knows nothing.

A claim about somebody whom the evidence never names is seldom supported by it. The judge knows
this only roughly, since it saw few names; counted exactly, it helps. How much is fitted with the
calibration.
"""

from __future__ import annotations

import re

from blackbird.text.names import names_in

_LONG = 4  # characters; "Al" also begins "also"
_WORD = re.compile(r"[^\W_]{2,}")
_WIDE = re.compile(r"[\u3040-\u30ff\u3400-\u9fff\uac00-\ud7af]")  # letters; emoji are none


def strange_names(claim: str, evidence: str) -> float:
    """Share of the claim's names of which no word stands in the evidence, 0 to 1.

    0 where there are no names, and where the two texts are of different scripts: there a name is
    written differently.
    """
    names = [claim[a:b] for a, b in names_in(claim)]
    if not names or _wide(claim) != _wide(evidence):
        return 0.0
    folded = evidence.casefold()
    return sum(not _stands(name, folded) for name in names) / len(names)


def _stands(name: str, folded: str) -> bool:
    """Whether any word of a name stands in the text: people are called by their last one."""
    return any(_begins_word(word.casefold(), folded) for word in _WORD.findall(name))


def _begins_word(word: str, folded: str) -> bool:
    """Whether ``word`` is one of the text, or the beginning of one: "German" of "Germans"."""
    if not word.isascii():
        return word in folded
    after = "" if len(word) >= _LONG else r"(?![a-z])"
    return re.search(rf"(?<![a-z0-9]){re.escape(word)}{after}", folded) is not None


def _wide(text: str) -> bool:
    return _WIDE.search(text) is not None
