"""Killed at any moment, the store holds whole files or none, and fetches no part twice."""

from __future__ import annotations

import json
import shutil
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from pathlib import Path

import pytest

from blackbird.errors import ModelMissing
from blackbird.models.store import ModelStore
from tests.fakes.small_models import CATALOGUE, JOINED, PARTS, Diary, everything, sha256

MEMORY = Path("/dev/shm")


@pytest.fixture
def quick_folder(tmp_path: Path) -> Iterator[Path]:
    """In memory where there is such a place: flushing a disk hundreds of times takes long."""
    if not MEMORY.is_dir():
        yield tmp_path
        return
    folder = Path(tempfile.mkdtemp(dir=MEMORY))
    yield folder
    shutil.rmtree(folder)


def killed_everywhere(folder: Path, how: str) -> tuple[int, list[str]]:
    command = [sys.executable, "-m", "tests.fakes.killed_pull", str(folder), how]
    told = json.loads(subprocess.run(command, capture_output=True, check=True).stdout)
    return told["kills"], told["problems"]


def test_killed_at_every_step_it_reopens_and_ends_well(quick_folder: Path) -> None:
    kills, problems = killed_everywhere(quick_folder, "store")
    assert problems == []
    assert kills > 60


def test_control_half_a_file_under_a_good_name_would_be_seen(quick_folder: Path) -> None:
    _, problems = killed_everywhere(quick_folder, "naive")
    assert [text for text in problems if "half a file under a good name" in text]


def test_control_a_part_that_comes_again_would_be_seen(quick_folder: Path) -> None:
    _, problems = killed_everywhere(quick_folder, "forgetful")
    assert [text for text in problems if "a finished part came again" in text]


def limited(root: Path, limit: int) -> str:
    command = [sys.executable, "-m", "tests.fakes.limited_pull", str(root), str(limit)]
    return subprocess.run(command, capture_output=True, check=True, text=True).stdout


def test_a_disk_that_becomes_full_loses_nothing(tmp_path: Path) -> None:
    assert limited(tmp_path, 40_000) == "disk_full", "parts fit, the whole file does not"
    with pytest.raises(ModelMissing):
        ModelStore(tmp_path, [], catalogue=CATALOGUE).path("joined")
    assert {p.name for p in (tmp_path / "parts").iterdir()} == {sha256(part) for part in PARTS}
    place = everything()
    paths = ModelStore(tmp_path, [place], catalogue=CATALOGUE).pull("joined", Diary())
    assert paths["joined.gguf"].read_bytes() == JOINED
    assert place.asked == []


def test_control_the_same_pull_without_the_limit_ends_well(tmp_path: Path) -> None:
    assert limited(tmp_path, 10**9) == ""
