"""Finds a claim that its evidence says letter by letter."""

from __future__ import annotations

import re
import unicodedata

_SHORTEST = 4
_LONGEST = 1000  # characters; nobody quotes more in one sentence
_EDGES = "\"'“”「」『』"
_ENDS = re.compile(r"[\s.。!！]+$")


def find_quote(claim: str, text: str) -> tuple[int, int] | None:
    """Where ``text`` says ``claim`` letter by letter, but for case, spaces and end marks."""
    if len(claim) > _LONGEST:
        return None
    wanted = _ENDS.sub("", _folded(claim).strip().strip(_EDGES))
    if len(wanted) < _SHORTEST:
        return None
    words = [re.escape(part) for part in wanted.split()]
    edge_before = r"(?<!\w)" if wanted[0].isascii() else ""
    edge_after = r"(?!\w)" if wanted[-1].isascii() else ""
    # At most a few spaces may differ, so that a text of spaces costs no time.
    found = re.search(edge_before + r"\s{0,8}".join(words) + edge_after, _folded(text))
    return found.span() if found else None


def _folded(text: str) -> str:
    """Lower case and full-width folded, character by character, so that offsets stay."""
    if text.isascii():
        return text.lower()
    table = {ord(c): _fold(c) for c in set(text)}
    return text.translate(table)


def _fold(character: str) -> str:
    folded = unicodedata.normalize("NFKC", character).lower()
    return folded if len(folded) == 1 else character
