"""Lines of styled text for people: wrapped on a terminal, plain and unbroken in a pipe."""

from __future__ import annotations

import sys
from collections.abc import Iterable
from dataclasses import dataclass, field

import click
from rich.console import Console, Group, RenderableType
from rich.padding import Padding
from rich.text import Text

from blackbird.cli.text import harmless
from blackbird.cli.wrap import wrapped


@dataclass(frozen=True, slots=True)
class Row:
    """One line: what stands at its beginning, its text, and how far it is set in.

    Wrapped, the following lines stand under the text and not under the mark.
    """

    text: Text = field(default_factory=Text)
    mark: str = ""
    style: str = ""
    """Of the mark."""
    indent: int = 0


def row(text: str = "", style: str = "", *, mark: str = "", indent: int = 0) -> Row:
    """A row of one style; ``text`` may come from anywhere."""
    return Row(Text(harmless(text), style), mark, style, indent)


def console(*, stderr: bool = False) -> Console:
    """For standard output or standard error as it is now."""
    return Console(
        file=sys.stderr if stderr else sys.stdout, highlight=False, markup=False, emoji=False
    )


def as_plain(rows: Iterable[Row]) -> str:
    """The rows without a style."""
    return "".join(f"{' ' * r.indent}{_lead(r)}{r.text.plain}".rstrip() + "\n" for r in rows)


def as_styled(rows: Iterable[Row], width: int) -> RenderableType:
    """The rows, wrapped to ``width`` cells."""
    return Group(*(_styled(r, width) for r in rows))


def show(rows: Iterable[Row]) -> None:
    """Write rows to standard output."""
    out = console()
    if out.is_terminal and not out.is_dumb_terminal:
        out.print(as_styled(rows, min(out.width, 100)))
    else:
        click.echo(as_plain(rows), nl=False)


def _lead(row: Row) -> str:
    return f"{row.mark} " if row.mark else ""


def _styled(row: Row, width: int) -> RenderableType:
    lead = _lead(row)
    lines = wrapped(row.text, width - row.indent - len(lead)) or [Text()]
    whole = Text()
    for n, line in enumerate(lines):
        whole.append(lead if n == 0 else "\n" + " " * len(lead), row.style if n == 0 else "")
        whole.append_text(line)
    whole.no_wrap = True
    whole.overflow = "ignore"
    return Padding(whole, (0, 0, 0, row.indent))
