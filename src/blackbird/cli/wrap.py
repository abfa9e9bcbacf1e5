"""Break text into lines for a terminal: words stay whole, Japanese breaks where it may.

East Asian text may break between any two characters, but no line begins with a closing mark or
a small kana, and none ends with an opening mark (JIS X 4051, the plain part of it).
"""

from __future__ import annotations

import unicodedata

from rich.cells import cell_len
from rich.text import Text

_NOT_FIRST = frozenset(
    "、。，．・：；？！゛゜´｀¨ヽヾゝゞ々ー’”）〕］｝〉》」』】°′″℃％‰"
    "ぁぃぅぇぉっゃゅょゎァィゥェォッャュョヮヵヶ‐゠–〜～,.:;?!)]}"
)
_NOT_LAST = frozenset("‘“（〔［｛〈《「『【([{$£¥￥")


def wrap(text: str, width: int) -> list[str]:
    """Lines of at most ``width`` cells, joined the same text; a wider word is cut."""
    lines: list[str] = []
    for paragraph in text.splitlines(keepends=True):
        lines += _wrapped(paragraph, max(2, width))
    return lines


def wrapped(text: Text, width: int) -> list[Text]:
    """As ``wrap``, for styled text; spaces and line ends at the end of lines are left out."""
    offsets, at = [], 0
    for piece in wrap(text.plain, width)[:-1]:
        at += len(piece)
        offsets.append(at)
    lines = list(text.divide(offsets))
    for line in lines:
        line.rstrip()
    return lines


def _wrapped(paragraph: str, width: int) -> list[str]:
    lines: list[str] = []
    start = 0
    while cell_len(paragraph[start:].rstrip()) > width:
        end = _fitting(paragraph, start, width)
        cut = next((i for i in range(end, start, -1) if _may_break(paragraph, i)), end)
        lines.append(paragraph[start:cut])
        start = cut
    lines.append(paragraph[start:])
    return lines


def _fitting(text: str, start: int, width: int) -> int:
    """The end of the longest piece from ``start`` that fits, trailing spaces not counted."""
    cells, end = 0, start
    while end < len(text):
        cells += cell_len(text[end])
        if cells > width and not text[end].isspace():
            break
        end += 1
    return max(end, start + 1)


def _may_break(text: str, at: int) -> bool:
    if at >= len(text):
        return True
    before, after = text[at - 1], text[at]
    if after.isspace() or after in _NOT_FIRST or before in _NOT_LAST:
        return False
    return before.isspace() or _is_wide(before) or _is_wide(after)


def _is_wide(character: str) -> bool:
    return unicodedata.east_asian_width(character) in "WF"
