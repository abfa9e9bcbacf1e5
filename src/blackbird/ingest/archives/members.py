"""The members of a zip or tar file, read piece by piece; nothing of them is written anywhere.

Each is bounded by what was packed: a file that unpacks to more than two hundred times itself is no
archive of posts.
"""

from __future__ import annotations

import gzip
import lzma
import zipfile
import zlib
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import BinaryIO, Protocol

PIECE = 256 * 1024
_RATIO = 200
_FREE = 16_000_000  # bytes that any file may have
_MOST_MEMBERS = 2_000_000
_BLOCK = 512
_MAGIC = (257, b"ustar")
_SUM = slice(148, 156)


class Unreadable(Exception):
    """An archive, or a member of it, is damaged or not what it should be; the text says why."""


class Archive(Protocol):
    """An archive that was opened."""

    def names(self) -> list[str]:
        """What is in it, as paths with ``/``. Raises ``Unreadable``."""
        ...

    def pieces(self, name: str) -> Iterator[bytes]:
        """One member, unpacked. Raises ``Unreadable``."""
        ...


def open_archive(path: Path) -> Archive:
    """The archive at ``path``. Raises ``OSError``, ``Unreadable``."""
    with path.open("rb") as file:
        begin = file.read(_BLOCK)
    if zipfile.is_zipfile(path):
        return Zip(path)
    if begin[:2] == b"\x1f\x8b" or begin[_MAGIC[0] :].startswith(_MAGIC[1]):
        return Tar(path)
    raise Unreadable("it is neither a zip file nor a tar file")


def beginning(archive: Archive, name: str, most: int) -> bytes:
    """A member as a whole. Raises ``Unreadable``, also if it has more than so many bytes."""
    data = bytearray()
    for piece in archive.pieces(name):
        data += piece
        if len(data) > most:
            raise Unreadable(f"it has more than {most:,} bytes")
    return bytes(data)


@dataclass(frozen=True, slots=True)
class Zip:
    """A zip file."""

    path: Path

    def names(self) -> list[str]:
        """As ``Archive`` says."""
        try:
            with zipfile.ZipFile(self.path) as file:
                return [name.replace("\\", "/") for name in file.namelist()]
        # The last one is what zipfile says of a compression that it does not know.
        except (zipfile.BadZipFile, OSError, ValueError, NotImplementedError) as error:
            raise Unreadable(str(error)) from error

    def pieces(self, name: str) -> Iterator[bytes]:
        """As ``Archive`` says."""
        broken = (zipfile.BadZipFile, zlib.error, lzma.LZMAError, EOFError, OSError, ValueError)
        other = (KeyError, RuntimeError)  # not there; a password or an unknown way of packing
        try:
            with zipfile.ZipFile(self.path) as file:
                known = {info.filename.replace("\\", "/"): info for info in file.infolist()}
                info = known[name]
                with file.open(info) as member:
                    yield from _bounded(member, info.compress_size)
        except (*broken, *other) as error:
            raise Unreadable(str(error)) from error


@dataclass(frozen=True, slots=True)
class Tar:
    """A tar file, mostly packed by gzip. It has no list of its members: each look reads it all.

    Python's own reader takes a header's word for how long a name is; this one reads no long names,
    since none that matters here has one.
    """

    path: Path

    def names(self) -> list[str]:
        """As ``Archive`` says."""
        return [name for name, _ in self._members()]

    def pieces(self, name: str) -> Iterator[bytes]:
        """As ``Archive`` says."""
        for found, content in self._members():
            if found == name:
                yield from content
                return
        raise Unreadable("it is not there any more")

    def _members(self) -> Iterator[tuple[str, Iterator[bytes]]]:
        try:
            with self.path.open("rb") as file:
                packed = file.read(2) == b"\x1f\x8b"
                file.seek(0)
                source: BinaryIO = gzip.GzipFile(fileobj=file) if packed else file  # type: ignore[assignment]  # it reads
                reader = _Reader(_bounded(source, self.path.stat().st_size))
                yield from _headers(reader)
        except (OSError, EOFError, zlib.error) as error:
            raise Unreadable(str(error)) from error


def _headers(reader: _Reader) -> Iterator[tuple[str, Iterator[bytes]]]:
    for _ in range(_MOST_MEMBERS):
        header = reader.take(_BLOCK)
        if not header.strip(b"\0"):
            return
        name, size, regular = _header(header)
        content = reader.pieces(size)
        if regular:
            yield name, content
        for _ in content:  # what was not asked for is passed over
            pass
        reader.take(-size % _BLOCK)
    raise Unreadable(f"it has more than {_MOST_MEMBERS:,} members")


def _header(header: bytes) -> tuple[str, int, bool]:
    """Name, size, and whether it is a file."""
    try:
        expected = int(header[_SUM].split(b"\0")[0].strip() or b"0", 8)
        size = int(header[124:136].split(b"\0")[0].strip() or b"0", 8)
    except ValueError as error:
        raise Unreadable("its list of members is damaged") from error
    blank = header[: _SUM.start] + b" " * 8 + header[_SUM.stop :]
    if len(header) < _BLOCK or sum(blank) != expected or size < 0:
        raise Unreadable("its list of members is damaged")
    prefix = header[345:500].split(b"\0")[0] if header[257:262] == _MAGIC[1] else b""
    name = header[:100].split(b"\0")[0]
    whole = prefix + b"/" + name if prefix else name
    return whole.decode("utf-8", "replace").removeprefix("./"), size, header[156:157] in b"0\0"


class _Reader:
    """Bytes in the sizes that are asked for."""

    def __init__(self, pieces: Iterator[bytes]) -> None:
        self._source = pieces
        self._held = b""

    def take(self, size: int) -> bytes:
        """So many bytes, fewer at the end; only a few at a time."""
        while len(self._held) < size:
            piece = next(self._source, b"")
            if not piece:
                break
            self._held += piece
        taken, self._held = self._held[:size], self._held[size:]
        return taken

    def pieces(self, size: int) -> Iterator[bytes]:
        """So many bytes, piece by piece. Raises ``Unreadable`` if there are fewer."""
        while size:
            taken = self.take(min(size, PIECE))
            if not taken:
                raise Unreadable("it ends in the middle")
            size -= len(taken)
            yield taken


class _Readable(Protocol):
    def read(self, size: int, /) -> bytes: ...


def _bounded(source: _Readable, packed: int) -> Iterator[bytes]:
    most = _FREE + _RATIO * packed
    passed = 0
    while piece := source.read(PIECE):
        passed += len(piece)
        if passed > most:
            raise Unreadable(f"{packed:,} bytes unpack to more than {most:,}")
        yield piece
