"""``blackbird rewrite``: questions of a conversation, made to stand alone."""

from __future__ import annotations

from typing import Any

import click

from blackbird.cli import options
from blackbird.cli.lines import Row, answer_lines, each
from blackbird.cli.shell import Session, Shell
from blackbird.contract import check_question, read_history
from blackbird.errors import UsageError


@click.command(epilog="Example: blackbird rewrite --jsonl < turns.jsonl")
@options.as_lines
@options.model
@options.data_dir
@click.pass_context
def command(ctx: click.Context, as_lines: bool, model: str | None) -> None:
    """Make the last question of each conversation stand alone. A small model is not asked.

    Lines are {"id", "history", "utterance"}; out come {"id", "rewrite", "queries"}.
    """
    if not as_lines:
        raise UsageError("Conversations come as lines.", "Use blackbird rewrite --jsonl.")
    shell: Shell = ctx.obj
    with shell.session(shell.settings(model=model)) as session:
        answer_lines(shell, session.run, each(lambda row: _rewrite(session, row)))


async def _rewrite(session: Session, row: Row) -> dict[str, Any]:
    text = check_question(row.get("utterance"), "utterance")
    done = await session.assistant.rewrite(read_history(row.get("history")), text)
    return {"rewrite": done.standalone, "queries": list(done.queries)}
