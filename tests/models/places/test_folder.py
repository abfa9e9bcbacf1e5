"""A folder that was carried to a machine without a network."""

from __future__ import annotations

from pathlib import Path

import pytest

from blackbird.errors import ModelCorrupt, ModelMissing
from blackbird.models.places.folder import Folder
from blackbird.models.store import ModelStore
from tests.fakes.small_models import CATALOGUE, JOINED, Diary, made_up, sha256


def pull(tmp_path: Path) -> bytes:
    models = ModelStore(tmp_path / "store", [Folder(tmp_path / "stick")], catalogue=CATALOGUE)
    return models.pull("joined", Diary())["joined.gguf"].read_bytes()


def put(tmp_path: Path, name: str, data: bytes) -> Path:
    (tmp_path / "stick").mkdir(exist_ok=True)
    path = tmp_path / "stick" / name
    path.write_bytes(data)
    return path


@pytest.mark.parametrize("name", [sha256(JOINED), "joined.gguf"])
def test_a_file_is_copied_by_its_hash_or_its_name(tmp_path: Path, name: str) -> None:
    original = put(tmp_path, name, JOINED)
    assert pull(tmp_path) == JOINED
    assert original.read_bytes() == JOINED


def test_an_unfinished_copy_is_continued(tmp_path: Path) -> None:
    put(tmp_path, "joined.gguf", JOINED)
    partial = tmp_path / "store" / "partial"
    partial.mkdir(parents=True)
    (partial / f"{sha256(JOINED)}.part").write_bytes(JOINED[:1000])
    assert pull(tmp_path) == JOINED


@pytest.mark.parametrize("data", [b"", JOINED[:-1], JOINED + b"!", made_up(52, len(JOINED))])
def test_other_bytes_are_refused(tmp_path: Path, data: bytes) -> None:
    put(tmp_path, "joined.gguf", data)
    with pytest.raises(ModelCorrupt, match="folder: joined"):
        pull(tmp_path)


def test_a_folder_that_is_missing_or_empty_offers_nothing(tmp_path: Path) -> None:
    for _ in range(2):
        with pytest.raises(ModelMissing, match="no place offers it"):
            pull(tmp_path)
        (tmp_path / "stick").mkdir(exist_ok=True)


def test_a_folder_under_the_name_of_the_file_is_not_read(tmp_path: Path) -> None:
    (tmp_path / "stick" / "joined.gguf").mkdir(parents=True)
    with pytest.raises(ModelMissing):
        pull(tmp_path)
