"""``/api/turns``: follow a run from any point, and stop it."""

from __future__ import annotations

from typing import Annotated, Any

from fastapi import APIRouter, Header, Query

from blackbird.server.desk import Desk
from blackbird.server.following import last_seen, told_over
from blackbird.server.runs import Runs
from blackbird.server.sse import WatchedResponse


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
        return told_over(runs.follow(id, last_seen(last_event_id, after)))

    @router.post("/{id}/stop")
    async def stop(id: str) -> dict[str, Any]:
        """End the run where it is; what it told stays."""
        return await desk.stop(id)

    return router
