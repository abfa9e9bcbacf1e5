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


TurnState = Literal["running", "done", "stopped", "failed"]


@dataclass(frozen=True, slots=True)
class Conversation:
    """A line of the list of conversations. Times are ISO 8601 in UTC."""

    id: str
    title: str
    created_at: str
    updated_at: str
    leaf: str | None
    """The last turn of the branch that is shown; None if nothing was asked yet."""


@dataclass(frozen=True, slots=True)
class StoredTurn:
    """A question and what became of it; ``options``, ``answer`` and ``error`` are JSON."""

    id: str
    conversation_id: str
    parent_id: str | None
    question: str
    options: str
    state: TurnState
    created_at: str
    ended_at: str | None = None
    answer: str | None = None
    said: str | None = None
    """The words of the answer."""
    error: str | None = None


@dataclass(frozen=True, slots=True)
class KeptText:
    """A text that answers cite, as it was when they did."""

    sha256: str
    document_id: str
    text: str


@dataclass(frozen=True, slots=True)
class KeptPage:
    """A page of the web whose text is kept; title and time are empty where only answers know it."""

    url: str
    title: str
    fetched_at: str
    bytes: int
