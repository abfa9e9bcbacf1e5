"""The worker process: it answers, it may die, it comes back, and it never outlives its parent."""

from __future__ import annotations

import os
import signal
import sys
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager, suppress
from pathlib import Path

import pytest

from blackbird.errors import ModelCorrupt, ModelCrashed, ModelMissing
from blackbird.models.catalog import CATALOGUE
from blackbird.models.llamacpp import LlamaCpp
from blackbird.protocols import Sampling
from blackbird.types import Turn

FAKE = Path(__file__).with_name("fake_worker.py")
ASK = [Turn("user", "Count.")]


@asynccontextmanager
async def opened(folder: Path, behaviour: str = "ok") -> AsyncIterator[LlamaCpp]:
    file = folder / "model.gguf"
    file.write_bytes(b"GGUF")
    model = LlamaCpp("mini", file, command=(sys.executable, str(FAKE), behaviour))
    try:
        yield model
    finally:
        await model.aclose()


async def said(model: LlamaCpp) -> str:
    return "".join([piece async for piece in model.stream(ASK, Sampling())])


def alive(pid: int) -> bool:
    try:
        os.kill(pid, 0)
    except ProcessLookupError:
        return False
    return True


async def test_the_worker_starts_at_the_first_request_and_ends_with_the_model(
    tmp_path: Path,
) -> None:
    async with opened(tmp_path) as model:
        assert await said(model) == "one two three"
        assert await model.odds(ASK, ("Yes", "No")) == pytest.approx(
            {"Yes": 0.909, "No": 0.091}, abs=1e-3
        )
        pid = model.pid
        assert pid is not None
        assert alive(pid)
    assert not alive(pid)


async def test_a_worker_that_dies_in_the_middle_is_a_clear_error_and_a_new_one_starts(
    tmp_path: Path,
) -> None:
    async with opened(tmp_path, "dies") as model:
        with pytest.raises(ModelCrashed, match=r"ended in the middle .*out of luck.*ask again"):
            await said(model)
        assert model.pid is None
        with pytest.raises(ModelCrashed):  # from a new worker, which dies in its turn
            await said(model)


async def test_a_killed_worker_is_replaced_at_the_next_request(tmp_path: Path) -> None:
    async with opened(tmp_path) as model:
        await model.start()
        first = model.pid
        assert first is not None
        os.kill(first, signal.SIGKILL)
        # The first request may still meet the dying process, or already see that it is dead.
        with suppress(ModelCrashed):
            await said(model)
        assert await said(model) == "one two three"
        assert model.pid != first


@pytest.mark.parametrize(
    ("behaviour", "reason"), [("refuses", "failed to load model"), ("silent", "magic number")]
)
async def test_a_file_that_cannot_be_loaded_is_refused(
    tmp_path: Path, behaviour: str, reason: str
) -> None:
    async with opened(tmp_path, behaviour) as model:
        with pytest.raises(ModelCorrupt, match=rf"{reason}.*models verify"):
            await model.start()


async def test_a_missing_file_says_how_to_get_it(tmp_path: Path) -> None:
    model = LlamaCpp("mini", tmp_path / "none.gguf")
    with pytest.raises(ModelMissing, match="models pull mini"):
        await model.start()


def test_it_is_small_by_the_size_of_its_file(tmp_path: Path) -> None:
    path = tmp_path / "model.gguf"
    assert LlamaCpp("mini", path).small  # nothing is there yet
    path.write_bytes(b"GGUF")
    assert LlamaCpp("mini", path).small
    with path.open("r+b") as file:
        file.truncate(8_000_000_000)  # takes no room on the disk
    assert not LlamaCpp("large", path).small


@pytest.mark.parametrize(("name", "rewrites"), [("mini", False), ("full", True)])
def test_of_the_models_that_come_full_rewrites_questions(
    name: str, rewrites: bool, tmp_path: Path
) -> None:
    path = tmp_path / "model.gguf"
    with path.open("wb") as file:
        file.truncate(sum(one.bytes for one in CATALOGUE[name].files))  # takes no room
    assert LlamaCpp(name, path).rewrites is rewrites
    assert LlamaCpp(name, path).small
