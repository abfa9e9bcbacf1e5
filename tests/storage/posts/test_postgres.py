"""The record on a real PostgreSQL: like the one in a file, and whole whatever its server does."""

from __future__ import annotations

import signal
import threading
from collections.abc import Iterator
from contextlib import suppress
from pathlib import Path
from random import Random

import pg8000.dbapi
import pytest

from blackbird.errors import BadInput, DiskFull, StorageError
from blackbird.posts import FINAL, Forgotten, Missed, Poison, Post, PostEvent, Put, Removed
from blackbird.storage.engine import translated_errors
from blackbird.storage.postgres import translated
from blackbird.storage.posts.record import PostRecord
from blackbird.storage.posts.rows import Grants, Told
from tests.fakes.postgres_server import PASSWORD, PostgresServer

NOW = 1_767_323_045_000_000
TOLD = Told("live", lag_s=0.25)


def post(number: int, version: int = 1, text: str = "") -> Post:
    """A post of one of three accounts, with letters that no code page has all of."""
    return Post(
        f"look://{number}",
        f"account{number % 3}",
        f"Ann{number} ⛵",
        text or f'said {version}: "quotes", \\ and : and % and {{}}, 港, \u2028 and \n',
        NOW - number,
        version,
        links=("https://example.test/a", "https://example.test/b"),
        likes=2**40,
        local_id=f"l{number}",
    )


