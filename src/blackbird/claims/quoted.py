"""Finds a claim that its evidence says letter by letter, as a sentence of its own.

Part of a sentence proves nothing: "the vaccine is unsafe" also stands in "there is no evidence
that the vaccine is unsafe". What is said in passing is for the judge to read.
"""

from __future__ import annotations

import re
import unicodedata
from bisect import bisect_right
from collections.abc import Iterator
from itertools import islice

from blackbird.text.sentences import split_sentences

_SHORTEST = 4
_WORD = re.compile(r"\S+")
_LONGEST = 1000  # characters; nobody quotes more in one sentence
_AROUND = 200  # characters beside a match in which its sentence would begin or end
_MATCHES = 20  # that are looked at
_PAIRS = {"「": "」", "『": "』", '"': '"', "'": "'"}
_STRAIGHT = {"“": '"', "”": '"', "‘": "'", "’": "'"}
_ENDS = re.compile(r"[\s.。．!！]+\Z")
_MARKS = re.compile(r"\s?\[\d{1,3}(?:(?:, ?|[-–])\d{1,3}){0,8}\]")
_BEGINS = re.compile(r"(?:\s|[-*+•#>]{1,6}\s|・|\d{1,3}[.)]\s)*")


def find_quote(claim: str, text: str) -> tuple[int, int] | None:
    """Where a sentence of ``text`` is ``claim``, but for case, width, spaces and end marks."""
    if len(claim) > _LONGEST:
        return None
    wanted = _unwrapped(_ENDS.sub("", _folded(claim).strip()))
    if len(wanted) < _SHORTEST:
        return None
    folded = _folded(text)
    for start, end in islice(_matches(wanted, folded), _MATCHES):
        if _is_sentence(text, start, end):
            return start, end
    return None


def _unwrapped(claim: str) -> str:
    """``claim`` without quotation marks around all of it."""
    wrapped = len(claim) > 1 and _PAIRS.get(claim[0]) == claim[-1]
    return _ENDS.sub("", claim[1:-1]).strip() if wrapped else claim


def _matches(wanted: str, folded: str) -> Iterator[tuple[int, int]]:
    """Where ``wanted`` stands, whatever the spaces; linear in both, as one plain search is."""
    if any(part.isascii() and part not in folded for part in frozenset(wanted.split())):
        return  # as of most claims
    text, squeezed, places = _squeezed(folded)
    sought, _, _ = _squeezed(wanted)

    def place(offset: int) -> int:
        word = bisect_right(squeezed, offset) - 1
        return places[word] + offset - squeezed[word]

    at = text.find(sought)
    while at != -1:
        yield place(at), place(at + len(sought) - 1) + 1
        at = text.find(sought, at + 1)


def _squeezed(text: str) -> tuple[str, list[int], list[int]]:
    """``text`` with one space between words, where each word begins there, and where in ``text``.

    None where a script without spaces begins or ends a word: it may have them or not. "Now here"
    is not "nowhere".
    """
    pieces: list[str] = []
    squeezed, places, at = [], [], 0
    for word in _WORD.finditer(text):
        if pieces and pieces[-1][-1].isascii() and word[0][0].isascii():
            pieces.append(" ")
            at += 1
        pieces.append(word[0])
        squeezed.append(at)
        places.append(word.start())
        at += len(word[0])
    return "".join(pieces), squeezed, places


def _is_sentence(text: str, start: int, end: int) -> bool:
    """Whether what stands from ``start`` to ``end`` is all of a sentence."""
    first = max(0, start - _AROUND)
    sentences = split_sentences(text[first : end + _AROUND])
    return any(
        first + sentence.start + _lead(sentence.text) == start
        and end <= (until := first + sentence.end)
        and not _ENDS.sub("", _MARKS.sub("", text[end:until]))
        for sentence in sentences
    )


def _lead(sentence: str) -> int:
    """Length of what marks a list item, a quoted line or a heading."""
    found = _BEGINS.match(sentence)
    return found.end() if found else 0


def _folded(text: str) -> str:
    """Lower case and full-width folded, character by character, so that offsets stay."""
    if text.isascii():
        return text.lower()
    table = {ord(c): _fold(c) for c in set(text)}
    return text.translate(table)


def _fold(character: str) -> str:
    folded = _STRAIGHT.get(character) or unicodedata.normalize("NFKC", character).lower()
    return folded if len(folded) == 1 else character
