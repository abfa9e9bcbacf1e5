"""Makes false sentences out of true ones, and true ones in other words, English and Japanese.

Both are needed: if only false sentences differed from their source, "anything changed is false"
would pass for understanding. So a true sentence is first put in other words (``rephrase``), and
what is corrupted is that sentence.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from random import Random
from types import MappingProxyType
from typing import Literal, get_args

from blackbird.training.corrupt import dates, english, japanese, names, values
from blackbird.training.corrupt.rules import Maker

Kind = Literal["number", "date", "name", "negation", "swap", "cause", "hedge", "opposite"]
KINDS: tuple[Kind, ...] = get_args(Kind)
"""A number, a date or a name replaced; the statement negated; two names exchanged; cause and
effect (or before and after) exchanged; a hedge removed; a word turned into its opposite."""


@dataclass(frozen=True, slots=True)
class Corruption:
    """A sentence that no longer follows from its source, and what was done to it."""

    kind: Kind
    text: str


_ENGLISH: Mapping[Kind, Maker] = MappingProxyType(
    {
        "number": values.other_number,
        "date": dates.other_date,
        "name": names.other_name,
        "negation": english.negated,
        "swap": names.swapped,
        "cause": english.cause_exchanged,
        "hedge": english.unhedged,
        "opposite": english.opposite,
    }
)
_JAPANESE: Mapping[Kind, Maker] = MappingProxyType(
    {
        "number": values.other_number,
        "date": dates.other_date,
        "name": names.other_name,
        "negation": japanese.negated,
        "swap": japanese.swapped,
        "cause": japanese.cause_exchanged,
        "hedge": japanese.unhedged,
        "opposite": japanese.opposite,
    }
)


def corruptions(
    sentence: str, language: str, others: Sequence[str], random: Random
) -> tuple[Corruption, ...]:
    """One false sentence for each kind that ``sentence`` allows, in the order of ``KINDS``.

    ``others`` are names that may take the place of one in the sentence; names of the same text
    make the hardest.
    """
    makers = _JAPANESE if language == "ja" else _ENGLISH
    made = ((kind, makers[kind](sentence, others, random)) for kind in KINDS)
    return tuple(Corruption(kind, text) for kind, text in made if text and text != sentence)


def rephrase(sentence: str, language: str, random: Random) -> str:
    """The same statement in slightly other words, or as it is where nothing applies."""
    if language == "ja":
        return japanese.rephrased(sentence, random)
    return english.rephrased(sentence, random)
