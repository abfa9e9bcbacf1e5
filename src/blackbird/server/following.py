"""Numbered events of a run as one stream, which a client that comes back takes up again."""

from __future__ import annotations

import asyncio
import json
import logging
import re
from collections.abc import AsyncGenerator
from contextlib import aclosing

from blackbird.errors import BlackbirdError
from blackbird.server.errors import internal_error
from blackbird.server.running import Told
from blackbird.server.sse import WatchedResponse, Wire

_LOG = logging.getLogger(__name__)
_EVENT_ID = re.compile(r"[0-9]{1,9}")
_BREATH_S = 15.0  # below what proxies and browsers wait for


def last_seen(last_event_id: str, after: int) -> int:
    """The number of the last event that a client has: its ``Last-Event-ID``, else ``after``."""
    return int(last_event_id) if _EVENT_ID.fullmatch(last_event_id) else after


def told_over(events: AsyncGenerator[Told]) -> WatchedResponse:
    """A reply that tells ``events``, and what goes wrong on the way."""

    async def work(wire: Wire) -> None:
        try:
            await _tell(events, wire)
        except BlackbirdError as error:
            await wire.fail(error)
        except Exception:
            _LOG.exception("Following a run failed")
            await wire.fail(internal_error())

    return WatchedResponse(work)


async def _tell(told: AsyncGenerator[Told], wire: Wire) -> None:
    async with aclosing(told) as events:
        waiting = asyncio.ensure_future(anext(events, None))
        try:
            while True:
                done, _ = await asyncio.wait((waiting,), timeout=_BREATH_S)
                if not done:
                    await wire.breathe()
                    continue
                next_one = waiting.result()
                if next_one is None:
                    break
                number, event = next_one
                data = json.dumps(event, separators=(",", ":")).encode("ascii")
                await wire.event(data, number)
                waiting = asyncio.ensure_future(anext(events, None))
        finally:
            waiting.cancel()
            await asyncio.gather(waiting, return_exceptions=True)
    await wire.end()
