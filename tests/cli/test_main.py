"""The front of the command line: help without loading anything, errors as one line and a status."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import time
from collections.abc import Callable
from pathlib import Path

import pytest

from blackbird import __version__
from blackbird.assistant import Assistant
from blackbird.errors import DiskFull
from blackbird.settings import Settings
from tests.cli.conftest import CommandLine, Result

COMMANDS = "ask chat search check rewrite extract index models serve eval doctor settings".split()
HEAVY = ("asyncio", "rich", "numpy", "sqlalchemy", "onnxruntime", "httpx", "blackbird.assistant")


def test_help_lists_every_command(blackbird: CommandLine) -> None:
    result = blackbird("--help")
    assert result.status == 0
    for name in COMMANDS:
        assert f"\n  {name} " in result.out


def test_no_arguments_show_the_help(blackbird: CommandLine) -> None:
    assert blackbird().out == blackbird("--help").out


@pytest.mark.parametrize("name", COMMANDS)
def test_each_command_has_help_with_an_example(blackbird: CommandLine, name: str) -> None:
    result = blackbird(name, "--help")
    assert result.status == 0
    assert "Example" in result.out or name in ("index", "models")


@pytest.mark.parametrize("option", ["--help", "--version"])
def test_help_and_version_load_nothing_heavy(option: str) -> None:
    code = (
        "import sys\nfrom blackbird.cli.main import run\n"
        f"status = run([{option!r}])\n"
        f"print([m for m in {HEAVY!r} if m in sys.modules], status)"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert done.stdout.splitlines()[-1] == "[] 0"


def test_version(blackbird: CommandLine) -> None:
    assert blackbird("--version").out == f"blackbird, version {__version__}\n"


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        (["aks"], 'blackbird: There is no command called "aks". Did you mean "ask"?\n'),
        (["index", "ad"], 'There is no command of index called "ad". Did you mean "add"?'),
        (["models", "pul"], 'Did you mean "pull"?'),
        (["--data-dri", "x"], 'Did you mean "--data-dir"?'),
        (["settings", "modle"], 'There is no setting called "modle". Did you mean "model"?'),
        (["models", "pull", "blackbird-2-mni"], 'Did you mean "blackbird-2-mini"?'),
        (["search", "--limit", "0", "x"], 'See "blackbird search --help".'),
        (["models", "pull"], "Missing argument"),
    ],
)
def test_wrong_names_get_a_guess(blackbird: CommandLine, arguments: list[str], said: str) -> None:
    result = blackbird(*arguments)
    assert (result.status, result.out) == (2, "")
    assert said in result.err
    assert result.err.count("\n") == 1


def test_an_error_of_ours_is_one_line_and_status_1(blackbird: CommandLine) -> None:
    def full(settings: Settings) -> Assistant:
        raise DiskFull("No room\nleft on the disk.", "Free some.")

    result = blackbird.with_shell(assistant=full)("ask", "Who?")
    assert (result.status, result.err) == (1, "blackbird: No room left on the disk. Free some.\n")


def test_an_internal_error_leaves_a_trace_in_a_file_only(blackbird: CommandLine) -> None:
    def broken(settings: Settings) -> Assistant:
        raise RuntimeError("deep inside")

    result = blackbird.with_shell(assistant=broken)("ask", "Who?")
    log = blackbird.data / "crash.log"
    assert result.status == 1
    assert result.err == (
        f"blackbird: internal error: RuntimeError: deep inside. A trace is in {log}.\n"
    )
    assert "Traceback" in log.read_text()


def test_an_interrupt_is_one_line_and_status_130(blackbird: CommandLine) -> None:
    def interrupted(settings: Settings) -> Assistant:
        raise KeyboardInterrupt

    result = blackbird.with_shell(assistant=interrupted)("ask", "Who?")
    assert result.status == 130
    assert result.err.strip() == "blackbird: stopped."


def test_a_missing_model_says_what_to_run(real: Callable[..., Result]) -> None:
    result = real("ask", "Who wrote Faust?")
    assert (result.status, result.out) == (1, "")
    assert result.err.endswith('Run "blackbird models pull mini".\n')
    assert result.err.count("\n") == 1


def test_wrong_settings_are_one_line(real: Callable[..., Result], tmp_path: Path) -> None:
    result = real("settings", BLACKBIRD_PORT="many")
    assert result.status == 1
    assert "Setting port is 'many', which is not a whole number." in result.err
    (tmp_path / "own").mkdir()
    (tmp_path / "own/blackbird.toml").write_text("modle = 'mini'\n")
    result = real("settings")
    assert (result.status, result.err.count("\n")) == (2, 1)
    assert 'Did you mean "model"?' in result.err


def test_a_data_directory_that_is_a_file_is_one_line(blackbird: CommandLine) -> None:
    blackbird.data.write_text("not a folder")
    result = blackbird("index", "list")
    assert (result.status, result.err.count("\n")) == (1, 1)
    assert str(blackbird.data) in result.err


def test_a_reader_that_leaves_is_no_error(tmp_path: Path) -> None:
    command = [sys.executable, "-m", "blackbird", "--data-dir", str(tmp_path), "settings"]
    read, write = os.pipe()
    os.close(read)
    done = subprocess.run(command, stdout=write, stderr=subprocess.PIPE, text=True, check=False)
    os.close(write)
    assert done.stderr == ""


def test_an_interrupt_while_waiting_for_lines_ends_at_once(tmp_path: Path) -> None:
    command = [sys.executable, "-m", "blackbird", "--data-dir", str(tmp_path), "extract", "--jsonl"]
    with subprocess.Popen(
        command,
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
        # A shell without a terminal starts what it does not wait for with interrupts ignored.
        preexec_fn=lambda: signal.signal(signal.SIGINT, signal.default_int_handler),
    ) as process:
        assert process.stdin
        assert process.stdout
        assert process.stderr
        process.stdin.write('{"id": 1, "html": "<p>A page with a few words.</p>"}\n')
        process.stdin.flush()
        assert '"id": 1' in process.stdout.readline()  # now it waits for the next line
        started = time.monotonic()
        process.send_signal(signal.SIGINT)
        assert process.wait(20) == 130
        assert time.monotonic() - started < 10
        assert process.stderr.read().strip() == "blackbird: stopped."


def test_the_data_directory_may_stand_before_or_after_the_command(tmp_path: Path) -> None:
    for arguments in (["--data-dir", "{}", "settings"], ["settings", "--data-dir", "{}"]):
        folder = str(tmp_path / arguments[0].strip("-"))
        command = [argument.format(folder) for argument in arguments]
        out = subprocess.run(
            [sys.executable, "-m", "blackbird", *command],
            capture_output=True,
            text=True,
            check=True,
        ).stdout
        assert out.startswith(f"data_dir = {folder}  [--data-dir]")
