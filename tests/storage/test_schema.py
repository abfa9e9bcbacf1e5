"""A data directory is brought to the newest schema, once, and never backwards."""

from __future__ import annotations

import time
from pathlib import Path

import pytest
import sqlalchemy as sa
from alembic.autogenerate import compare_metadata
from alembic.migration import MigrationContext
from alembic.script import ScriptDirectory

from blackbird.errors import SchemaTooNew
from blackbird.storage import schema
from blackbird.storage.engine import open_writer
from blackbird.storage.record import Record

MIGRATIONS = Path(schema.__file__).parent / "migrations"


def test_the_known_versions_are_those_of_the_migrations() -> None:
    scripts = ScriptDirectory(str(MIGRATIONS))
    assert scripts.get_current_head() == schema.HEAD
    assert {script.revision for script in scripts.walk_revisions()} == schema.KNOWN


def test_the_migrations_make_the_tables_that_the_code_knows(tmp_path: Path) -> None:
    Record.open(tmp_path / "record.db").close()
    engine = open_writer(tmp_path / "record.db")
    with engine.begin() as connection:
        context = MigrationContext.configure(connection, opts={"compare_type": True})
        assert compare_metadata(context, schema.METADATA) == []
        tables = sa.inspect(connection).get_table_names()
    engine.dispose()
    assert set(tables) == {*schema.METADATA.tables, "alembic_version"}


def test_opening_a_current_record_is_quick_and_keeps_its_identity(tmp_path: Path) -> None:
    first = Record.open(tmp_path / "record.db")
    first.close()
    times = []
    for _ in range(5):
        start = time.perf_counter()
        again = Record.open(tmp_path / "record.db")
        times.append(time.perf_counter() - start)
        assert again.identity == first.identity
        again.close()
    assert min(times) < 0.02
    other = Record.open(tmp_path / "other.db")
    assert other.identity != first.identity
    other.close()


def test_a_newer_schema_is_refused_and_left_alone(tmp_path: Path) -> None:
    path = tmp_path / "record.db"
    Record.open(path).close()
    engine = open_writer(path)
    with engine.begin() as connection:
        connection.exec_driver_sql("UPDATE alembic_version SET version_num = '9999'")
    with pytest.raises(SchemaTooNew, match="Install a newer Blackbird"):
        Record.open(path)
    with engine.begin() as connection:
        assert schema.version(connection) == "9999"
        with pytest.raises(SchemaTooNew):
            schema.upgrade(connection)
    engine.dispose()


def test_a_killed_upgrade_leaves_nothing_and_is_done_again(tmp_path: Path) -> None:
    path = tmp_path / "record.db"
    engine = open_writer(path)
    connection = engine.connect()
    connection.begin()
    schema.upgrade(connection)
    connection.invalidate()  # the process ends before the commit
    connection.close()
    with engine.begin() as after:
        assert schema.version(after) is None
        assert sa.inspect(after).get_table_names() == []
    engine.dispose()
    record = Record.open(path)
    assert record.last_sequence() == 0
    record.close()


def test_whoever_comes_second_finds_it_upgraded(tmp_path: Path) -> None:
    engine = open_writer(tmp_path / "record.db")
    for _ in range(2):
        with engine.begin() as connection:
            schema.upgrade(connection)
            assert schema.version(connection) == schema.HEAD
    engine.dispose()