def history(random: Random, count: int = 120) -> list[PostEvent]:
    """Events about twenty posts, in no order."""
    made: list[PostEvent] = []
    for _ in range(count):
        number, version = random.randrange(20), random.randrange(8)
        made.append(
            random.choice(
                (
                    Put(post(number, version)),
                    Put(post(number, version)),
                    Removed(f"look://{number}", version=random.choice((version, FINAL))),
                    Removed(local_id=f"l{number}", version=version),
                    Forgotten(f"account{number % 3}", version // 2),
                    Missed(NOW - 5, NOW - version, "a gap"),
                    Poison("{", "no JSON"),
                )
            )
        )
    return made


def state(record: PostRecord) -> tuple[object, ...]:
    """All that can be asked of it."""
    uris = [f"look://{n}" for n in range(20)]
    return (
        record.find(uris),
        record.after(0, 1000),
        record.drops_after(0, 1000),
        record.feeds.all(),
        record.newest(0, 50),
        record.gaps(0, NOW),
        record.parts(),
        record.count(),
    )


@pytest.fixture
def record(postgres: PostgresServer) -> Iterator[PostRecord]:
    opened = PostRecord.open(postgres.database())
    yield opened
    opened.close()


@pytest.fixture
def own_server() -> Iterator[PostgresServer]:
    """For tests that stop it."""
    server = PostgresServer()
    try:
        server.start()
        yield server
    finally:
        server.remove()


def test_both_databases_end_alike(tmp_path: Path, record: PostRecord) -> None:
    in_file = PostRecord.open(tmp_path / "posts.db")
    random = Random(5)
    events = history(random)
    for one in (in_file, record):
        one.feeds.add("look:other", trusted=False, grants=Grants(share=False))
        feed = one.feeds.add("look:here", trusted=True)
        cuts = Random(6)
        rest = list(events)
        while rest:
            size = cuts.randint(1, 12)
            one.commit(feed, rest[:size], f"cursor {len(rest)}", TOLD, NOW)
            rest = rest[size:]
    assert state(in_file) == state(record)
    assert record.count() > 0
    assert record.feeds.named("look:here").gaps == len(record.gaps(0, NOW))
    in_file.close()


def test_what_was_revoked_is_purged_there_too(record: PostRecord) -> None:
    feed = record.feeds.add("look:here", trusted=True)
    record.commit(feed, [Put(post(n)) for n in range(5)], None, TOLD, NOW)
    epoch = record.revoking.epoch()
    assert record.revoking.grant(feed.id, feed.name, Grants(store=False), NOW)
    assert record.revoking.epoch() == epoch + 1
    assert record.newest(0, 10) == []
    # What was still on its way when it was revoked.
    record.commit(feed, [Put(post(n)) for n in range(5, 9)], "later", TOLD, NOW)
    ((purge, id, _),) = record.revoking.pending()
    last, uris = record.revoking.leaving(purge, id, 0)
    assert len(uris) == 5
    record.revoking.delete(purge, id, 0, last, quotes=2)
    while record.revoking.leftovers(purge, id):
        pass
    record.revoking.done(purge, NOW)
    assert record.count() == 0
    assert record.revoking.purges()[0].posts == 5


def test_old_parts_and_notes(record: PostRecord) -> None:
    feed = record.feeds.add("look:here", trusted=True)
    record.commit(feed, [Put(post(n)) for n in range(5)], None, TOLD, NOW)
    (part,) = record.parts()
    assert record.forgetting.part(part) == 5
    assert record.forgetting.part(part) == 0
    record.note("withdrawn", 2**40)
    assert record.noted("withdrawn") == 2**40


def test_a_thousand_posts_of_the_longest_text(record: PostRecord) -> None:
    feed = record.feeds.add("look:here", trusted=True)
    long = "港" * 20_000
    record.commit(feed, [Put(post(n, text=long)) for n in range(1000)], None, TOLD, NOW)
    assert record.count() == 1000
    assert len(record.after(999, 1)[0].text) == 20_000


def test_a_server_that_was_restarted(own_server: PostgresServer) -> None:
    record = PostRecord.open(own_server.database())
    feed = record.feeds.add("look:here", trusted=True)
    for how in (signal.SIGINT, signal.SIGQUIT):  # asked to go; crashed
        before = record.count()
        record.commit(feed, [Put(post(before))], f"c{before}", TOLD, NOW)
        own_server.stop(how)
        with pytest.raises(StorageError, match="posts' database"):
            record.commit(feed, [Put(post(99))], "lost", TOLD, NOW)
        with pytest.raises(StorageError, match="posts' database"):
            record.count()
        own_server.start()
        assert record.count() == before + 1
        assert record.feeds.named("look:here").cursor == f"c{before}"
        record.commit(feed, [], f"c{before}", TOLD, NOW)
    record.close()


def test_a_connection_that_was_ended_by_its_administrator(postgres: PostgresServer) -> None:
    record = PostRecord.open(postgres.database())
    feed = record.feeds.add("look:here", trusted=True)
    ended = "SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE datname LIKE 'posts%'"
    postgres.ask(ended)
    with suppress(StorageError):  # the first may meet what is left of it
        record.commit(feed, [Put(post(1))], None, TOLD, NOW)
    with suppress(StorageError):
        record.count()
    record.commit(feed, [Put(post(1))], None, TOLD, NOW)
    assert record.count() == 1
    record.close()


def test_who_reads_on_from_the_last_key_misses_none(postgres: PostgresServer) -> None:
    """Two write at the same time: a key is never seen before a smaller one that comes later."""
    place = postgres.database()
    record = PostRecord.open(place)
    feed = record.feeds.add("look:here", trusted=True)

    def write(first: int) -> None:
        mine = PostRecord.open(place)
        for n in range(first, first + 200, 5):
            mine.commit(feed, [Put(post(n + i)) for i in range(5)], None, None, NOW)
        mine.close()

    writers = [threading.Thread(target=write, args=(1000 * n,)) for n in (1, 2)]
    for writer in writers:
        writer.start()
    seen, key = 0, 0
    while any(writer.is_alive() for writer in writers) or record.after(key, 1):
        rows = record.after(key, 50)
        seen += len(rows)
        key = rows[-1].key if rows else key
    for writer in writers:
        writer.join()
    assert seen == record.count() == 400
    assert record.feeds.named("look:here").posts == 400
    record.close()


def test_opened_by_many_at_once(postgres: PostgresServer) -> None:
    place = postgres.database()
    names: list[str] = []

    def open() -> None:
        record = PostRecord.open(place)
        names.append(record.name)
        record.close()

    openers = [threading.Thread(target=open) for _ in range(6)]
    for opener in openers:
        opener.start()
    for opener in openers:
        opener.join()
    assert len(names) == 6
    assert len(set(names)) == 1


def test_what_an_owner_has_set_for_all_does_not_weaken_it(postgres: PostgresServer) -> None:
    place = postgres.database()
    name = place.rpartition("/")[2]
    postgres.ask(f"ALTER DATABASE {name} SET synchronous_commit = 'off'")
    postgres.ask(f"ALTER DATABASE {name} SET default_transaction_isolation = 'repeatable read'")
    record = PostRecord.open(place)
    with record._writer.connect() as connection:  # nothing else tells
        shown = connection.exec_driver_sql("SHOW synchronous_commit").scalar()
        assert shown == "on"
        assert connection.exec_driver_sql("SHOW transaction_isolation").scalar() == "read committed"
    record.close()


def test_what_no_database_takes_is_no_failure_of_the_database(record: PostRecord) -> None:
    feed = record.feeds.add("look:here", trusted=True)
    with pytest.raises(BadInput, match="cannot take"):
        record.commit(feed, [Put(post(1, text="a\0b"))], None, TOLD, NOW)
    with pytest.raises(BadInput):
        record.feeds.add("look:" + "".join(map(chr, range(0x4E00, 0x8E00))), trusted=True)
    record.commit(feed, [Put(post(1))], None, TOLD, NOW)
    assert record.count() == 1


def test_addresses_that_lead_nowhere(postgres: PostgresServer) -> None:
    place = postgres.database()
    wrong = {
        place.replace(PASSWORD, "wrong"): "refused: password",
        place + "x": "refused: database",
        place.replace(str(postgres.port), "1"): "cannot be reached",
        place + "?sslmode=require": "SSL",
        place + "?sslmode=maybe": "sslmode is one of",
        "mysql://there/posts": "postgresql://",
        "nowhere": "cannot be used",
    }
    for address, said in wrong.items():
        with pytest.raises(StorageError, match=said) as caught:
            PostRecord.open(address)
        assert "posts_url" in caught.value.hint
        assert PASSWORD not in str(caught.value)
    for mode in ("disable", "prefer"):
        PostRecord.open(f"{place}?sslmode={mode}").close()


def test_errors_in_our_words() -> None:
    def said(code: str) -> pg8000.dbapi.DatabaseError:
        return pg8000.dbapi.DatabaseError({"S": "ERROR", "C": code, "M": "it said so"})

    assert isinstance(translated(said("53100")), DiskFull)
    assert "going down" in str(translated(said("57P01")))
    assert "(53300)" in str(translated(said("53300")))
    assert translated(ValueError("something else")) is None
    assert translated(None) is None
    with translated_errors():
        pass
