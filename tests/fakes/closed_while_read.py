"""Closes a record's connections while threads are in the middle of a statement, again and again."""

from __future__ import annotations

import sys
import threading
import time
from contextlib import suppress
from pathlib import Path

import sqlalchemy as sa

from blackbird.storage.engine import Connections, open_reader, open_writer

FILL = """INSERT INTO t
WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < 20000)
SELECT i, hex(randomblob(20)) FROM n"""
ASK = "SELECT count(*) FROM t WHERE b LIKE '%ab%' ORDER BY b"
TIMES, THREADS, READ_S = 12, 3, 0.05


def ask(connections: Connections, enough: threading.Event) -> None:
    """Read until it is enough; what a closed connection says is no matter."""
    while not enough.is_set():
        with suppress(sa.exc.SQLAlchemyError):
            connections.get().execute(sa.text(ASK)).all()


def main(path: Path) -> None:
    """Fill a table, then read and close."""
    writer = open_writer(path)
    with writer.begin() as connection:
        connection.execute(sa.text("CREATE TABLE t(a INTEGER, b TEXT)"))
        connection.execute(sa.text(FILL))
    writer.dispose()
    for _ in range(TIMES):
        connections, enough = Connections(open_reader(path)), threading.Event()
        threads = [threading.Thread(target=ask, args=(connections, enough)) for _ in range(THREADS)]
        for thread in threads:
            thread.start()
        time.sleep(READ_S)  # until all are in the middle of a statement, which nobody can be asked
        connections.close()
        enough.set()
        for thread in threads:
            thread.join()
    sys.stdout.write("whole\n")


if __name__ == "__main__":
    main(Path(sys.argv[1]))
