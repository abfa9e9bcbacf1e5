"""``blackbird check``: claims of a text or page against the sources, or one by given evidence."""

from __future__ import annotations

import sys
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Any

import click
from click.core import ParameterSource

from blackbird.cli import options
from blackbird.cli.answer import MARKS
from blackbird.cli.consent import for_sources, with_consent
from blackbird.cli.lines import Row as JsonRow
from blackbird.cli.lines import answer_lines, each, write_json
from blackbird.cli.page import Row, row, show
from blackbird.cli.shell import Session, Shell
from blackbird.cli.text import one_line
from blackbird.contract import (
    LONGEST_TEXT,
    check_question,
    check_text,
    fact_check_json,
    lone_address,
    read_evidence,
    verdict_json,
)
from blackbird.errors import BadInput, UsageError
from blackbird.registry import check_sources
from blackbird.text.encoding import decode
from blackbird.text.markdown import is_binary
from blackbird.types import Verdict

_LONGEST_NAME = 4096  # bytes; longer is a text and no path
_MOST_BYTES = 10 * LONGEST_TEXT  # of standard input: enough to say that the text is too long


@click.command(
    epilog="""\b
Examples:
  blackbird check "The bridge opened in 1932. It is the longest of its kind."
  blackbird check https://example.org/article
  blackbird check --json - < article.txt
  blackbird check --evidence report.txt "The bridge opened in 1932."
  blackbird check --jsonl < claims.jsonl
"""
)
@click.argument("text", nargs=-1, metavar="TEXT | URL | -")
@click.option(
    "--evidence",
    multiple=True,
    metavar="FILE|TEXT",
    help="Judge by this file or text alone, and search nothing; may be given several times.",
)
@options.sources
@options.period
@options.model
@options.as_json
@options.as_lines
@options.data_dir
@click.pass_context
def command(
    ctx: click.Context,
    text: tuple[str, ...],
    evidence: tuple[str, ...],
    sources: tuple[str, ...],
    since: str | None,
    until: str | None,
    model: str | None,
    as_json: bool,
    as_lines: bool,
) -> None:
    """Check every claim of TEXT against your sources; "-" reads the text from standard input.

    With the URL of a page, its main text is read and checked. That leaves this machine, so it is
    asked once whether it may; see "blackbird settings web".

    With --evidence, TEXT is one claim, which is judged by that evidence alone. With --jsonl,
    lines are {"id", "claim", "evidence"}; evidence is a string or a list of them.
    """
    shell: Shell = ctx.obj
    if as_lines:
        if text or evidence:
            raise UsageError("With --jsonl, claims come from standard input.", "Leave it out.")
        _refuse_bounds(ctx, "--jsonl")
        _lines(shell, model)
    elif evidence:
        _refuse_bounds(ctx, "--evidence")
        _by_evidence(shell, " ".join(text), evidence, model, as_json=as_json)
    else:
        whole = _standard_input() if text == ("-",) else " ".join(text)
        _by_sources(
            shell,
            whole,
            (check_sources(sources or options.DOCUMENTS), since, until),
            model,
            as_json=as_json,
        )


def _refuse_bounds(ctx: click.Context, option: str) -> None:
    """Nothing is searched where evidence is given, so nothing can bound the search."""
    for name, given in (("sources", "--source"), ("since", "--since"), ("until", "--until")):
        if ctx.get_parameter_source(name) is not ParameterSource.DEFAULT:
            raise UsageError(f"With {option} nothing is searched.", f"Leave {given} out.")


def _lines(shell: Shell, model: str | None) -> None:
    settings = shell.settings(model=model)
    with shell.session(settings) as session:
        # If it is missing, that is said once, not on each line
        session.assistant.loaded.language_model(settings.model)
        answer_lines(shell, session.run, each(lambda row: _check(session, row)))


def _by_evidence(
    shell: Shell, text: str, evidence: Sequence[str], model: str | None, *, as_json: bool
) -> None:
    claim = check_question(text, "claim")
    given = [_read(item) for item in evidence]
    settings = shell.settings(model=model)
    with shell.session(settings) as session:
        session.assistant.loaded.language_model(settings.model)
        verdict = session.run(session.assistant.judge(claim, given))
    if as_json:
        write_json(verdict_json(verdict), indent=2)
    else:
        show(_rows(claim, verdict, "\n".join(given)))


def _by_sources(
    shell: Shell,
    text: str,
    bounds: tuple[tuple[str, ...], str | None, str | None],
    model: str | None,
    *,
    as_json: bool,
) -> None:
    from blackbird.cli.checking import check_rows, followed  # here: --help need not load its bars

    url = lone_address(text)
    settings = shell.settings(model=model)
    if url is None:
        text = check_text(text)
    settings = with_consent(shell, settings) if url else for_sources(shell, settings, bounds[0])
    with shell.session(settings) as session:
        check = session.assistant.fact_check_page if url else session.assistant.fact_check
        events = check(url or text, *bounds, settings.model)
        result = session.run(followed(events, reading=url is not None))
    if as_json:
        write_json(fact_check_json(result), indent=2)
    else:
        show(check_rows(result, bounds[0]))


def _standard_input() -> str:
    data = sys.stdin.buffer.read(_MOST_BYTES)
    if is_binary(data):
        raise BadInput("Standard input holds no text.", "Give a text.")
    return decode(data)


async def _check(session: Session, row: JsonRow) -> dict[str, Any]:
    claim = check_question(row.get("claim"), "claim")
    return verdict_json(await session.assistant.judge(claim, read_evidence(row.get("evidence"))))


def _read(item: str) -> str:
    """The text of a file of this name; without one, the text itself."""
    if len(item.encode("utf-8", "replace")) > _LONGEST_NAME or "\x00" in item or "\n" in item:
        return item
    try:
        data = Path(item).read_bytes()
    except OSError:
        if Path(item).is_dir():
            raise BadInput(f"{item} is a folder.", "Name a file, or give the text.") from None
        return item
    if is_binary(data):
        raise BadInput(f"{item} holds no text.", "Name a text file, or give the text.")
    return decode(data)


def _rows(claim: str, verdict: Verdict, evidence: str) -> Iterator[Row]:
    mark, style, about = MARKS[verdict.label]
    yield row(one_line(claim), mark=mark)
    yield row(f"{about} (probability that it is supported: {verdict.score:.2f})", style, indent=2)
    for start, end in verdict.spans[:5]:
        quote = one_line(evidence[start:end])
        yield row(f"“{quote[:400]}{' …' if len(quote) > 400 else ''}”", "dim", indent=2)
