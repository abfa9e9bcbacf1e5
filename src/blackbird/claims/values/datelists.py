"""Read lists of dates that share a month, a year or a word: 3 and 5 March, 17〜18世紀."""

from __future__ import annotations

import re
from collections.abc import Container, Iterator, Sequence

from blackbird.claims.values.days import CENTURY_NAMES, ERAS, MONTH_NAMES, SMALL, Sign, day_value
from blackbird.claims.values.value import Value

_B = r"(?<![\w.,/-])"
_DAY = r"\d{1,2}(?:st|nd|rd|th)?(?!\d)"
_YEAR = r"(?P<year>[12]\d{3})(?!\d)"
_LAST_JOINT = r"(?: ?[-–—~&] ?|,? (?:and|or|to|through|until|und|bis|y|et) (?:the )?)"
_JOINT = rf"(?:{_LAST_JOINT}|, )"
_KANJI_JOINT = r"(?:から|より|と|や|、|・|[-–~]|及び|および)"


def _list(item: str, joint: str, last: str, most: int = 6) -> str:
    return rf"{item}(?:{joint}{item}){{0,{most - 2}}}{last}{item}"


_KANJI_YEAR = (
    rf"(?:(?:(?P<era>{'|'.join(ERAS)}) ?(?P<nth>元|{SMALL})|(?<!\d)(?P<year>[12]\d{{3}})) ?年 ?)?"
)
_KANJI_DAY = rf"{SMALL}日?(?:[(（].[)）])?"  # with its day of the week
_CENTURY = rf"(?:\d{{1,2}}(?:st|nd|rd|th)|{'|'.join(CENTURY_NAMES)})"
_WRITTEN: Sequence[tuple[Sign, str, str, str]] = (
    (
        "month",
        "day",
        rf"{_B}(?P<items>{_list(_DAY, _JOINT, _LAST_JOINT)})[. ]{{1,2}}(?:of )?"
        rf"(?P<name>{MONTH_NAMES})\b[.]?(?:,?(?: of| de| del)? {_YEAR})?",
        r"\d{1,2}",
    ),
    (
        "month",
        "day",
        rf"{_B}(?P<name>{MONTH_NAMES})\b[.]? (?P<items>{_list(_DAY, _JOINT, _LAST_JOINT)})"
        rf"(?![.,]\d| ?[%$€]|\w)(?: ?,? {_YEAR})?",
        r"\d{1,2}",
    ),
    (
        "month",
        "name",
        rf"{_B}(?P<items>{_list(f'(?:{MONTH_NAMES})', _JOINT, _LAST_JOINT, 12)})\b[.]?"
        rf",?(?: of| de)? {_YEAR}",
        rf"\b(?:{MONTH_NAMES})\b",
    ),
    (
        "kanji",
        "day",
        rf"{_KANJI_YEAR}(?<![\d一二三四五六七八九十])(?P<month>{SMALL}) ?月 ?"
        rf"(?P<items>{_list(_KANJI_DAY, _KANJI_JOINT, _KANJI_JOINT)})(?<=[日)）])",
        SMALL,
    ),
    (
        "kanji",
        "month",
        rf"{_KANJI_YEAR}(?<![\d一二三四五六七八九十.,])"
        rf"(?P<items>{_list(f'{SMALL}月?', _KANJI_JOINT, _KANJI_JOINT, 12)})"
        r"(?<=月)(?! ?[\d間])",
        SMALL,
    ),
    (
        "kanji",
        "century",
        rf"(?<![\d.,])(?P<items>{_list(SMALL, _KANJI_JOINT, _KANJI_JOINT)})世紀",
        SMALL,
    ),
    (
        "century",
        "century",
        rf"(?<![\w.,])(?P<items>{_list(_CENTURY, _JOINT, _LAST_JOINT)})[ -]centur(?:y|ies)\b",
        rf"\d{{1,2}}|{'|'.join(CENTURY_NAMES)}",
    ),
    (
        "",
        "decade",
        rf"(?<!\w)(?P<items>[12]\d{{2}}0s(?:{_JOINT}(?:the )?['’]?\d0s){{1,3}})\b",
        r"\d{2,4}",
    ),
)
_PATTERNS = [
    (sign, item, re.compile(pattern, re.IGNORECASE), re.compile(one, re.IGNORECASE))
    for sign, item, pattern, one in _WRITTEN
]


def listed(text: str, there: Container[Sign]) -> Iterator[Value]:
    """The members of all lists of dates of a ``plain`` text, each with the parts they share.

    ``there``: the ``signs`` of the text.
    """
    for sign, name, pattern, item in _PATTERNS:
        if sign not in there:
            continue
        for match in pattern.finditer(text):
            yield from _members(text, match, name, item)


def _members(text: str, match: re.Match[str], name: str, item: re.Pattern[str]) -> Iterator[Value]:
    shared = {key: part for key, part in match.groupdict().items() if part and key != "items"}
    first, behind = match.span("items")
    members = list(item.finditer(text, first, behind))
    for n, member in enumerate(members):
        part = member[0]
        if name == "decade" and len(part) < 4:
            part = members[0][0][: 4 - len(part)] + part
        start = match.start() if n == 0 else member.start()
        end = match.end() if n == len(members) - 1 else member.end()
        if n + 1 < len(members) and text[end : end + 1] in ("日", "月"):
            end += 1
        value = day_value({**shared, name: part}, text, start, end)
        if value is not None:
            yield value
