"""What every test stands on: no network but loopback, and no state outside a temporary folder."""

from __future__ import annotations

import os
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parent.parent
GUARD = Path(__file__).parent / "network"

# First of all, before anything under test is imported; children inherit it by PYTHONPATH.
sys.path.insert(0, str(GUARD))
sys.modules.pop("sitecustomize", None)
__import__("sitecustomize")
os.environ["PYTHONPATH"] = os.pathsep.join(
    filter(None, [str(GUARD), os.environ.get("PYTHONPATH", "")])
)

MODELS_HOME = Path(os.environ.pop("BLACKBIRD_DATA_DIR", "") or ROOT / ".data")
for name in [name for name in os.environ if name.startswith("BLACKBIRD_")]:
    del os.environ[name]  # a developer's own settings must not decide a test
os.environ["BLACKBIRD_HUB_URL"] = ""


@pytest.fixture(scope="session")
def models_home() -> Path:
    """The data directory whose ``models/`` holds the default models: ``make test`` pulls them."""
    return MODELS_HOME


@pytest.fixture(autouse=True)
def own_data_directory(
    tmp_path_factory: pytest.TempPathFactory, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Each test has an empty data directory, so none writes into a developer's own."""
    monkeypatch.setenv("BLACKBIRD_DATA_DIR", str(tmp_path_factory.mktemp("data") / "blackbird"))
