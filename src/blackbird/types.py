"""The records that travel through an answer, in travelling order. All are frozen.

Offsets are Unicode code points, end exclusive. Times are ISO 8601 strings in UTC, dates are
as precise as the source gave them (``2023``, ``2023-11``, ``2023-11-04``).
"""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Literal

from blackbird.posts import ALL_POSTS, OnlyPosts

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

Role = Literal["system", "user", "assistant"]
Kind = Literal["lookup", "task", "talk"]
Label = Literal["supported", "refuted", "not_enough_info", "not_a_claim", "not_checked"]
Checking = Literal["strict", "marked", "off"]
"""Strict: what does not hold is repaired or dropped. Marked: it stays with its mark, unless it
contradicts the evidence. Off: nothing is checked."""


@dataclass(frozen=True, slots=True)
class Turn:
    """One message of a conversation."""

    role: Role
    content: str


@dataclass(frozen=True, slots=True)
class Question:
    """What somebody asks, with all that bounds the search for an answer."""

    text: str
    history: tuple[Turn, ...] = ()
    passages: tuple[str, ...] | None = None
    """If given, the only evidence: nothing is searched."""
    sources: tuple[str, ...] = ()
    """Asked as they are named; without names what fits: documents, and posts for what is now."""
    model: str = "mini"
    since: str | None = None
    until: str | None = None
    check: Checking = "strict"
    """How sentences are checked against the evidence before they are delivered."""
    max_tokens: int | None = None
    deep: bool = False
    """Whether a report is wanted: parts, each looked up by itself, and the opposite looked for."""


@dataclass(frozen=True, slots=True)
class Plan:
    """What is to be done for a question: its kind, its stand-alone form, what to search for."""

    kind: Kind
    standalone: str
    queries: tuple[str, ...]
    language: str
    """ISO 639-1 code of the language to answer in."""
    rewritten: bool = False


@dataclass(frozen=True, slots=True)
class Query:
    """One search as a source receives it."""

    text: str
    limit: int = 10
    since: str | None = None
    until: str | None = None
    language: str | None = None
    only: OnlyPosts = ALL_POSTS
    """Heeded by live posts alone."""


@dataclass(frozen=True, slots=True)
class Document:
    """A text as it is to be indexed; ``id`` is stable over re-indexing."""

    id: str
    text: str
    title: str = ""
    url: str = ""
    date: str | None = None
    language: str | None = None
    source: str = "documents"


@dataclass(frozen=True, slots=True)
class Span:
    """A piece of a text: ``whole[start:end] == text``."""

    text: str
    start: int
    end: int


@dataclass(frozen=True, slots=True)
class Page:
    """The main text of a web page or file; its paragraphs stand apart by a blank line."""

    url: str | None
    title: str
    text: str
    date: str | None
    language: str
    fetched_at: str = ""
    author: str = ""


@dataclass(frozen=True, slots=True)
class Passage:
    """A piece of a stored text that knows where it came from.

    ``start`` and ``end`` are its offsets in the stored main text, whose SHA-256 is ``sha256``.
    """

    id: str
    text: str
    start: int = 0
    end: int = 0
    url: str = ""
    title: str = ""
    date: str | None = None
    language: str | None = None
    fetched_at: str = ""
    sha256: str = ""
    source: str = "documents"
    redistribute: bool = True
    """Whether its words may be given out to programs; without, only its address."""


@dataclass(frozen=True, slots=True)
class Hit:
    """A passage that a source found, with a score from 0 to 1 comparable across sources.

    ``pieces``: unit vectors of ``split_quotable(passage.text)``, shape ``(pieces, dimensions)``,
    if the source knows them; ranking makes them otherwise.
    """

    passage: Passage
    score: float
    pieces: NDArray[np.float32] | None = field(default=None, compare=False, repr=False)


@dataclass(frozen=True, slots=True)
class Evidence:
    """A quotable piece of a passage, under a citation id that the server owns."""

    id: int
    passage: Passage
    text: str
    start: int
    end: int
    """Offsets in the stored main text."""
    score: float


