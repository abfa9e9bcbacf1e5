"""The first schema: documents, passages, vectors and the log of their changes."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0001"
down_revision = None
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Make the tables of ``storage/schema.py`` as they were in the first release."""
    op.create_table(
        "meta",
        sa.Column("name", sa.Text, primary_key=True),
        sa.Column("value", sa.Text, nullable=False),
    )
    op.create_table(
        "documents",
        sa.Column("id", sa.Text, primary_key=True),
        sa.Column("title", sa.Text, nullable=False),
        sa.Column("url", sa.Text, nullable=False),
        sa.Column("date", sa.Text),
        sa.Column("language", sa.Text),
        sa.Column("source", sa.Text, nullable=False),
        sa.Column("sha256", sa.Text, nullable=False),
        sa.Column("fetched_at", sa.Text, nullable=False),
        sa.Column("embedder", sa.Text, nullable=False),
        sa.Column("origin", sa.Text, nullable=False),
        sa.Column("origin_mtime_ns", sa.BigInteger, nullable=False),
        sa.Column("origin_size", sa.BigInteger, nullable=False),
        sa.Column("origin_sha256", sa.Text, nullable=False),
        sa.Column("text", sa.Text, nullable=False),
    )
    op.create_index("documents_origin", "documents", ["origin"])
    op.create_index("documents_embedder", "documents", ["embedder"])
    op.create_table(
        "passages",
        sa.Column("key", sa.Integer, primary_key=True, autoincrement=True),
        sa.Column("id", sa.Text, nullable=False, unique=True),
        sa.Column("document_id", sa.Text, sa.ForeignKey("documents.id"), nullable=False),
        sa.Column("n", sa.Integer, nullable=False),
        sa.Column("start", sa.Integer, nullable=False),
        sa.Column("end", sa.Integer, nullable=False),
        sa.Column("text", sa.Text, nullable=False),
        sqlite_autoincrement=True,
    )
    op.create_index("passages_document_id", "passages", ["document_id"])
    op.create_table(
        "vectors",
        sa.Column("key", sa.Integer, sa.ForeignKey("passages.key"), primary_key=True),
        sa.Column("vector", sa.LargeBinary, nullable=False),
        sa.Column("pieces", sa.LargeBinary),
    )
    op.create_table(
        "changes",
        sa.Column("seq", sa.Integer, primary_key=True, autoincrement=True),
        sa.Column("op", sa.Text, nullable=False),
        sa.Column("key", sa.Integer, nullable=False),
        sqlite_autoincrement=True,
    )
