"""``blackbird eval``: the kept figures without a model, a measurement, its files, its errors."""

from __future__ import annotations

import json
from pathlib import Path
from xml.etree import ElementTree

import pytest

from blackbird.assistant import Assistant
from blackbird.cli import eval as command
from blackbird.errors import UsageError
from blackbird.evals.catalog import EVALS
from blackbird.evals.commit import commit
from blackbird.evals.report import Figure, Report
from blackbird.models.catalog import JUDGE_ONNX
from blackbird.settings import Settings
from tests.cli.conftest import CommandLine


def test_the_kept_figures_are_shown_without_a_model(blackbird: CommandLine) -> None:
    def no_assistant(settings: Settings) -> Assistant:
        raise AssertionError("a table needs no assistant")

    result = blackbird.with_shell(assistant=no_assistant)("eval")
    assert result.status == 0
    kept = command.stored(command.RESULTS)
    for report in kept:
        assert f"{report.name} · {report.made[:10]}" in result.out
    assert kept or "blackbird eval claims" in result.err
    as_json = blackbird("eval", "--json").json()
    assert [r["name"] for r in as_json["reports"]] == [r.name for r in kept]


def test_kept_figures_stand_in_the_catalogues_order(tmp_path: Path) -> None:
    for name in ("extraction", "claims", "unknown"):
        report = Report(name, (Figure("F1", 0.5, 1),))
        command.Places((tmp_path,)).keep_report(report)
    assert [r.name for r in command.stored(tmp_path)] == ["claims", "extraction"]


def test_what_a_model_answers_is_kept_for_each_model(tmp_path: Path) -> None:
    for name, model in (("grounding", "mini"), ("grounding", "full"), ("claims", "full")):
        report = Report(name, (Figure("F1", 0.5, 1),), {"model": model})
        command.Places((tmp_path,)).keep_report(report)
    assert command.file_name(Report("grounding", (), {"model": "../far/model"})) == "grounding.json"
    names = [path.name for path in sorted(tmp_path.iterdir())]
    assert names == ["claims.json", "grounding-full.json", "grounding-mini.json"]
    kept = [(r.name, r.settings["model"]) for r in command.stored(tmp_path)]
    assert kept == [("claims", "full"), ("grounding", "full"), ("grounding", "mini")]


@pytest.mark.parametrize("fresh", [True, False])
def test_answers_are_kept_unless_all_is_to_be_asked_anew(
    blackbird: CommandLine, tmp_path: Path, fresh: bool
) -> None:
    blackbird.say("It opened in 1889. [1]")
    arguments = ("eval", "abstention", "--limit", "1", *(["--fresh"] if fresh else []))
    assert blackbird(*arguments).status == 0
    assert bool(list(tmp_path.rglob("answers-*.jsonl"))) != fresh


def test_figures_kept_before_the_commit_was_are_read(tmp_path: Path) -> None:
    report = Report("claims", (Figure("F1", 0.5, 1),), made="2026-11-23")
    old = {k: v for k, v in report.to_json().items() if k not in ("commit", "machine", "judge")}
    (tmp_path / "claims.json").write_text(json.dumps(old))
    assert command.stored(tmp_path) == [report]


def test_a_measurement_prints_its_table_and_says_that_the_set_is_small(
    blackbird: CommandLine,
) -> None:
    result = blackbird("eval", "extraction", "--limit", "2", "--seed", "5")
    assert result.status == 0
    assert "seed 5, limit 2" in result.out
    assert "trafilatura 0.958" in result.out
    assert result.err == (
        "Measured on the small sets that ship, too few to compare; --data names full ones.\n"
    )


def test_json_is_the_report(blackbird: CommandLine) -> None:
    result = blackbird("eval", "rewriting", "--limit", "2", "--json")
    report = Report.from_json(result.json())
    assert (report.name, report.settings["limit"]) == ("rewriting", 2)
    assert all(0 <= figure.value <= 1 for figure in report.figures)
    assert all(len(digest) == 64 for digest in report.data.values())
    assert report.machine["processor"]
    assert report.machine["cores"] >= 1
    assert report.commit == commit(command.CHECKOUT)
    assert report.judge == JUDGE_ONNX.sha256


def test_out_gets_the_report_and_the_pictures(blackbird: CommandLine, tmp_path: Path) -> None:
    out = tmp_path / "new" / "figures"
    result = blackbird("eval", "retrieval", "--limit", "3", "--json", "--out", str(out))
    assert result.status == 0
    written = json.loads((out / "retrieval.json").read_text("utf-8"))
    assert written == result.json()
    ElementTree.fromstring((out / "retrieval-hits.svg").read_bytes())


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        (["eval", "retrival"], 'no evaluation called "retrival". Did you mean "retrieval"?'),
        (["eval", "--limit", "3"], "--limit says how to measure, but not what."),
        (["eval", "extraction", "--data", "nowhere"], "There is no folder nowhere."),
        (["eval", "extraction", "--limit", "0"], 'See "blackbird eval --help".'),
        (["eval", "extraction", "--save"], "The small sets are no measurement to keep."),
    ],
)
def test_wrong_use_is_one_line(blackbird: CommandLine, arguments: list[str], said: str) -> None:
    result = blackbird(*arguments)
    assert (result.status, result.out) == (2, "")
    assert said in result.err
    assert result.err.count("\n") == 1


def test_a_missing_file_says_which_is_expected_where(
    blackbird: CommandLine, tmp_path: Path
) -> None:
    (tmp_path / "sets").mkdir()
    result = blackbird("eval", "extraction", "--data", str(tmp_path / "sets"))
    assert (result.status, result.err.count("\n")) == (2, 1)
    assert str(tmp_path / "sets/extraction/ground-truth.json") in result.err


def test_a_folder_that_cannot_be_written_is_one_line(
    blackbird: CommandLine, tmp_path: Path
) -> None:
    (tmp_path / "file").write_text("")
    result = blackbird("eval", "extraction", "--limit", "1", "--out", str(tmp_path / "file/below"))
    assert (result.status, result.err.count("\n")) == (1, 1)
    assert "cannot be written" in result.err


def test_an_interrupt_ends_a_measurement_and_leaves_no_report(
    blackbird: CommandLine, tmp_path: Path
) -> None:
    def interrupted(*_: object) -> str:
        raise KeyboardInterrupt

    blackbird.say(interrupted)
    result = blackbird("eval", "abstention", "--out", str(tmp_path / "out"))
    assert (result.status, result.out, result.err.strip()) == (130, "", "blackbird: stopped.")
    assert not (tmp_path / "out").exists()


def test_help_names_all(blackbird: CommandLine) -> None:
    text = blackbird("eval", "--help").out
    assert all(name in text for name in EVALS)


def test_save_is_for_a_checkout_and_for_full_sets(tmp_path: Path) -> None:
    data, out = tmp_path / "sets", tmp_path / "out"
    with pytest.raises(UsageError, match="--out FOLDER"):
        command.places(None, True, data, tmp_path)
    (tmp_path / "pyproject.toml").touch()
    with pytest.raises(UsageError, match="small sets"):
        command.places(None, True, None, tmp_path)
    kept = command.places(out, True, data, tmp_path)
    kept.keep_report(Report("claims", ()))
    kept.keep_plot("claims-roc.svg", "<svg/>")
    written = {str(p.relative_to(tmp_path)) for p in tmp_path.rglob("claims*")}
    assert written == {
        *("out/claims.json", "src/blackbird/evals/results/claims.json"),
        *("out/claims-roc.svg", "docs/evals/claims-roc.svg"),
    }
    assert command.places(None, False, None) == command.Places()
