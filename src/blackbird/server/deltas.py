"""From a run's events to the text that a program gets, in small chunks.

What was sent cannot be called back. So of a look-up only checked sentences are sent, and none
before one of them is known to hold, since without one the answer would be an abstention.
"""

from __future__ import annotations

import re
from collections.abc import AsyncGenerator, Iterator, Sequence
from contextlib import aclosing
from dataclasses import dataclass

from blackbird.events import Delivered, DraftPiece, Event, Planned, SectionBegun, SentenceChecked
from blackbird.pipeline.deliver import heading, marked
from blackbird.server.stops import StopCut
from blackbird.types import Answer, Sentence

_CHUNK = re.compile(r"\s*\S{1,12}|\s+")  # a word, or as much of a script without spaces


@dataclass(frozen=True, slots=True)
class Ending:
    """What is known once the text is complete."""

    answer: Answer | None
    """``None`` if a stop string ended a draft before the run did."""
    pieces: int
    """Pieces that the model wrote, each at least one token."""


async def deltas(
    events: AsyncGenerator[Event], *, check: bool, stops: Sequence[str] = ()
) -> AsyncGenerator[str | Ending]:
    """Yield the text in chunks, then the ``Ending``. Closing it closes ``events``.

    With ``check`` the chunks of a look-up join to ``Answer.text`` exactly, up to the first of
    ``stops``. Without it, and for tasks and small talk, they are what the model writes.
    """
    voice: _Checked | _Draft = _Draft()
    cut = StopCut(stops)
    pieces = 0
    async with aclosing(events):
        async for event in events:
            if isinstance(event, Planned) and check and event.plan.kind == "lookup":
                voice = _Checked()
            pieces += isinstance(event, DraftPiece)
            for text in voice.take(event):
                if passed := cut.feed(text):
                    yield passed
            if cut.hit and isinstance(voice, _Draft):
                yield Ending(None, pieces)
                return
            if isinstance(event, Delivered):
                if held := cut.flush():
                    yield held
                yield Ending(event.answer, pieces)


def chunks(text: str) -> Iterator[str]:
    """``text`` in pieces about the size of a word; they join to ``text``."""
    return (found.group() for found in _CHUNK.finditer(text))


class _Checked:
    """Sends sentences once one of them is supported; at the end, what is left of the answer."""

    def __init__(self) -> None:
        self._held: list[str] = []
        self._heading = ""
        self._sent = ""
        self._holds = False

    def take(self, event: Event) -> Iterator[str]:
        if isinstance(event, SectionBegun):
            self._heading = heading(event.title)
        if isinstance(event, SentenceChecked) and not event.sentence.dropped:
            self._held.append(self._joined(event.sentence))
            self._holds = self._holds or _holds(event.sentence)
            if self._holds:
                return self._send()
        if isinstance(event, Delivered):
            return chunks(event.answer.text.removeprefix(self._sent))
        return iter(())

    def _joined(self, sentence: Sentence) -> str:
        """The sentence with what stands before it; with marks a space in every language."""
        first = not (self._sent or self._held)
        gap = "" if first else "\n\n" if self._heading else " "
        text = f"{gap}{self._heading}{marked(sentence)}"
        self._heading = ""
        return text

    def _send(self) -> Iterator[str]:
        text = "".join(self._held)
        self._held.clear()
        self._sent += text
        return chunks(text)


class _Draft:
    """Sends what the model writes; if it wrote nothing, what the answer says instead."""

    def __init__(self) -> None:
        self._sent = False

    def take(self, event: Event) -> Iterator[str]:
        if isinstance(event, DraftPiece):
            self._sent = True
            return iter((event.text,))
        if isinstance(event, Delivered) and not self._sent:
            return chunks(event.answer.text)
        return iter(())


def _holds(sentence: Sentence) -> bool:
    return sentence.verdict == "supported" and bool(sentence.citations)
