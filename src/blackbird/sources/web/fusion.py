"""One ranking out of several engines': each page once, by its canonical address.

An engine's scores are divided by its best; where it tells none, its order stands for them. They are
added over the engines, so that what several name rises.
"""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, replace
from urllib.parse import urlsplit

from blackbird.errors import BadInput
from blackbird.protocols import Found
from blackbird.text.urls import canonical_url

_STEP = 0.08  # what a place further down costs: the tenth counts a bit more than half
_FLOOR = 0.1
_SAME = 1e-9  # scores that differ by less are the same
_SPREAD = 0.5  # of each further page of one site: several views are worth more than one at length


@dataclass(frozen=True, slots=True)
class Candidate:
    """A page worth reading: its canonical address, who named it, how well it fits (0 to 1)."""

    url: str
    title: str
    date: str | None
    engines: tuple[str, ...]
    score: float


def fuse(lists: Mapping[str, Sequence[Found]]) -> list[Candidate]:
    """Pages best first, out of engine → what it named. What is no address is left out."""
    known: dict[str, Candidate] = {}
    for engine, found in lists.items():
        mine: set[str] = set()
        for item, score in zip(found, _scores(found), strict=True):
            url = _canonical(item.url)
            if url is None or url in mine:
                continue
            mine.add(url)
            before = known.get(url, Candidate(url, "", None, (), 0.0))
            known[url] = Candidate(
                url,
                before.title or item.title,
                before.date or item.date,
                (*before.engines, engine),
                before.score + score / len(lists),
            )
    return _spread(known.values())


def settled(candidates: Sequence[Candidate], answered: int, awaited: int, wanted: int) -> int:
    """How many of the candidates, the best first, are among the best ``wanted`` whatever comes.

    ``answered`` engines named them and ``awaited`` ones have not answered. The rule: each of those
    is taken to name ``wanted`` pages that nobody else names, in the order that it would give them,
    and to be right where scores are the same. So it finds its places free when it answers, and who
    was faster changes what is read only where engines agree with one another.
    """
    strangers = [_placed(place) for place in range(wanted)]
    for before, candidate in enumerate(candidates[:wanted]):
        score = candidate.score * answered - _SAME
        better = awaited * sum(stranger >= score for stranger in strangers)
        if before + better >= wanted:
            return before
    return wanted


def _placed(place: int) -> float:
    """What a place counts where an engine tells no scores."""
    return max(_FLOOR, 1.0 - _STEP * place)


def _scores(found: Sequence[Found]) -> list[float]:
    """From 0 to 1, best first or not; an engine whose scores make no sense counts by its order."""
    told = [item.score for item in found]
    best = max((score for score in told if score is not None), default=0.0)
    if best > 0 and all(score is not None and score >= 0 for score in told):
        return [max(_FLOOR, (score or 0.0) / best) for score in told]
    return [_placed(place) for place in range(len(found))]


def _spread(candidates: Collection[Candidate]) -> list[Candidate]:
    """Best first, further pages of one site lower than they would be."""
    seen: dict[str, int] = {}
    spread: list[Candidate] = []
    for candidate in sorted(candidates, key=lambda c: (-c.score, c.url)):
        host = urlsplit(candidate.url).hostname or ""
        times = seen[host] = seen.get(host, -1) + 1
        spread.append(replace(candidate, score=candidate.score * _SPREAD ** min(times, 2)))
    return sorted(spread, key=lambda c: (-c.score, c.url))


def _canonical(url: str) -> str | None:
    try:
        return canonical_url(url)
    except (BadInput, UnicodeError):
        return None
