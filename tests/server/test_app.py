"""Life of the server: readiness, clients that leave, what is no API, stopping in order."""

from __future__ import annotations

import http.client
import json
import signal
import socket
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import openai
import pytest
from starlette.testclient import TestClient

from blackbird.assistant import Assistant
from blackbird.errors import SettingsError
from blackbird.server.app import create_app, serve
from blackbird.server.limits import Limits
from blackbird.server.listening import listen
from blackbird.server.readiness import Readiness
from blackbird.settings import Settings
from tests.fakes.embedder import HashEmbedder
from tests.fakes.narrator import Narrator
from tests.server.conftest import Served, serving

ROOT = Path(__file__).resolve().parent.parent.parent
SLOWLY = "Write a poem. say: slowly "
FOREVER: Any = [{"role": "user", "content": "Write a poem. say: forever"}]
SHORT: Any = [{"role": "user", "content": "Write a poem. say: short"}]


def fetched(served: Served, path: str, method: str = "GET", body: str = "") -> tuple[int, Any]:
    connection = http.client.HTTPConnection(*served.address, timeout=10)
    connection.request(method, path, body, {"content-type": "application/json"} if body else {})
    reply = connection.getresponse()
    text = reply.read()
    connection.close()
    return reply.status, json.loads(text)


def opened(served: Served) -> openai.OpenAI:
    return openai.OpenAI(base_url=served.url, api_key="none", max_retries=0, timeout=20)


def test_it_is_alive_and_ready(served: Served) -> None:
    assert fetched(served, "/healthz") == (200, {"status": "ok"})
    give_up = time.monotonic() + 20
    while (seen := fetched(served, "/readyz"))[0] == 503 and time.monotonic() < give_up:
        assert seen[1]["missing"]  # it says what it is still loading
    assert seen == (200, {"ready": True, "stopping": False, "missing": []})


@pytest.mark.parametrize(
    ("path", "method", "body", "status"),
    [
        ("/nothing", "GET", "", 404),
        ("/docs", "GET", "", 404),
        ("/v1/chat/completions", "GET", "", 405),
        ("/v1/chat/completions", "POST", "{", 400),
        ("/v1/chat/completions", "POST", "[" * 100_000, 400),
        ("/v1/chat/completions", "POST", "[]", 400),
        ("/v1/chat/completions", "POST", "", 400),
        ("/v1/chat/completions", "POST", '{"messages": [{"role": "\\ud800"}]}', 400),
        ("/v1/chat/completions", "POST", '{"messages": [], "n": 1e999}', 400),
    ],
)
def test_what_is_no_request_gets_one_clear_line(
    served: Served, path: str, method: str, body: str, status: int
) -> None:
    seen, reply = fetched(served, path, method, body)
    assert seen == status
    assert set(reply["error"]) == {"message", "type", "param", "code"}
    assert "Traceback" not in reply["error"]["message"]


def test_the_api_is_described_without_pages_from_elsewhere(served: Served) -> None:
    status, schema = fetched(served, "/openapi.json")
    assert status == 200
    assert "/v1/chat/completions" in schema["paths"]


@pytest.mark.parametrize("stream", [True, False])
def test_a_client_that_leaves_frees_the_model(served: Served, stream: bool) -> None:
    served.model.closed.clear()
    served.model.endless.clear()
    body = json.dumps({"messages": FOREVER, "stream": stream})
    connection = http.client.HTTPConnection(*served.address, timeout=10)
    connection.request("POST", "/v1/chat/completions", body, {"content-type": "application/json"})
    assert served.model.endless.wait(30)
    assert served.model.open == 1
    connection.close()
    assert served.model.closed.wait(30)
    assert served.model.open == 0


def test_the_client_library_closes_a_stream_it_does_not_read_on(served: Served) -> None:
    served.model.closed.clear()
    with (
        opened(served) as client,
        client.chat.completions.create(model="mini", messages=FOREVER, stream=True) as stream,
    ):
        assert next(iter(stream)).choices
        assert served.model.open == 1
    assert served.model.closed.wait(30)


def test_more_than_it_can_take_is_sent_away_with_a_time_to_return(tmp_path: Path) -> None:
    with (
        serving(tmp_path, Limits(running=1, waiting=0)) as served,
        opened(served) as client,
        client.chat.completions.create(model="mini", messages=FOREVER, stream=True) as stream,
    ):
        assert next(iter(stream)).choices
        with pytest.raises(openai.InternalServerError) as caught:
            client.chat.completions.create(model="mini", messages=SHORT)
        assert caught.value.status_code == 503
        assert caught.value.code == "overloaded"
        assert int(caught.value.response.headers["retry-after"]) > 0


def test_what_takes_too_long_ends_with_an_error(tmp_path: Path) -> None:
    with serving(tmp_path, Limits(request_s=0.2)) as served, opened(served) as client:
        with pytest.raises(openai.InternalServerError) as caught:
            client.chat.completions.create(model="mini", messages=FOREVER)
        assert caught.value.status_code == 504
        stream = client.chat.completions.create(model="mini", messages=FOREVER, stream=True)
        with pytest.raises(openai.APIError, match="not ready within"):
            list(stream)
        assert served.model.open == 0


