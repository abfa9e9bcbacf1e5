"""Reads what people keep: folders of Markdown, text, HTML, PDF and Word files, and JSONL.

Of these, HTML, PDF and Word go to a parser that runs apart; text and JSONL are read here.
"""

from __future__ import annotations

import asyncio
import hashlib
import json
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path, PurePath
from typing import Any

from blackbird.errors import BadInput, BlackbirdError, StorageError
from blackbird.parsing.kinds import kind_by_name, kind_of
from blackbird.protocols import FileKind, Parser
from blackbird.storage.rows import Origin
from blackbird.text.encoding import decode
from blackbird.text.language import detect_language
from blackbird.text.markdown import is_binary, read_markdown
from blackbird.types import Document

SUFFIXES = frozenset(
    (".md", ".markdown", ".txt", ".text", ".rst", ".html", ".htm", ".jsonl", ".pdf", ".docx")
)
MOST_BYTES = 64 * 1024 * 1024  # a file above it is a dump, better given as JSONL in pieces


@dataclass(frozen=True, slots=True)
class FileState:
    """A file as it lies on disk now."""

    path: Path
    mtime_ns: int
    size: int


@dataclass(frozen=True, slots=True)
class Reading:
    """What one file gave: its documents, and what in it could not be used."""

    origin: Origin
    documents: tuple[Document, ...]
    problems: tuple[str, ...] = ()


def find_files(paths: Sequence[Path]) -> tuple[list[FileState], list[Path]]:
    """Files to index below ``paths`` in order, and the absolute folders that were walked.

    Hidden files and folders are passed over, links to folders are not followed. Raises
    ``BadInput`` for a path that is not there or a single file of an unknown kind.
    """
    files: dict[Path, FileState] = {}
    roots: list[Path] = []
    for given in paths:
        root = given.expanduser().absolute()
        if not root.exists():
            raise BadInput(f"{given} does not exist.", "Name a file or a folder that is there.")
        roots.append(root)
        for path in _walk(root) if root.is_dir() else [root]:
            if path == root and path.suffix.lower() not in SUFFIXES:
                raise BadInput(
                    f"{given} is of a kind that cannot be read.",
                    f"These can: {', '.join(sorted(SUFFIXES))}.",
                )
            state = path.stat()
            files[path] = FileState(path, state.st_mtime_ns, state.st_size)
    return list(files.values()), roots


def _walk(folder: Path) -> Iterator[Path]:
    try:
        entries = sorted(folder.iterdir())
    except OSError as error:
        raise StorageError(
            f"{folder} cannot be read ({error.strerror}).", "Give yourself the right to read it."
        ) from error
    for entry in entries:
        if entry.name.startswith("."):
            continue
        if entry.is_dir() and not entry.is_symlink():
            yield from _walk(entry)
        elif entry.is_file() and entry.suffix.lower() in SUFFIXES:
            yield entry


async def read_file(state: FileState, parser: Parser) -> Reading:
    """The documents of one file. What cannot be used becomes a problem, never an exception."""
    path = str(state.path)
    try:
        data = await asyncio.to_thread(_bytes, state)
    except BlackbirdError as error:
        return Reading(Origin(path, state.mtime_ns, state.size, ""), (), (str(error),))
    origin = Origin(path, state.mtime_ns, state.size, hashlib.sha256(data).hexdigest())
    documents, problems = await read_bytes(path, data, parser, id=path, url=state.path.as_uri())
    return Reading(origin, documents, problems)


async def read_bytes(
    name: str, data: bytes, parser: Parser, *, id: str, url: str = ""
) -> tuple[tuple[Document, ...], tuple[str, ...]]:
    """The documents in the bytes of a file called ``name``, and what in it could not be used.

    A file that is one document gets ``id``, and ``url`` unless it says where it is from.
    """
    said = kind_by_name(name)
    try:
        if said:
            document = await _parsed(PurePath(name), data, said, parser, id, url)
        elif is_binary(data):
            return (), (f"{name} holds no text, it was passed over.",)
        elif name.lower().endswith(".jsonl"):
            return await asyncio.to_thread(_rows, name, data)
        else:
            document = await asyncio.to_thread(_document, PurePath(name), data, id, url)
    except BadInput as error:
        return (), (f"{name}: {error}",)
    if not document.text.strip():
        return (), (f"{name} is empty, it was passed over.",)
    return (document,), ()


def _bytes(state: FileState) -> bytes:
    if state.size > MOST_BYTES:
        raise BadInput(
            f"{state.path} has {state.size // 1_000_000} MB, more than {MOST_BYTES // 1_000_000}.",
            "Cut it into smaller files.",
        )
    try:
        return state.path.read_bytes()
    except OSError as error:
        raise StorageError(
            f"{state.path} cannot be read ({error.strerror}).",
            "Give yourself the right to read it.",
        ) from error


def _rows(name: str, data: bytes) -> tuple[tuple[Document, ...], tuple[str, ...]]:
    rows, problems = read_lines(decode(data).split("\n"), name)  # a string may hold other ends
    return tuple(rows), tuple(problems)


async def _parsed(
    path: PurePath, data: bytes, said: FileKind, parser: Parser, id: str, url: str
) -> Document:
    kind = kind_of(data, said)
    if kind is None:
        raise BadInput("it holds no text.", "Check that it is the right file.")
    page = await parser.parse(data, kind)
    return Document(
        id=id,
        text=page.text,
        title=page.title or path.stem,
        url=url,
        date=page.date,
        language=page.language,
    )


def _document(path: PurePath, data: bytes, id: str, url: str) -> Document:
    front, body = read_markdown(decode(data))
    heading = next((line.lstrip("# ") for line in body.splitlines() if line.startswith("# ")), "")
    return Document(
        id=id,
        text=body,
        title=front.get("title") or heading or path.stem,
        url=front.get("url") or url,
        date=front.get("date") or None,
        language=front.get("language") or detect_language(body[:2000]),
    )


def read_lines(lines: Sequence[str], name: str) -> tuple[list[Document], list[str]]:
    """Documents (or posts) of JSONL lines, and one message for each line that is neither."""
    documents: list[Document] = []
    problems: list[str] = []
    for number, line in enumerate(lines, start=1):
        if not line.strip():
            continue
        try:
            documents.append(read_row(json.loads(line)))
        except (ValueError, RecursionError, BadInput) as error:
            reason = error.message if isinstance(error, BadInput) else "it is not JSON."
            problems.append(f"{name}, line {number}: {reason}")
    return documents, problems


def read_row(row: Any) -> Document:
    """The document in one JSON object; a post's author and time become title and date.

    Raises ``BadInput`` when ``id`` or ``text`` is missing or of another type.
    """
    if not isinstance(row, Mapping):
        raise BadInput("it is not a JSON object.", "Give {id, text, …}.")
    identity, text = row.get("id"), row.get("text")
    if not isinstance(identity, (str, int)) or isinstance(identity, bool) or str(identity) == "":
        raise BadInput("it has no id.", 'Give "id" as a string.')
    if not isinstance(text, str) or not text.strip():
        raise BadInput("it has no text.", 'Give "text" as a string.')
    date = _optional(row, "date") or _optional(row, "created_at")
    return Document(
        id=str(identity),
        text=text,
        title=_optional(row, "title") or _optional(row, "author"),
        url=_optional(row, "url"),
        date=date or None,
        language=_optional(row, "language") or detect_language(text[:2000]),
    )


def _optional(row: Mapping[str, Any], name: str) -> str:
    value = row.get(name)
    return value if isinstance(value, str) else ""
