"""What waits, found by its conversation

Revision ID: 0003
Revises: 0002
"""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0003"
down_revision = "0002"
branch_labels = None
depends_on = None

_UNHANDLED = "sender = 'customer' AND handled_at IS NULL"


def upgrade() -> None:
    """Bring the database to this revision."""
    _instead(["conversation_id", "seq"])


def downgrade() -> None:
    """Take the database back to the revision before."""
    _instead(["handled_at"])


def _instead(columns: list[str]) -> None:
    """An index needs no batch: SQLite can drop and create one, and the table is not copied."""
    op.drop_index("ix_messages_unhandled", table_name="messages")
    op.create_index(
        "ix_messages_unhandled",
        "messages",
        columns,
        sqlite_where=sa.text(_UNHANDLED),
        postgresql_where=sa.text(_UNHANDLED),
    )
