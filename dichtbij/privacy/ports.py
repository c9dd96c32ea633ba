"""What every store that holds something of a person can do. A test holds that no table is left out."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any, Protocol

from dichtbij.privacy.model import Erased, Person, Scope
from dichtbij.privacy.store.session import Session


class PersonalStore(Protocol):
    """One place with personal data. `session` is a transaction on our own database; other stores ignore it."""

    @property
    def name(self) -> str:
        """Its name in the export."""

    @property
    def tables(self) -> frozenset[str]:
        """The tables of ours that it answers for."""

    async def export(self, session: Session, person: Person) -> Mapping[str, Any]:
        """All it has of the person, as JSON: kind of data -> list of rows. Nothing of anybody else."""

    async def plan(self, session: Session, person: Person, scope: Scope) -> Sequence[Erased]:
        """What erasing would take away and leave; changes nothing."""

    async def erase(self, session: Session, person: Person, scope: Scope) -> Sequence[Erased]:
        """Take it away. Again with nothing left is no fault and gives zeros."""
