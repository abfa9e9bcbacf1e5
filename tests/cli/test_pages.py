"""``blackbird pages``, and what becomes of kept pages when the web is not allowed any more."""

from __future__ import annotations

import os
from collections.abc import Iterator

import pytest

from tests.cli.conftest import CommandLine
from tests.fakes.engines import Listed, path_of, settings_for, told
from tests.fakes.page_server import PageServer, page_server, reply

SAID = "The tram of Aldenport opened in 1889."
PAGE = f"<html lang=en><title>Trams \x1b[2J</title><body><p>{SAID}</p></body></html>"
KEPT = "1 page of the web kept on this machine (0.0 MB)."


@pytest.fixture
def world() -> Iterator[PageServer]:
    with page_server({"/tram": reply(PAGE)}) as server:
        server.pages[path_of("searxng")] = told("searxng", [Listed(server.url("/tram"))])
        yield server


@pytest.fixture
def read(blackbird: CommandLine, world: PageServer, monkeypatch: pytest.MonkeyPatch) -> CommandLine:
    """One that has read a page."""
    for name, value in settings_for(world, "searxng").items():
        monkeypatch.setitem(os.environ, f"BLACKBIRD_{name.upper()}", value)
    blackbird.guard = world.guard()
    blackbird("settings", "web=yes")
    assert blackbird("search", "--source", "web", "tram of Aldenport").status == 0
    return blackbird


def test_they_are_listed_and_removed(read: CommandLine, world: PageServer) -> None:
    listed = read("pages", "list")
    assert listed.out.startswith(f"{world.url('/tram')} — Trams")
    assert ("\x1b" in listed.out, listed.err) == (False, f"{KEPT}\n")
    (page,) = read("pages", "list", "--json").json()["pages"]
    assert (page["url"], page["bytes"]) == (world.url("/tram"), len(SAID))
    assert read("pages", "clear").out == "1 page removed.\n"
    assert read("pages", "clear").out == "0 pages removed.\n"
    assert read("pages", "list", "--json").json() == {"pages": []}


def test_without_a_terminal_taking_consent_back_says_how(read: CommandLine) -> None:
    result = read("settings", "web=no", "--json")
    assert (result.status, result.err) == (0, f"{KEPT} To remove them: blackbird pages clear\n")
    assert {row["name"]: row["value"] for row in result.json()["settings"]}["web"] == "no"
    assert len(read("pages", "list", "--json").json()["pages"]) == 1


@pytest.mark.parametrize(("answer", "left"), [(True, 0), (False, 1)])
def test_on_a_terminal_taking_consent_back_asks(read: CommandLine, answer: bool, left: int) -> None:
    asked: list[str] = []

    def decide(question: str) -> bool:
        asked.append(question)
        return answer

    result = read.with_shell(confirm=decide)("settings", "web=no")
    assert asked == [f"{KEPT} Remove them, too? Answers keep what they quote."]
    assert ("1 page removed." in result.err, "pages clear" in result.err) == (answer, not answer)
    assert len(read("pages", "list", "--json").json()["pages"]) == left


def test_who_keeps_nothing_is_asked_nothing(blackbird: CommandLine) -> None:
    def never(_: str) -> bool:
        raise AssertionError

    there = blackbird.with_shell(confirm=never)
    assert there("settings", "web=no").err == ""  # not even a record
    there("index", "stats")
    assert (there("settings", "web=no").status, there("settings", "web=no").err) == (0, "")
    assert there("settings", "web=yes").err == ""
