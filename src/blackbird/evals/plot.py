"""Pictures of results as SVG: lines, steps and bars with axes, without a library.

Colours stand as attributes, and once more in a style sheet for readers that prefer dark: the
picture has its own background, so that it can be read on any page.
"""

from __future__ import annotations

import math
import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from html import escape
from itertools import pairwise

from blackbird.errors import BadInput
from blackbird.evals.scale import Scale, fitted, label

Point = tuple[float, float]

_WIDTH, _HEIGHT = 640, 420
_LEFT, _RIGHT, _TOP, _BOTTOM = 68, 32, 48, 56
_LEGEND_LINE = 20
_BARS_HIGH = 0.22  # share of the picture that the highest bar takes: counts are a side note
_BAR_WIDE = 0.7  # share of the room between two bars
_INK, _PAPER, _GRID = "#1b1f24", "#ffffff", "#d9dee3"
_INK_DARK, _PAPER_DARK, _GRID_DARK = "#e6e9ec", "#16191d", "#363c43"
# Okabe and Ito: told apart by readers who see colours differently; lighter ones for the dark.
_COLOURS = ("#0072b2", "#d55e00", "#009e73", "#aa4499", "#b8860b", "#56708f")
_COLOURS_DARK = ("#56b4e9", "#ff9a5c", "#3fd6a8", "#e08fcb", "#f0c040", "#a9bccf")
_UNWRITABLE = re.compile(r"[^\t\n\x20-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")


@dataclass(frozen=True, slots=True)
class Series:
    """Points under one name. ``bars``: counts along the bottom, on a scale of their own."""

    name: str
    points: Sequence[Point]
    dashed: bool = False
    bars: bool = False
    steps: bool = False
    """Whether a value holds until the next point, instead of a straight line between them."""


def line_plot(
    title: str, x_label: str, y_label: str, series: Sequence[Series], *, diagonal: bool = False
) -> str:
    """The SVG text of a picture. ``diagonal``: a thin line where x equals y.

    Raises ``BadInput`` for a point that is no number.
    """
    lines = [s for s in series if not s.bars]
    for one in series:
        if not all(math.isfinite(v) for point in one.points for v in point):
            raise BadInput(f"The series {one.name!r} has a point that is no number.", "Mend it.")
    xs = [x for s in series for x, _ in s.points]
    ys = [y for s in lines for _, y in s.points]
    bottom = _HEIGHT - _BOTTOM
    x, y = fitted(xs, _LEFT, _WIDTH - _RIGHT), fitted(ys, bottom, _TOP)
    height = _HEIGHT + _LEGEND_LINE * len(series)
    parts = [
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {_WIDTH} {height}" '
        f'width="{_WIDTH}" height="{height}" role="img" font-size="13" '
        'font-family="system-ui, sans-serif">',
        f"<title>{_text(title)}</title>",
        _style(len(series)),
        f'<rect class="paper" width="{_WIDTH}" height="{height}" fill="{_PAPER}"/>',
        *_axes(title, x_label, y_label, x, y),
    ]
    if diagonal:
        parts += _diagonal(x, y)
    order = sorted(range(len(series)), key=lambda n: not series[n].bars)  # bars lie behind
    parts += [part for n in order for part in _drawn(series[n], n, x, y)]
    parts += [part for n, s in enumerate(series) for part in _legend(s, n)]
    return "\n".join([*parts, "</svg>", ""])


def _style(count: int) -> str:
    rules = [
        f".paper{{fill:{_PAPER_DARK}}}",
        f".ink{{fill:{_INK_DARK}}}",
        f".axis{{stroke:{_INK_DARK}}}",
        f".grid{{stroke:{_GRID_DARK}}}",
    ]
    for n in range(min(count, len(_COLOURS))):
        rules += [
            f".line{n}{{stroke:{_COLOURS_DARK[n]}}}",
            f".dot{n}{{fill:{_COLOURS_DARK[n]}}}",
        ]
    return f"<style>@media (prefers-color-scheme: dark) {{{' '.join(rules)}}}</style>"


