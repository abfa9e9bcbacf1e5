"""Reports over HTTP: headings in the stream, sections in the answer, told and exported."""

from __future__ import annotations

import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import httpx
import openai
import pytest

from blackbird.events import SectionBegun
from blackbird.server.limits import Gate, Limits
from blackbird.server.telling import Teller
from blackbird.settings import Settings
from blackbird.types import Question
from tests.server.conftest import Served, serving
from tests.server.test_conversations import followed
from tests.server.test_documents import added

LIFT = "The lift of the tower is made of oak."
TALL = "What is the tower like? say: The tower is very tall. (1) It is short. (1)"
TITLES = ["In short", "The lift of the tower"]


@pytest.fixture(scope="module")
def served(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Served]:
    """A server that knows of the tower, and of its lift under a title."""
    with serving(tmp_path_factory.mktemp("reports")) as running:
        row = f"---\ntitle: {TITLES[1]}\n---\n{LIFT}\n"
        with httpx.Client(base_url=running.root, timeout=20) as web:
            assert added(web, "lift.md", row.encode())["state"] == "done"
        yield running


@pytest.fixture
def web(served: Served) -> Iterator[httpx.Client]:
    with httpx.Client(base_url=served.root, timeout=20) as client:
        yield client


def begun(web: httpx.Client) -> tuple[str, str]:
    body = {"question": TALL, "options": {"deep": True}}
    made = web.post("/api/conversations", json=body).json()
    assert made["turn"]["options"]["deep"] is True
    return made["conversation"]["id"], made["turn"]["id"]


@pytest.mark.parametrize("stream", [True, False])
def test_a_program_gets_headings_and_checked_sentences(served: Served, stream: bool) -> None:
    with openai.OpenAI(base_url=served.url, api_key="none", max_retries=0) as client:
        reply: Any = client.chat.completions.create(
            model="mini",
            messages=[{"role": "user", "content": TALL}],
            stream=stream,
            extra_body={"blackbird": {"deep": True}},
        )
        if stream:
            chunks = list(reply)
            text = "".join(c.choices[0].delta.content or "" for c in chunks)
            answer = chunks[-1].model_extra["blackbird"]
        else:
            text = reply.choices[0].message.content
            answer = reply.model_extra["blackbird"]
    assert text == answer["answer"]
    assert [s["title"] for s in answer["sections"]] == TITLES
    assert text == f"## In short\n\nThe tower is very tall. [1]\n\n## {TITLES[1]}\n\n{LIFT} [2]"


def test_a_page_is_told_where_a_part_begins(web: httpx.Client) -> None:
    id, turn = begun(web)
    told = [event for _, event in followed(web, turn)]
    parts = [e for e in told if e["type"] == "section"]
    assert [(p["number"], p["of"], p["title"]) for p in parts] == [
        (1, 2, TITLES[0]),
        (2, 2, TITLES[1]),
    ]
    answer = told[-1]["answer"]
    assert [s["title"] for s in answer["sections"]] == TITLES
    assert [e["index"] for e in told if e["type"] == "sentence"] == [0, 1, 2]
    exported = web.get(f"/api/conversations/{id}/export").text
    assert f"### In short\n\n✓ The tower is very tall. [1]\n\n### {TITLES[1]}\n\n" in exported


def test_what_is_asked_as_ever_has_no_sections(web: httpx.Client) -> None:
    made = web.post("/api/conversations", json={"question": TALL}).json()
    assert made["turn"]["options"]["deep"] is False
    told = [event for _, event in followed(web, made["turn"]["id"])]
    assert told[-1]["answer"]["sections"] == []
    assert not any(e["type"] == "section" for e in told)


def test_a_section_is_told_as_it_is() -> None:
    told = Teller().tell(SectionBegun(2, 3, "<b>Who?</b>"))
    assert json.loads(json.dumps(told)) == {
        "type": "section",
        "number": 2,
        "of": 3,
        "title": "<b>Who?</b>",
    }


def test_a_report_has_its_own_time_beside_that_of_a_question() -> None:
    gate, settings = Gate(Limits(request_s=60)), Settings(deep_seconds=300)
    assert gate.limit_s(Question("How?"), settings) == 60
    assert gate.limit_s(Question("How?", deep=True), settings) == 360


def test_a_report_that_was_stopped_goes_on_when_it_is_asked_again(tmp_path: Path) -> None:
    body = {
        "question": "How tall is the tower and who saw the lamp of the tower?",
        "options": {"deep": True},
    }
    with serving(tmp_path) as served, httpx.Client(base_url=served.root, timeout=20) as web:
        served.model.hold = "Who saw"
        turn = web.post("/api/conversations", json=body).json()["turn"]
        assert served.model.endless.wait(20)
        stopped = web.post(f"/api/turns/{turn['id']}/stop").json()["turn"]
        assert stopped["state"] == "stopped"
        served.model.hold = ""
        again = web.post("/api/conversations", json=body).json()["turn"]
        answer = followed(web, again["id"])[-1][1]["answer"]
        assert any("from when this report was begun" in note for note in answer["notes"])
