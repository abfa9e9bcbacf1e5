"""``ask``: people get marks and quotes, programs the contract, and bad input one clear line."""

from __future__ import annotations

import json
import re
from collections.abc import Sequence
from pathlib import Path

import pytest

from blackbird.errors import ModelCrashed
from blackbird.protocols import Sampling
from blackbird.types import Turn
from tests.cli.conftest import CommandLine

QUESTION = "When did the tram of Aldenport open?"
FIELDS = {
    *("id", "question", "standalone", "kind", "queries", "answer", "abstained", "sentences"),
    *("citations", "disputes", "notes", "model", "timings_ms"),
}


def test_people_see_marks_citations_and_quotes(asked: CommandLine) -> None:
    result = asked("ask", QUESTION)
    assert result.status == 0, result.err
    found = re.search(r"✓ The tram of Aldenport opened in 1889. \[(\d)\]", result.out)
    assert found
    where = f"[{found[1]}] The tram of Aldenport, 2023-05-01  https://example.test/tram"
    assert where in result.out
    assert "    “The tram of Aldenport opened in 1889." in result.out
    assert "searched: documents" in result.out


def test_a_pipe_gets_no_colour_and_no_progress(asked: CommandLine) -> None:
    result = asked("ask", QUESTION)
    assert "\x1b" not in result.out
    assert result.err == ""


def test_words_need_no_quotation_marks(asked: CommandLine) -> None:
    (first, *_), (again, *_) = (
        asked("ask", *words).out.splitlines() for words in (QUESTION.split(), [QUESTION])
    )
    assert first == again


def test_json_is_the_contract_and_nothing_else(asked: CommandLine) -> None:
    answer = asked("ask", "--json", QUESTION).json()
    assert answer.keys() >= FIELDS
    assert answer["sentences"][0]["verdict"] == "supported"
    quotes = {citation["id"]: citation["quote"] for citation in answer["citations"]}
    (cited,) = answer["sentences"][0]["citations"]
    assert "The tram of Aldenport opened in 1889." in quotes[cited]


def test_what_the_evidence_contradicts_is_shown_as_left_out(asked: CommandLine) -> None:
    asked.say(
        "The tram of Aldenport opened in 1950. [1]",
        chance=lambda c, _e: 0.01 if "1950" in c else 0.9,
    )
    out = asked("ask", QUESTION).out
    body, _, left_out = out.partition("Drafted, but left out of the answer:")
    assert "1950" not in body
    assert "✗ The tram of Aldenport opened in 1950." in left_out


def test_both_sides_of_a_dispute_stand_in_the_answer(asked: CommandLine) -> None:
    answer = asked("ask", "--json", QUESTION).json()
    assert "1889" in answer["answer"]
    assert (
        "Other evidence says otherwise: “The tram of Aldenport opened in 1891." in answer["answer"]
    )
    (dispute,) = answer["disputes"]
    assert dispute["independent"] == [1, 1]


def test_unchecked_is_marked_as_such(asked: CommandLine) -> None:
    out = asked("ask", "--no-check", QUESTION).out
    assert out.startswith("– The tram of Aldenport opened in 1889. [1]")


def test_small_talk_keeps_its_lines_and_is_not_searched(asked: CommandLine) -> None:
    asked.say("Hello!\nHow are you?")
    out = asked("ask", "Hello!").out
    assert out.startswith("– Hello!")
    assert "searched" not in out


def test_controls_in_a_document_do_not_reach_the_terminal(
    blackbird: CommandLine, tmp_path: Path
) -> None:
    evil = "The tram of Aldenport \x1b]0;owned\x07\x1b[31mopened\u202e in 1889."
    row = {"id": "evil", "text": evil, "title": "\x1b[2JTram", "url": "https://e.test/\x1b[1m"}
    blackbird("index", "add", "--jsonl", stdin=[row])
    out = blackbird("ask", QUESTION).out
    assert not set(out) & set("\x1b\x07\u202e")
    assert "in 1889" in out


def test_lines_answer_in_order_with_their_ids(asked: CommandLine) -> None:
    rows = [{"id": n, "question": QUESTION} for n in ("a", 2, None)]
    assert [line["id"] for line in asked("ask", "--jsonl", stdin=rows).lines()] == ["a", 2, None]


def test_passages_are_the_only_evidence(asked: CommandLine) -> None:
    row = {"id": 1, "question": QUESTION, "passages": ["The tram of Aldenport opened in 1889."]}
    (answer,) = asked("ask", "--jsonl", stdin=[row]).lines()
    assert [c["quote"] for c in answer["citations"]] == row["passages"]
    assert answer["disputes"] == []


