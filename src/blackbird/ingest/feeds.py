"""RSS, Atom and JSON feeds: one, or all of a list, each read when it is due.

``feeds:https://example.org/feed`` is one feed, ``feeds:list.opml`` (or its address on the web) the
feeds of a list. Several are read at a time, but never two of one server; one that fails waits by
itself. That an entry is no longer shown means nothing; that it was withdrawn (RFC 6721) does.
"""

from __future__ import annotations

import asyncio
from collections.abc import AsyncGenerator, Sequence
from contextlib import aclosing
from pathlib import Path
from urllib.parse import urlsplit

from blackbird.errors import AddressRefused, FeedFailed, NetworkError
from blackbird.ingest.setup import FeedSetup, Ladder
from blackbird.ingest.syndication.document import Unreadable
from blackbird.ingest.syndication.ledger import Ledger, read_ledgers, written
from blackbird.ingest.syndication.read import is_address, read_list
from blackbird.ingest.syndication.reading import ACCEPT, Outcome, Reader
from blackbird.net.guard import OWNERS, Guard
from blackbird.posts import Delivery, State

_AT_ONCE = 8
_TICK_S = 1.0  # until it is looked again whether another feed is due while some are read
_HOST_GAP_S = 1.0
_LIST_BYTES = 5_000_000


class Feeds:
    """Follows one feed, or those of a list."""

    def __init__(self, setup: FeedSetup) -> None:
        self._setup = setup
        self._guard = setup.guard.warned()
        self._free_at: dict[str, float] = {}

    @property
    def name(self) -> str:
        """``feeds:address``."""
        return self._setup.name

    @property
    def lasting(self) -> bool:
        """It goes on for ever."""
        return True

    async def deliveries(self, cursor: str | None) -> AsyncGenerator[Delivery]:
        """Go on with what ``cursor`` remembers. Raises ``FeedFailed`` if there is none to read."""
        yield Delivery(state="connecting")
        names, guard = [self._setup.address], self._guard
        if not is_address(self._setup.address):
            names = await self._from_file()
        elif urlsplit(self._setup.address).path.lower().endswith(".opml"):
            ladder, guard = Ladder(random=self._setup.random), self._guard.strangers()
            while isinstance(listed := await self._from_web(), str):
                yield Delivery(state="waiting", note=listed)
                await self._setup.sleep(ladder.pause_s())
            names = listed
        if not names:
            raise FeedFailed(
                f"{self._setup.address[:200]} lists no feed.",
                "Give an OPML file whose outlines have xmlUrl, or the address of a feed.",
            )
        async with aclosing(self._followed(names, guard, cursor)) as told:
            async for delivery in told:
                yield delivery

    async def _followed(
        self, names: Sequence[str], guard: Guard, cursor: str | None
    ) -> AsyncGenerator[Delivery]:
        """What all of these feeds say."""
        clock, random = self._setup.clock, self._setup.random
        ledgers = read_ledgers(cursor, names)
        readers = [Reader.of(ledger, guard, clock, random) for ledger in ledgers]
        running: dict[asyncio.Task[Outcome], Reader] = {}
        failing: dict[str, str] = {}
        try:
            while True:
                self._start(readers, running)
                if not running:
                    yield Delivery(state="waiting", note=_note(failing, ledgers))
                    await self._setup.sleep(self._until_due(ledgers))
                    continue
                done, _ = await asyncio.wait(
                    running, timeout=_TICK_S, return_when=asyncio.FIRST_COMPLETED
                )
                for task in done:
                    ledger, outcome = running.pop(task).ledger, task.result()
                    failing.pop(ledger.named, None)
                    if outcome.why:
                        failing[ledger.named] = outcome.why
                    kept = written(ledgers) if outcome.changed else None
                    state: State = "waiting" if len(failing) == len(ledgers) else "live"
                    yield Delivery(outcome.events, kept, state, _note(failing, ledgers))
        finally:
            for task in running:
                task.cancel()
            await asyncio.gather(*running, return_exceptions=True)

    def _start(
        self, readers: Sequence[Reader], running: dict[asyncio.Task[Outcome], Reader]
    ) -> None:
        """Begin to read what is due, the longest overdue first."""
        now = self._setup.clock.now().timestamp()
        busy = {_host(reader.ledger) for reader in running.values()}
        under_way = {id(reader) for reader in running.values()}
        for reader in sorted(readers, key=lambda reader: reader.ledger.due):
            ledger, host = reader.ledger, _host(reader.ledger)
            if len(running) >= _AT_ONCE or ledger.due > now:
                return
            free = host not in busy and self._free_at.get(host, 0.0) <= now
            if free and not ledger.gone and id(reader) not in under_way:
                busy.add(host)
                self._free_at[host] = now + _HOST_GAP_S
                running[asyncio.ensure_future(reader.read())] = reader

    def _until_due(self, ledgers: Sequence[Ledger]) -> float:
        """Seconds. Raises ``FeedFailed`` if there is no feed left."""
        now = self._setup.clock.now().timestamp()
        due = [max(one.due, self._free_at.get(_host(one), 0.0)) for one in ledgers if not one.gone]
        if not due:
            raise FeedFailed(
                f"{self._setup.name[:200]}: its server says that it is gone for good.",
                "Remove it, or give its new address.",
            )
        return max(0.01, min(due) - now)

    async def _from_file(self) -> list[str]:
        """The feeds of a list on this machine, which only its owner may name."""
        name = self._setup.address
        if self._setup.guard.rules is not OWNERS:
            raise FeedFailed(
                f'"{name[:200]}" is no address on the web.',
                "Files are read only for who starts the program: name it on the command line.",
            )
        try:
            data = await asyncio.to_thread(_read_file, Path(name).expanduser())
            return read_list(data)
        except (OSError, ValueError) as error:
            why = getattr(error, "strerror", None) or str(error)
            raise FeedFailed(
                f'"{name[:200]}" cannot be read: {why}.',
                "Check the path; the address of a feed begins with https://.",
            ) from error
        except Unreadable as error:
            raise FeedFailed(
                f'"{name[:200]}" cannot be read: {error}.', "Give a list of feeds in OPML."
            ) from error

    async def _from_web(self) -> list[str] | str:
        """The feeds of a list on the web, or why there is none for now. Raises ``FeedFailed``."""
        guard: Guard = self._guard
        try:
            reply = await guard.get(self._setup.address, ACCEPT)
            if reply.head.status != 200:
                return f"{self._setup.address[:200]} answered {reply.head.status}."
            return await asyncio.to_thread(read_list, reply.body)
        except AddressRefused as error:
            raise FeedFailed(error.message, error.hint) from error
        except (NetworkError, Unreadable) as error:
            return f"{self._setup.address[:200]} cannot be read: {error}"


def _read_file(path: Path) -> bytes:
    with path.open("rb") as file:
        data = file.read(_LIST_BYTES + 1)
    if len(data) > _LIST_BYTES:
        raise ValueError(f"it has more than {_LIST_BYTES:,} bytes")
    return data


def _host(ledger: Ledger) -> str:
    return urlsplit(ledger.url).hostname or ""


def _note(failing: dict[str, str], ledgers: Sequence[Ledger]) -> str:
    """Which feeds fail, in a line."""
    if not failing:
        return ""
    name, why = next(reversed(failing.items()))
    return f"{len(failing)} of {len(ledgers)} feeds cannot be read; {name[:200]}: {why[:300]}"
