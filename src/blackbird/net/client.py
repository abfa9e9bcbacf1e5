"""Download one address as a stream of bytes, within a time and a size that the caller sets."""

from __future__ import annotations

import re
import threading
from collections.abc import Iterator
from concurrent.futures import Future
from contextlib import contextmanager
from dataclasses import dataclass

import httpx

from blackbird.errors import NetworkError

REDIRECTS = 5


@dataclass(frozen=True, slots=True)
class Download:
    """An answer whose body has not been read yet.

    ``start`` is the offset of the first byte in the whole, ``size`` the length of the whole if
    the server says it. ``chunks`` raises ``NetworkError``.
    """

    status: int
    start: int
    size: int | None
    chunks: Iterator[bytes]


class Downloader:
    """The door for files: no proxy or certificate settings from the environment are used."""

    def __init__(
        self, *, read_s: float = 30.0, transport: httpx.BaseTransport | None = None
    ) -> None:
        self._read_s = read_s
        self._transport = transport

    @contextmanager
    def get(
        self, url: str, *, offset: int = 0, answer_s: float, max_bytes: int
    ) -> Iterator[Download]:
        """Ask for ``url`` from ``offset`` on; a server that knows no ranges starts at 0.

        The server has ``answer_s`` seconds for everything up to its headers, and at most
        ``max_bytes`` of body are read. Raises ``NetworkError``.
        """
        client = httpx.Client(
            timeout=httpx.Timeout(self._read_s, connect=answer_s),
            transport=self._transport,
            trust_env=False,
            follow_redirects=True,
            max_redirects=REDIRECTS,
        )
        response = _answer_within(answer_s, client, url, offset)
        try:
            yield _download(response, offset, max_bytes)
        finally:
            response.close()
            client.close()


def _answer_within(seconds: float, client: httpx.Client, url: str, offset: int) -> httpx.Response:
    """Wait for headers in a thread: neither a hanging name server nor dripping headers fall
    under any of httpx's time-outs. A late answer is closed when it comes.
    """
    answer: Future[httpx.Response] = Future()

    def ask() -> None:
        headers = {"Accept-Encoding": "identity"}  # a compressed body could not be resumed
        if offset:
            headers["Range"] = f"bytes={offset}-"
        try:
            request = client.build_request("GET", url, headers=headers)
            answer.set_result(client.send(request, stream=True))
        except BaseException as error:  # handed to the waiting thread, which names it
            answer.set_exception(error)

    threading.Thread(target=ask, name="blackbird-download", daemon=True).start()
    try:
        return answer.result(seconds)
    except TimeoutError as error:
        answer.add_done_callback(lambda late: _close_late(client, late))
        raise NetworkError(f"It did not answer within {seconds:g} s.") from error
    except (httpx.HTTPError, httpx.InvalidURL, OSError, ValueError) as error:
        client.close()
        raise NetworkError(f"It could not be reached ({_reason(error)}).") from error


def _close_late(client: httpx.Client, late: Future[httpx.Response]) -> None:
    if late.exception() is None:
        late.result().close()
    client.close()


def _download(response: httpx.Response, offset: int, max_bytes: int) -> Download:
    length = _number(response.headers.get("Content-Length", ""))
    start, size = 0, length
    if response.status_code == httpx.codes.PARTIAL_CONTENT:
        found = re.fullmatch(
            r"bytes (\d{1,18})-\d{1,18}/(\d{1,18}|\*)", response.headers.get("Content-Range", "")
        )
        if found is None or int(found[1]) != offset:
            raise NetworkError("It answered with another range than the one asked for.")
        start, size = offset, _number(found[2])
    if response.headers.get("Content-Encoding", "identity") != "identity":
        raise NetworkError("It answered with a compressed body, which was not asked for.")
    return Download(response.status_code, start, size, _body(response, max_bytes))


def _body(response: httpx.Response, max_bytes: int) -> Iterator[bytes]:
    received = 0
    try:
        for chunk in response.iter_raw():  # as it comes: what waits in a buffer would be lost
            received += len(chunk)
            if received > max_bytes:
                raise NetworkError(f"It sent more than the {max_bytes:,} bytes allowed.")
            yield chunk
    except (httpx.HTTPError, httpx.StreamError, OSError) as error:
        raise NetworkError(f"The connection broke ({_reason(error)}).") from error


def _number(text: str) -> int | None:
    return int(text) if re.fullmatch(r"[0-9]{1,18}", text) else None


def _reason(error: Exception) -> str:
    return (str(error) or type(error).__name__).splitlines()[0][:200]
