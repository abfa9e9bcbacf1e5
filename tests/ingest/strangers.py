"""JSON as a stranger may send it: any shape, and shapes that are nearly right."""

from __future__ import annotations

import json
from typing import Any

from hypothesis import strategies as st
from hypothesis.strategies import SearchStrategy


def leaves() -> SearchStrategy[Any]:
    """What is no list and no object."""
    odd = st.sampled_from([2**63, 2**64, -1, 10**30, "", "0", "9" * 40, "2025-01-01", "\x00"])
    return st.none() | st.booleans() | st.integers() | st.floats() | st.text(max_size=20) | odd


def values(*names: str) -> SearchStrategy[Any]:
    """Any JSON value whose objects may have members of these names."""
    keys = st.text(max_size=8) | st.sampled_from(names) if names else st.text(max_size=8)
    return st.recursive(
        leaves(),
        lambda inner: st.lists(inner, max_size=4) | st.dictionaries(keys, inner, max_size=6),
        max_leaves=8,
    )


def text(value: Any) -> bytes:
    """A value as Python writes it: also numbers and halves of letters that JSON does not have."""
    return json.dumps(value).encode()
