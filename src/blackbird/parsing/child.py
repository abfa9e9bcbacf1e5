"""One child process that parses, as its parent sees it."""

from __future__ import annotations

import asyncio
import os
import socket
import subprocess
import sys
from collections.abc import Sequence
from contextlib import ExitStack, suppress

from blackbird.errors import ParseFailed
from blackbird.parsing.frames import Order, answer_size, read_answer
from blackbird.parsing.worker import READY
from blackbird.types import Page

COMMAND = (sys.executable, "-P", "-m", "blackbird.parsing.worker")
"""``-P``: where the assistant was called, a stranger's files may lie that look like modules."""

_START_S = 60.0  # on a machine that has other things to do
_END_S = 1.0
_DYING_S = 0.02
_PIECE = 1 << 18
_SHORT = 200_000  # bytes of an answer; reading a longer one would keep others waiting


class Died(Exception):
    """The child ended by itself, with this status; ``None``: it answered what no answer is."""

    def __init__(self, status: int | None) -> None:
        super().__init__(status)
        self.status = status


class Child:
    """Parses one file after another; ``kill`` it when it gave anything but an answer.

    Spoken to over a pair of sockets: asyncio's own processes leave theirs open when a child is
    ended that has more to say.
    """

    def __init__(
        self,
        process: subprocess.Popen[bytes],
        reader: asyncio.StreamReader,
        writer: asyncio.StreamWriter,
    ) -> None:
        self._process = process
        self._reader = reader
        self._writer = writer
        self.done = 0
        """Files that it has parsed."""

    @classmethod
    async def start(cls, command: Sequence[str] = COMMAND) -> Child:
        """A child that is ready. Raises ``ParseFailed``."""
        process, ours = _begun(command)
        said = b""
        with ExitStack() as stack:  # undone also if nobody waits any more
            stack.callback(ours.close)
            stack.callback(process.wait)
            stack.callback(process.kill)
            reader, writer = await asyncio.open_connection(sock=ours)
            stack.callback(writer.transport.abort)
            with suppress(TimeoutError, ValueError, OSError):
                said = await asyncio.wait_for(reader.readline(), _START_S)
            if said == READY:
                stack.pop_all()
                return cls(process, reader, writer)
        raise _not_started()

    @property
    def pid(self) -> int:
        """Its process id."""
        return self._process.pid

    @property
    def status(self) -> int | None:
        """With what it ended; ``None`` while it runs."""
        return self._process.poll()

    async def ask(self, order: Order, data: bytes) -> Page:
        """What it makes of ``data``. Raises ``BadInput``, ``Died``."""
        try:
            self._writer.write(order.line())
            for at in range(0, len(data), _PIECE):
                self._writer.write(data[at : at + _PIECE])
                await self._writer.drain()
            line = await self._reader.readuntil(b"\n")
            answer = await self._reader.readexactly(answer_size(line))
            self.done += 1
            if len(answer) < _SHORT:
                return read_answer(answer, order.url)
            return await asyncio.to_thread(read_answer, answer, order.url)
        except (OSError, asyncio.IncompleteReadError) as error:
            await asyncio.sleep(_DYING_S)  # its end of the line goes a little before itself
            raise Died(await self.kill()) from error
        except (ValueError, asyncio.LimitOverrunError) as error:
            await self.kill()
            raise Died(None) from error

    async def kill(self) -> int:
        """End it at once; returns its status, which is its own if it had ended before."""
        self._writer.transport.abort()
        if self._process.poll() is None:
            self._process.kill()
        return await asyncio.to_thread(self._process.wait)

    async def end(self) -> None:
        """Let it go: it ends when nobody asks it any more."""
        self._writer.close()
        try:
            await asyncio.to_thread(self._process.wait, _END_S)
        except subprocess.TimeoutExpired:
            await self.kill()


def _begun(command: Sequence[str]) -> tuple[subprocess.Popen[bytes], socket.socket]:
    """The process, and our end of what connects us. Raises ``ParseFailed``."""
    ours, its = socket.socketpair()
    try:
        with its:
            process = subprocess.Popen(
                command,
                stdin=its.fileno(),
                stdout=its.fileno(),
                stderr=subprocess.DEVNULL,
                start_new_session=True,  # Ctrl-C is for the assistant, which ends the child
                env=_environment(),
            )
    except OSError as error:
        ours.close()
        raise _not_started() from error
    return process, ours


def _not_started() -> ParseFailed:
    return ParseFailed(
        "The process that reads files could not be started.",
        'Run "blackbird doctor", and see whether memory is left.',
    )


def _environment() -> dict[str, str]:
    """Where to find ourselves, and no secret of the owner's."""
    return {
        "PYTHONPATH": os.pathsep.join(filter(None, sys.path)),
        "PYTHONUTF8": "1",
        "OMP_NUM_THREADS": "1",
        "OPENBLAS_NUM_THREADS": "1",
    }
