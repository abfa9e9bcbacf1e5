"""Two models may be made from one file, which is fetched once and cleared away afterwards."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import replace
from pathlib import Path

import pytest

from blackbird.errors import ModelMissing
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


# The second as an earlier version of the program made it, and as one that has changed makes it.
OLD = {
    "second": replace(
        CATALOGUE["second"], derived=_derived("first.bin", SOURCE + b"1"), converter="same"
    )
}
NEW = {"second": replace(CATALOGUE["second"], former=(sha256(SOURCE + b"1"),))}


def store(root: Path, place: Memory, catalogue: Mapping[str, Model] = CATALOGUE) -> ModelStore:
    converters = {"same": same, "reversed": reversed_}
    return ModelStore(
        root, (place,), catalogue=catalogue, converters=converters, free=lambda _: 10**9
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


def test_a_pull_replaces_what_an_earlier_version_made(tmp_path: Path) -> None:
    store(tmp_path, everything(), OLD).pull("second", Diary())
    later = store(tmp_path, everything(), NEW)
    with pytest.raises(ModelMissing, match="models pull second"):
        later.path("second")
    assert files_below(tmp_path) == only(SOURCE + b"1")  # asking for it deletes nothing
    later.pull("second", Diary())
    assert files_below(tmp_path) == only(SECOND)


def test_a_pull_that_fails_keeps_what_an_earlier_version_made(tmp_path: Path) -> None:
    store(tmp_path, everything(), OLD).pull("second", Diary())
    with pytest.raises(ModelMissing):
        store(tmp_path, Memory(), NEW).pull("second", Diary())
    assert only(SOURCE + b"1") <= files_below(tmp_path)


def test_an_earlier_file_left_beside_the_new_one_goes_with_the_next_pull(tmp_path: Path) -> None:
    for catalogue in (OLD, CATALOGUE):  # the second does not know that it replaces anything
        store(tmp_path, everything(), {"second": catalogue["second"]}).pull("second", Diary())
    assert files_below(tmp_path) == only(SOURCE + b"1") | only(SECOND)
    place = everything()
    store(tmp_path, place, NEW).pull("second", Diary())
    assert files_below(tmp_path) == only(SECOND)
    assert not place.asked


def test_remove_takes_an_earlier_file_along(tmp_path: Path) -> None:
    store(tmp_path, everything(), OLD).pull("second", Diary())
    assert store(tmp_path, everything(), NEW).remove("second") > 0
    assert files_below(tmp_path) == set()
