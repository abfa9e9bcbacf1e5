"""A real PostgreSQL server on loopback, in a folder of its own, for as long as tests need it."""

from __future__ import annotations

import os
import pwd
import shutil
import signal
import socket
import subprocess
import tempfile
import time
from contextlib import closing
from pathlib import Path

import pg8000.dbapi

PASSWORD = "a-quiet-harbour"
_PLACES = ("/usr/lib/postgresql", "/usr/local/pgsql", "/opt/homebrew/opt")
_UP_S = 30.0
# What a killed server has written is in the system's memory: only a power cut would need these.
_QUICK = ("fsync=off", "full_page_writes=off", "shared_buffers=32MB", "max_connections=40")


def programs() -> Path | None:
    """The folder of ``initdb``; None where PostgreSQL is not installed."""
    on_path = shutil.which("initdb")
    if on_path is not None:
        return Path(on_path).resolve().parent
    found = [p for place in _PLACES for p in sorted(Path(place).glob("**/bin/initdb"))]
    return found[-1].parent if found else None


class PostgresServer:
    """Made, started, stopped, killed and removed. It listens on a loopback port alone."""

    def __init__(self, settings: tuple[str, ...] = _QUICK) -> None:
        bin = programs()
        assert bin is not None
        self._bin = bin
        self._settings = settings
        # Not below a test's own folder, which nobody but its owner may enter.
        self.folder = Path(tempfile.mkdtemp(prefix="blackbird-pg-"))
        self._user = _unprivileged()
        if self._user is not None:
            os.chown(self.folder, self._user.pw_uid, self._user.pw_gid)
        self.port = free_port()
        self._process: subprocess.Popen[bytes] | None = None
        self._databases = 0
        secret = self.folder / "password"
        secret.write_text(PASSWORD)
        secret.chmod(0o644)
        self._run(
            "initdb",
            *("--pgdata", str(self.folder / "data"), "--username", "blackbird"),
            *("--auth", "scram-sha-256", "--pwfile", str(secret)),
            *("--encoding", "UTF8", "--locale", "C", "--no-sync", "--no-instructions"),
        )

    def start(self) -> None:
        """Start it, and wait until it answers."""
        options = [o for s in self._settings for o in ("-c", s)]
        with (self.folder / "log").open("ab") as log:
            self._process = subprocess.Popen(
                [
                    *(str(self._bin / "postgres"), "-D", str(self.folder / "data")),
                    *("-p", str(self.port), "-c", "listen_addresses=127.0.0.1"),
                    *("-c", f"unix_socket_directories={self.folder}"),
                    *options,
                ],
                stdout=subprocess.DEVNULL,
                stderr=log,
                user=self._user.pw_uid if self._user else None,
                group=self._user.pw_gid if self._user else None,
                extra_groups=[] if self._user else None,
                cwd=self.folder,
            )
        self._wait()

    def database(self) -> str:
        """The address of a new, empty database."""
        self._databases += 1
        name = f"posts_{self._databases}"
        self.ask(f"CREATE DATABASE {name}")
        return self.address(name)

    def address(self, name: str) -> str:
        """Of a database."""
        return f"postgresql://blackbird:{PASSWORD}@127.0.0.1:{self.port}/{name}"

    def ask(self, statement: str, name: str = "postgres") -> list[tuple[object, ...]]:
        """Run one statement by its own connection; what it gives."""
        with closing(self._connection(name)) as connection:
            connection.autocommit = True
            cursor = connection.cursor()
            cursor.execute(statement)
            return [tuple(row) for row in cursor.fetchall()] if cursor.description else []

    def stop(self, how: signal.Signals = signal.SIGINT) -> None:
        """End it: at once by default, with SIGQUIT as a crash would."""
        if self._process is not None:
            self._process.send_signal(how)
            self._process.wait(30)
            self._process = None

    def remove(self) -> None:
        """Stop it, and leave nothing behind."""
        self.stop()
        shutil.rmtree(self.folder, ignore_errors=True)

    def _connection(self, name: str) -> pg8000.dbapi.Connection:
        sock = socket.create_connection(("127.0.0.1", self.port))
        try:
            return pg8000.dbapi.connect(
                "blackbird", database=name, password=PASSWORD, sock=sock, ssl_context=False
            )
        except BaseException:
            sock.close()  # the driver leaves it open while the server starts up
            raise

    def _wait(self) -> None:
        give_up = time.monotonic() + _UP_S
        while True:
            try:
                self.ask("SELECT 1")
                return
            except (OSError, pg8000.dbapi.InterfaceError, pg8000.dbapi.DatabaseError):
                if time.monotonic() > give_up:
                    raise AssertionError((self.folder / "log").read_text()) from None
                time.sleep(0.05)

    def _run(self, program: str, *arguments: str) -> None:
        made = subprocess.run(
            [str(self._bin / program), *arguments],
            capture_output=True,
            text=True,
            check=False,
            cwd=self.folder,
            user=self._user.pw_uid if self._user else None,
            group=self._user.pw_gid if self._user else None,
            extra_groups=[] if self._user else None,
        )
        assert made.returncode == 0, made.stderr


def free_port() -> int:
    """A loopback port that nobody listens on now."""
    with socket.socket() as sock:
        sock.bind(("127.0.0.1", 0))
        return int(sock.getsockname()[1])


def _unprivileged() -> pwd.struct_passwd | None:
    """Who runs it in place of root, whom PostgreSQL refuses; None where we are not root."""
    if os.geteuid() != 0:
        return None
    for name in ("postgres", "nobody"):
        try:
            return pwd.getpwnam(name)
        except KeyError:
            continue
    raise AssertionError("There is nobody but root who could run PostgreSQL.")
