"""The desk: teams, offers, notes, roles, files, and who looked at whom

Revision ID: 0004
Revises: 0003
"""

from __future__ import annotations

from typing import Any

import sqlalchemy as sa
from alembic import op

revision = "0004"
down_revision = "0003"
branch_labels = None
depends_on = None


# Columns are added one by one and not in a batch: SQLite would copy the table, and drop what refers to the old one.
def _cases() -> list[sa.Column[Any]]:
    return [
        sa.Column("team", sa.String(length=32), nullable=False, server_default=""),
        sa.Column("offered_to", sa.String(length=36), nullable=True),
        sa.Column("offer_until", sa.DateTime(timezone=True), nullable=True),
        sa.Column("passed_by", sa.JSON(), nullable=False, server_default="[]"),
        sa.Column("waiting_since", sa.DateTime(timezone=True), nullable=True),
        sa.Column("waited", sa.Float(), nullable=False, server_default="0"),
        sa.Column("outcome", sa.String(length=24), nullable=False, server_default=""),
        sa.Column("lesson", sa.Text(), nullable=False, server_default=""),
        sa.Column("vulnerable", sa.Boolean(), nullable=False, server_default=sa.false()),
        sa.Column("mood_level", sa.String(length=16), nullable=False, server_default=""),
        sa.Column("mood_score", sa.Float(), nullable=False, server_default="0"),
    ]


def _agents() -> list[sa.Column[Any]]:
    return [
        sa.Column("role", sa.String(length=12), nullable=False, server_default="medewerker"),
        sa.Column("teams", sa.JSON(), nullable=False, server_default="[]"),
        sa.Column("max_cases", sa.Integer(), nullable=True),
        sa.Column("state", sa.String(length=12), nullable=False, server_default="beschikbaar"),
        sa.Column("state_since", sa.DateTime(timezone=True), nullable=True),
        sa.Column("active", sa.Boolean(), nullable=False, server_default=sa.true()),
        sa.Column("subject", sa.String(length=255), nullable=True),
    ]


def _callbacks() -> list[sa.Column[Any]]:
    return [sa.Column("team", sa.String(length=32), nullable=False, server_default="")]


def upgrade() -> None:
    """Bring the database to this revision."""
    for column in _cases():
        op.add_column("cases", column)
    for column in _agents():
        op.add_column("agents", column)
    for column in _callbacks():
        op.add_column("callbacks", column)
    for name in ("failed_logins", "locked_until"):
        op.drop_column("agents", name)  # counted in login_tries now, for names without an account too
    op.create_index("uq_agents_subject", "agents", ["subject"], unique=True)
    op.create_index("ix_cases_agent", "cases", ["agent_id", "taken_at"])
    op.create_table(
        "case_notes",
        sa.Column("id", sa.Integer(), autoincrement=True, nullable=False),
        sa.Column("case_id", sa.String(length=36), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("agent_name", sa.String(length=120), nullable=False),
        sa.Column("kind", sa.String(length=12), nullable=False),
        sa.Column("text", sa.Text(), nullable=False),
        sa.ForeignKeyConstraint(
            ["case_id"], ["cases.id"], name=op.f("fk_case_notes_case_id_cases"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_case_notes")),
    )
    op.create_index(op.f("ix_case_notes_case_id"), "case_notes", ["case_id"])
    op.create_table(
        "audit",
        sa.Column("id", sa.Integer(), autoincrement=True, nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("agent_id", sa.String(length=36), nullable=False),
        sa.Column("agent_name", sa.String(length=120), nullable=False),
        sa.Column("action", sa.String(length=32), nullable=False),
        sa.Column("customer_id", sa.String(length=40), nullable=True),
        sa.Column("case_id", sa.String(length=36), nullable=True),
        sa.Column("detail", sa.String(length=200), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_audit")),
    )
    op.create_index("ix_audit_customer", "audit", ["customer_id", "at"])
    op.create_index("ix_audit_at", "audit", ["at"])
    op.create_table(
        "login_tries",
        sa.Column("id", sa.Integer(), autoincrement=True, nullable=False),
        sa.Column("key", sa.String(length=64), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_login_tries")),
    )
    op.create_index("ix_login_tries_key", "login_tries", ["key", "at"])
    op.create_table(
        "attachments",
        sa.Column("id", sa.String(length=36), nullable=False),
        sa.Column("conversation_id", sa.String(length=36), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("sender", sa.String(length=8), nullable=False),
        sa.Column("name", sa.String(length=120), nullable=False),
        sa.Column("media_type", sa.String(length=64), nullable=False),
        sa.Column("size", sa.Integer(), nullable=False),
        sa.Column("sha256", sa.String(length=64), nullable=False),
        sa.Column("content", sa.LargeBinary(), nullable=False),
        sa.ForeignKeyConstraint(
            ["conversation_id"],
            ["conversations.id"],
            name=op.f("fk_attachments_conversation_id_conversations"),
            ondelete="CASCADE",
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_attachments")),
    )
    op.create_index(op.f("ix_attachments_conversation_id"), "attachments", ["conversation_id"])
    op.create_table(
        "desk_links",
        sa.Column("id", sa.String(length=36), nullable=False),
        sa.Column("desk", sa.String(length=16), nullable=False),
        sa.Column("conversation_id", sa.String(length=36), nullable=True),
        sa.Column("callback_id", sa.String(length=36), nullable=True),
        sa.Column("case_id", sa.String(length=36), nullable=True),
        sa.Column("told", sa.String(length=8), nullable=False),
        sa.Column("contact_id", sa.BigInteger(), nullable=True),
        sa.Column("source_id", sa.String(length=64), nullable=False),
        sa.Column("remote_id", sa.BigInteger(), nullable=True),
        sa.Column("told_at", sa.BigInteger(), nullable=False),
        sa.Column("heard_id", sa.BigInteger(), nullable=False),
        sa.Column("sent_seq", sa.Integer(), nullable=False),
        sa.Column("note", sa.Text(), nullable=False),
        sa.Column("tries", sa.Integer(), nullable=False),
        sa.Column("next_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("lease_by", sa.String(length=36), nullable=True),
        sa.Column("lease_until", sa.DateTime(timezone=True), nullable=True),
        sa.Column("forget", sa.Boolean(), nullable=False),
        sa.ForeignKeyConstraint(
            ["conversation_id"],
            ["conversations.id"],
            name=op.f("fk_desk_links_conversation_id_conversations"),
            ondelete="CASCADE",
        ),
        sa.ForeignKeyConstraint(
            ["callback_id"], ["callbacks.id"], name=op.f("fk_desk_links_callback_id_callbacks"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_desk_links")),
    )
    op.create_index("uq_desk_links_conversation", "desk_links", ["conversation_id"], unique=True)
    op.create_index("uq_desk_links_callback", "desk_links", ["callback_id"], unique=True)
    op.create_index("ix_desk_links_remote", "desk_links", ["desk", "remote_id"])


def downgrade() -> None:
    """Take the database back to the revision before."""
    for table in ("desk_links", "attachments", "login_tries", "audit", "case_notes"):
        op.drop_table(table)
    op.drop_index("uq_agents_subject", table_name="agents")
    op.drop_index("ix_cases_agent", table_name="cases")
    op.add_column("agents", sa.Column("failed_logins", sa.Integer(), nullable=False, server_default="0"))
    op.add_column("agents", sa.Column("locked_until", sa.DateTime(timezone=True), nullable=True))
    for table, columns in (("callbacks", _callbacks()), ("agents", _agents()), ("cases", _cases())):
        for column in columns:
            op.drop_column(table, column.name)
