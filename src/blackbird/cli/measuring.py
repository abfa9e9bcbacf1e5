"""How far an evaluation is, on standard error."""

from __future__ import annotations

from types import TracebackType

from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn, TimeRemainingColumn

from blackbird.cli.page import console
from blackbird.cli.text import one_line


class MeasuringBar:
    """A bar on a terminal, named for what is being done; nothing in a pipe."""

    def __init__(self) -> None:
        out = console(stderr=True)
        self._bar = Progress(
            TextColumn("{task.description}"),
            BarColumn(),
            MofNCompleteColumn(),
            TimeRemainingColumn(),
            console=out,
            transient=True,
            disable=not out.is_terminal,
        )
        self._what = ""
        self._task = self._bar.add_task("", total=None)

    def __enter__(self) -> MeasuringBar:
        self._bar.start()
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        self._bar.stop()

    def show(self, what: str, done: int, total: int) -> None:
        """Move the bar; another ``what`` begins anew, so that its remaining time is its own."""
        if what != self._what:
            self._what = what
            self._bar.reset(self._task, description=one_line(what), total=total)
        self._bar.update(self._task, completed=done, total=total)
