"""The names that ``import blackbird`` offers, and that it stays light."""

from __future__ import annotations

import subprocess
import sys

import pytest

import blackbird

NAMES = {
    *("Answer", "Assistant", "BlackbirdError", "Document", "Question", "Settings", "Turn"),
    *("__version__", "load_settings"),
}
HEAVY = {
    "httpx",
    "numpy",
    "onnxruntime",
    "sqlalchemy",
    "tantivy",
    "trafilatura",
    "usearch",
    "xllamacpp",
}


def test_the_public_names() -> None:
    assert set(blackbird.__all__) == NAMES


@pytest.mark.parametrize("name", sorted(NAMES))
def test_each_public_name_is_there(name: str) -> None:
    assert getattr(blackbird, name) is not None
    assert name in dir(blackbird)


def test_an_unknown_name_is_an_attribute_error() -> None:
    with pytest.raises(AttributeError, match="Asistant"):
        blackbird.__getattr__("Asistant")


def test_import_loads_nothing_heavy() -> None:
    code = "import sys, blackbird; print(*{name.partition('.')[0] for name in sys.modules})"
    done = subprocess.run([sys.executable, "-c", code], check=True, capture_output=True, text=True)
    assert HEAVY.isdisjoint(done.stdout.split())
