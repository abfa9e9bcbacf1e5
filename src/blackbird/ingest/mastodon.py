"""Posts of a server that speaks Mastodon's API: its stream, and its pages for what was missed.

A stream has no cursor and repeats nothing, removals neither. So after each connection the statuses
seen last are looked up again, then what came since is read page by page, while the stream waits in
its socket. A stream that lives and brings no posts is held against the pages.
"""

from __future__ import annotations

from collections.abc import AsyncGenerator, Sequence
from contextlib import AbstractAsyncContextManager, aclosing
from dataclasses import dataclass
from typing import Any

from blackbird.errors import AddressRefused, FeedFailed, NetworkError
from blackbird.ingest.fediverse.memory import Memory, read_memory
from blackbird.ingest.fediverse.rest import LEFT_ALONE_S, Instance, Rest, wait_s
from blackbird.ingest.fediverse.status import event_of, id_of, put_of
from blackbird.ingest.fediverse.streaming import Said, open_events, open_socket
from blackbird.ingest.fediverse.target import read_target
from blackbird.ingest.setup import FeedSetup, Ladder
from blackbird.ingest.tokens import may_carry
from blackbird.net.stream import Refused
from blackbird.posts import Delivery, Missed, PostEvent, Put, Removed
from blackbird.text.moments import micros

_PAGES, _SHORT_PAGES = 100, 10  # that are read after an outage
_POLLS = 10  # that find what the stream did not bring, until it is opened anew
_LIVED_S = 30.0  # a connection that lasted so long was a good one
_TOLD_S = 60.0  # between two cursors while nothing comes
_NOT_OFFERED = frozenset({400, 404, 405, 406, 410, 426, 501})
_LOCKED = frozenset({401, 403, 422})


@dataclass(frozen=True, slots=True)
class Patience:
    """How long silence is borne, in seconds. Servers give a sign of life every fifteen."""

    dead_s: float = 90.0
    quiet_s: float = 300.0
    poll_s: float = 60.0
    sign_s: float = 15.0


