"""One value of a TOML file changes, and nothing else does."""

from __future__ import annotations

import tomllib

import pytest
from hypothesis import given
from hypothesis import strategies as st

from blackbird.text.toml import Value, with_value

FILE = """# My own settings.

hits = 7  # enough # for me
model = "a # b" # not a comment before this
"check" = true

# The end.
"""

VALUES = st.one_of(
    st.booleans(),
    st.integers(0, 10**9),
    st.floats(0, 1e9),
    st.text(st.characters(exclude_categories=["Cs"])),
)
NAMES = st.sampled_from(["hits", "model", "check", "opinion_s", "answer_tokens"])


@pytest.mark.parametrize(
    ("name", "value", "old", "new"),
    [
        ("hits", 9, "hits = 7  # enough # for me", "hits = 9  # enough # for me"),
        ("model", "c", '"a # b" # not', '"c" # not'),
        ("check", False, '"check" = true', '"check" = false'),
        ("opinion_s", 0.5, "# The end.\n", "# The end.\nopinion_s = 0.5\n"),
        ("hits", None, "hits = 7  # enough # for me\n", ""),
        ("opinion_s", None, "", ""),
    ],
)
def test_only_its_line_changes(name: str, value: Value | None, old: str, new: str) -> None:
    assert with_value(FILE, name, value) == FILE.replace(old, new, 1)


def test_a_value_of_several_lines_is_replaced_whole() -> None:
    text = 'note = """\nhits = 1\n"""\nhits = [\n  1, # one\n]  # kept\nend = 1'
    assert with_value(text, "hits", 3) == 'note = """\nhits = 1\n"""\nhits = 3  # kept\nend = 1'


def test_a_table_does_not_swallow_a_new_value() -> None:
    assert tomllib.loads(with_value("[own]\nhits = 1\n", "hits", 3)) == {
        "hits": 3,
        "own": {"hits": 1},
    }


def test_ends_of_lines_stay_as_they_are() -> None:
    assert with_value("hits = 1\r\nx = 2\r\n", "hits", 3) == "hits = 3\r\nx = 2\r\n"
    assert with_value("x = 2", "hits", 3) == "x = 2\nhits = 3\n"
    assert with_value("", "hits", 3) == "hits = 3\n"


@pytest.mark.parametrize("text", ["hits = ", "hits = 1\nhits = 2"])
def test_what_is_no_toml_is_left_alone(text: str) -> None:
    with pytest.raises(ValueError, match=r"Invalid|overwrite"):
        with_value(text, "hits", 3)


def test_a_dotted_name_is_not_guessed_at() -> None:
    with pytest.raises(ValueError, match="cannot be set"):
        with_value("hits.a = 1\n", "hits", 3)


@given(st.lists(st.tuples(NAMES, VALUES), max_size=6), NAMES, st.none() | VALUES)
def test_any_file_reads_as_before_but_for_one_value(
    lines: list[tuple[str, Value]], name: str, value: Value | None
) -> None:
    text = "# First.\n"
    for known, kept in lines:
        text = with_value(text, known, kept)
    changed = with_value(text, name, value)
    wanted = {k: v for k, v in dict(lines).items() if k != name}
    if value is not None:
        wanted[name] = value
    assert tomllib.loads(changed) == wanted
    assert changed.startswith("# First.\n")
