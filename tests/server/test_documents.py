"""Documents over HTTP: dropped, seen while they are read, listed, searched, removed."""

from __future__ import annotations

import time
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import httpx
import pytest

from blackbird.server.limits import Limits
from tests.fakes.hostile_files import docx_of, docx_paragraph, simple_pdf
from tests.server.conftest import serving

NOTE = "# The lock of Bramwick\n\nThe lock of Bramwick has nine gates. It was dug in 1822.\n"


@pytest.fixture
def web(tmp_path: Path) -> Iterator[httpx.Client]:
    with serving(tmp_path) as served, httpx.Client(base_url=served.root, timeout=20) as client:
        yield client


def added(web: httpx.Client, name: str, data: bytes) -> dict[str, Any]:
    """Drop a file and wait until it is read, or is not going to be."""
    reply = web.post("/api/documents", params={"name": name}, content=data)
    assert reply.status_code == 200, reply.text
    id = reply.json()["reading"]["id"]
    give_up = time.monotonic() + 30
    while time.monotonic() < give_up:
        (row,) = [r for r in web.get("/api/readings").json()["readings"] if r["id"] == id]
        if row["state"] not in ("waiting", "reading"):
            return dict(row)
        time.sleep(0.02)  # between two looks; that it ends is asserted below
    raise AssertionError("It was never read.")


def listed(web: httpx.Client, search: str = "") -> list[dict[str, Any]]:
    rows: list[dict[str, Any]] = web.get("/api/documents", params={"search": search}).json()[
        "documents"
    ]
    return rows


def test_a_dropped_file_is_read_and_asked_about(web: httpx.Client) -> None:
    row = added(web, "lock.md", NOTE.encode())
    assert (row["state"], row["passages"], row["error"]) == ("done", 1, "")
    assert row["done"] == row["total"] > 0
    document = listed(web, "BRAMWICK")[0]
    assert document["title"] == "The lock of Bramwick"
    assert document["uploaded"] is True
    asked = {"question": "How many gates? say: The lock has nine tall gates. (1)"}
    turn = web.post("/api/conversations", json=asked).json()["turn"]
    told = web.get(f"/api/turns/{turn['id']}/events").text
    assert "nine gates" in told


def test_dropped_pdf_and_word_files_are_read(web: httpx.Client) -> None:
    text = "The lock of Bramwick has nine gates."
    for name, data in (("a.pdf", simple_pdf(text)), ("b.docx", docx_of(docx_paragraph(text)))):
        row = added(web, name, data)
        assert (row["state"], row["passages"], row["error"]) == ("done", 1, "")
    assert {d["title"] for d in listed(web)} >= {"a", "b"}
    row = added(web, "bad.pdf", b"%PDF-1.7")
    assert row["state"] == "failed"
    assert "The PDF is broken. Open it in a viewer" in row["error"]


def test_a_removed_document_is_gone_also_as_proof(web: httpx.Client) -> None:
    added(web, "lock.md", NOTE.encode())
    document = listed(web, "lock")[0]
    asked = {"question": "How tall is the tower? say: The tower is very tall. (1)"}
    turn = web.post("/api/conversations", json=asked).json()["turn"]
    web.get(f"/api/turns/{turn['id']}/events")
    assert web.get(f"/api/texts/{document['sha256']}").status_code == 200
    assert web.delete("/api/documents", params={"id": document["id"]}).status_code == 200
    assert listed(web, "lock") == []
    assert web.get(f"/api/texts/{document['sha256']}").status_code == 404
    again = web.delete("/api/documents", params={"id": document["id"]})
    assert again.status_code == 404
    assert "reload" in again.json()["error"]["message"]


def test_another_file_of_the_same_name_does_not_replace_the_first(web: httpx.Client) -> None:
    for data in (NOTE, NOTE, "Quite another lock, of Aldenport."):
        assert added(web, "lock.md", data.encode())["state"] == "done"
    assert len(listed(web, "lock")) == 2


def test_lines_become_documents_and_bad_ones_are_said(web: httpx.Client) -> None:
    lines = b'{"id": "a", "text": "One lock."}\nno json\n{"id": "b", "text": "Two locks."}\n'
    row = added(web, "locks.jsonl", lines)
    assert row["state"] == "done"
    assert [p for p in row["problems"] if "line 2" in p]
    assert {"a", "b"} <= {d["id"] for d in listed(web)}


@pytest.mark.parametrize(
    ("name", "data", "said"),
    [
        ("photo.txt", b"\x89PNG\x00\x01\x02" * 50, "holds no text"),
        ("empty.md", b"  \n ", "is empty"),
        ("bad.jsonl", b"[]\n", "line 1"),
    ],
)
def test_what_holds_no_text_is_said(web: httpx.Client, name: str, data: bytes, said: str) -> None:
    before = listed(web)
    row = added(web, name, data)
    assert row["state"] == "failed"
    assert said in row["error"]
    assert listed(web) == before


@pytest.mark.parametrize(
    "name", ["photo.png", "noending", "", "..", "a/b/.md/", "x" * 900 + ".exe"]
)
def test_a_kind_that_cannot_be_read_is_refused_at_once(web: httpx.Client, name: str) -> None:
    reply = web.post("/api/documents", params={"name": name}, content=b"x")
    assert reply.status_code == 400
    assert ".jsonl" in reply.json()["error"]["message"]


def test_a_name_is_only_a_name(web: httpx.Client, tmp_path: Path) -> None:
    added(web, "../../etc/..\\evil.md", b"A harmless lock.")
    assert [d["id"] for d in listed(web, "evil")] == ["upload:evil.md"]
    assert not list(tmp_path.rglob("evil*"))


def test_ten_megabytes_can_be_given_up_and_leave_nothing(web: httpx.Client) -> None:
    data = b"".join(b"The lock number %d of Bramwick has gates. " % n for n in range(240_000))
    assert len(data) > 10_000_000
    reply = web.post("/api/documents", params={"name": "long.txt"}, content=data)
    id = reply.json()["reading"]["id"]
    give_up = time.monotonic() + 30
    while web.get("/api/readings").json()["readings"][0]["state"] == "waiting":
        assert time.monotonic() < give_up, "It was never begun."
    rows = web.delete(f"/api/readings/{id}").json()["readings"]
    assert rows[0]["state"] == "stopped"
    assert listed(web, "long") == []
    assert web.delete("/api/readings/nothing").status_code == 404


def test_more_bytes_than_allowed_are_refused(tmp_path: Path) -> None:
    limits = Limits(body_bytes=1000, file_bytes=5000)
    with serving(tmp_path, limits) as served:
        web = httpx.Client(base_url=served.root, timeout=20)
        fits = web.post("/api/documents", params={"name": "a.txt"}, content=b"a lock " * 500)
        assert fits.status_code == 200
        large = web.post("/api/documents", params={"name": "a.txt"}, content=b"a lock " * 1000)
        assert large.status_code == 413
        asked = web.post("/api/conversations", json={"question": "x" * 2000})
        assert asked.status_code == 413
        web.close()
