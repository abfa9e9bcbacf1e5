"""Conversations: what was asked, what was answered, and the texts that answers rest on."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0002"
down_revision = "0001"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Make the tables of conversations, as they were in the release that brought the page."""
    op.create_table(
        "conversations",
        sa.Column("id", sa.Text, primary_key=True),
        sa.Column("title", sa.Text, nullable=False),
        sa.Column("created_at", sa.Text, nullable=False),
        sa.Column("updated_at", sa.Text, nullable=False),
        sa.Column("leaf", sa.Text),
    )
    op.create_index("conversations_updated_at", "conversations", ["updated_at"])
    op.create_table(
        "turns",
        sa.Column("id", sa.Text, primary_key=True),
        sa.Column("conversation_id", sa.Text, sa.ForeignKey("conversations.id"), nullable=False),
        sa.Column("parent_id", sa.Text, sa.ForeignKey("turns.id")),
        sa.Column("question", sa.Text, nullable=False),
        sa.Column("options", sa.Text, nullable=False),
        sa.Column("state", sa.Text, nullable=False),
        sa.Column("created_at", sa.Text, nullable=False),
        sa.Column("ended_at", sa.Text),
        sa.Column("answer", sa.Text),
        sa.Column("said", sa.Text),
        sa.Column("error", sa.Text),
    )
    op.create_index("turns_conversation_id", "turns", ["conversation_id"])
    op.create_index("turns_state", "turns", ["state"])
    op.create_table(
        "events",
        sa.Column("turn_id", sa.Text, sa.ForeignKey("turns.id"), primary_key=True),
        sa.Column("seq", sa.Integer, primary_key=True, autoincrement=False),
        sa.Column("data", sa.Text, nullable=False),
    )
    op.create_table(
        "kept",
        sa.Column("sha256", sa.Text, primary_key=True),
        sa.Column("document_id", sa.Text, nullable=False),
        sa.Column("text", sa.Text, nullable=False),
    )
    op.create_index("kept_document_id", "kept", ["document_id"])
    op.create_table(
        "proofs",
        sa.Column("turn_id", sa.Text, sa.ForeignKey("turns.id"), primary_key=True),
        sa.Column("sha256", sa.Text, sa.ForeignKey("kept.sha256"), primary_key=True),
    )
    op.create_index("proofs_sha256", "proofs", ["sha256"])
    op.create_index("documents_sha256", "documents", ["sha256"])
