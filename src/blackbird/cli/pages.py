"""``blackbird pages``: the texts of pages of the web that were read and are kept."""

from __future__ import annotations

import asyncio
from dataclasses import asdict
from typing import TYPE_CHECKING

import click

from blackbird.cli import options
from blackbird.cli.lazy import NamedGroup
from blackbird.cli.lines import write_json
from blackbird.cli.text import one_line

if TYPE_CHECKING:
    from collections.abc import Sequence

    from blackbird.cli.shell import Session, Shell
    from blackbird.settings import Settings
    from blackbird.storage.rows import KeptPage


@click.group(cls=NamedGroup)
def command() -> None:
    """List the pages of the web that are kept, or remove them."""


@command.command("list", epilog="Example: blackbird pages list --json")
@options.as_json
@options.data_dir
@click.pass_context
def list_(ctx: click.Context, as_json: bool) -> None:
    """List the pages whose text is kept: address, title, when it was read."""
    shell: Shell = ctx.obj
    with shell.session(shell.settings()) as session:
        pages = session.run(_kept(session))
    if as_json:
        write_json({"pages": [asdict(page) for page in pages]}, indent=2)
        return
    for page in pages:
        title = f" — {one_line(page.title)}" if page.title else ""
        read = f" (read {page.fetched_at[:10]})" if page.fetched_at else " (cited by an answer)"
        click.echo(f"{one_line(page.url)}{title}{read}")
    click.echo(counted(pages), err=True)


@command.command(epilog="Example: blackbird pages clear")
@options.data_dir
@click.pass_context
def clear(ctx: click.Context) -> None:
    """Remove them. Answers keep what they quote, but the text around it can no longer be opened."""
    shell: Shell = ctx.obj
    with shell.session(shell.settings()) as session:
        removed = session.run(_clear(session))
    click.echo(f"{_number(removed)} removed.")


def offer_to_clear(shell: Shell, settings: Settings) -> None:
    """Say what is kept of the web, now that it is not allowed any more; remove it on a yes.

    What stays is said on standard error, with the command that removes it.
    """
    with shell.session(settings) as session:
        if not session.assistant.data.record.exists():
            return
        pages = session.run(_kept(session))
        if not pages:
            return
        if shell.confirm(f"{counted(pages)} Remove them, too? Answers keep what they quote."):
            click.echo(f"{_number(session.run(_clear(session)))} removed.", err=True)
        else:
            click.echo(f"{counted(pages)} To remove them: blackbird pages clear", err=True)


def counted(pages: Sequence[KeptPage]) -> str:
    """How many pages are kept, and how long they are together."""
    megabytes = sum(page.bytes for page in pages) / 1_000_000
    return f"{_number(len(pages))} of the web kept on this machine ({megabytes:.1f} MB)."


def _number(count: int) -> str:
    return f"{count:,} page{'' if count == 1 else 's'}"


async def _kept(session: Session) -> list[KeptPage]:
    return await asyncio.to_thread((await session.assistant.opened.kept_pages()).listed)


async def _clear(session: Session) -> int:
    return await asyncio.to_thread((await session.assistant.opened.kept_pages()).clear)
