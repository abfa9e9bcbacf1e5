"""``POST /v1/chat/completions``, whole or streamed."""

from __future__ import annotations

import json
import logging
import secrets
from collections.abc import AsyncGenerator
from contextlib import aclosing

from fastapi import APIRouter
from starlette.responses import JSONResponse, Response

from blackbird.assistant import Assistant
from blackbird.errors import BlackbirdError
from blackbird.server.completion import Completion
from blackbird.server.deltas import Ending, deltas
from blackbird.server.errors import internal_error
from blackbird.server.limits import Gate
from blackbird.server.routes.models import public_name
from blackbird.server.schema import ChatRequest, question_of, stops_of
from blackbird.server.sse import WatchedResponse, Wire
from blackbird.server.withholding import withholding
from blackbird.settings import Settings
from blackbird.text.tokens import estimate_tokens
from blackbird.types import Question

_LOG = logging.getLogger(__name__)


def chat_routes(assistant: Assistant, gate: Gate) -> APIRouter:
    """The route; ``gate`` bounds how many questions are answered at a time."""
    router = APIRouter()

    @router.post("/v1/chat/completions", response_model=None)
    async def complete(request: ChatRequest) -> Response:
        """Answer the last message of a conversation. Speaks OpenAI's chat API."""
        settings = assistant.settings
        question = question_of(request, settings)
        head = _head(question, settings, assistant.clock.now().timestamp())

        async def work(wire: Wire) -> None:
            try:
                async with gate.place(gate.limit_s(question, settings)):
                    texts = deltas(
                        withholding(assistant.stream(question)),
                        check=question.check != "off",
                        stops=stops_of(request),
                    )
                    async with aclosing(texts):
                        await _answer(request, head, texts, wire)
            except BlackbirdError as error:
                await wire.fail(error)
            except Exception:
                _LOG.exception("A completion failed")
                await wire.fail(internal_error())

        return WatchedResponse(work)

    return router


def _head(question: Question, settings: Settings, now: float) -> Completion:
    said = "\n".join([*(turn.content for turn in question.history), question.text])
    return Completion(
        id=f"chatcmpl-{secrets.token_hex(12)}",
        created=int(now),
        model=public_name(question.model, settings),
        prompt_tokens=estimate_tokens(said),
        limit=question.max_tokens or 2 * settings.answer_tokens,
    )


async def _answer(
    request: ChatRequest, head: Completion, texts: AsyncGenerator[str | Ending], wire: Wire
) -> None:
    if request.stream:
        usage = request.stream_options is not None and request.stream_options.include_usage
        await _streamed(head, texts, wire, usage=usage)
        return
    text = ""
    async for item in texts:
        if isinstance(item, Ending):
            await wire.whole(JSONResponse(head.whole(text, item)))
            return
        text += item


async def _streamed(
    head: Completion, texts: AsyncGenerator[str | Ending], wire: Wire, *, usage: bool
) -> None:
    """Send each piece as it comes; headers wait for the first, so that a failure has a status."""
    before, after = head.stem()
    text = ""
    async for item in texts:
        if not wire.started:
            await wire.event(head.opening())
        if isinstance(item, str):
            text += item
            await wire.event(before + json.dumps(item).encode("ascii") + after)
            continue
        await wire.event(head.closing(item))
        if usage:
            await wire.event(head.accounts(text))
        await wire.event(b"[DONE]")
        await wire.end()