class Mastodon:
    """Follows one stream of one server. ``address``: see ``fediverse/target.py``."""

    def __init__(self, setup: FeedSetup, patience: Patience = Patience()) -> None:
        self._setup = setup
        self._patience = patience
        self._target = read_target(setup.address)
        self._socket = self._target.via == "websocket"
        self._headers = {"authorization": f"Bearer {setup.token}"} if setup.token else {}
        self._guard = setup.guard.warned()
        self._ladder = Ladder(random=setup.random)
        clock, sleep = setup.clock, setup.sleep
        self._rest = Rest(self._target, self._guard, self._headers, clock, sleep)

    @property
    def name(self) -> str:
        """``mastodon:address``."""
        return self._setup.name

    @property
    def lasting(self) -> bool:
        """It goes on for ever."""
        return True

    async def deliveries(self, cursor: str | None) -> AsyncGenerator[Delivery]:
        """Go on behind ``cursor``. Raises ``FeedFailed``: a token or another address is needed."""
        memory = read_memory(cursor)
        while True:
            yield Delivery(state="connecting")
            began, wait, why = self._setup.clock.monotonic(), 0.0, ""
            try:
                async with aclosing(self._connected(memory)) as told:
                    async for delivery in told:
                        yield delivery
            except Refused as error:
                wait, why = self._refused(error), error.message
            except AddressRefused as error:
                raise FeedFailed(error.message, "Give the address of a public server.") from error
            except NetworkError as error:
                why = error.message
            if self._setup.clock.monotonic() - began > _LIVED_S:
                self._ladder.reset()
            pause = max(wait, self._ladder.pause_s())
            if pause > 0:
                yield Delivery(state="waiting", note=why)
                await self._setup.sleep(pause)

    async def _connected(self, memory: Memory) -> AsyncGenerator[Delivery]:
        """All that one connection tells."""
        instance = await self._rest.instance()
        async with self._opened(instance) as stream:
            async with aclosing(self._caught_up(memory, instance)) as told:
                async for delivery in told:
                    yield delivery
            memory.at = self._now()
            yield Delivery(cursor=memory.written(), state="live")
            async with aclosing(self._live(stream, memory, instance)) as told:
                async for delivery in told:
                    yield delivery

    def _opened(self, instance: Instance) -> AbstractAsyncContextManager[AsyncGenerator[Said]]:
        own = instance.streaming.partition("://")[2].partition(":")[0] == self._target.host
        guard = self._guard if own else self._guard.strangers()
        headers = self._headers if may_carry(instance.streaming, self._target.base) else {}
        if self._socket:
            sign_s = self._patience.sign_s
            return open_socket(self._target, instance.streaming, guard, headers, sign_s)
        dead_s = self._patience.dead_s
        return open_events(self._target, instance.streaming, guard, headers, dead_s)

    async def _caught_up(self, memory: Memory, instance: Instance) -> AsyncGenerator[Delivery]:
        """What happened since the stream was whole: removals first, then posts."""
        if not memory.at:
            await self._begin(memory)
            return
        yield Delivery(state="catching_up")
        try:
            gone, edited = await self._looked_up(memory, instance)
            memory.forget(event.local_id for event in gone)
            yield Delivery((*gone, *edited), memory.written(), "catching_up")
        except NetworkError as error:
            yield Delivery(
                state="catching_up", note=f"removals were not looked up: {error.message}"
            )
        async with aclosing(self._paged(memory, instance)) as told:
            async for delivery in told:
                yield delivery

    async def _begin(self, memory: Memory) -> None:
        """Remember what is newest, so that a later outage can be read from there."""
        try:
            rows, _ = await self._rest.page("")
        except NetworkError:
            return  # a server may show its timelines to nobody
        for row in rows:
            if name := id_of(row):
                memory.note(name)

    async def _looked_up(
        self, memory: Memory, instance: Instance
    ) -> tuple[list[Removed], list[PostEvent]]:
        """Which of the statuses seen last are gone, each asked for by itself, and which edited."""
        there: dict[str, Any] = {}
        try:
            there = {id_of(row): row for row in await self._rest.some(memory.recent)}
            missing = [name for name in memory.recent if name not in there]
        except Refused as error:
            if error.status not in _NOT_OFFERED:
                raise
            missing = memory.recent[-40:]  # before 4.3 each is a question of its own
        gone = [Removed(local_id=name) for name in missing if await self._rest.is_gone(name)]
        puts = [put_of(row, self._home(instance)) for row in there.values()]
        edited = [put for put in puts if isinstance(put, Put) and put.post.version >= memory.at]
        return gone, list(edited)

    async def _paged(self, memory: Memory, instance: Instance) -> AsyncGenerator[Delivery]:
        """Pages from the last status seen to the newest; what they cannot give was missed."""
        behind, since = memory.anchor(), memory.at
        try:
            for _ in range((_SHORT_PAGES if self._target.short else _PAGES) if behind else 0):
                rows, newest = await self._rest.page(behind)
                if not rows or newest == behind:
                    return
                behind = newest
                events = self._read(rows, memory, instance)
                yield Delivery(events, memory.written(), "catching_up", at=_last(events))
                since = _last(events) or since
            why = "more was said than the server shows again" if behind else "nothing to begin from"
        except NetworkError as error:
            why = f"the server did not show it: {error.message}"
        gap = Missed(min(since, self._now()), self._now(), why)
        yield Delivery((gap,), state="catching_up")

    async def _live(
        self, stream: AsyncGenerator[Said], memory: Memory, instance: Instance
    ) -> AsyncGenerator[Delivery]:
        """What the stream says; while it brings no posts, what the pages say."""
        clock, patience = self._setup.clock, self._patience
        heard = asked = told = clock.monotonic()
        found = 0
        async for said in stream:
            now, memory.at = clock.monotonic(), self._now()
            event = event_of(said.kind, said.data, self._home(instance)) if said.kind else None
            event = memory.named(event) if event else None
            if said.kind == "update":
                heard, found = now, 0
            if event:
                told = now
                yield Delivery((event,), memory.written(), "live", at=_last((event,)))
            elif now - told > _TOLD_S:
                told = now
                yield Delivery(cursor=memory.written())
            if now - heard > patience.quiet_s and now - asked > patience.poll_s:
                asked = now
                events = await self._polled(memory, instance)
                found += bool(events)
                if events:
                    note = "the stream brings no posts; they are read page by page meanwhile"
                    yield Delivery(events, memory.written(), "silent", note, _last(events))
                if found >= _POLLS:
                    raise NetworkError("The stream brings no posts that the server has.", "")

    async def _polled(self, memory: Memory, instance: Instance) -> tuple[PostEvent, ...]:
        """Posts of one page that the stream did not bring."""
        seen = set(memory.recent)
        try:
            rows, _ = await self._rest.page(memory.anchor())
        except NetworkError:
            return ()
        return self._read([row for row in rows if id_of(row) not in seen], memory, instance)

    def _read(
        self, rows: Sequence[Any], memory: Memory, instance: Instance
    ) -> tuple[PostEvent, ...]:
        events = []
        for row in rows:
            if name := id_of(row):
                memory.note(name)
            if event := put_of(row, self._home(instance)):
                events.append(memory.named(event))
        return tuple(events)

    def _refused(self, error: Refused) -> float:
        """How long to wait after a refusal. Raises ``FeedFailed``."""
        if error.status in _LOCKED:
            hint = (
                f"Set mastodon_token to {self._target.host}=TOKEN, a token of that server that may "
                "read statuses, and follow it by https://."
            )
            raise FeedFailed(error.message, hint) from error
        if 300 <= error.status < 400:
            hint = f"Follow {error.headers.get('location', 'where it leads')[:200]} instead."
            raise FeedFailed(error.message, hint) from error
        if error.status in _NOT_OFFERED and not self._target.via:
            self._socket = not self._socket
        unsaid = LEFT_ALONE_S if error.status == 429 else 0.0
        return wait_s(error.headers, self._setup.clock.now(), unsaid)

    def _home(self, instance: Instance) -> str:
        return f"https://{instance.domain}"

    def _now(self) -> int:
        return micros(self._setup.clock.now())


def _last(events: Sequence[PostEvent]) -> int | None:
    return max((event.post.created for event in events if isinstance(event, Put)), default=None)
