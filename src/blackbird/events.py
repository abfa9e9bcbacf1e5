"""What a run may say, in order. The page, the terminal and the API all read this one stream.

``Event`` is what the answering of a question says, ``CheckEvent`` what the check of a text says.
"""

from __future__ import annotations

from dataclasses import dataclass

from blackbird.types import Answer, Citation, Evidence, FactCheck, Page, Plan, Sentence, TextClaim


@dataclass(frozen=True, slots=True)
class Planned:
    """The question was understood."""

    plan: Plan


@dataclass(frozen=True, slots=True)
class Searched:
    """One source answered."""

    source: str
    hits: int
    ms: float


@dataclass(frozen=True, slots=True)
class SourceFailed:
    """One source did not; the answer goes on without it and says so."""

    source: str
    message: str
    partly: bool = False
    """Whether it did answer, and may lack something."""


@dataclass(frozen=True, slots=True)
class EvidencePicked:
    """The evidence that the answer will rest on, best first."""

    evidence: tuple[Evidence, ...]


@dataclass(frozen=True, slots=True)
class DraftPiece:
    """Unchecked text as the model writes it. Shown dimmed, or not at all."""

    text: str


@dataclass(frozen=True, slots=True)
class SentenceChecked:
    """A sentence took its place in the answer."""

    index: int
    sentence: Sentence


@dataclass(frozen=True, slots=True)
class SectionBegun:
    """A part of a report is being looked up; the sentences that follow are its own."""

    number: int
    of: int
    title: str


@dataclass(frozen=True, slots=True)
class Delivered:
    """The answer is complete. Always the last event."""

    answer: Answer


Event = (
    Planned
    | Searched
    | SourceFailed
    | EvidencePicked
    | DraftPiece
    | SectionBegun
    | SentenceChecked
    | Delivered
)


@dataclass(frozen=True, slots=True)
class PageRead:
    """The page whose address was given is read; what is checked is its text."""

    page: Page


@dataclass(frozen=True, slots=True)
class ClaimsListed:
    """The text was cut into claims, in their order; those that will be checked are not yet."""

    claims: tuple[TextClaim, ...]


@dataclass(frozen=True, slots=True)
class ClaimChecked:
    """A claim of the list got its verdict; ``quotes`` are what it cites, for and against."""

    index: int
    claim: TextClaim
    quotes: tuple[Citation, ...]


@dataclass(frozen=True, slots=True)
class FactChecked:
    """The check of a text is complete. Always its last event."""

    result: FactCheck


CheckEvent = PageRead | ClaimsListed | ClaimChecked | FactChecked
