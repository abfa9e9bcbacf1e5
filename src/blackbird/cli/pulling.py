"""How far a pull is: a bar for each file on a terminal, a line each tenth in a pipe."""

from __future__ import annotations

import click
from rich.progress import (
    BarColumn,
    DownloadColumn,
    TaskID,
    TextColumn,
    TimeRemainingColumn,
    TransferSpeedColumn,
)

from blackbird.cli.bars import Bars
from blackbird.cli.text import one_line
from blackbird.models.progress import Progress

_TENTHS = 10
_BAR_PHASES = ("fetching", "verifying", "converting", "assembling")


class PullBars(Bars):
    """Shows ``Progress`` on standard error."""

    def __init__(self) -> None:
        super().__init__(
            TextColumn("{task.description}"),
            BarColumn(),
            DownloadColumn(),
            TransferSpeedColumn(),
            TimeRemainingColumn(),
            transient=False,
        )
        self._tasks: dict[tuple[str, str], TaskID] = {}
        self._said: set[tuple[str, ...]] = set()

    def show(self, progress: Progress) -> None:
        """Show one report."""
        if progress.note:
            self._once(_noted(progress))
        if progress.phase not in _BAR_PHASES or not progress.total_bytes:
            return
        if self.on_terminal:
            self._move(progress)
            return
        tenth = _TENTHS * progress.done_bytes // progress.total_bytes
        if progress.phase == "fetching" and tenth:
            self._once(
                f"{progress.file}: {tenth * 10} % of {megabytes(progress.total_bytes)}"
                + (f" from the {progress.place}" if progress.place else "")
            )
        elif progress.phase != "fetching":
            self._once(f"{progress.file}: {progress.phase}")

    def _move(self, progress: Progress) -> None:
        key = (progress.file, progress.phase)
        about = f"{progress.phase} {progress.file}"
        if key not in self._tasks:
            self._tasks[key] = self.progress.add_task(about, total=progress.total_bytes)
        self.progress.update(self._tasks[key], completed=progress.done_bytes)

    def _once(self, line: str) -> None:
        if (line,) in self._said:
            return
        self._said.add((line,))
        if self.on_terminal:
            self.progress.console.print(line)
        else:
            click.echo(line, err=True)


def megabytes(count: int) -> str:
    """``491 MB``: as download pages count, in millions."""
    return f"{count / 1e6:,.0f} MB" if count >= 1e6 else f"{count / 1e3:,.0f} kB"


def _noted(progress: Progress) -> str:
    who = f"{progress.file} from the {progress.place}" if progress.place else progress.file
    return one_line(f"{who}: {progress.note}" if who else progress.note)
