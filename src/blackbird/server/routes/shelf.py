"""``/api/models``: the models that can be had, pulled and removed."""

from __future__ import annotations

from typing import Any

from fastapi import APIRouter

from blackbird.server.shelf import Shelf


def shelf_routes(shelf: Shelf) -> APIRouter:
    """The routes over ``shelf``."""
    router = APIRouter(prefix="/api/models")

    @router.get("")
    async def listed() -> dict[str, Any]:
        """List the models, with what is being pulled."""
        return await shelf.listed()

    @router.post("/{id}/pull")
    async def pull(id: str) -> dict[str, Any]:
        """Begin to bring a model here, or join who does."""
        return await shelf.pull(id)

    @router.delete("/{id}/pull")
    async def stop(id: str) -> dict[str, Any]:
        """Stop bringing a model here; what has come is kept."""
        return shelf.stop(id)

    @router.delete("/{id}")
    async def remove(id: str) -> dict[str, Any]:
        """Delete a model's files; they can be pulled again."""
        return {"removed": id, "freed": await shelf.remove(id)}

    return router
