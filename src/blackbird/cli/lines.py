"""The loop behind every ``--jsonl``: one object a line in, one out for each, in order.

A line that cannot be used gives an error of its own and does not stop the rest.
"""

from __future__ import annotations

import json
import math
import re
import sys
from collections.abc import Awaitable, Callable, Coroutine, Iterator, Mapping, Sequence
from dataclasses import dataclass
from io import BufferedIOBase
from typing import Any, cast

from blackbird.cli.failures import named
from blackbird.cli.shell import Shell
from blackbird.contract import error_json
from blackbird.errors import BadInput, BlackbirdError

Row = Mapping[str, Any]
Reply = dict[str, Any] | BlackbirdError
Work = Callable[[Sequence[Row]], Awaitable[Sequence[Reply]]]
Run = Callable[[Coroutine[Any, Any, Sequence[Reply]]], Sequence[Reply]]
"""Waits for a coroutine on an event loop that does not run meanwhile."""

LONGEST_LINE = 4_000_000  # bytes: ten long pages as passages; a book is no question
_CHUNK = 1 << 20
_ID_AT_FRONT = re.compile(r'\s*\{\s*"id"\s*:\s*("(?:[^"\\]|\\.){0,200}"|-?\d{1,18})\s*[,}]')


@dataclass(frozen=True, slots=True)
class Line:
    """A line as it came, cut off if it is too long."""

    data: bytes
    cut: bool = False


class _Splitter:
    """Cuts a stream into lines without holding more of a line than is allowed."""

    def __init__(self, longest: int) -> None:
        self._longest = longest
        self._held = bytearray()
        self._cut = False

    def feed(self, data: bytes) -> list[Line]:
        *ends, rest = data.split(b"\n")
        lines = []
        for end in ends:
            self._hold(end)
            lines.append(self.close())
        self._hold(rest)
        return lines

    def close(self) -> Line:
        line = Line(bytes(self._held), self._cut)
        self._held.clear()
        self._cut = False
        return line

    def _hold(self, piece: bytes) -> None:
        room = self._longest - len(self._held)
        self._held += piece[:room]
        self._cut = self._cut or len(piece) > room


def read_lines(stream: BufferedIOBase, longest: int = LONGEST_LINE) -> Iterator[list[Line]]:
    """The lines of ``stream``, in lists of what one read gave: nobody waits for a full list."""
    splitter = _Splitter(longest)
    while data := stream.read1(_CHUNK):
        yield splitter.feed(data)
    yield [splitter.close()]


def read_row(line: Line, longest: int = LONGEST_LINE) -> Row:
    """The object in one line. Raises ``BadInput``."""
    if line.cut:
        raise BadInput(f"The line has more than {longest:,} bytes.", "Cut it into smaller ones.")
    try:
        row = json.loads(
            line.data.decode("utf-8-sig"), parse_constant=_no_constant, parse_float=_finite
        )
    except UnicodeDecodeError as error:
        raise BadInput("The line is not valid UTF-8.", "Write it in UTF-8.") from error
    except RecursionError as error:
        raise BadInput("The line is nested too deeply.", "Give a flat object.") from error
    except ValueError as error:
        raise BadInput(f"The line is not JSON ({error}).", "Give one object a line.") from error
    if not isinstance(row, dict):
        raise BadInput("The line is not a JSON object.", 'Give {"id", …}.')
    _check_id(row.get("id"))
    return row


def id_of(line: Line) -> Any:
    """The id of a line that cannot be used, if it stands at its beginning."""
    found = _ID_AT_FRONT.match(line.data[:1000].decode("utf-8-sig", "replace"))
    try:
        return json.loads(found[1]) if found else None
    except ValueError:
        return None


def write_json(value: Mapping[str, Any], *, indent: int | None = None) -> None:
    """Write an object to standard output and flush it."""
    text = json.dumps(value, ensure_ascii=False, allow_nan=False, indent=indent)
    # Half a surrogate pair has no UTF-8: this writes it as JSON's own escape.
    out = sys.stdout.buffer
    out.write(text.encode("utf-8", "backslashreplace") + b"\n")
    out.flush()


def each(handle: Callable[[Row], Awaitable[dict[str, Any]]]) -> Work:
    """Work on rows one by one."""

    async def work(rows: Sequence[Row]) -> list[Reply]:
        replies: list[Reply] = []
        for row in rows:
            try:
                replies.append(await handle(row))
            except BlackbirdError as error:
                replies.append(error)
        return replies

    return work


def answer_lines(
    shell: Shell, run: Run, work: Work, *, most: int = 1, longest: int = LONGEST_LINE
) -> None:
    """Read standard input to its end; ``work`` gets at most ``most`` rows at a time."""
    stream = cast("BufferedIOBase", sys.stdin.buffer)
    for ready in read_lines(stream, longest):
        lines = [line for line in ready if line.data.strip()]
        for first in range(0, len(lines), most):
            _answer(shell, run, work, lines[first : first + most], longest)


def _answer(shell: Shell, run: Run, work: Work, lines: Sequence[Line], longest: int) -> None:
    read: list[Row | BadInput] = []
    for line in lines:
        try:
            read.append(read_row(line, longest))
        except BadInput as error:
            read.append(error)
    rows = [row for row in read if not isinstance(row, BadInput)]
    replies = iter(_replies(shell, run, work, rows) if rows else ())
    for line, row in zip(lines, read, strict=True):
        if isinstance(row, BadInput):
            _write(id_of(line), row)
        else:
            _write(row.get("id"), next(replies))


def _replies(shell: Shell, run: Run, work: Work, rows: Sequence[Row]) -> Sequence[Reply]:
    try:
        return run(_awaited(work, rows))
    except Exception as error:  # one line must not end the other thousand
        return [named(error, shell)] * len(rows)


async def _awaited(work: Work, rows: Sequence[Row]) -> Sequence[Reply]:
    return await work(rows)


def _write(id: Any, reply: Reply) -> None:
    if isinstance(reply, BlackbirdError):
        write_json(error_json(reply, id))
    else:
        write_json({"id": id, **reply, **{"id": id}})


def _check_id(id: Any) -> None:
    if isinstance(id, (dict, list)):
        raise BadInput("The id is neither text nor a number.", 'Give "id" as a string.')


def _no_constant(name: str) -> float:
    raise ValueError(f"{name} is not a number in JSON")


def _finite(text: str) -> float:
    number = float(text)
    if not math.isfinite(number):
        raise ValueError(f"{text[:20]} is too large a number")
    return number
