"""A language model on this machine: llama.cpp in a child process that may die and comes back."""

from __future__ import annotations

import asyncio
import json
import secrets
import sys
from collections import deque
from collections.abc import AsyncGenerator, Sequence
from dataclasses import asdict, dataclass
from pathlib import Path

from blackbird.errors import ModelCorrupt, ModelCrashed, ModelMissing, NetworkError
from blackbird.models.openai import OpenAIModel
from blackbird.net.api import ApiClient
from blackbird.protocols import Sampling
from blackbird.types import Turn

_LOG_LINES = 40
_LOAD_S = 120.0
_END_S = 3.0


@dataclass(frozen=True, slots=True)
class Engine:
    """How llama.cpp is to run. ``context`` is in tokens for each slot."""

    threads: int = 2
    context: int = 4096
    slots: int = 4
    batch: int = 128
    cache_mib: int = 512


@dataclass(slots=True)
class _Worker:
    process: asyncio.subprocess.Process
    model: OpenAIModel
    log: deque[str]
    reader: asyncio.Task[None]


_SMALL = 3_000_000_000
"""Bytes: some five thousand million weights of four bits, which no two cores run at ease."""
_REWRITES = 800_000_000
"""Bytes: from some 1,200 million weights on; those with half as many copy the question."""


class LlamaCpp:
    """Starts its worker at the first request, and a new one after a crash."""

    def __init__(
        self,
        name: str,
        path: Path,
        engine: Engine | None = None,
        *,
        command: Sequence[str] = (sys.executable, "-P", "-m", "blackbird.models.worker"),
    ) -> None:
        self._name = name
        self._path = path
        self._engine = engine or Engine()
        self._command = tuple(command)
        self._worker: _Worker | None = None
        self._starting = asyncio.Lock()

    @property
    def name(self) -> str:
        """The line-up's name for it."""
        return self._name

    @property
    def small(self) -> bool:
        """By the size of its file; one that is not there is as small as can be."""
        return self._bytes() < _SMALL

    @property
    def rewrites(self) -> bool:
        """By the size of its file."""
        return self._bytes() >= _REWRITES

    def _bytes(self) -> int:
        return self._path.stat().st_size if self._path.is_file() else 0

    @property
    def pid(self) -> int | None:
        """The worker's process id, while one runs."""
        worker = self._worker
        return worker.process.pid if worker and worker.process.returncode is None else None

    async def start(self) -> None:
        """Load the model now instead of at the first request. Raises ``ModelError``."""
        await self._running()

    async def stream(self, messages: Sequence[Turn], sampling: Sampling) -> AsyncGenerator[str]:
        """Yield the completion in pieces; closing the iterator cancels the request.

        Raises ``ModelMissing``, ``ModelCorrupt``, ``ModelCrashed``, ``ModelRefused``,
        ``ModelTimeout``.
        """
        worker = await self._running()
        pieces = worker.model.stream(messages, sampling)
        try:
            async for piece in pieces:
                yield piece
        except NetworkError as error:
            raise await self._crash(worker) from error
        finally:
            await pieces.aclose()

    async def odds(self, messages: Sequence[Turn], choices: Sequence[str]) -> dict[str, float]:
        """Probability of each choice as the first word. Raises as ``stream``."""
        worker = await self._running()
        try:
            return await worker.model.odds(messages, choices)
        except NetworkError as error:
            raise await self._crash(worker) from error

    async def aclose(self) -> None:
        """End the worker."""
        worker, self._worker = self._worker, None
        if worker is not None:
            await _end(worker)

    async def _running(self) -> _Worker:
        async with self._starting:
            if self._worker is not None and self._worker.process.returncode is None:
                return self._worker
            if self._worker is not None:
                await self.aclose()
            self._worker = await self._start()
            return self._worker

    async def _start(self) -> _Worker:
        if not self._path.is_file():
            raise ModelMissing(
                f"The file of model {self._name} is missing.",
                f'Run "blackbird models pull {self._name}".',
            )
        process = await asyncio.create_subprocess_exec(
            *self._command,
            stdin=asyncio.subprocess.PIPE,
            stdout=asyncio.subprocess.PIPE,
            stderr=asyncio.subprocess.PIPE,
            start_new_session=True,  # Ctrl-C is for the assistant, which then ends the worker
        )
        log: deque[str] = deque(maxlen=_LOG_LINES)
        reader = asyncio.create_task(_keep_log(process, log))
        key = secrets.token_urlsafe(24)
        order = {"model": str(self._path), "key": key, **asdict(self._engine)}
        try:
            address = await asyncio.wait_for(_introduce(process, order), _LOAD_S)
        except (TimeoutError, ValueError, OSError) as error:
            await _kill(process)
            await reader
            raise ModelCorrupt(
                f"Model {self._name} could not be loaded ({_last(log) or error}).",
                f'Run "blackbird models verify", then "blackbird models pull {self._name}".',
            ) from error
        except asyncio.CancelledError:
            await _kill(process)
            raise
        client = ApiClient(f"{address}/v1", key, timeout_s=300.0)
        model = OpenAIModel(self._name, client, dialect="llamacpp")
        return _Worker(process, model, log, reader)

    async def _crash(self, worker: _Worker) -> ModelCrashed:
        """The error to raise when a request was cut off; leaves room for a new worker."""
        await _end(worker)
        if self._worker is worker:
            self._worker = None
        status = worker.process.returncode
        return ModelCrashed(
            f"The process that runs {self._name} ended in the middle (status {status}"
            f"{': ' + _last(worker.log) if worker.log else ''}).",
            "It starts again by itself: ask again.",
        )


async def _introduce(process: asyncio.subprocess.Process, order: dict[str, object]) -> str:
    """Send the order, wait for the address. Raises ``ValueError`` when the load failed."""
    assert process.stdin is not None and process.stdout is not None
    process.stdin.write(json.dumps(order).encode() + b"\n")
    await process.stdin.drain()
    line = await process.stdout.readline()
    if not line:
        raise ValueError("the process ended while loading")
    reply = json.loads(line)
    if "error" in reply:
        raise ValueError(reply["error"])
    return str(reply["address"])


async def _keep_log(process: asyncio.subprocess.Process, log: deque[str]) -> None:
    assert process.stderr is not None
    while True:
        try:
            line = await process.stderr.readline()
        except ValueError:  # a line longer than the buffer: the rest of it follows
            continue
        if not line:
            return
        log.append(line.decode("utf-8", "replace").strip()[:300])


def _last(log: deque[str]) -> str:
    return next((line for line in reversed(log) if line), "")


async def _end(worker: _Worker) -> None:
    process = worker.process
    if process.stdin is not None:
        process.stdin.close()
    try:
        await asyncio.wait_for(process.wait(), _END_S)
    except TimeoutError:
        await _kill(process)
    await worker.reader
    await worker.model.aclose()


async def _kill(process: asyncio.subprocess.Process) -> None:
    if process.returncode is None:
        process.kill()
    await process.wait()
