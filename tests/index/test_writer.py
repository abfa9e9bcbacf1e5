"""The indexes become what the record says, whatever happened to them before."""

from __future__ import annotations

import shutil
import tempfile
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from blackbird.errors import DataDirectoryBusy
from blackbird.index.text import TextIndex
from blackbird.index.window import Window
from blackbird.index.writer import IndexWriter
from blackbird.storage.datadir import DataDirectory
from tests.fakes.killed_index import UNHARMED, Trial, differences
from tests.fakes.small_documents import Library, entry

WORDS = ["alpha", "beta", "gamma", "delta"]
KILLS = 25
KILLED = -9

Operation = tuple[str, str, list[str]]
operation: st.SearchStrategy[Operation] = st.one_of(
    st.tuples(
        st.just("put"),
        st.sampled_from("abc"),
        st.lists(st.sampled_from(WORDS), min_size=1, max_size=3),
    ),
    st.tuples(st.just("drop"), st.sampled_from("abc"), st.just([])),
    st.tuples(st.sampled_from(["catch up", "reopen"]), st.just(""), st.just([])),
)


def searchable(library: Library) -> object:
    """All that can be found: by each word, and by the vector of each."""
    assert library.index.text is not None
    return (
        [(word, set(library.found(word))) for word in WORDS],
        [(word, set(library.nearest(word))) for word in WORDS],
        len(library.index.text),
        len(library.index.vectors),
    )


