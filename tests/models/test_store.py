"""The store through its own door: pull, path, verify, remove, listing."""

from __future__ import annotations

import os
import threading
from collections.abc import Sequence
from pathlib import Path

import pytest

from blackbird.errors import DiskFull, ModelCorrupt, ModelMissing, StorageError, UnknownName
from blackbird.models.places import Place
from blackbird.models.progress import Progress
from blackbird.models.store import Converter, ModelStore
from tests.fakes.small_models import (
    CATALOGUE,
    DERIVED,
    JOINED,
    PARTS,
    SINGLE,
    SOURCE,
    Diary,
    Memory,
    everything,
    made_up,
    sha256,
    split,
)


def store(root: Path, *places: Place, convert: Converter = split, free: int = 10**9) -> ModelStore:
    return ModelStore(
        root, places, catalogue=CATALOGUE, converters={"split": convert}, free=lambda _: free
    )


def files_below(root: Path) -> set[str]:
    return {str(p.relative_to(root)) for p in root.rglob("*") if p.is_file()} - {"lock"}


def only(data: bytes) -> set[str]:
    return {f"blobs/{sha256(data)}", f"verified/{sha256(data)}.json"}


def change(path: Path, data: bytes) -> None:
    """Other bytes, at another time, whatever the clock's grain."""
    path.write_bytes(data)
    os.utime(path, ns=(1, 1))


def test_a_pulled_model_has_the_right_bytes_and_leaves_nothing_else(tmp_path: Path) -> None:
    diary = Diary()
    paths = store(tmp_path, everything()).pull("joined", diary)
    assert paths["joined.gguf"].read_bytes() == JOINED
    assert paths == store(tmp_path).path("joined")
    assert files_below(tmp_path) == only(JOINED)
    assert diary.phases() == [*["asking", "fetching"] * 3, "assembling", "done"]
    fetched = [p.done_bytes for p in diary if p.phase == "fetching"]
    assert fetched == sorted(fetched)
    assert fetched[-1] == len(JOINED)


def test_a_second_pull_asks_nobody(tmp_path: Path) -> None:
    store(tmp_path, everything()).pull("joined", Diary())
    place, diary = everything(), Diary()
    store(tmp_path, place).pull("joined", diary)
    assert place.asked == []
    assert diary.phases() == ["done"]


def test_companions_come_too(tmp_path: Path) -> None:
    models = store(tmp_path, everything())
    assert list(models.pull("pair", Diary())) == ["pair.gguf"]
    assert models.path("single")["single.gguf"].read_bytes() == SINGLE


def test_a_missing_model_says_what_to_do(tmp_path: Path) -> None:
    with pytest.raises(ModelMissing) as caught:
        store(tmp_path / "new").path("joined")
    assert caught.value.hint == 'Run "blackbird models pull joined".'
    assert not (tmp_path / "new").exists(), "to ask makes no folders"


def test_an_unknown_model_is_named(tmp_path: Path) -> None:
    with pytest.raises(UnknownName, match='Did you mean "joined"'):
        store(tmp_path).pull("joind", Diary())


def test_when_no_place_has_it_each_says_why(tmp_path: Path) -> None:
    places = (Memory(name="attic"), Memory(name="cellar"))
    with pytest.raises(ModelMissing, match=r"attic: It is not here; cellar: It is") as caught:
        store(tmp_path, *places).pull("joined", Diary())
    assert "models pull joined" in caught.value.hint
    with pytest.raises(ModelMissing, match="no place offers it"):
        store(tmp_path).pull("joined", Diary())


def wrong_place(seed: int = 99) -> Memory:
    """Gives other bytes of the right length for each part."""
    place = Memory(name="liar")
    place.contents = {sha256(part): made_up(seed, len(part)) for part in (*PARTS, SINGLE)}
    return place


def test_wrong_bytes_are_refused_by_name_and_the_next_place_is_tried(tmp_path: Path) -> None:
    diary = Diary()
    paths = store(tmp_path, wrong_place(), everything()).pull("joined", diary)
    assert paths["joined.gguf"].read_bytes() == JOINED
    (note,) = diary.notes()
    assert note.startswith("liar: joined0 has wrong bytes: expected SHA-256 " + sha256(PARTS[0]))
    assert sha256(made_up(99, len(PARTS[0]))) in note


def test_wrong_bytes_alone_are_an_error_and_nothing_of_them_stays(tmp_path: Path) -> None:
    with pytest.raises(ModelCorrupt, match=r"joined\.gguf was refused.*liar: joined0") as caught:
        store(tmp_path, wrong_place(), Memory(name="attic")).pull("joined", Diary())
    assert "attic" in caught.value.message
    assert files_below(tmp_path) == set()


