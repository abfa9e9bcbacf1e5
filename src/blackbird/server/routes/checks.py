"""``POST /v1/check``: claims of a text or page against the sources, or one by given evidence."""

from __future__ import annotations

import json
import logging
from collections.abc import AsyncGenerator
from contextlib import aclosing
from functools import partial
from typing import Annotated, Any

from fastapi import APIRouter, Header, Query
from starlette.requests import Request
from starlette.responses import JSONResponse, Response

from blackbird.assistant import Assistant
from blackbird.contract import (
    check_address,
    check_question,
    check_text,
    citation_json,
    claim_json,
    fact_check_json,
    page_json,
    read_evidence,
    verdict_json,
)
from blackbird.errors import BadInput, BlackbirdError
from blackbird.events import CheckEvent, ClaimChecked, ClaimsListed, FactChecked, PageRead
from blackbird.registry import check_sources
from blackbird.server.checkings import Checkings
from blackbird.server.errors import internal_error
from blackbird.server.following import last_seen, told_over
from blackbird.server.handing import Handing
from blackbird.server.limits import Gate, Limits
from blackbird.server.routes.models import public_name
from blackbird.server.schema import CheckRequest
from blackbird.server.sse import WatchedResponse, Wire, Work
from blackbird.server.withholding import handed_on, without_quotes
from blackbird.settings import Settings

_LOG = logging.getLogger(__name__)
_SOURCES = ("documents",)


def check_routes(
    assistant: Assistant, gate: Gate, limits: Limits, checkings: Checkings, handing: Handing
) -> APIRouter:
    """The routes; ``gate`` bounds how much is checked at a time, ``limits`` for how long;
    ``handing`` says who may have what.
    """
    router = APIRouter()

    @router.post("/v1/check", response_model=None)
    async def check(request: CheckRequest) -> Response:
        """Check a text, the page at ``url``, or one ``claim`` by its ``evidence`` alone."""
        _known(request, assistant.settings)
        if request.claim is not None or request.evidence is not None:
            inner, limit_s = _claim(assistant, request), limits.request_s
        else:
            inner, limit_s = _text(assistant, request), limits.check_s

        async def work(wire: Wire) -> None:
            try:
                async with gate.place(limit_s):
                    await inner(wire)
            except BlackbirdError as error:
                await wire.fail(error)
            except Exception:
                _LOG.exception("A check failed")
                await wire.fail(internal_error())

        return WatchedResponse(work)

    @router.post("/api/checks", status_code=201)
    async def start(request: CheckRequest) -> dict[str, str]:
        """Begin a check that goes on when the page is reloaded."""
        _known(request, assistant.settings)
        return {"id": checkings.start(_telling(_events(assistant, request)))}

    @router.get("/api/checks/{id}/events", response_model=None)
    async def follow(
        request: Request,
        id: str,
        after: Annotated[int, Query(ge=-1)] = -1,
        last_event_id: Annotated[str, Header()] = "",
    ) -> WatchedResponse:
        """What the check tells, as server-sent events; those after ``Last-Event-ID`` if given."""
        seen = last_seen(last_event_id, after)
        return told_over(handing.told(request, partial(checkings.follow, id), seen))

    @router.delete("/api/checks/{id}")
    async def stop(id: str) -> dict[str, str]:
        """End the check where it is; what it told stays."""
        await checkings.stop(id)
        return {"id": id}

    return router


def told(event: CheckEvent) -> dict[str, Any]:
    """An event of a check as a JSON object; ``type`` says which."""
    match event:
        case PageRead(page):
            return {"type": "page", "page": page_json(page)}
        case ClaimsListed(claims):
            return {"type": "claims", "claims": [claim_json(c) for c in claims]}
        case ClaimChecked(index, claim, quotes):
            cited = [citation_json(c) for c in quotes]
            return {"type": "claim", "index": index, "claim": claim_json(claim), "quotes": cited}
        case FactChecked(result):
            return {"type": "result", **fact_check_json(result)}


def _for_programs(event: CheckEvent) -> CheckEvent:
    """An event without quotes that may not be given out."""
    match event:
        case ClaimChecked(index, claim, quotes):
            return ClaimChecked(index, claim, tuple(map(handed_on, quotes)))
        case FactChecked(result):
            return FactChecked(without_quotes(result))
        case _:
            return event


def _known(request: CheckRequest, settings: Settings) -> None:
    """Raise ``UnknownName`` if the request names something that there is not."""
    check_sources(tuple(request.sources or _SOURCES))
    public_name(request.model or settings.model, settings)


def _claim(assistant: Assistant, request: CheckRequest) -> Work:
    if request.text is not None or request.url is not None:
        raise BadInput(
            "There are both a text and a claim.",
            'Give either "text", or "url", or "claim" with its "evidence".',
        )
    claim = check_question(request.claim, "claim")
    evidence = read_evidence(request.evidence)

    async def work(wire: Wire) -> None:
        verdict = await assistant.judge(claim, evidence, model=request.model or "")
        await wire.whole(JSONResponse(verdict_json(verdict)))

    return work


def _events(assistant: Assistant, request: CheckRequest) -> AsyncGenerator[CheckEvent]:
    sources = tuple(request.sources or _SOURCES)
    if "web" in sources:
        assistant.require_web()
    bounds = (sources, request.since, request.until, request.model or "")
    if request.url is None:
        return assistant.fact_check(check_text(request.text), *bounds)
    if request.text is not None:
        raise BadInput("There are both a text and an address.", 'Give either "text" or "url".')
    url = check_address(request.url)
    assistant.require_web()
    return assistant.fact_check_page(url, *bounds)


async def _telling(events: AsyncGenerator[CheckEvent]) -> AsyncGenerator[dict[str, Any]]:
    async with aclosing(events):
        async for event in events:
            yield told(event)


def _text(assistant: Assistant, request: CheckRequest) -> Work:
    events = _events(assistant, request)

    async def work(wire: Wire) -> None:
        """Send events as they come, or only what the last one carries."""
        async with aclosing(events):
            async for event in events:
                event = _for_programs(event)
                if request.stream:
                    data = json.dumps(told(event), separators=(",", ":"))
                    await wire.event(data.encode("ascii"))
                elif isinstance(event, FactChecked):
                    await wire.whole(JSONResponse(fact_check_json(event.result)))
        if request.stream:
            await wire.end()

    return work
