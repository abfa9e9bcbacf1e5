"""Hosts that a search is to stay on or to leave out, with what lies below them."""

from __future__ import annotations

from collections.abc import Sequence
from urllib.parse import urlsplit

_TOLD = 8  # as operators in a query; engines cut longer ones
_ANY = 1_000_000


def read_sites(text: str) -> tuple[tuple[str, ...], tuple[str, ...]]:
    """Hosts to stay on, and those to leave out, which begin with a minus; commas between them."""
    names = [name.strip().lower().strip(".") for name in text.split(",")]
    stay = tuple(name for name in names if name and not name.startswith("-"))
    return stay, tuple(name.lstrip("-") for name in names if name.startswith("-") and name != "-")


def with_sites(
    query: str,
    stay: Sequence[str],
    without: Sequence[str],
    characters: int = _ANY,
    words: int = _ANY,
) -> str:
    """The query with operators that search engines share, for those that have nothing better.

    Where that is longer than an engine takes, the end of the query is lost; where operators would
    leave too little of it, all of them: what they say is held to afterwards, too.
    """
    wanted = " OR ".join(f"site:{host}" for host in stay[:_TOLD])
    wanted = f"({wanted})" if len(stay) > 1 else wanted
    told = " ".join(filter(None, [wanted, *(f"-site:{host}" for host in without[:_TOLD])]))
    if len(told) > characters / 2 or len(told.split()) > words / 2:
        told = ""
    room = characters - len(told) - bool(told)
    if len(query.split()) > (most := words - len(told.split())):
        query = " ".join(query.split()[:most])
    return f"{query[:room]} {told}".strip()


def is_within(url: str, stay: Sequence[str], without: Sequence[str]) -> bool:
    """Whether a page may be used: engines do not always hold to what they are told."""
    host = urlsplit(url).hostname or ""
    return (not stay or _below(host, stay)) and not _below(host, without)


def _below(host: str, names: Sequence[str]) -> bool:
    return any(host == name or host.endswith(f".{name}") for name in names)
