"""Which rows hang on which: a condition that follows the foreign keys, so that a new table is found by itself."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date, datetime
from decimal import Decimal
from enum import Enum
from typing import Any

from sqlalchemy import ColumnElement, Table, or_, select

from dichtbij.database import Base

Anchors = Mapping[str, Sequence[str | int]]
"""Table -> primary keys of the rows that everything has to hang on."""

_LOOSE = {"customer_id": "customers", "contract_id": "contracts", "address_id": "addresses"}
"""Columns that point at a row without a foreign key that says so (the desk does not know the customers' tables)."""


def table(name: str) -> Table:
    """A table of ours by name."""
    return Base.metadata.tables[name]


def _targets(of: Table) -> list[tuple[str, str]]:
    """(column, table it points at), each once, straight from the foreign keys and the loose columns."""
    found = {fk.parent.name: fk.column.table.name for fk in of.foreign_keys}
    found |= {name: target for name, target in _LOOSE.items() if name in of.columns and name not in found}
    return sorted(found.items())


def hangs_on(name: str, anchors: Anchors, path: tuple[str, ...] = ()) -> ColumnElement[bool] | None:
    """The condition on a table for the rows that hang on the anchors, along any way; None when none does.

    A column that points at an anchor decides; only without one are the tables in between followed.
    """
    of = table(name)
    if name in anchors:
        [key] = of.primary_key.columns
        return key.in_(list(anchors[name]))
    targets = [(column, target) for column, target in _targets(of) if target not in path]
    direct = [of.columns[column].in_(list(anchors[target])) for column, target in targets if target in anchors]
    if direct:
        return or_(*direct)
    ways = []
    for column, target in targets:
        condition = hangs_on(target, anchors, (*path, name))
        if condition is not None:
            [key] = table(target).primary_key.columns
            ways.append(of.columns[column].in_(select(key).where(condition)))
    return or_(*ways) if ways else None


HIDDEN = frozenset({"code_hash", "jti_hash", "password_hash", "lease_by", "lease_until", "dedupe_key", "agent_id"})
"""Columns that say nothing about the person, or something about another."""


def as_json(row: Mapping[str, Any]) -> dict[str, Any]:
    """A row for the export: exact amounts as text, moments in ISO 8601; what is empty is left out."""
    return {name: _value(value) for name, value in row.items() if name not in HIDDEN and value not in (None, "")}


def _value(value: Any) -> Any:
    if isinstance(value, (date, datetime)):
        return value.isoformat()
    if isinstance(value, Decimal):
        return str(value)
    return value.value if isinstance(value, Enum) else value
