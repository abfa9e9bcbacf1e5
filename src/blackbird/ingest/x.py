"""X, by its filtered stream; what was missed is looked up in its recent search.

The address is a file with rules, ``x:rules.json``: [{"value": "tram lang:en", "tag": "trams"}].
Another server than X's own may stand behind it: ``x:rules.json@http://127.0.0.1:8000``. With
``?compliance`` the file holds what happened to posts and accounts instead.
https://docs.x.com/x-api/posts/filtered-stream/introduction
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import AsyncGenerator, Sequence
from contextlib import aclosing
from dataclasses import dataclass, replace
from pathlib import Path

from blackbird.errors import AddressRefused, FeedFailed, NetworkError
from blackbird.ingest.filefeed import place_of
from blackbird.ingest.gather import both, handfuls
from blackbird.ingest.owners import require_owner
from blackbird.ingest.setup import FeedSetup
from blackbird.ingest.tokens import is_private
from blackbird.ingest.values import raw_of, read_json
from blackbird.ingest.xapi.compliance_file import OPTIONS, ComplianceFile
from blackbird.ingest.xapi.door import PUBLIC, STREAM, Door, TurnedAway, check, turned_away, wait_s
from blackbird.ingest.xapi.past import Past
from blackbird.ingest.xapi.posts import FIELDS, problems_of, read_post, said_in
from blackbird.ingest.xapi.rules import Rule, read_rules
from blackbird.ingest.xapi.settle import settle
from blackbird.net.stream import Refused, open_lines
from blackbird.posts import Delivery, Feed, Poison, PostEvent, Put
from blackbird.text.moments import micros

_SILENCE_S = 25.0  # a sign of life comes every 20 seconds
_STEADY_S = 20.0  # a connection that held so long is no failed attempt
_HANDFUL = 500
_BASE = re.compile(r"https?://[^\s/?#@]+(?:/[^\s?#@]*)?", re.IGNORECASE)
_TOKEN = re.compile(r"[\x21-\x7e]{1,4096}")
_CURSOR = re.compile(r"(\d{1,18}):(\d{1,18})")


@dataclass(slots=True)
class Known:
    """Up to where everything is here: the newest post by X's clock, 0 if there was none yet, and
    when X was last heard by ours.
    """

    newest: int
    contact: int

    def cursor(self) -> str:
        """As text."""
        return f"{self.newest}:{self.contact}"

    def hear(self, events: Sequence[PostEvent], now: int) -> None:
        """Something came."""
        said = (event.post.version for event in events if isinstance(event, Put))
        self.newest = min(now, max([self.newest, *said]))  # nobody posts in the future
        self.contact = now


def open_x(setup: FeedSetup) -> Feed:
    """What an address of this network leads to. Raises ``FeedFailed``."""
    told = place_of(setup.address, OPTIONS, "x:rules.json").options
    return ComplianceFile(setup) if "compliance" in told else X(setup)


class X:
    """Follows the posts that the rules in a file pick."""

    lasting = True

    def __init__(self, setup: FeedSetup, *, silence_s: float = _SILENCE_S) -> None:
        require_owner(setup)
        path, base = split_address(setup.address)
        self.name = setup.name
        self._path = path
        self._setup = setup
        self._door = Door(base, setup)
        self._silence_s = silence_s

    async def deliveries(self, cursor: str | None) -> AsyncGenerator[Delivery]:
        """As ``Feed`` says."""
        rules = self._checked()
        known = known_by(cursor)
        failures: Counter[str] = Counter()
        while True:
            yield Delivery(state="connecting")
            since = None  # when the connection was there
            failed = NetworkError("The connection ended.", "")
            try:
                async with aclosing(self._followed(rules, known)) as followed:
                    async for reached, delivery in followed:
                        known = reached
                        since = since or self._setup.clock.monotonic()
                        yield delivery
            except AddressRefused as error:
                raise FeedFailed(error.message, "Check the address behind @.") from error
            except Refused as error:
                failed = turned_away(error.status, error.headers, error.said.encode())
            except NetworkError as error:
                failed = error
            if isinstance(failed, TurnedAway):
                check(failed)
            if since is not None and self._setup.clock.monotonic() - since >= _STEADY_S:
                failures.clear()
            kind = failed.failure if isinstance(failed, TurnedAway) else "dropped"
            failures[kind] += 1
            wait = wait_s(failed, failures[kind], self._setup.clock.now())
            yield Delivery(state="waiting", note=f"{failed.message} Again in {wait:g} s.")
            await self._setup.sleep(wait)

    def _checked(self) -> tuple[Rule, ...]:
        if not _TOKEN.fullmatch(self._setup.token):
            raise FeedFailed(
                f"{self.name} has no token that X could know.",
                "Set x_token to the Bearer Token of your app in X's developer console.",
            )
        if not is_private(self._door.base):
            raise FeedFailed(
                f"{self.name[:100]} would send the token by a way on which others can read it.",
                "Give an address behind @ that begins with https://, or one of this machine.",
            )
        return read_rules(self._path)

    async def _followed(
        self, rules: Sequence[Rule], known: Known | None
    ) -> AsyncGenerator[tuple[Known, Delivery]]:
        """What comes by one connection, and what came before it; with what is known then."""
        await settle(self._door, rules)
        url = self._door.url(STREAM, FIELDS)
        async with open_lines(
            url, self._setup.guard, headers=self._door.headers(), silence_s=self._silence_s
        ) as lines:
            now = self._now()
            if known is None:
                ahead = known = Known(0, now)
                source = self._live(lines)
                yield known, Delivery(cursor=known.cursor(), state="live")
            else:
                ahead = replace(known)
                past = Past(self._door, rules, known.newest, known.contact, now)
                source = both(self._live(lines), past.deliveries())
                yield known, Delivery(state="catching_up")
            async with aclosing(source):
                async for delivery in source:
                    ahead.hear(delivery.events, self._now())
                    if delivery.state == "live":
                        known = ahead
                    whole = known is ahead  # before that, a kill has to begin at the gap again
                    cursor = ahead.cursor() if whole else None
                    yield known, replace(delivery, cursor=cursor)

    async def _live(self, lines: AsyncGenerator[bytes]) -> AsyncGenerator[Delivery]:
        """What the stream says; a sign of life is a delivery of nothing."""
        async with aclosing(handfuls(lines, _HANDFUL)) as hands:
            async for hand in hands:
                events: list[PostEvent] = []
                ended: TurnedAway | None = None
                for line in filter(None, hand):
                    try:
                        events += read_message(line)
                    except TurnedAway as error:
                        ended = error
                        break
                said = [event.post.version for event in events if isinstance(event, Put)]
                yield Delivery(tuple(events), at=max(said, default=None))
                if ended:
                    raise ended

    def _now(self) -> int:
        return micros(self._setup.clock.now())


def split_address(address: str) -> tuple[Path, str]:
    """The file with the rules, and the server. Raises ``FeedFailed``."""
    name, at, base = address.rpartition("@")
    if not at or not _BASE.fullmatch(base):
        name, base = address, PUBLIC
    if not name:
        raise FeedFailed("X needs a file with rules.", "Name it: x:rules.json.")
    return Path(name).expanduser(), base.rstrip("/").lower()


def known_by(cursor: str | None) -> Known | None:
    """What a cursor tells; ``None`` without one, or with another's."""
    found = _CURSOR.fullmatch(cursor or "")
    return Known(int(found[1]), int(found[2])) if found else None


def read_message(line: bytes) -> tuple[PostEvent, ...]:
    """What one line of the stream says. Raises ``TurnedAway`` if it announces the end."""
    try:
        message = read_json(line)
    except ValueError as error:
        return (Poison(raw_of(line), f"it is not JSON ({error})"),)
    problems = problems_of(message)
    for problem in problems:
        if "connection_issue" in problem:
            raise TurnedAway(
                f"{said_in(problem)} Only one program can follow an app's stream.", "refused"
            )
        if "disconnect_type" in problem or "disconnect" in str(problem.get("title")):
            raise TurnedAway(said_in(problem), "dropped")
    if problems:
        return (Poison(raw_of(line), said_in(problems[0]) or "an error without a name"),)
    return read_post(message, line)
