"""Conversations over HTTP: asked, followed from any point, stopped, found, changed, exported."""

from __future__ import annotations

import json
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import Any

import httpx
import pytest

from tests.server.conftest import TOWER, Served, serving

TALL = "How tall is the tower? say: The tower is very tall. (1) It is short. (1)"
FOREVER = "How tall is the tower? say: forever"


@pytest.fixture
def web(served: Served) -> Iterator[httpx.Client]:
    with httpx.Client(base_url=served.root, timeout=20) as client:
        yield client


def begun(web: httpx.Client, question: str = TALL) -> tuple[str, dict[str, Any]]:
    made = web.post("/api/conversations", json={"question": question}).json()
    return made["conversation"]["id"], made["turn"]


def followed(
    web: httpx.Client, turn_id: str, after: int = -1, headers: dict[str, str] | None = None
) -> list[Any]:
    events = []
    address = f"/api/turns/{turn_id}/events?after={after}"
    with web.stream("GET", address, headers=headers) as stream:
        assert stream.headers["content-type"].startswith("text/event-stream")
        number = None
        for line in stream.iter_lines():
            if line.startswith("id: "):
                number = int(line[4:])
            elif line.startswith("data: "):
                events.append((number, json.loads(line[6:])))
    return events


def test_a_question_is_told_step_by_step_and_then_kept(web: httpx.Client) -> None:
    id, turn = begun(web)
    assert turn["state"] == "running"
    told = followed(web, turn["id"])
    assert [n for n, _ in told] == list(range(len(told)))
    kinds = list(dict.fromkeys(event["type"] for _, event in told))
    assert kinds == ["planned", "searched", "evidence", "draft", "sentence", "answer"]
    sentences = [event for _, event in told if event["type"] == "sentence"]
    assert [s["verdict"] for s in sentences] == ["supported", "refuted"]
    assert sentences[0]["html"] == "The tower is very tall."
    assert sentences[0]["draft"].startswith(("It is", ""))
    assert sentences[1]["draft"] == ""  # all of it is checked
    whole = web.get(f"/api/conversations/{id}").json()
    assert whole["conversation"]["leaf"] == turn["id"]
    (kept,) = whole["turns"]
    assert kept["state"] == "done"
    assert kept["last"] == told[-1][1]
    assert "events" not in kept


def test_who_comes_back_hears_the_rest_once(web: httpx.Client) -> None:
    _, turn = begun(web, "How tall is it? say: slowly The tower is very tall. (1)")
    with web.stream("GET", f"/api/turns/{turn['id']}/events") as stream:
        lines = stream.iter_lines()
        first = [next(lines) for _ in range(6)]  # two events, then the connection breaks
    seen = max(int(line[4:]) for line in first if line.startswith("id: "))
    rest = followed(web, turn["id"], headers={"last-event-id": str(seen)})
    assert [n for n, _ in rest] == list(range(seen + 1, seen + 1 + len(rest)))
    assert rest[-1][1]["type"] == "answer"
    again = followed(web, turn["id"])  # it is over: one event stands for all
    assert [event for _, event in again] == [rest[-1][1]]


