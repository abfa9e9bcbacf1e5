"""``/api/posts``: live posts searched, as they come, in their threads; ``/api/trends``."""

from __future__ import annotations

import logging
from typing import Annotated, Any

from fastapi import APIRouter, Depends, Header, Query
from starlette.requests import Request

from blackbird.errors import BlackbirdError
from blackbird.posts import OnlyPosts
from blackbird.server.errors import internal_error
from blackbird.server.flowing import Flows, place_of, send
from blackbird.server.guard import from_own_page
from blackbird.server.reading import Order, Reading, Wanted
from blackbird.server.schema import Date
from blackbird.server.sse import WatchedResponse, Wire

_LOG = logging.getLogger(__name__)
_Short = Annotated[str, Query(max_length=400)]


def _wanted(
    query: _Short = "",
    author: _Short = "",
    language: Annotated[str, Query(max_length=3)] = "",
    source: Annotated[str, Query(max_length=2_048)] = "",
    since: Date | None = None,
    until: Date | None = None,
    likes: Annotated[int, Query(ge=0, le=2**53)] = 0,
    links: bool = False,
) -> Wanted:
    return Wanted(query, OnlyPosts(author, language, source, likes, links), since, until)


def post_routes(reading: Reading, flows: Flows) -> APIRouter:
    """The routes over ``reading`` and ``flows``.

    Where a source does not allow its words to be given out, a program gets addresses alone; the
    page shows the words, since that is no more than display.
    """
    router = APIRouter(prefix="/api")

    @router.get("/posts")
    async def search(
        request: Request,
        wanted: Annotated[Wanted, Depends(_wanted)],
        order: Order = "newest",
        limit: Annotated[int, Query(ge=1, le=100)] = 50,
    ) -> dict[str, Any]:
        """Search live posts; without words, the newest."""
        return await reading.search(wanted, order, limit, words=from_own_page(request))

    @router.get("/posts/live", response_model=None)
    async def live(
        request: Request,
        wanted: Annotated[Wanted, Depends(_wanted)],
        after: Annotated[int | None, Query(ge=0, le=2**62)] = None,
        last_event_id: Annotated[str, Header()] = "",
    ) -> WatchedResponse:
        """Tell new posts as they are stored, as server-sent events.

        With a key also those after it, of the newest 20,000; the first event's id says from where.
        """
        words = from_own_page(request)

        async def work(wire: Wire) -> None:
            try:
                await send(flows.flow(wanted, place_of(last_event_id, after), words=words), wire)
            except BlackbirdError as error:
                await wire.fail(error)
            except Exception:
                _LOG.exception("A flow of posts failed")
                await wire.fail(internal_error())

        return WatchedResponse(work)

    @router.get("/posts/thread")
    async def thread(
        request: Request, uri: Annotated[str, Query(min_length=1, max_length=2_048)]
    ) -> dict[str, Any]:
        """Give a post with what it replies to, and the latest replies."""
        return await reading.thread(uri, words=from_own_page(request))

    @router.get("/trends")
    async def trends(request: Request) -> dict[str, Any]:
        """Say what rose in the last hour against the day before, out of a sample."""
        return await reading.trends(words=from_own_page(request))

    return router
