"""English opinions of the speaker's own: a liking, or a value that he gives to something.

A guess at a fact is none: ``I think Ulm is old`` can be checked, ``I think Ulm is lovely`` cannot.
"""

from __future__ import annotations

import re

_STANCE = re.compile(
    r"\bI (?:\w+ )?(?:think|believe|feel|guess|suppose|suspect|find)\b|"
    r"\b[Ii]n my (?:\w+ )?(?:opinion|view)\b|\b[Ii]f you ask me\b|\b[Tt]o my mind\b|"
    r"\A(?:personally|imho|imo),"
)
_VALUES = re.compile(
    r"(?:\b(?:is|are|was|were|be|looks?|seems?|it|sounds?|tastes?)|'s) (?:\w+ ){0,3}"
    r"(?:(?:good|better|best|bad|worse|worst|great|ugly|beautiful|lovely|nice|amazing|"
    r"awesome|wonderful|terrible|horrible|awful|boring|interesting|fascinating|funny|fun|"
    r"overrated|underrated|important|delicious|tasty|impressive|sad|perfect|excellent)"
    r"(?: (?!\w+ed\b|known|paid|off)\w+)?(?: ever \w+)?"  # a great city
    r"(?=[.,;!?]|\Z| (?:and|but|because|since)\b)|(?:cool|fine|pretty)(?=[.!?]|\Z)|"
    r"worth (?:it|an?|\w+ing)\b)|"
    r"\byou (?:should|ought to) (?:visit|see|try|go|watch|read|check|ask|consult)\b"
)
_LIKES = re.compile(
    r"(?:personally,? )?I(?:'d|'ve| would)? (?:\w+ly )?"
    r"(?:prefer|recommend|suggest|love|like|hate|enjoy|doubt)\b"
)


def is_opinion(text: str) -> bool:
    """Whether ``text``, without what it quotes, says only what its speaker likes or values."""
    if re.search(r"\d", text):
        return False
    return bool(_LIKES.match(text)) or bool(_STANCE.search(text) and _VALUES.search(text))
