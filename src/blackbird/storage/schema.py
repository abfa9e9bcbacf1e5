"""The tables of the record, and how an older database is brought up to them.

A passage's ``key`` is an integer that is never used twice: each new version of a passage is
a new key, so a key in the change log means one text for ever and replay needs no comparison.
Its text is stored beside its offsets although it could be cut out of the document's: the hot
path fetches ten of them, and cutting means reading ten whole documents. Vectors stand in a
table of their own so that those rows stay small.
"""

from __future__ import annotations

from pathlib import Path

import sqlalchemy as sa

from blackbird.errors import SchemaTooNew

HEAD = "0004"
KNOWN = frozenset({"0001", "0002", "0003", "0004"})
"""Every schema version that this program can read or upgrade."""

METADATA = sa.MetaData()

META = sa.Table(
    "meta",
    METADATA,
    sa.Column("name", sa.Text, primary_key=True),
    sa.Column("value", sa.Text, nullable=False),
)

DOCUMENTS = sa.Table(
    "documents",
    METADATA,
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
    sa.Column("text", sa.Text, nullable=False),  # last: what stands after it costs reading it
    sa.Index("documents_origin", "origin"),
    sa.Index("documents_embedder", "embedder"),
    sa.Index("documents_sha256", "sha256"),
)

PASSAGES = sa.Table(
    "passages",
    METADATA,
    sa.Column("key", sa.Integer, primary_key=True, autoincrement=True),
    sa.Column("id", sa.Text, nullable=False, unique=True),
    sa.Column("document_id", sa.Text, sa.ForeignKey("documents.id"), nullable=False),
    sa.Column("n", sa.Integer, nullable=False),
    sa.Column("start", sa.Integer, nullable=False),
    sa.Column("end", sa.Integer, nullable=False),
    sa.Column("text", sa.Text, nullable=False),
    sa.Index("passages_document_id", "document_id"),
    sqlite_autoincrement=True,
)

VECTORS = sa.Table(
    "vectors",
    METADATA,
    sa.Column("key", sa.Integer, sa.ForeignKey("passages.key"), primary_key=True),
    sa.Column("vector", sa.LargeBinary, nullable=False),
    sa.Column("pieces", sa.LargeBinary),
)

CHANGES = sa.Table(
    "changes",
    METADATA,
    sa.Column("seq", sa.Integer, primary_key=True, autoincrement=True),
    sa.Column("op", sa.Text, nullable=False),
    sa.Column("key", sa.Integer, nullable=False),
    sqlite_autoincrement=True,
)

CONVERSATIONS = sa.Table(
    "conversations",
    METADATA,
    sa.Column("id", sa.Text, primary_key=True),
    sa.Column("title", sa.Text, nullable=False),
    sa.Column("created_at", sa.Text, nullable=False),
    sa.Column("updated_at", sa.Text, nullable=False),
    sa.Column("leaf", sa.Text),  # the last turn of the branch that is shown
    sa.Index("conversations_updated_at", "updated_at"),
)

# A question that is edited, and an answer that is made again, are new turns beside the old one:
# the same parent, another branch. Nothing that was asked or answered is overwritten.
TURNS = sa.Table(
    "turns",
    METADATA,
    sa.Column("id", sa.Text, primary_key=True),
    sa.Column("conversation_id", sa.Text, sa.ForeignKey("conversations.id"), nullable=False),
    sa.Column("parent_id", sa.Text, sa.ForeignKey("turns.id")),
    sa.Column("question", sa.Text, nullable=False),
    sa.Column("options", sa.Text, nullable=False),
    sa.Column("state", sa.Text, nullable=False),
    sa.Column("created_at", sa.Text, nullable=False),
    sa.Column("ended_at", sa.Text),
    sa.Column("answer", sa.Text),
    sa.Column("said", sa.Text),  # the answer's words alone, which a search looks through
    sa.Column("error", sa.Text),
    sa.Index("turns_conversation_id", "conversation_id"),
    sa.Index("turns_state", "state"),
)

