"""Runs: the data they read, what they draw, and what stands in their reports."""

from __future__ import annotations

import gzip
import hashlib
from pathlib import Path
from random import Random

import pytest
from hypothesis import given
from hypothesis import strategies as st

from blackbird.assistant import Assistant
from blackbird.errors import BadInput
from blackbird.evals.report import Figure
from blackbird.evals.run import SMALL_SETS, Run, hashes, open_run, read_rows
from blackbird.models.catalog import JUDGE_ONNX
from blackbird.settings import Settings

ROWS = list(range(20))


def idle(data: Path, limit: int | None, seed: int = 0) -> Run:
    """A run on an assistant that is never opened."""
    return Run(Assistant(Settings(data_dir="unused")), data, limit, Random(seed), seed=seed)


@given(st.none() | st.integers(1, 30), st.integers())
def test_a_sample_is_a_part_in_order_and_the_same_for_a_seed(limit: int | None, seed: int) -> None:
    drawn = idle(Path(), limit, seed).sample(ROWS)
    assert drawn == sorted(set(drawn) & set(ROWS))
    assert len(drawn) == min(20 if limit is None else limit, 20)
    assert idle(Path(), limit, seed).sample(ROWS) == drawn


def test_another_seed_draws_others() -> None:
    assert len({tuple(idle(Path(), 5, seed).sample(ROWS)) for seed in range(5)}) > 1


def test_a_missing_file_is_named_with_the_place_where_it_is_expected(tmp_path: Path) -> None:
    with pytest.raises(BadInput) as caught:
        idle(tmp_path, None).path("claims", "some.jsonl")
    assert "claims/some.jsonl is missing" in caught.value.message
    assert str(tmp_path / "claims/some.jsonl") in caught.value.message
    assert "--data" in caught.value.hint
    with pytest.raises(BadInput, match=r"No data file rewriting/\*\.jsonl"):
        idle(tmp_path, None).folder("rewriting", "*.jsonl")


def test_rows_are_read_plain_and_packed(tmp_path: Path) -> None:
    text = '\ufeff{"a": "\u2028"}\n\n{"a": 2}\n'.encode()
    plain, packed = tmp_path / "a.jsonl", tmp_path / "a.jsonl.gz"
    plain.write_bytes(text)
    packed.write_bytes(gzip.compress(text))
    assert read_rows(plain, "a") == read_rows(packed, "a") == [{"a": "\u2028"}, {"a": 2}]


@pytest.mark.parametrize(
    ("text", "said"),
    [
        (b"{", "line 1 is not JSON"),
        (b'{"a": 1}\n[1]', "line 2 lacks a"),
        (b'{"b": 1}', "line 1 lacks a"),
        (b"\xff\xfe", "cannot be read"),
    ],
)
def test_a_broken_file_names_its_line(tmp_path: Path, text: bytes, said: str) -> None:
    path = tmp_path / "a.jsonl"
    path.write_bytes(text)
    with pytest.raises(BadInput, match=said):
        read_rows(path, "a")


def test_a_broken_archive_is_a_plain_error(tmp_path: Path) -> None:
    path = tmp_path / "a.jsonl.gz"
    path.write_bytes(gzip.compress(b'{"a": 1}')[:-9])
    with pytest.raises(BadInput, match="cannot be read"):
        read_rows(path)


def test_a_folders_hash_changes_with_names_and_contents(tmp_path: Path) -> None:
    folder = tmp_path / "html"
    folder.mkdir()
    (folder / "a").write_text("x")
    seen = {hashes(tmp_path, [folder])["html"]}
    (folder / "b").write_text("y")
    seen.add(hashes(tmp_path, [folder])["html"])
    (folder / "b").rename(folder / "c")
    seen.add(hashes(tmp_path, [folder])["html"])
    assert len(seen) == 3


async def test_a_report_says_how_it_was_made(assistant: Assistant, tmp_path: Path) -> None:
    path = tmp_path / "qa" / "a.jsonl"
    path.parent.mkdir()
    path.write_text("{}")
    machine = {"processor": "A Chip 9", "cores": 2}
    run = open_run(assistant, tmp_path, limit=7, seed=3, commit="abc1234", machine=machine)
    report = run.report("retrieval", [Figure("x", 1.0, 1)], [path, path], bins=10)
    assert report.data == {"qa/a.jsonl": hashlib.sha256(b"{}").hexdigest()}
    assert {"model": "mini", "seed": 3, "limit": 7, "bins": 10}.items() <= report.settings.items()
    assert report.settings["threads"] >= 1
    assert report.made.endswith("+00:00")
    assert report.seconds >= 0
    assert (report.commit, report.machine) == ("abc1234", machine)
    assert report.judge == JUDGE_ONNX.sha256
    assert "sets" not in report.settings
    assert "small" in open_run(assistant, SMALL_SETS).report("x", [], []).settings["sets"]
