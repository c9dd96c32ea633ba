"""The session's type under a name of our own, so that services need not know whose it is."""

from __future__ import annotations

from sqlalchemy.ext.asyncio import AsyncSession as Session

__all__ = ["Session"]
