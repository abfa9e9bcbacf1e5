"""``blackbird settings``: every setting, its value, and where that comes from."""

from __future__ import annotations

from typing import Any

import click

from blackbird.cli import options
from blackbird.cli.lines import write_json
from blackbird.cli.shell import Shell
from blackbird.cli.text import one_line
from blackbird.errors import UnknownName
from blackbird.settings import FILE_NAME, SETTINGS, Settings, load_settings

_SECRET = frozenset({"model_key"})


@click.command(epilog="Example: blackbird settings model")
@click.argument("names", nargs=-1, metavar="[NAME]…")
@options.as_json
@options.data_dir
@click.pass_context
def command(ctx: click.Context, names: tuple[str, ...], as_json: bool) -> None:
    """Show every setting, or those named, with its value and where it comes from.

    A flag wins over BLACKBIRD_<NAME> in the environment, which wins over blackbird.toml in the
    data directory.
    """
    known = [setting.name for setting in SETTINGS]
    for name in names:
        if name not in known:
            raise UnknownName("setting", name, known)
    shell: Shell = ctx.obj
    shown = [item for item in _described(shell) if not names or item["name"] in names]
    if as_json:
        write_json({"settings": shown}, indent=2)
        return
    for item in shown:
        click.echo(
            f"{item['name']} = {one_line(str(item['value'])) or '(empty)'}  [{item['from']}]"
        )
        click.echo(f"    {item['help']}")


def _described(shell: Shell) -> list[dict[str, Any]]:
    current = shell.settings()
    in_file = load_settings({"data_dir": current.data_dir}, {})
    return [
        {
            "name": setting.name,
            "value": _shown(setting.name, getattr(current, setting.name)),
            "default": getattr(Settings(), setting.name),
            "from": _origin(setting.name, shell, current, in_file),
            "help": setting.metadata["help"],
        }
        for setting in SETTINGS
    ]


def _origin(name: str, shell: Shell, current: Settings, in_file: Settings) -> str:
    if name == "data_dir":
        return "--data-dir" if shell.data_dir else "environment or default"
    value = getattr(current, name)
    if value != getattr(in_file, name):
        return "environment"
    return FILE_NAME if value != getattr(Settings(), name) else "default"


def _shown(name: str, value: Any) -> Any:
    return "(set, not shown)" if name in _SECRET and value else value
