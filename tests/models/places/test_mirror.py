"""A mirror of one's own: by hash, by name, or not at all."""

from __future__ import annotations

from pathlib import Path

import pytest

from blackbird.errors import ModelCorrupt, ModelMissing
from blackbird.models.places.mirror import Mirror
from blackbird.models.store import ModelStore
from blackbird.net.client import Downloader
from tests.fakes.file_server import file_server, silent_server
from tests.fakes.small_models import CATALOGUE, JOINED, Diary, made_up, sha256


def pull(root: Path, mirror: Mirror) -> bytes:
    models = ModelStore(root, [mirror], catalogue=CATALOGUE)
    return models.pull("joined", Diary())["joined.gguf"].read_bytes()


@pytest.mark.parametrize("name", [sha256(JOINED), "joined.gguf"])
def test_a_file_comes_by_its_hash_or_its_name(tmp_path: Path, name: str) -> None:
    with file_server(files={f"/models/{name}": JOINED}) as server:
        assert pull(tmp_path, Mirror(f"{server.url}/models/", Downloader())) == JOINED


def test_a_broken_connection_is_taken_up(tmp_path: Path) -> None:
    files = {f"/{sha256(JOINED)}": JOINED}
    with file_server(files=files, cut_after=[30_000]) as server:
        assert pull(tmp_path, Mirror(server.url, Downloader())) == JOINED
        assert server.asked[-1][1] == "bytes=30000-"


def test_wrong_bytes_are_refused(tmp_path: Path) -> None:
    files = {"/joined.gguf": made_up(51, len(JOINED))}
    with file_server(files=files) as server, pytest.raises(ModelCorrupt, match="mirror: joined"):
        pull(tmp_path, Mirror(server.url, Downloader()))


def test_a_mirror_without_the_file_says_so(tmp_path: Path) -> None:
    with file_server() as server, pytest.raises(ModelMissing, match=r"mirror: .* status 404"):
        pull(tmp_path, Mirror(server.url, Downloader()))


def test_a_silent_mirror_is_left_alone(tmp_path: Path) -> None:
    with (
        silent_server() as url,
        pytest.raises(ModelMissing, match=r"did not answer within 0\.05 s"),
    ):
        pull(tmp_path, Mirror(url, Downloader(), answer_s=0.05))


def test_without_an_address_it_is_never_tried(tmp_path: Path) -> None:
    with pytest.raises(ModelMissing, match="no place offers it"):
        pull(tmp_path, Mirror("", Downloader()))
