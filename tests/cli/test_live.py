"""What a person sees while an answer is made: steps, the draft, each sentence in its place."""

from __future__ import annotations

import os
import pty
import re
import select
import subprocess
import sys
from collections.abc import Sequence
from contextlib import suppress
from io import StringIO
from pathlib import Path

import pytest
from rich.cells import cell_len
from rich.console import Console

from blackbird.cli.answer import MARKS
from blackbird.cli.live import Progress
from blackbird.cli.page import as_plain, as_styled, row
from blackbird.events import (
    DraftPiece,
    EvidencePicked,
    Planned,
    Searched,
    SentenceChecked,
    SourceFailed,
)
from blackbird.types import Evidence, Passage, Plan, Sentence
from tests.cli.conftest import CommandLine

LOOKUP = Planned(Plan("lookup", "When did it open?", ("When did it open?",), "en"))
EVIDENCE = Evidence(1, Passage("tram", "It opened.", title="The tram"), "It opened.", 0, 10, 0.9)


def seen(progress: Progress) -> list[str]:
    return as_plain(progress.rows()).splitlines()


def test_each_step_is_shown_as_it_happens() -> None:
    progress = Progress()
    assert seen(progress) == ["· understanding the question …"]
    progress.take(LOOKUP)
    assert seen(progress)[-1] == "· searching …"
    progress.take(Searched("documents", 8, 120.0))
    progress.take(SourceFailed("web", "No answer\nwithin 5 s."))
    progress.take(EvidencePicked((EVIDENCE, EVIDENCE)))
    assert seen(progress)[:-1] == [
        "✓ understood",
        "✓ searched documents: 8 passages in 0.12 s",
        "✗ web: No answer within 5 s.",
        "✓ evidence: The tram",
    ]


def test_a_sentence_takes_the_place_of_its_draft() -> None:
    progress = Progress()
    for event in (LOOKUP, DraftPiece("It opened in 1889. [1][2] It "), DraftPiece("had")):
        progress.take(event)
    assert seen(progress)[-1] == "It opened in 1889. [1][2] It had"
    progress.take(SentenceChecked(0, Sentence("It opened in 1889.", "supported", 0.9, (1, 2))))
    assert seen(progress)[-2:] == ["✓ It opened in 1889. [1][2]", "It had"]


def test_a_sentence_that_was_repaired_stands_beside_its_draft() -> None:
    progress = Progress()
    progress.take(DraftPiece("It opened in 1900."))
    progress.take(SentenceChecked(0, Sentence("It opened in 1889.", "supported", 0.9, (1,), True)))
    assert "✓ It opened in 1889. [1] (quoted)" in seen(progress)


def test_no_evidence_is_said() -> None:
    progress = Progress()
    progress.take(EvidencePicked(()))
    assert "✓ found no evidence" in seen(progress)


def test_a_tall_draft_shows_its_end() -> None:
    progress = Progress()
    progress.take(Planned(Plan("task", "", (), "en")))
    progress.take(DraftPiece("\n".join(f"line {n}" for n in range(100))))
    out = Console(file=StringIO(), width=40, height=10, force_terminal=True)
    out.print(progress)
    assert isinstance(out.file, StringIO)
    shown = out.file.getvalue()
    assert "line 99" in shown
    assert "line 80" not in shown


def test_marks_differ_without_colour() -> None:
    assert len({mark for mark, _, _ in MARKS.values()}) == len(MARKS)


@pytest.mark.parametrize("width", [20, 33, 80])
def test_wrapped_rows_fit_and_hang_under_their_text(width: int) -> None:
    text = "最初のGrokは、検索にMicrosoftの検索エンジンBingを使っていた。 It was quick."
    out = Console(file=StringIO(), width=width, no_color=True)
    out.print(as_styled([row(text, mark="✓", indent=2)], width))
    assert isinstance(out.file, StringIO)
    lines = out.file.getvalue().rstrip("\n").split("\n")
    assert all(cell_len(line.rstrip()) <= width for line in lines)
    assert lines[0].startswith("  ✓ 最初")
    assert all(line.startswith("    ") for line in lines[1:])
    assert re.sub(r"\s", "", "".join(lines)) == re.sub(r"\s", "", "✓" + text)


PROMPT = "› ".encode()
SILENCE_S = 30.0
ON_A_TERMINAL = """
import sys
from pathlib import Path
from blackbird.cli.main import run
from tests.cli.conftest import CommandLine
sys.exit(run(sys.argv[2:], CommandLine(Path(sys.argv[1])).shell))
"""


def on_a_terminal(
    data: Path, *arguments: str, keys: Sequence[str] = (), **environment: str
) -> tuple[int, str]:
    """Status and screen output of a command whose input and outputs are a terminal.

    Each of ``keys`` is typed when the command asks for input.
    """
    screen, terminal = pty.openpty()
    process = subprocess.Popen(
        [sys.executable, "-c", ON_A_TERMINAL, str(data), *arguments],
        stdin=terminal,
        stdout=terminal,
        stderr=terminal,
        cwd=Path(__file__).parents[2],
        env={**os.environ, "TERM": "xterm-256color", **environment},
    )
    os.close(terminal)
    shown, typed = b"", 0
    with suppress(OSError):  # the other side is closed
        while select.select([screen], [], [], SILENCE_S)[0]:
            shown += os.read(screen, 65536)
            if typed < min(len(keys), shown.count(PROMPT)):
                os.write(screen, keys[typed].encode())
                typed += 1
    os.close(screen)
    return process.wait(SILENCE_S), shown.decode("utf-8", "replace")


def test_a_terminal_gets_colour_and_a_live_run(asked: CommandLine) -> None:
    status, screen = on_a_terminal(asked.data, "ask", "When did the tram of Aldenport open?")
    assert status == 0, screen
    assert "\x1b[?25l" in screen  # the cursor is hidden while the picture moves
    assert screen.rindex("\x1b[?25h") > screen.rindex("\x1b[?25l")
    assert "\x1b[1;32m✓" in screen
    assert "Evidence" in screen


def test_no_color_is_respected(asked: CommandLine) -> None:
    question = "When did the tram of Aldenport open?"
    _, screen = on_a_terminal(asked.data, "ask", question, NO_COLOR="1")
    assert not re.search(r"\x1b\[[0-9;]*3[0-7]m", screen)
    assert "✓" in screen


def test_reading_shows_a_bar_on_a_terminal(blackbird: CommandLine, library: Path) -> None:
    status, screen = on_a_terminal(blackbird.data, "index", "add", str(library))
    assert status == 0, screen
    assert "Reading" in screen
    assert "3 documents, 3 passages added" in screen


def test_a_check_shows_a_bar_on_a_terminal(asked: CommandLine) -> None:
    status, screen = on_a_terminal(asked.data, "check", "The tram opened in 1889. It is quick.")
    assert status == 0, screen
    assert "Checking" in screen
    assert "2/2" in screen
    assert "searched: documents" in screen


def test_a_conversation_on_a_terminal(asked: CommandLine) -> None:
    keys = ["When did the tram of Aldenport open?\n", "/quit\n"]
    status, screen = on_a_terminal(asked.data, "chat", keys=keys)
    assert status == 0, screen
    assert "/help lists what else there is" in screen
    assert "Evidence" in screen


def test_the_end_of_input_ends_a_conversation(asked: CommandLine) -> None:
    assert on_a_terminal(asked.data, "chat", keys=["\x04"])[0] == 0