def _axes(title: str, x_label: str, y_label: str, x: Scale, y: Scale) -> Iterator[str]:
    middle = (x.begin + x.end) / 2
    yield _words(title, middle, 26, 'text-anchor="middle" font-size="16" font-weight="600"')
    for value in y.marks():
        yield _rule("grid", _GRID, (x.begin, y(value)), (x.end, y(value)))
        yield _words(label(value), x.begin - 8, y(value) + 4, 'text-anchor="end"')
    for value in x.marks():
        yield _rule("axis", _INK, (x(value), y.begin), (x(value), y.begin + 5))
        yield _words(label(value), x(value), y.begin + 20, 'text-anchor="middle"')
    yield _rule("axis", _INK, (x.begin, y.begin), (x.end, y.begin))
    yield _rule("axis", _INK, (x.begin, y.begin), (x.begin, y.end))
    yield _words(x_label, middle, y.begin + 42, 'text-anchor="middle"')
    across = (y.begin + y.end) / 2
    turned = f'text-anchor="middle" transform="rotate(-90 18 {across:g})"'
    yield _words(y_label, 18, across, turned)


def _diagonal(x: Scale, y: Scale) -> Iterator[str]:
    low, high = max(x.low, y.low), min(x.high, y.high)
    if low < high:  # else the two axes share no value
        dotted = 'stroke-dasharray="2 4"'
        yield _rule("axis", _INK, (x(low), y(low)), (x(high), y(high)), dotted)


def _drawn(series: Series, number: int, x: Scale, y: Scale) -> Iterator[str]:
    if series.bars:
        yield from _bars(series, number, x, y)
        return
    colour = number % len(_COLOURS)
    points = _stepped(series.points) if series.steps else series.points
    path = " ".join(f"{x(px):.1f},{y(py):.1f}" for px, py in points)
    yield (
        f'<polyline class="line{colour}" points="{path}" fill="none" stroke-width="2.2" '
        f'stroke-linejoin="round" stroke="{_COLOURS[colour]}"{_dashes(series)}/>'
    )
    if len(series.points) <= 24:  # more would hide the line
        for px, py in series.points:
            yield (
                f'<circle class="dot{colour}" cx="{x(px):.1f}" cy="{y(py):.1f}" r="3" '
                f'fill="{_COLOURS[colour]}"/>'
            )


def _bars(series: Series, number: int, x: Scale, y: Scale) -> Iterator[str]:
    highest = max((count for _, count in series.points), default=0.0)
    places = sorted(x(px) for px, _ in series.points)
    room = min((b - a for a, b in pairwise(places) if b > a), default=40.0)
    wide = room * _BAR_WIDE
    colour = number % len(_COLOURS)
    for px, count in series.points:
        high = (y.begin - y.end) * _BARS_HIGH * max(count, 0.0) / highest if highest > 0 else 0.0
        left = min(max(x(px) - wide / 2, x.begin), x.end - wide)
        yield (
            f'<rect class="dot{colour}" x="{left:.1f}" y="{y.begin - high:.1f}" '
            f'width="{wide:.1f}" height="{high:.1f}" fill="{_COLOURS[colour]}" opacity="0.3"/>'
        )
        if room >= 24:  # else the numbers would touch
            middle = 'text-anchor="middle" font-size="10"'
            yield _words(label(count), left + wide / 2, y.begin - high - 4, middle)


def _legend(series: Series, number: int) -> Iterator[str]:
    colour = number % len(_COLOURS)
    at = _HEIGHT + _LEGEND_LINE * number
    if series.bars:
        yield (
            f'<rect class="dot{colour}" x="{_LEFT + 6}" y="{at - 6}" width="14" height="12" '
            f'fill="{_COLOURS[colour]}" opacity="0.3"/>'
        )
    else:
        thick = f'stroke-width="2.2"{_dashes(series)}'
        ends = (_LEFT, at), (_LEFT + 26, at)
        yield _rule(f"line{colour}", _COLOURS[colour], *ends, thick)
    yield _words(series.name, _LEFT + 34, at + 4, "")


def _stepped(points: Sequence[Point]) -> Iterator[Point]:
    before: float | None = None
    for px, py in points:
        if before is not None:
            yield px, before
        yield px, py
        before = py


def _dashes(series: Series) -> str:
    return ' stroke-dasharray="7 5"' if series.dashed else ""


def _rule(kind: str, colour: str, begin: Point, end: Point, more: str = "") -> str:
    (x1, y1), (x2, y2) = begin, end
    return (
        f'<line class="{kind}" x1="{x1:.1f}" y1="{y1:.1f}" x2="{x2:.1f}" y2="{y2:.1f}" '
        f'stroke="{colour}" {more}/>'
    )


def _words(text: str, x: float, y: float, more: str) -> str:
    return f'<text class="ink" x="{x:.1f}" y="{y:.1f}" fill="{_INK}" {more}>{_text(text)}</text>'


def _text(text: str) -> str:
    return escape(_UNWRITABLE.sub("", text))
