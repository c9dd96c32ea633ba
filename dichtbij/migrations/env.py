"""Alembic's entry: takes the connection that dichtbij.migrate hands over, or makes one from DATABASE_URL."""

from __future__ import annotations

from typing import Any, Literal

from alembic import context
from sqlalchemy import Connection

import dichtbij.channels.whatsapp.tables
import dichtbij.conversations.store
import dichtbij.customers.store
import dichtbij.desks.tables
import dichtbij.handoff.tables
import dichtbij.privacy.store  # noqa: F401 - the tables register themselves
from dichtbij.database import Base, ExactDecimal, UtcDateTime


def _plain_type(kind: str, item: Any, autogen_context: Any) -> str | Literal[False]:
    """Our column types by what they are in the database, so that a migration does not change when they do."""
    if kind == "type" and isinstance(item, UtcDateTime):
        return "sa.DateTime(timezone=True)"
    if kind == "type" and isinstance(item, ExactDecimal):
        return "sa.BigInteger()"
    return False


def run(connection: Connection) -> None:
    """Run the migrations on a connection."""
    context.configure(
        connection=connection,
        target_metadata=Base.metadata,
        # SQLite can't alter a column in place. A batch that makes a table anew drops the old one, and with foreign keys
        # on that deletes what hangs on it: such a migration has to turn them off first (PRAGMA, outside a transaction).
        render_as_batch=True,
        compare_type=True,
        render_item=_plain_type,
    )
    with context.begin_transaction():
        context.run_migrations()


run(context.config.attributes["connection"])