@pytest.mark.parametrize("extra", [b"!", b"!" * 20_000])
def test_too_many_bytes_are_refused(tmp_path: Path, extra: bytes) -> None:
    place = Memory()
    place.contents = {sha256(SINGLE): SINGLE + extra}
    with pytest.raises(ModelCorrupt, match="more than 35,000 bytes"):
        store(tmp_path, place).pull("single", Diary())


def test_too_few_bytes_are_kept_and_continued(tmp_path: Path) -> None:
    place = Memory()
    place.contents = {sha256(SINGLE): SINGLE[:20_000]}
    with pytest.raises(ModelMissing, match="ended after 20,000 of 35,000"):
        store(tmp_path, place).pull("single", Diary())
    diary = Diary()
    store(tmp_path, everything()).pull("single", diary)
    assert [p.done_bytes for p in diary if p.phase == "fetching"] == [30_000, 35_000]


def test_a_wrong_beginning_of_another_place_costs_one_more_try(tmp_path: Path) -> None:
    short_liar = Memory(name="liar")
    short_liar.contents = {sha256(SINGLE): b"?" * 20_000}
    good = everything()
    paths = store(tmp_path, short_liar, good).pull("single", Diary())
    assert paths["single.gguf"].read_bytes() == SINGLE
    assert len(good.asked) == 2


def test_the_place_whose_parts_are_here_comes_first(tmp_path: Path) -> None:
    with pytest.raises(ModelMissing):
        store(tmp_path, Memory(*PARTS[:2])).pull("joined", Diary())
    place = everything()
    store(tmp_path, place).pull("joined", Diary())
    assert place.asked == [sha256(PARTS[2])]


def test_a_part_that_changed_on_the_disk_is_fetched_again(tmp_path: Path) -> None:
    with pytest.raises(ModelMissing):
        store(tmp_path, Memory(*PARTS[:2])).pull("joined", Diary())
    (tmp_path / "parts" / sha256(PARTS[0])).write_bytes(made_up(7, len(PARTS[0])))
    place = everything()
    paths = store(tmp_path, place).pull("joined", Diary())
    assert paths["joined.gguf"].read_bytes() == JOINED
    assert place.asked == [sha256(PARTS[2]), sha256(PARTS[0])]


def test_a_changed_file_is_not_given_out_and_a_pull_mends_it(tmp_path: Path) -> None:
    models = store(tmp_path, everything())
    path = models.pull("single", Diary())["single.gguf"]
    wrong = made_up(8, len(SINGLE))
    change(path, wrong)
    with pytest.raises(ModelCorrupt, match=f"expected SHA-256 {sha256(SINGLE)}") as caught:
        models.path("single")
    assert f"found {sha256(wrong)}" in caught.value.message
    assert caught.value.hint == 'Run "blackbird models pull single".'
    assert models.pull("single", Diary())["single.gguf"].read_bytes() == SINGLE
    assert files_below(tmp_path) == only(SINGLE)


def test_verify_reads_every_byte_and_sets_wrong_files_aside(tmp_path: Path) -> None:
    models = store(tmp_path, everything())
    path = models.pull("single", Diary())["single.gguf"]
    status = path.stat()
    path.write_bytes(made_up(8, len(SINGLE)))
    os.utime(path, ns=(status.st_atime_ns, status.st_mtime_ns))  # what a mark cannot see
    assert models.path("single")
    states = {check.model: check for check in models.verify()}
    assert states["single"].state == "corrupt"
    assert states["single"].found == sha256(made_up(8, len(SINGLE)))
    assert states["joined"].state == "missing"
    assert not path.exists()
    assert (tmp_path / "corrupt" / path.name).exists()
    models.pull("single", Diary())
    assert {check.model for check in models.verify() if check.state == "ok"} == {"single", "twin"}


def test_a_touched_file_is_read_once_and_then_trusted_again(tmp_path: Path) -> None:
    models = store(tmp_path, everything())
    path = models.pull("single", Diary())["single.gguf"]
    mark = tmp_path / "verified" / f"{path.name}.json"
    os.utime(path, ns=(5, 5))
    before = mark.read_bytes()
    assert models.path("single") == {"single.gguf": path}
    assert mark.read_bytes() != before


@pytest.mark.parametrize("text", [b"", b"[]", b"null", b"\xff", b"[" * 100_000, b'{"bytes": 1}'])
def test_a_mark_that_is_none_is_ignored(tmp_path: Path, text: bytes) -> None:
    models = store(tmp_path, everything())
    path = models.pull("single", Diary())["single.gguf"]
    (tmp_path / "verified" / f"{path.name}.json").write_bytes(text)
    assert models.path("single") == {"single.gguf": path}


