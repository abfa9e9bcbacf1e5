"""``blackbird settings``: every setting, its value and where that comes from; changes, too."""

from __future__ import annotations

from dataclasses import Field
from typing import Any

import click

from blackbird.cli import options
from blackbird.cli.lines import write_json
from blackbird.cli.shell import Shell
from blackbird.cli.text import one_line
from blackbird.errors import UnknownName
from blackbird.models.lineup import find_entry
from blackbird.settings import FILE_NAME, SETTINGS, Settings, change_settings


@click.command(
    epilog="""\b
Examples:
  blackbird settings model
  blackbird settings web=yes
"""
)
@click.argument("names", nargs=-1, metavar="[NAME | NAME=VALUE]…")
@options.as_json
@options.data_dir
@click.pass_context
def command(ctx: click.Context, names: tuple[str, ...], as_json: bool) -> None:
    """Show every setting, or those named, with its value and where it comes from.

    NAME=VALUE writes it to blackbird.toml in the data directory; NAME= goes back to the default.
    A flag wins over BLACKBIRD_<NAME> in the environment, which wins over that file. A server that
    runs reads the file when it is started again.
    """
    values = dict(name.split("=", 1) for name in names if "=" in name)
    names = tuple(name.partition("=")[0] for name in names)
    known = [setting.name for setting in SETTINGS]
    for name in names:
        if name not in known:
            raise UnknownName("setting", name, known)
    shell: Shell = ctx.obj
    if values:
        _change(shell, values)
    shown = [item for item in _described(shell) if not names or item["name"] in names]
    if as_json:
        write_json({"settings": shown}, indent=2)
        return
    for item in shown:
        click.echo(
            f"{item['name']} = {one_line(str(item['value'])) or '(empty)'}  [{item['from']}]"
        )
        click.echo(f"    {item['help']}")


def _change(shell: Shell, values: dict[str, str]) -> None:
    settings = shell.settings()
    if values.get("model") and not settings.model_url:
        find_entry(values["model"])
    changed = {name: text or None for name, text in values.items()}
    settings = change_settings(settings, changed, shell.now())
    if values.get("web") == "no":
        from blackbird.cli.pages import offer_to_clear  # here: others need not pay for it

        offer_to_clear(shell, settings)


def _described(shell: Shell) -> list[dict[str, Any]]:
    current = shell.settings()
    return [
        {
            "name": setting.name,
            "value": _shown(setting, getattr(current, setting.name)),
            "default": setting.default,
            "from": _origin(setting.name, current),
            "help": setting.metadata["help"],
        }
        for setting in SETTINGS
    ]


def _origin(name: str, current: Settings) -> str:
    origin = current.origin(name)
    return {"flag": f"--{name.replace('_', '-')}", "file": FILE_NAME}.get(origin, origin)


def _shown(setting: Field[Any], value: Any) -> Any:
    return "(set, not shown)" if setting.metadata.get("secret") and value else value
