"""What a place is: somewhere that may have a model's bytes. One provider, one file.

A place promises nothing about the bytes; whoever reads them checks them against their pin.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager
from dataclasses import dataclass
from pathlib import Path
from typing import Protocol

from blackbird.models.catalog import ModelFile


@dataclass(frozen=True, slots=True)
class Part:
    """A run of bytes with its pin: a whole file, or one of the pieces that joined make it."""

    name: str
    bytes: int
    sha256: str


@dataclass(frozen=True, slots=True)
class Request:
    """One part to be fetched, from ``offset`` on if the place can.

    ``scratch`` is an empty folder for the place's temporary files, removed afterwards. ``seen``
    may be told roughly how many bytes of the part have arrived before any are handed over.
    """

    file: ModelFile
    part: Part
    offset: int
    scratch: Path
    seen: Callable[[int], None]


@dataclass(frozen=True, slots=True)
class Stream:
    """Bytes of a part from ``start`` on: the offset asked for, or 0.

    ``size`` is the length of the whole part if the place knows it; another than the pinned one
    is refused before a byte is read.
    """

    start: int
    chunks: Iterator[bytes]
    size: int | None = None


class Place(Protocol):
    """Somewhere that may have a model's bytes."""

    @property
    def name(self) -> str:
        """What people read in messages."""
        ...

    @property
    def needs_room(self) -> bool:
        """Whether it needs scratch space as large as the file beside the file itself."""
        ...

    def parts(self, file: ModelFile) -> tuple[Part, ...]:
        """What it would give, in order. Empty: it does not have this file."""
        ...

    def open(self, request: Request) -> AbstractContextManager[Stream]:
        """Begin to read. Raises, here and while reading, ``NetworkError``, ``ModelMissing``,
        ``ModelCorrupt`` (the next place is tried) or ``DiskFull`` (the pull ends).
        """
        ...


def whole(file: ModelFile) -> tuple[Part, ...]:
    """The file as a single part."""
    return (Part(file.name, file.bytes, file.sha256),)
