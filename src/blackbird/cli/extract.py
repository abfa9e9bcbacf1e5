"""``blackbird extract``: the main text of a page or file."""

from __future__ import annotations

import asyncio
from functools import partial
from pathlib import Path
from typing import Any

import click

from blackbird.cli import options
from blackbird.cli.lines import Row, answer_lines, each, write_json
from blackbird.cli.shell import Shell
from blackbird.cli.text import harmless
from blackbird.errors import BadInput, UsageError
from blackbird.parsing.kinds import kind_by_name, kind_of
from blackbird.parsing.parser import ChildParser
from blackbird.protocols import Parser
from blackbird.text.encoding import decode
from blackbird.text.language import detect_language
from blackbird.text.markdown import is_binary, read_markdown
from blackbird.types import Page

_LONGEST_LINE = 64_000_000  # bytes; what a page may have is said by ``extract``
_LONGEST_FILE = 64_000_000
_PROSE = frozenset((".md", ".markdown", ".txt", ".text", ".rst"))


@click.command(
    epilog="""\b
Examples:
  blackbird extract page.html
  blackbird extract report.pdf
  blackbird extract --jsonl < pages.jsonl
"""
)
@click.argument("file", required=False, type=click.Path(path_type=Path))
@options.as_json
@options.as_lines
@options.data_dir
@click.pass_context
def command(ctx: click.Context, file: Path | None, as_json: bool, as_lines: bool) -> None:
    """Take the main text out of FILE, with its title, date and language.

    With --jsonl, lines are {"id", "html" or "path", "url"?}.
    """
    if (file is None) != as_lines:
        raise UsageError("Name a file, or use --jsonl.", "Example: blackbird extract page.html")
    shell: Shell = ctx.obj
    with asyncio.Runner() as runner:
        parser = ChildParser(shell.settings().parse_s)
        try:
            if file is None:
                one = each(partial(_extract, parser))
                answer_lines(shell, runner.run, one, longest=_LONGEST_LINE)
                return
            page = runner.run(_read(parser, file, None))
        finally:
            runner.run(parser.aclose())
    if as_json:
        write_json(_json(page), indent=2)
        return
    head = " · ".join(filter(None, [page.title, page.date, page.language]))
    click.echo(harmless(f"{head}\n\n{page.text}" if head else page.text))


async def _extract(parser: Parser, row: Row) -> dict[str, Any]:
    html, path, url = row.get("html"), row.get("path"), row.get("url")
    url = url if isinstance(url, str) else None
    if isinstance(html, str):
        data = html.encode("utf-8", "ignore")  # halves of pairs
        return _json(await parser.parse(data, "html", url, "utf-8"))
    if isinstance(path, str) and "\x00" not in path:
        return _json(await _read(parser, Path(path), url))
    raise BadInput("The line has no page.", 'Give "html" or "path" as a string.')


async def _read(parser: Parser, path: Path, url: str | None) -> Page:
    try:
        if path.stat().st_size > _LONGEST_FILE:
            raise BadInput(f"{path} is larger than {_LONGEST_FILE:,} bytes.", "Cut it into pieces.")
        data = path.read_bytes()
    except OSError as error:
        raise BadInput(f"{path} cannot be read ({error.strerror}).", "Name a file.") from error
    prose = path.suffix.lower() in _PROSE
    kind = kind_of(data, None if prose else kind_by_name(path.name) or "html")
    if kind and not prose:
        return await parser.parse(data, kind, url)
    if not prose or is_binary(data):
        raise BadInput(f"{path} holds no text.", "Name an HTML, PDF, Word or text file.")
    front, body = read_markdown(decode(data))
    if not body:
        raise BadInput(f"{path} is empty.", "Name a file with text in it.")
    language = front.get("language") or detect_language(body[:2000])
    return Page(url, front.get("title", ""), body, front.get("date"), language)


def _json(page: Page) -> dict[str, Any]:
    names = "text", "title", "author", "date", "language"
    return {name: getattr(page, name) for name in names}
