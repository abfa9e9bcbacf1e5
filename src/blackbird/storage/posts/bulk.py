"""Many rows put and looked up at once, as quickly as each database does it."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import Any

import msgspec
import sqlalchemy as sa
from sqlalchemy.dialects.postgresql import ARRAY

from blackbird.storage.writes import batches


def insert(connection: sa.Connection, table: sa.Table, rows: Sequence[Mapping[str, Any]]) -> None:
    """Put rows of the same columns into a table; automatic keys are given in their order."""
    if not rows:
        return
    if connection.dialect.name == "sqlite":
        connection.execute(sa.insert(table), rows)
        return
    # One value, whatever the count: a statement of 80,000 values takes ten times as long, most of
    # it in the driver.
    data = msgspec.json.encode(rows).decode()
    connection.execute(_from_json(table, tuple(rows[0]), connection.dialect), {"data": data})


def _from_json(table: sa.Table, names: tuple[str, ...], dialect: sa.Dialect) -> sa.TextClause:
    quote = dialect.identifier_preparer.quote
    columns = ", ".join(map(quote, names))
    typed = ", ".join(f"{quote(n)} {table.c[n].type.compile(dialect)}" for n in names)
    return sa.text(
        f"INSERT INTO {quote(table.name)} ({columns})"
        f" SELECT {columns} FROM json_to_recordset(CAST(:data AS json)) AS sent({typed})"
    )


def among(
    connection: sa.Connection, column: sa.Column[int], values: Iterable[int]
) -> Iterator[sa.ColumnElement[bool]]:
    """Conditions that together hold for the rows whose number is one of ``values``.

    SQLite takes some at a time; PostgreSQL all of them, as one value.
    """
    wanted = list(values)
    if connection.dialect.name == "sqlite":
        for part in batches(wanted):
            yield column.in_(part)
    elif wanted:
        yield column == sa.any_(sa.cast(wanted, ARRAY(sa.BigInteger)))
