"""Who follows the feeds for the server: begins, dies and comes back, ends with it."""

from __future__ import annotations

import asyncio
import os
import signal
import subprocess
import sys
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

import httpx
import pytest

from blackbird.assistant import Assistant
from blackbird.errors import DataDirectoryBusy
from blackbird.server.follower import KeptFollower
from blackbird.settings import Settings
from blackbird.storage.datadir import DataDirectory
from tests.fakes.embedder import HashEmbedder
from tests.server.posted import follower_of

FEED = "jetstream:ws://127.0.0.1:9/subscribe"  # where nobody listens
_WAITS = [sys.executable, "-c", "import sys; sys.stdin.read()"]
_DIES = [sys.executable, "-c", "import sys; sys.exit('it cannot')"]


def wanted(folder: Path) -> None:
    """A feed of this machine, as its owner names it."""
    follower = follower_of(folder)
    follower.record.feeds.add(FEED, trusted=True)
    follower.close()


def until(is_so: Callable[[], bool], seconds: float = 30.0) -> None:
    give_up = time.monotonic() + seconds
    while not is_so():
        assert time.monotonic() < give_up, "It never came to that."
        time.sleep(0.05)  # between two looks


def is_followed(folder: Path) -> bool:
    try:
        with DataDirectory(folder).follow_lock():
            return False
    except DataDirectoryBusy:
        return True


def pid_of(folder: Path) -> int:
    return int((folder / "follow.lock").read_text() or 0)


def is_alive(pid: int) -> bool:
    try:
        os.kill(pid, 0)
    except ProcessLookupError:
        return False
    return True


def test_it_follows_while_the_server_runs_and_comes_back_when_it_is_killed(tmp_path: Path) -> None:
    wanted(tmp_path)
    command = [sys.executable, "-m", "blackbird", "serve", "--port", "0", "--data-dir"]
    server = subprocess.Popen([*command, str(tmp_path)], stderr=subprocess.PIPE, text=True)
    try:
        assert server.stderr is not None
        line = next(line for line in server.stderr if "http://" in line)
        root = "http://" + line.partition("http://")[2].partition("/")[0]
        until(lambda: is_followed(tmp_path))

        def state() -> str:
            return str(httpx.get(f"{root}/api/feeds").json()["sources"][0]["state"])

        until(lambda: state() in ("connecting", "waiting"))
        first = pid_of(tmp_path)
        os.kill(first, signal.SIGKILL)
        until(lambda: is_followed(tmp_path) and pid_of(tmp_path) != first)
        second = pid_of(tmp_path)
        server.send_signal(signal.SIGTERM)
        assert server.wait(30) == 0
        until(lambda: not is_alive(second))
        assert not is_followed(tmp_path)
    finally:
        server.kill()
        server.communicate()


def test_it_ends_when_the_server_is_killed(tmp_path: Path) -> None:
    wanted(tmp_path)
    command = [sys.executable, "-m", "blackbird", "serve", "--port", "0", "--data-dir"]
    server = subprocess.Popen([*command, str(tmp_path)], stderr=subprocess.DEVNULL)
    until(lambda: is_followed(tmp_path))
    server.kill()
    server.wait()
    until(lambda: not is_followed(tmp_path))


async def kept(folder: Path, settings: Settings, command: list[str], seconds: float) -> set[int]:
    """The processes that were seen to run within some seconds."""
    seen: set[int] = set()
    async with Assistant(settings, models={}, embedder=HashEmbedder()) as assistant:
        follower = KeptFollower(assistant, command)
        follower.start()
        give_up = time.monotonic() + seconds
        while time.monotonic() < give_up:
            if follower.pid is not None:
                seen.add(follower.pid)
            await asyncio.sleep(0.01)
        await follower.aclose()
        assert follower.pid is None
    assert not any(map(is_alive, seen))
    return seen


@pytest.mark.parametrize("follow", ["yes", "no"])
async def test_the_setting_decides(tmp_path: Path, follow: str) -> None:
    wanted(tmp_path)
    settings = Settings(data_dir=str(tmp_path), follow=follow)
    assert len(await kept(tmp_path, settings, _WAITS, 2.0)) == (follow == "yes")


async def test_where_nothing_is_wanted_nothing_is_begun_and_no_database_made(
    tmp_path: Path,
) -> None:
    settings = Settings(data_dir=str(tmp_path))
    assert await kept(tmp_path, settings, _WAITS, 1.5) == set()
    assert not DataDirectory(tmp_path).posts.exists()


async def test_who_follows_already_is_left_to_it(tmp_path: Path) -> None:
    wanted(tmp_path)
    with DataDirectory(tmp_path).follow_lock():
        settings = Settings(data_dir=str(tmp_path))
        assert await kept(tmp_path, settings, _WAITS, 1.5) == set()


async def test_one_that_dies_at_once_is_begun_again_less_and_less_often(
    tmp_path: Path, caplog: pytest.LogCaptureFixture
) -> None:
    wanted(tmp_path)
    seen = await kept(tmp_path, Settings(data_dir=str(tmp_path)), _DIES, 6.0)
    assert len(seen) <= 4
    assert "it cannot" in caplog.text
    assert "again in 1 s" in caplog.text
    assert "again in 2 s" in caplog.text


async def test_it_ends_when_nothing_is_wanted_any_more(tmp_path: Path) -> None:
    wanted(tmp_path)
    async with Assistant(Settings(data_dir=str(tmp_path)), models={}) as assistant:
        follower = KeptFollower(assistant, _WAITS)
        follower.start()
        record = await assistant.opened.live.record()
        for runs in (True, False):
            give_up = time.monotonic() + 20
            while (follower.pid is not None) != runs:
                assert time.monotonic() < give_up, "It never came to that."
                await asyncio.sleep(0.02)
            record.feeds.stop(FEED)
        await follower.aclose()


@pytest.mark.parametrize("turns", range(8))
async def test_closed_while_it_begins_it_leaves_no_process_behind(
    tmp_path: Path, turns: int
) -> None:
    wanted(tmp_path)
    async with Assistant(Settings(data_dir=str(tmp_path)), embedder=HashEmbedder()) as assistant:
        kept = KeptFollower(assistant, _WAITS)
        begun: list[asyncio.subprocess.Process] = []
        real = asyncio.create_subprocess_exec

        async def counted(*command: str, **more: Any) -> asyncio.subprocess.Process:
            begun.append(await real(*command, **more))
            return begun[-1]

        with pytest.MonkeyPatch.context() as patch:
            patch.setattr(asyncio, "create_subprocess_exec", counted)
            beginning = asyncio.ensure_future(kept._begin(0.0))
            for _ in range(turns):
                await asyncio.sleep(0)  # one turn of the loop further each time
            beginning.cancel()
            await asyncio.gather(beginning, return_exceptions=True)
            await kept.aclose()
        assert [process.returncode for process in begun] == [0] * len(begun)
        assert kept.pid is None
