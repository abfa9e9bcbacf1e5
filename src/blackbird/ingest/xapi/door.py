"""The way to X: addresses, the key, and what a refusal means for who wants to come again."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any, Literal
from urllib.parse import urlencode

from blackbird.errors import FeedFailed, NetworkError
from blackbird.ingest.setup import FeedSetup
from blackbird.ingest.values import read_json
from blackbird.ingest.xapi.posts import problems_of, said_in

PUBLIC = "https://api.x.com"
STREAM = "/2/tweets/search/stream"
RULES = "/2/tweets/search/stream/rules"
RECENT = "/2/tweets/search/recent"

Failure = Literal["dropped", "refused", "limited"]
"""Dropped: no or no more connection. Refused: an answer that says no. Limited: too many asked."""

_LATER = frozenset({408, 409, 420, 425, 429})  # of those that blame who asks, only these pass
_LONGEST_S = 960.0  # after fifteen minutes X counts anew


class TurnedAway(NetworkError):
    """X said no for now; ``free_at``, in seconds since 1970: when it will hear one again."""

    def __init__(self, message: str, failure: Failure, status: int = 0, free_at: int = 0) -> None:
        super().__init__(message, "")
        self.failure: Failure = failure
        self.status = status
        self.free_at = free_at


def pause_s(failure: Failure, times: int) -> float:
    """How long X asks to wait after so many failures in a row; after a first lost connection 0.

    https://docs.x.com/x-api/fundamentals/handling-disconnections
    """
    steps = times - 1
    if failure == "dropped":
        return min(16.0, 0.25 * steps)
    first, most = (5.0, 320.0) if failure == "refused" else (60.0, _LONGEST_S)
    return float(min(most, first * 2 ** min(steps, 60)))


def turned_away(status: int, headers: Mapping[str, str], body: bytes) -> TurnedAway:
    """What an answer other than "here it is" means."""
    said = said_by(body)
    reset = headers.get("x-rate-limit-reset", "")[:12]
    return TurnedAway(
        f"X answered {status}{': ' + said if said else ''}.",
        "limited" if status in (420, 429) else "refused",
        status,
        int(reset) if reset.isascii() and reset.isdigit() else 0,
    )


def wait_s(error: NetworkError, times: int, now: datetime) -> float:
    """How long to wait after the last of so many failures of one kind."""
    if not isinstance(error, TurnedAway):
        return pause_s("dropped", times)
    free_in = error.free_at - now.timestamp() if error.failure == "limited" else 0.0
    return max(pause_s(error.failure, times), min(_LONGEST_S, free_in))


def check(error: TurnedAway) -> None:
    """Raise ``FeedFailed`` for an answer that asking again cannot change."""
    status = error.status
    if status in (401, 403):
        raise FeedFailed(
            error.message,
            "Check x_token (the Bearer Token of your app in X's developer console), and that "
            "the app may use the filtered stream.",
        )
    if status == 402:
        raise FeedFailed(
            error.message, "Buy credits in X's developer console, and start this feed again."
        )
    if 300 <= status < 500 and status not in _LATER:
        raise FeedFailed(
            error.message, "Check the rules and the address behind @, and start this feed again."
        )


def said_by(body: bytes) -> str:
    """Why X refused, in a line."""
    try:
        message = read_json(body)
    except ValueError:
        return ""
    return "; ".join(filter(None, map(said_in, problems_of(message))))[:300]


@dataclass(frozen=True, slots=True)
class Door:
    """Asks X at ``base``. The key goes there and to no other place that it may lead on to."""

    base: str
    setup: FeedSetup

    def headers(self) -> dict[str, str]:
        """What lets one in."""
        return {"authorization": f"Bearer {self.setup.token}"}

    def url(self, path: str, query: Mapping[str, str]) -> str:
        """The address of what is asked for."""
        return f"{self.base}{path}?{urlencode(query)}" if query else f"{self.base}{path}"

    async def get(self, path: str, query: Mapping[str, str]) -> Any:
        """The JSON at ``path``. Raises ``TurnedAway``, ``NetworkError``, ``FeedFailed``."""
        return await self._ask(self.url(path, query), None)

    async def post(self, path: str, body: bytes) -> Any:
        """The JSON of the answer to ``body``. Raises as ``get``."""
        return await self._ask(self.url(path, {}), body)

    async def _ask(self, url: str, body: bytes | None) -> Any:
        async def key(hop: str) -> Mapping[str, str]:
            kind = {"content-type": "application/json"} if body is not None else {}
            return {**self.headers(), **kind} if hop.startswith(f"{self.base}/") else {}

        reply = await self.setup.guard.get(url, "application/json", before=key, body=body)
        if reply.head.status not in (200, 201):
            raise turned_away(reply.head.status, reply.head.headers, reply.body)
        try:
            return read_json(reply.body)
        except ValueError as error:
            raise NetworkError("X sent something that is not JSON.", "Try again later.") from error
