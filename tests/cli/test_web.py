"""``--source web`` through the command line: three engines and twenty pages on loopback."""

from __future__ import annotations

import os
import re
from collections.abc import Iterator
from datetime import timedelta
from html import escape
from pathlib import Path

import pytest

from blackbird.tracing import SystemClock
from tests.cli.conftest import CommandLine
from tests.fakes.engines import Listed, path_of, settings_for, told
from tests.fakes.page_server import PageServer, page_server, reply

ENGINES = ("searxng", "wikipedia", "brave")
TOPICS = [f"Aldenport{n}" for n in range(20)]
ASKED = "When did the tram of Aldenport open?"
SAID = "The tram of Aldenport opened in 1889."


def page(n: int) -> str:
    topic = TOPICS[n]
    first = SAID if n == 7 else f"The {topic} museum shows {n + 3} old boats."
    more = " ".join(f"Room {k} of the {topic} house has {k * 7} lamps." for k in range(2, 30))
    return (
        f"<html lang=en><title>{escape(topic)}</title>"
        f"<meta name=date content='20{n + 1:02}-05-01'>"
        f"<body><article><h1>{topic}</h1><p>{first}</p><p>{more}</p></article></body></html>"
    )


@pytest.fixture
def world() -> Iterator[PageServer]:
    pages = {f"/page/{n}": reply(page(n)) for n in range(20)}
    with page_server(pages) as server:

        def listed(*numbers: int) -> list[Listed]:
            return [
                Listed(server.url(f"/page/{n}", f"site{n}.example"), TOPICS[n]) for n in numbers
            ]

        server.pages[path_of("searxng")] = told("searxng", listed(7, 1, 2, 3))
        server.pages[path_of("wikipedia")] = told("wikipedia", listed(4, 7, 5))
        server.pages[path_of("brave")] = told("brave", listed(*range(8, 20), 7))
        yield server


@pytest.fixture
def online(
    blackbird: CommandLine, world: PageServer, monkeypatch: pytest.MonkeyPatch
) -> CommandLine:
    for name, value in settings_for(world, *ENGINES).items():
        monkeypatch.setitem(os.environ, f"BLACKBIRD_{name.upper()}", value)
    blackbird.guard = world.guard()
    blackbird.say(f"{SAID} [1]", chance=lambda a, b: 0.95 if "1889" in b else 0.1)
    return blackbird


def text_of(html: str) -> str:
    return re.sub(r"<[^>]+>", " ", html)


def test_an_answer_quotes_pages_that_were_read(online: CommandLine, world: PageServer) -> None:
    online("settings", "web=yes")
    answer = online("ask", "--source", "web", "--json", ASKED).json()
    assert answer["answer"].startswith(SAID)
    assert not answer["abstained"]
    assert answer["notes"] == []
    (cited,) = [c for c in answer["citations"] if c["id"] == 1]
    assert cited["url"] == world.url("/page/7", "site7.example")
    assert (cited["source"], cited["date"], cited["title"]) == ("web", "2008-05-01", TOPICS[7])
    for citation in answer["citations"]:
        number = int(citation["url"].rsplit("/", 1)[1])
        assert citation["quote"] in text_of(page(number))
        assert len(citation["sha256"]) == 64
    assert sum(path.startswith("/page/") for _, path in world.asked) == 5


def test_without_consent_nothing_is_asked(online: CommandLine, world: PageServer) -> None:
    for command in ("ask", "search", "check", "chat"):
        words = [] if command == "chat" else [ASKED]
        result = online(command, "--source", "web", *words)
        assert (result.status, result.out) == (2, "")
        assert 'The web is off, so it is not searched. Allow it once with "blackbird settings' in (
            result.err
        )
    assert world.asked == []


def test_on_a_terminal_it_is_asked_once(online: CommandLine, world: PageServer) -> None:
    asked: list[str] = []

    def yes(question: str) -> bool:
        asked.append(question)
        return True

    there = online.with_shell(confirm=yes)
    there.guard = online.guard
    for _ in range(2):
        assert there("search", "--source", "web", "Aldenport tram").status == 0
    assert len(asked) == 1
    assert "sends your questions to search engines" in asked[0]


def test_questions_without_the_web_ask_nobody(online: CommandLine, world: PageServer) -> None:
    online("settings", "web=yes")
    assert online("ask", ASKED).status == 0
    assert world.asked == []


def test_people_see_where_it_stands_and_of_when_it_is(
    online: CommandLine, world: PageServer
) -> None:
    online("settings", "web=yes")
    result = online("ask", "--source", "web", ASKED)
    assert f"[1] {TOPICS[7]}, 2008-05-01  {world.url('/page/7', 'site7.example')}" in result.out
    assert f"“{SAID}”" in result.out


