"""``blackbird search``: passages, without an answer."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace
from typing import Any

import click
from rich.text import Text

from blackbird.cli import options
from blackbird.cli.consent import for_sources
from blackbird.cli.lines import Row as JsonRow
from blackbird.cli.lines import answer_lines, each, write_json
from blackbird.cli.page import Row, row, show
from blackbird.cli.shell import Session, Shell
from blackbird.cli.text import one_line
from blackbird.contract import check_question, hit_json
from blackbird.errors import UsageError
from blackbird.events import SourceFailed
from blackbird.posts import ALL_POSTS, OnlyPosts
from blackbird.registry import check_sources
from blackbird.types import Hit, Query

_MOST = 1000
_SHOWN = 300  # characters of a passage


@click.command(
    epilog="""\b
Examples:
  blackbird search --limit 5 "tram timetable"
  blackbird search --source web "tram timetable"
  blackbird search --source posts --author anna.example --since 2026-11 harbour
  blackbird search --jsonl < queries.jsonl
"""
)
@click.argument("query", nargs=-1)
@options.sources
@click.option(
    "--limit",
    type=click.IntRange(1, _MOST),
    default=10,
    metavar="N",
    help="Passages to find. Default: 10.",
)
@options.period
@options.only_posts
@options.as_json
@options.as_lines
@options.data_dir
@click.pass_context
def command(
    ctx: click.Context,
    query: tuple[str, ...],
    sources: tuple[str, ...],
    limit: int,
    since: str | None,
    until: str | None,
    only: OnlyPosts,
    as_json: bool,
    as_lines: bool,
) -> None:
    """Find passages for QUERY by words and by meaning, in any language.

    With --jsonl, lines are {"id", "query"}.
    """
    shell: Shell = ctx.obj
    names = check_sources(sources or options.DOCUMENTS)
    if only != ALL_POSTS and names != ("posts",):
        raise UsageError("Authors, languages, likes are asked of live posts.", "--source posts")
    wanted = Query("", limit, since, until, only=only)
    if as_lines and query:
        raise UsageError("With --jsonl, queries come from standard input.", "Leave it out.")
    if not as_lines:
        wanted = replace(wanted, text=check_question(" ".join(query), "query"))
    with shell.session(for_sources(shell, shell.settings(), names)) as session:
        if as_lines:
            session.run(session.assistant.loaded.embedder())  # missing: said once, not on each line
            answer_lines(shell, session.run, each(lambda r: _search(session, r, wanted, names)))
            return
        hits = session.run(session.assistant.search(wanted, names, _say))
    if as_json:
        write_json({"query": wanted.text, "hits": [hit_json(h) for h in hits]}, indent=2)
    elif hits:
        show(_rows(hits))
    else:
        click.echo("Nothing was found.", err=True)


async def _search(
    session: Session, row: JsonRow, wanted: Query, names: Sequence[str]
) -> dict[str, Any]:
    query = replace(wanted, text=check_question(row.get("query"), "query"))
    return {"hits": [hit_json(hit) for hit in await session.assistant.search(query, names)]}


def _say(failure: SourceFailed) -> None:
    said = f"{failure.source} could not be searched: {failure.message}"
    click.echo(f"blackbird: {one_line(said)}", err=True)


def _rows(hits: Sequence[Hit]) -> Iterator[Row]:
    for n, hit in enumerate(hits, start=1):
        passage = hit.passage
        text = Text(one_line(passage.title) or one_line(passage.id), "bold")
        if passage.date:
            text.append(f", {one_line(passage.date)}", "not bold")
        text.append(f"  {one_line(passage.url)}", "not bold dim")
        yield Row(text, f"{n}. {hit.score:.2f}", "cyan")
        shown = one_line(passage.text)
        yield row(shown[:_SHOWN] + (" …" if len(shown) > _SHOWN else ""), indent=4)
