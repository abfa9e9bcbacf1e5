"""The command line as a function: arguments and standard input in, status and both outputs out."""

from __future__ import annotations

import json
import os
from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner

from blackbird.assistant import Assistant
from blackbird.cli.main import run
from blackbird.cli.shell import Shell
from blackbird.models.scripted import Chance, Script, ScriptedModel, ScriptedScorer
from blackbird.net.guard import Guard
from blackbird.protocols import Fetcher, LanguageModel
from blackbird.settings import Settings
from tests.fakes.embedder import HashEmbedder

LIBRARY = {
    "tram.md": (
        "---\ntitle: The tram of Aldenport\nurl: https://example.test/tram\ndate: 2023-05-01\n---\n"
        "The tram of Aldenport opened in 1889. Its first line had seven stops.\n"
    ),
    "tram-later.md": (
        "---\ntitle: A second look\nurl: https://example.test/later\ndate: 2024-12-01\n---\n"
        "The tram of Aldenport opened in 1891. Old papers say so.\n"
    ),
    "港.md": "---\ntitle: 港の歴史\n---\n港は1920年に開かれました。船が多く来ました。\n",
}


@dataclass(frozen=True, slots=True)
class Result:
    """What one command left behind."""

    status: int
    out: str
    err: str

    def json(self) -> Any:
        return json.loads(self.out)

    def lines(self) -> list[dict[str, Any]]:
        return [json.loads(line) for line in self.out.splitlines()]


def answering(reply: str = "The tram of Aldenport opened in 1889. [1]") -> Script:
    """A script that writes ``reply`` whatever it is asked."""
    return lambda messages, sampling: reply


class CommandLine:
    """Runs commands on one data directory with scripted parts; call it with arguments."""

    def __init__(self, data: Path) -> None:
        self.data = data
        self.model = ScriptedModel(answering())
        self.embedder = HashEmbedder()
        self.scorer = ScriptedScorer()
        self.fetcher: Fetcher | None = None
        self.guard: Guard | None = None
        self.shell = Shell(
            data_dir=str(data), assistant=self._assistant, confirm=lambda _: None, now=_now
        )

    def say(self, script: str | Script, chance: Chance = lambda _c, _e: 0.9) -> None:
        """What the language model says from now on, and how likely the judge finds a claim."""
        self.model = ScriptedModel(answering(script) if isinstance(script, str) else script)
        self.scorer = ScriptedScorer(chance)

    def __call__(
        self, *arguments: str, stdin: bytes | str | Sequence[dict[str, Any]] = b""
    ) -> Result:
        if not isinstance(stdin, (bytes, str)):
            stdin = "".join(json.dumps(row) + "\n" for row in stdin)
        with CliRunner().isolation(input=stdin) as (out, err, _):
            status = run(arguments, self.shell)
            return Result(status, out.getvalue().decode(), err.getvalue().decode())

    def with_shell(self, **parts: Any) -> CommandLine:
        other = CommandLine(self.data)
        other.shell = replace(self.shell, **parts)
        return other

    def _assistant(self, settings: Settings) -> Assistant:
        models: dict[str, LanguageModel] = {"mini": self.model}
        return Assistant(
            settings,
            models=models,
            embedder=self.embedder,
            scorer=self.scorer,
            fetcher=self.fetcher,
            guard=self.guard,
        )


def _now() -> datetime:
    return datetime(2026, 1, 2, 3, 4, 5, tzinfo=UTC)


@pytest.fixture
def blackbird(tmp_path: Path) -> CommandLine:
    """The command on an empty data directory."""
    return CommandLine(tmp_path / "data")


@pytest.fixture
def library(tmp_path: Path) -> Path:
    """A folder of three documents; two of them differ about a year."""
    folder = tmp_path / "library"
    folder.mkdir()
    for name, text in LIBRARY.items():
        (folder / name).write_text(text, encoding="utf-8")
    return folder


@pytest.fixture
def asked(blackbird: CommandLine, library: Path) -> CommandLine:
    """The command with the three documents indexed."""
    assert blackbird("index", "add", str(library)).status == 0
    return blackbird


@pytest.fixture
def real(tmp_path: Path) -> Callable[..., Result]:
    """The installed command as a process of its own, on an empty data directory."""
    import subprocess
    import sys

    def call(*arguments: str, stdin: bytes = b"", **environment: str) -> Result:
        command = [sys.executable, "-m", "blackbird", "--data-dir", str(tmp_path / "own")]
        done = subprocess.run(
            [*command, *arguments],
            input=stdin,
            capture_output=True,
            check=False,
            timeout=60,
            env={**os.environ, **environment},
        )
        return Result(done.returncode, done.stdout.decode(), done.stderr.decode())

    return call
