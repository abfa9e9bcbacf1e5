"""Phrases of a text that may name what a conversation is about, found without a grammar.

In scripts with spaces they are runs of words that are no function words and no everyday verbs, the
ends of such runs, and two runs that a preposition joins. In Japanese they are runs of signs other
than hiragana, which writes endings and particles, and two such runs that ``の`` joins.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from itertools import pairwise

_READ = 1000  # characters of a text that are looked at
_LONGEST = 5  # words of a run; the end of a longer one counts
_WORD = re.compile(r"[^\W_]+(?:['’.&-][^\W_]+)*")
_JAPANESE = re.compile(
    r"[\u30a0-\u30ff\u3400-\u9fff々A-Za-z0-9Ａ-Ｚａ-ｚ]+(?:・[\u30a0-\u30ff\u3400-\u9fff]+)*"
)
_KANA = re.compile(r"[\u3041-\u30ff]")
_GAP = re.compile(r"[\s\"“”‘']*\Z")
_SHORT = re.compile(r"['’](?:t|ve|ll|re|m|d)\Z")
_POSSESSIVE = re.compile(r"['’]s\Z")
# What asks and what counts in Japanese questions, and names nothing.
_ASKED = re.compile(r"[何誰幾].{0,2}|[他同前後今方事時人年月日]|一番|最初|最後|理由|場合|\d+")
PLAIN = frozenset(
    """a an the and or but nor so if of to in on at by for from with without about into over after
    before between under during through than as is are was were be been being am do does did done
    have has had having will would shall should can could may might must not no yes it its he him
    his she her they them their we us our you your i me my mine yours this that these those it here
    there who whom whose which what when where why how some any all each both also just only very
    more most much many few other others such same then now please tell know like want need get got
    go going went give make made mean think thought say said see look looking find found help helps
    let lets use used using take takes ok okay oh wow thanks thank interesting great good nice cool
    really actually else too well sure sorry hello hi hey again still even ever never always often
    usually long instead because while though although however until since up down out off away
    back around across along per via versus vs within against among whether come comes came keep
    put start started try work works worked happen happens happened become becomes became cause
    causes caused affect affects affected compare compared differ means called call considered
    consider explain describe show told heard hear talk talking talked ask asking believe feel seem
    seems one ones two first second third last next new old best better worst different another way
    ways thing things kind kinds type types lot lots something anything everything someone anyone
    write wrote written build built found founded invent invented discover discovered open opened
    close closed begin began born die died live lived win won lose lost play played own owned kill
    killed buy bought sell sold pay paid eat drink grow grew improve create created develop
    developed design designed named visit visited lead led leave left able likely possible
    important main interested tips examples example""".split()
)
JOINS = frozenset("of in for and to on the with".split())


@dataclass(frozen=True, slots=True)
class Phrase:
    """A phrase with the plain words beside it; ``start`` counts code points of its text."""

    text: str
    start: int
    shape: str
    """``full``: a whole run; ``end`` or ``head``: a piece of one; ``joint``: two runs."""
    before: str = ""
    after: str = ""
    opens: bool = False
    """Whether it begins a sentence, where a capital says nothing."""


def words_of(text: str) -> list[str]:
    """Words in small letters."""
    return [_bare(match.group().lower()) for match in _WORD.finditer(text)]


def is_plain(word: str) -> bool:
    """Whether ``word``, in small letters, names nothing; so do short forms such as ``don't``."""
    return _POSSESSIVE.sub("", word) in PLAIN or _SHORT.search(word) is not None


def phrases_in(text: str) -> list[Phrase]:
    """Phrases of the beginning of ``text``, in order; a whole run stands before its pieces."""
    text = text[:_READ]
    return _japanese(text) if _KANA.search(text) else _spaced(text)


def _bare(word: str) -> str:
    return _POSSESSIVE.sub("", word)


def _spaced(text: str) -> list[Phrase]:
    words = [m.span() for m in _WORD.finditer(text)]
    runs = _runs(text, words)
    found: list[Phrase] = []
    for first, end in runs:
        found.append(_phrase(text, words, max(first, end - _LONGEST), end, "full"))
        for start in range(max(first, end - _LONGEST) + 1, end):
            found.append(_phrase(text, words, start, end, "end"))
        if end - first in range(2, _LONGEST + 1):
            found.append(_phrase(text, words, first, end - 1, "head"))
    for (first, end), (second, last) in pairwise(runs):
        if _joined(text, words, end, second) and last - first <= _LONGEST + 1:
            found.append(_phrase(text, words, first, last, "joint"))
    return found


def _runs(text: str, words: list[tuple[int, int]]) -> list[tuple[int, int]]:
    """Numbers of the first word and behind the last one of each run of naming words."""
    runs: list[tuple[int, int]] = []
    first: int | None = None
    for n, (start, end) in enumerate(words):
        apart = first is not None and not _GAP.match(text[words[n - 1][1] : start])
        plain = is_plain(text[start:end].lower())
        if first is not None and (plain or apart):
            runs.append((first, n))
            first = None
        if first is None and not plain:
            first = n
    return runs if first is None else [*runs, (first, len(words))]


def _joined(text: str, words: list[tuple[int, int]], end: int, second: int) -> bool:
    between = text[words[end - 1][1] : words[second][0]]
    joins = words_of(between)
    return 0 < len(joins) <= 2 and JOINS.issuperset(joins) and not re.search(r"[.?!,;:()]", between)


def _phrase(text: str, words: list[tuple[int, int]], first: int, end: int, shape: str) -> Phrase:
    start, stop = words[first][0], words[end - 1][1]
    before = text[words[first - 1][0] : start] if first else ""
    beside = bool(first) and before.endswith(" ") and " " not in before[:-1]
    after = text[stop : words[end][1]] if end < len(words) else ""
    follows = bool(re.fullmatch(r" \S+", after))
    return Phrase(
        _bare(text[start:stop]),
        start,
        shape,
        words_of(before)[0] if beside else "",
        words_of(after)[0] if follows else "",
        not first or re.search(r"[.?!]\W*\Z", text[words[first - 1][1] : start]) is not None,
    )


def _japanese(text: str) -> list[Phrase]:
    spans = [m.span() for m in _JAPANESE.finditer(text) if not _ASKED.fullmatch(m.group())]
    found = [
        Phrase(text[start:end], start, "full", text[start - 1 : start], text[end : end + 1], False)
        for start, end in spans
    ]
    for (start, end), (second, last) in pairwise(spans):
        if text[end:second] == "の":
            mark = text[last : last + 1]
            found.append(Phrase(text[start:last], start, "joint", text[start - 1 : start], mark))
    return found
