"""Meters, readings and usage."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from enum import Enum

from dichtbij.customers.model.common import DateRange
from dichtbij.customers.model.ids import Energy, RegisterId, RegisterName, UsageKind
from dichtbij.customers.model.saving import UsageComparison


@dataclass(frozen=True)
class Register:
    """One counting mechanism of a meter, and what is to be expected of it."""

    register_id: RegisterId
    meter_number: str
    """As printed on the meter."""
    ean: str
    """18 digits of the connection."""
    address: str
    """Street, number, city."""
    energy: Energy
    name: RegisterName
    code: str
    """What a smart meter shows: "1.8.1", "1.8.2", "2.8.1", "2.8.2"; empty for gas and for single registers."""
    unit: str
    digits: int
    """How many digits before the comma the meter has."""
    smart: bool
    """Sends its readings by itself."""
    last_value: Decimal
    last_on: date
    expected_today: Decimal
    """Reading to be expected today."""
    expected_yearly: Decimal
    """kWh or m³ a year."""

    @property
    def label(self) -> str:
        """Dutch words for the customer: "gas", "stroom dal (1.8.1)", "teruglevering normaal (2.8.2)"."""
        if self.energy is Energy.GAS:
            return "gas"
        words = self.name.value if self.name.feeds_in else f"stroom {self.name.value}"
        if self.name is RegisterName.ENKEL:
            words = "stroom"
        return f"{words} ({self.code})" if self.code else words


class OddReason(str, Enum):
    """Why a reading is worth a second look."""

    VEEL_HOGER = "veel_hoger"
    VEEL_LAGER = "veel_lager"
    TE_VEEL_CIJFERS = "te_veel_cijfers"


@dataclass(frozen=True)
class Plausible:
    """The reading fits what was to be expected."""

    used: Decimal
    """Since the last reading."""


@dataclass(frozen=True)
class Odd:
    """Possible but unusual: ask once more. `TE_VEEL_CIJFERS` cannot be stored at all."""

    reason: OddReason
    expected_low: Decimal
    expected_high: Decimal
    used: Decimal
    """Since the last reading, if it is right."""


@dataclass(frozen=True)
class TooLow:
    """Lower than the reading before, which a meter cannot be."""

    previous: Decimal
    previous_on: date


ReadingCheck = Plausible | Odd | TooLow


@dataclass(frozen=True)
class StoredReading:
    """One reading that was stored."""

    register_id: RegisterId
    label: str
    value: Decimal
    used: Decimal
    """Since the reading before."""
    unit: str


@dataclass(frozen=True)
class ReadingsStored:
    """Readings that are stored, all or none."""

    on: date
    readings: tuple[StoredReading, ...]
    reference: str
    repeated: bool = False
    """These very readings were stored before; nothing changed this time."""


class UsagePeriod(str, Enum):
    """What a customer means by "my usage"."""

    JAAR = "jaar"
    """The last twelve whole months."""
    DIT_JAAR = "dit_jaar"
    """Since 1 January, whole months."""
    VORIG_JAAR = "vorig_jaar"
    """The calendar year before this one."""
    MAAND = "maand"
    """The last whole month."""


@dataclass(frozen=True)
class MonthUsage:
    """One month, next to the same month a year earlier."""

    month: date
    """Its first day."""
    used: Decimal | None
    """None when nothing is known of it."""
    before: Decimal | None


@dataclass(frozen=True)
class KindUsage:
    """Usage of one kind over the period."""

    kind: UsageKind
    unit: str
    total: Decimal
    before: Decimal | None
    """The same months a year earlier; None when they are not all known."""
    change_percent: Decimal | None
    """Whole percents."""
    months: tuple[MonthUsage, ...]


@dataclass(frozen=True)
class UsageAddress:
    """An address that usage is counted at."""

    address_id: str
    address: str
    """Street, number, city."""


@dataclass(frozen=True)
class UsageReport:
    """What was used, per month and in all."""

    period: UsagePeriod
    range: DateRange
    """Months that are counted; empty (start == end) when nothing is known."""
    kinds: tuple[KindUsage, ...]
    """Electricity, gas, feed-in: those the customer has."""
    addresses: tuple[UsageAddress, ...] = ()
    """Every address that is delivered today."""
    address: UsageAddress | None = None
    """The one that is counted; None for all of them together."""
    comparisons: tuple[UsageComparison, ...] = ()
    """A whole year of one home next to an average one; empty where that says nothing."""

    def of(self, kind: UsageKind) -> KindUsage | None:
        """The usage of one kind, None when the customer does not have it."""
        return next((usage for usage in self.kinds if usage.kind is kind), None)


ReadingValues = Mapping[RegisterId, Decimal]
