"""``index add`` on PDF and Word files: sound ones are read, and no bad one stops it."""

from __future__ import annotations

from collections import Counter
from pathlib import Path

import pytest

from blackbird.evals.tokens import tokens
from tests.cli.conftest import CommandLine
from tests.fakes.hostile_files import (
    BAD_FILES,
    WORDS,
    deep_html,
    docx_of,
    docx_paragraph,
    large_pdf,
    pdf_bomb,
    simple_pdf,
)
from tests.fakes.made_files import made_files

LEAST = 0.98


def test_words_are_found_again(blackbird: CommandLine, tmp_path: Path) -> None:
    folder = tmp_path / "files"
    folder.mkdir()
    files = list(made_files(16, seed=7))
    for made in files:
        (folder / made.name).write_bytes(made.data)
    result = blackbird("index", "add", str(folder))
    assert (result.status, result.err) == (0, "")
    listed = {d["id"]: d for d in blackbird("index", "list", "--json").json()["documents"]}
    rows = [{"id": made.name, "path": str(folder / made.name)} for made in files]
    pages = {page["id"]: page for page in blackbird("extract", "--jsonl", stdin=rows).lines()}
    for made in files:
        document = listed[str(folder / made.name)]
        assert document["language"] == made.language
        if made.title:
            assert document["title"] == made.title
        given = Counter(tokens(" ".join(made.paragraphs)))
        there = Counter(tokens(pages[made.name]["text"]))
        assert (given & there).total() >= LEAST * given.total(), made.name


def test_an_answer_quotes_a_pdf(blackbird: CommandLine, tmp_path: Path) -> None:
    (tmp_path / "tram.pdf").write_bytes(simple_pdf(f"Old papers tell. {WORDS} It rained."))
    assert blackbird("index", "add", str(tmp_path / "tram.pdf")).status == 0
    answer = blackbird("ask", "--json", "When did the tram of Aldenport open?").json()
    (citation, *_) = answer["citations"]
    assert citation["quote"].startswith(WORDS)
    assert citation["start"] == len("Old papers tell. ")


def test_bad_files_are_named_and_the_rest_is_read(blackbird: CommandLine, tmp_path: Path) -> None:
    folder = tmp_path / "files"
    folder.mkdir()
    (folder / "secret").write_text("the secret of the house")
    for name, (data, _) in BAD_FILES.items():
        (folder / name).write_bytes(data)
    sound = {
        "a.pdf": simple_pdf(),
        "m.docx": docx_of(docx_paragraph()),
        "really.pdf": f"<html><title>t</title><p>{WORDS}".encode(),
        "really.html": simple_pdf(),
        "really.docx": simple_pdf(),
        "shift.html": f"<meta charset=utf-8><p>{'塔は1889年に開かれた。' * 9}".encode("shift_jis"),
        "deep.html": deep_html(),
        "z.pdf": simple_pdf(),
    }
    for name, data in sound.items():
        (folder / name).write_bytes(data)
    result = blackbird("index", "add", str(folder))
    assert result.status == 0
    assert f"{len(sound)} documents" in result.out
    said = {line.partition(":")[0].rpartition("/")[2]: line for line in result.err.splitlines()}
    for name, (_, why) in BAD_FILES.items():
        assert why in said[name], name
    assert "塔は1889年に開かれた。" in blackbird("extract", str(folder / "shift.html")).out


@pytest.mark.parametrize(
    ("name", "data", "read"),
    [("bomb.pdf", pdf_bomb, False), ("large.pdf", large_pdf, True)],
)
def test_what_is_large_or_unpacks_to_more_harms_nobody(
    blackbird: CommandLine, tmp_path: Path, name: str, data: object, read: bool
) -> None:
    folder = tmp_path / "files"
    folder.mkdir()
    (folder / name).write_bytes(data())  # type: ignore[operator]  # one of those above
    (folder / "z.pdf").write_bytes(simple_pdf())
    blackbird("settings", "parse_s=5")
    result = blackbird("index", "add", str(folder))
    assert result.status == 0
    assert f"{1 + read} document" in result.out
    assert read or f"{name}: " in result.err


def test_extract_tells_what_a_file_says_of_itself(blackbird: CommandLine, tmp_path: Path) -> None:
    (made,) = made_files(1)
    (tmp_path / "a.pdf").write_bytes(made.data)
    page = blackbird("extract", "--json", str(tmp_path / "a.pdf")).json()
    assert (page["title"], page["author"], page["language"]) == (made.title, made.author, "en")
    assert page["text"].startswith(made.paragraphs[0])
    rows = [{"id": 1, "path": str(tmp_path / "a.pdf")}, {"id": 2, "path": str(tmp_path / "b.pdf")}]
    first, second = blackbird("extract", "--jsonl", stdin=rows).lines()
    assert first["title"] == made.title
    assert "cannot be read" in second["error"]["message"]
