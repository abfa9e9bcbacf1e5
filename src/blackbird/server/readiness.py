"""Whether the server can answer at once: its models are loaded, and it is not stopping."""

from __future__ import annotations

import asyncio
import logging
from collections.abc import Awaitable
from typing import Any

from blackbird.assistant import Assistant
from blackbird.errors import BlackbirdError

_LOG = logging.getLogger(__name__)


class Readiness:
    """Loads the models in the background and knows what is missing."""

    def __init__(self, assistant: Assistant) -> None:
        self._assistant = assistant
        self._missing: dict[str, str] = {}
        self._loading: asyncio.Task[None] | None = None
        self._model = ""
        self.stopping = False

    @property
    def ready(self) -> bool:
        """Whether a question would be answered at once."""
        chosen = self._model == self._assistant.settings.model
        return chosen and not self._missing and not self.stopping

    def load(self) -> None:
        """Begin to load what is not loaded, unless that is going on."""
        if self.ready or self.stopping or (self._loading and not self._loading.done()):
            return
        model = self._assistant.settings.model
        self._model = model
        self._missing = {"embedder": "It is being loaded.", model: "It is being loaded."}
        self._loading = asyncio.create_task(self._load(model))

    async def loaded(self) -> None:
        """Wait until the attempt that goes on has ended, well or not."""
        if self._loading is not None:
            await asyncio.wait((self._loading,))

    async def aclose(self) -> None:
        """Give up loading."""
        self.stopping = True
        if self._loading is not None:
            self._loading.cancel()
            await asyncio.gather(self._loading, return_exceptions=True)

    def report(self) -> dict[str, Any]:
        """What ``/readyz`` says."""
        missing = [{"part": part, "message": text} for part, text in self._missing.items()]
        return {"ready": self.ready, "stopping": self.stopping, "missing": missing}

    async def _load(self, model: str) -> None:
        await asyncio.gather(
            self._part("embedder", self._assistant.loaded.embedder()),
            self._part(model, self._assistant.warm()),
        )
        if self._missing.get(model) == self._missing.get("embedder"):
            self._missing.pop(model, None)  # warming asks for the embedder, too

    async def _part(self, name: str, loading: Awaitable[object]) -> None:
        try:
            await loading
        except BlackbirdError as error:
            self._missing[name] = str(error)
        except Exception:
            _LOG.exception("Loading %s failed", name)
            self._missing[name] = "It could not be loaded; the log says why."
        else:
            del self._missing[name]
