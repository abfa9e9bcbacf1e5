"""Bars on standard error: there on a terminal, nothing in a pipe."""

from __future__ import annotations

from types import TracebackType
from typing import Self

from rich.progress import Progress, ProgressColumn

from blackbird.cli.page import console


class Bars:
    """Progress of ``rich`` that knows where it stands; a context for as long as it is shown."""

    def __init__(self, *columns: str | ProgressColumn, transient: bool) -> None:
        out = console(stderr=True)
        self.on_terminal = out.is_terminal
        self.progress = Progress(
            *columns, console=out, transient=transient, disable=not out.is_terminal
        )

    def __enter__(self) -> Self:
        self.progress.start()
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        self.progress.stop()
