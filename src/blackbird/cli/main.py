"""The command line's front: its commands, and every error as one line and an exit status.

Exit status 0: done; 1: failed, and one line on standard error says why; 2: wrong usage;
130: interrupted.
"""

from __future__ import annotations

import io
import os
import sys
from collections.abc import Sequence

import click

from blackbird import __version__
from blackbird.cli.failures import named
from blackbird.cli.lazy import LazyGroup
from blackbird.cli.options import data_dir
from blackbird.cli.shell import Shell
from blackbird.errors import BlackbirdError, UnknownName, UsageError

_COMMANDS = {
    "ask": ("blackbird.cli.ask", "Answer a question from your sources, checked, with citations."),
    "chat": ("blackbird.cli.chat", "Talk: questions that follow from one another."),
    "search": ("blackbird.cli.search", "Find passages in your sources."),
    "check": ("blackbird.cli.check", "Check the claims of a text against your sources."),
    "rewrite": ("blackbird.cli.rewrite", "Make questions of a conversation stand alone."),
    "extract": ("blackbird.cli.extract", "Take the main text out of a page or file."),
    "index": ("blackbird.cli.index", "Add documents, list and remove them."),
    "ingest": ("blackbird.cli.ingest", "Follow live posts and feeds."),
    "pages": ("blackbird.cli.pages", "List the pages of the web that are kept, or remove them."),
    "models": ("blackbird.cli.models", "Pull, list, verify and remove models."),
    "serve": ("blackbird.cli.serve", "Answer programs that speak the OpenAI API."),
    "eval": ("blackbird.cli.eval", "Measure with published data, or show the last figures."),
    "doctor": ("blackbird.cli.doctor", "Measure this machine and say what is missing."),
    "settings": ("blackbird.cli.settings", "Show every setting and where its value comes from."),
}
_INTERRUPTED = 130


@click.group(
    cls=LazyGroup,
    table=_COMMANDS,
    invoke_without_command=True,
    context_settings={"help_option_names": ["-h", "--help"]},
    epilog="""\b
Examples:
  blackbird models pull mini
  blackbird index add notes/
  blackbird ask "When was the first release?"
""",
)
@click.version_option(__version__, "--version", prog_name="blackbird", help="Show the version.")
@data_dir
@click.pass_context
def cli(ctx: click.Context) -> None:
    """An open, self-hosted assistant that looks for what is true.

    It answers from your documents with numbered citations and checks every sentence against
    the evidence.
    """
    if ctx.invoked_subcommand is None:
        click.echo(ctx.get_help())


def run(arguments: Sequence[str], shell: Shell | None = None) -> int:
    """Run one command and return its exit status; ``shell`` brings other parts, for tests."""
    shell = shell or Shell()
    _write_anything()
    try:
        status = _status(arguments, shell)
        sys.stdout.flush()
    except BrokenPipeError:
        _drop_output()
        return 1
    return status


def _status(arguments: Sequence[str], shell: Shell) -> int:
    try:
        result = cli.main(list(arguments), "blackbird", standalone_mode=False, obj=shell)
    except BlackbirdError as error:
        return _failed(str(error), 2 if isinstance(error, UsageError) else 1)
    except click.exceptions.NoSuchOption as error:
        return _failed(str(_unknown_option(error)), 2)
    except click.UsageError as error:
        path = error.ctx.command_path if error.ctx else "blackbird"
        return _failed(f'{error.format_message()} See "{path} --help".', 2)
    except click.ClickException as error:
        return _failed(error.format_message(), 1)
    except (click.Abort, KeyboardInterrupt):
        return _failed("stopped.", _INTERRUPTED)
    except SystemExit as error:  # click leaves so when nobody reads its output any more
        return error.code if isinstance(error.code, int) else 1
    except BrokenPipeError:
        raise
    except Exception as error:  # the command is the last place that can say something useful
        return _failed(str(named(error, shell)), 1)
    return result if isinstance(result, int) else 0


def _unknown_option(error: click.exceptions.NoSuchOption) -> UnknownName:
    command = error.ctx.command if error.ctx else cli
    known = [name for option in command.params for name in option.opts if name.startswith("--")]
    return UnknownName("option", error.option_name, [*known, "--help"])


def _failed(message: str, status: int) -> int:
    from blackbird.cli.text import one_line  # here: only a failure needs it

    click.echo(f"blackbird: {one_line(message)}", err=True)
    return status


def _write_anything() -> None:
    """Let no sign that a terminal's encoding lacks end a command."""
    for stream in (sys.stdout, sys.stderr):
        if isinstance(stream, io.TextIOWrapper):
            stream.reconfigure(errors="backslashreplace")


def _drop_output() -> None:
    """Nobody reads any more: what is still buffered must not raise again at exit."""
    try:
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
    except (OSError, io.UnsupportedOperation):
        return
