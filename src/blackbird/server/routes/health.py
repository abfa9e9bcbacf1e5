"""``/healthz``: the process is alive. ``/readyz``: it can answer, or what it lacks."""

from __future__ import annotations

from typing import Any

from fastapi import APIRouter
from starlette.responses import JSONResponse

from blackbird.server.readiness import Readiness


def health_routes(readiness: Readiness) -> APIRouter:
    """The routes over ``readiness``."""
    router = APIRouter()

    @router.get("/healthz")
    async def healthz() -> dict[str, Any]:
        """Say that the process is alive."""
        return {"status": "ok"}

    @router.get("/readyz", response_model=None)
    async def readyz() -> JSONResponse:
        """Say whether a question would be answered; try again what failed to load."""
        report = readiness.report()
        readiness.load()
        return JSONResponse(report, 200 if report["ready"] else 503)

    return router
