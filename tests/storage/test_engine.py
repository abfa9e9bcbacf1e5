"""Connections of threads: closed while some of them still read, the process goes on."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

from tests.fakes import closed_while_read


def test_who_closes_under_a_statement_does_not_bring_the_process_down(tmp_path: Path) -> None:
    command = [sys.executable, "-m", closed_while_read.__name__, str(tmp_path / "a.db")]
    root = Path(__file__).resolve().parents[2]
    done = subprocess.run(command, cwd=root, capture_output=True, text=True, check=False)
    assert (done.returncode, done.stdout, done.stderr) == (0, "whole\n", "")
