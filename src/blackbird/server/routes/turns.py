"""``/api/turns``: follow a run from any point, and stop it."""

from __future__ import annotations

from functools import partial
from typing import Annotated, Any

from fastapi import APIRouter, Header, Query
from starlette.requests import Request

from blackbird.server.desk import Desk
from blackbird.server.following import last_seen, told_over
from blackbird.server.handing import Handing
from blackbird.server.runs import Runs
from blackbird.server.sse import WatchedResponse


def turn_routes(desk: Desk, runs: Runs, handing: Handing) -> APIRouter:
    """The routes over ``desk`` and its ``runs``; ``handing`` says who may have what."""
    router = APIRouter(prefix="/api/turns")

    @router.get("/{id}/events", response_model=None)
    async def follow(
        request: Request,
        id: str,
        after: Annotated[int, Query(ge=-1)] = -1,
        last_event_id: Annotated[str, Header()] = "",
    ) -> WatchedResponse:
        """What the run tells, as server-sent events; those after ``Last-Event-ID`` if given."""
        seen = last_seen(last_event_id, after)
        return told_over(handing.told(request, partial(runs.follow, id), seen))

    @router.post("/{id}/stop")
    async def stop(request: Request, id: str) -> dict[str, Any]:
        """End the run where it is; what it told stays."""
        return await handing.reply(request, await desk.stop(id))

    return router
