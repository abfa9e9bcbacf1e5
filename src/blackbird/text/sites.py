"""Hosts that a search is to stay on or to leave out, with what lies below them."""

from __future__ import annotations

from collections.abc import Sequence
from urllib.parse import urlsplit

_TOLD = 8  # as operators in a query; engines cut longer ones


def read_sites(text: str) -> tuple[tuple[str, ...], tuple[str, ...]]:
    """Hosts to stay on, and those to leave out, which begin with a minus; commas between them."""
    names = [name.strip().lower().strip(".") for name in text.split(",")]
    stay = tuple(name for name in names if name and not name.startswith("-"))
    return stay, tuple(name.lstrip("-") for name in names if name.startswith("-") and name != "-")


def with_sites(query: str, stay: Sequence[str], without: Sequence[str]) -> str:
    """The query with operators that search engines share, for those that have nothing better."""
    wanted = " OR ".join(f"site:{host}" for host in stay[:_TOLD])
    wanted = f"({wanted})" if len(stay) > 1 else wanted
    return " ".join(filter(None, [query, wanted, *(f"-site:{host}" for host in without[:_TOLD])]))


def is_within(url: str, stay: Sequence[str], without: Sequence[str]) -> bool:
    """Whether a page may be used: engines do not always hold to what they are told."""
    host = urlsplit(url).hostname or ""
    return (not stay or _below(host, stay)) and not _below(host, without)


def _below(host: str, names: Sequence[str]) -> bool:
    return any(host == name or host.endswith(f".{name}") for name in names)
