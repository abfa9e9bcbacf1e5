"""The library: documents as the page works with them. Reads files, shows how far it is, forgets."""

from __future__ import annotations

import asyncio
import hashlib
import logging
import secrets
from dataclasses import dataclass, field
from pathlib import PurePosixPath
from typing import Any

from blackbird.assistant import Assistant
from blackbird.errors import BadInput, BlackbirdError, NotFound
from blackbird.ingest.files import SUFFIXES
from blackbird.ingest.worker import Indexing
from blackbird.server.errors import internal_error
from blackbird.storage.rows import StoredDocument

_LOG = logging.getLogger(__name__)
_PAGE = 100  # documents listed at a time
_SHOWN = 20  # problems of a file
_REMEMBERED = 50  # readings that are over and still shown
_NAME = 200  # characters of a file's name that are kept
UPLOADED = "upload:"
"""What the ids of documents that came through the page begin with."""


@dataclass(slots=True)
class Reading:
    """One file that is being read, or was."""

    id: str
    name: str
    state: str = "waiting"
    done: int = 0
    total: int = 0
    passages: int = 0
    problems: list[str] = field(default_factory=list)
    unlisted: int = 0
    """Problems beyond those that are told."""
    error: str = ""
    task: asyncio.Task[None] | None = None

    def json(self) -> dict[str, Any]:
        """As the page reads it; ``done`` and ``total`` count texts that get a vector."""
        names = "id", "name", "state", "done", "total", "passages", "problems", "unlisted", "error"
        return {name: getattr(self, name) for name in names}


class Library:
    """The documents of one ``assistant``. Files are read one after the other."""

    def __init__(self, assistant: Assistant) -> None:
        self._assistant = assistant
        self._readings: dict[str, Reading] = {}
        self._turn = asyncio.Lock()

    async def listed(self, search: str = "", offset: int = 0) -> dict[str, Any]:
        """Documents whose title, id or address holds ``search``, and how many there are in all."""
        record = await self._assistant.record()
        found = await asyncio.to_thread(record.newest_documents, search.strip(), _PAGE + 1, offset)
        counts = await asyncio.to_thread(record.count)
        return {
            "documents": [_document(d) for d in found[:_PAGE]],
            "more": len(found) > _PAGE,
            "count": counts.documents,
            "passages": counts.passages,
        }

    def readings(self) -> dict[str, Any]:
        """Files that are being read, and those that were lately, the newest first."""
        return {"readings": [r.json() for r in reversed(self._readings.values())]}

    def add(self, name: str, data: bytes) -> dict[str, Any]:
        """Begin to read a file. Raises ``BadInput`` for one of an unknown kind."""
        plain = PurePosixPath(name.replace("\\", "/")).name.strip()[-_NAME:]
        if PurePosixPath(plain).suffix.lower() not in SUFFIXES:
            raise BadInput(
                f"{plain or 'A file without a name'} is of a kind that cannot be read.",
                f"These can: {', '.join(sorted(SUFFIXES))}.",
            )
        reading = Reading(secrets.token_urlsafe(9), plain)
        self._readings[reading.id] = reading
        over = [r.id for r in self._readings.values() if r.task and r.task.done()]
        for id in over[:-_REMEMBERED]:
            del self._readings[id]
        reading.task = asyncio.create_task(self._read(reading, data))
        return {"reading": reading.json()}

    async def stop(self, reading_id: str) -> None:
        """Give up reading a file; of one that was read nothing changes. Raises ``NotFound``."""
        reading = self._readings.get(reading_id)
        if reading is None or reading.task is None:
            raise NotFound("No such file is being read.", "It may be done: reload the list.")
        reading.task.cancel()
        await asyncio.wait((reading.task,))

    async def remove(self, document_id: str) -> None:
        """Forget a document. Raises ``NotFound``."""
        if not await self._assistant.remove_documents([document_id]):
            raise NotFound("There is no such document.", "It may have been removed: reload.")

    async def aclose(self) -> None:
        """Stop all that is being read."""
        for id in tuple(self._readings):
            await self.stop(id)

    async def _read(self, reading: Reading, data: bytes) -> None:
        try:
            async with self._turn:
                reading.state = "reading"
                await self._stored(reading, data)
            reading.state = "done"
        except asyncio.CancelledError:
            reading.state = "stopped"
        except BlackbirdError as error:
            reading.state, reading.error = "failed", str(error)
        except Exception:
            _LOG.exception("Reading a file failed")
            reading.state, reading.error = "failed", str(internal_error())

    async def _stored(self, reading: Reading, data: bytes) -> None:
        id = await self._free_id(reading.name, data)
        found, problems = await self._assistant.read_bytes(reading.name, data, id)
        reading.problems = list(problems[:_SHOWN])
        reading.unlisted = len(problems) - len(reading.problems)
        if not found:
            said = problems[0] if problems else f"{reading.name} is empty."
            raise BadInput(said, "Choose a file that holds text.")

        def report(state: Indexing) -> None:
            reading.done, reading.total = state.done, state.total

        reading.passages = await self._assistant.add_documents(found, report)

    async def _free_id(self, name: str, data: bytes) -> str:
        """An id for a file: that of an equal one if it is there, else one that is not taken."""
        record = await self._assistant.record()
        stem = f"{UPLOADED}{name}"
        stored = await asyncio.to_thread(record.text, stem)
        if stored is None:
            return stem
        known, _ = await self._assistant.read_bytes(name, data, stem)
        if known and known[0].text == stored:
            return stem
        return f"{stem}:{hashlib.sha256(data).hexdigest()[:12]}"


def _document(document: StoredDocument) -> dict[str, Any]:
    return {
        "id": document.id,
        "title": document.title,
        "url": document.url,
        "date": document.date,
        "language": document.language,
        "source": document.source,
        "sha256": document.sha256,
        "fetched_at": document.fetched_at,
        "passages": document.passages,
        "uploaded": document.id.startswith(UPLOADED),
    }
