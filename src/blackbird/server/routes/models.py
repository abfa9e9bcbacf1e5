"""``/v1/models``: the names that clients may ask for."""

from __future__ import annotations

from typing import Any

from fastapi import APIRouter

from blackbird.assistant import Assistant
from blackbird.errors import UnknownName
from blackbird.models.lineup import LINEUP, find_entry
from blackbird.settings import Settings


def model_routes(assistant: Assistant, created: int) -> APIRouter:
    """The routes; ``created`` (Unix time) is since when the models are offered."""
    router = APIRouter()

    def described(name: str) -> dict[str, Any]:
        return {"id": name, "object": "model", "created": created, "owned_by": "blackbird"}

    @router.get("/v1/models")
    async def models() -> dict[str, Any]:
        """List the models."""
        return {"object": "list", "data": [described(name) for name in offered(assistant.settings)]}

    @router.get("/v1/models/{name:path}")
    async def model(name: str) -> dict[str, Any]:
        """Describe one model."""
        return described(public_name(name, assistant.settings))

    return router


def offered(settings: Settings) -> tuple[str, ...]:
    """The public names: those of the line-up, or that of the remote model."""
    if settings.model_url:
        return (settings.model,)
    return tuple(entry.name for entry in LINEUP)


def public_name(name: str, settings: Settings) -> str:
    """The public name of a model, given that or a short one. Raises ``UnknownName``."""
    if not settings.model_url:
        return find_entry(name).name
    if name != settings.model:
        raise UnknownName("model", name, offered(settings))
    return name
