"""Decide whether one stop (``.``, ``!``, ``。`` …) ends its sentence, from what stands around it.

Every look is bounded. Where the text seen so far is too short to tell, ``Undecided`` is raised;
that cannot happen when the text is final.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import cast

from blackbird.text import abbreviations
from blackbird.text.quotations import is_open

STOPS = frozenset(".!?…。！？｡．।۔؟")
_UNSPACED = frozenset("。！？｡．")  # full-width: no space follows them
_CASELESS = frozenset("।۔؟")  # scripts without capitals: the space is proof enough
_CLOSERS = frozenset("\"'”’»›)]}」』）】〉》〕｣*_`")
# Japanese goes on after a quotation, and so does what stands in brackets behind a title.
_GOES_ON = frozenset("とっのがはをにでもなやへだ、，（")
_INSIDE = frozenset("(,;")  # "[1](https://…)" is a link, and "et al. [1], …" goes on
_PAIRS = (("「", "」"), ("『", "』"), ("（", "）"), ("【", "】"))
_RUN = 64  # most stops and closers read as one
_LOOK = 24  # characters of a neighbouring word that are looked at
_OPEN = 200  # a bracket that has been open for longer counts as never closed

_MARK = re.compile(r"[ \u00a0]?\[\d{1,3}(?:(?:, ?|[-–])\d{1,3}){0,8}\]")
_PART_OF_MARK = re.compile(
    r"[ \u00a0]?(?:\[(?:\d{1,3}(?:(?:, ?|[-–])\d{1,3}){0,8}(?:, ?|[-–])?)?)?\Z"
)
_MARKS = 32
_CJK = re.compile(
    r"[「『（【\u3005\u3040-\u30ff\u3400-\u9fff\uac00-\ud7af\uf900-\ufaff\uff66-\uff9f]"
)
_WORD_BEFORE = re.compile(r"[^\W_]+(?:\.[^\W_]+)*\Z")
_WORD_AFTER = re.compile(r"\s{0,64}[\"'“‘«‹(\[{¿¡*_`„‚]{0,4}([^\W_]{0,24})")
_LETTERS_WITH_STOPS = re.compile(r"(?:[^\W\d_]\.)+[^\W\d_]")
_ROMAN = re.compile(r"[IVXLC]+")


class Undecided(Exception):
    """The text ends before the decision can be made."""


@dataclass(frozen=True, slots=True)
class Stop:
    """A run of stops and closers: ``text[at:end]``, citation marks after it included."""

    at: int
    run: str
    end: int
    marked: bool
    """Whether citation marks follow."""


def read_stop(text: str, at: int, *, final: bool) -> Stop:
    """Read the run that begins with the stop at ``at``."""
    after_run = _run_end(text, at, final=final)
    end, marked = after_run, False
    for _ in range(_MARKS):
        if not final and _PART_OF_MARK.match(text, end):
            raise Undecided
        mark = _MARK.match(text, end)
        if mark is None:
            break
        end, marked = mark.end(), True
    if marked:
        end = _run_end(text, end, final=final)
    return Stop(at, text[at:after_run], end, marked)


def _run_end(text: str, at: int, *, final: bool) -> int:
    end = at
    while end < len(text) and end - at < _RUN and (text[end] in STOPS or text[end] in _CLOSERS):
        end += 1
    if end == len(text) and not final:
        raise Undecided
    return end


def ends_sentence(text: str, start: int, stop: Stop, *, final: bool) -> bool:
    """Whether ``stop`` ends the sentence that begins at ``start``."""
    if stop.end == len(text):
        return True
    if is_open(text, start, stop.end):
        return False
    following = text[stop.end]
    if not _UNSPACED.isdisjoint(stop.run):
        return _wide_ends(text, start, stop, following)
    if following.isspace():
        return _spaced_ends(text, start, stop, final=final)
    if stop.marked:
        return following not in _INSIDE
    before = text[max(start, stop.at - 1) : stop.at]
    return bool(_CJK.match(following) and _CJK.match(before)) and _wide_ends(
        text, start, stop, following
    )


def _wide_ends(text: str, start: int, stop: Stop, following: str) -> bool:
    if stop.run == "．" and following.isalnum() and not _CJK.match(following):
        return False  # a full-width decimal point
    if following in _GOES_ON and stop.run[-1] in _CLOSERS:
        return False
    window = text[max(start, stop.end - _OPEN) : stop.end]
    return all(window.count(opened) <= window.count(closed) for opened, closed in _PAIRS)


def _spaced_ends(text: str, start: int, stop: Stop, *, final: bool) -> bool:
    if not _CASELESS.isdisjoint(stop.run):
        return True
    found = cast(re.Match[str], _WORD_AFTER.match(text, stop.end))  # matches the empty text
    if found.end() == len(text) and not final:
        raise Undecided
    after = found[1]
    if found.end() < len(text) and text[found.end()] == ".":
        after += "."  # "A." is an initial, not the word that begins a sentence
    if set(stop.run) - _CLOSERS != {"."} or ".." in stop.run:
        return stop.marked or not _goes_on(after)
    before = _WORD_BEFORE.search(text[max(start, stop.at - _LOOK) : stop.at])
    word = before[0] if before else ""
    if _is_short_form(word, after) or _is_ordinal(text, start, stop.at, word, after):
        return False
    return (
        stop.marked
        or not _goes_on(after)
        or (len(word) > 3 and word.islower() and "." not in word and stop.run == ".")
    )


def _goes_on(after: str) -> bool:
    """Whether ``after`` is a word in lower case; ``iPhone`` and ``xAI`` are names."""
    return after[:1].islower() and after == after.lower()


def _is_short_form(word: str, after: str) -> bool:
    form = word.lower()
    if form in abbreviations.TITLES:
        return True
    if form in abbreviations.BEFORE_NUMBER and (after[:1].isdigit() or _ROMAN.fullmatch(after)):
        return True
    if (
        form in abbreviations.MAY_END
        or _LETTERS_WITH_STOPS.fullmatch(word)
        or (len(word) == 1 and word.isalpha())
    ):
        return bool(after) and not (after[0].isupper() and after.lower() in abbreviations.OPENERS)
    return False


def _is_ordinal(text: str, start: int, at: int, word: str, after: str) -> bool:
    """``3. Oktober``, ``am 2. Tag``: German writes ordinal numbers with a stop."""
    if not (word.isdecimal() and len(word) <= 2):
        return False
    if after.lower() in abbreviations.ORDINAL_NOUNS:
        return True
    lead = _WORD_BEFORE.search(text[max(start, at - _LOOK) : at - len(word)].rstrip())
    return lead is not None and lead[0].lower() in abbreviations.ORDINAL_LEAD
