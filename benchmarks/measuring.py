"""How a benchmark writes down what it measured: with the commit, the machine and the versions."""

from __future__ import annotations

import json
import os
import platform
import subprocess
from collections.abc import Sequence
from datetime import UTC, datetime
from importlib.metadata import version
from pathlib import Path
from typing import Any

_PACKAGES = ("xllamacpp", "onnxruntime", "tantivy", "usearch", "numpy")


def save(path: Path, figures: dict[str, Any]) -> None:
    """Write ``figures`` to ``path`` beside where and when they were measured, and print them."""
    path.parent.mkdir(parents=True, exist_ok=True)
    result = {
        "measured_at": datetime.now(UTC).isoformat(timespec="seconds"),
        "commit": _commit(),
        "machine": machine(),
        "versions": {name: version(name) for name in _PACKAGES},
        **figures,
    }
    path.write_text(json.dumps(result, indent=1, ensure_ascii=False) + "\n", "utf-8")
    short = {k: v for k, v in figures.items() if not isinstance(v, (list, dict)) or len(v) < 12}
    print(json.dumps(short, indent=1, ensure_ascii=False))


def machine() -> dict[str, Any]:
    """Processor, cores that this process may use, Python."""
    name = next(
        (
            line.partition(":")[2].strip()
            for line in Path("/proc/cpuinfo").read_text("utf-8").splitlines()
            if line.startswith("model name")
        ),
        platform.processor(),
    )
    return {
        "processor": name,
        "cores": len(os.sched_getaffinity(0)),
        "load": os.getloadavg()[0],
        "python": platform.python_version(),
    }


def percentile(values: Sequence[float], share: float) -> float:
    """The value below which ``share`` of all lie, by nearest rank."""
    ordered = sorted(values)
    return ordered[min(len(ordered) - 1, int(share * len(ordered)))]


def _commit() -> str:
    done = subprocess.run(
        ["git", "rev-parse", "--short", "HEAD"], capture_output=True, text=True, check=False
    )
    return done.stdout.strip() or "unknown"
