"""``ingest publish`` and ``ingest work``: the same program on other machines, by its addresses."""

from __future__ import annotations

import json
import os
import signal
import subprocess
import sys
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

from blackbird.storage.posts.record import PostRecord
from tests.fakes.nats_server import NatsServer
from tests.fakes.postgres_server import PostgresServer


def test_published_here_stored_there_and_found(
    nats: NatsServer, postgres: PostgresServer, command: Callable[..., Any], tmp_path: Path
) -> None:
    place = postgres.database()
    rows: list[dict[str, Any]] = [
        {"id": f"p{n}", "author": "ann", "text": f"the harbour froze {n}", "created_at": _now()}
        for n in range(50)
    ]
    rows.append({"id": "p7", "deleted": True})
    file = tmp_path / "posts.jsonl"
    file.write_text("".join(json.dumps(row) + "\n" for row in rows))
    addresses = {"nats_url": nats.url, "posts_url": place}
    publisher = command("publish", f"file:{file}", folder=tmp_path / "reads", **addresses)
    assert publisher.wait(60) == 0
    record = PostRecord.open(place)
    assert record.count() == 0
    worker = command("work", folder=tmp_path / "stores", **addresses)
    give_up = time.monotonic() + 60
    while record.count() < 49:
        assert time.monotonic() < give_up
        time.sleep(0.1)  # between two looks
    time.sleep(1.0)  # a doubled post would come now
    assert record.count() == 49
    worker.send_signal(signal.SIGTERM)
    assert worker.wait(30) == 0
    assert list((tmp_path / "stores" / "posts-index").iterdir())
    record.close()


def test_a_publisher_can_be_stopped_while_the_queue_is_away(
    nats: NatsServer, command: Callable[..., Any], tmp_path: Path
) -> None:
    file = tmp_path / "posts.jsonl"
    first, second = ({"id": i, "author": "a", "text": i, "created_at": _now()} for i in "12")
    file.write_text(json.dumps(first) + "\n")
    addresses = {"nats_url": nats.url, "posts_url": ""}
    publisher = command("publish", f"file:{file}?follow", folder=tmp_path / "reads", **addresses)
    record = _once_there(tmp_path / "reads" / "posts.db")
    name = f"file:{file}?follow"
    _until(lambda: bool(_cursor(record, name)))
    stored = _cursor(record, name)
    nats.stop()
    with file.open("a") as out:
        out.write(json.dumps(second) + "\n")
    time.sleep(3.0)  # the publisher tries meanwhile, with nobody to take it
    publisher.send_signal(signal.SIGTERM)
    assert publisher.wait(60) == 1
    assert "queue cannot be reached" in (tmp_path / "commands.log").read_text()
    assert "internal error" not in (tmp_path / "commands.log").read_text()
    assert _cursor(record, name) == stored
    record.close()


def _once_there(path: Path) -> PostRecord:
    _until(path.exists)
    return PostRecord.open(path)


def _cursor(record: PostRecord, name: str) -> str | None:
    return next((row.cursor for row in record.feeds.all() if row.name == name), None)


def _until(true: Callable[[], bool]) -> None:
    give_up = time.monotonic() + 60
    while not true():
        assert time.monotonic() < give_up
        time.sleep(0.1)  # between two looks


def test_without_a_queue_they_say_what_to_set(tmp_path: Path) -> None:
    environment = {**os.environ, "BLACKBIRD_DATA_DIR": str(tmp_path)}
    done = subprocess.run(
        [sys.executable, "-m", "blackbird", "ingest", "work"],
        env=environment,
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode != 0
    assert "Set nats_url" in done.stderr


def _now() -> str:
    return time.strftime("%Y-%m-%dT%H:%M:%SZ", time.gmtime())
