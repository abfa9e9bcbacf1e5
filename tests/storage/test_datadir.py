"""The data directory is private, says what is wrong with it, and has one writer."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pytest

from blackbird.errors import DataDirectoryBusy, StorageError
from blackbird.storage.datadir import DataDirectory


def test_folders_are_made_for_their_owner_alone(tmp_path: Path) -> None:
    data = DataDirectory(tmp_path / "deep" / "er")
    data.prepare()
    data.prepare()
    for folder in (data.root, data.models, data.index):
        assert folder.stat().st_mode & 0o777 == 0o700
    assert data.record.parent == data.root


@pytest.mark.parametrize("place", [".", "index", "deep/in"])
def test_a_file_in_the_way_is_named(tmp_path: Path, place: str) -> None:
    root = tmp_path / "root"
    file = root / place.split("/", maxsplit=1)[0]
    file.parent.mkdir(exist_ok=True)
    file.write_text("in the way")
    data = DataDirectory(root / "deep" / "in" if place == "deep/in" else root)
    with pytest.raises(StorageError, match="is a file, not a folder"):
        data.prepare()


def test_a_folder_that_cannot_be_used_is_named() -> None:
    with pytest.raises(StorageError, match="cannot be used") as caught:
        DataDirectory(Path("/proc/blackbird")).prepare()
    assert "--data-dir" in caught.value.hint
    with (
        pytest.raises(StorageError, match="cannot be used"),
        DataDirectory(Path("/proc/blackbird")).write_lock(),
    ):
        raise AssertionError("there is nothing to lock")


def test_a_second_writer_learns_who_the_first_is(tmp_path: Path) -> None:
    data = DataDirectory(tmp_path)
    hold = (
        "import sys, pathlib; from blackbird.storage.datadir import DataDirectory\n"
        "with DataDirectory(pathlib.Path(sys.argv[1])).write_lock():\n"
        "    print('held', flush=True); sys.stdin.read()"
    )
    holder = subprocess.Popen(
        [sys.executable, "-c", hold, str(tmp_path)],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        text=True,
    )
    with holder:
        assert holder.stdout is not None
        assert holder.stdout.readline() == "held\n"
        expected = pytest.raises(DataDirectoryBusy, match=f"process \\({holder.pid}\\)")
        with expected, data.write_lock(0.1):
            raise AssertionError("the lock was given twice")
        holder.kill()
    with data.write_lock(0.0):  # it ended with its process
        pass


def test_the_lock_is_given_back_after_an_error(tmp_path: Path) -> None:
    data = DataDirectory(tmp_path)
    with pytest.raises(ZeroDivisionError), data.write_lock():
        _ = 1 / 0
    with data.write_lock(0.0), pytest.raises(DataDirectoryBusy), data.write_lock(0.0):
        raise AssertionError("the lock was given twice")
