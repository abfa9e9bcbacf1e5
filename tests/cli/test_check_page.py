"""``blackbird check URL``: consent asked once and kept, the page read, what people are shown."""

from __future__ import annotations

import os
import pty
import sys
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from blackbird.cli.consent import QUESTION
from blackbird.settings import FILE_NAME
from blackbird.sources.fetch import WebPages
from blackbird.tracing import SystemClock
from tests.cli.conftest import CommandLine, Result
from tests.fakes.dials import watching
from tests.fakes.page_server import PageServer, page_server, reply
from tests.fakes.parser import InProcess

PAGE = (
    "<html lang='en'><title>Trams \x1b[31mof today</title><meta name='date' content='2024-05-01'>"
    "<body><p>The tram of Aldenport opened in 1889. The tram has nine stops.</p></body></html>"
)


@pytest.fixture
def pages() -> Iterator[PageServer]:
    with page_server({"/trams": reply(PAGE)}) as server:
        yield server


@pytest.fixture
def reading(asked: CommandLine, pages: PageServer) -> CommandLine:
    asked.say("", chance=lambda claim, _: 0.01 if "nine" in claim else 0.2)
    asked.fetcher = WebPages(pages.guard(), SystemClock(), InProcess())
    return asked


def test_in_a_pipe_one_line_says_how_to_allow_it(reading: CommandLine, pages: PageServer) -> None:
    result = reading("check", pages.url("/trams"))
    assert (result.status, result.out) == (2, "")
    assert result.err == (
        "blackbird: The web is off, so the page cannot be read. "
        'Allow it once with "blackbird settings web=yes".\n'
    )
    assert pages.asked == []
    assert reading("settings", "web=yes").status == 0
    assert reading("check", pages.url("/trams")).status == 0


def test_on_a_terminal_it_is_asked_once_and_kept(reading: CommandLine, pages: PageServer) -> None:
    asked: list[str] = []

    def yes(question: str) -> bool:
        asked.append(question)
        return True

    there = reading.with_shell(confirm=yes)
    assert there("check", pages.url("/trams")).status == 0
    assert there("check", pages.url("/trams")).status == 0
    assert asked == [QUESTION]
    assert 'web_since = "2026-01-02T03:04:05+00:00"' in (reading.data / FILE_NAME).read_text()
    assert there("settings", "web=no").status == 0
    assert there("check", pages.url("/trams")).status == 2
    assert len(asked) == 1


def test_a_no_is_kept_too(reading: CommandLine, pages: PageServer) -> None:
    asked: list[str] = []

    def no(question: str) -> bool:
        asked.append(question)
        return False

    there = reading.with_shell(confirm=no)
    for _ in range(2):
        result = there("check", pages.url("/trams"))
        assert (result.status, pages.asked) == (2, [])
        assert "blackbird settings web=yes" in result.err
    assert len(asked) == 1
    assert 'web = "no"' in (reading.data / FILE_NAME).read_text()


def test_people_see_where_the_text_is_from(reading: CommandLine, pages: PageServer) -> None:
    reading("settings", "web=yes")
    result = reading("check", pages.url("/trams"))
    assert (result.status, result.err) == (0, "")
    first, second, _, *lines = result.out.splitlines()
    assert first == "Trams of today" or first == "Trams [31mof today"
    assert second.startswith(f"{pages.url('/trams')} · 2024-05-01 · read 20")
    assert "✓ The tram of Aldenport opened in 1889." in lines
    assert "✗ The tram has nine stops." in lines
    assert "\x1b" not in result.out


def test_programs_get_the_page_and_its_claims(reading: CommandLine, pages: PageServer) -> None:
    reading("settings", "web=yes")
    result = reading("check", "--json", "-", stdin=f"{pages.url('/trams')}\n").json()
    assert result["page"]["url"] == pages.url("/trams")
    text = result["page"]["text"]
    assert text[result["claims"][1]["start"] :].startswith("The tram has nine stops.")


def test_a_page_that_cannot_be_read_is_one_line(reading: CommandLine, pages: PageServer) -> None:
    reading("settings", "web=yes")
    pages.pages["/trams"] = reply("", "503 Busy")
    result = reading("check", pages.url("/trams"))
    assert (result.status, result.out) == (1, "")
    assert "failed (503). Try again later." in result.err
    refused = reading("check", "http://127.0.0.1:80/")
    assert (refused.status, "leads to this machine" in refused.err) == (2, True)


@pytest.mark.parametrize(
    "url",
    [
        *("http://127.0.0.1/", "http://2130706433/", "https://0x7f.1/", "http://[::ffff:7f00:1]/"),
        *("http://169.254.169.254/latest/", "http://localhost/", "http://page.example:22/"),
        *("http://a@127.0.0.1/", "http://127.0.0.1\\@page.example/", "http://router/"),
    ],
)
def test_a_hostile_address_dials_nobody(asked: CommandLine, url: str) -> None:
    """With the guard as it comes."""
    asked("settings", "web=yes")
    with watching() as dials:
        result = asked("check", url)
    assert (result.status, result.out) == (2, "")
    assert (dials.connected, dials.looked_up) == ([], [])


def test_settings_are_changed_and_refused(blackbird: CommandLine) -> None:
    changed = blackbird("settings", "web=yes", "hits=7")
    assert "web = yes  [blackbird.toml]" in changed.out
    assert "hits = 7  [blackbird.toml]" in changed.out
    assert "web_since" not in changed.out
    assert "web_since = 2026-01-02T03:04:05+00:00" in blackbird("settings", "web_since").out
    assert "web = ask  [default]" in blackbird("settings", "web=").out
    assert "web_since = (empty)" in blackbird("settings", "web_since").out
    for wrong, said in [
        ("web=perhaps", "none of ask, yes, no"),
        ("webb=yes", 'Did you mean "web"?'),
        ("port=1", "only when Blackbird starts"),
        ("model=minni", 'Did you mean "mini"?'),
    ]:
        result = blackbird("settings", wrong)
        assert (result.status, result.out) == (2, "")
        assert said in result.err


def test_a_real_terminal_is_asked(tmp_path: Path) -> None:
    """Through a pseudo-terminal: the question is shown, "n" is kept, nothing is fetched."""
    command = [sys.executable, "-m", "blackbird", "--data-dir", str(tmp_path / "own")]
    child, terminal = pty.fork()
    if child == 0:  # pragma: no cover: it becomes the command
        os.execv(sys.executable, [*command, "check", "https://page.example/"])
    seen = b""
    answered = False
    while True:
        try:
            piece = os.read(terminal, 4096)
        except OSError:
            break
        if not piece:
            break
        seen += piece
        if not answered and b"[y/N]" in seen:
            answered = True
            os.write(terminal, b"n\n")
    _, status = os.waitpid(child, 0)
    os.close(terminal)
    assert os.waitstatus_to_exitcode(status) == 2
    assert b"May Blackbird read pages" in seen
    assert b"The web is off" in seen
    assert 'web = "no"' in (tmp_path / "own" / FILE_NAME).read_text()


def test_a_real_pipe_is_not(real: Callable[..., Result]) -> None:
    result = real("check", "https://page.example/")
    assert (result.status, result.out) == (2, "")
    assert result.err.count("\n") == 1
