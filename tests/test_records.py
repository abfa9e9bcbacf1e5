"""Records out of plain values: what went in comes back, all else is refused."""

from __future__ import annotations

import json
from dataclasses import asdict, dataclass, field
from typing import Any, Literal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from blackbird.records import as_record


@dataclass(frozen=True)
class Inner:
    name: str
    pair: tuple[int, str]


@dataclass(frozen=True)
class Outer:
    kind: Literal["a", "b"]
    maybe: int | None
    share: float
    inners: tuple[Inner, ...] = ()
    times: dict[str, float] = field(default_factory=dict)


INNER = st.builds(Inner, st.text(), st.tuples(st.integers(), st.text()))
FLOAT = st.floats(allow_nan=False, allow_infinity=False)


@given(
    st.builds(
        Outer,
        st.sampled_from(["a", "b"]),
        st.none() | st.integers(),
        FLOAT,
        st.lists(INNER, max_size=3).map(tuple),
        st.dictionaries(st.text(), FLOAT, max_size=3),
    )
)
def test_what_json_holds_comes_back(record: Outer) -> None:
    assert as_record(Outer, json.loads(json.dumps(asdict(record)))) == record


GOOD: dict[str, Any] = asdict(Outer("a", None, 0.5, (Inner("x", (1, "y")),), {"t": 1.0}))


@pytest.mark.parametrize(
    "change",
    [
        {"kind": "c"},
        {"kind": 1},
        {"maybe": "1"},
        {"maybe": True},
        {"share": 1},
        {"share": float("nan")},
        {"inners": "xs"},
        {"inners": [{"name": "x"}]},
        {"inners": [{"name": "x", "pair": [1]}]},
        {"inners": [{"name": "x", "pair": [1, "y", 2]}]},
        {"times": [1.0]},
        {"times": {"t": "1"}},
        {"times": {1: 1.0}},
        {"more": 1},
    ],
    ids=str,
)
def test_what_has_another_form_is_refused(change: dict[str, Any]) -> None:
    assert as_record(Outer, GOOD).kind == "a"
    with pytest.raises(ValueError):  # noqa: PT011 - it carries what was found, whatever that is
        as_record(Outer, GOOD | change)


@pytest.mark.parametrize("value", [None, [], "x", {}], ids=str)
def test_no_record_is_refused(value: Any) -> None:
    with pytest.raises(ValueError):  # noqa: PT011
        as_record(Outer, value)
