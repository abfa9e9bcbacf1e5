"""``blackbird eval``: measure one part of the product, or show what the last measurement found."""

from __future__ import annotations

import json
import os
import re
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

import blackbird
from blackbird.cli import options
from blackbird.cli.lines import write_json
from blackbird.cli.machine import measure
from blackbird.cli.measuring import MeasuringBar
from blackbird.cli.shell import Shell
from blackbird.cli.text import harmless
from blackbird.errors import BlackbirdError, UsageError
from blackbird.evals.catalog import ANEW, ANSWERED, EVALS, check_eval, load_measure
from blackbird.evals.commit import commit
from blackbird.evals.report import Report, table
from blackbird.storage.datadir import DataDirectory

if TYPE_CHECKING:
    from blackbird.evals.run import Run

_PACKAGE = Path(blackbird.__file__).parent
RESULTS = _PACKAGE / "evals" / "results"
"""Figures of the last full measurements, which ship."""
_SMALL = "Measured on the small sets that ship, too few to compare; --data names full ones."
CHECKOUT = _PACKAGE.parent.parent
"""Of the source; any folder, where the program is installed."""


@dataclass(frozen=True, slots=True)
class Places:
    """Folders that a report and its pictures are written to."""

    reports: tuple[Path, ...] = ()
    plots: tuple[Path, ...] = ()

    def keep_plot(self, name: str, svg: str) -> None:
        """Write one picture. Raises ``BlackbirdError``."""
        for folder in self.plots:
            _write(folder / name, svg)

    def keep_report(self, report: Report) -> None:
        """Write the figures. Raises ``BlackbirdError``."""
        text = json.dumps(report.to_json(), indent=1, ensure_ascii=False) + "\n"
        for folder in self.reports:
            _write(folder / file_name(report), text)


def file_name(report: Report) -> str:
    """``retrieval.json``; of those that a model answers ``grounding-mini.json``."""
    model = str(report.settings.get("model") or "")
    named = report.name in ANSWERED and re.fullmatch(r"[\w.-]{1,80}", model)
    return f"{report.name}-{model}.json" if named else f"{report.name}.json"


@click.command(
    epilog=f"""\b
NAME is one of: {", ".join(EVALS)}.
\b
Examples:
  blackbird eval
  blackbird eval extraction
  blackbird eval retrieval --data sets/ --limit 100 --out figures/
"""
)
@click.argument("name", required=False)
@click.option(
    "--data",
    type=click.Path(path_type=Path),
    metavar="FOLDER",
    help="Folder of data sets. Default: the small sets that ship.",
)
@click.option(
    "--limit", type=click.IntRange(1), metavar="N", help="Most examples of each set. Default: all."
)
@click.option("--seed", type=int, default=0, metavar="N", help="Of what is drawn. Default: 0.")
@click.option(
    "--out",
    type=click.Path(path_type=Path, file_okay=False),
    metavar="FOLDER",
    help="Write NAME.json and the plots (SVG) there.",
)
@click.option(
    "--save", is_flag=True, help="For developers: keep the figures and plots in the source."
)
@click.option("--fresh", is_flag=True, help="Ask anew what an earlier measurement asked.")
@options.model
@options.as_json
@options.data_dir
@click.pass_context
def command(
    ctx: click.Context,
    name: str | None,
    data: Path | None,
    limit: int | None,
    seed: int,
    out: Path | None,
    save: bool,
    fresh: bool,
    model: str | None,
    as_json: bool,
) -> None:
    """Measure NAME with published data; without NAME, show the figures of the last measurement."""
    if name is None:
        _check_nothing_else(ctx)
        _show(stored(RESULTS), as_json)
        return
    check_eval(name)
    kept = places(out, save, data)
    shell: Shell = ctx.obj
    report = _measured(shell, name, data, limit, seed, model, fresh, kept)
    kept.keep_report(report)
    if as_json:
        write_json(report.to_json(), indent=2)
    else:
        click.echo(harmless(table([report])), nl=False)
    if data is None:
        click.echo(_SMALL, err=True)


