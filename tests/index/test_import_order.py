"""usearch and ONNX Runtime live in one process, whichever a program needs first."""

from __future__ import annotations

import subprocess
import sys

CRASH = "import usearch.index, onnxruntime"
FIRST_INDEX = "import blackbird.index.vectors, onnxruntime; print(onnxruntime.__version__)"


def run(code: str) -> subprocess.CompletedProcess[str]:
    return subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=False)


def test_the_index_may_be_opened_before_the_embedder() -> None:
    done = run(FIRST_INDEX)
    assert done.returncode == 0, done.stderr


def test_the_guard_is_still_needed() -> None:
    """When this fails, the libraries have been mended: take the guard out of index/__init__."""
    assert run(CRASH).returncode != 0
