"""A listening socket on loopback, and a server that stops in order when it is told to."""

from __future__ import annotations

import asyncio
import errno
import signal
import socket
import threading
from collections.abc import Callable, Generator
from contextlib import contextmanager

import uvicorn

from blackbird.errors import SettingsError
from blackbird.server.guard import is_loopback
from blackbird.server.limits import Gate
from blackbird.server.readiness import Readiness

_SIGNALS = (signal.SIGINT, signal.SIGTERM)


def listen(host: str, port: int) -> socket.socket:
    """A listening socket on loopback; port 0 takes a free one. Raises ``SettingsError``."""
    if not is_loopback(host):
        raise SettingsError(
            f"{host!r} is not a loopback address, and accounts do not exist yet.",
            "Use 127.0.0.1: anyone who reaches the server may use it.",
        )
    address = "127.0.0.1" if host.lower() == "localhost" else host
    listener = socket.socket(socket.AF_INET6 if ":" in address else socket.AF_INET)
    try:
        listener.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        listener.bind((address, port))
        listener.listen(128)
    except (OSError, OverflowError) as error:
        listener.close()
        taken = getattr(error, "errno", None) == errno.EADDRINUSE
        reason = "is in use by another program" if taken else f"cannot be used ({error})"
        raise SettingsError(
            f"Port {port} on {address} {reason}.", "Choose another: blackbird serve --port N."
        ) from error
    return listener


class StoppableServer(uvicorn.Server):
    """Stops in order: not ready, no new work, what runs ends, and only then the socket closes."""

    def __init__(
        self,
        config: uvicorn.Config,
        gate: Gate,
        readiness: Readiness,
        *,
        drain_s: float,
        started: Callable[[], None],
    ) -> None:
        super().__init__(config)
        self._gate = gate
        self._readiness = readiness
        self._drain_s = drain_s
        self._tell_started = started

    async def startup(self, sockets: list[socket.socket] | None = None) -> None:
        """Begin to listen, and say so: from here on a signal stops it in order."""
        await super().startup(sockets)
        if self.started:
            self._tell_started()

    @contextmanager
    def capture_signals(self) -> Generator[None]:
        """Stop at a signal. uvicorn's own way would raise it again: an exit status of 143."""
        if threading.current_thread() is not threading.main_thread():
            yield  # no other thread receives signals
            return
        loop = asyncio.get_running_loop()
        for number in _SIGNALS:
            loop.add_signal_handler(number, self.stop)
        try:
            yield
        finally:
            for number in _SIGNALS:
                loop.remove_signal_handler(number)

    def stop(self) -> None:
        """Begin to stop; called again, stop at once."""
        self._readiness.stopping = True
        self._gate.close(0.0 if self._gate.closed else self._drain_s)

    async def on_tick(self, counter: int) -> bool:
        """Whether to end."""
        ending = await super().on_tick(counter)
        return ending or (self._gate.closed and self._gate.idle)
