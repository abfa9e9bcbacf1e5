"""The server: the page and OpenAI's chat API on loopback, over one ``Assistant``."""

from __future__ import annotations

import asyncio
import socket
from collections.abc import AsyncGenerator, Callable
from contextlib import AbstractAsyncContextManager, asynccontextmanager
from typing import TYPE_CHECKING

import uvicorn
from fastapi import APIRouter, FastAPI

import blackbird
from blackbird.assistant import Assistant
from blackbird.server.checkings import Checkings
from blackbird.server.choices import Choices
from blackbird.server.desk import Desk
from blackbird.server.feeds import FeedDesk
from blackbird.server.flowing import Flows
from blackbird.server.follower import KeptFollower
from blackbird.server.guard import LoopbackOnly
from blackbird.server.handing import Handing
from blackbird.server.handlers import add_handlers
from blackbird.server.library import Library
from blackbird.server.limits import BodyLimit, Gate, Limits
from blackbird.server.listening import StoppableServer, listen
from blackbird.server.readiness import Readiness
from blackbird.server.reading import Reading
from blackbird.server.routes.chat import chat_routes
from blackbird.server.routes.checks import check_routes
from blackbird.server.routes.conversations import conversation_routes
from blackbird.server.routes.documents import document_routes
from blackbird.server.routes.feeds import feed_routes
from blackbird.server.routes.health import health_routes
from blackbird.server.routes.models import model_routes
from blackbird.server.routes.page import page_routes
from blackbird.server.routes.pages import kept_routes
from blackbird.server.routes.posts import post_routes
from blackbird.server.routes.settings import settings_routes
from blackbird.server.routes.shelf import shelf_routes
from blackbird.server.routes.texts import text_routes
from blackbird.server.routes.turns import turn_routes
from blackbird.server.runs import Runs
from blackbird.server.shelf import Shelf
from blackbird.settings import Settings

if TYPE_CHECKING:
    from fastapi.telemetry import TelemetryConfig

_LAST_BYTES_S = 3  # for connections whose work is done
_NO_TELEMETRY: TelemetryConfig = {
    "tracing": False,
    "metrics": False,
    "logs": False,
    "auto_configure": False,
}


def create_app(
    assistant: Assistant,
    *,
    limits: Limits | None = None,
    gate: Gate | None = None,
    readiness: Readiness | None = None,
) -> FastAPI:
    """The application over ``assistant``, which its caller opens and closes.

    ``gate`` and ``readiness`` are for a caller that wants to stop it step by step.
    """
    bounds = limits or Limits()
    doors = gate or Gate(bounds)
    state = readiness or Readiness(assistant)

    def now() -> str:
        return assistant.clock.now().isoformat(timespec="milliseconds")

    runs = Runs(assistant, doors, now)
    desk = Desk(assistant, runs, now)
    checkings = Checkings(doors, bounds)
    library = Library(assistant)
    shelf = Shelf(assistant, state.load)
    follower = KeptFollower(assistant)
    handing = Handing(assistant)

    @asynccontextmanager
    async def lifespan(_: FastAPI) -> AsyncGenerator[None]:
        await desk.open()
        state.load()
        follower.start()
        yield
        following = asyncio.ensure_future(follower.aclose())  # while the others end
        for part in (runs, checkings, library, shelf, state):
            await part.aclose()
        await following

    app = _framed(lifespan, bounds)
    for router in (
        health_routes(state),
        model_routes(assistant, int(assistant.clock.now().timestamp())),
        chat_routes(assistant, doors),
        check_routes(assistant, doors, bounds, checkings, handing),
        conversation_routes(desk, handing),
        turn_routes(desk, runs, handing),
        text_routes(assistant, handing),
        document_routes(library),
        shelf_routes(shelf),
        settings_routes(Choices(assistant, state.load)),
        kept_routes(assistant),
        *_live(assistant, state),
        page_routes(assistant),
    ):
        app.include_router(router)
    return app


def _framed(
    lifespan: Callable[[FastAPI], AbstractAsyncContextManager[None]], bounds: Limits
) -> FastAPI:
    """An application without routes, behind the guards that all of them stand behind."""
    app = FastAPI(
        telemetry=_NO_TELEMETRY,
        title="Blackbird",
        version=blackbird.__version__,
        docs_url=None,  # their pages load scripts from elsewhere
        redoc_url=None,
        redirect_slashes=False,
        lifespan=lifespan,
    )
    app.add_middleware(BodyLimit, limits=bounds)
    app.add_middleware(LoopbackOnly)
    add_handlers(app)
    return app


def _live(assistant: Assistant, state: Readiness) -> list[APIRouter]:
    """The routes of live posts."""
    reading = Reading(assistant)
    flows = Flows(reading, lambda: state.stopping)
    return [feed_routes(FeedDesk(assistant)), post_routes(reading, flows)]


def serve(settings: Settings, announce: Callable[[str], None] = lambda _: None) -> None:
    """Serve until SIGINT or SIGTERM; ``announce`` gets the address once it listens.

    Raises ``SettingsError`` (host not loopback, port taken).
    """
    with listen(settings.host, settings.port) as listener:
        asyncio.run(_serve(settings, listener, announce))


async def _serve(
    settings: Settings, listener: socket.socket, announce: Callable[[str], None]
) -> None:
    async with Assistant(settings) as assistant:
        await build_server(assistant, listener, announce).serve(sockets=[listener])


def build_server(
    assistant: Assistant,
    listener: socket.socket,
    announce: Callable[[str], None],
    limits: Limits | None = None,
) -> StoppableServer:
    """The server of ``assistant``, not yet started; ``announce`` gets its address once it is."""
    bounds = limits or Limits(running=max(1, assistant.settings.slots))
    gate, readiness = Gate(bounds), Readiness(assistant)
    config = uvicorn.Config(
        create_app(assistant, limits=bounds, gate=gate, readiness=readiness),
        ws="none",
        access_log=False,
        server_header=False,
        proxy_headers=False,
        log_level="warning",
        timeout_graceful_shutdown=_LAST_BYTES_S,
    )
    host, port = listener.getsockname()[:2]
    address = f"http://{f'[{host}]' if ':' in host else host}:{port}/v1"
    return StoppableServer(
        config, gate, readiness, drain_s=bounds.drain_s, started=lambda: announce(address)
    )
