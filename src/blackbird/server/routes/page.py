"""The page and its modules, out of the package and out of memory."""

from __future__ import annotations

import gzip
import hashlib
import json
from collections.abc import Mapping
from dataclasses import dataclass
from importlib import resources
from pathlib import PurePath
from types import MappingProxyType
from typing import Any

from fastapi import APIRouter
from starlette.exceptions import HTTPException
from starlette.requests import Request
from starlette.responses import Response

import blackbird
from blackbird.assistant import Assistant
from blackbird.errors import UnknownName
from blackbird.models.lineup import LINEUP
from blackbird.registry import SOURCES
from blackbird.server.joining import joined
from blackbird.server.routes.models import public_name
from blackbird.settings import Settings

LANGUAGES = ("en", "ja")
THEMES = ("light", "dark")
VIEWS: tuple[str, ...] = ("documents", "live", "check", "settings")
"""Views besides that of conversations."""
_TYPES: Mapping[str, str] = MappingProxyType(
    {
        ".css": "text/css; charset=utf-8",
        ".js": "text/javascript; charset=utf-8",
        ".svg": "image/svg+xml",
        ".webmanifest": "application/manifest+json",
    }
)
# Nothing but our own files: no inline script or style, no frame, no form that leaves, and no
# string becomes markup but through the one policy in `dom.js`.
POLICY = (
    "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self'; connect-src 'self';"
    " manifest-src 'self'; base-uri 'none'; form-action 'none'; frame-ancestors 'none';"
    " require-trusted-types-for 'script'; trusted-types blackbird"
)


@dataclass(frozen=True, slots=True)
class File:
    """A file of the page, plain and compressed."""

    kind: str
    plain: bytes
    packed: bytes
    tag: str


def page_routes(assistant: Assistant) -> APIRouter:
    """The routes; addresses of views all give the one page, which then shows its view."""
    router = APIRouter()
    files = read_files()
    frame = (resources.files("blackbird.web") / "index.html").read_text("utf-8")

    @router.get("/static/{name}", response_model=None)
    async def static(name: str, request: Request) -> Response:
        """Give one file of the page."""
        if name not in files:
            raise HTTPException(404)
        return _reply(files[name], request, {"cache-control": "no-cache"})

    async def page(request: Request) -> Response:
        """Give the page."""
        shown = framed(frame, assistant.settings, request.cookies).encode()
        return _reply(
            _file("text/html; charset=utf-8", shown), request, {"cache-control": "no-store"}
        )

    for path in ("/", "/c/{id}", *(f"/{view}" for view in VIEWS)):
        router.add_api_route(path, page, methods=["GET"], response_model=None)
    return router


def read_files() -> dict[str, File]:
    """Name → file, of all that the page may ask for; what it needs at once is ``page.js``."""
    texts = {
        entry.name: entry.read_text("utf-8")
        for entry in resources.files("blackbird.web").iterdir()
        if PurePath(entry.name).suffix in _TYPES
    }
    modules = {name: text for name, text in texts.items() if name.endswith(".js")}
    found = texts | joined(modules, "app.js", "page.js")
    return {
        name: _file(_TYPES[PurePath(name).suffix], text.encode()) for name, text in found.items()
    }


def framed(frame: str, settings: Settings, cookies: Mapping[str, str]) -> str:
    """The page with what it needs to begin, in the language and theme that were chosen."""
    language = cookies.get("language", "")
    theme = cookies.get("theme", "")
    attributes = f'lang="{language if language in LANGUAGES else "en"}"'
    if theme in THEMES:
        attributes += f' data-theme="{theme}"'
    boot = boot_of(settings) | {"language": language if language in LANGUAGES else ""}
    data = json.dumps(boot).replace("<", "\\u003c")
    return frame.replace('lang="en"', attributes, 1).replace('id="boot">{}', f'id="boot">{data}', 1)


def boot_of(settings: Settings) -> dict[str, Any]:
    """What the page offers: models, sources, views."""
    if settings.model_url:
        models = [{"name": settings.model, "short": settings.model}]
    else:
        models = [{"name": entry.name, "short": entry.short} for entry in LINEUP]
    return {
        "version": blackbird.__version__,
        "models": models,
        "model": _model(settings),
        "sources": list(SOURCES),
        "views": list(VIEWS),
    }


def _model(settings: Settings) -> str:
    """The public name of the model; one that is wrong is for the settings view to mend."""
    try:
        return public_name(settings.model, settings)
    except UnknownName:
        return settings.model


def _file(kind: str, data: bytes) -> File:
    tag = f'"{hashlib.sha256(data).hexdigest()[:20]}"'
    return File(kind, data, gzip.compress(data, 9, mtime=0), tag)


def _reply(file: File, request: Request, headers: dict[str, str]) -> Response:
    headers = headers | {
        "content-type": file.kind,
        "content-security-policy": POLICY,
        "vary": "accept-encoding",
        "etag": file.tag,
    }
    if request.headers.get("if-none-match") == file.tag:
        return Response(status_code=304, headers=headers)
    if "gzip" in request.headers.get("accept-encoding", ""):
        return Response(file.packed, headers=headers | {"content-encoding": "gzip"})
    return Response(file.plain, headers=headers)
