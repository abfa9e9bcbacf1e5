"""``blackbird check`` of a whole text: for people, as JSON, from standard input, and refusals."""

from __future__ import annotations

import pytest

from blackbird.cli.checking import check_rows
from blackbird.cli.page import as_plain
from blackbird.contract import LONGEST_TEXT
from blackbird.types import FactCheck, TextClaim
from tests.cli.conftest import CommandLine

TEXT = "Hello! The tram of Aldenport opened in 1889. The tram has nine stops. Is it blue?"


@pytest.fixture
def reading(asked: CommandLine) -> CommandLine:
    """The command with documents, and a judge that believes quotations and little else."""
    asked.say("", chance=lambda claim, _: 0.01 if "nine" in claim else 0.2)
    return asked


def test_each_claim_is_shown_with_its_mark_and_its_quotes(reading: CommandLine) -> None:
    result = reading("check", TEXT)
    assert (result.status, result.err) == (0, "")
    lines = result.out.splitlines()
    assert [line for line in lines if line[:1] in "✓✗?·–" and line.strip()] == [
        "· Hello!",
        "✓ The tram of Aldenport opened in 1889.",
        "✗ The tram has nine stops.",
        "· Is it blue?",
    ]
    at = lines.index("✓ The tram of Aldenport opened in 1889.")
    assert lines[at + 1].startswith("  [1] The tram of Aldenport, 2023-05-01  https://example")
    assert "opened in 1889" in lines[at + 2]
    assert lines[at + 3] == "  against it:"
    assert "opened in 1891" in lines[at + 5]
    assert "1 ✓ supported by the evidence" in lines[-1]
    assert "searched: documents" in lines[-1]


def test_programs_get_the_same_json_as_from_the_server(reading: CommandLine) -> None:
    result = reading("check", "--json", TEXT).json()
    assert list(result) == ["claims", "citations", "notes", "model", "timings_ms"]
    assert [TEXT[c["start"] : c["end"]] for c in result["claims"]] == [
        "Hello!",
        "The tram of Aldenport opened in 1889.",
        "The tram has nine stops.",
        "Is it blue?",
    ]
    opened = result["claims"][1]
    assert list(opened) == ["text", "start", "end", "verdict", "score", "citations", "against"]
    assert {c["id"] for c in result["citations"]} >= {*opened["citations"], *opened["against"]}
    assert opened["against"]


def test_a_text_from_standard_input_in_any_script(reading: CommandLine) -> None:
    text = "港は1920年に開かれました。\n\nThe tram of Aldenport opened in 1889.\n"
    result = reading("check", "--json", "-", stdin=text).json()
    assert [c["verdict"] for c in result["claims"]] == ["supported", "supported"]
    assert [text[c["start"] : c["end"]] for c in result["claims"]] == text.split("\n")[:3:2]


def test_the_period_bounds_what_is_evidence(reading: CommandLine) -> None:
    claim = "The tram of Aldenport opened in 1889."
    result = reading("check", "--json", "--since", "2024", claim).json()
    assert result["claims"][0]["verdict"] != "supported"
    assert {c["date"] for c in result["citations"]} <= {"2024-12-01"}


def test_words_of_the_command_line_are_one_text(reading: CommandLine) -> None:
    result = reading("check", "--json", *"The tram of Aldenport opened in 1889.".split()).json()
    assert [c["verdict"] for c in result["claims"]] == ["supported"]


@pytest.mark.parametrize(
    ("arguments", "stdin", "said"),
    [
        ([], b"", "The text is empty."),
        (["  "], b"", "The text is empty."),
        (["-"], b"", "The text is empty."),
        (["-"], b"\x00\x01\x02" * 99, "Standard input holds no text."),
        (["-"], b"word " * LONGEST_TEXT, "Check it in parts."),
        (
            ["a" * (LONGEST_TEXT + 1)],
            b"",
            "more than 20,000. Check it in parts.",
        ),
        (["https://example.org/page"], b"", "The web is off, so the page cannot be read. Allow it"),
        (["-"], b"http://example.org/page\n", "blackbird settings web=yes"),
        (["www.example.org/page"], b"", "an address and no text"),
        (["https://a.example", "https://b.example"], b"", "an address and no text"),
        (["--source", "moon", "It is."], b"", 'no source called "moon"'),
        (["--since", "soon", "It is."], b"", "soon"),
    ],
)
def test_what_cannot_be_checked_is_said(
    reading: CommandLine, arguments: list[str], stdin: bytes, said: str
) -> None:
    result = reading("check", *arguments, stdin=stdin)
    assert (result.status, result.out) == (2, "")
    assert said in result.err


@pytest.mark.parametrize(
    "text",
    [
        "a" * 10_000,
        "The tram\x07\x1b[31m of Aldenport\u202e opened in 1889. " + "It is quick. " * 9,
        "The tram opened in 1889. [1] It has stops [2]. [99]",
        "港は opened в 1889 году で。😀 ok!",
    ],
)
def test_hostile_texts_steer_neither_the_check_nor_the_terminal(
    reading: CommandLine, text: str
) -> None:
    result = reading("check", "-", stdin=text)
    assert result.status == 0
    assert "\x1b" not in result.out
    assert "\u202e" not in result.out


def test_notes_and_what_was_not_checked_are_shown() -> None:
    claims = (TextClaim("It is tall.", 0, 11),)
    note = "web could not be searched:\nno answer"
    found = FactCheck(claims, notes=(note,), timings_ms={"total": 9})
    out = as_plain(check_rows(found, ("documents", "web")))
    assert "– It is tall." in out
    assert "Note: web could not be searched: no answer\n" in out
    assert out.endswith("1 – not checked · searched: documents, web · total 0.0 s\n")
