"""``ask --deep``: headings for people, sections for programs, and going on after an end."""

from __future__ import annotations

import json
import os
import signal
import subprocess
import sys
from collections.abc import Iterator, Sequence
from pathlib import Path

import pytest

from blackbird.errors import ModelCrashed
from blackbird.protocols import Sampling
from blackbird.storage.datadir import DataDirectory
from blackbird.text.words import content_words
from blackbird.types import Turn
from tests.cli.conftest import CommandLine
from tests.cli.test_live import on_a_terminal

OPENED = "The tram of Aldenport opened in 1889."
STOPS = "Its first line had seven stops."
ASKED = "When did the tram of Aldenport open and how many stops did the tram of Aldenport have?"
PARTS = (
    "When did the tram of Aldenport open?",
    "How many stops did the tram of Aldenport have?",
)
IN_THE_MIDDLE = """
import os, signal, sys
from pathlib import Path
from blackbird.cli.main import run
from tests.cli.conftest import CommandLine
from tests.cli.test_reports import by_words, written

shell = CommandLine(Path(sys.argv[1]))
calls = []

def script(messages, sampling):
    calls.append(1)
    if len(calls) == 3:  # after the plan and the first part
        os.kill(os.getpid(), signal.SIGKILL)
    return written(messages, sampling)

shell.say(script, by_words)
run(sys.argv[2:], shell.shell)
"""


AT_ONCE = """
import sys
from pathlib import Path
from blackbird.cli.main import run
from tests.cli.conftest import CommandLine
from tests.cli.test_reports import by_words, written
shell = CommandLine(Path(sys.argv[1]))
shell.say(written, by_words)
sys.exit(run(sys.argv[2:], shell.shell))
"""


def written(messages: Sequence[Turn], sampling: Sampling) -> str:
    """One sentence for each part; no plan."""
    asked = messages[-1].content.rpartition("Question: ")[2]
    return f"{STOPS} [1]" if asked.startswith("How many") else f"{OPENED} [1]"


def by_words(first: str, second: str) -> float:
    """A judge to whom a claim follows from a text that has its words."""
    words = content_words(first)
    return 0.9 if "?" in first or len(words & content_words(second)) >= 0.8 * len(words) else 0.2


@pytest.fixture
def reporting(asked: CommandLine) -> CommandLine:
    asked.say(written, by_words)
    return asked


def unfinished(blackbird: CommandLine) -> list[Path]:
    folder = DataDirectory(blackbird.data).unfinished
    return sorted(folder.iterdir()) if folder.exists() else []


def test_people_see_a_heading_over_each_part(reporting: CommandLine) -> None:
    result = reporting("ask", "--deep", ASKED)
    assert result.status == 0, result.err
    lines = result.out.splitlines()
    assert lines[0] == "In short"
    assert lines[1].startswith(f"✓ {OPENED} [")
    assert "✓ Other evidence says otherwise: “The tram of Aldenport opened in 1891." in result.out
    body = result.out.partition("\nEvidence\n")[0]
    assert f"\n\n{PARTS[1]}\n✓ " in body
    assert PARTS[0] not in body  # nothing that was not said in short
    assert "Disputed:" in result.out
    assert unfinished(reporting) == []


def test_programs_get_the_sections(reporting: CommandLine) -> None:
    answer = reporting("ask", "--deep", "--json", ASKED).json()
    titles = [section["title"] for section in answer["sections"]]
    assert titles[0] == "In short"
    for section in answer["sections"]:
        own = answer["sentences"][section["start"] : section["end"]]
        assert any(not s["dropped"] for s in own)
        assert f"## {section['title']}\n\n" in answer["answer"]
    known = {c["id"] for c in answer["citations"]}
    assert all(set(s["citations"]) <= known for s in answer["sentences"])
    assert reporting("ask", "--json", ASKED).json()["sections"] == []


def test_lines_can_be_reports(reporting: CommandLine) -> None:
    rows = [{"id": 1, "question": ASKED}, {"id": 2, "question": ASKED, "passages": [OPENED]}]
    first, second = reporting("ask", "--deep", "--jsonl", stdin=rows).lines()
    assert len(first["sections"]) > 1
    assert {c["source"] for c in second["citations"]} == {"given"}
    assert second["sections"][0]["title"] == "In short"


def test_a_terminal_shows_the_parts_as_they_come(reporting: CommandLine) -> None:
    status, screen = on_a_terminal(reporting.data, "ask", "--deep", PARTS[0])
    assert status == 0, screen
    assert "part 1 of" in screen
    assert "In short" in screen


def ended_in_the_middle(blackbird: CommandLine) -> None:
    """A report that ends after its first part, since the model crashes."""
    calls: list[int] = []

    def script(messages: Sequence[Turn], sampling: Sampling) -> str:
        calls.append(1)
        if len(calls) == 3:  # after the plan and the first part
            raise ModelCrashed("It ended.", "Ask again.")
        return written(messages, sampling)

    blackbird.say(script, by_words)
    result = blackbird("ask", "--deep", ASKED)
    assert result.status == 1
    assert "What is finished of the report is kept" in result.err
    blackbird.say(written, by_words)


