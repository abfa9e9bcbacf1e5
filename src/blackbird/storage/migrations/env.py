"""What Alembic runs to upgrade the record: the steps, on the connection that it is handed.

The connection is in a transaction already, so an upgrade happens as a whole or not at all.
"""

from __future__ import annotations

from alembic import context

context.configure(
    connection=context.config.attributes["connection"],
    transactional_ddl=True,  # off by default for SQLite, which can do it once BEGIN is ours
)
with context.begin_transaction():
    context.run_migrations()
