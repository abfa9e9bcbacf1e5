"""Which sources are asked: those that are named, and what fits where none is."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.cli.conftest import LIBRARY, CommandLine
from tests.server.posted import follower_of, post

NOW = "When does the tram of Aldenport run today?"
THEN = "When did the tram of Aldenport open?"
SAID = "The tram of Aldenport does not run today."


@pytest.fixture
def asked(blackbird: CommandLine, tmp_path: Path) -> CommandLine:
    library = tmp_path / "library"
    library.mkdir()
    (library / "tram.md").write_text(LIBRARY["tram.md"])
    assert blackbird("index", "add", str(library)).status == 0
    follower = follower_of(blackbird.data)
    follower.put(post("1", SAID))
    follower.close()
    blackbird.say(f"{SAID} [1]")
    return blackbird


@pytest.mark.parametrize(
    ("arguments", "searched"),
    [
        ((NOW,), "documents, posts"),
        ((THEN,), "documents"),
        (("--source", "documents", NOW), "documents"),
        (("--source", "posts", "--source", "documents", NOW), "posts, documents"),
    ],
)
def test_posts_are_asked_where_they_fit_or_are_named(
    asked: CommandLine, arguments: tuple[str, ...], searched: str
) -> None:
    told = asked("ask", *arguments)
    assert f"searched: {searched} · " in told.out.splitlines()[-1], told
    names = {c["source"] for c in asked("ask", "--json", *arguments).json()["citations"]}
    assert ("posts" in names) is ("posts" in searched)


def test_the_setting_turns_them_off(asked: CommandLine) -> None:
    assert asked("settings", "posts_now=no").status == 0
    assert "searched: documents · " in asked("ask", NOW).out


def test_a_conversation_says_what_was_asked(asked: CommandLine) -> None:
    told = asked("chat", stdin=f"{NOW}\n{THEN}\n").out
    assert told.count("searched: documents, posts · ") == 1
    assert told.count("searched: documents · ") == 1


def test_a_check_and_a_search_that_name_nothing_ask_documents(asked: CommandLine) -> None:
    assert "searched: documents" in asked("check", SAID).out.splitlines()[-1]
    hits = asked("search", "--json", NOW).json()["hits"]
    assert hits
    assert {hit["source"] for hit in hits} == {"documents"}
    assert asked("check", "--evidence", SAID, "--source", "posts", SAID).status == 2