EVENTS = sa.Table(
    "events",
    METADATA,
    sa.Column("turn_id", sa.Text, sa.ForeignKey("turns.id"), primary_key=True),
    sa.Column("seq", sa.Integer, primary_key=True, autoincrement=False),
    sa.Column("data", sa.Text, nullable=False),
)

# Texts that answers cite, as they were then: a citation opens after its document has changed.
KEPT = sa.Table(
    "kept",
    METADATA,
    sa.Column("sha256", sa.Text, primary_key=True),
    sa.Column("document_id", sa.Text, nullable=False),
    sa.Column("text", sa.Text, nullable=False),
    sa.Index("kept_document_id", "document_id"),
)

# Pages of the web by the address that was asked for; ``url`` is where that led.
PAGES = sa.Table(
    "pages",
    METADATA,
    sa.Column("asked", sa.Text, primary_key=True),
    sa.Column("url", sa.Text, nullable=False),
    sa.Column("title", sa.Text, nullable=False),
    sa.Column("date", sa.Text),
    sa.Column("language", sa.Text, nullable=False),
    sa.Column("fetched_at", sa.Text, nullable=False),
    sa.Column("etag", sa.Text, nullable=False),
    sa.Column("modified", sa.Text, nullable=False),
    sa.Column("fresh_until", sa.Float, nullable=False),  # seconds since 1970
    sa.Column("bytes", sa.Integer, nullable=False),
    sa.Column("sha256", sa.Text, nullable=False),
    sa.Column("text", sa.Text, nullable=False),  # last, as above
    sa.Index("pages_fetched_at", "fetched_at"),
    sa.Index("pages_sha256", "sha256"),
)

PROOFS = sa.Table(
    "proofs",
    METADATA,
    sa.Column("turn_id", sa.Text, sa.ForeignKey("turns.id"), primary_key=True),
    sa.Column("sha256", sa.Text, sa.ForeignKey("kept.sha256"), primary_key=True),
    sa.Index("proofs_sha256", "sha256"),
)

# Posts that answers quote, by their addresses: two may have one text, and each may be taken back.
QUOTED = sa.Table(
    "quoted",
    METADATA,
    sa.Column("uri", sa.Text, primary_key=True),
    sa.Column("turn_id", sa.Text, sa.ForeignKey("turns.id"), primary_key=True),
    sa.Column("sha256", sa.Text, nullable=False),
    sa.Index("quoted_turn_id", "turn_id"),
)


def version(connection: sa.Connection) -> str | None:
    """Schema version of a database, None if it is empty."""
    if not sa.inspect(connection).has_table("alembic_version"):
        return None
    found: str | None = connection.execute(
        sa.text("SELECT version_num FROM alembic_version")
    ).scalar()
    return found


def check_known(found: str | None) -> None:
    """Refuse a database that a newer program wrote. Raises ``SchemaTooNew``."""
    if found is not None and found not in KNOWN:
        raise SchemaTooNew(
            f"The data directory has schema {found}; this program knows up to {HEAD}.",
            "Install a newer Blackbird, or choose another data directory.",
        )


def upgrade(connection: sa.Connection) -> None:
    """Bring a database to ``HEAD`` inside the transaction that ``connection`` is in.

    Raises ``SchemaTooNew`` if it is ahead.
    """
    found = version(connection)
    check_known(found)
    if found == HEAD:  # another process was first
        return
    # Alembic takes half a second to import and is needed once in a data directory's life.
    from alembic import command
    from alembic.config import Config

    config = Config()
    scripts = Path(__file__).parent / "migrations"
    config.set_main_option("script_location", str(scripts).replace("%", "%%"))
    config.set_main_option("path_separator", "os")
    config.attributes["connection"] = connection
    command.upgrade(config, "head")
