"""Options that several commands share."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import fields, replace
from functools import wraps
from typing import Any, TypeVar, cast, get_args

import click

from blackbird.posts import OnlyPosts
from blackbird.types import Checking

F = TypeVar("F", bound=Callable[..., Any])
_NO_CHECK = "blackbird.no_check"
DOCUMENTS = ("documents",)
"""What is searched or checked against where no source is named."""


def _remember(ctx: click.Context, _: click.Parameter, value: str | None) -> None:
    if value is not None:
        ctx.obj = replace(ctx.obj, data_dir=value)


def _moment(_: click.Context, __: click.Parameter, value: str | None) -> str | None:
    from blackbird.index.window import window  # here: only a command that was given one pays

    window(value, None, None)
    return value


def _off(ctx: click.Context, _: click.Parameter, value: bool) -> None:
    ctx.meta[_NO_CHECK] = value


def _mode(ctx: click.Context, _: click.Parameter, value: str | None) -> str | None:
    if ctx.meta.get(_NO_CHECK) and value not in (None, "off"):
        raise click.BadParameter("goes against --no-check. Give one of the two.")
    return "off" if ctx.meta.get(_NO_CHECK) else value


def data_dir(command: F) -> F:
    """``--data-dir``, before or after the command's name."""
    text = "Folder of all state; also BLACKBIRD_DATA_DIR."
    option = click.option(
        "--data-dir", metavar="FOLDER", help=text, callback=_remember, expose_value=False
    )
    return option(command)


def sources(command: F) -> F:
    """``--source``, as often as wanted."""
    return click.option(
        "--source",
        "sources",
        multiple=True,
        metavar="NAME",
        help="documents, web or posts; may be given several times. Default: documents; a question "
        "about now is also put to posts.",
    )(command)


def period(command: F) -> F:
    """``--since`` and ``--until``."""
    text = "Only what is dated {} this: 2023, 2023-11, 2023-11-04 or a moment."
    for name, side in (("until", "at or before"), ("since", "at or after")):
        command = click.option(f"--{name}", metavar="T", callback=_moment, help=text.format(side))(
            command
        )
    return command


def _text(_: click.Context, __: click.Parameter, value: str) -> str:
    return value.encode("utf-8", "replace").decode()  # a shell hands on bytes that are no text


def only_posts(command: F) -> F:
    """``--author``, ``--language``, ``--feed``, ``--likes`` and ``--links``, as one ``only``."""

    @wraps(command)
    def narrowed(*given: Any, **named: Any) -> Any:
        only = OnlyPosts(**{field.name: named.pop(field.name) for field in fields(OnlyPosts)})
        return command(*given, only=only, **named)

    text: dict[str, Any] = {"default": "", "callback": _text}
    # The last is shown first.
    told: dict[str, tuple[str, dict[str, Any]]] = {
        "links": ("that link to something", {"is_flag": True}),
        "likes": (
            "liked N times or more",
            {"type": click.IntRange(0), "default": 0, "metavar": "N"},
        ),
        "feed": ("of a feed, or of feeds of a kind", {**text, "metavar": "FEED"}),
        "language": ("in a language, such as ja", {**text, "metavar": "XX"}),
        "author": ("by a handle or an account", {**text, "metavar": "NAME"}),
    }
    for name, (which, how) in told.items():
        narrowed = click.option(f"--{name}", help=f"Only live posts {which}.", **how)(narrowed)
    return cast(F, narrowed)


def checking(command: F) -> F:
    """``--check``, and ``--no-check`` for off."""
    text = "What does not hold is repaired or dropped: strict; stays, marked: marked; off."
    none = "As --check off: quicker, and marked as such."
    command = click.option(
        "--no-check", is_flag=True, is_eager=True, expose_value=False, callback=_off, help=none
    )(command)
    return click.option(
        "--check", type=click.Choice(get_args(Checking)), metavar="HOW", callback=_mode, help=text
    )(command)


def model(command: F) -> F:
    """``--model``."""
    return click.option("--model", metavar="NAME", help="mini, full, tiny or a remote one's name.")(
        command
    )


def as_json(command: F) -> F:
    """``--json``."""
    return click.option("--json", "as_json", is_flag=True, help="Write JSON, for programs.")(
        command
    )


def as_lines(command: F) -> F:
    """``--jsonl``."""
    text = "Read one JSON object a line from standard input, write one for each."
    return click.option("--jsonl", "as_lines", is_flag=True, help=text)(command)
