"""The commands that serve programs: search, check, rewrite, extract, settings, and their lines."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Any

import pytest

from blackbird.errors import ModelMissing
from tests.cli.conftest import CommandLine, Result

PAGE = (
    "<html lang='en'><head><title>Trams</title></head><body><article><p>"
    + "The tram of Aldenport opened in 1889 and had seven stops on its first line. " * 5
    + "</p></article></body></html>"
)


def test_search_finds_and_limits(asked: CommandLine) -> None:
    found = asked("search", "--json", "--limit", "1", "tram stops").json()["hits"]
    assert len(found) == 1
    assert found[0].keys() >= {"id", "url", "title", "text", "score", "date", "source"}
    assert "The tram of Aldenport" in asked("search", "tram", "stops").out


def test_search_in_a_stretch_of_time(asked: CommandLine) -> None:
    hits = asked("search", "--json", "--since", "2024", "tram").json()["hits"]
    assert [h["date"] for h in hits] == ["2024-12-01"]


def test_search_lines(asked: CommandLine) -> None:
    first, second = asked("search", "--jsonl", stdin=[{"id": 1, "query": "港"}, {"id": 2}]).lines()
    assert any("港" in hit["text"] for hit in first["hits"])
    assert second["error"]["code"] == "bad_input"


def test_of_passages_that_score_alike_search_puts_the_one_that_answers_first(
    asked: CommandLine,
) -> None:
    for year in ("1889", "1891"):
        asked.say("", lambda _, text, year=year: 0.9 if year in text else 0.1)  # type: ignore[misc]
        (first,) = asked("search", "--json", "--limit", "1", "Aldenport").json()["hits"]
        assert year in first["text"]


def test_search_goes_on_without_the_judge(asked: CommandLine) -> None:
    class Missing:
        async def score(self, pairs: Sequence[tuple[str, str]]) -> Any:
            raise ModelMissing("No judge.", "Pull it.")

    asked.scorer = Missing()  # type: ignore[assignment]
    assert len(asked("search", "--json", "Aldenport").json()["hits"]) > 1


def test_search_that_finds_nothing_says_so(blackbird: CommandLine) -> None:
    result = blackbird("search", "tram")
    assert (result.status, result.out, result.err) == (0, "", "Nothing was found.\n")


def test_check_lines(blackbird: CommandLine) -> None:
    blackbird.say("", chance=lambda _c, _e: 0.01)
    rows = [
        {"id": 1, "claim": "The tram opened in 1889.", "evidence": "The tram opened in 1889."},
        {"id": 2, "claim": "It opened in 1901.", "evidence": ["The tram opened in 1889.", "Yes."]},
        {"id": 3, "claim": "It opened."},
        {"id": 4, "evidence": "The tram opened."},
        {"id": 5, "claim": "It opened.", "evidence": []},
    ]
    first, second, third, fourth, fifth = blackbird("check", "--jsonl", stdin=rows).lines()
    assert first["verdict"] == "supported"
    assert first["spans"] == [[0, 23]]
    assert second["verdict"] == "refuted"
    assert third["error"]["code"] == fourth["error"]["code"] == "bad_input"
    assert fifth == {"id": 5, "verdict": "not_enough_info", "score": 0.0, "spans": []}


def test_check_for_people_by_file_and_by_text(blackbird: CommandLine, tmp_path: Path) -> None:
    file = tmp_path / "report.txt"
    file.write_text("The tram opened in 1889.")
    for evidence in (str(file), "The tram opened in 1889."):
        out = blackbird("check", "--evidence", evidence, "The tram opened in 1889.").out
        assert out.startswith("✓ The tram opened in 1889.\n  supported by the evidence")
        assert "“The tram opened in 1889" in out


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        (["--evidence", "x", "--since", "2020", "It opened."], "Leave --since out"),
        (["--jsonl", "--source", "documents"], "nothing is searched. Leave --source"),
        (["--evidence", "x", ""], "The claim is empty."),
        (["--jsonl", "--evidence", "x"], "standard input"),
        (["--evidence", "/", "It opened."], "/ is a folder."),
    ],
)
def test_check_says_what_it_needs(blackbird: CommandLine, arguments: list[str], said: str) -> None:
    result = blackbird("check", *arguments)
    assert result.status == 2
    assert said in result.err


def test_rewrite_lines(blackbird: CommandLine) -> None:
    history = ["Tell me about Melania Trump.", "Where does Melania Trump live?"]
    rows: list[dict[str, Any]] = [
        {"id": 1, "history": history, "utterance": "When was she born?"},
        {"id": 2, "history": [], "utterance": "Who wrote Faust?"},
        {"id": 3, "history": history},
    ]
    first, second, third = blackbird("rewrite", "--jsonl", stdin=rows).lines()
    assert first["rewrite"] == "When was Melania Trump born?"
    assert first["queries"] == ["When was Melania Trump born?", "When was she born?"]
    assert second == {"id": 2, "rewrite": "Who wrote Faust?", "queries": ["Who wrote Faust?"]}
    assert third["error"]["code"] == "bad_input"


def test_rewrite_takes_lines_only(blackbird: CommandLine) -> None:
    assert blackbird("rewrite").status == 2


def test_extract_lines(blackbird: CommandLine, tmp_path: Path) -> None:
    page = tmp_path / "page"
    page.write_text(PAGE)
    rows: list[dict[str, Any]] = [
        {"id": 1, "html": PAGE, "url": "https://example.test/"},
        {"id": 2, "path": str(page)},
        {"id": 3, "path": str(tmp_path / "nowhere.html")},
        {"id": 4, "html": ""},
        {"id": 5},
    ]
    first, second, *bad = blackbird("extract", "--jsonl", stdin=rows).lines()
    assert first["text"] == second["text"]
    assert first["text"].startswith("The tram of Aldenport opened")
    assert (first["title"], first["language"]) == ("Trams", "en")
    assert [line["error"]["code"] for line in bad] == ["bad_input"] * 3


def test_extract_a_file_for_people(blackbird: CommandLine, tmp_path: Path) -> None:
    (tmp_path / "page.html").write_text(PAGE)
    (tmp_path / "note.md").write_text("---\ntitle: A note\n---\nSeven stops.\n")
    (tmp_path / "empty.md").write_text("")
    (tmp_path / "binary.html").write_bytes(b"\x00\x01")
    assert "The tram of Aldenport" in blackbird("extract", str(tmp_path / "page.html")).out
    note = blackbird("extract", "--json", str(tmp_path / "note.md")).json()
    assert (note["title"], note["text"]) == ("A note", "Seven stops.")
    assert blackbird("extract", str(tmp_path / "empty.md")).status == 2
    assert blackbird("extract", str(tmp_path / "binary.html")).status == 2
    assert blackbird("extract").status == 2


def test_settings_say_where_each_comes_from(real: Callable[..., Result], tmp_path: Path) -> None:
    (tmp_path / "own").mkdir()
    (tmp_path / "own/blackbird.toml").write_text('hits = 7\nmodel_key = "secret"\n')
    result = real("settings", "--json", BLACKBIRD_PORT="9000")
    found = {item["name"]: item for item in result.json()["settings"]}
    assert (found["hits"]["value"], found["hits"]["from"]) == (7, "blackbird.toml")
    assert (found["port"]["value"], found["port"]["from"]) == (9000, "environment")
    assert found["host"]["from"] == "default"
    assert found["data_dir"]["from"] == "--data-dir"
    assert "secret" not in result.out


def test_one_setting_with_its_help(blackbird: CommandLine) -> None:
    out = blackbird("settings", "hits").out
    assert out.startswith("hits = 10  [default]\n")
    assert out.count("\n") == 2
