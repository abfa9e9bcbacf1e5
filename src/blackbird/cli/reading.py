"""How far an indexing is, on standard error, and what it did in one line."""

from __future__ import annotations

from typing import TYPE_CHECKING

from rich.progress import BarColumn, MofNCompleteColumn, TextColumn, TimeRemainingColumn

from blackbird.cli.bars import Bars

if TYPE_CHECKING:
    from blackbird.ingest.worker import Indexing


class ReadingBar(Bars):
    """A bar of files on a terminal; nothing in a pipe."""

    def __init__(self) -> None:
        super().__init__(
            TextColumn("Reading"),
            BarColumn(),
            MofNCompleteColumn(),
            TextColumn("{task.fields[passages]:,} passages"),
            TimeRemainingColumn(),
            transient=True,
        )
        self._task = self.progress.add_task("", total=None, passages=0)

    def show(self, state: Indexing) -> None:
        """Move the bar."""
        self.progress.update(
            self._task, completed=state.done, total=state.total, passages=state.passages
        )


def summary(state: Indexing) -> str:
    """What an indexing did: ``12 documents, 80 passages added, 3 unchanged, 1 removed.``"""
    documents = f"{state.documents:,} document{'' if state.documents == 1 else 's'}"
    passages = f"{state.passages:,} passage{'' if state.passages == 1 else 's'}"
    parts = [f"{documents}, {passages} added", f"{state.unchanged:,} unchanged"]
    if state.removed:
        parts.append(f"{state.removed:,} removed")
    if state.problems:
        count = len(state.problems)
        parts.append(f"{count:,} problem{'' if count == 1 else 's'}")
    return ", ".join(parts) + "."