def test_two_listeners_hear_the_same(web: httpx.Client, served: Served) -> None:
    import threading

    _, turn = begun(web, "How tall is it? say: slowly The tower is very tall. (1)")
    heard: dict[int, list[Any]] = {}

    def listen(n: int) -> None:
        with httpx.Client(base_url=served.root, timeout=20) as own:
            heard[n] = followed(own, turn["id"])

    threads = [threading.Thread(target=listen, args=(n,)) for n in range(2)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(30)
    assert heard[0] == heard[1]
    assert heard[0][-1][1]["type"] == "answer"


def test_a_stopped_answer_keeps_what_it_had_said(web: httpx.Client, served: Served) -> None:
    id, turn = begun(web, FOREVER)
    assert served.model.endless.wait(30)
    stopped = web.post(f"/api/turns/{turn['id']}/stop").json()["turn"]
    assert stopped["state"] == "stopped"
    assert stopped["last"] == {"type": "stopped"}
    (kept,) = web.get(f"/api/conversations/{id}").json()["turns"]
    kinds = [event["type"] for event in kept["events"]]
    assert kinds[:3] == ["planned", "searched", "evidence"]
    assert "draft" not in kinds
    assert web.post(f"/api/turns/{turn['id']}/stop").json()["turn"]["state"] == "stopped"
    served.model.endless.clear()


def test_who_stops_twice_at_once_leaves_nobody_waiting(web: httpx.Client, served: Served) -> None:
    _, turn = begun(web, FOREVER)
    assert served.model.endless.wait(30)
    with ThreadPoolExecutor(8) as pool:
        stop = f"/api/turns/{turn['id']}/stop"
        replies = list(pool.map(lambda _: web.post(stop).json(), range(8)))
    assert {reply["turn"]["state"] for reply in replies} == {"stopped"}
    assert followed(web, turn["id"])[-1][1] == {"type": "stopped"}
    served.model.endless.clear()


def test_what_is_stopped_before_it_began_is_over(web: httpx.Client, served: Served) -> None:
    for _ in range(5):
        id, turn = begun(web, FOREVER)
        web.post(f"/api/turns/{turn['id']}/stop")
        (kept,) = web.get(f"/api/conversations/{id}").json()["turns"]
        assert kept["state"] == "stopped"
    served.model.endless.clear()


def test_half_a_surrogate_pair_leaves_no_empty_conversation(web: httpx.Client) -> None:
    body = b'{"question": "' + b"How tall is the tower, and what else is there? " * 3 + b'\\ud83d"}'
    reply = web.post(
        "/api/conversations", content=body, headers={"content-type": "application/json"}
    )
    assert reply.status_code == 200
    assert reply.json()["turn"]["question"].endswith("\ufffd")


def test_a_run_that_breaks_off_says_what_to_do(web: httpx.Client) -> None:
    for question, code in (("How? say: crash", "model_crashed"), ("How? say: bug", "error")):
        id, turn = begun(web, question)
        last = followed(web, turn["id"])[-1][1]
        assert last["type"] == "failed"
        assert last["error"]["code"] == code
        assert last["error"]["hint"]
        assert "secret" not in json.dumps(last)
        (kept,) = web.get(f"/api/conversations/{id}").json()["turns"]
        assert (kept["state"], kept["last"]) == ("failed", last)


def test_a_follow_up_knows_what_was_said(web: httpx.Client, served: Served) -> None:
    id, first = begun(web)
    followed(web, first["id"])
    asked = {"question": "And how old is it? say: It is tall. (1)", "parent_id": first["id"]}
    turn = web.post(f"/api/conversations/{id}/turns", json=asked).json()["turn"]
    followed(web, turn["id"])
    assert turn["parent_id"] == first["id"]
    prompts = ["\n".join(m.content for m in messages) for messages in served.model.asked]
    assert any("how old is the tower?" in p for p in prompts)


def test_an_edited_question_is_a_branch_and_the_old_one_stays(web: httpx.Client) -> None:
    id, first = begun(web)
    followed(web, first["id"])
    asked = {"question": "How short is the tower?", "parent_id": None}
    other = web.post(f"/api/conversations/{id}/turns", json=asked).json()["turn"]
    followed(web, other["id"])
    whole = web.get(f"/api/conversations/{id}").json()
    assert [t["id"] for t in whole["turns"]] == [first["id"], other["id"]]
    assert whole["conversation"]["leaf"] == other["id"]
    back = web.patch(f"/api/conversations/{id}", json={"leaf": first["id"]}).json()
    assert back["conversation"]["leaf"] == first["id"]
    text = web.get(f"/api/conversations/{id}/export").text
    assert "say: The tower" in text
    assert "How short" not in text


def test_found_renamed_deleted(web: httpx.Client) -> None:
    id, turn = begun(web, "Where is the zoo of Quibblewick? say: The zoo is tall. (1)")
    followed(web, turn["id"])
    found = web.get("/api/conversations", params={"search": "quibblewick"}).json()
    assert [c["id"] for c in found["conversations"]] == [id]
    assert found["more"] is False
    named = web.patch(f"/api/conversations/{id}", json={"title": "  A\n zoo "}).json()
    assert named["conversation"]["title"] == "A zoo"
    assert web.patch(f"/api/conversations/{id}", json={"title": " "}).status_code == 400
    assert web.delete(f"/api/conversations/{id}").json() == {"deleted": id}
    for reply in (
        web.get(f"/api/conversations/{id}"),
        web.delete(f"/api/conversations/{id}"),
        web.get(f"/api/turns/{turn['id']}/events"),
        web.post(f"/api/conversations/{id}/turns", json={"question": "Where?"}),
    ):
        assert reply.status_code == 404
        assert "reload" in reply.json()["error"]["message"]


def test_what_runs_ends_with_its_conversation(web: httpx.Client, served: Served) -> None:
    served.model.endless.clear()
    id, _ = begun(web, FOREVER)
    assert served.model.endless.wait(30)
    served.model.closed.clear()
    web.delete(f"/api/conversations/{id}")
    assert served.model.closed.wait(30)


@pytest.mark.parametrize(
    ("body", "said"),
    [
        ({"question": "  "}, "is empty"),
        ({"question": "x" * 100_000}, "Shorten it"),
        ({"question": "x", "options": {"sources": ["moon"]}}, "no source"),
        ({"question": "x", "options": {"model": "huge"}}, "no model"),
        ({"question": "x", "options": {"since": "yesterday"}}, "since"),
        ({}, "question"),
    ],
)
def test_what_cannot_be_asked_is_said_and_begins_nothing(
    web: httpx.Client, body: dict[str, Any], said: str
) -> None:
    before = web.get("/api/conversations").json()
    reply = web.post("/api/conversations", json=body)
    assert 400 <= reply.status_code < 500
    assert said in reply.json()["error"]["message"]
    assert web.get("/api/conversations").json() == before


def test_a_turn_of_another_conversation_is_no_parent_and_no_leaf(web: httpx.Client) -> None:
    id, _ = begun(web)
    _, other = begun(web)
    asked = {"question": "Where?", "parent_id": other["id"]}
    assert web.post(f"/api/conversations/{id}/turns", json=asked).status_code == 404
    reply = web.patch(f"/api/conversations/{id}", json={"leaf": other["id"]})
    assert reply.status_code == 400


def test_the_text_behind_a_citation_opens_at_its_quote(web: httpx.Client) -> None:
    _, turn = begun(web)
    answer = followed(web, turn["id"])[-1][1]["answer"]
    citation = answer["citations"][0]
    kept = web.get(f"/api/texts/{citation['sha256']}").json()
    assert kept["text"] == TOWER
    assert kept["text"][citation["start"] : citation["end"]] == citation["quote"]
    gone = web.get(f"/api/texts/{'0' * 64}")
    assert gone.status_code == 404
    assert "not kept" in gone.json()["error"]["message"]
    assert web.get("/api/texts/../../etc").status_code == 404


def test_exports_carry_marks_quotes_and_everything_as_json(web: httpx.Client) -> None:
    id, turn = begun(web)
    followed(web, turn["id"])
    web.patch(f"/api/conversations/{id}", json={"title": 'Türme "塔"/..\\x'})
    reply = web.get(f"/api/conversations/{id}/export")
    assert reply.headers["content-disposition"] == (
        "attachment; filename*=UTF-8''T%C3%BCrme-%E5%A1%94-x.md"
    )
    assert "✓ The tower is very tall. [1]" in reply.text
    assert (
        "It is short" not in reply.text.partition("\n\n")[2].partition(" say:")[2].split("\n", 1)[1]
    )
    assert "> " in reply.text
    rows = web.get(f"/api/conversations/{id}/export?format=json").json()
    assert rows["turns"][0]["answer"]["sentences"][0]["verdict"] == "supported"
    assert web.get(f"/api/conversations/{id}/export?format=docx").status_code == 400


def test_conversations_outlive_the_server(tmp_path: Path) -> None:
    with serving(tmp_path) as first, httpx.Client(base_url=first.root, timeout=20) as web:
        id, turn = begun(web)
        followed(web, turn["id"])
    with serving(tmp_path) as second, httpx.Client(base_url=second.root, timeout=20) as web:
        (kept,) = web.get(f"/api/conversations/{id}").json()["turns"]
        assert kept["state"] == "done"


def test_what_ran_when_the_server_ended_is_not_lost(tmp_path: Path) -> None:
    with serving(tmp_path) as first, httpx.Client(base_url=first.root, timeout=20) as web:
        id, _ = begun(web, FOREVER)
        assert first.model.endless.wait(30)
    with serving(tmp_path) as second, httpx.Client(base_url=second.root, timeout=20) as web:
        (kept,) = web.get(f"/api/conversations/{id}").json()["turns"]
        assert kept["state"] in ("failed", "stopped")
        assert kept["question"] == FOREVER
        assert [e["type"] for e in kept["events"]][:1] == ["planned"]


def test_an_upset_is_marked_when_the_server_comes_back(tmp_path: Path) -> None:
    """As after a kill: the record says that a turn runs, and nothing does."""
    from blackbird.storage.record import Record
    from blackbird.storage.rows import Conversation, StoredTurn

    record = Record.open(tmp_path / "record.db")
    now = "2026-11-23T10:00:00.000+00:00"
    record.conversations.create(Conversation("c", "t", now, now, None))
    record.conversations.ask(StoredTurn("t", "c", None, "Where?", "{}", "running", now))
    record.close()
    with serving(tmp_path) as served, httpx.Client(base_url=served.root, timeout=20) as web:
        (event,) = followed(web, "t")
        assert event[1]["error"]["code"] == "interrupted"
        assert "Ask again" in event[1]["error"]["hint"]


def test_a_silent_run_is_kept_alive(
    web: httpx.Client, monkeypatch: pytest.MonkeyPatch, served: Served
) -> None:
    from blackbird.server import following

    monkeypatch.setattr(following, "_BREATH_S", 0.0005)
    _, turn = begun(web, "How tall is it? say: slowly The tower is very tall. (1)")
    with web.stream("GET", f"/api/turns/{turn['id']}/events") as stream:
        assert ":" in list(stream.iter_lines())
