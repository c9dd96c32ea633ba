"""The organisation's general tariffs: `tarieven:` of organisatie.yml, as the rules read them."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import fields, is_dataclass
from typing import Any, get_type_hints

from dichtbij.customers.policies import read_policy
from dichtbij.customers.rules.offers import GeneralTariffs


def load_tariffs(rows: object) -> GeneralTariffs:
    """Read the general tariffs. What the rules do not need may stand there for texts.

    Raises:
        SettingsError: what is missing or of the wrong kind, by its full name.
    """
    return read_policy(GeneralTariffs, _needed(GeneralTariffs, rows), "tarieven")


def _needed(kind: Any, rows: Any) -> Any:
    if not is_dataclass(kind) or not isinstance(rows, Mapping):
        return rows
    hints = get_type_hints(kind)
    return {one.name: _needed(hints[one.name], rows[one.name]) for one in fields(kind) if one.name in rows}
