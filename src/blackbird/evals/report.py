"""What a measurement found, as a record, as JSON and as a table for people."""

from __future__ import annotations

import math
import textwrap
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any

from blackbird.errors import BadInput

Beside = tuple[tuple[str, float], ...]

WIDTH = 100
"""Characters of a table's line."""
_BESIDE_LEAST = 28
_HASH_SHOWN = 8


@dataclass(frozen=True, slots=True)
class Figure:
    """One number, how many examples it rests on, and what others published beside it.

    ``value`` is a share from 0 to 1 unless ``unit`` says otherwise; ``beside`` has its unit.
    """

    name: str
    value: float
    of: int
    unit: str = ""
    beside: Beside = ()

    def __post_init__(self) -> None:
        """Raises ``BadInput`` for a value that is no number: JSON could not hold it."""
        if not all(math.isfinite(v) for v in (self.value, *(v for _, v in self.beside))):
            raise BadInput(f"The figure {self.name!r} is no number.", "Measure more examples.")


@dataclass(frozen=True, slots=True)
class Report:
    """A measurement: its figures, and all that is needed to make it again.

    ``settings`` holds at least seed, limit (of examples, None: all), model and threads;
    ``data`` the SHA-256 of each file that was read, by its path in the data folder;
    ``made`` is the moment, ISO 8601 in UTC. ``judge`` is the SHA-256 of the judge's weights.
    Reports of before commit, machine and judge were kept have none of these.
    """

    name: str
    figures: tuple[Figure, ...]
    settings: Mapping[str, Any] = field(default_factory=dict)
    seconds: float = 0.0
    made: str = ""
    data: Mapping[str, str] = field(default_factory=dict)
    commit: str | None = None
    machine: Mapping[str, Any] = field(default_factory=dict)
    judge: str | None = None

    def to_json(self) -> dict[str, Any]:
        """As ``blackbird eval --json`` gives it."""
        return {
            "name": self.name,
            "made": self.made,
            "seconds": round(self.seconds, 1),
            "commit": self.commit,
            "machine": dict(self.machine),
            "judge": self.judge,
            "settings": dict(self.settings),
            "data": dict(self.data),
            "figures": [
                {
                    "name": f.name,
                    "value": round(f.value, 4),
                    "unit": f.unit,
                    "of": f.of,
                    "beside": [[who, value] for who, value in f.beside],
                }
                for f in self.figures
            ],
        }

    @classmethod
    def from_json(cls, value: Any) -> Report:
        """The report that ``to_json`` wrote. Raises ``BadInput``."""
        try:
            return cls(
                name=str(value["name"]),
                figures=tuple(_figure(f) for f in value["figures"]),
                settings=dict(value["settings"]),
                seconds=float(value["seconds"]),
                made=str(value["made"]),
                data={str(k): str(v) for k, v in value["data"].items()},
                commit=_text(value.get("commit")),
                machine=dict(value.get("machine", {})),
                judge=_text(value.get("judge")),
            )
        except (AttributeError, KeyError, TypeError, ValueError) as error:
            raise BadInput(
                f"This is no report of a measurement ({type(error).__name__}: {error}).",
                'Write it anew with "blackbird eval NAME --out FOLDER".',
            ) from error


def _text(value: Any) -> str | None:
    return None if value is None else str(value)


def _figure(value: Any) -> Figure:
    return Figure(
        name=str(value["name"]),
        value=float(value["value"]),
        of=int(value["of"]),
        unit=str(value["unit"]),
        beside=tuple((str(who), float(number)) for who, number in value["beside"]),
    )


def table(reports: Iterable[Report]) -> str:
    """All figures in one table: name, value, examples, and the published ones beside."""
    listed = list(reports)
    names = max((len(f.name) for r in listed for f in r.figures), default=0)
    return "\n".join(line for report in listed for line in _section(report, names))


def _section(report: Report, names: int) -> Iterator[str]:
    yield from textwrap.wrap(
        _headline(report), WIDTH, subsequent_indent="    ", break_on_hyphens=False
    )
    yield f"  {'':<{names}}  {'value':>9}  {'of':>7}  beside"
    for figure in report.figures:
        yield from _lines(figure, names)
    yield ""


def _headline(report: Report) -> str:
    """``claims · 2026-11-23 · model mini, seed 0 · 12 s · commit 1a2b3c4 · claims/x.jsonl 5e6f``.

    The machine and the judge stand between the last two.
    """
    files = ", ".join(f"{name} {digest[:_HASH_SHOWN]}" for name, digest in report.data.items())
    parts = [
        report.name,
        report.made[:10],
        _listed(report.settings),
        f"{report.seconds:,.0f} s",
        _listed({"commit": report.commit}),
        _listed(report.machine),
        _listed({"judge": report.judge and report.judge[:_HASH_SHOWN]}),
        files,
    ]
    return " · ".join(filter(None, parts))


def _listed(values: Mapping[str, Any]) -> str:
    return ", ".join(f"{k} {v}" for k, v in values.items() if v is not None)


def _lines(figure: Figure, names: int) -> Iterator[str]:
    lead = f"  {figure.name:<{names}}  {shown(figure.value, figure.unit):>9}  {figure.of:>7,}  "
    beside = "; ".join(f"{who} {shown(value, figure.unit)}" for who, value in figure.beside)
    wrapped = textwrap.wrap(beside, max(WIDTH - len(lead), _BESIDE_LEAST)) or [""]
    yield (lead + wrapped[0]).rstrip()
    yield from (" " * len(lead) + line for line in wrapped[1:])


def shown(value: float, unit: str = "") -> str:
    """A value as people read it: shares with three decimals, all else with three digits."""
    if not unit:
        return f"{value:.3f}"
    digits = 0 if abs(value) >= 100 else 1 if abs(value) >= 10 else 2
    return f"{value:,.{digits}f} {unit}"
