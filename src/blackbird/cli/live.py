"""A run as it happens, on the terminal: steps, evidence, draft, and sentences in their place."""

from __future__ import annotations

import asyncio
import re
from collections.abc import Iterator
from contextlib import aclosing, suppress
from typing import TYPE_CHECKING

from rich.console import Console, ConsoleOptions, RenderResult
from rich.live import Live
from rich.text import Text

from blackbird.cli.answer import sentence_row
from blackbird.cli.page import Row, as_styled, console, row
from blackbird.cli.text import one_line
from blackbird.errors import BlackbirdError, ModelError
from blackbird.events import (
    Delivered,
    DraftPiece,
    Event,
    EvidencePicked,
    Planned,
    Searched,
    SectionBegun,
    SentenceChecked,
    SourceFailed,
)
from blackbird.types import Answer, Evidence, Plan, Question, Sentence

if TYPE_CHECKING:
    from blackbird.assistant import Assistant

_PER_SECOND = 12
_WIDEST = 100  # cells: longer lines are hard to read
_SHOWN_TITLES = 5
_MARKS = re.compile(r"\A\s*(?:\[\d+\]\s*)*")


class Progress:
    """What is known of a run so far; draws itself at any moment."""

    def __init__(self) -> None:
        self._steps: list[Row] = []
        self._now = "understanding the question"
        self._said: list[Row] = []
        self._title = ""
        self._titles: set[str] = set()
        self._draft = ""
        self._kind = "lookup"

    def take(self, event: Event) -> None:
        """Note what has happened."""
        match event:
            case Planned(plan):
                self._planned(plan)
            case Searched(source, hits, ms):
                self._step(f"searched {source}: {hits} passages in {ms / 1000:.2f} s")
                self._now = "picking evidence"
            case SourceFailed(source, message):
                self._steps.append(row(f"{source}: {one_line(message)}", "yellow", mark="✗"))
            case EvidencePicked(evidence):
                self._picked(evidence)
            case DraftPiece(text):
                self._draft += text
                self._now = ""
            case SectionBegun(number, of, title):
                self._step(f"part {number} of {of}: {one_line(title)}")
                self._title = one_line(title)
                self._now = "searching"
            case SentenceChecked(_, sentence):
                self._settle(sentence)
            case Delivered():
                self._now = ""

    def rows(self) -> Iterator[Row]:
        """Steps, then the answer as far as it stands, the unchecked rest dimmed."""
        yield from self._steps
        if self._now:
            yield row(f"{self._now} …", "dim", mark="·")
        if self._kind == "lookup":
            yield from self._said
            draft = one_line(self._draft)
        else:
            draft = self._draft
        if draft:
            yield row(draft, "dim italic")

    def __rich_console__(self, out: Console, options: ConsoleOptions) -> RenderResult:
        """Draw the newest lines that fit on the screen."""
        lines = out.render_lines(as_styled(self.rows(), min(options.max_width, _WIDEST)), options)
        for line in lines[-max(1, out.height - 1) :]:
            yield from line
            yield Text()

    def _planned(self, plan: Plan) -> None:
        self._kind = plan.kind
        if plan.kind != "lookup":
            self._step("nothing to look up, so nothing is checked")
            self._now = "writing"
            return
        asks = f": {one_line(plan.standalone)}" if plan.rewritten else ""
        self._step(f"understood{asks}")
        self._now = "searching"

    def _picked(self, evidence: tuple[Evidence, ...]) -> None:
        if not evidence:
            self._step("found no evidence")
            return
        titles = dict.fromkeys(e.passage.title or "your passages" for e in evidence)
        new = [title for title in titles if title not in self._titles]
        self._titles.update(new)
        more = " …" if len(new) > _SHOWN_TITLES else ""
        if new:
            self._step(f"evidence: {'; '.join(map(one_line, new[:_SHOWN_TITLES]))}{more}")
        self._now = "loading the model, reading the evidence"

    def _settle(self, sentence: Sentence) -> None:
        """Put a checked sentence in its place and take its words out of the draft."""
        if not sentence.dropped:
            if self._title:
                self._said.append(row(self._title, "bold"))
                self._title = ""
            self._said.append(sentence_row(sentence))
        at = self._draft.find(sentence.text)
        if at >= 0:
            self._draft = _MARKS.sub("", self._draft[at + len(sentence.text) :], count=1)

    def _step(self, text: str) -> None:
        self._steps.append(row(text, "dim", mark="✓"))


async def follow(assistant: Assistant, question: Question, *, shown: bool = True) -> Answer:
    """The answer, with the run shown meanwhile if ``shown`` and somebody can see it.

    Models load while the search goes on. Raises as ``Assistant.stream``.
    """
    screen = _screen() if shown else None
    loading = asyncio.create_task(assistant.warm(question.model))
    try:
        if screen is None:
            return await assistant.ask(question)
        progress = Progress()
        with Live(progress, console=screen, refresh_per_second=_PER_SECOND, transient=True):
            return await _watched(assistant, question, progress)
    finally:
        loading.cancel()
        with suppress(asyncio.CancelledError, BlackbirdError):
            await loading


async def _watched(assistant: Assistant, question: Question, progress: Progress) -> Answer:
    async with aclosing(assistant.stream(question)) as events:
        async for event in events:
            progress.take(event)
            if isinstance(event, Delivered):
                return event.answer
    raise ModelError("The run ended without an answer.", "Ask again.")


def _screen() -> Console | None:
    """The terminal that can show a moving picture: output, else standard error, else none."""
    for out in (console(), console(stderr=True)):
        if out.is_terminal and not out.is_dumb_terminal:
            return out
    return None
