"""``blackbird ask``: one question, one checked answer."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from typing import Any

import click

from blackbird.cli import options
from blackbird.cli.answer import answer_rows
from blackbird.cli.consent import for_sources
from blackbird.cli.lines import answer_lines, each, write_json
from blackbird.cli.live import follow
from blackbird.cli.page import show
from blackbird.cli.shell import Session, Shell
from blackbird.contract import answer_json, check_question, read_question
from blackbird.errors import BlackbirdError, UsageError
from blackbird.registry import check_sources
from blackbird.types import Answer, Question


@click.command(
    epilog="""\b
Examples:
  blackbird ask "Which city has the oldest tram?"
  blackbird ask --source web --source documents "Who leads the tram company now?"
  blackbird ask --since 2023-11 --json "Who was named chair?"
  blackbird ask --deep "How did the trams of the city come about?"
  blackbird ask --jsonl < questions.jsonl > answers.jsonl
"""
)
@click.argument("question", nargs=-1)
@options.sources
@options.period
@options.model
@options.checking
@click.option("--deep", is_flag=True, help="A report: parts, each looked up, and the opposite.")
@options.as_json
@options.as_lines
@options.data_dir
@click.pass_context
def command(
    ctx: click.Context,
    question: tuple[str, ...],
    sources: tuple[str, ...],
    since: str | None,
    until: str | None,
    model: str | None,
    check: str | None,
    deep: bool,
    as_json: bool,
    as_lines: bool,
) -> None:
    """Answer QUESTION from your sources, with citations and a mark on every sentence.

    With --jsonl, lines are {"id", "question", "history"?, "passages"?}; passages, where given,
    are the only evidence. A report (--deep) that is interrupted goes on when the same is asked
    again.
    """
    from blackbird.assistant import default_question  # here: --help need not load the engines

    shell: Shell = ctx.obj
    names = check_sources(sources)
    settings = for_sources(shell, shell.settings(model=model, check=check), names)
    asked = replace(
        default_question(settings),
        sources=names,
        since=since,
        until=until,
        deep=deep,
    )
    if as_lines:
        if question:
            raise UsageError("With --jsonl, questions come from standard input.", "Leave it out.")
        with shell.session(settings) as session:
            session.run(session.assistant.warm(settings.model))
            answer_lines(shell, session.run, each(lambda row: _answer(session, row, asked)))
        return
    asked = replace(asked, text=check_question(" ".join(question)))
    with shell.session(settings) as session:
        answer = _answered(session, asked, shown=not as_json)
        searched = session.run(session.assistant.sources_for(asked))
    if as_json:
        write_json(answer_json(answer), indent=2)
    else:
        show(answer_rows(answer, searched))


def _answered(session: Session, asked: Question, *, shown: bool) -> Answer:
    """The answer; a report that is ended says how to go on."""
    try:
        return session.run(follow(session.assistant, asked, shown=shown))
    except (KeyboardInterrupt, BlackbirdError):
        if asked.deep and session.run(session.assistant.unfinished(asked)):
            click.echo("What is finished of the report is kept: ask the same to go on.", err=True)
        raise


async def _answer(session: Session, row: Mapping[str, Any], defaults: Question) -> dict[str, Any]:
    return answer_json(await session.assistant.ask(read_question(row, defaults)))
