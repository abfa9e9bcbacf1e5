"""``/api/settings``: every setting, and those that a running server may change."""

from __future__ import annotations

from typing import Any

from fastapi import APIRouter

from blackbird.server.choices import Choices
from blackbird.server.schema import Chosen


def settings_routes(choices: Choices) -> APIRouter:
    """The routes over ``choices``."""
    router = APIRouter(prefix="/api/settings")

    @router.get("")
    async def shown() -> dict[str, Any]:
        """Show every setting with its value, and where that comes from."""
        return choices.shown()

    @router.patch("")
    async def change(chosen: Chosen) -> dict[str, Any]:
        """Change settings, all that are named or none; null goes back to the default."""
        return await choices.change(chosen.root)

    return router
