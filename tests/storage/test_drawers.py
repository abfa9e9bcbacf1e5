"""Drawers are private, hold a few pieces for a few days, and forget what quotes what is gone."""

from __future__ import annotations

import json
import os
from collections.abc import Sequence
from pathlib import Path
from threading import Thread

import pytest
from hypothesis import given
from hypothesis import strategies as st

from blackbird.errors import StorageError
from blackbird.storage.drawers import LARGEST, MOST, OLDEST_S, Drawers

NOW = 1_800_000_000.0


def drawers(folder: Path, stored: Sequence[str] = ("a", "b"), now: float = NOW) -> Drawers:
    return Drawers(
        folder / "drawers", lambda some: frozenset(some) & frozenset(stored), lambda: now
    )


def put(folder: Path, number: int = 0, age: float = 0.0, quoted: Sequence[str] = ()) -> Path:
    drawer = drawers(folder).of(["work", number])
    drawer.write({"number": number}, quoted)
    os.utime(drawer.path, (NOW - age, NOW - age))
    return drawer.path


def test_what_is_written_is_read_and_cleared(tmp_path: Path) -> None:
    drawer = drawers(tmp_path).of(["work", None, ("x", 1)])
    assert drawer.read() is None
    assert not drawer.full()
    drawer.write({"text": "日本\ud800"}, ())
    assert drawers(tmp_path).of(["work", None, ("x", 1)]).read() == {"text": "日本\ud800"}
    assert drawer.full()
    assert drawers(tmp_path).of(["work", None, ("x", 2)]).read() is None
    drawer.clear()
    drawer.clear()
    assert drawer.read() is None


def test_only_its_owner_can_look_into_it(tmp_path: Path) -> None:
    path = put(tmp_path)
    assert path.stat().st_mode & 0o777 == 0o600
    assert path.parent.stat().st_mode & 0o777 == 0o700
    assert "work" not in path.name


def test_what_quotes_a_text_that_is_gone_is_not_read(tmp_path: Path) -> None:
    drawer = drawers(tmp_path).of(["work"])
    drawer.write(1, {"a", "given with the question"})
    assert drawer.read() == 1
    assert drawers(tmp_path, stored=["b"]).of(["work"]).read() is None
    drawer.write(2, {"given with the question"})
    assert drawers(tmp_path, stored=[]).of(["work"]).read() == 2


def test_tidying_forgets_what_quotes_a_text_that_is_gone(tmp_path: Path) -> None:
    gone, stays = put(tmp_path, 1, quoted=["a"]), put(tmp_path, 2, quoted=["b"])
    drawers(tmp_path).tidy()
    assert gone.exists()
    drawers(tmp_path, stored=["b"]).tidy()
    assert (gone.exists(), stays.exists()) == (False, True)


def test_tidying_keeps_the_newest_few_for_a_few_days(tmp_path: Path) -> None:
    paths = [put(tmp_path, n, age=10.0 * n) for n in range(MOST + 3)]
    old = put(tmp_path, 100, age=OLDEST_S)
    half = paths[0].parent / ".work.json.abc.part"
    half.write_text("half of one")
    os.utime(half, (NOW, NOW))
    other = paths[0].parent / "README"
    other.write_text("not ours")
    drawers(tmp_path).tidy()
    assert [p.exists() for p in paths] == [True] * MOST + [False] * 3
    assert not old.exists()
    assert half.exists()  # somebody may be writing it
    drawers(tmp_path, now=NOW + OLDEST_S).tidy()
    assert [p.name for p in other.parent.iterdir()] == ["README"]


def test_tidying_what_is_not_there_is_nothing(tmp_path: Path) -> None:
    drawers(tmp_path).tidy()
    assert not (tmp_path / "drawers").exists()


@pytest.mark.parametrize(
    "data",
    [
        b"",
        b"\xff",
        b"[" * 100_000,
        b"[]",
        b"5",
        b'{"value": 1}',
        b'{"quoted": "a", "value": 1}',
        b'{"quoted": [1], "value": 1}',
        b'{"quoted": [], "value": "' + b"x" * LARGEST + b'"}',
    ],
)
def test_a_file_that_is_no_drawer_is_empty_and_goes(tmp_path: Path, data: bytes) -> None:
    path = put(tmp_path)
    path.write_bytes(data)
    assert drawers(tmp_path).of(["work", 0]).read() is None
    os.utime(path, (NOW, NOW))
    drawers(tmp_path).tidy()
    assert not path.exists()


