"""The sockets: what a provider has to offer to be plugged in. No implementation stands here."""

from __future__ import annotations

from collections.abc import AsyncGenerator, Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import TYPE_CHECKING, Any, Literal, Protocol, runtime_checkable

from blackbird.events import SourceFailed
from blackbird.types import Hit, Page, Query, Turn, Verdict

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

TextRole = Literal["query", "passage"]
Lane = Literal["answer", "plan", "judge"]
FileKind = Literal["html", "pdf", "docx"]
"""Kinds of file that need a parser."""


@dataclass(frozen=True, slots=True)
class Sampling:
    """How a completion is to be drawn.

    ``grammar`` is GBNF and binds only servers that know it; ``schema`` is a JSON schema and
    binds all. ``lane`` keeps prompts of one shape together, so that their common beginning
    stays in the model's cache.
    """

    max_tokens: int = 256
    temperature: float = 0.0
    seed: int = 0
    grammar: str | None = None
    schema: Mapping[str, Any] | None = None
    stop: tuple[str, ...] = ()
    lane: Lane = "answer"


class LanguageModel(Protocol):
    """Continues a conversation."""

    @property
    def name(self) -> str:
        """The line-up's name for it."""
        ...

    @property
    def small(self) -> bool:
        """Whether it is so small that what it writes may hold and yet miss the question."""
        ...

    @property
    def rewrites(self) -> bool:
        """Whether it completes a question from the conversation, rather than copies it."""
        ...

    def stream(self, messages: Sequence[Turn], sampling: Sampling) -> AsyncGenerator[str]:
        """Yield the completion in pieces. Closing the iterator cancels the request.

        Raises ``ModelError`` (crashed, timeout, refused).
        """
        ...

    async def odds(self, messages: Sequence[Turn], choices: Sequence[str]) -> dict[str, float]:
        """Probability of each of ``choices`` as the first word, normalised over them."""
        ...

    async def aclose(self) -> None:
        """Free what it holds."""
        ...


class Drawer(Protocol):
    """Keeps one unfinished piece of work, in plain JSON values, while the process may end."""

    def read(self) -> Any:
        """What was written last; ``None`` if there is nothing, or what it quotes has changed."""
        ...

    def write(self, value: Any, quoted: Collection[str]) -> None:
        """Keep ``value`` instead, as long as the texts that it quotes, by SHA-256, stay.

        Raises ``StorageError``.
        """
        ...

    def clear(self) -> None:
        """Keep nothing any more."""
        ...


class Embedder(Protocol):
    """Maps texts of any language into one vector space."""

    @property
    def name(self) -> str:
        """Changes whenever the vectors change: stored vectors carry it."""
        ...

    @property
    def dimensions(self) -> int:
        """Length of each vector."""
        ...

    async def embed(self, texts: Sequence[str], role: TextRole) -> NDArray[np.float32]:
        """Unit vectors, shape ``(len(texts), dimensions)``."""
        ...


class PairScorer(Protocol):
    """Reads two texts together: a claim and its evidence, or a question and a passage."""

    async def score(self, pairs: Sequence[tuple[str, str]]) -> NDArray[np.float32]:
        """Logits, shape ``(len(pairs), 4)``: supported, refuted, not enough information, which
        together make a choice; and "the second text answers the first", by itself.
        """
        ...


class Judge(Protocol):
    """Decides whether evidence supports a claim."""

    async def judge(self, claim: str, evidence: Sequence[str]) -> Verdict:
        """Verdict over the evidence together; spans count in its items joined by a newline."""
        ...

    async def judge_all(self, items: Sequence[tuple[str, Sequence[str]]]) -> list[Verdict]:
        """Verdicts of several claims, each with its evidence, in one go."""
        ...


class Source(Protocol):
    """Finds passages for a query."""

    @property
    def name(self) -> str:
        """The name given to ``--source``."""
        ...

    async def search(self, query: Query) -> Sequence[Hit]:
        """Best first. Raises ``SourceError``, which is an event and not the end of an answer."""
        ...


@dataclass(frozen=True, slots=True)
class Gathered:
    """What a source found that asks others in its turn, and which of those failed it.

    ``reached``: whether any of them answered.
    """

    hits: tuple[Hit, ...]
    failed: tuple[SourceFailed, ...] = ()
    reached: bool = True


@runtime_checkable
class Federation(Source, Protocol):
    """A source that asks several others, and goes on without those that fail."""

    @property
    def budget_s(self) -> float:
        """Seconds after which it has answered, whoever failed it."""
        ...

    async def gather(self, queries: Sequence[Query]) -> Gathered:
        """What is found for several queries on one question."""
        ...


@dataclass(frozen=True, slots=True)
class Scope:
    """What an engine is told beside the question, as far as it can be told.

    ``country`` is a code of two letters or empty; ``sites`` are hosts to stay on, ``without``
    hosts to leave out, with what lies below them.
    """

    country: str = ""
    safe: Literal["off", "moderate", "strict"] = "moderate"
    sites: tuple[str, ...] = ()
    without: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Found:
    """A page that an engine named. Nothing of it is evidence before the page itself is read."""

    url: str
    title: str = ""
    date: str | None = None
    score: float | None = None
    """How well it fits, on the engine's own scale; ``None``: only the order is known."""


class Engine(Protocol):
    """Names pages of the web for a question."""

    @property
    def name(self) -> str:
        """What answers call it."""
        ...

    @property
    def budget_s(self) -> float:
        """Seconds that it may take."""
        ...

    async def find(self, query: Query) -> Sequence[Found]:
        """Best first. Raises ``SourceError``, in words for whoever asked."""
        ...


class Parser(Protocol):
    """Makes text of what strangers wrote, where it cannot harm."""

    async def parse(
        self, data: bytes, kind: FileKind, url: str | None = None, charset: str | None = None
    ) -> Page:
        """The main text of a file; ``charset`` is the encoding that its sender named.

        Raises ``BadInput`` (broken, too large, without text), ``ParseFailed`` (it took the parser
        down, or too long).
        """
        ...


class Fetcher(Protocol):
    """Reads pages that strangers name."""

    async def read(self, url: str) -> Page:
        """The main text of a page. Raises ``BadInput``, ``AddressRefused``, ``NetworkError``."""
        ...


@dataclass(frozen=True, slots=True)
class StoredPage:
    """A page as it was read, and by what its server knows it again.

    ``asked`` is the canonical address that was asked for, ``page.url`` where that led. Until
    ``fresh_until`` (seconds since 1970) it may be used without asking again.
    """

    asked: str
    page: Page
    etag: str = ""
    modified: str = ""
    fresh_until: float = 0.0


class PageStore(Protocol):
    """Keeps pages that were read. Calls block."""

    def find(self, asked: str) -> StoredPage | None:
        """The page that was read at this address."""
        ...

    def put(self, stored: StoredPage) -> None:
        """Keep a page in the place of an older one. Raises ``StorageError``."""
        ...


class Clock(Protocol):
    """Tells the time; tests bring their own."""

    def now(self) -> datetime:
        """The present moment, with its time zone."""
        ...

    def monotonic(self) -> float:
        """Seconds that never leap, for durations."""
        ...
