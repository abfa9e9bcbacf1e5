"""Positive controls: each gate finds what it is there to find."""

from __future__ import annotations

import sys
from pathlib import Path

import pytest

from gates import check, coverage, lengths, licences, pins, readme, words


def test_a_long_function_is_found() -> None:
    body = "    x = 1\n" * lengths.FUNCTION_WALL
    assert list(lengths.long_functions(f"async def long():\n{body}")) == [("long", 1, 61)]
    assert list(lengths.long_functions("def short():\n    x = 1\n")) == []


def test_a_long_file_is_found(tmp_path: Path) -> None:
    path = tmp_path / "long.py"
    path.write_text("x = 1\n" * 401, encoding="utf-8")
    assert list(lengths.complaints(path, tmp_path)) == [
        "long.py: 401 lines, the wall is 400: split it"
    ]


@pytest.mark.parametrize(
    "text",
    [
        "https://py" + "pi.org/simple",
        "files.py" + "thonhosted.org",
        "see /wo" + "rk/main/x",
        '"/ro' + 'ot/.cache"',
        "/ho" + "me/alice/data",
        "sk-" + "a1B2" * 8,
    ],
)
def test_a_forbidden_word_is_found(text: str) -> None:
    assert any(pattern.search(text) for pattern in words.FORBIDDEN.values())


@pytest.mark.parametrize(
    "text",
    ["src/wo" + "rk/x", "/wo" + "rker", "/ho" + "me/you/notes", "~/ro" + "ot/x", "a/ro" + "ot"],
)
def test_an_innocent_word_is_not(text: str) -> None:
    assert not any(pattern.search(text) for pattern in words.FORBIDDEN.values())


@pytest.mark.parametrize(
    ("expression", "expected"),
    [
        ("MIT", True),
        ("Apache-2.0 OR GPL-2.0-only", True),
        ("BSD-3-Clause AND 0BSD AND Zlib", True),
        ("MIT AND LGPL-2.1-or-later", False),
        ("AGPL-3.0-only", False),
        ("GNU General Public License v3 (GPLv3)", False),
        ("", False),
    ],
)
def test_copyleft_and_silence_are_refused(expression: str, expected: bool) -> None:
    assert licences.permissive(expression) is expected


def test_a_gap_in_a_pure_package_is_found() -> None:
    full: dict[str, list[int]] = {"missing_lines": [], "missing_branches": []}
    gap = {"missing_lines": [7], "missing_branches": [[5, 7], [9, -1]]}
    files = {
        "src/blackbird/text/urls.py": gap,
        "src/blackbird/types.py": full,
        "src/blackbird/net/client.py": gap,
    }
    assert coverage.gaps(files) == [
        "src/blackbird/text/urls.py: lines 7; branches 5→7, 9→exit",
    ]


def test_an_unpinned_requirement_is_found() -> None:
    found = pins.complaints({**pins.read_pins(), "click": "1.0"})
    assert any(line.startswith("click>=") and "make lock" in line for line in found)


def test_the_readme_gate_runs_blocks_in_order_and_stops_at_a_failure(
    tmp_path: Path, capfd: pytest.CaptureFixture[str]
) -> None:
    assert readme.run(["echo one", "echo two; false", "echo three"], tmp_path) == 1
    out = capfd.readouterr().out
    assert "\none\n" in out
    assert "\ntwo\n" in out
    assert "three" not in out


def test_every_gate_runs_even_if_one_fails(capfd: pytest.CaptureFixture[str]) -> None:
    gates = {
        "bad": ("fails", [sys.executable, "-c", "raise SystemExit(3)"]),
        "good": ("holds", [sys.executable, "-c", "print('ran')"]),
    }
    assert check.main([], gates) == 1
    out = capfd.readouterr().out
    assert "ran" in out
    assert "1 of 2 gates FAIL: bad" in out
    assert check.main(["good"], gates) == 0
    assert check.main(["no-such-gate"], gates) == 2
