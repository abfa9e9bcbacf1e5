"""``blackbird index``: what the assistant knows of your documents."""

from __future__ import annotations

import asyncio
from collections.abc import Sequence
from dataclasses import asdict
from pathlib import Path

import click

from blackbird.cli import options
from blackbird.cli.lazy import NamedGroup
from blackbird.cli.lines import Reply, Row, answer_lines, write_json
from blackbird.cli.page import row, show
from blackbird.cli.reading import ReadingBar, summary
from blackbird.cli.shell import Session, Shell
from blackbird.cli.text import one_line
from blackbird.errors import BadInput, BlackbirdError, UsageError
from blackbird.ingest.files import SUFFIXES, read_row
from blackbird.storage.files import folder_bytes
from blackbird.storage.rows import StoredDocument
from blackbird.types import Document

_BATCH = 64  # documents embedded and committed together: a quarter of the cost of one by one
_LONGEST_LINE = 64_000_000  # bytes; as much as a file may have
_PAGE = 1000


@click.group(cls=NamedGroup)
def command() -> None:
    """Add documents, list and remove them, count them."""


@command.command(
    epilog="""\b
Examples:
  blackbird index add notes/ articles/2024.jsonl
  blackbird index add --jsonl < documents.jsonl
"""
)
@click.argument("paths", nargs=-1, type=click.Path(path_type=Path))
@options.as_lines
@options.data_dir
@click.pass_context
def add(ctx: click.Context, paths: tuple[Path, ...], as_lines: bool) -> None:
    """Read files and folders: Markdown, text, HTML, PDF, Word, JSONL.

    Only what changed is read again, and files that are gone from a folder leave the index, too.
    With --jsonl, lines are {"id", "text", "title"?, "url"?, "date"?, "language"?}.
    """
    if bool(paths) == as_lines:
        raise UsageError(
            "Give files or folders, or --jsonl.", "Example: blackbird index add notes/"
        )
    shell: Shell = ctx.obj
    with shell.session(shell.settings()) as session:
        if as_lines:
            session.run(session.assistant.loaded.embedder())
            answer_lines(
                shell,
                session.run,
                lambda rows: _add_rows(session, rows),
                most=_BATCH,
                longest=_LONGEST_LINE,
            )
            return
        with ReadingBar() as bar:
            done = session.run(session.assistant.add_paths(paths, bar.show))
    for problem in done.problems:
        click.echo(one_line(problem), err=True)
    if not (done.total or done.removed):
        kinds = ", ".join(sorted(SUFFIXES))
        raise BadInput("There is no file to read there.", f"These kinds are read: {kinds}.")
    click.echo(summary(done))
    if done.problems and not (done.documents or done.unchanged or done.removed):
        ctx.exit(1)


@command.command("list", epilog="Example: blackbird index list --json")
@options.as_json
@options.data_dir
@click.pass_context
def list_(ctx: click.Context, as_json: bool) -> None:
    """List the documents: id, title, date, passages."""
    shell: Shell = ctx.obj
    with shell.session(shell.settings()) as session:
        documents = session.run(_documents(session))
    if as_json:
        write_json({"documents": [asdict(d) for d in documents]}, indent=2)
        return
    for d in documents:
        date = f", {d.date}" if d.date else ""
        title = f" — {one_line(d.title)}" if d.title else ""
        click.echo(f"{one_line(d.id)}{title}{date} ({d.passages} passages)")
    if not documents:
        click.echo('No documents yet. Add some with "blackbird index add FOLDER".', err=True)


@command.command(epilog="Example: blackbird index remove notes/old.md")
@click.argument("ids", nargs=-1, required=True, metavar="ID…")
@options.data_dir
@click.pass_context
def remove(ctx: click.Context, ids: tuple[str, ...]) -> None:
    """Forget documents by the ids that "index list" shows; their files stay."""
    shell: Shell = ctx.obj
    with shell.session(shell.settings()) as session:
        there, missing = session.run(_sorted_out(session, ids))
        removed = session.run(session.assistant.remove_documents(there)) if there else 0
    if removed:
        click.echo(f"{_counted(removed, 'document')} removed.")
    if missing:
        raise UsageError(
            f"There is no document called {', '.join(map(one_line, missing[:5]))}.",
            'See "blackbird index list".',
        )


@command.command(epilog="Example: blackbird index stats --json")
@options.as_json
@options.data_dir
@click.pass_context
def stats(ctx: click.Context, as_json: bool) -> None:
    """Count documents, passages and vectors."""
    shell: Shell = ctx.obj
    with shell.session(shell.settings()) as session:
        record = session.run(session.assistant.record())
        counts = {**asdict(record.count()), "embedders": record.embedders()}
        counts["bytes"] = session.run(
            asyncio.to_thread(folder_bytes, session.assistant.data.root, ("models",))
        )
    if as_json:
        write_json(counts, indent=2)
        return
    show(row(f"{name}: {value}") for name, value in counts.items())


async def _add_rows(session: Session, rows: Sequence[Row]) -> list[Reply]:
    """Add documents together, or one by one if together they cannot be."""
    read: list[Document | BadInput] = []
    for item in rows:
        try:
            read.append(read_row(item))
        except BadInput as error:
            read.append(error)
    documents = [d for d in read if isinstance(d, Document)]
    errors = await _add(session, documents)
    if errors and len(documents) > 1:
        errors = [(await _add(session, [d]) or [None])[0] for d in documents]
    outcome = iter(errors or [None] * len(documents))
    return [d if isinstance(d, BadInput) else next(outcome) or {"indexed": True} for d in read]


async def _add(session: Session, documents: Sequence[Document]) -> list[BlackbirdError | None]:
    try:
        await session.assistant.add_documents(documents)
    except BlackbirdError as error:
        return [error] * len(documents)
    return []


async def _documents(session: Session) -> list[StoredDocument]:
    record = await session.assistant.record()
    documents: list[StoredDocument] = []
    while page := await asyncio.to_thread(record.documents, _PAGE, len(documents)):
        documents += page
    return documents


async def _sorted_out(session: Session, ids: Sequence[str]) -> tuple[list[str], list[str]]:
    record = await session.assistant.record()
    there = [i for i in ids if await asyncio.to_thread(record.text, i) is not None]
    return there, [i for i in ids if i not in there]


def _counted(count: int, noun: str) -> str:
    return f"{count:,} {noun}{'' if count == 1 else 's'}"
