"""What the organisation allows: the numbers of its rules, read from `beleid:` in organisatie.yml.

Each rules module declares the frozen dataclass that it reads; this module puts them together and fills them. The names
in the file are the names of the fields, so that one search finds both.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, fields, is_dataclass
from datetime import date
from decimal import Decimal, InvalidOperation
from typing import Any, TypeVar, get_args, get_origin, get_type_hints

from dichtbij.customers.rules.arrangements import ArrangementPolicy
from dichtbij.customers.rules.cancellation import CancellationPolicy
from dichtbij.customers.rules.collection import CollectionPolicy
from dichtbij.customers.rules.contracts import ContractPolicy
from dichtbij.customers.rules.identification import IdentificationPolicy
from dichtbij.customers.rules.instalments import InstalmentPolicy
from dichtbij.customers.rules.moving import MovingPolicy
from dichtbij.customers.rules.offers import OfferPolicy
from dichtbij.customers.rules.readings import ReadingPolicy
from dichtbij.customers.rules.requests import RequestPolicy
from dichtbij.customers.rules.retention import RetentionPolicy
from dichtbij.customers.rules.saving import SavingPolicy
from dichtbij.customers.rules.solar import SolarPolicy
from dichtbij.errors import SettingsError

Policy = TypeVar("Policy")


@dataclass(frozen=True)
class Policies:
    """Every rule of the organisation that has numbers, by the section of the file."""

    termijnbedrag: InstalmentPolicy
    betaaldag: CollectionPolicy
    betaalregeling: ArrangementPolicy
    contract: ContractPolicy
    opzeggen: CancellationPolicy
    aanbod: OfferPolicy
    identificatie: IdentificationPolicy
    meterstanden: ReadingPolicy
    zonnepanelen: SolarPolicy
    besparen: SavingPolicy
    verhuizen: MovingPolicy
    aanvragen: RequestPolicy
    bewaartermijnen: RetentionPolicy


def load_policies(rows: object) -> Policies:
    """Read the section `beleid` of organisatie.yml.

    Raises:
        SettingsError: what is missing, unknown or of the wrong kind, by its full name.
    """
    return read_policy(Policies, rows, "beleid")


def read_policy(kind: type[Policy], rows: object, name: str) -> Policy:
    """A dataclass filled from a mapping with exactly its fields: numbers, amounts (quoted), days, texts, more of these.

    Raises:
        SettingsError: as load_policies.
    """
    if not isinstance(rows, Mapping):
        raise SettingsError(f"organisatie.yml: {name} is missing or is no section")
    hints = get_type_hints(kind)
    wanted = {field.name for field in fields(kind)}  # type: ignore[arg-type]
    unknown = sorted(map(str, rows.keys() - wanted))
    if unknown:
        raise SettingsError(f"organisatie.yml: {name}.{unknown[0]} is no setting that is known")
    missing = sorted(wanted - rows.keys())
    if missing:
        raise SettingsError(f"organisatie.yml: {name}.{missing[0]} is missing")
    return kind(**{key: _value(hints[key], rows[key], f"{name}.{key}") for key in wanted})


def _value(kind: Any, value: Any, name: str) -> Any:
    if is_dataclass(kind):
        return read_policy(kind, value, name)  # type: ignore[arg-type]
    if get_origin(kind) is tuple:
        if not isinstance(value, list):
            raise SettingsError(f"organisatie.yml: {name} has to be a list")
        return tuple(_value(get_args(kind)[0], item, f"{name}[{index}]") for index, item in enumerate(value))
    if kind is Decimal:
        return _amount(value, name)
    if kind is date and not isinstance(value, date):
        raise SettingsError(f"organisatie.yml: {name} has to be a day, as 2026-12-31")
    if kind in (int, bool, str) and type(value) is not kind:
        words = {int: "a whole number", bool: "true or false", str: "a text"}[kind]
        raise SettingsError(f"organisatie.yml: {name} has to be {words}")
    return value


def _amount(value: Any, name: str) -> Decimal:
    try:
        if isinstance(value, (str, int)) and not isinstance(value, bool):
            return Decimal(value)
    except InvalidOperation:
        pass
    # YAML reads 0.10 as a float, which is not ten cents.
    raise SettingsError(f'organisatie.yml: {name} has to be a quoted number, as "0.10"')
