"""What the application does with errors that reach it: OpenAI's shape, and never a trace."""

from __future__ import annotations

from fastapi import FastAPI
from fastapi.exceptions import RequestValidationError
from starlette.exceptions import HTTPException
from starlette.requests import Request
from starlette.responses import Response

from blackbird.errors import BlackbirdError
from blackbird.server.errors import error_response, internal_error, refusal


def add_handlers(app: FastAPI) -> None:
    """Let ``app`` answer every error in OpenAI's shape."""
    app.add_exception_handler(BlackbirdError, _told)
    app.add_exception_handler(RequestValidationError, _invalid)
    app.add_exception_handler(HTTPException, _refused)
    app.add_exception_handler(Exception, _failed)


async def _told(_: Request, error: Exception) -> Response:
    assert isinstance(error, BlackbirdError)
    return error_response(error)


async def _invalid(_: Request, error: Exception) -> Response:
    """Name the first field that cannot be used, and never repeat what stood in it."""
    assert isinstance(error, RequestValidationError)
    first = error.errors()[0]
    if first["type"] == "json_invalid":
        return refusal(400, "The body is not JSON. Send one JSON object.", "bad_input")
    field = ".".join(str(step) for step in first["loc"][1:]) or "body"
    message = f'"{field[:100]}" cannot be used: {first["msg"]}.'
    return refusal(400, message, "bad_input", field.partition(".")[0][:100])


async def _refused(_: Request, error: Exception) -> Response:
    assert isinstance(error, HTTPException)
    message = {
        404: "There is no such address here. The API begins at /v1.",
        405: "This address does not take that method.",
    }.get(error.status_code, "The request cannot be used.")
    return refusal(error.status_code, message, "refused")


async def _failed(_: Request, error: Exception) -> Response:  # noqa: ARG001
    return error_response(internal_error())
