"""``blackbird models``: the model files on this machine."""

from __future__ import annotations

from typing import Any

import click

from blackbird.cli import options
from blackbird.cli.lazy import NamedGroup
from blackbird.cli.lines import write_json
from blackbird.cli.pulling import PullBars, megabytes
from blackbird.cli.shell import Shell
from blackbird.errors import BlackbirdError, UnknownName
from blackbird.models.catalog import CATALOGUE
from blackbird.models.lineup import LINEUP
from blackbird.models.store import Listed


@click.group(cls=NamedGroup)
def command() -> None:
    """Pull, list, verify and remove models."""


@command.command("list", epilog="Example: blackbird models list")
@options.as_json
@options.data_dir
@click.pass_context
def list_(ctx: click.Context, as_json: bool) -> None:
    """List the models that can be had, and which are here."""
    shell: Shell = ctx.obj
    listing = shell.models(shell.settings()).listing()
    if as_json:
        write_json({"models": [_listed(entry) for entry in listing]}, indent=2)
        return
    for entry in listing:
        one = _listed(entry)
        names = f" ({', '.join(one['names'])})" if one["names"] else ""
        click.echo(
            f"{one['id']:<6} {_state(entry):<22} {megabytes(entry.bytes_total):>9}  "
            f"{one['title']}{names}, {one['licence']}"
        )


@command.command(epilog="Example: blackbird models pull mini")
@click.argument("name")
@options.data_dir
@click.pass_context
def pull(ctx: click.Context, name: str) -> None:
    """Bring model NAME here, with what it cannot do without; quick if it is here already."""
    shell: Shell = ctx.obj
    model_id = catalogue_id(name)
    store = shell.models(shell.settings())
    with PullBars() as bars:
        store.pull(model_id, bars.show)
    click.echo(f"{name} is here and verified.", err=True)


@command.command(epilog="Example: blackbird models verify")
@options.data_dir
@click.pass_context
def verify(ctx: click.Context) -> None:
    """Read every model file in full and compare its hash."""
    shell: Shell = ctx.obj
    store = shell.models(shell.settings())
    with PullBars() as bars:
        checks = store.verify(bars.show)
    for check in checks:
        found = f", found SHA-256 {check.found}" if check.found else ""
        click.echo(f"{check.model}/{check.file.name}: {check.state}{found}")
    corrupt = list(dict.fromkeys(check.model for check in checks if check.state == "corrupt"))
    if corrupt:
        raise BlackbirdError(
            f"Wrong bytes in {', '.join(corrupt)}; the files were set aside.",
            f'Run "blackbird models pull {corrupt[0]}".',
        )


@command.command(epilog="Example: blackbird models remove full")
@click.argument("name")
@options.data_dir
@click.pass_context
def remove(ctx: click.Context, name: str) -> None:
    """Delete the files of model NAME; they can be pulled again."""
    shell: Shell = ctx.obj
    model_id = catalogue_id(name)
    freed = shell.models(shell.settings()).remove(model_id)
    click.echo(f"{name} removed, {megabytes(freed)} freed." if freed else f"{name} was not here.")


def catalogue_id(name: str) -> str:
    """The catalogue's id for a name of the line-up or of the catalogue. Raises ``UnknownName``."""
    names = {n: entry.catalogue_id for entry in LINEUP for n in (entry.short, entry.name)}
    names |= {model_id: model_id for model_id in CATALOGUE}
    if name not in names:
        raise UnknownName("model", name, names)
    return names[name]


def _listed(entry: Listed) -> dict[str, Any]:
    model = entry.model
    return {
        "id": model.id,
        "names": [e.name for e in LINEUP if e.catalogue_id == model.id],
        "title": model.title,
        "role": model.role,
        "licence": model.licence,
        "state": entry.state,
        "bytes": entry.bytes_total,
        "bytes_here": entry.bytes_here,
    }


def _state(entry: Listed) -> str:
    if entry.state == "partial":
        return f"partial ({megabytes(entry.bytes_here)})"
    return entry.state
