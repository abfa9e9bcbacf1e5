"""How far an evaluation is, on standard error."""

from __future__ import annotations

from rich.progress import BarColumn, MofNCompleteColumn, TextColumn, TimeRemainingColumn

from blackbird.cli.bars import Bars
from blackbird.cli.text import one_line


class MeasuringBar(Bars):
    """A bar on a terminal, named for what is being done; nothing in a pipe."""

    def __init__(self) -> None:
        super().__init__(
            TextColumn("{task.description}"),
            BarColumn(),
            MofNCompleteColumn(),
            TimeRemainingColumn(),
            transient=True,
        )
        self._what = ""
        self._task = self.progress.add_task("", total=None)

    def show(self, what: str, done: int, total: int) -> None:
        """Move the bar; another ``what`` begins anew, so that its remaining time is its own."""
        if what != self._what:
            self._what = what
            self.progress.reset(self._task, description=one_line(what), total=total)
        self.progress.update(self._task, completed=done, total=total)
