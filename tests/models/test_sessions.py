"""Rows of any lengths come back in their order, whatever runs beside them."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import numpy as np
import pytest

from blackbird.models.e5 import convert
from blackbird.models.sessions import Session, batches
from tests.models.tiny_encoder import write_packed

WIDTH = 384


@pytest.fixture(scope="module")
def model(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("sessions")
    return convert(write_packed(folder), folder, lambda done, total: None)[0]


def some_rows(sizes: int) -> list[list[int]]:
    random = np.random.default_rng(11)
    return [random.integers(4, 17, size).tolist() for size in random.integers(2, 500, sizes)]


def test_groups_give_their_rows_in_the_order_of_the_ids(model: Path) -> None:
    ids = some_rows(24)
    session = Session(model, 2, "")
    groups = list(batches([len(row) for row in ids]))
    assert len(groups) > 3
    expected = np.empty((len(ids), WIDTH), np.float32)
    for group in groups:
        expected[group] = session.run([ids[row] for row in group])
    made = session.rows(ids, WIDTH)
    assert (made == expected).all()
    assert len(np.unique(made[:, 0])) > 20  # rows differ: a wrong order would be seen


@pytest.mark.parametrize("threads", [1, 2, 5])
@pytest.mark.parametrize("count", [1, 2, 24])
def test_each_row_has_the_bits_that_it_has_alone(model: Path, threads: int, count: int) -> None:
    ids = some_rows(count)
    alone = Session(model, 1, "")
    expected = np.concatenate([alone.run([row]) for row in ids])
    assert (Session(model, threads, "").each(ids, WIDTH) == expected).all()


@pytest.mark.parametrize("way", [Session.rows, Session.each])
def test_an_error_in_one_row_is_told(model: Path, way: Callable[..., object]) -> None:
    too_long = [[5] * 40] * 30 + [[5] * 600]  # more tokens than the encoder has positions
    with pytest.raises(Exception, match="embedded"):
        way(Session(model, 2, ""), too_long, WIDTH)
