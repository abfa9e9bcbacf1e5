"""Reads a file of lines from where it stood, packed or plain, also while others write on.

The cursor holds how far it was read, and what stood at the beginning of the file and right before
that place: if these are there no more it is another file, and is read anew.
"""

from __future__ import annotations

import gzip
import hashlib
import os
import stat
import zlib
from collections.abc import Callable
from dataclasses import dataclass
from io import BytesIO
from pathlib import Path
from typing import BinaryIO, cast

import msgspec
import zstandard

from blackbird.errors import FeedFailed
from blackbird.ingest.values import raw_of
from blackbird.posts import Poison

LONGEST_LINE = 4_000_000
_PIECE = 512 * 1024  # bytes: some thousand lines
_HEAD = 4096
_BEFORE = 1024
_WINDOW = 1 << 27  # what zstd writes at its highest level; more would be memory for the asking
_MARK = b"\xef\xbb\xbf"
_BROKEN = (EOFError, zlib.error, gzip.BadGzipFile, zstandard.ZstdError)


class Mark(msgspec.Struct, frozen=True):
    """How far a file was read, and by what it is known again."""

    at: int
    head: str
    before: str


@dataclass(frozen=True, slots=True)
class Chunk:
    """Some whole lines, without their ends, and the cursor behind them."""

    lines: list[bytes]
    cursor: str
    poison: tuple[Poison, ...] = ()


class Tail:
    """One file. Its methods wait for the disk: call them from a thread of their own.

    ``grows``: a last line without an end is not there yet.
    """

    _rest: bytes

    def __init__(self, path: Path, cursor: str | None, *, grows: bool) -> None:
        packed = path.suffix.lower() in (".gz", ".zst")
        if packed and grows:
            raise FeedFailed(f"{path} is packed, and cannot grow.", "Leave ?follow out.")
        self._path = path
        self._packed = packed
        self._grows = grows
        self._file, self._stream = self._open()
        self._start()
        mark = _read_mark(cursor)
        if mark and not self._go_on(mark):
            self._file.close()
            self._file, self._stream = self._open()
            self._start()

    def next(self) -> Chunk | None:
        """The next lines; ``None`` at the end, where there may be more later if it grows."""
        while True:
            try:
                piece = self._stream.read(_PIECE)
            except _BROKEN as error:
                reason = f"the rest of the file cannot be unpacked ({error})"
                poison = Poison(raw_of(self._rest), reason)
                self._stream, self._rest = BytesIO(), b""
                return self._chunk([], (poison,))
            if not piece:
                return self._end()
            chunk = self._cut(piece)
            if chunk:
                return chunk

    def replaced(self) -> bool:
        """Whether the path leads to another file by now, or this one was written anew."""
        try:
            now, mine = self._path.stat(), os.fstat(self._file.fileno())
        except OSError:
            return False  # it was moved away; the next one is not there yet
        other = (now.st_dev, now.st_ino) != (mine.st_dev, mine.st_ino)
        place = self._at - len(self._before)
        return other or os.pread(self._file.fileno(), len(self._before), place) != self._before

    def close(self) -> None:
        """Let go of the file."""
        self._file.close()

    def _open(self) -> tuple[BinaryIO, BinaryIO]:
        try:
            if not stat.S_ISREG(self._path.stat().st_mode):  # a pipe would let us wait for ever
                raise OSError(0, "it is no file")
            file = self._path.open("rb")
        except OSError as error:
            raise FeedFailed(
                f"{self._path} cannot be read ({error.strerror}).",
                "Name a file that is there and that you may read.",
            ) from error
        opener = _OPENERS.get(self._path.suffix.lower())
        return file, opener(file) if opener else file

    def _start(self) -> None:
        self._at = 0
        self._head = b""
        self._before = b""
        self._rest = b""
        self._skipping = False

    def _go_on(self, mark: Mark) -> bool:
        """Go to where ``mark`` stands, if this is its file."""
        if self._packed:
            try:
                while self._at < mark.at:
                    piece = self._stream.read(min(_PIECE, mark.at - self._at))
                    if not piece:
                        return False
                    self._pass(piece)
            except _BROKEN:
                return False
        else:
            self._head = self._file.read(min(_HEAD, mark.at))
            self._file.seek(max(0, mark.at - _BEFORE))
            self._before = self._file.read(min(_BEFORE, mark.at))
            self._at = mark.at
        return (mark.head, mark.before) == (_hash(self._head), _hash(self._before))

    def _cut(self, piece: bytes) -> Chunk | None:
        """The whole lines up to here; ``None`` if there is none."""
        if self._skipping:
            cut = piece.find(b"\n") + 1
            self._pass(piece[:cut] if cut else piece)
            if not cut:
                return None
            self._skipping, piece = False, piece[cut:]
        first = not self._at
        whole, end, self._rest = (self._rest + piece).rpartition(b"\n")
        self._pass(whole + end)
        poison: tuple[Poison, ...] = ()
        if len(self._rest) > LONGEST_LINE:
            reason = f"the line has more than {LONGEST_LINE:,} bytes"
            poison = (Poison(raw_of(self._rest), reason),)
            self._pass(self._rest)
            self._rest, self._skipping = b"", True
        lines = whole.split(b"\n") if end else []
        if first and lines:
            lines[0] = lines[0].removeprefix(_MARK)
        return self._chunk(lines, poison) if lines or poison else None

    def _end(self) -> Chunk | None:
        if self._grows or not self._rest:
            return None
        rest, first = self._rest, not self._at
        self._rest = b""
        self._pass(rest)
        return self._chunk([rest.removeprefix(_MARK) if first else rest])

    def _pass(self, data: bytes) -> None:
        """``data`` is behind us."""
        self._at += len(data)
        if len(self._head) < _HEAD:
            self._head = (self._head + data[:_HEAD])[:_HEAD]
        self._before = (self._before + data[-_BEFORE:])[-_BEFORE:]

    def _chunk(self, lines: list[bytes], poison: tuple[Poison, ...] = ()) -> Chunk:
        mark = Mark(self._at, _hash(self._head), _hash(self._before))
        return Chunk(lines, msgspec.json.encode(mark).decode(), poison)


def _unzstd(file: BinaryIO) -> BinaryIO:
    unpacker = zstandard.ZstdDecompressor(max_window_size=_WINDOW)
    return cast(BinaryIO, unpacker.stream_reader(file, read_across_frames=True))


def _ungzip(file: BinaryIO) -> BinaryIO:
    return cast(BinaryIO, gzip.GzipFile(fileobj=file))


_OPENERS: dict[str, Callable[[BinaryIO], BinaryIO]] = {".gz": _ungzip, ".zst": _unzstd}


def _read_mark(cursor: str | None) -> Mark | None:
    try:
        mark = msgspec.json.decode(cursor or "null", type=Mark)
    except ValueError:
        return None
    return mark if mark.at >= 0 else None


def _hash(data: bytes) -> str:
    return hashlib.sha256(data).hexdigest()[:32]
