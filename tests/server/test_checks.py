"""A text checked over HTTP: whole, as a stream, one claim by itself, and what is refused."""

from __future__ import annotations

import json
import threading
import time
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import httpx
import pytest

from blackbird.contract import LONGEST_TEXT
from blackbird.server.limits import Limits
from tests.server.conftest import TOWER, TOWER_URL, Served, serving

TEXT = "Hello! The tower opened in 1889. The tower is short. Its painter was famous."


@pytest.fixture
def web(served: Served) -> Iterator[httpx.Client]:
    with httpx.Client(base_url=served.root, timeout=30) as client:
        yield client


def checked(web: httpx.Client, **body: Any) -> Any:
    reply = web.post("/v1/check", json=body)
    assert reply.status_code == 200, reply.text
    return reply.json()


def told(web: httpx.Client, **body: Any) -> list[Any]:
    with web.stream("POST", "/v1/check", json={"stream": True, **body}) as stream:
        assert stream.headers["content-type"].startswith("text/event-stream")
        return [json.loads(line[6:]) for line in stream.iter_lines() if line.startswith("data: ")]


def refused(web: httpx.Client, **body: Any) -> tuple[int, Any]:
    reply = web.post("/v1/check", json=body)
    return reply.status_code, reply.json()["error"]


def test_every_claim_of_a_text_gets_its_mark_and_its_proof(web: httpx.Client) -> None:
    result = checked(web, text=TEXT)
    assert set(result) == {"claims", "citations", "notes", "model", "timings_ms"}
    assert [TEXT[c["start"] : c["end"]] for c in result["claims"]] == [
        "Hello!",
        "The tower opened in 1889.",
        "The tower is short.",
        "Its painter was famous.",
    ]
    verdicts = [c["verdict"] for c in result["claims"]]
    assert verdicts == ["not_a_claim", "supported", "refuted", "not_enough_info"]
    _, opened, short, painter = result["claims"]
    quotes = {c["id"]: c for c in result["citations"]}
    assert all("opened in 1889" in quotes[i]["quote"] for i in opened["citations"])
    assert opened["citations"]
    assert short["against"]
    assert short["citations"] == painter["citations"] == painter["against"] == []
    for quote in quotes.values():
        assert quote["url"] == TOWER_URL
        kept = web.get(f"/api/texts/{quote['sha256']}").json()["text"]
        assert kept[quote["start"] : quote["end"]] == quote["quote"]
    assert result["notes"] == []


def test_a_stream_lists_the_claims_and_marks_them_one_by_one(web: httpx.Client) -> None:
    first, *later, last = told(web, text=TEXT)
    assert first["type"] == "claims"
    assert [c["verdict"] for c in first["claims"]] == ["not_a_claim", *["not_checked"] * 3]
    assert [(e["type"], e["index"]) for e in later] == [("claim", 1), ("claim", 2), ("claim", 3)]
    for event in later:
        cited = {*event["claim"]["citations"], *event["claim"]["against"]}
        assert {q["id"] for q in event["quotes"]} == cited
    whole = checked(web, text=TEXT)
    assert last["type"] == "result"
    assert last["claims"] == whole["claims"]
    assert last["citations"] == whole["citations"]
    assert [last["claims"][e["index"]] for e in later] == [e["claim"] for e in later]


def test_what_is_dated_outside_the_period_is_no_evidence(web: httpx.Client) -> None:
    (claim,) = checked(web, text="The tower opened in 1889.", since="2020", until="2021")["claims"]
    assert (claim["verdict"], claim["citations"]) == ("not_enough_info", [])


def test_one_claim_by_given_evidence(web: httpx.Client) -> None:
    body = {"claim": "It opened in 1889.", "evidence": ["Nothing.", "It opened in 1889."]}
    result = checked(web, **body, model="mini")
    assert result["verdict"] == "supported"
    assert result["spans"] == [[9, 26]]
    assert set(result) == {"verdict", "score", "spans"}
    assert checked(web, claim="It is green.", evidence="")["verdict"] == "not_enough_info"


@pytest.mark.parametrize(
    ("body", "status", "said"),
    [
        ({}, 400, 'Give "text"'),
        ({"text": ["a"]}, 400, 'Give "text"'),
        ({"text": " \n\u3000"}, 400, "Paste what is to be checked"),
        ({"text": "a" * (LONGEST_TEXT + 1)}, 400, "Check it in parts"),
        ({"text": " https://example.org/a?b=c "}, 400, 'give it as "url"'),
        ({"text": "file:///etc/passwd"}, 400, "an address and no text"),
        ({"text": "www.example.org/a\nhttp://127.0.0.1:1/"}, 400, "an address and no text"),
        ({"url": "www.example.org/a"}, 400, "no address of a page"),
        ({"url": "https://a.example/ b"}, 400, "no address of a page"),
        ({"url": ["https://a.example/"]}, 400, "no address of a page"),
        ({"url": "https://a.example/" + "a" * 9000}, 400, "no address of a page"),
        ({"url": "https://a.example/", "text": "It is."}, 400, "a text and an address"),
        ({"url": "https://a.example/", "claim": "It is.", "evidence": ""}, 400, "either"),
        ({"url": "https://a.example/"}, 403, "The web is off"),
        ({"text": "It is.", "sources": ["moon"]}, 400, "no source"),
        ({"text": "It is.", "model": "huge"}, 404, "no model"),
        ({"text": "It is.", "since": "yesterday"}, 400, "since"),
        ({"text": "It is.", "claim": "It is.", "evidence": ""}, 400, "either"),
        ({"claim": "It is."}, 400, "evidence is not text"),
        ({"claim": "It is.", "evidence": [1]}, 400, "evidence is not text"),
        ({"evidence": "It is."}, 400, "claim is missing"),
        ({"claim": " ", "evidence": "It is."}, 400, "claim is empty"),
    ],
)
def test_what_cannot_be_checked_is_said(
    web: httpx.Client, body: dict[str, Any], status: int, said: str
) -> None:
    for stream in (False, True):
        got, error = refused(web, **body, stream=stream)
        assert got == status
        assert said in error["message"]