@settings(max_examples=12, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(st.lists(operation, min_size=1, max_size=8))
def test_any_history_leaves_what_a_fresh_build_makes(
    history: list[Operation],
) -> None:
    with tempfile.TemporaryDirectory() as folder:
        library = Library(Path(folder))
        for verb, id, words in history:
            if verb == "put":
                library.record.put([entry(id, *words)])
            elif verb == "drop":
                library.record.drop([id])
            elif verb == "reopen":
                library.reopen()
            else:
                library.catch_up()
        library.catch_up()
        grown = searchable(library)
        library.reopen()
        assert searchable(library) == grown
        shutil.rmtree(library.data.index)
        library.reopen()
        library.catch_up()
        assert searchable(library) == grown
        library.close()


def damage_nothing(_folder: Path) -> None:
    """The index is as it was left."""


def remove_all(folder: Path) -> None:
    shutil.rmtree(folder)


def cut_meta(folder: Path) -> None:
    (folder / "text" / "meta.json").write_text("{")


def remove_segments(folder: Path) -> None:
    for path in (folder / "text").glob("*.idx"):
        path.unlink()


def remove_vectors(folder: Path) -> None:
    shutil.rmtree(folder / "vectors")


def put_a_file_in_its_place(folder: Path) -> None:
    shutil.rmtree(folder)
    folder.mkdir()
    (folder / "text").write_text("not an index")


@pytest.mark.parametrize(
    "damage",
    [
        damage_nothing,
        remove_all,
        cut_meta,
        remove_segments,
        remove_vectors,
        put_a_file_in_its_place,
    ],
)
def test_a_damaged_index_is_made_again_from_the_record(library: Library, damage: object) -> None:
    library.put(entry("a", "alpha", "beta"), entry("b", "gamma"))
    whole = searchable(library)
    assert callable(damage)
    damage(library.index.folder)
    library.reopen()
    if library.index.behind:
        library.catch_up()
    assert searchable(library) == whole


@pytest.mark.parametrize("listed", [True, False])
def test_what_a_killed_commit_left_is_not_stumbled_over(library: Library, listed: bool) -> None:
    """tantivy writes the list of dropped passages, under a predictable name, before it commits."""
    library.put(entry("a", "alpha"), entry("b", "beta"))
    library.record.drop(["a"])
    library.index.close()
    folder, after = library.index.folder / "text", library.data.root / "after"
    before = shutil.copytree(folder, library.data.root / "before")
    library.reopen()
    library.catch_up()
    folder.rename(after)
    before.rename(folder)
    left = [path for path in after.glob("*.del") if not (folder / path.name).exists()]
    assert left
    for path in left + [after / ".managed.json"] * listed:
        shutil.copy(path, folder / path.name)
    library.reopen()
    library.catch_up()
    assert library.found("alpha") == []
    assert library.found("beta") == ["b#1"]


def test_an_index_of_another_record_is_removed(library: Library, tmp_path: Path) -> None:
    library.put(entry("a", "alpha"))
    library.close()
    library.data.record.unlink()
    library.reopen()
    assert library.index.behind
    library.put(entry("b", "beta"))
    assert library.found("alpha") == []
    assert library.found("beta") == ["b#1"]
    assert [path for path in library.data.index.iterdir()] == [library.index.folder]


def test_catching_up_with_nothing_new_takes_no_step(library: Library) -> None:
    library.put(entry("a", "alpha"))
    steps: list[str] = []
    with IndexWriter(library.index, steps.append) as writer:
        writer.catch_up()
    assert steps == ["refresh", "release"]


def test_an_error_on_the_way_leaves_an_index_that_can_go_on(library: Library) -> None:
    library.put(entry("a", "alpha"))
    library.record.put([entry("b", "beta")])

    def fail_at_commit(name: str) -> None:
        if name == "commit":
            raise DataDirectoryBusy("stop here")

    with pytest.raises(DataDirectoryBusy), IndexWriter(library.index, fail_at_commit) as writer:
        writer.catch_up()
    library.catch_up()
    assert library.found("beta") == ["b#1"]
    assert library.index.text is not None
    assert len(library.index.text) == 2


@pytest.fixture(scope="module")
def trial(tmp_path_factory: pytest.TempPathFactory) -> Trial:
    return Trial(tmp_path_factory.mktemp("killed"), seed=20)


def test_killed_at_any_moment_it_reopens_complete(trial: Trial) -> None:
    for _ in range(KILLS):
        trial.kill()
        assert trial.problems() == []
    assert trial.acknowledged > KILLS


@pytest.mark.parametrize(
    "step",
    ["clear", "create", "add", "commit", "committed", "refresh", "save vectors", "release"],
)
def test_killed_between_two_steps_it_reopens_complete(tmp_path: Path, step: str) -> None:
    trial = Trial(tmp_path, seed=1)
    assert trial.kill(die_at=step) == KILLED
    assert trial.problems() == []
    comes_again = step not in ("clear", "create")  # there is an index now
    assert trial.kill(die_at=step) == (KILLED if comes_again else UNHARMED)
    assert trial.problems() == []


def test_an_index_that_forgets_where_it_was_is_caught(library: Library) -> None:
    """The control: what the tests above would show if replay began too early."""
    library.put(entry("d1", "common d1v3p1"))
    held = {"d1": 3}
    assert list(differences(library, held)) == []
    assert library.index.text is not None
    forgetful = library.index.text.writer()
    forgetful.commit(0)
    forgetful.close()
    library.reopen()
    library.catch_up()
    assert list(differences(library, held)) == ["1 of 2 found by words, 1 expected"]
    library.catch_up()  # which sees that there is too much, and makes it again
    assert list(differences(library, held)) == []


def test_an_index_that_skips_a_change_is_caught(library: Library) -> None:
    library.put(entry("d1", "common d1v3p1"))
    library.record.put([entry("d2", "common d2v3p1")])
    assert library.index.text is not None
    hasty = library.index.text.writer()
    hasty.commit(library.record.last_sequence())
    hasty.close()
    library.reopen()
    assert list(differences(library, {"d1": 3, "d2": 3}))
    library.catch_up()
    assert list(differences(library, {"d1": 3, "d2": 3})) == []


def test_a_new_index_holds_nothing(tmp_path: Path) -> None:
    assert TextIndex.open(tmp_path / "text") is None
    index = TextIndex.create(tmp_path / "text")
    assert (len(index), index.sequence, index.search("a", 5, Window()).scores) == (0, 0, {})


def test_two_writers_at_once_are_refused(tmp_path: Path) -> None:
    data = DataDirectory(tmp_path)
    data.prepare()
    with data.write_lock(), pytest.raises(DataDirectoryBusy), data.write_lock(0.0):
        raise AssertionError("the lock was given twice")
