"""``/api/documents``: files dropped on the page, listed, searched, removed."""

from __future__ import annotations

from typing import Annotated, Any

from fastapi import APIRouter, Query
from starlette.requests import Request

from blackbird.server.library import Library


def document_routes(library: Library) -> APIRouter:
    """The routes over ``library``."""
    router = APIRouter(prefix="/api")

    @router.get("/documents")
    async def listed(
        search: Annotated[str, Query(max_length=400)] = "",
        offset: Annotated[int, Query(ge=0, le=100_000_000)] = 0,
    ) -> dict[str, Any]:
        """List documents, the last one read first."""
        return await library.listed(search, offset)

    @router.post("/documents")
    async def add(name: Annotated[str, Query(max_length=1000)], request: Request) -> dict[str, Any]:
        """Begin to read a file: its bytes are the body."""
        return library.add(name, await request.body())

    @router.delete("/documents")
    async def remove(id: Annotated[str, Query(max_length=8000)]) -> dict[str, Any]:
        """Forget a document, also as the proof behind answers."""
        await library.remove(id)
        return {"removed": id}

    @router.get("/readings")
    async def readings() -> dict[str, Any]:
        """Say how far the files are that are being read."""
        return library.readings()

    @router.delete("/readings/{id}")
    async def stop(id: str) -> dict[str, Any]:
        """Give up reading a file."""
        await library.stop(id)
        return library.readings()

    return router