def test_a_text_that_speaks_of_an_address_is_a_text(web: httpx.Client) -> None:
    result = checked(web, text="The tower opened in 1889, says https://example.org/tower.")
    assert len(result["claims"]) == 1


@pytest.mark.parametrize(
    "text",
    [
        "a" * 10_000,
        "the tower " * 1000,
        "塔は" * 5000,
        "The tower\x00\x07\x1b[31m opened\u202e in 1889.\x7f",
        "The tower opened in 1889. [1] It is tall [2]. [99]",
        "東京塔 opened в 1889. 塔は高い。Ώδε 😀 is tall!",
        '"><script>alert(1)</script> is tall.',
        "AND OR NOT (tower* : \"open' ) ^2 ~ [a TO b] is tall.",
    ],
)
def test_hostile_texts_are_checked_like_others(web: httpx.Client, text: str) -> None:
    result = checked(web, text=text)
    ends = [0]
    for claim in result["claims"]:
        assert claim["start"] >= ends[-1] or claim["end"] == ends[-1]
        assert claim["start"] < claim["end"] <= len(text)
        ends.append(claim["end"])
    assert result["claims"]
    assert result["notes"] == []
    known = {c["id"] for c in result["citations"]}
    assert all({*c["citations"], *c["against"]} <= known for c in result["claims"])


def test_addresses_without_end_are_told_apart_at_once(web: httpx.Client) -> None:
    begun = time.process_time()
    reply = web.post("/v1/check", json={"text": "www.a" * 3000 + " x"})
    assert reply.status_code == 200  # not an address alone
    status, error = refused(web, text="https://a.example www.b.example/" + "www.a" * 3000)
    assert (status, error["code"]) == (400, "bad_input")
    assert time.process_time() - begun < 20  # it took for ever before


def test_half_a_surrogate_pair_harms_nothing(web: httpx.Client) -> None:
    body = b'{"text": "The tower \\ud800 is tall."}'
    reply = web.post("/v1/check", content=body, headers={"content-type": "application/json"})
    assert reply.status_code == 200
    assert reply.json()["claims"][0]["text"] == "The tower \ufffd is tall."


def test_who_leaves_gives_the_place_back(tmp_path: Path) -> None:
    text = " ".join(f"The tower was {n} metres tall." for n in range(150))
    limits = Limits(running=1, waiting=1, waiting_s=20)
    with serving(tmp_path, limits) as own, httpx.Client(base_url=own.root, timeout=30) as web:
        body = {"text": text, "stream": True}
        with web.stream("POST", "/v1/check", json=body) as stream:
            lines = stream.iter_lines()
            assert next(lines).startswith("data: ")
        assert checked(web, text=TOWER)["claims"]  # the only place is free again


def test_a_whole_text_has_its_own_time_and_a_claim_that_of_a_request(tmp_path: Path) -> None:
    text = " ".join(f"The tower was {n} metres tall." for n in range(150))
    limits = Limits(request_s=60, check_s=0.01)
    with serving(tmp_path, limits) as own, httpx.Client(base_url=own.root, timeout=30) as web:
        status, error = refused(web, text=text)
        assert (status, error["code"]) == (504, "model_timeout")
        assert "error" not in checked(web, claim="It is tall.", evidence=TOWER)


def test_more_at_once_than_the_gate_lets_in_is_refused(tmp_path: Path) -> None:
    text = " ".join(f"The tower was {n} metres tall." for n in range(200))
    limits = Limits(running=1, waiting=0)
    with serving(tmp_path, limits) as own, httpx.Client(base_url=own.root, timeout=30) as web:
        begun, over = threading.Event(), threading.Event()

        def hold() -> None:
            body = {"text": text, "stream": True}
            with (
                httpx.Client(base_url=own.root, timeout=30) as other,
                other.stream("POST", "/v1/check", json=body) as stream,
            ):
                lines = stream.iter_lines()
                next(lines)
                begun.set()
                over.wait(20)

        thread = threading.Thread(target=hold)
        thread.start()
        assert begun.wait(20)
        status, error = refused(web, text=TEXT)
        over.set()
        thread.join(20)
        assert status == 503
        assert "in a moment" in error["message"]
