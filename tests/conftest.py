"""What every test stands on: no network but loopback, and no state outside a temporary folder."""

from __future__ import annotations

import os
import sys
from pathlib import Path

import pytest
from hypothesis import settings

ROOT = Path(__file__).resolve().parent.parent
GUARD = Path(__file__).parent / "network"

# First of all, before anything under test is imported; children inherit it by PYTHONPATH.
# A worker of pytest-xdist has it already; a second would raise errors that the first one's are not.
if getattr(sys.modules.get("sitecustomize"), "__file__", None) != str(GUARD / "sitecustomize.py"):
    sys.path.insert(0, str(GUARD))
    sys.modules.pop("sitecustomize", None)
    __import__("sitecustomize")
os.environ["PYTHONPATH"] = os.pathsep.join(
    filter(None, [str(GUARD), os.environ.get("PYTHONPATH", "")])
)

pytest_plugins = ["tests.fakes.posts_places"]

MODELS_HOME = Path(os.environ.pop("BLACKBIRD_DATA_DIR", "") or ROOT / ".data")
for name in [name for name in os.environ if name.startswith("BLACKBIRD_")]:
    del os.environ[name]  # a developer's own settings must not decide a test
os.environ["BLACKBIRD_HUB_URL"] = ""

# A slow machine is no failure, and a merge must not hang on a draw: chance is for developers.
settings.register_profile("house", deadline=None, derandomize="CI" in os.environ)
settings.load_profile("house")


@pytest.fixture(scope="session")
def models_home() -> Path:
    """The data directory whose ``models/`` holds the default models: ``make test`` pulls them."""
    return MODELS_HOME


@pytest.fixture(autouse=True, scope="session")
def own_data_directory(tmp_path_factory: pytest.TempPathFactory) -> None:
    """A test that names no data directory writes into an empty one, never into a developer's."""
    os.environ["BLACKBIRD_DATA_DIR"] = str(tmp_path_factory.mktemp("data") / "blackbird")
