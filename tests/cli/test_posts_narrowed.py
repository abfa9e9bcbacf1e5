"""Live posts by author, language, feed, likes and links, from the command line."""

from __future__ import annotations

import json
from collections.abc import Mapping
from pathlib import Path

import pytest

from tests.cli.conftest import CommandLine

POSTS: Mapping[str, Mapping[str, object]] = {
    "old": {"author": "anna", "text": "The harbour is open.", "language": "en", "likes": 3},
    "new": {"author": "ben", "text": "The harbour is closed, see https://h.example", "likes": 20},
    "ja": {"author": "anna", "text": "harbour は開いています", "language": "ja"},
}


@pytest.fixture
def feed(blackbird: CommandLine, tmp_path: Path) -> str:
    """The name of a feed that was read to its end."""
    path = tmp_path / "said.jsonl"
    rows = [
        {"id": f"https://a.example/{name}", "created_at": "2026-11-29T10:00:00Z", **post}
        for name, post in POSTS.items()
    ]
    path.write_text("".join(json.dumps(row) + "\n" for row in rows), "utf-8")
    other = tmp_path / "other.jsonl"
    elsewhere = {"id": "https://b.example/other", "author": "cy", "text": "A harbour."}
    other.write_text(json.dumps({**elsewhere, "created_at": "2026-11-29T10:00:00Z"}))
    for one in (path, other):
        result = blackbird("ingest", f"file:{one}")
        assert result.status == 0, result.err
    return f"file:{path}"


def found(blackbird: CommandLine, *arguments: str) -> set[str]:
    result = blackbird("search", "--json", "--source", "posts", *arguments, "harbour")
    assert result.status == 0, result.err
    return {hit["url"].rpartition("/")[2] for hit in result.json()["hits"]}


def test_posts_are_narrowed(blackbird: CommandLine, feed: str) -> None:
    assert found(blackbird) == {"old", "new", "ja", "other"}
    assert found(blackbird, "--author", "@Anna") == {"old", "ja"}
    assert found(blackbird, "--language", "ja") == {"ja"}
    assert found(blackbird, "--language", "JA") == {"ja"}
    assert found(blackbird, "--feed", feed) == {"old", "new", "ja"}
    assert found(blackbird, "--likes", "3") == {"old", "new"}
    assert found(blackbird, "--likes", "4", "--author", "anna") == set()
    assert found(blackbird, "--links") == {"new"}


def test_each_line_is_narrowed(blackbird: CommandLine, feed: str) -> None:
    line = json.dumps({"id": 1, "query": "harbour"})
    result = blackbird("search", "--jsonl", "--source", "posts", "--author", "ben", stdin=line)
    assert [h["url"] for h in json.loads(result.out)["hits"]] == ["https://a.example/new"]


def test_a_feed_that_is_none(blackbird: CommandLine, feed: str) -> None:
    result = blackbird("search", "--source", "posts", "--feed", "file:other", "harbour")
    assert result.status != 0
    assert 'There is no feed "file:other".' in result.err
    assert "ingest status" in result.err


@pytest.mark.parametrize("sources", [[], ["web"], ["posts", "documents"]])
def test_of_documents_nobody_asks_who_likes_them(
    blackbird: CommandLine, sources: list[str]
) -> None:
    named = [word for name in sources for word in ("--source", name)]
    result = blackbird("search", *named, "--likes", "4", "harbour")
    assert result.status == 2
    assert "--source posts" in result.err


def test_what_may_not_be_shown_stands_in_nobodys_way(
    blackbird: CommandLine, feed: str, tmp_path: Path
) -> None:
    loud = tmp_path / "loud.jsonl"
    row = {"author": "dan", "created_at": "2026-11-29T11:00:00Z"}
    rows = [
        {**row, "id": f"https://d.example/{n}", "text": f"harbour harbour {n}"} for n in range(99)
    ]
    loud.write_text("".join(json.dumps(row) + "\n" for row in rows))
    assert blackbird("ingest", f"file:{loud}").status == 0
    assert blackbird("ingest", "grant", f"file:{loud}", "display=no").status == 0
    assert found(blackbird) == {"old", "new", "ja", "other"}
    assert found(blackbird, "--feed", "file") == {"old", "new", "ja", "other"}
    assert found(blackbird, "--feed", f"file:{loud}") == set()


@pytest.mark.parametrize("option", ["--author", "--language", "--feed"])
def test_a_name_that_no_text_can_hold_is_nobodys(
    blackbird: CommandLine, feed: str, option: str
) -> None:
    result = blackbird("search", "--source", "posts", option, "\udcff", "harbour")
    assert "internal error" not in result.err
    assert result.out == ""


def test_more_likes_than_there_can_be(blackbird: CommandLine, feed: str) -> None:
    assert found(blackbird, "--likes", str(2**63)) == set()
