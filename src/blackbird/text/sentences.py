"""Cut text into sentences with exact offsets, whole or as it streams in.

One scanner serves both: it looks at one possible end after the other and answers yes, no, or
"more text is needed". Whole texts are scanned with ``final=True``, where the last answer does
not occur, so a stream gives the same sentences however it is chopped.

A stop ends a sentence together with closing quotes and citation marks (``[1]``, ``[1, 2]``) that
follow it. A blank line, a list item, a heading, a quoted line and a table row always begin a
new one; a single line break inside a paragraph does not, in any script, since text of all
languages comes hard-wrapped. Heading lines and table rows are one sentence each.

Every look ahead or back is bounded, so the time is linear in the length of the text.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from blackbird.text import abbreviations
from blackbird.types import Span

_CANDIDATE = re.compile(r"[.!?…。！？｡．।۔؟።\n]")
_STOPS = frozenset(".!?…。！？｡．।۔؟።")
_WIDE_STOPS = frozenset("。！？｡．")  # no space follows them
_CASELESS_STOPS = frozenset("।۔؟።")  # scripts without capitals: a space after is proof enough
_CLOSERS = frozenset("\"'”’»›)]}」』）】〉》〕｣*_`")
_OPENERS = frozenset("\"'“‘«‹([{¿¡*_`„‚「『（【《〈")
_RUN = 64  # longest run of stops and closers read as one; keeps streaming linear
_MARKS = 32  # most citation marks after one stop
_LOOK = 24  # longest word looked at, before or after a stop
_QUOTE_WINDOW = 200  # a CJK bracket open for longer counts as never closed
_BLOCK_LOOK = 8  # characters that tell whether a line begins a block
_INDENT = 64

_MARK = re.compile(r"[ \u00a0]?\[\d{1,3}(?:(?:, ?|[-–])\d{1,3}){0,8}\]")
_MARK_PREFIX = re.compile(r"[ \u00a0]?(?:\[(?:\d{1,3}(?:(?:, ?|[-–])\d{1,3}){0,8}(?:, ?|[-–])?)?)?\Z")
_BLOCK = re.compile(r"[-*+–•‣◦▪][ \t]|[・①-⑳]|\d{1,3}[.)][ \t]|#{1,6}[ \t]|\||>|```|~~~|\[\d")
_LINE_UNIT = re.compile(r"#{1,6}[ \t]|\|")
_ENUMERATOR = re.compile(r"(?:[-*+>–•][ \t]{1,4}){0,4}(?:\d{1,3}|[A-Za-z])\.")
_CJK = re.compile(r"[\u3005\u3040-\u30ff\u3400-\u9fff\uac00-\ud7af\uf900-\ufaff\uff66-\uff9f]")
_LAST_WORD = re.compile(r"[^\W_]+(?:\.[^\W_]+)*\Z")
_FIRST_WORD = re.compile(r"[^\W_]+")
_QUOTED_ON = frozenset("とっのがはをにでもなやへだ、，")  # Japanese goes on after a quotation


class _More(Exception):  # noqa: N818 - not an error: the answer "more text is needed"
    """The end of the text so far was reached before a decision."""


def split_sentences(text: str) -> list[Span]:
    """Cut ``text`` into sentences; nothing but white space is lost between them."""
    spans = []
    end = 0
    for start, end in _walk(text):
        spans.append(Span(text[start:end], start, end))
    start, stop = _trim(text, end, len(text))
    if start < stop:
        spans.append(Span(text[start:stop], start, stop))
    return spans


def _walk(text: str) -> Iterator[tuple[int, int]]:
    end = 0
    while True:
        scan = _Scan(text, end, first=end == 0, final=True)
        found = scan.next_end(scan.start)
        if found is None:
            return
        end = found
        yield scan.start, end


class SentenceBuffer:
    """Collects a stream and gives each sentence as soon as it is certainly complete."""

    def __init__(self) -> None:
        self._pending = ""
        self._first = True
        self._seen = 0

    def feed(self, piece: str) -> list[str]:
        """Add ``piece``; return the sentences that nothing to come can change."""
        self._pending += piece
        return self._take(final=False)

    def flush(self) -> list[str]:
        """End the stream: return what is left, and be ready for another one."""
        rest = self._take(final=True)
        last = self._pending.strip()
        self.__init__()  # type: ignore[misc]  # the same object, fresh
        return [*rest, last] if last else rest

    def _take(self, *, final: bool) -> list[str]:
        out = []
        while True:
            scan = _Scan(self._pending, 0, first=self._first, final=final)
            end = scan.next_end(max(scan.start, self._seen))
            if end is None:
                self._seen = scan.decided
                return out
            out.append(self._pending[scan.start : end])
            self._pending = self._pending[end:]
            self._first = False
            self._seen = 0


def _trim(text: str, start: int, end: int) -> tuple[int, int]:
    piece = text[start:end]
    return start + len(piece) - len(piece.lstrip()), start + len(piece.rstrip())
