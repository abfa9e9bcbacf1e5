"""``/api/feeds``: the live sources that are followed, how they fare, and what they allow."""

from __future__ import annotations

from typing import Annotated, Any

from fastapi import APIRouter, Query

from blackbird.server.feeds import FeedDesk, changes_of
from blackbird.server.schema import Followed, Granted


def feed_routes(desk: FeedDesk) -> APIRouter:
    """The routes over ``desk``."""
    router = APIRouter(prefix="/api/feeds")

    @router.get("")
    async def listed() -> dict[str, Any]:
        """List the feeds with their state, lag, rate, gaps and grants."""
        return await desk.listed()

    @router.post("", status_code=201)
    async def follow(followed: Followed) -> dict[str, Any]:
        """Follow a feed from now on."""
        return await desk.follow(followed.source)

    @router.delete("")
    async def stop(source: Annotated[str, Query(max_length=2_048)]) -> dict[str, Any]:
        """Follow a feed no more; what it brought stays."""
        return await desk.stop(source)

    @router.put("/grants")
    async def grant(granted: Granted) -> dict[str, Any]:
        """Say what may be done with what a feed brings; without store it is purged."""
        return await desk.grant(granted.source, changes_of(granted.model_dump()))

    return router
