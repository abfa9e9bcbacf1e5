"""JSON calls and event streams to an address that the owner configured: a model's server.

Such addresses may be private; pages named by strangers go through the guard instead.
"""

from __future__ import annotations

import json
from collections.abc import AsyncGenerator, Mapping
from typing import Any

import httpx

from blackbird.errors import ModelRefused, ModelTimeout, NetworkError

_CONNECT_S = 5.0
_ERROR_BYTES = 4096  # enough for any server's error message, too little to fill memory


class ApiClient:
    """One server's address and key. Sends JSON, reads JSON or server-sent events."""

    def __init__(
        self,
        base_url: str,
        key: str = "",
        *,
        timeout_s: float = 120.0,
        transport: httpx.AsyncBaseTransport | None = None,
    ) -> None:
        headers = {"authorization": f"Bearer {key}"} if key else {}
        self._base_url = base_url.rstrip("/")
        self._http = httpx.AsyncClient(
            headers=headers,
            timeout=httpx.Timeout(timeout_s, connect=_CONNECT_S),
            trust_env=False,  # a proxy in the environment is nobody's choice
            transport=transport,
        )

    async def get(self, path: str) -> Any:
        """The JSON body of a GET. Raises as ``post``."""
        return await self._json("GET", path, None)

    async def post(self, path: str, body: Mapping[str, Any]) -> Any:
        """The JSON body of the reply.

        Raises ``NetworkError`` (not reached, cut off), ``ModelTimeout``, ``ModelRefused``.
        """
        return await self._json("POST", path, body)

    async def events(self, path: str, body: Mapping[str, Any]) -> AsyncGenerator[Any]:
        """Yield the JSON of each ``data:`` line until ``[DONE]``. Raises as ``post``.

        Closing the iterator closes the socket, which is how the server learns to stop.
        """
        try:
            async with self._http.stream("POST", self._base_url + path, json=body) as reply:
                if reply.status_code >= 400:
                    raise _refusal(reply.status_code, await _head(reply))
                async for line in reply.aiter_lines():
                    if not line.startswith("data:"):
                        continue
                    data = line[5:].strip()
                    if data == "[DONE]":
                        return
                    yield _decoded(data)
        except httpx.TimeoutException as error:
            raise _timeout(self._base_url) from error
        except httpx.HTTPError as error:
            raise _unreachable(self._base_url, error) from error
        raise NetworkError(
            f"{self._base_url} ended its reply in the middle.",
            "Ask again; if it happens every time, look at that server's log.",
        )

    async def aclose(self) -> None:
        """Close all connections."""
        await self._http.aclose()

    async def _json(self, method: str, path: str, body: Mapping[str, Any] | None) -> Any:
        try:
            reply = await self._http.request(method, self._base_url + path, json=body)
        except httpx.TimeoutException as error:
            raise _timeout(self._base_url) from error
        except httpx.HTTPError as error:
            raise _unreachable(self._base_url, error) from error
        if reply.status_code >= 400:
            raise _refusal(reply.status_code, reply.text[:_ERROR_BYTES])
        return _decoded(reply.text)


async def _head(reply: httpx.Response) -> str:
    seen = b""
    async for piece in reply.aiter_bytes():
        seen += piece
        if len(seen) >= _ERROR_BYTES:
            break
    return seen[:_ERROR_BYTES].decode("utf-8", "replace")


def _decoded(text: str) -> Any:
    try:
        return json.loads(text)
    except ValueError as error:
        raise ModelRefused(
            f"The model's server sent something that is not JSON: {text[:80]!r}.",
            "Check that the address is that of an OpenAI-compatible API.",
        ) from error


def _refusal(status: int, body: str) -> ModelRefused:
    try:
        error = json.loads(body)["error"]
        message = str(error["message"] if isinstance(error, dict) else error)
    except (ValueError, KeyError, TypeError):
        message = body.strip() or "no reason given"
    hint = {
        401: "Check the key in the settings.",
        404: "Check the address and the model's name in the settings.",
        429: "The server is busy: ask again in a moment.",
    }.get(status, "See the settings that begin with `model_` (blackbird settings).")
    return ModelRefused(f"The model's server answered {status}: {message[:300]}", hint)


def _timeout(address: str) -> ModelTimeout:
    return ModelTimeout(
        f"{address} did not answer in time.", "Ask again, or choose a smaller model."
    )


def _unreachable(address: str, error: Exception) -> NetworkError:
    reason = str(error) or type(error).__name__
    return NetworkError(f"{address} could not be reached ({reason}).", "Is that server running?")
