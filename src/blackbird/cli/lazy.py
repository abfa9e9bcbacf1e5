"""A command group that knows its commands by name and loads one when it is called."""

from __future__ import annotations

from collections.abc import Mapping
from importlib import import_module
from typing import Any

import click

from blackbird.errors import UnknownName


class LazyGroup(click.Group):
    """``table``: command → (module that has it as ``command``, its line in the help).

    Arguments that are not used stand in the signatures because click passes them.
    """

    def __init__(self, *args: Any, table: Mapping[str, tuple[str, str]], **extra: Any) -> None:
        super().__init__(*args, **extra)
        self._table = table

    def list_commands(self, ctx: click.Context) -> list[str]:  # noqa: ARG002
        """All names, in the order of the table."""
        return list(self._table)

    def get_command(self, ctx: click.Context, cmd_name: str) -> click.Command | None:  # noqa: ARG002
        """The command, loaded; None if there is none of this name."""
        if cmd_name not in self._table:
            return None
        command: click.Command = import_module(self._table[cmd_name][0]).command
        return command

    def resolve_command(
        self, ctx: click.Context, args: list[str]
    ) -> tuple[str | None, click.Command | None, list[str]]:
        """As click does it. Raises ``UnknownName``."""
        if args and args[0] not in self._table and not args[0].startswith("-"):
            raise UnknownName("command", args[0], self._table)
        return super().resolve_command(ctx, args)

    def format_commands(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:  # noqa: ARG002
        """The list in ``--help``, from the table alone."""
        with formatter.section("Commands"):
            formatter.write_dl([(name, about) for name, (_, about) in self._table.items()])


class NamedGroup(click.Group):
    """A group of loaded commands that guesses what a wrong name was meant to be."""

    def resolve_command(
        self, ctx: click.Context, args: list[str]
    ) -> tuple[str | None, click.Command | None, list[str]]:
        """As click does it. Raises ``UnknownName``."""
        if args and args[0] not in self.commands and not args[0].startswith("-"):
            raise UnknownName(f"command of {ctx.info_name}", args[0], self.commands)
        return super().resolve_command(ctx, args)
