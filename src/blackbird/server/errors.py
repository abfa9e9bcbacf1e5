"""The one map from errors to HTTP, and the shape in which OpenAI's clients read them."""

from __future__ import annotations

import json
from typing import Any

from starlette.responses import JSONResponse

from blackbird.errors import (
    BlackbirdError,
    ConsentNeeded,
    DataDirectoryBusy,
    DiskFull,
    ModelCorrupt,
    ModelCrashed,
    ModelError,
    ModelMissing,
    ModelTimeout,
    NetworkError,
    NotFound,
    Overloaded,
    SourceError,
    UnknownName,
    UsageError,
)

_RETRY_S = "2"
# The first that fits counts, so what is narrower stands first.
_STATUS: tuple[tuple[type[BlackbirdError], int], ...] = (
    (NotFound, 404),
    (ConsentNeeded, 403),
    (UsageError, 400),
    (Overloaded, 503),
    (ModelMissing, 503),
    (ModelCorrupt, 503),
    (ModelCrashed, 503),
    (ModelTimeout, 504),
    (ModelError, 502),
    (DataDirectoryBusy, 503),
    (DiskFull, 507),
    (SourceError, 502),
    (NetworkError, 502),
)
_RETRYABLE = (Overloaded, ModelCrashed, DataDirectoryBusy)


def status_of(error: BlackbirdError) -> int:
    """The HTTP status for ``error``."""
    if _is_unknown_model(error):
        return 404
    return next((status for kind, status in _STATUS if isinstance(error, kind)), 500)


def error_body(status: int, message: str, code: str, param: str | None = None) -> dict[str, Any]:
    """The body of an error as OpenAI's API has it."""
    kind = "invalid_request_error" if status < 500 else "server_error"
    return {"error": {"message": message, "type": kind, "param": param, "code": code}}


def refusal(status: int, message: str, code: str, param: str | None = None) -> JSONResponse:
    """A response that refuses the request."""
    return JSONResponse(error_body(status, message, code, param), status)


def error_response(error: BlackbirdError) -> JSONResponse:
    """The response that tells of ``error``."""
    headers = {"retry-after": _RETRY_S} if isinstance(error, _RETRYABLE) else None
    return JSONResponse(_body(error), status_of(error), headers)


def dumped_error(error: BlackbirdError) -> bytes:
    """``error`` as one line of JSON, for a stream that has begun."""
    return json.dumps(_body(error), separators=(",", ":")).encode("ascii")


def internal_error() -> BlackbirdError:
    """What a client is told when the fault is ours; the log has the trace."""
    return BlackbirdError("Something went wrong in the server.", "Its log says what: report it.")


def _body(error: BlackbirdError) -> dict[str, Any]:
    param = error.kind if isinstance(error, UnknownName) else None
    code = "model_not_found" if _is_unknown_model(error) else error.code
    return error_body(status_of(error), str(error), code, param)


def _is_unknown_model(error: BlackbirdError) -> bool:
    return isinstance(error, UnknownName) and error.kind == "model"