def stored(folder: Path) -> list[Report]:
    """The reports in a folder, in the order of the catalogue. Raises ``BlackbirdError``."""
    paths = [
        path for n in EVALS for path in (folder / f"{n}.json", *sorted(folder.glob(f"{n}-*.json")))
    ]
    return [_read(path) for path in paths if path.is_file()]


def _read(path: Path) -> Report:
    try:
        value = json.loads(path.read_text("utf-8"))
    except (OSError, ValueError) as error:
        raise BlackbirdError(f"{path} cannot be read ({error}).", "Install anew.") from error
    return Report.from_json(value)


def _show(reports: list[Report], as_json: bool) -> None:
    if as_json:
        write_json({"reports": [report.to_json() for report in reports]}, indent=2)
    elif reports:
        click.echo(harmless(table(reports)), nl=False)
    else:
        click.echo(f"No figures were kept. Measure: blackbird eval {next(iter(EVALS))}", err=True)


def _measured(
    shell: Shell,
    name: str,
    data: Path | None,
    limit: int | None,
    seed: int,
    model: str | None,
    fresh: bool,
    kept: Places,
) -> Report:
    from blackbird.evals.answers import Answers, state_of
    from blackbird.evals.completions import replay
    from blackbird.evals.run import SMALL_SETS, open_run  # here: a stored table needs none of it

    if data is not None and not data.is_dir():
        raise UsageError(f"There is no folder {data}.", "Name a folder of data sets with --data.")
    settings = shell.settings(model=model)
    anew = fresh or name in ANEW
    folder = None if anew else DataDirectory(Path(settings.data_dir)).measured
    answers = Answers(folder, state_of(settings) if folder else "")
    with shell.session(settings) as session, MeasuringBar() as bar:
        run = open_run(
            session.assistant,
            data or SMALL_SETS,
            limit=limit,
            seed=seed,
            progress=bar.show,
            plot=kept.keep_plot,
            commit=commit(CHECKOUT),
            machine=_machine(),
            answers=answers,
            completions=replay(session.assistant, folder) if folder and name in ANSWERED else None,
        )
        return session.run(_awaited(name, run))


def _machine() -> dict[str, Any]:
    """What the times depend on, as the benchmarks write it down."""
    machine = measure(_PACKAGE)
    return {
        "processor": machine.processor,
        "cores": machine.cores,
        "load": round(os.getloadavg()[0], 2),
        "python": machine.python,
    }


async def _awaited(name: str, run: Run) -> Report:
    return await load_measure(name)(run)


def places(out: Path | None, save: bool, data: Path | None, checkout: Path = CHECKOUT) -> Places:
    """Where to write; ``save`` adds the places of the source. Raises ``UsageError``."""
    given = (out,) if out else ()
    if not save:
        return Places(given, given)
    if not (checkout / "pyproject.toml").is_file():
        raise UsageError("This is no source checkout.", "Write the figures with --out FOLDER.")
    if data is None:
        raise UsageError("The small sets are no measurement to keep.", "Name the data with --data.")
    results = checkout / "src" / "blackbird" / "evals" / "results"
    return Places((*given, results), (*given, checkout / "docs" / "evals"))


def _check_nothing_else(ctx: click.Context) -> None:
    """Without NAME nothing is measured, so nothing about measuring may be asked."""
    for option in ("data", "limit", "out", "save", "fresh", "model"):
        if ctx.params.get(option):
            raise UsageError(
                f"--{option} says how to measure, but not what.",
                f"Name one of: {', '.join(EVALS)}.",
            )


def _write(path: Path, text: str) -> None:
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text, "utf-8")
    except OSError as error:
        raise BlackbirdError(
            f"{path} cannot be written ({error.strerror}).", "Choose a folder with --out."
        ) from error
