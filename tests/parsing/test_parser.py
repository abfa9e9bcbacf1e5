"""The child process: what it gives, what it may not do, and that nothing of it harms the parent."""

from __future__ import annotations

import asyncio
import os
import sys
import time
from collections.abc import AsyncIterator
from pathlib import Path

import pytest

from blackbird.errors import BadInput, ParseFailed
from blackbird.parsing.frames import LONGEST_ANSWER
from blackbird.parsing.parser import ChildParser
from tests.fakes.hostile_files import WORDS, simple_pdf

BAD = (sys.executable, "-m", "tests.fakes.bad_parser")
PAGE = f"<html lang=en><title>Trams</title><p>{WORDS}".encode()


@pytest.fixture
async def bad() -> AsyncIterator[ChildParser]:
    """A parser whose child does what a file says, within a second."""
    parser = ChildParser(1, most=1, command=BAD)
    yield parser
    await parser.aclose()


async def test_one_child_reads_file_after_file() -> None:
    parser = ChildParser(most=2)
    assert not list(parser.pids)  # it starts when there is something to do
    page = await parser.parse(PAGE, "html", "https://example.org/trams")
    assert (page.title, page.text, page.url) == ("Trams", WORDS, "https://example.org/trams")
    pids = parser.pids
    assert (await parser.parse(simple_pdf(), "pdf")).text == WORDS
    with pytest.raises(BadInput, match=r"The PDF is broken\. Open it"):
        await parser.parse(b"%PDF-1.7", "pdf")
    assert parser.pids == pids
    await parser.aclose()
    assert not any(Path(f"/proc/{pid}").exists() for pid in pids)


async def test_several_read_at_the_same_time() -> None:
    parser = ChildParser(most=2)
    pages = await asyncio.gather(*(parser.parse(PAGE, "html") for _ in range(20)))
    assert {page.text for page in pages} == {WORDS}
    assert len(parser.pids) == 2
    await parser.aclose()


async def test_a_child_that_was_started_ahead_is_used() -> None:
    parser = ChildParser(most=1)
    parser.warm()
    parser.warm()
    await parser.parse(PAGE, "html")
    assert len(parser.pids) == 1
    await parser.aclose()


@pytest.mark.parametrize(
    ("order", "said"),
    [
        ("eat", "more memory than it may have"),
        ("spin", "took more than 1 s"),
        ("sleep", "took more than 1 s"),
        ("crash", "took down the process that reads files (status -11)"),
        ("end 3", "took down the process that reads files (status 3)"),
        ("flood", "answered nonsense"),
        ("say 0a", "answered nonsense"),
        (f"say {f'{LONGEST_ANSWER + 1}'.encode().hex()}0a", "answered nonsense"),
        ("say 390a7061676521", "answered nonsense"),  # nine bytes, part of the next answer
        (f"say {b'4'.hex()}0a{b'page'.hex()}", "answered nonsense"),
        (f"say {b'6'.hex()}0a{b'page'.hex()}00ff", "answered nonsense"),
    ],
)
async def test_a_file_that_harms_costs_a_child_and_no_more(
    bad: ChildParser, order: str, said: str
) -> None:
    began = time.monotonic()
    with pytest.raises(ParseFailed) as caught:
        await bad.parse(f"{order} <p>".encode(), "html")
    assert said in str(caught.value)
    assert caught.value.hint
    assert time.monotonic() - began < 60
    assert bad.pids == ()
    assert (await bad.parse(PAGE, "html")).text == WORDS


async def test_who_dies_of_what_it_read_before_is_not_held_against_a_file(
    bad: ChildParser,
) -> None:
    await bad.parse(PAGE, "html")
    before = bad.pids
    with pytest.raises(ParseFailed, match="status 3"):  # of the second child that tried
        await bad.parse(b"end 3 <p>", "html")
    assert (await bad.parse(PAGE, "html")).text == WORDS
    assert bad.pids != before


async def test_the_child_can_do_little(bad: ChildParser, tmp_path: Path) -> None:
    os.environ["BLACKBIRD_MODEL_KEY"] = "sk-secret"
    try:
        told = {}
        for order in (f"write {tmp_path}/x", "descriptors", "environment"):
            with pytest.raises(BadInput) as caught:
                await bad.parse(f"{order} <p>".encode(), "html")
            told[order.split()[0]] = caught.value.message
    finally:
        del os.environ["BLACKBIRD_MODEL_KEY"]
    assert told["write"] == "OSError"
    assert int(told["descriptors"]) < 12
    assert "BLACKBIRD" not in told["environment"]
    assert "HOME" not in told["environment"]


async def test_who_no_longer_waits_leaves_the_child_at_work(bad: ChildParser) -> None:
    await bad.parse(PAGE, "html")
    before = bad.pids
    waiting = asyncio.create_task(bad.parse(PAGE, "html"))
    await asyncio.sleep(0)
    waiting.cancel()
    with pytest.raises(asyncio.CancelledError):
        await waiting
    assert (await bad.parse(PAGE, "html")).text == WORDS
    assert bad.pids == before


async def test_a_child_that_died_meanwhile_is_replaced(bad: ChildParser) -> None:
    await bad.parse(PAGE, "html")
    pid = bad.pids[0]
    os.kill(pid, 9)
    assert (await bad.parse(PAGE, "html")).text == WORDS
    assert bad.pids != (pid,)


@pytest.mark.parametrize("program", ["raise SystemExit(1)", "print('hello', flush=True); input()"])
async def test_a_child_that_does_not_start_is_said(program: str) -> None:
    parser = ChildParser(command=(sys.executable, "-c", program))
    for _ in range(2):
        with pytest.raises(ParseFailed, match=r"could not be started\. Run"):
            await parser.parse(PAGE, "html")
    await parser.aclose()


async def test_closing_ends_what_is_being_read() -> None:
    parser = ChildParser(60, most=1, command=BAD)
    await parser.parse(PAGE, "html")
    pid = parser.pids[0]
    reading = asyncio.create_task(parser.parse(b"sleep <p>", "html"))
    waiting = asyncio.create_task(parser.parse(PAGE, "html"))
    await asyncio.sleep(0.1)
    await parser.aclose()
    for task in (reading, waiting):
        with pytest.raises(asyncio.CancelledError):
            await task
    assert not Path(f"/proc/{pid}").exists()


async def test_modules_beside_the_files_are_not_run(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / "lxml.py").write_text(f"open({str(tmp_path / 'run')!r}, 'w')")
    monkeypatch.chdir(tmp_path)
    parser = ChildParser(most=1)
    assert (await parser.parse(PAGE, "html")).text == WORDS
    await parser.aclose()
    assert not (tmp_path / "run").exists()


@pytest.mark.parametrize("steps", [0, 1, 2, 5])
async def test_a_child_that_nobody_waits_for_does_not_stay(steps: int) -> None:
    parser = ChildParser(most=1)
    parser.warm()
    for _ in range(steps):
        await asyncio.sleep(0.01)
    await parser.aclose()
    assert parser.pids == ()
    assert not [p for p in Path("/proc").glob("[0-9]*/stat") if _is_ours(p)]


def _is_ours(stat: Path) -> bool:
    """Whether a process is a child of this one that parses."""
    try:
        parent = int(stat.read_text().rpartition(")")[2].split()[1])
        return parent == os.getpid() and b"parsing.worker" in (stat.parent / "cmdline").read_bytes()
    except (OSError, ValueError, IndexError):
        return False
