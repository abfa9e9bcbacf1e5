"""Two models may be made from one file, which is fetched once and cleared away afterwards."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from pathlib import Path

from blackbird.models.catalog import DerivedFile, Model
from blackbird.models.store import ModelStore
from tests.fakes.small_models import SOURCE, Diary, Memory, everything, model_file, sha256
from tests.models.test_store import files_below, only

_FILE = model_file("source.bin", SOURCE)
SECOND = SOURCE[::-1]


def reversed_(sources: Sequence[Path], target: Path, progress: Callable[[int, int], None]) -> None:
    progress(1, 1)
    (target / "second.bin").write_bytes(sources[0].read_bytes()[::-1])


def same(sources: Sequence[Path], target: Path, progress: Callable[[int, int], None]) -> None:
    progress(1, 1)
    (target / "first.bin").write_bytes(sources[0].read_bytes() + b"1")


def _derived(name: str, data: bytes) -> tuple[DerivedFile]:
    return (DerivedFile(name, len(data), sha256(data)),)


CATALOGUE = {
    "first": Model(
        "first", "f", "embedder", "MIT", (_FILE,), _derived("first.bin", SOURCE + b"1"), "same",
        ("second",),
    ),
    "second": Model(
        "second", "s", "judge", "MIT", (_FILE,), _derived("second.bin", SECOND), "reversed"
    ),
}  # fmt: skip


def store(root: Path, place: Memory) -> ModelStore:
    converters = {"same": same, "reversed": reversed_}
    return ModelStore(
        root, (place,), catalogue=CATALOGUE, converters=converters, free=lambda _: 10**9
    )


def test_a_source_of_two_models_comes_once_and_goes(tmp_path: Path) -> None:
    place = everything()
    store(tmp_path, place).pull("first", Diary())
    assert len(place.asked) == 1
    assert files_below(tmp_path) == only(SOURCE + b"1") | only(SECOND)


def test_sources_can_be_had_and_the_next_pull_clears_them(tmp_path: Path) -> None:
    models = store(tmp_path, everything())
    (path,) = models.sources("second", Diary())
    assert path.read_bytes() == SOURCE
    assert models.sources("second", Diary()) == [path]
    models.pull("first", Diary())
    assert not path.exists()
    assert files_below(tmp_path) == only(SOURCE + b"1") | only(SECOND)