def test_a_folder_in_its_place_is_left_alone(tmp_path: Path) -> None:
    path = put(tmp_path)
    path.unlink()
    path.mkdir()
    drawer = drawers(tmp_path).of(["work", 0])
    assert drawer.read() is None
    drawer.clear()
    drawers(tmp_path).tidy()
    assert path.is_dir()
    assert not drawer.full()


def test_a_place_that_cannot_be_used_is_an_error_of_ours(tmp_path: Path) -> None:
    (tmp_path / "drawers").write_text("a file")
    with pytest.raises(StorageError):
        drawers(tmp_path).of(["work"]).write(1, ())
    drawers(tmp_path).tidy()


def test_two_who_write_the_same_leave_one_of_the_two_whole(tmp_path: Path) -> None:
    drawer = drawers(tmp_path).of(["work"])

    def write(letter: str) -> None:
        for _ in range(20):
            drawer.write(letter * 50_000, ())

    threads = [Thread(target=write, args=(letter,)) for letter in "xy"]
    for thread in threads:
        thread.start()
    seen = set()
    while any(thread.is_alive() for thread in threads):
        seen.add(drawer.read())
    for thread in threads:
        thread.join()
    assert seen <= {None, "x" * 50_000, "y" * 50_000}
    assert drawer.read() in {"x" * 50_000, "y" * 50_000}


def holding(folder: Path, number: int, text: str) -> Path:
    drawer = drawers(folder).of(["work", number])
    drawer.write({"found": [{"text": text}]}, ())
    return drawer.path


def test_what_holds_a_word_is_forgotten_and_counted(tmp_path: Path) -> None:
    """As when a post is taken back that a begun report had found."""
    uris = ["at://did:plc:a/post/1", "https://x.example/?a=b&c=\u201d", 'look://"日本"/\\']
    paths = [holding(tmp_path, n, f"as told by {uri}, today") for n, uri in enumerate(uris)]
    stays = holding(tmp_path, 9, "at://did:plc:a/post/2")
    assert drawers(tmp_path).forget([]) == 0
    assert drawers(tmp_path).forget(["at://did:plc:b/post/1"]) == 0
    assert all(path.exists() for path in (*paths, stays))  # the control
    assert drawers(tmp_path).forget([*uris, uris[0]]) == 3
    assert [path.exists() for path in (*paths, stays)] == [False, False, False, True]
    assert drawers(tmp_path).forget(uris) == 0


def test_half_of_a_file_is_forgotten_too_and_nothing_else(tmp_path: Path) -> None:
    path = holding(tmp_path, 1, "at://a/1")
    half = path.parent / ".work.json.abc.part"
    half.write_text('{"found": [{"text": "at://a/1')
    other = path.parent / "README"
    other.write_text("at://a/1")
    folder = path.parent / "work.json"
    folder.mkdir()
    assert drawers(tmp_path).forget(["at://a/1"]) == 2
    assert sorted(p.name for p in path.parent.iterdir()) == ["README", "work.json"]


def test_forgetting_where_nothing_was_ever_begun_is_nothing(tmp_path: Path) -> None:
    assert drawers(tmp_path).forget(["at://a/1"]) == 0
    assert not (tmp_path / "drawers").exists()


VALUES = st.recursive(
    st.none() | st.booleans() | st.integers() | st.text(max_size=5),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=3), inner),
    max_leaves=5,
)


@given(VALUES)
def test_any_json_comes_back_or_nothing_does(value: object) -> None:
    from tempfile import TemporaryDirectory

    with TemporaryDirectory() as name:
        drawer = drawers(Path(name)).of(["work"])
        drawer.write(value, ())
        assert drawer.read() == value
        drawer.path.write_text(json.dumps(value))
        assert drawer.read() is None or isinstance(value, dict)