def test_derived_files_are_made_checked_and_their_source_is_dropped(tmp_path: Path) -> None:
    diary = Diary()
    paths = store(tmp_path, everything()).pull("made", diary)
    assert {name: path.read_bytes() for name, path in paths.items()} == DERIVED
    assert "converting" in diary.phases()
    assert files_below(tmp_path) == only(DERIVED["upper.bin"]) | only(DERIVED["lower.bin"])


def test_derived_files_with_other_bytes_are_refused(tmp_path: Path) -> None:
    def differently(sources: Sequence[Path], target: Path, progress: object) -> None:
        (target / "upper.bin").write_bytes(b"another library")

    with pytest.raises(ModelCorrupt, match=r"upper\.bin, made on this machine") as caught:
        store(tmp_path, everything(), convert=differently).pull("made", Diary())
    assert sha256(b"another library") in caught.value.message
    assert files_below(tmp_path / "blobs") == {sha256(SOURCE)}, "the source need not come again"


def test_a_converter_that_forgets_a_file_is_a_clear_error(tmp_path: Path) -> None:
    with pytest.raises(StorageError, match=r"upper\.bin"):
        store(tmp_path, everything(), convert=lambda *_: None).pull("made", Diary())


def test_an_unknown_converter_is_named(tmp_path: Path) -> None:
    models = ModelStore(tmp_path, [everything()], catalogue=CATALOGUE)
    with pytest.raises(UnknownName, match="converter"):
        models.pull("made", Diary())


def test_remove_keeps_what_another_model_uses(tmp_path: Path) -> None:
    models = store(tmp_path, everything())
    models.pull("single", Diary())
    models.pull("joined", Diary())
    assert models.remove("single") == 0, "its twin uses the same file"
    assert models.path("twin")
    assert models.remove("joined") >= len(JOINED)
    assert files_below(tmp_path) == only(SINGLE)
    with pytest.raises(ModelMissing):
        models.path("joined")


def test_remove_takes_unfinished_parts_along(tmp_path: Path) -> None:
    models = store(tmp_path, Memory(*PARTS[:2]))
    with pytest.raises(ModelMissing):
        models.pull("joined", Diary())
    assert models.remove("joined") == 60_000
    assert files_below(tmp_path) == set()


def test_listing_shows_how_much_is_here(tmp_path: Path) -> None:
    models = store(tmp_path, Memory(PARTS[0], SINGLE))
    models.pull("single", Diary())
    with pytest.raises(ModelMissing):
        models.pull("joined", Diary())
    shown = {each.model.id: (each.state, each.bytes_here) for each in models.listing()}
    assert shown["single"] == shown["twin"] == ("here", len(SINGLE))
    assert shown["joined"] == ("partial", len(PARTS[0]))
    assert shown["made"] == ("missing", 0)


def test_a_disk_without_room_is_named_before_anything_is_fetched(tmp_path: Path) -> None:
    place = everything()
    with pytest.raises(DiskFull, match="needed"):
        store(tmp_path, place, free=2 * len(JOINED) - 1).pull("joined", Diary())
    assert place.asked == []
    store(tmp_path, place, free=2 * len(JOINED)).pull("joined", Diary())


def test_a_store_that_cannot_be_written_says_so(tmp_path: Path) -> None:
    (tmp_path / "file").write_bytes(b"")
    with pytest.raises(StorageError):
        store(tmp_path / "file", everything()).pull("joined", Diary())


def test_two_pulls_at_once_fetch_each_part_once(tmp_path: Path) -> None:
    other_waits = threading.Event()
    first, second = everything(), everything()
    first._step = lambda _: None if other_waits.wait(30) else pytest.fail("nobody waited")
    seen = Diary()

    def report(progress: Progress) -> None:
        seen(progress)
        if progress.phase == "waiting":
            other_waits.set()

    holding = threading.Event()
    diary = Diary()

    def hold(progress: Progress) -> None:
        diary(progress)
        holding.set()

    thread = threading.Thread(target=lambda: store(tmp_path, first).pull("joined", hold))
    thread.start()
    assert holding.wait(30)
    paths = store(tmp_path, second).pull("joined", report)
    thread.join()
    assert paths["joined.gguf"].read_bytes() == JOINED
    assert len(first.asked) == 3
    assert second.asked == []
    assert seen.phases() == ["waiting", "done"]
    assert "Another process" in seen[0].note
