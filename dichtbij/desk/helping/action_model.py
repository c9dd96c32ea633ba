"""What a quick action is: asked in fields, checked, and carried out by the service that the assistant uses too."""

from __future__ import annotations

from abc import ABC, abstractmethod
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, ClassVar, Literal

from dichtbij.customers.model import CustomerId
from dichtbij.handoff.model import Case
from dichtbij.registry import load_registry

FieldKind = Literal["bedrag", "datum", "tekst", "keuze", "telefoon"]
Values = Mapping[str, str]
"""What the agent filled in, by name of field; empty fields are left out."""


@dataclass(frozen=True)
class Field:
    """Something to fill in."""

    name: str
    """The slot of the same form of the assistant."""
    label: str
    kind: FieldKind
    value: str = ""
    """What stands there already; a day as "2026-12-01", an amount as "120" or "120.50"."""
    options: tuple[tuple[str, str], ...] = ()
    """Of "keuze": value and label."""
    required: bool = True

    def as_dict(self) -> dict[str, Any]:
        """For JSON."""
        shown: dict[str, Any] = {"name": self.name, "label": self.label, "kind": self.kind, "required": self.required}
        if self.value:
            shown["value"] = self.value
        if self.options:
            shown["options"] = [{"value": value, "label": label} for value, label in self.options]
        return shown


@dataclass(frozen=True)
class Situation:
    """Whose case it is about."""

    case: Case
    customer_id: CustomerId | None
    """None when nobody knows who it is."""
    level: int
    form_of_address: str
    name: str
    """The customer's; empty when unknown."""

    @property
    def customer(self) -> CustomerId:
        """Only for actions that ask who it is: the service sees to that."""
        if self.customer_id is None:
            raise LookupError("an action for a customer was asked for somebody unknown")
        return self.customer_id


@dataclass(frozen=True)
class Wrong:
    """It can't be done like this. Nothing was changed."""

    code: str
    """Stable: the reason of the refusal ("bedrag_te_laag"), "required", "unchanged", "not_identified"."""
    message: str
    """For the agent."""
    field: str | None = None
    """The field to put right; None when none would help."""


@dataclass(frozen=True)
class Checked:
    """What will happen. Nothing was changed."""

    summary: str
    """For the agent."""
    warnings: tuple[str, ...] = ()


@dataclass(frozen=True)
class Carried:
    """It was done."""

    done: str
    """For the agent."""
    tell: str
    """For the customer, as the assistant would say it."""
    moment: str
    """The line among the customer's contacts."""
    repeated: bool = False
    """It was done before; nothing changed this time."""


class QuickAction(ABC):
    """One thing that an agent can arrange without a second system. Its rules are those of the service."""

    name: ClassVar[str]
    """The intent, the form and the service's own word."""
    title: ClassVar[str]

    @property
    def level(self) -> int:
        """The identification it needs, as for the assistant."""
        return load_registry()[self.name].level

    @abstractmethod
    async def fields(self, who: Situation) -> tuple[Field, ...] | Wrong:
        """What to fill in; Wrong when there is nothing to arrange for this customer."""

    @abstractmethod
    async def check(self, who: Situation, values: Values) -> Checked | Wrong:
        """What would happen."""

    @abstractmethod
    async def carry_out(self, who: Situation, values: Values) -> Carried | Wrong:
        """Check again, and do it."""


def missing(field: str, message: str) -> Wrong:
    """Something that has to be filled in was not."""
    return Wrong("required", message, field)