def test_a_stopping_server_takes_no_work_and_tells_those_it_ends(tmp_path: Path) -> None:
    with serving(tmp_path) as served, opened(served) as client:
        stream = client.chat.completions.create(model="mini", messages=FOREVER, stream=True)
        chunks = iter(stream)
        assert next(chunks).choices
        served.stop()
        status = 200
        while status == 200:  # until the thread of the server has heard of it
            status, report = fetched(served, "/readyz")
        assert (status, report["ready"], report["stopping"]) == (503, False, True)
        with pytest.raises(openai.InternalServerError, match="stopping"):
            client.chat.completions.create(model="mini", messages=SHORT)
        assert next(chunks).choices  # what runs goes on
        served.stop()  # the second time is meant
        with pytest.raises(openai.APIError, match="stopping"):
            list(chunks)


@contextmanager
def child(folder: Path, drain_s: float) -> Iterator[tuple[subprocess.Popen[str], openai.OpenAI]]:
    command = [sys.executable, "-m", "tests.fakes.stopped_server", str(folder), str(drain_s)]
    with subprocess.Popen(
        command, cwd=ROOT, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True
    ) as process:
        assert process.stdout is not None
        try:
            address = process.stdout.readline().strip()
            with openai.OpenAI(base_url=address, api_key="none", max_retries=0) as client:
                yield process, client
        finally:
            process.kill()


@pytest.mark.parametrize("number", [signal.SIGTERM, signal.SIGINT])
def test_a_signal_lets_a_stream_finish_and_the_process_end_well(
    tmp_path: Path, number: signal.Signals
) -> None:
    with child(tmp_path, drain_s=20.0) as (process, client):
        stream = client.chat.completions.create(
            model="mini", messages=[{"role": "user", "content": SLOWLY}], stream=True
        )
        first = next(iter(stream))
        process.send_signal(number)
        rest = list(stream)
        assert first.choices
        assert rest[-1].choices[0].finish_reason == "stop"
        text = "".join(c.choices[0].delta.content or "" for c in rest)
        assert text.count("and ") == 100
        assert process.wait(30) == 0
        assert process.stderr is not None
        assert process.stderr.read() == ""


def test_a_stream_that_does_not_finish_is_told_before_the_process_ends(tmp_path: Path) -> None:
    with child(tmp_path, drain_s=0.2) as (process, client):
        stream = client.chat.completions.create(model="mini", messages=FOREVER, stream=True)
        assert next(iter(stream)).choices
        process.terminate()
        with pytest.raises(openai.APIError, match="stopping"):
            list(stream)
        assert process.wait(30) == 0


def test_a_fault_outside_of_an_answer_shows_no_trace(tmp_path: Path) -> None:
    class Broken(Readiness):
        def report(self) -> dict[str, Any]:
            raise ZeroDivisionError("a secret in a trace")

    assistant = Assistant(Settings(data_dir=str(tmp_path)), embedder=HashEmbedder())
    app = create_app(assistant, readiness=Broken(assistant))
    client = TestClient(app, base_url="http://localhost", raise_server_exceptions=False)
    reply = client.get("/readyz")
    assert reply.status_code == 500
    assert "went wrong" in reply.json()["error"]["message"]
    assert "secret" not in reply.text


async def test_readiness_says_what_is_missing_and_tries_again(tmp_path: Path) -> None:
    assistant = Assistant(Settings(data_dir=str(tmp_path)), models={"mini": Narrator()})
    readiness = Readiness(assistant)
    readiness.load()
    assert [m["part"] for m in readiness.report()["missing"]] == ["embedder", "mini"]
    await readiness.loaded()
    (missing,) = readiness.report()["missing"]
    assert missing["part"] == "embedder"
    assert "models pull" in missing["message"]
    assert not readiness.ready
    readiness.load()
    await readiness.aclose()
    assert not readiness.ready


async def test_readiness_without_the_language_model_names_it(tmp_path: Path) -> None:
    settings = Settings(data_dir=str(tmp_path), model="nobody")
    readiness = Readiness(Assistant(settings, embedder=HashEmbedder()))
    readiness.load()
    await readiness.loaded()
    (missing,) = readiness.report()["missing"]
    assert missing["part"] == "nobody"
    assert 'no model called "nobody"' in missing["message"]


@pytest.mark.parametrize("host", ["0.0.0.0", "192.168.1.2", "::", "example.org", ""])
def test_it_listens_on_loopback_only(host: str) -> None:
    with pytest.raises(SettingsError, match="accounts do not exist yet"):
        serve(Settings(host=host, port=0))


def test_a_port_in_use_is_said_with_what_to_do() -> None:
    with socket.create_server(("127.0.0.1", 0)) as taken:
        port = taken.getsockname()[1]
        with pytest.raises(SettingsError, match=f"Port {port} on 127.0.0.1 is in use") as caught:
            serve(Settings(host="127.0.0.1", port=port))
    assert "--port" in caught.value.hint


def test_a_port_that_cannot_be_is_said() -> None:
    with pytest.raises(SettingsError, match="cannot be used"):
        listen("localhost", 70_000)


def test_it_listens_on_the_newer_loopback_too() -> None:
    with listen("::1", 0) as listener:
        assert listener.getsockname()[0] == "::1"
