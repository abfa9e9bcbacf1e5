"""Fact-checks that outlive the page: begun, followed from any point, stopped, forgotten."""

from __future__ import annotations

import json
import time
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import httpx
import pytest

from blackbird.server.limits import Limits
from tests.server.conftest import Served, serving

SLOWLY = "The tower is slowly very tall. " * 20


@pytest.fixture
def web(served: Served) -> Iterator[httpx.Client]:
    with httpx.Client(base_url=served.root, timeout=30) as client:
        yield client


def begun(web: httpx.Client, text: str) -> str:
    reply = web.post("/api/checks", json={"text": text})
    assert reply.status_code == 201, reply.text
    return str(reply.json()["id"])


def heard(web: httpx.Client, id: str, **headers: str) -> list[Any]:
    with web.stream("GET", f"/api/checks/{id}/events", headers=headers) as stream:
        assert stream.status_code == 200
        return [json.loads(line[6:]) for line in stream.iter_lines() if line.startswith("data: ")]


def test_a_check_is_told_from_any_point_also_when_it_is_over(web: httpx.Client) -> None:
    id = begun(web, "The tower is very tall. The tower is short. Hello!")
    events = heard(web, id)
    assert [e["type"] for e in events] == ["claims", "claim", "claim", "result"]
    assert heard(web, id) == events
    assert heard(web, id, **{"Last-Event-ID": "1"}) == events[2:]
    whole = web.post(
        "/v1/check", json={"text": "The tower is very tall. The tower is short. Hello!"}
    )
    assert events[-1]["claims"] == whole.json()["claims"]


def test_who_leaves_does_not_end_it(web: httpx.Client) -> None:
    id = begun(web, SLOWLY)
    with web.stream("GET", f"/api/checks/{id}/events") as stream:
        assert next(stream.iter_lines()).startswith("id: 0")
    assert heard(web, id)[-1]["type"] == "result"


def test_a_stop_keeps_what_was_told(web: httpx.Client) -> None:
    id = begun(web, SLOWLY)
    with web.stream("GET", f"/api/checks/{id}/events") as stream:
        lines = stream.iter_lines()
        while '"type":"claim"' not in next(lines):
            pass
        assert web.delete(f"/api/checks/{id}").json() == {"id": id}
    events = heard(web, id)
    assert [events[0]["type"], events[1]["type"], events[-1]["type"]] == [
        "claims",
        "claim",
        "stopped",
    ]
    assert web.delete(f"/api/checks/{id}").status_code == 200


def test_what_cannot_be_checked_is_refused_at_once(web: httpx.Client) -> None:
    reply = web.post("/api/checks", json={"text": " "})
    assert (reply.status_code, reply.json()["error"]["code"]) == (400, "bad_input")
    assert web.post("/api/checks", json={"text": "x", "sources": ["x"]}).status_code == 400


def test_one_that_is_not_known_has_failed(web: httpx.Client) -> None:
    (event,) = heard(web, "none")
    assert (event["type"], event["error"]["code"]) == ("failed", "not_found")
    assert web.delete("/api/checks/none").status_code == 404


def test_no_room_is_told_as_a_failure(tmp_path: Path) -> None:
    with (
        serving(tmp_path, Limits(running=1, waiting=0)) as served,
        httpx.Client(base_url=served.root, timeout=30) as web,
    ):
        first = begun(web, SLOWLY)
        with web.stream("GET", f"/api/checks/{first}/events") as stream:
            next(stream.iter_lines())
            (event,) = heard(web, begun(web, "The tower is tall."))
        assert event["error"]["code"] == "overloaded"
        web.delete(f"/api/checks/{first}")


def test_one_that_nobody_follows_ends(tmp_path: Path) -> None:
    limits = Limits(check_alone_s=0.3)
    with (
        serving(tmp_path, limits) as served,
        httpx.Client(base_url=served.root, timeout=30) as web,
    ):
        followed = begun(web, SLOWLY)
        assert heard(web, followed)[-1]["type"] == "result"
        left = begun(web, SLOWLY)
        time.sleep(1.5)  # five times as long as one may be alone; nobody may ask meanwhile
        assert heard(web, left)[-1]["type"] == "stopped"


def test_the_oldest_are_forgotten(tmp_path: Path) -> None:
    with serving(tmp_path) as served, httpx.Client(base_url=served.root, timeout=30) as web:
        ids = []
        for _ in range(22):
            ids.append(begun(web, "The tower is tall."))
            heard(web, ids[-1])
        assert [heard(web, id)[-1]["type"] for id in ids[:3]] == ["failed", "failed", "result"]