def test_a_report_whose_process_was_killed_goes_on(reporting: CommandLine) -> None:
    whole = reporting("ask", "--deep", "--json", ASKED).json()
    calls = len(reporting.model.asked)
    done = subprocess.run(
        [sys.executable, "-c", IN_THE_MIDDLE, str(reporting.data), "ask", "--deep", ASKED],
        cwd=Path(__file__).parents[2],
        capture_output=True,
        check=False,
        timeout=60,
    )
    assert done.returncode == -signal.SIGKILL, done.stderr
    (path,) = unfinished(reporting)
    assert path.stat().st_mode & 0o777 == 0o600
    again = reporting("ask", "--deep", "--json", ASKED).json()
    assert len(reporting.model.asked) < 2 * calls
    assert again["answer"] == whole["answer"]
    assert again["citations"] == whole["citations"]
    assert again["disputes"] == whole["disputes"]
    assert any("from when this report was begun" in note for note in again["notes"])
    assert unfinished(reporting) == []


def test_what_another_asks_does_not_go_on_from_it(reporting: CommandLine) -> None:
    ended_in_the_middle(reporting)
    for other in (["--check", "marked", ASKED], [PARTS[0]], ["--since", "2020", ASKED]):
        answer = reporting("ask", "--deep", "--json", *other).json()
        assert not any("from when this report" in note for note in answer["notes"])
    assert len(unfinished(reporting)) == 1


def test_a_removed_document_is_neither_kept_nor_quoted(reporting: CommandLine) -> None:
    ended_in_the_middle(reporting)
    listed = reporting("index", "list", "--json").json()["documents"]
    (id,) = (d["id"] for d in listed if d["title"] == "The tram of Aldenport")
    assert reporting("index", "remove", id).status == 0
    assert unfinished(reporting) == []
    answer = reporting("ask", "--deep", "--json", ASKED).json()
    assert "seven stops" not in str(answer["citations"])
    assert not any("from when this report" in note for note in answer["notes"])


@pytest.mark.parametrize("change", ["update", "vanish", "other"])
def test_what_quotes_a_changed_document_is_forgotten(
    reporting: CommandLine, library: Path, change: str
) -> None:
    ended_in_the_middle(reporting)
    if change == "update":
        (library / "tram.md").write_text("The tram of Aldenport opened in 1999.", "utf-8")
    elif change == "vanish":
        (library / "tram.md").unlink()
    else:
        (library / "new.md").write_text("Cheese is made of milk.", "utf-8")
    assert reporting("index", "add", str(library)).status == 0
    assert bool(unfinished(reporting)) is (change == "other")
    answer = reporting("ask", "--deep", "--json", ASKED).json()
    assert ("1889" in str(answer["citations"])) is (change == "other")


def test_documents_given_as_lines_count_as_changed_too(blackbird: CommandLine) -> None:
    blackbird.say(written, by_words)
    row = {"id": "tram", "text": f"{OPENED} {STOPS}", "title": "The tram"}
    blackbird("index", "add", "--jsonl", stdin=[row])
    ended_in_the_middle(blackbird)
    assert len(unfinished(blackbird)) == 1
    blackbird("index", "add", "--jsonl", stdin=[row | {"text": "It never opened."}])
    assert unfinished(blackbird) == []


@pytest.mark.parametrize("data", [b"[" * 100_000, b'{"quoted": [], "value": {"version": 2}}'])
def test_what_somebody_wrote_into_the_file_begins_anew(reporting: CommandLine, data: bytes) -> None:
    whole = reporting("ask", "--deep", "--json", ASKED).json()
    ended_in_the_middle(reporting)
    (path,) = unfinished(reporting)
    path.write_bytes(data)
    result = reporting("ask", "--deep", "--json", ASKED)
    assert result.status == 0, result.err
    assert result.json()["answer"] == whole["answer"]


@pytest.fixture
def interruptible() -> Iterator[None]:
    """A shell without a terminal starts what it does not wait for with interrupts ignored."""
    before = signal.signal(signal.SIGINT, signal.default_int_handler)
    yield
    signal.signal(signal.SIGINT, before)


@pytest.mark.usefixtures("interruptible")
def test_an_interrupt_says_how_to_go_on(reporting: CommandLine) -> None:
    calls: list[int] = []

    def script(messages: Sequence[Turn], sampling: Sampling) -> str:
        calls.append(1)
        if len(calls) == 3:  # after the plan and the first part
            os.kill(os.getpid(), signal.SIGINT)
        return written(messages, sampling)

    reporting.say(script, by_words)
    result = reporting("ask", "--deep", ASKED)
    assert result.status == 130
    said = "What is finished of the report is kept: ask the same to go on."
    assert [line for line in result.err.splitlines() if line] == [said, "blackbird: stopped."]
    reporting.say(written, by_words)
    assert "from when this report was begun" in reporting("ask", "--deep", ASKED).out


@pytest.mark.usefixtures("interruptible")
def test_an_interrupt_before_anything_is_finished_promises_nothing(
    reporting: CommandLine,
) -> None:
    def script(messages: Sequence[Turn], sampling: Sampling) -> str:
        os.kill(os.getpid(), signal.SIGINT)
        return written(messages, sampling)

    reporting.say(script, by_words)
    for arguments in (("--deep", PARTS[0]), (PARTS[0],)):
        assert reporting("ask", *arguments).err.strip() == "blackbird: stopped."


def test_two_processes_with_one_report_do_not_disturb_each_other(reporting: CommandLine) -> None:
    whole = reporting("ask", "--deep", "--json", ASKED).json()
    command = [sys.executable, "-c", AT_ONCE, str(reporting.data), "ask", "--deep", "--json", ASKED]
    both = [
        subprocess.Popen(command, cwd=Path(__file__).parents[2], stdout=subprocess.PIPE)
        for _ in range(2)
    ]
    for process in both:
        out, _ = process.communicate(timeout=60)
        assert process.returncode == 0
        assert json.loads(out)["answer"] == whole["answer"]
