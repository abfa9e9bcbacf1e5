"""Posts that say the same in other words are found, as long as they are there."""

from __future__ import annotations

import json
from collections.abc import Mapping
from pathlib import Path
from typing import Any

import numpy as np
import pytest

from blackbird.index.posts.parts import Parts
from blackbird.index.posts.vector_files import FACTS
from blackbird.posts import Removed
from blackbird.storage.datadir import DataDirectory
from blackbird.storage.posts.record import PostRecord
from tests.cli.conftest import CommandLine
from tests.fakes.embedder import SynonymEmbedder

TRAM = "Die Straßenbahn nach Aldenport fährt heute leider nicht mehr."
SAID: Mapping[str, str] = {
    "tram": TRAM,
    "cake": "We baked a cake with plums and nobody left a crumb of it.",
    "rain": "It will rain on the coast until Friday, says the harbour office.",
}
NONE = {"posts": 0, "skipped": 0}


@pytest.fixture
def blackbird(blackbird: CommandLine) -> CommandLine:
    blackbird.embedder = SynonymEmbedder({"streetcar": "straßenbahn"})
    return blackbird


@pytest.fixture
def source(blackbird: CommandLine, tmp_path: Path) -> str:
    """A feed that was read to its end, by its name."""
    return ingested(blackbird, tmp_path / "said.jsonl", SAID)


def ingested(blackbird: CommandLine, path: Path, said: Mapping[str, str]) -> str:
    rows = [
        {
            "id": f"https://a.example/{name}",
            "author": "anna",
            "text": text,
            "created_at": "2026-11-29T10:00:00.000+00:00",
        }
        for name, text in said.items()
    ]
    path.write_text("".join(json.dumps(row) + "\n" for row in rows))
    result = blackbird("ingest", f"file:{path}")
    assert result.status == 0, result.err
    return f"file:{path}"


def found(blackbird: CommandLine, *arguments: str) -> list[str]:
    result = blackbird("search", "--json", "--source", "posts", *arguments)
    assert result.status == 0, result.err
    return [hit["url"].rpartition("/")[2] for hit in result.json()["hits"]]


def vectors(blackbird: CommandLine) -> dict[str, int]:
    told: dict[str, int] = blackbird("ingest", "status", "--json").json()["vectors"]
    return told


def test_a_post_in_other_words_is_found(blackbird: CommandLine, source: str) -> None:
    assert found(blackbird, "streetcar")[0] == "tram"
    assert found(blackbird, "plums")[0] == "cake"
    assert vectors(blackbird) == {"posts": 3, "skipped": 0}
    assert "3 posts found by meaning" in blackbird("ingest", "status").out


def test_and_cited(blackbird: CommandLine, source: str) -> None:
    blackbird.say(f"{TRAM} [1]")
    answer = blackbird("ask", "--json", "--source", "posts", "What of the streetcar?").json()
    assert [c["url"] for c in answer["citations"]] == ["https://a.example/tram"]


def test_only_of_the_time_that_is_asked_for(blackbird: CommandLine, source: str) -> None:
    assert "tram" in found(blackbird, "--since", "2026-11-29", "streetcar")
    assert "tram" in found(blackbird, "--until", "2026-11-29", "streetcar")
    assert found(blackbird, "--since", "2026-11-30", "streetcar") == []
    assert found(blackbird, "--until", "2026-11-28", "streetcar") == []


def test_what_may_not_be_shown_is_not_found(blackbird: CommandLine, source: str) -> None:
    assert blackbird("ingest", "grant", source, "display=no").status == 0
    assert found(blackbird, "streetcar") == []
    assert blackbird("ingest", "grant", source, "display=yes").status == 0
    assert found(blackbird, "streetcar")[0] == "tram"
    assert blackbird("ingest", "grant", source, "store=no").status == 0
    assert found(blackbird, "streetcar") == []
    assert vectors(blackbird) == NONE


def test_what_was_removed_before_a_kill_leaves_the_index_with_the_next_search(
    blackbird: CommandLine, source: str
) -> None:
    record = PostRecord.open(DataDirectory(blackbird.data).posts)
    feed = record.feeds.named(source)
    record.commit(feed, [Removed("https://a.example/tram")], None, None, 2**50)
    assert record.count() == 2
    record.close()
    assert vectors(blackbird)["posts"] == 3
    assert "tram" not in found(blackbird, "streetcar")
    assert vectors(blackbird)["posts"] == 2


def test_a_vector_of_other_words_is_not_believed(blackbird: CommandLine, source: str) -> None:
    """As after a record was put back from a copy, whose keys are given out again."""
    data = DataDirectory(blackbird.data)
    record = PostRecord.open(data.posts)
    for path in Parts(data.posts_index, record.name).vector_files():
        facts = np.memmap(path, FACTS, "r+", shape=(3,))
        facts["check"] += 1
    record.close()
    assert found(blackbird, "streetcar") == []
    assert found(blackbird, "Aldenport") == ["tram"]  # by its words


def test_without_a_policy_words_alone_find(
    blackbird: CommandLine, source: str, tmp_path: Path
) -> None:
    blackbird.data.joinpath("blackbird.toml").write_text('posts_vectors = "no"\n')
    ingested(blackbird, tmp_path / "more.jsonl", {"more": "Another word of the harbour office."})
    assert vectors(blackbird) == NONE
    assert found(blackbird, "streetcar") == []
    assert "tram" in found(blackbird, "Aldenport")


def test_a_policy_that_is_none_is_said(blackbird: CommandLine) -> None:
    blackbird.data.mkdir()
    blackbird.data.joinpath("blackbird.toml").write_text('posts_vectors = "speed=9"\n')
    result = blackbird("ingest", "status")
    assert result.status != 0
    assert "posts_vectors" in result.err
    assert "per_second" in result.err


def test_without_a_model_posts_are_followed_as_ever(tmp_path: Path) -> None:
    from blackbird.assistant import Assistant

    command = CommandLine(tmp_path / "data").with_shell(assistant=lambda s: Assistant(s))
    ingested(command, tmp_path / "said.jsonl", SAID)
    assert vectors(command) == NONE
    assert command("ingest", "status", "--json").json()["sources"][0]["posts"] == 3


def test_what_waits_is_embedded_later(blackbird: CommandLine, tmp_path: Path) -> None:
    lacking = blackbird.with_shell(assistant=_without_embedder)
    ingested(lacking, tmp_path / "said.jsonl", SAID)
    assert vectors(blackbird) == NONE
    ingested(blackbird, tmp_path / "more.jsonl", {"more": "Another word of the harbour office."})
    assert vectors(blackbird) == {"posts": 4, "skipped": 0}
    assert found(blackbird, "streetcar")[0] == "tram"


def _without_embedder(settings: Any) -> Any:
    from blackbird.assistant import Assistant

    return Assistant(settings)