@dataclass(frozen=True, slots=True)
class DraftSentence:
    """A sentence as the model wrote it, unchecked, with the citation ids that it picked."""

    text: str
    picked: tuple[int, ...] = ()


@dataclass(frozen=True, slots=True)
class Draft:
    """What the model wrote: unchecked by type. Only ``deliver()`` makes an ``Answer`` of it."""

    sentences: tuple[DraftSentence, ...]


@dataclass(frozen=True, slots=True)
class Claim:
    """A statement that stands alone and can be true or false."""

    text: str


@dataclass(frozen=True, slots=True)
class Verdict:
    """Whether evidence supports a claim; ``score`` is the probability that it does."""

    label: Label
    score: float
    spans: tuple[tuple[int, int], ...] = ()
    """Where in the evidence the verdict rests."""


@dataclass(frozen=True, slots=True)
class Sentence:
    """A checked sentence of an answer, or one that was drafted and dropped."""

    text: str
    verdict: Label
    score: float
    citations: tuple[int, ...] = ()
    repaired: bool = False
    """Whether this is a quotation in the place of what the model wrote, or left unsaid."""
    dropped: bool = False
    """Whether it is no part of the answer."""
    missed: bool = False
    """Whether it was dropped although it holds, since it does not answer what was asked."""


@dataclass(frozen=True, slots=True)
class Citation:
    """The proof behind a mark: a quote, where it stands, and the hash of the text it stands in."""

    id: int
    url: str
    title: str
    quote: str
    start: int
    end: int
    date: str | None
    fetched_at: str
    sha256: str
    source: str
    redistribute: bool = True
    """Whether its words may be given out to programs."""


@dataclass(frozen=True, slots=True)
class Dispute:
    """A claim on which the sources differ, with the citation ids of each side."""

    claim: str
    supported_by: tuple[int, ...]
    refuted_by: tuple[int, ...]
    independent: tuple[int, int] = (1, 1)
    """Sources of each side that are no copies of one another."""


@dataclass(frozen=True, slots=True)
class Section:
    """A part of a report: its heading, and which of the answer's sentences it holds."""

    title: str
    start: int
    end: int
    """Index of the first sentence, and the one behind the last."""


@dataclass(frozen=True, slots=True)
class Answer:
    """What is delivered: checked sentences, their proofs, and what could not be established."""

    question: str
    standalone: str
    kind: Kind
    language: str
    queries: tuple[str, ...]
    text: str
    abstained: bool
    sentences: tuple[Sentence, ...] = ()
    citations: tuple[Citation, ...] = ()
    disputes: tuple[Dispute, ...] = ()
    notes: tuple[str, ...] = ()
    model: str = ""
    timings_ms: dict[str, float] = field(default_factory=dict)
    sections: tuple[Section, ...] = ()
    """Of a report only."""


@dataclass(frozen=True, slots=True)
class TextClaim:
    """A claim of a text that is checked as a whole, with what was found on it so far.

    A sentence that asserts nothing stands here too, as ``not_a_claim``, so that a reader sees it
    passed over; what is not checked, or not yet, is ``not_checked``.
    """

    text: str
    start: int
    end: int
    """Offsets, in the text, of the sentence that makes the claim."""
    verdict: Label = "not_checked"
    score: float = 0.0
    citations: tuple[int, ...] = ()
    """What supports it."""
    against: tuple[int, ...] = ()
    """What contradicts it."""


@dataclass(frozen=True, slots=True)
class FactCheck:
    """A text's claims with their verdicts, and their proofs."""

    claims: tuple[TextClaim, ...]
    citations: tuple[Citation, ...] = ()
    notes: tuple[str, ...] = ()
    model: str = ""
    timings_ms: dict[str, float] = field(default_factory=dict)
    page: Page | None = None
    """Where the text was read, if an address was given; offsets count in its text."""
