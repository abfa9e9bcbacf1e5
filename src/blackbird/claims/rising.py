"""What rose: subjects that are spoken of more than they were, whoever speaks the loudest.

An account counts once for a subject, and so does a text that many post: what rises is what many
people say by themselves. Counts are compared as shares of what was looked at, so that a sample,
and a livelier hour, change nothing.
"""

from __future__ import annotations

import math
import re
from collections import defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from blackbird.text.words import FUNCTION

_NO_WORDS = re.compile(r"https?://\S+|www\.\S+|@[\w.-]+")
_KANJI = "\u3400-\u4dbf\u4e00-\u9fff々"
_CAPITAL = r"[A-ZÀ-ÖØ-Þ][\w'’]*[\wà-ÿ]"
_SUBJECT = re.compile(
    rf"[#＃](?P<tag>\w{{2,60}})"
    rf"|(?P<name>(?<![\w'’]){_CAPITAL}(?:[ -]{_CAPITAL}){{0,3}})"
    rf"|(?P<kana>[ァ-ヴー]{{3,20}})"
    rf"|(?P<kanji>[{_KANJI}]{{2,10}})"
)
_BEGINS = re.compile(r"(?:^|[.!?。！？:\n]\s*|[\"“(「]\s*)\Z")
_TOKEN = re.compile(rf"[{_KANJI}\u3040-\u30ff]|[^\W_]+")
_LONGEST = 1_000  # characters of a post that are looked at
_RUN = 4  # tokens; two texts whose least run is the same are copies, nearly always
_MOST_SUBJECTS = 24  # of a post: one that names more is a list, or wants to be found by all
_FLOOR = 0.5  # expected at the least: what was never said before is no reason for infinity
_CANDIDATES = 60
_TOGETHER = 0.6  # of the accounts: two subjects of one matter


@dataclass(frozen=True, slots=True)
class Rise:
    """A subject that rose."""

    subject: str
    """As most wrote it."""
    accounts: int
    """How many spoke of it lately, of those looked at."""
    expected: float
    """How many would have, had it gone on as before."""
    score: float
    """How many standard deviations of chance lie between them, nearly."""


@dataclass(slots=True)
class _Seen:
    """Who spoke of each subject, and in which spelling."""

    posts: int
    accounts: dict[str, set[int]]
    spelt: dict[str, dict[str, int]]


def rising(
    lately: Iterable[tuple[int, str]],
    before: Iterable[tuple[int, str]],
    *,
    least: int = 3,
    surely: float = 3.0,
    limit: int = 10,
) -> list[Rise]:
    """What rose between two samples of (account, text), the surest first.

    ``least``: accounts that must speak of it. ``surely``: the score that it needs; of some
    thousand subjects chance lifts one or two above 3.
    """
    now, then = _seen(lately), _seen(before)
    if not now.posts:
        return []
    ratio = now.posts / max(1, then.posts)
    found = []
    for subject, accounts in now.accounts.items():
        count = len(accounts)
        if count < least:
            continue
        expected = max(_FLOOR, len(then.accounts.get(subject, ())) * ratio)
        score = 2.0 * (math.sqrt(count) - math.sqrt(expected))
        if score >= surely:
            found.append((score, subject, count, expected))
    found.sort(key=lambda row: (-row[0], row[1]))
    kept: list[Rise] = []
    known: list[set[int]] = []
    for score, subject, count, expected in found[:_CANDIDATES]:
        own = now.accounts[subject]
        if any(len(own & other) >= _TOGETHER * min(len(own), len(other)) for other in known):
            continue
        known.append(own)
        spellings = now.spelt[subject]
        spelt = max(spellings, key=lambda word: (spellings[word], word))
        kept.append(Rise(spelt, count, round(expected, 2), round(score, 2)))
        if len(kept) == limit:
            break
    return kept


def subjects(text: str) -> Iterator[str]:
    """Hashtags, capitalised names, and runs of katakana or Chinese characters of a text."""
    plain = _NO_WORDS.sub(" ", text[:_LONGEST])
    for match in _SUBJECT.finditer(plain):
        kind, found = match.lastgroup, match.group()
        if kind == "tag":
            if not match["tag"].isdigit():
                yield "#" + match["tag"]
        elif kind != "name":
            yield found
        elif name := _name(
            found, begins=bool(_BEGINS.search(plain[max(0, match.start() - 3) : match.start()]))
        ):
            yield name


def _name(found: str, *, begins: bool) -> str:
    """A capitalised run without function words around it; a sentence's first word is none."""
    words = re.split(r"[ -]", found)
    if begins and len(words) == 1:
        return ""
    while words and words[0].casefold() in FUNCTION:
        words.pop(0)
    while words and words[-1].casefold() in FUNCTION:
        words.pop()
    if not words:
        return ""
    kept = found[found.index(words[0]) : found.rindex(words[-1]) + len(words[-1])]
    return kept if len(kept) >= 3 else ""


def _seen(said: Iterable[tuple[int, str]]) -> _Seen:
    accounts: defaultdict[str, set[int]] = defaultdict(set)
    spelt: defaultdict[str, dict[str, int]] = defaultdict(dict)
    marks: set[int] = set()
    posts = 0
    for account, text in said:
        mark = _mark(text)
        if mark in marks:
            continue
        marks.add(mark)
        posts += 1
        for subject in list(dict.fromkeys(subjects(text)))[:_MOST_SUBJECTS]:
            folded = subject.casefold()
            accounts[folded].add(account)
            spellings = spelt[folded]
            spellings[subject] = spellings.get(subject, 0) + 1
    return _Seen(posts, accounts, spelt)


def _mark(text: str) -> int:
    """The same for near-copies: the least of the runs of four tokens, as MinHash has it."""
    tokens = _TOKEN.findall(_NO_WORDS.sub(" ", text[:_LONGEST]).casefold())
    if len(tokens) <= _RUN:
        return hash(tuple(tokens))
    return min(map(hash, zip(*(tokens[n:] for n in range(_RUN)), strict=False)))
