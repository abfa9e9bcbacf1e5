"""Blackbird: an open, self-hosted assistant that looks for what is true.

async with Assistant(load_settings()) as assistant:
    answer = await assistant.ask(Question("Who rewrote the questions for the first Grok?"))
"""

from __future__ import annotations

from importlib import import_module
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from blackbird.assistant import Assistant
    from blackbird.errors import BlackbirdError
    from blackbird.settings import Settings, load_settings
    from blackbird.types import Answer, Document, Question, Turn

__version__ = "0.1.0"

__all__ = [
    "Answer",
    "Assistant",
    "BlackbirdError",
    "Document",
    "Question",
    "Settings",
    "Turn",
    "__version__",
    "load_settings",
]

_HOMES = (
    ("blackbird.assistant", ("Assistant",)),
    ("blackbird.errors", ("BlackbirdError",)),
    ("blackbird.settings", ("Settings", "load_settings")),
    ("blackbird.types", ("Answer", "Document", "Question", "Turn")),
)


def __dir__() -> list[str]:
    """The public names, loaded or not."""
    return sorted(__all__)


def __getattr__(name: str) -> Any:
    """Load a public name when it is first used: the command line starts in a fifth of a second."""
    for module, names in _HOMES:
        if name in names:
            return getattr(import_module(module), name)
    raise AttributeError(f"module 'blackbird' has no attribute {name!r}")
