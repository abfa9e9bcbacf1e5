"""The shelf: models as the page works with them. Lists them, pulls them, shows how far it is."""

from __future__ import annotations

import asyncio
import logging
import threading
from collections.abc import Callable
from concurrent.futures import Future
from dataclasses import dataclass, field
from typing import Any

from blackbird.assistant import Assistant
from blackbird.errors import BlackbirdError, NotFound, UnknownName, UsageError
from blackbird.models.lineup import LINEUP
from blackbird.models.progress import Progress
from blackbird.models.store import Listed
from blackbird.server.errors import internal_error

_LOG = logging.getLogger(__name__)
_LAST_S = 3.0  # for pulls at the end; what has come is kept, so that a longer wait gains nothing
_NOTES = 20
_GOING = ("waiting", "pulling")


class _Stopped(Exception):  # no error of ours: nobody but the shelf ever sees it
    """Leaves a pull where it reports, as an interrupt from the keyboard would."""


@dataclass(slots=True)
class Pull:
    """One model that is being brought here, or was."""

    id: str
    state: str = "waiting"
    now: Progress | None = None
    notes: list[str] = field(default_factory=list)
    error: str = ""
    stopped: threading.Event = field(default_factory=threading.Event)
    task: asyncio.Task[None] | None = None

    def report(self, progress: Progress) -> None:
        """Hear from the store, in the thread of the pull."""
        if self.stopped.is_set():
            raise _Stopped
        self.now = progress
        note = f"{progress.place}: {progress.note}" if progress.place else progress.note
        if progress.note and note not in self.notes:
            self.notes = [*self.notes, note][-_NOTES:]

    def json(self) -> dict[str, Any]:
        """As the page reads it; ``done`` and ``total`` are bytes of the one file in hand."""
        now = self.now or Progress(self.id, "", "waiting")
        return {
            "state": self.state,
            "model": now.model,
            "file": now.file,
            "phase": now.phase,
            "place": now.place,
            "done": now.done_bytes,
            "total": now.total_bytes,
            "notes": self.notes,
            "error": self.error,
        }


class Shelf:
    """The models of one ``assistant``, pulled in turn; ``came`` is called after each."""

    def __init__(self, assistant: Assistant, came: Callable[[], None]) -> None:
        self._assistant = assistant
        self._came = came
        self._pulls: dict[str, Pull] = {}
        self._tasks: set[asyncio.Task[None]] = set()
        self._turn = asyncio.Lock()

    async def listed(self) -> dict[str, Any]:
        """Every model that can be had, how much of it is here, and how far a pull is."""
        loaded = self._assistant.loaded.ids()
        listing = await asyncio.to_thread(lambda: self._assistant.loaded.store.listing())
        return {"models": [self._row(entry, loaded) for entry in listing]}

    async def pull(self, id: str) -> dict[str, Any]:
        """Begin to bring a model and its companions here, or join who does.

        Raises ``UnknownName``.
        """
        await self._entry(id)
        pull = self._pulls.get(id)
        if pull is None or pull.state not in _GOING:
            pull = self._pulls[id] = Pull(id)
            pull.task = asyncio.create_task(self._work(pull))
            self._tasks.add(pull.task)
            pull.task.add_done_callback(self._tasks.discard)
        return {"pull": pull.json()}

    def stop(self, id: str) -> dict[str, Any]:
        """End a pull at its next piece; what has come is kept. Raises ``NotFound``."""
        pull = self._pulls.get(id)
        if pull is None or pull.task is None:
            raise NotFound("This model is not being pulled.", "It may be here by now: reload.")
        pull.stopped.set()
        if pull.state == "waiting":
            pull.task.cancel()
        elif pull.state == "pulling":
            pull.state = "stopping"
        return {"pull": pull.json()}

    async def remove(self, id: str) -> int:
        """Delete a model's files; returns the bytes freed.

        Raises ``UnknownName``, ``UsageError`` while it is loaded or anything is being pulled.
        """
        entry = await self._entry(id)
        if self._tasks:
            raise UsageError("Models are being pulled.", "Stop that or wait, then remove it.")
        if id in self._assistant.loaded.ids():
            raise UsageError(
                f"{entry.model.title} is loaded.",
                "Choose another model, start Blackbird again, and then remove it.",
            )
        self._pulls.pop(id, None)
        async with self._turn:
            return await asyncio.to_thread(lambda: self._assistant.loaded.store.remove(id))

    async def aclose(self) -> None:
        """Stop all pulls; one that does not hear it in time ends with the process."""
        tasks = tuple(self._tasks)
        for pull in self._pulls.values():
            pull.stopped.set()
        if tasks:
            _, late = await asyncio.wait(tasks, timeout=_LAST_S)
            for task in late:
                task.cancel()
            await asyncio.gather(*late, return_exceptions=True)

    async def _entry(self, id: str) -> Listed:
        listing = await asyncio.to_thread(lambda: self._assistant.loaded.store.listing())
        for entry in listing:
            if entry.model.id == id:
                return entry
        raise UnknownName("model", id, [entry.model.id for entry in listing])

    async def _work(self, pull: Pull) -> None:
        try:
            async with self._turn:
                if pull.stopped.is_set():
                    raise _Stopped
                pull.state = "pulling"
                store = self._assistant.loaded.store
                await _in_own_thread(lambda: store.pull(pull.id, pull.report))
            pull.state = "done"
            self._came()
        except (asyncio.CancelledError, _Stopped):
            pull.state = "stopped"
        except BlackbirdError as error:
            pull.state, pull.error = "failed", str(error)
        except Exception:
            _LOG.exception("Pulling a model failed")
            pull.state, pull.error = "failed", str(internal_error())

    def _row(self, entry: Listed, loaded: frozenset[str]) -> dict[str, Any]:
        model = entry.model
        pull = self._pulls.get(model.id)
        named = [e for e in LINEUP if e.catalogue_id == model.id]
        return {
            "id": model.id,
            "names": [e.name for e in named],
            "title": model.title,
            "role": model.role,
            "about": " ".join(e.about for e in named),
            "licence": model.licence,
            "state": entry.state,
            "bytes": entry.bytes_total,
            "bytes_here": entry.bytes_here,
            "companions": list(model.companions),
            "loaded": model.id in loaded,
            "pull": pull.json() if pull else None,
        }


async def _in_own_thread(work: Callable[[], object]) -> None:
    """Wait for blocking work in a thread that does not keep the process from ending."""
    done: Future[object] = Future()

    def run() -> None:
        try:
            result = work()
        except BaseException as error:  # carried to who waits, and raised there
            done.set_exception(error)
        else:
            done.set_result(result)

    done.set_running_or_notify_cancel()  # giving up the wait does not touch the work
    threading.Thread(target=run, name="pull", daemon=True).start()
    await asyncio.wrap_future(done)
