"""``blackbird serve``: the assistant behind the OpenAI API, on this machine."""

from __future__ import annotations

import click

from blackbird.cli import options
from blackbird.cli.shell import Shell
from blackbird.registry import load_server


@click.command(epilog="Example: blackbird serve --port 8765")
@click.option("--host", metavar="ADDRESS", help="Address to listen on; loopback only.")
@click.option("--port", type=click.IntRange(0, 65535), metavar="N", help="Port to listen on.")
@options.model
@options.data_dir
@click.pass_context
def command(ctx: click.Context, host: str | None, port: int | None, model: str | None) -> None:
    """Answer programs that speak the OpenAI API, until stopped."""
    shell: Shell = ctx.obj
    load_server()(shell.settings(host=host, port=port, model=model), _announce)


def _announce(address: str) -> None:
    page = address.removesuffix("/v1")
    click.echo(f"The page is {page}/, the API {address}. Ctrl-C ends it.", err=True)