def test_an_engine_that_fails_is_named(online: CommandLine, world: PageServer) -> None:
    online("settings", "web=yes")
    world.pages[path_of("brave")] = reply("down", "500 Internal Server Error")
    answer = online("ask", "--source", "web", "--json", ASKED).json()
    assert answer["notes"] == ["brave could not be searched: it failed (500)"]
    assert answer["answer"].startswith(SAID)
    found = online("search", "--source", "web", "Aldenport tram")
    assert found.err == "blackbird: brave could not be searched: it failed (500)\n"
    assert "1. " in found.out


def test_without_a_network_it_answers_from_documents_and_says_so(
    online: CommandLine, world: PageServer, library: Path
) -> None:
    online("settings", "web=yes")
    online("index", "add", str(library))
    for name in ENGINES:
        world.pages[path_of(name)] = reply("", "503 Service Unavailable")
    answer = online("ask", "--source", "web", "--json", ASKED).json()
    assert [note.partition(" ")[0] for note in answer["notes"][:3]] == list(ENGINES)
    assert answer["notes"][3] == (
        "The web could not be reached: this rests on your documents instead."
    )
    assert {citation["source"] for citation in answer["citations"]} == {"documents"}
    result = online("search", "--source", "web", "Aldenport tram")
    assert (result.status, result.out) == (1, "")
    assert "web could not be searched (searxng: it failed (503); " in result.err
    checked = online("check", "--source", "web", "--json", SAID).json()
    assert "The web could not be reached" in checked["notes"][-1]


def test_a_period_is_told_to_engines_and_held_to(online: CommandLine, world: PageServer) -> None:
    online("settings", "web=yes")
    hits = online(
        *("search", "--source", "web", "--json", "--since", "2009", "--until", "2015-06"),
        "Aldenport tram",
    ).json()["hits"]
    assert {hit["date"] for hit in hits} <= {f"20{n:02}-05-01" for n in range(9, 16)}
    assert hits
    assert any("freshness=2009-01-01to2015-06-30" in path for _, path in world.asked)


def test_the_web_and_documents_at_once(
    online: CommandLine, world: PageServer, library: Path
) -> None:
    online("settings", "web=yes")
    online("index", "add", str(library))
    both = ("--source", "web", "--source", "documents")
    hits = online("search", *both, "--json", ASKED).json()["hits"]
    assert {hit["source"] for hit in hits} == {"web", "documents"}
    assert all(0 <= hit["score"] <= 1 for hit in hits)


def test_a_text_is_checked_against_the_web(online: CommandLine, world: PageServer) -> None:
    online("settings", "web=yes")
    online.say("", chance=lambda claim, text: 0.95 if "1889" in text else 0.1)
    found = online("check", "--source", "web", "--json", SAID).json()
    assert [claim["verdict"] for claim in found["claims"]] == ["supported"]
    assert found["citations"][0]["url"] == world.url("/page/7", "site7.example")


def test_a_secret_is_shown_nowhere(online: CommandLine, world: PageServer) -> None:
    online("settings", "web=yes")
    world.pages[path_of("brave")] = reply("brave-secret is wrong", "401 Unauthorized")
    answer = online("ask", "--source", "web", "--json", ASKED)
    shown = online("settings")
    assert any("x-subscription-token: brave-secret" in request for request in world.requests)
    for result in (answer, shown, online("doctor")):
        assert "brave-secret" not in result.out + result.err


def test_recent_pages_are_preferred_where_it_is_about_now(
    online: CommandLine, world: PageServer
) -> None:
    online("settings", "web=yes")
    lately = (SystemClock().now() - timedelta(days=20)).date().isoformat()
    people = {"old": ("Anna Berg", "2009-01-01"), "new": ("Otto Lind", lately)}
    others = " ".join(f"Room {n} of the town hall has {n * 3} chairs." for n in range(2, 9))
    for name, (who, date) in people.items():
        world.pages[f"/{name}"] = reply(
            f"<html lang=en><title>{name}</title><meta name=date content='{date}'><body>"
            f"<article><p>The mayor of Aldenport is {who}.</p><p>{others}</p></article>"
        )
    order = [Listed(world.url(f"/{n}", f"{n}.example"), n) for n in ("old", "new")]
    for name in ENGINES:
        world.pages[path_of(name)] = told(name, order)
    online.say("The mayor of Aldenport is Otto Lind. [1]", chance=lambda a, b: 0.9)
    now = online("ask", "--source", "web", "--json", "Who is the mayor of Aldenport now?").json()
    assert now["citations"][0]["date"] == lately
    ever = online("ask", "--source", "web", "--json", "Which mayor did Aldenport have?").json()
    assert ever["citations"][0]["date"] == "2009-01-01"
