"""``/api/pages``: how much of the web is kept, and no more of it."""

from __future__ import annotations

import asyncio

from fastapi import APIRouter

from blackbird.assistant import Assistant


def kept_routes(assistant: Assistant) -> APIRouter:
    """The routes."""
    router = APIRouter(prefix="/api/pages")

    @router.get("")
    async def kept() -> dict[str, int]:
        """Count the pages whose texts are kept, and their bytes."""
        pages = await asyncio.to_thread((await assistant.opened.kept_pages()).listed)
        return {"pages": len(pages), "bytes": sum(page.bytes for page in pages)}

    @router.delete("")
    async def clear() -> dict[str, int]:
        """Forget them all, also as the proof behind answers, which keep what they quote."""
        store = await assistant.opened.kept_pages()
        return {"removed": await asyncio.to_thread(store.clear)}

    return router
