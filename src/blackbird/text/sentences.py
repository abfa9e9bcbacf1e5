"""Cut text into sentences with exact offsets, whole or as it streams in.

One scanner serves both: it looks at one possible end after the other, and answers yes, no, or
"more text is needed". The last answer cannot occur on a whole text, and the others never depend
on text not yet seen: so a stream gives the same sentences however it is chopped.

A stop ends a sentence together with the closing quotes and citation marks (``[1]``, ``[1, 2]``)
that follow it. A blank line, a list item, a heading, a quoted line and a table row always begin
a new sentence; a single line break inside a paragraph does not, in any script, since text of all
languages comes hard-wrapped. A heading or a table row is one sentence.

Time is linear in the length of the text.
"""

from __future__ import annotations

import re
from typing import cast

from blackbird.text.stops import STOPS, Undecided, ends_sentence, read_stop
from blackbird.types import Span

_CANDIDATE = re.compile(rf"\n|[.!?…](?![A-Za-z0-9])|[{''.join(STOPS - set('.!?…'))}]")
_NOT_SPACE = re.compile(r"\S")
_INDENT = re.compile(r"[ \t\r]{0,64}")
_BLOCK = re.compile(r"[-*+–•‣◦▪][ \t]|[・①-⑳|>]|\d{1,3}[.)][ \t]|#{1,6}[ \t]|```|~~~|\[\d")
_BLOCK_LOOK = 8  # characters that tell whether a line begins a block
_ONE_LINE = re.compile(r"#{1,6}[ \t]|\|")
_ENUMERATOR = re.compile(r"(?:[-*+>–•][ \t]{1,4}){0,4}(?:\d{1,3}|[A-Za-z])\.")


def split_sentences(text: str) -> list[Span]:
    """Cut ``text`` into sentences; nothing but white space is lost between them."""
    scanner = _Scanner(text, begins_line=True, final=True)
    sentences = scanner.take()
    last = text[scanner.start :].rstrip()
    if last:
        sentences.append(Span(last, scanner.start, scanner.start + len(last)))
    return sentences


class SentenceBuffer:
    """Collects a stream and gives each sentence as soon as it is certainly complete."""

    def __init__(self) -> None:
        self._pending = ""  # never begins with white space
        self._begins_line = True
        self._decided = 0

    def feed(self, piece: str) -> list[str]:
        """Add ``piece``; return the sentences that nothing to come can change."""
        self._pending += piece
        return self._take(final=False)

    def flush(self) -> list[str]:
        """End the stream: return what is left, and be ready for another one."""
        sentences = self._take(final=True)
        last = self._pending.rstrip()
        self._pending, self._begins_line, self._decided = "", True, 0
        return [*sentences, last] if last else sentences

    def _take(self, *, final: bool) -> list[str]:
        scanner = _Scanner(
            self._pending, begins_line=self._begins_line, final=final, decided=self._decided
        )
        sentences = [sentence.text for sentence in scanner.take()]
        self._begins_line = scanner.begins_line
        self._pending = self._pending[scanner.start :]
        self._decided = max(0, scanner.decided - scanner.start)
        return sentences


class _Scanner:
    """Finds the sentences of a text that are certainly complete."""

    def __init__(self, text: str, *, begins_line: bool, final: bool, decided: int = 0) -> None:
        self._text = text
        self._final = final
        self.start = 0
        """Beginning of the first sentence that is not complete."""
        self.begins_line = begins_line
        """Whether that sentence begins a line."""
        self.decided = decided
        """Up to here it does not end; looking again begins here."""

    def take(self) -> list[Span]:
        """All sentences that are complete."""
        found: list[Span] = []
        end = 0
        while True:
            self._skip_space(end)
            try:
                ended = self._next_end()
            except Undecided:
                return found
            if ended is None:
                return found
            end = ended
            found.append(Span(self._text[self.start : end], self.start, end))
            self.begins_line = False

    def _skip_space(self, end: int) -> None:
        begin = _NOT_SPACE.search(self._text, end)
        self.start = begin.start() if begin else len(self._text)
        self.begins_line = self.begins_line or "\n" in self._text[end : self.start]

    def _next_end(self) -> int | None:
        start = self.start
        one_line = self.begins_line and self._is_one_line()
        at = max(start, self.decided)
        while (candidate := _CANDIDATE.search(self._text, at)) is not None:
            self.decided = candidate.start()
            if self._text[self.decided] == "\n":
                at = self.decided + 1
                if one_line or self._line_ends(self.decided):
                    return start + len(self._text[start : self.decided].rstrip())
                continue
            stop = read_stop(self._text, self.decided, final=self._final)
            at = stop.end
            if not (one_line or self._is_enumerator(stop.at)) and ends_sentence(
                self._text, start, stop, final=self._final
            ):
                return stop.end
        self.decided = len(self._text)
        return None

    def _is_one_line(self) -> bool:
        if self._text[self.start : self.start + 1] not in ("#", "|"):
            return False
        if len(self._text) - self.start < _BLOCK_LOOK and not self._final:
            raise Undecided
        return _ONE_LINE.match(self._text, self.start) is not None

    def _is_enumerator(self, stop: int) -> bool:
        return (
            self.begins_line
            and stop - self.start < _BLOCK_LOOK * 4
            and _ENUMERATOR.fullmatch(self._text, self.start, stop + 1) is not None
        )

    def _line_ends(self, newline: int) -> bool:
        """Whether the line break at ``newline`` ends a sentence."""
        text, start = self._text, self.start
        before = text[max(start, newline - 4) : newline].rstrip()
        if before.endswith((":", "：")):
            return True
        if self.begins_line and text.startswith("**", start) and before.endswith("**"):
            return True  # a line in bold, which models write as a heading
        following = cast(re.Match[str], _INDENT.match(text, newline + 1)).end()
        if text.startswith("\n", following):
            return True
        if len(text) - following < _BLOCK_LOOK and not self._final:
            raise Undecided
        return _BLOCK.match(text, following) is not None
