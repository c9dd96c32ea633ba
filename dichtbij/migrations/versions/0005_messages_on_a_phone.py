"""Messages on a phone: people, arrivals, parcels, and references from the website

Revision ID: 0005
Revises: 0004
"""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0005"
down_revision = "0004"
branch_labels = None
depends_on = None


# Columns are added one by one and not in a batch: SQLite would copy the table, and drop what refers to the old one.
def upgrade() -> None:
    """Bring the database to this revision."""
    op.create_table(
        "phone_arrivals",
        sa.Column("id", sa.String(length=64), nullable=False),
        sa.Column("provider", sa.String(length=16), nullable=False),
        sa.Column("person_key", sa.String(length=160), nullable=False),
        sa.Column("what", sa.String(length=8), nullable=False),
        sa.Column("sent_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("received_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("place", sa.Integer(), nullable=False),
        sa.Column("body", sa.JSON(), nullable=True),
        sa.Column("handled_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("tries", sa.Integer(), nullable=False),
        sa.Column("lease_by", sa.String(length=36), nullable=True),
        sa.Column("lease_until", sa.DateTime(timezone=True), nullable=True),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_phone_arrivals")),
    )
    op.create_index("ix_phone_arrivals_person", "phone_arrivals", ["provider", "person_key"])
    op.create_index("ix_phone_arrivals_received", "phone_arrivals", ["received_at"])
    op.create_index(
        "ix_phone_arrivals_unhandled",
        "phone_arrivals",
        ["received_at"],
        sqlite_where=sa.text("handled_at IS NULL"),
        postgresql_where=sa.text("handled_at IS NULL"),
    )

    op.create_table(
        "phone_people",
        sa.Column("id", sa.String(length=36), nullable=False),
        sa.Column("channel", sa.String(length=16), nullable=False),
        sa.Column("provider", sa.String(length=16), nullable=False),
        sa.Column("user_id", sa.String(length=160), nullable=True),
        sa.Column("number", sa.String(length=20), nullable=True),
        sa.Column("name", sa.String(length=120), nullable=False),
        sa.Column("first_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("last_in_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("told_privacy_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("opted_out_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("not_before", sa.DateTime(timezone=True), nullable=True),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_phone_people")),
        sa.UniqueConstraint("channel", "user_id", name=op.f("uq_phone_people_channel")),
    )
    op.create_index("ix_phone_people_number", "phone_people", ["channel", "number"])

    op.create_table(
        "phone_parcels",
        sa.Column("id", sa.String(length=36), nullable=False),
        sa.Column("person_id", sa.String(length=36), nullable=False),
        sa.Column("conversation_id", sa.String(length=36), nullable=False),
        sa.Column("from_seq", sa.Integer(), nullable=False),
        sa.Column("to_seq", sa.Integer(), nullable=False),
        sa.Column("part", sa.Integer(), nullable=False),
        sa.Column("content", sa.JSON(), nullable=True),
        sa.Column("state", sa.String(length=12), nullable=False),
        sa.Column("remote_id", sa.String(length=256), nullable=True),
        sa.Column("tries", sa.Integer(), nullable=False),
        sa.Column("next_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("begun_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("code", sa.Integer(), nullable=False),
        sa.Column("reason", sa.Text(), nullable=False),
        sa.Column("lease_by", sa.String(length=36), nullable=True),
        sa.Column("lease_until", sa.DateTime(timezone=True), nullable=True),
        sa.ForeignKeyConstraint(
            ["conversation_id"],
            ["conversations.id"],
            name=op.f("fk_phone_parcels_conversation_id_conversations"),
            ondelete="CASCADE",
        ),
        sa.ForeignKeyConstraint(
            ["person_id"], ["phone_people.id"], name=op.f("fk_phone_parcels_person_id_phone_people"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_phone_parcels")),
        sa.UniqueConstraint("conversation_id", "from_seq", "part", name=op.f("uq_phone_parcels_conversation_id")),
    )
    op.create_index(op.f("ix_phone_parcels_conversation_id"), "phone_parcels", ["conversation_id"])
    op.create_index("ix_phone_parcels_remote", "phone_parcels", ["remote_id"])
    op.create_index(
        "ix_phone_parcels_failed",
        "phone_parcels",
        ["id"],
        sqlite_where=sa.text("state = 'failed'"),
        postgresql_where=sa.text("state = 'failed'"),
    )
    op.create_index("ix_phone_parcels_person", "phone_parcels", ["person_id"])
    op.create_index(
        "ix_phone_parcels_next",
        "phone_parcels",
        ["id"],
        sqlite_where=sa.text("state IN ('waiting', 'sending')"),
        postgresql_where=sa.text("state IN ('waiting', 'sending')"),
    )
    op.create_index(
        "ix_phone_parcels_unsent",
        "phone_parcels",
        ["person_id", "id"],
        sqlite_where=sa.text("state IN ('waiting', 'sending')"),
        postgresql_where=sa.text("state IN ('waiting', 'sending')"),
    )

    op.create_table(
        "phone_references",
        sa.Column("code_hash", sa.String(length=64), nullable=False),
        sa.Column("conversation_id", sa.String(length=36), nullable=False),
        sa.Column("expires_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("used_at", sa.DateTime(timezone=True), nullable=True),
        sa.ForeignKeyConstraint(
            ["conversation_id"],
            ["conversations.id"],
            name=op.f("fk_phone_references_conversation_id_conversations"),
            ondelete="CASCADE",
        ),
        sa.PrimaryKeyConstraint("code_hash", name=op.f("pk_phone_references")),
    )
    op.create_index(op.f("ix_phone_references_conversation_id"), "phone_references", ["conversation_id"])

    op.add_column("conversations", sa.Column("continues_id", sa.String(length=36), nullable=True))
    op.create_index(op.f("ix_conversations_continues_id"), "conversations", ["continues_id"])

    op.add_column("identities", sa.Column("proved", sa.Boolean(), nullable=False, server_default=sa.false()))
    op.execute("UPDATE identities SET proved = true WHERE method IN ('login_token', 'mail_code', 'uitgelogd')")

    op.add_column("messages", sa.Column("failure", sa.String(length=200), nullable=False, server_default=""))
    unsent = sa.text("sender != 'customer' AND state = 'stored'")
    op.create_index("ix_messages_unsent", "messages", ["at"], sqlite_where=unsent, postgresql_where=unsent)

    op.create_index(op.f("ix_customers_phone"), "customers", ["phone"])


def downgrade() -> None:
    """Take the database back to the revision before."""
    op.drop_index(op.f("ix_customers_phone"), table_name="customers")
    op.drop_index("ix_messages_unsent", table_name="messages")
    op.drop_column("messages", "failure")
    op.drop_column("identities", "proved")
    op.drop_index(op.f("ix_conversations_continues_id"), table_name="conversations")
    op.drop_column("conversations", "continues_id")
    for table in ("phone_references", "phone_parcels", "phone_people", "phone_arrivals"):
        op.drop_table(table)
