"""Pictures: valid XML whatever the names say, all points inside, text as text."""

from __future__ import annotations

import math
import re
from xml.etree import ElementTree

import pytest
from hypothesis import given
from hypothesis import strategies as st

from blackbird.errors import BadInput
from blackbird.evals.plot import Series, line_plot

SVG = "{http://www.w3.org/2000/svg}"
POINTS = st.lists(st.tuples(st.floats(-1e6, 1e6), st.floats(-1e6, 1e6)), max_size=30)
SERIES = st.builds(
    Series, st.text(max_size=20), POINTS, st.booleans(), st.booleans(), st.booleans()
)
BINS = Series("claims in the bin", [(0.05, 40), (0.5, 3), (0.95, 80)], bars=True)
LINE = Series("measured", [(0.05, 0.1), (0.5, 0.4), (0.95, 0.9)])


def drawn(svg: str) -> ElementTree.Element:
    return ElementTree.fromstring(svg.encode())


def words(root: ElementTree.Element) -> list[str]:
    return [text.text or "" for text in root.iter(f"{SVG}text")]


@given(st.text(), st.lists(SERIES, max_size=8), st.booleans())
def test_any_picture_is_valid_and_stays_inside(
    title: str, series: list[Series], diagonal: bool
) -> None:
    root = drawn(line_plot(title, title, title, series, diagonal=diagonal))
    wide, high = float(root.attrib["width"]), float(root.attrib["height"])
    numbers = [
        (float(node.attrib[x]), float(node.attrib[y]))
        for tag, x, y in (("line", "x1", "y1"), ("line", "x2", "y2"), ("circle", "cx", "cy"))
        for node in root.iter(SVG + tag)
    ]
    for line in root.iter(f"{SVG}polyline"):
        for pair in line.attrib["points"].split():
            x, y = pair.split(",")
            numbers.append((float(x), float(y)))
    assert all(0 <= x <= wide and 0 <= y <= high for x, y in numbers)


def test_the_words_of_a_picture_are_text() -> None:
    svg = line_plot("A < B & C", "score", "share", [LINE, BINS], diagonal=True)
    said = words(drawn(svg))
    assert {"A < B & C", "score", "share", "measured", "claims in the bin"} <= set(said)
    assert {"0", "0.2", "1"} <= set(said)
    assert {"40", "3", "80"} <= set(said)  # the bins' counts


def test_markup_in_a_name_stays_text() -> None:
    evil = '</text><script>alert(1)</script>"\x00\x1b'
    root = drawn(line_plot(evil, evil, evil, [Series(evil, [(0, 0)])]))
    assert not list(root.iter(f"{SVG}script"))
    assert '</text><script>alert(1)</script>"' in words(root)


def test_the_highest_point_is_drawn_highest() -> None:
    root = drawn(line_plot("t", "x", "y", [LINE]))
    (line,) = root.iter(f"{SVG}polyline")
    heights = [float(pair.split(",")[1]) for pair in line.attrib["points"].split()]
    assert heights == sorted(heights, reverse=True)


def test_dashes_bars_steps_and_the_diagonal_are_drawn() -> None:
    dashed = Series("d", LINE.points, dashed=True)
    assert "stroke-dasharray" in line_plot("t", "x", "y", [dashed])
    assert "stroke-dasharray" not in line_plot("t", "x", "y", [LINE])
    assert "stroke-dasharray" in line_plot("t", "x", "y", [LINE], diagonal=True)
    bars = line_plot("t", "x", "y", [BINS])
    assert bars.count('opacity="0.3"') == len(BINS.points) + 1  # and one in the legend
    stepped = drawn(line_plot("t", "x", "y", [Series("s", LINE.points, steps=True)]))
    (line,) = stepped.iter(f"{SVG}polyline")
    assert len(line.attrib["points"].split()) == 2 * len(LINE.points) - 1


def test_light_and_dark_readers_get_a_background_and_colours_of_their_own() -> None:
    svg = line_plot("t", "x", "y", [LINE, BINS])
    assert "prefers-color-scheme: dark" in svg
    used = set(re.findall(r'class="(\w+)"', svg))
    styled = set(re.findall(r"\.(\w+)\{", svg))
    assert used <= styled


@pytest.mark.parametrize("value", [math.nan, math.inf, -math.inf])
def test_a_point_that_is_no_number_is_refused(value: float) -> None:
    with pytest.raises(BadInput, match="no number"):
        line_plot("t", "x", "y", [Series("s", [(0.0, value)])])
