"""The stores of personal data and the table of requests for erasure. Only here does this room know SQLAlchemy."""

from __future__ import annotations

from dichtbij.privacy.store import tables

__all__ = ["tables"]
