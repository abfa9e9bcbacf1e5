"""Killed at any moment, a follower loses nothing, doubles nothing, brings nothing back."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.fakes.killed_ingest import ENOUGH, STEPS, Trial

KILLS = 25  # in each version
KILLED = -9


@pytest.fixture
def trials(tmp_path: Path) -> Iterator[list[Trial]]:
    made = [Trial(_folder(tmp_path / f"v{n}"), seed=n, second=n == 2) for n in (1, 2)]
    yield made
    for trial in made:
        trial.close()


def _folder(path: Path) -> Path:
    path.mkdir()
    return path


def test_killed_at_any_moment_it_goes_on_where_it_was(trials: list[Trial]) -> None:
    for trial in trials:
        for _ in range(KILLS):
            trial.kill()
            assert trial.problems() == []
        assert trial.finish() == []
        assert len(trial.server.events) > 150 * KILLS
        assert trial.vectors >= ENOUGH


def test_killed_between_two_steps_it_goes_on_where_it_was(tmp_path: Path) -> None:
    for step in STEPS:
        trial = Trial(_folder(tmp_path / step.replace(" ", "-")), seed=3)
        assert trial.kill(die_at=step) == KILLED, step
        assert trial.problems() == [], step
        assert trial.finish() == [], step
        trial.close()


def test_a_cursor_that_is_stored_before_the_posts_is_caught(tmp_path: Path) -> None:
    """The control: what the tests above would show."""
    trial = Trial(tmp_path, seed=4, hasty=True)
    assert trial.kill(die_at="between") == KILLED
    wrong = trial.problems()
    trial.close()
    assert any("the cursor lies behind" in one for one in wrong)
