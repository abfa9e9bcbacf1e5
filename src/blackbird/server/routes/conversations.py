"""``/api/conversations``: what was asked and answered."""

from __future__ import annotations

from typing import Annotated, Any, Literal

from fastapi import APIRouter, Query
from starlette.requests import Request
from starlette.responses import JSONResponse, Response

from blackbird.server.desk import Desk
from blackbird.server.exports import export_name, markdown_of, readable
from blackbird.server.handing import Handing
from blackbird.server.schema import Asked, Changed


def conversation_routes(desk: Desk, handing: Handing) -> APIRouter:
    """The routes over ``desk``; ``handing`` says what may be given out, and to whom."""
    router = APIRouter(prefix="/api/conversations")

    @router.get("")
    async def listed(
        search: Annotated[str, Query(max_length=400)] = "",
        offset: Annotated[int, Query(ge=0, le=1_000_000)] = 0,
    ) -> dict[str, Any]:
        """List the newest conversations, or those that hold ``search``."""
        return await desk.listed(search, offset)

    @router.post("")
    async def begin(asked: Asked) -> dict[str, Any]:
        """Begin a conversation with its first question."""
        return await desk.begin(asked)

    @router.get("/{id}")
    async def whole(request: Request, id: str) -> dict[str, Any]:
        """Give one conversation with the turns of all its branches."""
        return await handing.reply(request, await desk.whole(id))

    @router.post("/{id}/turns")
    async def ask(id: str, asked: Asked) -> dict[str, Any]:
        """Ask on."""
        return await desk.ask(id, asked)

    @router.patch("/{id}")
    async def change(id: str, changed: Changed) -> dict[str, Any]:
        """Rename a conversation, or show another branch of it."""
        return await desk.change(id, changed)

    @router.delete("/{id}")
    async def delete(id: str) -> dict[str, Any]:
        """Forget a conversation."""
        await desk.delete(id)
        return {"deleted": id}

    @router.get("/{id}/export", response_model=None)
    async def export(id: str, format: Literal["markdown", "json"] = "markdown") -> Response:
        """Give the branch that is shown, as a file, which may go further than its owner."""
        conversation, turns = await desk.shown(id)
        headers = {"content-disposition": export_name(conversation, format)}
        whole = await handing.for_others(readable(conversation, turns))
        if format == "json":
            return JSONResponse(whole, headers=headers)
        text = markdown_of(whole)
        return Response(text, media_type="text/markdown; charset=utf-8", headers=headers)

    return router
