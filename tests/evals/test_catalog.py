"""The catalogue of evaluations."""

from __future__ import annotations

import inspect
import subprocess
import sys

import pytest

from blackbird.errors import UnknownName
from blackbird.evals.catalog import EVALS, check_eval, load_measure


@pytest.mark.parametrize("name", EVALS)
def test_each_name_leads_to_a_function_of_a_run(name: str) -> None:
    measure = load_measure(name)
    assert inspect.iscoroutinefunction(measure)
    assert len(inspect.signature(measure).parameters) == 1


def test_a_wrong_name_gets_a_guess() -> None:
    with pytest.raises(UnknownName, match='Did you mean "claims"'):
        check_eval("claim")
    with pytest.raises(UnknownName):
        load_measure("everything")


def test_the_catalogue_loads_no_evaluation() -> None:
    code = (
        "import sys\nfrom blackbird.evals.catalog import EVALS\n"
        "print([m for m in sys.modules if m in {p.partition(':')[0] for p in EVALS.values()}])"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert done.stdout.strip() == "[]"
