"""Lines of printed pages put together to paragraphs again.

A line goes on in the next where the next one's first word had no room in it; where it had, the
break was meant. Hyphens at the end of a line go, unless the document writes the word with one
elsewhere. What stands at the same edge of several pages, in no larger letters than the text, is a
running head: it is said once, at the beginning, or not at all if it counts pages.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise

_EDGE = 0.12  # of a page's height: where running heads and page numbers stand
_RUNNING = (2, 3)  # pages on which a line makes a running head; and one with a number
_RUNNING_SHARE = 0.3
_LEADING = 1.25  # times the usual distance of lines; above it, a paragraph ends
_NEAR = 8  # lines before and after that tell what is usual
_SIZES = 1.12  # ratio of sizes that makes two lines different kinds of text
_TITLE = 1.15  # ratio of a title's size to the text's
_ENDS = re.compile(r"[.!?:;。！？：；…][\"'”’」』）)\]]{0,3}\Z")
_BULLET = re.compile(r"[•‣◦▪●○■□*·・]\s")
_NUMBER = re.compile(r"(?:[–—-]|\(?(?:\d{1,3}|[a-z])[.)])\s")  # or the end of a sentence
_WIDE = re.compile(r"[\u2e80-\u9fff\uf900-\ufaff\uff00-\uff60\U00020000-\U0003ffff]")  # no hangul
_DIGITS = re.compile(r"\d+|\b[ivxlc]+\b")
_WORD = re.compile(r"\w+(?:-\w+)*")


@dataclass(frozen=True, slots=True)
class Line:
    """A printed line, and where it stands; ``base`` counts from the page's top.

    ``hyphen``: it ends in one, which ``text`` no longer has.
    """

    text: str
    left: float
    right: float
    base: float
    size: float
    height: float
    """Of the page."""
    hyphen: bool = False


def join_pages(pages: Sequence[Sequence[Line]]) -> str:
    """The text of all pages, with a blank line between paragraphs."""
    heads, lines = _without_heads(pages)
    words = Counter(w.lower() for line in lines for w in _WORD.findall(line.text))
    parts: list[str] = []
    for number, line in enumerate(lines):
        if number == heads:
            parts.append("\n\n" if number else "")
        elif number < heads:
            parts.append("\n" if number else "")
        else:
            before = lines[number - 1]
            parts.append(_between(before, line, _usual(lines, number - 1), words))
        parts.append(line.text)
    return "".join(parts)


def largest(pages: Sequence[Sequence[Line]]) -> str:
    """The first page's largest line, if it is larger than the text; nothing otherwise."""
    lines = pages[0] if pages else ()
    if not lines:
        return ""
    most = max(line.size for line in lines)
    if most < _TITLE * _usual_size(lines):
        return ""
    at = next(n for n, line in enumerate(lines) if line.size == most)
    title = [lines[at].text]
    for line in lines[at + 1 : at + 3]:
        if line.size != most:
            break
        title.append(line.text)
    wide = _WIDE.search(title[0])
    return ("" if wide else " ").join(title)[:500]


def _without_heads(pages: Sequence[Sequence[Line]]) -> tuple[int, list[Line]]:
    """All lines, running heads first and once; and how many of these there are."""
    most = _SIZES * _usual_size([line for page in pages for line in page])
    keys = [{_key(line) for line in page if _may_run(line, most)} for page in pages]
    counts = Counter(key for page in keys for key in page)
    share = _RUNNING_SHARE * len(pages)
    heads: dict[str, Line] = {}
    lines: list[Line] = []
    for line in (line for page in pages for line in page):
        text, _ = key = _key(line)
        least = _RUNNING[text != line.text]
        if not _may_run(line, most) or counts[key] < max(least, share):
            lines.append(line)
        elif text == line.text:
            heads.setdefault(text, line)
    return len(heads), [*heads.values(), *lines]


def _usual_size(lines: Sequence[Line]) -> float:
    """The size that most letters have, or the middle one."""
    sizes = sorted((line.size, len(line.text)) for line in lines)
    half = sum(letters for _, letters in sizes) / 2
    for size, letters in sizes:
        half -= letters
        if half <= 0:
            return size
    return 0.0


def _key(line: Line) -> tuple[str, int]:
    """What is alike on each page: the words but not the numbers, and the height."""
    return _DIGITS.sub("#", line.text), round(line.base / 4)


def _may_run(line: Line, most: float) -> bool:
    edge = not _EDGE * line.height < line.base < (1 - _EDGE) * line.height
    return edge and line.size <= most


def _usual(lines: Sequence[Line], at: int) -> tuple[float, float]:
    """How far lines reach to the right where the line at ``at`` stands, and their distance."""
    line = lines[at]
    near = lines[max(0, at - _NEAR) : at + _NEAR + 1]
    margin = max(o.right for o in near if o.left < line.right and o.right > line.left)
    steps = sorted(b.base - a.base for a, b in pairwise(near) if _alike(a.size, b.size))
    steps = [step for step in steps if step > 0.6 * line.size]
    return margin, steps[len(steps) // 4] if steps else line.size


def _between(a: Line, b: Line, usual: tuple[float, float], words: Counter[str]) -> str:
    """What stands between two lines: nothing, a space, a line break, or a blank line."""
    if a.hyphen:
        return _hyphen(a.text, b.text, words)
    if not _alike(a.size, b.size):
        return "\n\n"
    margin, step = usual
    lower = b.base > a.base
    ended = bool(_ENDS.search(a.text))
    if b.base - a.base > _LEADING * step:
        return "\n\n"
    meant = lower and _had_room(a, b, margin)
    if _BULLET.match(b.text) or (_NUMBER.match(b.text) and (ended or meant)):
        return "\n"
    if meant:
        return "\n\n" if ended else "\n"
    if not lower and ended and not b.text[:1].islower():
        return "\n\n"
    return "" if _WIDE.match(a.text[-1]) or _WIDE.match(b.text) else " "


def _alike(a: float, b: float) -> bool:
    return max(a, b) < _SIZES * max(min(a, b), 0.1)


def _had_room(a: Line, b: Line, margin: float) -> bool:
    """Whether the first word of ``b`` would have stood in the line of ``a``."""
    each = (b.right - b.left) / max(1, len(b.text))
    first = 1 if _WIDE.match(b.text) else len(b.text.split(" ", 1)[0]) + 1
    if _WIDE.match(b.text):
        first = 3  # signs that may not begin a line are carried over with the one before
    return a.right + first * each < margin


def _hyphen(a: str, b: str, words: Counter[str]) -> str:
    """A hyphen if the document writes this word with one elsewhere, else nothing."""
    before = re.search(r"[\w-]+\Z", a)
    after = re.match(r"[\w-]+", b)
    if before is None or after is None:
        return "-"
    parted, joined = (f"{before[0]}{sign}{after[0]}".lower() for sign in "-\0")
    joined = joined.replace("\0", "")
    if after[0][0].isdigit() or before[0][-1].isdigit() or after[0][0].isupper():
        return "-"
    return "-" if words[parted] > words[joined] else ""
