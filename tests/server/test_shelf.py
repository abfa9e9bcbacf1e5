"""Models over HTTP: listed, pulled while one looks on, stopped, removed."""

from __future__ import annotations

import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import httpx
import pytest

from blackbird.models.places import Place
from blackbird.models.store import ModelStore
from tests.fakes.small_models import JOINED, PARTS, SINGLE, Memory, model, model_file
from tests.server.conftest import serving

# "mini" is loaded in the server of these tests, "full" is not.
SMALL = {
    "mini": model("mini", model_file("mini.gguf", SINGLE)),
    "full": model("full", model_file("full.gguf", *PARTS), "mini"),
    "tiny": model("tiny", model_file("tiny.gguf", PARTS[0])),
}
GOING = ("waiting", "pulling", "stopping")


class Slow(Memory):
    """A place that gives one piece, and the next ones only when it is let."""

    def __init__(self, *contents: bytes) -> None:
        self.let = threading.Event()
        self.begun = threading.Event()
        super().__init__(*contents, name="model hub", step=self._wait)

    def _wait(self, digest: str) -> None:
        if self.begun.is_set():
            self.let.wait(20)
        self.begun.set()


@contextmanager
def web(folder: Path, *places: Place) -> Iterator[httpx.Client]:
    store = ModelStore(folder / "models", places, catalogue=SMALL)
    with (
        serving(folder, store=store) as served,
        httpx.Client(base_url=served.root, timeout=20) as client,
    ):
        yield client


@pytest.fixture
def slow() -> Iterator[Slow]:
    place = Slow(*PARTS, SINGLE)
    yield place
    place.let.set()


def row(client: httpx.Client, id: str) -> dict[str, Any]:
    (found,) = [m for m in client.get("/api/models").json()["models"] if m["id"] == id]
    return dict(found)


def ended(client: httpx.Client, id: str) -> dict[str, Any]:
    give_up = time.monotonic() + 30
    while time.monotonic() < give_up:
        found = row(client, id)
        if found["pull"]["state"] not in GOING:
            return found
        time.sleep(0.02)  # between two looks; that it ends is asserted below
    raise AssertionError("The pull never ended.")


def test_a_model_comes_with_its_companion_and_can_be_removed(tmp_path: Path) -> None:
    with web(tmp_path, Memory(name="hub"), Memory(*PARTS, SINGLE, name="mirror")) as client:
        before = row(client, "full")
        assert before["names"] == ["blackbird-2"]
        assert (before["state"], before["bytes"], before["pull"]) == ("missing", len(JOINED), None)
        assert (before["licence"], before["companions"]) == ("Apache-2.0", ["mini"])
        assert client.post("/api/models/full/pull").status_code == 200
        after = ended(client, "full")
        assert (after["state"], after["pull"]["state"]) == ("here", "done")
        assert after["pull"]["done"] == after["pull"]["total"] == len(JOINED) + len(SINGLE)
        assert "hub: It is not here." in after["pull"]["notes"]
        assert row(client, "mini")["state"] == "here"
        freed = client.delete("/api/models/full").json()["freed"]
        assert freed >= len(JOINED)
        gone = row(client, "full")
        assert (gone["state"], gone["pull"]) == ("missing", None)


def test_progress_is_seen_and_a_second_request_joins(tmp_path: Path, slow: Slow) -> None:
    with web(tmp_path, slow) as client:
        client.post("/api/models/full/pull")
        assert slow.begun.wait(20)
        client.post("/api/models/tiny/pull")
        pull = client.post("/api/models/full/pull").json()["pull"]
        assert (pull["state"], pull["file"], pull["place"]) == ("pulling", "full.gguf", "model hub")
        assert pull["done"] < pull["total"] == len(JOINED)
        assert row(client, "tiny")["pull"]["state"] == "waiting"
        refused = client.delete("/api/models/full")
        assert (refused.status_code, "being pulled" in refused.text) == (400, True)
        slow.let.set()
        assert ended(client, "full")["state"] == "here"
        assert ended(client, "tiny")["state"] == "here"
        assert len(slow.asked) == 5  # three parts, the companion, and the part that is "tiny"


def test_a_stopped_pull_keeps_what_came_and_goes_on(tmp_path: Path, slow: Slow) -> None:
    with web(tmp_path, slow) as client:
        client.post("/api/models/full/pull")
        client.post("/api/models/tiny/pull")
        assert slow.begun.wait(20)
        assert client.delete("/api/models/tiny/pull").json()["pull"]["state"] in GOING
        assert client.delete("/api/models/full/pull").json()["pull"]["state"] == "stopping"
        slow.let.set()
        stopped = ended(client, "full")
        assert (stopped["state"], stopped["pull"]["state"]) == ("partial", "stopped")
        assert ended(client, "tiny")["pull"]["state"] == "stopped"
        client.post("/api/models/full/pull")
        assert ended(client, "full")["pull"]["state"] == "done"


def test_a_pull_after_a_stop_waits_for_it(tmp_path: Path, slow: Slow) -> None:
    with web(tmp_path, slow) as client:
        client.post("/api/models/full/pull")
        assert slow.begun.wait(20)
        client.delete("/api/models/full/pull")
        assert client.post("/api/models/full/pull").json()["pull"]["state"] == "waiting"
        slow.let.set()
        assert ended(client, "full")["pull"]["state"] == "done"


def test_a_failure_says_what_each_place_said(tmp_path: Path) -> None:
    with web(tmp_path, Memory(name="hub")) as client:
        client.post("/api/models/full/pull")
        failed = ended(client, "full")["pull"]
        assert failed["state"] == "failed"
        assert "hub: It is not here" in failed["error"]


def test_a_fault_of_ours_is_not_told_in_detail(tmp_path: Path) -> None:
    def broken(digest: str) -> None:
        raise ZeroDivisionError("a secret in a trace")

    with web(tmp_path, Memory(*PARTS, step=broken)) as client:
        client.post("/api/models/full/pull")
        failed = ended(client, "full")["pull"]
        assert (failed["state"], "secret" in failed["error"]) == ("failed", False)
        assert "went wrong" in failed["error"]


def test_what_is_loaded_stays(tmp_path: Path) -> None:
    with web(tmp_path, Memory(*PARTS, SINGLE)) as client:
        client.post("/api/models/mini/pull")
        assert ended(client, "mini")["loaded"] is True
        refused = client.delete("/api/models/mini")
        assert (refused.status_code, "is loaded" in refused.text) == (400, True)
        assert row(client, "mini")["state"] == "here"


@pytest.mark.parametrize(
    ("method", "path"),
    [("POST", "/api/models/fuul/pull"), ("DELETE", "/api/models/fuul")],
)
def test_an_unknown_model_gets_a_guess(tmp_path: Path, method: str, path: str) -> None:
    with web(tmp_path) as client:
        reply = client.request(method, path)
        assert reply.status_code == 404
        assert 'Did you mean "full"?' in reply.json()["error"]["message"]
        assert client.delete("/api/models/full/pull").status_code == 404


def test_a_server_stops_although_a_pull_goes_on(tmp_path: Path, slow: Slow) -> None:
    with web(tmp_path, slow) as client:
        client.post("/api/models/full/pull")
        assert slow.begun.wait(20)
