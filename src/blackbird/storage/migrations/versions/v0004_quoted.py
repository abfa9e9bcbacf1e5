"""Which posts an answer quotes: two posts may say the same, and each may be taken back."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0004"
down_revision = "0003"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Make the table of quoted posts, as it was in the release that brought live posts."""
    op.create_table(
        "quoted",
        sa.Column("uri", sa.Text, primary_key=True),
        sa.Column("turn_id", sa.Text, sa.ForeignKey("turns.id"), primary_key=True),
        sa.Column("sha256", sa.Text, nullable=False),
    )
    op.create_index("quoted_turn_id", "quoted", ["turn_id"])
