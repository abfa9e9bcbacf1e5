"""Which evaluations there are: name → where its function stands, unloaded."""

from __future__ import annotations

from collections.abc import Awaitable, Callable, Mapping
from importlib import import_module
from types import MappingProxyType
from typing import TYPE_CHECKING, TypeAlias

from blackbird.errors import UnknownName

if TYPE_CHECKING:
    from blackbird.evals.report import Report
    from blackbird.evals.run import Run

    Measure: TypeAlias = Callable[[Run], Awaitable[Report]]

EVALS: Mapping[str, str] = MappingProxyType(
    {
        "claims": "blackbird.evals.claims:measure",
        "answerable": "blackbird.evals.answerable:measure",
        "calibration": "blackbird.evals.calibration:measure",
        "rewriting": "blackbird.evals.rewriting:measure",
        "retrieval": "blackbird.evals.retrieval:measure",
        "extraction": "blackbird.evals.extraction:measure",
        "grounding": "blackbird.evals.grounding:measure",
        "abstention": "blackbird.evals.abstention:measure",
        "conflict": "blackbird.evals.conflict:measure",
        "injection": "blackbird.evals.injection:measure",
        "citations": "blackbird.evals.citations:measure",
        "pace": "blackbird.evals.pace:measure",
    }
)

ANSWERED = frozenset(
    {"rewriting", "grounding", "abstention", "conflict", "injection", "citations", "pace"}
)
"""Those whose figures are of one language model: each model's are kept beside the others'."""
ANEW = frozenset({"pace"})
"""Those that ask anew what earlier ones asked, since they are about time."""


def check_eval(name: str) -> str:
    """The same name. Raises ``UnknownName``."""
    if name not in EVALS:
        raise UnknownName("evaluation", name, EVALS)
    return name


def load_measure(name: str) -> Measure:
    """The function that measures ``name``. Raises ``UnknownName``."""
    module, _, function = EVALS[check_eval(name)].partition(":")
    measure: Measure = getattr(import_module(module), function)
    return measure
