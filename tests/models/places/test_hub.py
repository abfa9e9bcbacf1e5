"""The hub: found, continued, wrong, silent. A machine that cannot reach it loses two seconds."""

from __future__ import annotations

import threading
import time
from pathlib import Path

import httpx
import pytest

from blackbird.errors import ModelCorrupt, ModelMissing
from blackbird.models.places.hub import Hub
from blackbird.models.store import ModelStore
from blackbird.net.client import Downloader
from tests.fakes.file_server import FileServer, file_server, silent_server
from tests.fakes.small_models import CATALOGUE, JOINED, SINGLE, Diary, everything, made_up
from tests.patience import SLACK_S

JOINED_PATH = "/people/models/resolve/main/joined.gguf"
FILES = {JOINED_PATH: JOINED, "/people/models/resolve/main/single.gguf": SINGLE}


def pull(root: Path, url: str, diary: Diary | None = None, model: str = "joined") -> bytes:
    models = ModelStore(root, [Hub(url, Downloader())], catalogue=CATALOGUE)
    (path,) = models.pull(model, Diary() if diary is None else diary).values()
    return path.read_bytes()


def ranges(server: FileServer) -> list[str]:
    return [asked for _, asked in server.asked]


def test_a_file_comes_from_the_hub(tmp_path: Path) -> None:
    diary = Diary()
    with file_server(files=FILES) as server:
        assert pull(tmp_path, server.url + "/", diary) == JOINED
    assert diary.phases() == ["asking", "fetching", "done"]
    assert diary[0].place == "model hub"


def test_a_connection_that_breaks_is_taken_up_where_it_broke(tmp_path: Path) -> None:
    with file_server(files=FILES, cut_after=[30_000, 20_000]) as server:
        assert pull(tmp_path, server.url) == JOINED
        assert ranges(server)[0] == ""
        assert all(asked.startswith("bytes=") for asked in ranges(server)[1:])
        assert len(server.asked) == 3


def test_a_hub_without_ranges_is_read_from_the_start(tmp_path: Path) -> None:
    with file_server(files=FILES, cut_after=[30_000], ranges=False) as server:
        assert pull(tmp_path, server.url) == JOINED


def test_a_later_pull_continues(tmp_path: Path) -> None:
    with file_server(files=FILES, cut_after=[30_000, 0]) as server, pytest.raises(ModelMissing):
        pull(tmp_path, server.url)
    with file_server(files=FILES) as server:
        assert pull(tmp_path, server.url) == JOINED
        assert ranges(server) == ["bytes=30000-"]


def test_wrong_bytes_are_refused_by_name(tmp_path: Path) -> None:
    with (
        file_server(files={JOINED_PATH: made_up(50, len(JOINED))}) as server,
        pytest.raises(ModelCorrupt, match=r"model hub: joined\.gguf has wrong bytes: expected"),
    ):
        pull(tmp_path, server.url)


def test_a_page_in_place_of_the_file_is_refused_by_its_size(tmp_path: Path) -> None:
    with (
        file_server(files={JOINED_PATH: b"<html>Please log in"}) as server,
        pytest.raises(ModelCorrupt, match="has 19 bytes instead of 85,000"),
    ):
        pull(tmp_path, server.url)


def test_a_body_without_end_is_cut(tmp_path: Path) -> None:
    endless = {JOINED_PATH: JOINED + bytes(3_000_000)}
    with (
        file_server(files=endless, say_length=False) as server,
        pytest.raises(ModelCorrupt, match="more than 85,000 bytes"),
    ):
        pull(tmp_path, server.url)


def test_a_file_that_the_hub_lacks_is_said(tmp_path: Path) -> None:
    with file_server() as server, pytest.raises(ModelMissing, match=r"model hub: .* status 404"):
        pull(tmp_path, server.url)


def test_without_an_address_the_hub_is_never_tried(tmp_path: Path) -> None:
    with pytest.raises(ModelMissing, match="no place offers it"):
        pull(tmp_path, "")


def test_a_silent_hub_costs_two_seconds_once_and_the_next_place_is_tried(tmp_path: Path) -> None:
    diary = Diary()
    with silent_server() as url:
        hub = Hub(url, Downloader())
        models = ModelStore(tmp_path, [hub, everything()], catalogue=CATALOGUE)
        models.pull("joined", diary)
        models.pull("pair", diary)  # two more files
    notes = [note for note in diary.notes() if note.startswith("model hub: ")]
    assert notes[0] == "model hub: It did not answer within 2 s."
    assert set(notes[1:]) == {"model hub: It did not answer a moment ago."}


def test_a_hub_whose_name_cannot_be_looked_up_costs_no_more(tmp_path: Path) -> None:
    """The look-up blocks in the system for as long as it likes: here until the test ends."""
    ended = threading.Event()

    def look_up(request: httpx.Request) -> httpx.Response:
        ended.wait(30)
        raise httpx.ConnectError("no such name", request=request)

    hub = Hub(
        "http://hub.invalid", Downloader(transport=httpx.MockTransport(look_up)), answer_s=0.3
    )
    models = ModelStore(tmp_path, [hub, everything()], catalogue=CATALOGUE)
    begun = time.monotonic()
    models.pull("joined", Diary())
    assert time.monotonic() - begun < 0.3 + SLACK_S
    ended.set()


def test_a_silent_hub_is_asked_again_later(tmp_path: Path) -> None:
    now = 0.0
    with silent_server() as url:
        hub = Hub(url, Downloader(), answer_s=0.05, monotonic=lambda: now)
        notes = []
        for now in (0.0, 299.0, 301.0):  # noqa: B007  # read by the clock above
            diary = Diary()
            with pytest.raises(ModelMissing):
                ModelStore(tmp_path, [hub], catalogue=CATALOGUE).pull("joined", diary)
            notes += diary.notes()
    assert ["moment ago" in note for note in notes] == [False, True, False]
