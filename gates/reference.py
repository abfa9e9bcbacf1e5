"""Write docs/reference/ from the code, or with ``--check`` fail where it is not up to date.

Every setting, command, event and error stands there; one without a help line is refused.
"""

from __future__ import annotations

import inspect
import sys
from collections.abc import Callable, Iterator
from dataclasses import fields
from pathlib import Path
from typing import get_args

import click

from blackbird import errors, events
from blackbird.cli.main import cli
from blackbird.settings import SETTINGS
from gates.tree import ROOT

FOLDER = ROOT / "docs/reference"
NOTE = "Written by `make reference` from the code; edit it there.\n"
WIDTH = 96


class UndocumentedError(Exception):
    """Something that people can use has no help line."""


def _help(what: str, text: str | None) -> str:
    if not (text or "").strip():
        raise UndocumentedError(f"{what} has no help line")
    return inspect.cleandoc(text or "")


def _first_line(what: str, text: str | None) -> str:
    return _help(what, text).partition("\n")[0]


def _cell(value: object) -> str:
    return str(value).replace("|", "\\|").replace("\n", " ")


def _code(value: object) -> str:
    text = _cell(value)
    return f"`{text}`" if text else ""


def _type_name(kind: object) -> str:
    return kind.__name__ if isinstance(kind, type) else str(kind)


def settings() -> str:
    """One row for each setting."""
    rows = [
        f"| `{setting.name}` | {_code(_type_name(setting.type))} | {_code(setting.default)} "
        f"| {_cell(_help(setting.name, setting.metadata.get('help')))} |"
        for setting in SETTINGS
    ]
    head = "| setting | type | default | what it does |\n|---|---|---|---|\n"
    return f"# Settings\n\n{NOTE}\n{head}" + "\n".join(rows) + "\n"


def _commands(command: click.Command, context: click.Context) -> Iterator[str]:
    path = context.command_path
    _help(f"command {path}", command.help)
    yield f"## {path}\n\n```text\n{command.get_help(context).rstrip()}\n```\n"
    for option in command.params:
        if isinstance(option, click.Option):
            _help(f"{path} {option.opts[0]}", option.help)
    if isinstance(command, click.Group):
        for name in command.list_commands(context):
            below = command.get_command(context, name)
            if below is None:
                raise UndocumentedError(f"command {path} {name} cannot be loaded")
            if not below.hidden:
                yield from _commands(below, _context(below, name, context))


def _context(command: click.Command, name: str, parent: click.Context | None) -> click.Context:
    return click.Context(
        command, info_name=name, parent=parent, terminal_width=WIDTH, max_content_width=WIDTH
    )


def commands() -> str:
    """The help of each command, as the terminal shows it."""
    return f"# Commands\n\n{NOTE}\n" + "\n".join(_commands(cli, _context(cli, "blackbird", None)))


def event_list() -> str:
    """Each event in the order in which a run says it, with its fields."""
    parts = []
    for event in (*get_args(events.Event), *get_args(events.CheckEvent)):
        rows = "".join(f"- `{field.name}`: {_code(field.type)}\n" for field in fields(event))
        parts.append(f"## {event.__name__}\n\n{_help(event.__name__, event.__doc__)}\n\n{rows}")
    return f"# Events\n\n{NOTE}\n" + "\n".join(parts)


def _error_rows(error: type[errors.BlackbirdError], depth: int = 0) -> Iterator[str]:
    what = _cell(_first_line(error.__name__, error.__doc__))
    yield f"| {'· ' * depth}`{error.__name__}` | `{error.code}` | {what} |"
    for below in error.__subclasses__():
        if below.__module__ == errors.__name__:
            yield from _error_rows(below, depth + 1)


def error_table() -> str:
    """The tree of errors with their codes."""
    head = "| error | code | what it means |\n|---|---|---|\n"
    return f"# Errors\n\n{NOTE}\n{head}" + "\n".join(_error_rows(errors.BlackbirdError)) + "\n"


PAGES: dict[str, Callable[[], str]] = {
    "settings.md": settings,
    "commands.md": commands,
    "events.md": event_list,
    "errors.md": error_table,
}


def outdated(folder: Path, pages: dict[str, str]) -> list[str]:
    """Names of pages that are missing or differ from what the code says."""
    return [
        name
        for name, text in pages.items()
        if not (folder / name).is_file() or (folder / name).read_text(encoding="utf-8") != text
    ]


def main(arguments: list[str]) -> int:
    """Write the pages, or only compare them; 1 if something is undocumented or out of date."""
    try:
        pages = {name: write() for name, write in PAGES.items()}
    except UndocumentedError as problem:
        print(problem)
        return 1
    late = outdated(FOLDER, pages)
    if "--check" in arguments:
        print(
            "".join(f"docs/reference/{name} is out of date: make reference\n" for name in late),
            end="",
        )
        return 1 if late else 0
    FOLDER.mkdir(parents=True, exist_ok=True)
    for name in late:
        (FOLDER / name).write_text(pages[name], encoding="utf-8")
        print(f"   wrote docs/reference/{name}")
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
