"""``/api/texts``: the stored text behind a citation, by its hash."""

from __future__ import annotations

import asyncio
from typing import Annotated, Any

from fastapi import APIRouter, Path
from starlette.requests import Request

from blackbird.assistant import Assistant
from blackbird.errors import NotFound
from blackbird.server.handing import Handing


def text_routes(assistant: Assistant, handing: Handing) -> APIRouter:
    """The route; ``handing`` says who may have what."""
    router = APIRouter(prefix="/api/texts")

    @router.get("/{sha256}")
    async def text(
        request: Request, sha256: Annotated[str, Path(pattern="^[0-9a-f]{64}$")]
    ) -> dict[str, Any]:
        """The whole text as it was when it was cited."""
        talks = (await assistant.record()).conversations
        kept = await asyncio.to_thread(talks.kept, sha256)
        if kept is None:
            raise NotFound(
                "This text is not kept any more.",
                "Its document or page was removed, or changed before anything cited it.",
            )
        told = kept.text if await handing.may_have(request, sha256) else ""
        return {"sha256": kept.sha256, "document_id": kept.document_id, "text": told}

    return router
