"""``/api/turns``: follow a run from any point, and stop it."""

from __future__ import annotations

import asyncio
import json
import logging
import re
from contextlib import aclosing
from typing import Annotated, Any

from fastapi import APIRouter, Header, Query

from blackbird.errors import BlackbirdError
from blackbird.server.desk import Desk
from blackbird.server.errors import internal_error
from blackbird.server.runs import Runs
from blackbird.server.sse import WatchedResponse, Wire

_LOG = logging.getLogger(__name__)
_EVENT_ID = re.compile(r"[0-9]{1,9}")
_BREATH_S = 15.0  # below what proxies and browsers wait for


def turn_routes(desk: Desk, runs: Runs) -> APIRouter:
    """The routes over ``desk`` and its ``runs``."""
    router = APIRouter(prefix="/api/turns")

    @router.get("/{id}/events", response_model=None)
    async def follow(
        id: str,
        after: Annotated[int, Query(ge=-1)] = -1,
        last_event_id: Annotated[str, Header()] = "",
    ) -> WatchedResponse:
        """What the run tells, as server-sent events; those after ``Last-Event-ID`` if given."""
        seen = int(last_event_id) if _EVENT_ID.fullmatch(last_event_id) else after

        async def work(wire: Wire) -> None:
            try:
                await _tell(runs, id, seen, wire)
            except BlackbirdError as error:
                await wire.fail(error)
            except Exception:
                _LOG.exception("Following a run failed")
                await wire.fail(internal_error())

        return WatchedResponse(work)

    @router.post("/{id}/stop")
    async def stop(id: str) -> dict[str, Any]:
        """End the run where it is; what it told stays."""
        return await desk.stop(id)

    return router


async def _tell(runs: Runs, id: str, after: int, wire: Wire) -> None:
    async with aclosing(runs.follow(id, after)) as events:
        waiting = asyncio.ensure_future(anext(events, None))
        try:
            while True:
                done, _ = await asyncio.wait((waiting,), timeout=_BREATH_S)
                if not done:
                    await wire.breathe()
                    continue
                told = waiting.result()
                if told is None:
                    break
                number, event = told
                data = json.dumps(event, separators=(",", ":")).encode("ascii")
                await wire.event(data, number)
                waiting = asyncio.ensure_future(anext(events, None))
        finally:
            waiting.cancel()
            await asyncio.gather(waiting, return_exceptions=True)
    await wire.end()
