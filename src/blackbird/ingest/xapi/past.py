"""What was said while nobody listened, as far as X's recent search still has it.

https://docs.x.com/x-api/posts/search/introduction
"""

from __future__ import annotations

from collections.abc import AsyncGenerator, Sequence
from dataclasses import dataclass, field

from blackbird.errors import NetworkError
from blackbird.ingest.xapi.door import RECENT, Door, TurnedAway, wait_s
from blackbird.ingest.xapi.ids import id_at
from blackbird.ingest.xapi.posts import FIELDS, read_page
from blackbird.ingest.xapi.rules import Rule, fits, search_for, searches
from blackbird.ingest.xapi.settle import next_token
from blackbird.posts import SECOND, Delivery, Missed, Put

KEPT = 7 * 86_400 * SECOND
_MARGIN = 60 * SECOND  # of what it keeps: the clocks differ, and time passes while one asks
_OVERLAP = 30 * SECOND  # posts come unsorted, some seconds late
_MOST_PAGES = 100
_TRIES = 6
_PASSING = frozenset({0, 408, 420, 425, 429, 500, 502, 503, 504})


@dataclass(slots=True)
class Past:
    """What was said between ``newest``, the last post that came (0: none), and ``until``.

    ``contact``: until when X could be heard.
    """

    door: Door
    rules: Sequence[Rule]
    newest: int
    contact: int
    until: int
    missed: list[Missed] = field(default_factory=list)

    async def deliveries(self) -> AsyncGenerator[Delivery]:
        """What is found, newest first; the last one tells what is not, and that this is all."""
        last = min(self.newest or self.contact, self.until)
        since = max(last - _OVERLAP, self.until - KEPT + _MARGIN)
        if self.contact < since:
            self.missed.append(Missed(self.contact, since, "X searches only the last seven days"))
        for values in searches(self.rules):
            async for delivery in self._found(values, since):
                yield delivery
        yield Delivery(tuple(self.missed), state="live")

    async def _found(self, values: Sequence[str], since: int) -> AsyncGenerator[Delivery]:
        if not fits(values):
            self._miss(since, self.until, values, "the rule is too long to search for")
            return
        token, oldest = "", self.until
        for _ in range(_MOST_PAGES):
            try:
                page = await self._page(values, since, token)
            except NetworkError as error:
                if getattr(error, "status", 0) == 400 and len(values) > 1:
                    # One of them cannot be searched for: the others should not suffer from it.
                    half = len(values) // 2
                    for part in (values[:half], values[half:]):
                        async for delivery in self._found(part, since):
                            yield delivery
                else:
                    self._miss(since, oldest, values, error.message)
                return
            events = tuple(read_page(page))
            yield Delivery(events)
            oldest = min([oldest, *(e.post.version for e in events if isinstance(e, Put))])
            token = next_token(page)
            if not token:
                return
        self._miss(since, oldest, values, f"there were more than {_MOST_PAGES} pages")

    async def _page(self, values: Sequence[str], since: int, token: str) -> object:
        """A page of what is found. Raises ``NetworkError`` when waiting does not help."""
        asked = {
            "query": search_for(values),
            "since_id": id_at(since),
            "max_results": "100",
            **FIELDS,
            **({"next_token": token} if token else {}),
        }
        setup = self.door.setup
        for tried in range(1, _TRIES):
            try:
                return await self.door.get(RECENT, asked)
            except NetworkError as error:
                if isinstance(error, TurnedAway) and error.status not in _PASSING:
                    raise
                await setup.sleep(wait_s(error, tried, setup.clock.now()))
        return await self.door.get(RECENT, asked)

    def _miss(self, since: int, until: int, values: Sequence[str], why: str) -> None:
        named = f"“{values[0][:60]}”" + (f" and {len(values) - 1} more" if len(values) > 1 else "")
        self.missed.append(Missed(since, until, f"{named}: {why}"))
