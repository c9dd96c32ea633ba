"""Tables and queries of the customers; the only place in this topic that knows SQLAlchemy.

Importing this package puts every table on `dichtbij.database.Base.metadata`.
"""

from __future__ import annotations

from dichtbij.customers.store import identity_tables, tables

__all__ = ["identity_tables", "tables"]
