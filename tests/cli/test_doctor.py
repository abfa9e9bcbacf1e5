"""``doctor``: what is measured, which model is advised by which rule, and what to run next."""

from __future__ import annotations

from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from blackbird.cli.advice import NEEDS, Speed, advised, fits, rule
from blackbird.cli.machine import measure, writable
from tests.cli.conftest import CommandLine
from tests.cli.test_models import small_store

GB = 1_000_000_000


@pytest.mark.parametrize(
    ("memory", "speed", "model"),
    [
        (16 * GB, Speed("mini", 400.0, 40.0), "full"),
        (16 * GB, Speed("mini", 150.0, 20.0), "mini"),
        (16 * GB, Speed("mini", 10.0, 2.0), "tiny"),
        (3 * GB, Speed("mini", 900.0, 90.0), "mini"),
        (1 * GB, None, "tiny"),
        (100, None, "tiny"),
        (16 * GB, None, "mini"),
        (None, Speed("full", 300.0, 30.0), "full"),
    ],
)
def test_the_rule(memory: int | None, speed: Speed | None, model: str) -> None:
    assert advised(fits(memory, speed)) == model


@given(st.integers(0, 64 * GB), st.floats(0.1, 5000))
def test_what_is_advised_fits_or_is_the_smallest(memory: int, prompt: float) -> None:
    found = fits(memory, Speed("mini", prompt, 1.0))
    best = advised(found)
    assert best == NEEDS[-1].name or next(f for f in found if f.model == best).fits


def test_the_rule_is_said_with_its_numbers() -> None:
    assert "full: 4 GB, 3 s" in rule()


def test_a_machine_is_read_from_its_files(tmp_path: Path) -> None:
    memory, processor = tmp_path / "meminfo", tmp_path / "cpuinfo"
    memory.write_text("MemTotal:  8000 kB\nMemFree: 1 kB\nMemAvailable:    6000 kB\n")
    processor.write_text("model name\t: A Chip 9\nflags\t\t: fpu avx2 avx512f avx512_vnni\n")
    machine = measure(tmp_path / "not" / "yet", memory, processor)
    assert (machine.memory, machine.memory_free) == (8000 * 1024, 6000 * 1024)
    assert machine.processor == "A Chip 9"
    assert machine.instructions == ("avx2", "avx512f", "avx512_vnni")
    assert machine.cores >= 1
    assert machine.disk_free > 0


def test_a_machine_that_says_nothing(tmp_path: Path) -> None:
    machine = measure(tmp_path, tmp_path / "none", tmp_path / "none")
    assert (machine.memory, machine.instructions) == (None, ())
    assert writable(tmp_path / "new")


def test_what_is_missing_comes_with_the_command(blackbird: CommandLine) -> None:
    result = blackbird.with_shell(models=small_store)("doctor")
    assert result.status == 0
    assert 'Not on this machine: mini, e5. Run "blackbird models pull mini".' in result.out
    assert "model hub not used" in result.out
    assert "Advised: " in result.out


def test_a_model_that_is_here_is_timed(blackbird: CommandLine) -> None:
    doctor = blackbird.with_shell(models=small_store)
    doctor("models", "pull", "mini")
    found = doctor("doctor", "--json").json()
    assert found["problems"] == []
    assert found["speed"]["model"] == "mini"
    assert found["speed"]["prompt"] > 0
    assert found["speed"]["generation"] > 0
    assert "speed     mini reads" in doctor("doctor").out


def test_a_hub_that_is_silent_is_no_problem(
    blackbird: CommandLine, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("BLACKBIRD_HUB_URL", "http://127.0.0.1:9")
    found = blackbird.with_shell(models=small_store)("doctor", "--json").json()
    assert "could not be reached" in found["hub"]


def test_it_says_who_would_be_asked_on_the_web(blackbird: CommandLine) -> None:
    found = blackbird("doctor", "--json").json()["web"]
    assert found == "not yet allowed; --source web asks wikipedia"
    blackbird("settings", "web=yes")
    assert "allowed; --source web asks wikipedia" in blackbird("doctor").out
