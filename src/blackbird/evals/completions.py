"""What a language model said to a prompt, kept in the data directory and said again.

Nine tenths of a measurement of answers are a model reading prompts. Most changes of the program,
and most ablations, leave most prompts as they were: so a completion is kept by all that it depends
on (the model's file, the engine, the prompt, how it is drawn), whatever the program's state is. The
fence of a prompt is drawn anew each time and counts as the same. Models elsewhere may change under
their name, so nothing of theirs is kept.
"""

from __future__ import annotations

import hashlib
import json
import re
from collections.abc import AsyncGenerator, Sequence
from contextlib import aclosing, suppress
from dataclasses import asdict
from importlib.metadata import version
from pathlib import Path
from typing import TYPE_CHECKING

from blackbird.errors import ModelMissing
from blackbird.evals.kept import KeptLines
from blackbird.models.catalog import CATALOGUE, find_model
from blackbird.models.lineup import find_entry
from blackbird.protocols import LanguageModel, Sampling
from blackbird.types import Turn

if TYPE_CHECKING:
    from blackbird.assistant import Assistant

_FENCE = re.compile(r"^(</?)[0-9a-f]{6}>$", re.MULTILINE)


class Replayed:
    """``model``, asked only what ``kept`` does not know already.

    A completion that was cut off or failed is not kept. ``replayed``: how many were not asked for.
    """

    def __init__(self, model: LanguageModel, kept: KeptLines, depends: str = "") -> None:
        self._model = model
        self._kept = kept
        self._depends = depends
        self.replayed = 0

    @property
    def name(self) -> str:
        """The model's."""
        return self._model.name

    @property
    def small(self) -> bool:
        """As the model."""
        return self._model.small

    @property
    def rewrites(self) -> bool:
        """As the model."""
        return self._model.rewrites

    async def stream(self, messages: Sequence[Turn], sampling: Sampling) -> AsyncGenerator[str]:
        """The completion in the pieces that it came in. Raises as the model, ``StorageError``."""
        key = self._key(messages, asdict(sampling))
        known = self._kept.find(key)
        if known is not None:
            self.replayed += 1
            for piece in known:
                yield piece
            return
        pieces: list[str] = []
        async with aclosing(self._model.stream(messages, sampling)) as stream:
            async for piece in stream:
                pieces.append(piece)
                yield piece
        self._kept.add(key, pieces)

    async def odds(self, messages: Sequence[Turn], choices: Sequence[str]) -> dict[str, float]:
        """Probability of each choice. Raises as the model, ``StorageError``."""
        key = self._key(messages, list(choices))
        known = self._kept.find(key)
        if known is not None:
            self.replayed += 1
            return {choice: known[choice] for choice in choices}
        found = await self._model.odds(messages, choices)
        self._kept.add(key, found)
        return found

    async def aclose(self) -> None:
        """Nothing of its own to free: who opened the model closes it."""

    def _key(self, messages: Sequence[Turn], how: object) -> str:
        said = [(turn.role, _FENCE.sub(r"\1>", turn.content)) for turn in messages]
        whole = json.dumps([self._depends, said, how], sort_keys=True)
        return hashlib.sha256(whole.encode()).hexdigest()


def replay(assistant: Assistant, folder: Path) -> Replayed | None:
    """Let the model that ``assistant`` is set to be asked only what ``folder`` does not know.

    None where the model is on another machine, or nowhere. Raises ``UnknownName``.
    """
    settings = assistant.settings
    if settings.model_url:
        return None
    entry = find_entry(settings.model)
    (file,) = find_model(CATALOGUE, entry.catalogue_id).files
    depends = f"{file.sha256} {version('xllamacpp')} {settings.context}"
    kept = KeptLines(folder / f"completions-{entry.short}.jsonl")
    with suppress(ModelMissing):
        return assistant.loaded.instead(entry.name, lambda model: Replayed(model, kept, depends))
    return None
