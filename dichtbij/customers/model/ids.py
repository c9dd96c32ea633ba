"""Typed ids, and the small words (enums) every topic shares. Values are the Dutch business terms."""

from __future__ import annotations

from enum import Enum
from typing import NewType

CustomerId = NewType("CustomerId", str)
"""Internal id; the customer knows the 8-digit customer number instead."""
ContractId = NewType("ContractId", str)
RegisterId = NewType("RegisterId", str)


class Energy(str, Enum):
    """What flows through a connection."""

    STROOM = "stroom"
    GAS = "gas"

    @property
    def unit(self) -> str:
        """The unit a customer knows: kWh or m³."""
        return "kWh" if self is Energy.STROOM else "m³"


class UsageKind(str, Enum):
    """What a usage figure counts; electricity fed in by solar panels is counted on its own."""

    STROOM = "stroom"
    GAS = "gas"
    TERUGLEVERING = "teruglevering"

    @property
    def unit(self) -> str:
        """kWh or m³."""
        return "m³" if self is UsageKind.GAS else "kWh"


class RegisterName(str, Enum):
    """A counting mechanism of a meter."""

    ENKEL = "enkel"
    NORMAAL = "normaal"
    DAL = "dal"
    TERUG_NORMAAL = "teruglevering normaal"
    TERUG_DAL = "teruglevering dal"

    @property
    def feeds_in(self) -> bool:
        """Whether it counts what goes back to the grid."""
        return self in (RegisterName.TERUG_NORMAAL, RegisterName.TERUG_DAL)


class ContractKind(str, Enum):
    """The three kinds of contract."""

    VAST = "vast"
    VARIABEL = "variabel"
    DYNAMISCH = "dynamisch"


class Refusal(str, Enum):
    """Why something the customer asked for was not done. The value is stable and may be stored or sent."""

    ONBEKENDE_KLANT = "onbekende_klant"
    GEEN_CONTRACT = "geen_contract"
    WELK_CONTRACT = "welk_contract"
    CONTRACT_OPGEZEGD = "contract_opgezegd"
    VERHUIST = "verhuist"
    AANBOD_PAST_NIET = "aanbod_past_niet"
    NOG_TE_VROEG = "nog_te_vroeg"
    AL_GEKOZEN = "al_gekozen"
    BEDRAG_TE_LAAG = "bedrag_te_laag"
    BEDRAG_TE_HOOG = "bedrag_te_hoog"
    BEDRAG_ONGELDIG = "bedrag_ongeldig"
    DATUM_IN_VERLEDEN = "datum_in_verleden"
    DATUM_TE_VER = "datum_te_ver"
    DATUM_VOOR_VORIGE_STAND = "datum_voor_vorige_stand"
    DAG_ONGELDIG = "dag_ongeldig"
    NIETS_OPEN = "niets_open"
    WELKE_FACTUUR = "welke_factuur"
    FACTUUR_ONBEKEND = "factuur_onbekend"
    LOPENDE_REGELING = "lopende_regeling"
    REGELING_NIET_NAGEKOMEN = "regeling_niet_nagekomen"
    TE_WEINIG_MAANDEN = "te_weinig_maanden"
    TE_VEEL_MAANDEN = "te_veel_maanden"
    MAANDBEDRAG_TE_LAAG = "maandbedrag_te_laag"
    IBAN_ONGELDIG = "iban_ongeldig"
    IBAN_BUITEN_SEPA = "iban_buiten_sepa"
    TELWERK_ONBEKEND = "telwerk_onbekend"
    STAND_TE_LAAG = "stand_te_laag"
    STAND_ONGELDIG = "stand_ongeldig"
