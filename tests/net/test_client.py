"""Downloads: ranges, time, size and every way in which a server can disappoint."""

from __future__ import annotations

import threading
import time

import httpx
import pytest

from blackbird.errors import NetworkError
from blackbird.net.client import Downloader
from tests.fakes.file_server import file_server, silent_server
from tests.patience import SLACK_S

DATA = bytes(range(256)) * 4000
MEGABYTES = 4_000_000


def read(url: str, offset: int = 0, max_bytes: int = MEGABYTES) -> tuple[int, int | None, bytes]:
    with Downloader().get(url, offset=offset, answer_s=2, max_bytes=max_bytes) as download:
        return download.start, download.size, b"".join(download.chunks)


def test_a_file_is_read_whole() -> None:
    with file_server(files={"/f": DATA}) as server:
        assert read(f"{server.url}/f") == (0, len(DATA), DATA)


def test_a_file_is_continued() -> None:
    with file_server(files={"/f": DATA}) as server:
        assert read(f"{server.url}/f", 1000) == (1000, len(DATA), DATA[1000:])
        assert server.asked == [("/f", "bytes=1000-")]


def test_a_server_without_ranges_starts_again() -> None:
    with file_server(files={"/f": DATA}, ranges=False) as server:
        assert read(f"{server.url}/f", 1000) == (0, len(DATA), DATA)


def test_a_redirect_is_followed() -> None:
    with file_server(files={"/f": DATA}, redirects={"/old": "/f"}) as server:
        assert read(f"{server.url}/old")[2] == DATA


def test_redirects_in_a_circle_end() -> None:
    with file_server(redirects={"/a": "/b", "/b": "/a"}) as server, pytest.raises(NetworkError):
        read(f"{server.url}/a")


def test_a_status_is_handed_over() -> None:
    with (
        file_server() as server,
        Downloader().get(f"{server.url}/f", answer_s=2, max_bytes=10) as download,
    ):
        assert download.status == 404


def test_a_broken_connection_gives_what_came_and_then_an_error() -> None:
    with file_server(files={"/f": DATA}, cut_after=[300_000]) as server:
        received: list[bytes] = []
        with (
            Downloader().get(f"{server.url}/f", answer_s=2, max_bytes=MEGABYTES) as download,
            pytest.raises(NetworkError, match="broke"),
        ):
            received.extend(download.chunks)
        assert b"".join(received) == DATA[:300_000]


def test_more_than_allowed_is_not_read() -> None:
    with file_server(files={"/f": DATA}) as server, pytest.raises(NetworkError, match="more than"):
        read(f"{server.url}/f", max_bytes=1000)


def test_a_body_that_was_compressed_unasked_is_refused() -> None:
    headers = {"Content-Encoding": "gzip"}
    with (
        file_server(files={"/f": DATA}, extra_headers=headers) as server,
        pytest.raises(NetworkError, match="compressed"),
    ):
        read(f"{server.url}/f")


def test_another_range_than_asked_for_is_refused() -> None:
    def answer(request: httpx.Request) -> httpx.Response:
        return httpx.Response(206, headers={"Content-Range": "bytes 7-9/10"}, content=b"789")

    downloader = Downloader(transport=httpx.MockTransport(answer))
    with (
        pytest.raises(NetworkError, match="another range"),
        downloader.get("http://127.0.0.1/", offset=5, answer_s=2, max_bytes=10),
    ):
        raise AssertionError


@pytest.mark.parametrize(
    "url", ["", "no address", "ftp://127.0.0.1/f", "http://", "http://127.0.0.1:99999/"]
)
def test_an_address_that_is_none_says_so(url: str) -> None:
    with pytest.raises(NetworkError):
        read(url)


def test_a_silent_server_costs_only_the_time_allowed() -> None:
    begun = time.monotonic()
    with (
        silent_server() as url,
        pytest.raises(NetworkError, match="did not answer"),
        Downloader().get(url, answer_s=0.2, max_bytes=10),
    ):
        raise AssertionError
    assert time.monotonic() - begun < 0.2 + SLACK_S


def test_a_name_server_that_hangs_costs_only_the_time_allowed() -> None:
    """A look-up blocks in the system, where no time-out of the HTTP library reaches it."""
    released, closed = threading.Event(), threading.Event()

    class Late(httpx.SyncByteStream):
        def close(self) -> None:
            closed.set()

    def answer(request: httpx.Request) -> httpx.Response:
        released.wait(30)
        return httpx.Response(200, stream=Late())

    downloader = Downloader(transport=httpx.MockTransport(answer))
    begun = time.monotonic()
    with (
        pytest.raises(NetworkError, match="did not answer"),
        downloader.get("http://127.0.0.1/", answer_s=0.2, max_bytes=10),
    ):
        raise AssertionError
    assert time.monotonic() - begun < 0.2 + SLACK_S
    released.set()
    assert closed.wait(30), "an answer that comes too late is closed"


def test_the_environment_names_no_proxy(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("HTTP_PROXY", "http://127.0.0.1:9")
    with file_server(files={"/f": DATA}) as server:
        assert read(f"{server.url}/f")[2] == DATA
