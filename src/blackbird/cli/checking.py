"""The check of a text for people: how far it is, then each claim with its mark and its quotes."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence
from contextlib import aclosing
from dataclasses import replace
from typing import TYPE_CHECKING

from rich.progress import BarColumn, MofNCompleteColumn, TextColumn, TimeRemainingColumn
from rich.text import Text

from blackbird.cli.answer import MARKS, citation_rows
from blackbird.cli.bars import Bars
from blackbird.cli.page import Row, row
from blackbird.cli.text import one_line
from blackbird.errors import ModelError
from blackbird.events import CheckEvent, ClaimChecked, ClaimsListed, FactChecked, PageRead
from blackbird.types import Citation, FactCheck, Page, TextClaim

if TYPE_CHECKING:
    from collections.abc import AsyncGenerator

_GAP = row()


class CheckingBar(Bars):
    """A bar of claims on a terminal; nothing in a pipe."""

    def __init__(self, *, reading: bool = False) -> None:
        super().__init__(
            TextColumn("{task.description}"),
            BarColumn(),
            MofNCompleteColumn(),
            TextColumn("claims"),
            TimeRemainingColumn(),
            transient=True,
        )
        self._task = self.progress.add_task(
            "Reading the page" if reading else "Checking", total=None
        )

    def take(self, event: CheckEvent) -> None:
        """Move the bar."""
        if isinstance(event, PageRead):
            self.progress.update(self._task, description="Checking")
        elif isinstance(event, ClaimsListed):
            total = sum(c.verdict == "not_checked" for c in event.claims)
            self.progress.update(self._task, total=total)
        elif isinstance(event, ClaimChecked):
            self.progress.advance(self._task)


async def followed(events: AsyncGenerator[CheckEvent], *, reading: bool = False) -> FactCheck:
    """The result of a check, with its progress shown meanwhile; ``reading``: a page comes first.

    Raises as the check does.
    """
    async with aclosing(events):
        with CheckingBar(reading=reading) as bar:
            async for event in events:
                bar.take(event)
                if isinstance(event, FactChecked):
                    return event.result
    raise ModelError("The check ended without a result.", "Check the text again.")


def check_rows(result: FactCheck, sources: Sequence[str]) -> Iterator[Row]:
    """All of ``result``; ``sources`` are the names of what was searched."""
    known = {c.id: c for c in result.citations}
    if result.page:
        yield from (*_page(result.page), _GAP)
    for claim in result.claims:
        yield from _claim(claim, known)
    if result.notes:
        yield _GAP
        yield from (row(one_line(note), "yellow", mark="Note:") for note in result.notes)
    yield from (_GAP, row(_last_line(result, sources), "dim"))


def _page(page: Page) -> Iterator[Row]:
    yield row(one_line(page.title) or "Untitled", "bold")
    dated = one_line(page.date) if page.date else "undated"
    about = f"{one_line(page.url or '')} · {dated} · read {page.fetched_at}"
    yield row(about, "dim")


def _claim(claim: TextClaim, known: dict[int, Citation]) -> Iterator[Row]:
    mark, style, _ = MARKS[claim.verdict]
    dim = claim.verdict in ("not_a_claim", "not_checked")
    yield Row(Text(one_line(claim.text), "dim" if dim else ""), mark, f"bold {style}")
    for heading, ids in (("", claim.citations), ("against it:", claim.against)):
        if heading and ids:
            yield row(heading, "dim", indent=2)
        for i in ids:
            yield from (replace(r, indent=r.indent + 2) for r in citation_rows(known[i]))


def _last_line(result: FactCheck, sources: Sequence[str]) -> str:
    counts = Counter(c.verdict for c in result.claims)
    parts = [f"{n} {MARKS[verdict][0]} {MARKS[verdict][2]}" for verdict, n in counts.items()]
    parts.append(f"searched: {', '.join(sources)}")
    parts.append(f"total {result.timings_ms['total'] / 1000:.1f} s")
    return " · ".join(parts)
