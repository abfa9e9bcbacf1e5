"""Read names that a numeral tells apart: Louis XIV, World War II, Louis the Fourteenth.

A single letter is left alone: I is a pronoun, and X and V are names.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from decimal import Decimal

from blackbird.claims.values.number_words import ORDINALS
from blackbird.claims.values.value import Value

_NUMERAL = r"(?=[IVX]{2,7}\b)X{0,3}(?:IX|IV|V?I{0,3})\b(?<=[IVX])"
_ORDINAL = "|".join(word.capitalize() for word in ORDINALS)
_NAMED = re.compile(
    r"(?<![\w'’-])(?P<name>[A-ZÀ-Þ][\w'’-]{1,30}) "
    rf"(?:(?P<roman>{_NUMERAL})|the (?P<nth>{_ORDINAL})\b)"
)
_SIGNS = {"X": 10, "V": 5, "I": 1}


def numbered_names(text: str) -> Iterator[Value]:
    """All names with their numbers; the unit is the name."""
    for match in _NAMED.finditer(text):
        n = Decimal(_roman(match["roman"]) if match["roman"] else ORDINALS[match["nth"].lower()])
        yield Value("ordinal", n, n, n, match["name"].lower(), match[0], *match.span())


def _roman(numeral: str) -> int:
    signs = [_SIGNS[sign] for sign in numeral]
    return sum(-a if a < b else a for a, b in zip(signs, [*signs[1:], 0], strict=True))
