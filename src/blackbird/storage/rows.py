"""What goes into the record and what comes out of it. All are frozen."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Literal

from blackbird.types import Document, Span

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray


@dataclass(frozen=True, slots=True)
class Origin:
    """The file that a document was read from, as it was then."""

    path: str
    """Absolute."""
    mtime_ns: int
    size: int
    sha256: str


@dataclass(frozen=True, slots=True)
class Entry:
    """A document with all that was computed for it, ready to be stored."""

    document: Document
    passages: tuple[Span, ...]
    vectors: NDArray[np.float32] | None
    """Unit vectors, shape ``(len(passages), dimensions)``; None: found by its words only."""
    embedder: str
    """Name of the embedder that made the vectors."""
    fetched_at: str
    origin: Origin | None = None
    pieces: tuple[NDArray[np.float32] | None, ...] = ()
    """For each passage unit vectors of its quotable pieces, shape ``(pieces, dimensions)``; None
    where the passage is one piece, or empty where nothing is known of them."""


@dataclass(frozen=True, slots=True)
class StoredDocument:
    """A line of ``index list``: a document without its text."""

    id: str
    title: str
    url: str
    date: str | None
    language: str | None
    source: str
    sha256: str
    fetched_at: str
    origin: str
    passages: int


@dataclass(frozen=True, slots=True)
class Counts:
    """How much the record holds."""

    documents: int
    passages: int
    vectors: int


@dataclass(frozen=True, slots=True)
class Change:
    """One line of the change log, with what an index needs to follow it."""

    seq: int
    op: Literal["put", "drop"]
    key: int
    text: str | None
    """None: dropped, or put and dropped again since."""
    title: str
    date: str | None
    source: str
    embedder: str
    vector: bytes | None
    """Float16, little-endian."""
