"""Files are replaced whole or not at all, and a full disk is named as such."""

from __future__ import annotations

import errno
import shutil
import threading
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from blackbird.errors import DiskFull, StorageError
from blackbird.storage.files import (
    folder_bytes,
    free_bytes,
    only_one,
    publish,
    require_room,
    storage_errors,
    write_atomically,
)


def test_a_file_is_replaced_and_nothing_else_is_left(tmp_path: Path) -> None:
    target = tmp_path / "settings.json"
    write_atomically(target, b"old")
    write_atomically(target, b"new")
    assert target.read_bytes() == b"new"
    assert [path.name for path in tmp_path.iterdir()] == ["settings.json"]


def test_a_write_that_fails_keeps_the_old_file(tmp_path: Path) -> None:
    target = tmp_path / "folder"
    target.mkdir()
    (target / "kept").write_bytes(b"old")
    with pytest.raises(StorageError):
        write_atomically(target, b"a file cannot replace a folder that is not empty")
    assert [path.name for path in tmp_path.iterdir()] == ["folder"]
    assert (target / "kept").read_bytes() == b"old"


def test_a_folder_that_is_missing_is_named(tmp_path: Path) -> None:
    with pytest.raises(StorageError, match="absent") as caught:
        write_atomically(tmp_path / "absent" / "file", b"")
    assert "data directory" in caught.value.hint


def test_publish_moves_between_folders(tmp_path: Path) -> None:
    (tmp_path / "blobs").mkdir()
    (tmp_path / "x.part").write_bytes(b"x")
    publish(tmp_path / "x.part", tmp_path / "blobs" / "x")
    assert (tmp_path / "blobs" / "x").read_bytes() == b"x"
    assert not (tmp_path / "x.part").exists()


def test_a_device_without_room_is_a_full_disk() -> None:
    device = Path("/dev/full")  # every write to it fails with ENOSPC
    with (
        pytest.raises(DiskFull, match="full") as caught,
        storage_errors(device),
        device.open("wb") as out,
    ):
        out.write(b"x" * 100_000)
    assert "room" in caught.value.hint


@pytest.mark.parametrize("number", [errno.ENOSPC, errno.EDQUOT, errno.EFBIG])
def test_every_way_of_being_full_is_a_full_disk(number: int, tmp_path: Path) -> None:
    with pytest.raises(DiskFull), storage_errors(tmp_path):
        raise OSError(number, "as the system says it")


@given(st.sampled_from(sorted(errno.errorcode)))
def test_every_error_of_the_system_becomes_one_of_ours(number: int) -> None:
    with pytest.raises(StorageError) as caught, storage_errors(Path("somewhere")):
        raise OSError(number, "as the system says it")
    assert caught.value.hint
    assert "somewhere" in caught.value.message


def test_room_is_asked_for_before_writing(tmp_path: Path) -> None:
    require_room(tmp_path, 10, lambda _: 10)
    with pytest.raises(DiskFull, match=r"2 MB are needed .* 1 MB are free"):
        require_room(tmp_path, 2_000_000, lambda _: 1_000_000)


def test_room_of_a_folder_that_will_be_made(tmp_path: Path) -> None:
    assert free_bytes(tmp_path / "not" / "yet") > 0


def test_a_held_lock_is_waited_for_and_said_once(tmp_path: Path) -> None:
    order: list[str] = []
    waits = threading.Event()

    def second() -> None:
        def waiting() -> None:
            order.append("waiting")
            waits.set()

        with only_one(tmp_path / "lock", waiting):
            order.append("second")

    with only_one(tmp_path / "lock", lambda: order.append("never")):
        thread = threading.Thread(target=second)
        thread.start()
        assert waits.wait(30)
        order.append("first")
    thread.join()
    assert order == ["waiting", "first", "second"]


def test_the_size_of_a_folder_counts_what_lies_below_it(tmp_path: Path) -> None:
    (tmp_path / "a" / "models").mkdir(parents=True)
    (tmp_path / "a" / "x").write_bytes(b"12345")
    (tmp_path / "a" / "models" / "y").write_bytes(b"123")
    (tmp_path / "link").symlink_to(tmp_path / "a" / "x")
    assert folder_bytes(tmp_path) == 8
    assert folder_bytes(tmp_path, without=["models"]) == 5
    assert folder_bytes(tmp_path / "absent") == 0


def test_a_folder_may_change_while_its_size_is_taken(tmp_path: Path) -> None:
    stop = threading.Event()

    def churn() -> None:
        while not stop.is_set():
            for number in range(20):
                (tmp_path / f"f{number}" / "deep").mkdir(parents=True)
                (tmp_path / f"f{number}" / "deep" / "x").write_bytes(b"1")
            for number in range(20):
                shutil.rmtree(tmp_path / f"f{number}")

    thread = threading.Thread(target=churn)
    thread.start()
    try:
        for _ in range(400):
            assert 0 <= folder_bytes(tmp_path) <= 20
    finally:
        stop.set()
        thread.join()
