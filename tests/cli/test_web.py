"""``--source web`` through the command line: three engines and twenty pages on loopback."""

from __future__ import annotations

import os
import re
from collections.abc import Iterator
from html import escape

import pytest

from tests.cli.conftest import CommandLine
from tests.fakes.engines import Listed, path_of, settings_for, told
from tests.fakes.page_server import PageServer, page_server, reply

ENGINES = ("searxng", "wikipedia", "brave")
TOPICS = [f"Aldenport{n}" for n in range(20)]
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
    answer = online(
        "ask", "--source", "web", "--json", "When did the tram of Aldenport open?"
    ).json()
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
        words = [] if command == "chat" else ["When did the tram of Aldenport open?"]
        result = online(command, "--source", "web", *words)
        assert (result.status, result.out) == (2, "")
        assert 'The web is off, so it is not searched. Allow it once with "blackbird settings' in (
            result.err
        )
    assert world.asked == []
