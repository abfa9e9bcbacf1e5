"""``blackbird check``: whether evidence supports a claim."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import click

from blackbird.cli import options
from blackbird.cli.answer import MARKS
from blackbird.cli.lines import Row as JsonRow
from blackbird.cli.lines import answer_lines, each, write_json
from blackbird.cli.page import Row, row, show
from blackbird.cli.shell import Session, Shell
from blackbird.cli.text import one_line
from blackbird.contract import check_question
from blackbird.errors import BadInput, UsageError
from blackbird.text.encoding import decode
from blackbird.text.markdown import is_binary
from blackbird.types import Verdict

_LONGEST_NAME = 4096  # bytes; longer is a text and no path


@click.command(
    epilog="""\b
Examples:
  blackbird check --evidence report.txt "The bridge opened in 1932."
  blackbird check --jsonl < claims.jsonl
"""
)
@click.argument("claim", nargs=-1)
@click.option(
    "--evidence",
    multiple=True,
    metavar="FILE|TEXT",
    help="A file or a text to judge by; may be given several times.",
)
@options.model
@options.as_json
@options.as_lines
@options.data_dir
@click.pass_context
def command(
    ctx: click.Context,
    claim: tuple[str, ...],
    evidence: tuple[str, ...],
    model: str | None,
    as_json: bool,
    as_lines: bool,
) -> None:
    """Say whether the evidence supports CLAIM, contradicts it, or does not settle it.

    With --jsonl, lines are {"id", "claim", "evidence"}; evidence is a string or a list of them.
    """
    if as_lines and (claim or evidence):
        raise UsageError("With --jsonl, claims come from standard input.", "Leave it out.")
    if not as_lines:
        text = check_question(" ".join(claim), "claim")
        if not evidence:
            raise UsageError(
                "This version checks a claim against evidence that you give.",
                'Add --evidence FILE or --evidence "TEXT".',
            )
    given = [_read(item) for item in evidence]
    shell: Shell = ctx.obj
    settings = shell.settings(model=model)
    with shell.session(settings) as session:
        session.assistant.language_model(settings.model)  # missing: said once, not on each line
        if as_lines:
            answer_lines(shell, session.run, each(lambda r: _check(session, r)))
            return
        verdict = session.run(session.assistant.judge(text, given))
    if as_json:
        write_json(_json(verdict), indent=2)
    else:
        show(_rows(text, verdict, "\n".join(given)))


async def _check(session: Session, row: JsonRow) -> dict[str, Any]:
    claim = check_question(row.get("claim"), "claim")
    evidence = row.get("evidence")
    texts = [evidence] if isinstance(evidence, str) else evidence
    if not isinstance(texts, list) or not all(isinstance(text, str) for text in texts):
        raise BadInput(
            "The evidence is not text.", 'Give "evidence" as a string or a list of them.'
        )
    return _json(await session.assistant.judge(claim, texts))


def _json(verdict: Verdict) -> dict[str, Any]:
    spans = [list(span) for span in verdict.spans]
    return {"verdict": verdict.label, "score": verdict.score, "spans": spans}


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