def test_a_crash_costs_one_line(asked: CommandLine) -> None:
    def script(messages: Sequence[Turn], sampling: Sampling) -> str:
        if "crash" in messages[-1].content:
            raise ModelCrashed("The process that runs mini ended in the middle.", "Ask again.")
        return "The tram of Aldenport opened in 1889. [1]"

    asked.say(script)
    rows = [{"id": n, "question": f"{QUESTION} {n}"} for n in ("one", "crash", "three")]
    result = asked("ask", "--jsonl", stdin=rows)
    first, second, third = result.lines()
    assert result.status == 0
    assert second["error"]["code"] == "model_crashed"
    assert first["answer"] == third["answer"] != ""


BAD_LINES = {
    "not_json": b"nonsense",
    "not_an_object": b"[1, 2]",
    "no_question": b'{"id": 7}',
    "empty": b'{"id": 7, "question": "  "}',
    "long": json.dumps({"id": 7, "question": "x" * 100_000}).encode(),
    "ten_megabytes": json.dumps({"id": 7, "question": "x" * 10_000_000}).encode(),
    "not_utf8": b'{"id": 7, "question": "caf\xe9"}',
    "nan": b'{"id": 7, "question": NaN}',
    "infinite": b'{"id": 7, "question": 1e999}',
    "deep": b'{"id": 7, "question": ' + b"[" * 100_000 + b"]" * 100_000 + b"}",
    "bad_history": b'{"id": 7, "question": "Who?", "history": "me"}',
    "bad_role": b'{"id": 7, "question": "Who?", "history": [{"role": "x", "content": "y"}]}',
    "bad_passages": b'{"id": 7, "question": "Who?", "passages": [1]}',
}


@pytest.mark.parametrize("name", BAD_LINES)
def test_a_bad_line_gives_an_error_and_the_rest_go_on(asked: CommandLine, name: str) -> None:
    good = json.dumps({"id": "good", "question": QUESTION}).encode()
    result = asked("ask", "--jsonl", stdin=BAD_LINES[name] + b"\n" + good + b"\n")
    bad, answer = result.lines()
    assert result.status == 0
    assert bad["error"]["code"] == "bad_input"
    assert bad["error"]["message"].endswith(".") or bad["error"]["message"].endswith("}.")
    assert bad["id"] == (7 if b'"id"' in BAD_LINES[name] else None)
    assert answer["id"] == "good"
    assert answer["answer"]


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        ([""], "The question is empty."),
        ([], "The question is empty."),
        (["x" * 100_000], "The question has 100,000 characters"),
        (["--source", "documnts", "Who?"], 'Did you mean "documents"?'),
        (["--model", "mimi", "Who?"], 'Did you mean "mini"?'),
        (["--sorce", "documents", "Who?"], 'Did you mean "--source"?'),
        (["--since", "yesterday", "Who?"], '"yesterday" is not a date.'),
        (["--jsonl", "Who?"], "standard input"),
        (["--model"], "requires an argument"),
    ],
)
def test_wrong_usage_is_one_line_and_status_2(
    blackbird: CommandLine, arguments: list[str], said: str
) -> None:
    result = blackbird("ask", *arguments)
    assert result.status == 2
    assert said in result.err
    assert result.err.startswith("blackbird: ")
    assert result.err.count("\n") == 1
    assert result.out == ""


UNSURE = "The tram of Aldenport opened in 1889. [1] Its first driver was a poet. [1]"


@pytest.mark.parametrize(
    ("flags", "verdicts", "stands"),
    [
        ((), ["supported", "not_enough_info"], False),
        (("--check", "strict"), ["supported", "not_enough_info"], False),
        (("--check", "marked"), ["supported", "not_enough_info"], True),
        (("--check", "off"), ["not_checked", "not_checked"], True),
        (("--no-check",), ["not_checked", "not_checked"], True),
        (("--no-check", "--check", "off"), ["not_checked", "not_checked"], True),
    ],
)
def test_what_is_unsure_stands_or_falls_by_the_way_of_checking(
    asked: CommandLine, flags: Sequence[str], verdicts: list[str], stands: bool
) -> None:
    asked.say(UNSURE, chance=lambda c, _e: 0.2 if "poet" in c else 0.9)
    answer = asked("ask", "--json", *flags, QUESTION).json()
    drafted = [s for s in answer["sentences"] if not s["repaired"]]
    assert [s["verdict"] for s in drafted] == verdicts
    assert ("poet" in answer["answer"]) is stands
    assert drafted[1]["dropped"] is not stands


def test_two_ways_of_checking_are_one_too_many(asked: CommandLine) -> None:
    for flags in (("--check", "marked", "--no-check"), ("--no-check", "--check", "strict")):
        result = asked("ask", *flags, QUESTION)
        assert result.status == 2
        assert "--no-check" in result.err
        assert "Traceback" not in result.err
    wrong = asked("ask", "--check", "perhaps", QUESTION)
    assert wrong.status == 2
    assert "strict" in wrong.err
