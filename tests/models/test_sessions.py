"""Rows of any lengths come back in their order, whatever runs beside them."""

from __future__ import annotations

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


@pytest.mark.parametrize("threads", [1, 2, 5])
def test_groups_side_by_side_give_the_bits_that_each_gives_alone(model: Path, threads: int) -> None:
    random = np.random.default_rng(11)
    ids = [random.integers(4, 17, size).tolist() for size in random.integers(2, 500, 24)]
    groups = list(batches([len(row) for row in ids]))
    assert len(groups) > 3
    alone = Session(model, 1, "")
    expected = np.empty((len(ids), WIDTH), np.float32)
    for group in groups:
        expected[group] = alone.run([ids[row] for row in group])
    made = Session(model, threads, "").rows(ids, WIDTH)
    assert (made == expected).all()
    assert len(np.unique(made[:, 0])) > 20  # rows differ: a wrong order would be seen


def test_an_error_in_one_group_is_told(model: Path) -> None:
    too_long = [[5] * 40] * 30 + [[5] * 600]  # more tokens than the encoder has positions
    with pytest.raises(Exception, match="embedded"):
        Session(model, 2, "").rows(too_long, WIDTH)
