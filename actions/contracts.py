"""The customer's contracts: which kind, from when, until when, how to leave, what it costs."""

from __future__ import annotations

from decimal import Decimal

from actions.bills import asked_words
from actions.conversation import HAND_OVER, Answer, Turn
from actions.places import named_address
from actions.words import dutch_date, listed, price
from dichtbij.customers.model import ContractInfo, ContractKind, Energy, TariffKind

_PER_UNIT = (
    (TariffKind.STROOM_ENKEL, TariffKind.ENERGIEBELASTING_STROOM),
    (TariffKind.STROOM_NORMAAL, TariffKind.ENERGIEBELASTING_STROOM),
    (TariffKind.STROOM_DAL, TariffKind.ENERGIEBELASTING_STROOM),
    (TariffKind.GAS, TariffKind.ENERGIEBELASTING_GAS),
    (TariffKind.TERUGLEVERING, None),
    (TariffKind.TERUGLEVERKOSTEN, None),
)
"""What one kWh or m³ costs, with the tax that comes on top of it. The tax does not belong to electricity fed in."""


class ContractInfoOpvragen(Answer):
    """One contract in full; several in a line each, and the one that is named in full."""

    intent = "contract_info"

    async def answer(self, turn: Turn) -> None:
        contracts = await turn.services.contracts.info(turn.customer_id)
        named = named_address(asked_words(turn, self.intent), [one.address.line for one in contracts])
        if not contracts:
            turn.say("utter_geen_contract")
        elif len(contracts) == 1 or named is not None:
            _say_one(turn, contracts[named or 0])
        else:
            lines = [_line(turn, one) for one in contracts]
            streets = [one.address.street for one in contracts[:10]]
            buttons = [{"title": street[:20], "payload": f"welk contract heb ik op {street}"} for street in streets]
            turn.say("utter_contract_info_meer", aantal=len(contracts), regels="\n".join(lines), buttons=buttons)


def _say_one(turn: Turn, contract: ContractInfo) -> None:
    kind, ends = contract.kind.value, contract.end is not None
    turn.say(
        "utter_contract_info",
        contract=turn.part(
            f"utter_deel_contract_{kind}",
            energie=listed([turn.part(f"utter_deel_contract_{energy.value}") for energy in contract.energies]),
            adres=contract.address.line,
        ),
        looptijd=turn.part(
            "utter_deel_contract_looptijd" if ends else "utter_deel_contract_doorlopend",
            begin=dutch_date(contract.start, year=True),
            einde=_last_day(contract),
        ),
        opzeggen=turn.part(
            "utter_deel_contract_opzegtermijn_vast" if ends else "utter_deel_contract_opzegtermijn",
            dagen=contract.notice_days,
        ),
        tarieven=_tariffs(turn, contract),
    )
    if contract.ends_soon:
        turn.say("utter_contract_info_loopt_af", einde=_last_day(contract), dagen=contract.days_left)
        turn.offer(HAND_OVER)


def _line(turn: Turn, contract: ContractInfo) -> str:
    until = "met_einde" if contract.end else "zonder_einde"
    kind = turn.part(f"utter_deel_contract_soort_{contract.kind.value}")
    return turn.part(
        f"utter_deel_contract_regel_{until}", adres=contract.address.line, soort=kind, einde=_last_day(contract)
    )


def _last_day(contract: ContractInfo) -> str:
    """The last day of a fixed term; the day after it is the first without."""
    if contract.end is None:
        return ""
    return dutch_date(contract.end.fromordinal(contract.end.toordinal() - 1), year=True)


def _tariffs(turn: Turn, contract: ContractInfo) -> str:
    """What a kWh and an m³ cost now, tax included: what the customer really pays for it."""
    prices = []
    for kind, tax_kind in _PER_UNIT:
        bare = contract.price(kind)
        if bare is None:
            continue
        tax = contract.price(tax_kind) if tax_kind else None
        name = turn.part(f"utter_deel_contract_tarief_{kind.value}")
        whole = price(bare + (tax or Decimal(0)))
        prices.append(turn.part("utter_deel_contract_tarief", naam=name, prijs=whole, eenheid=kind.unit))
    how = "dynamisch" if contract.kind is ContractKind.DYNAMISCH else "gewoon"
    fixed = [contract.price(TariffKind[f"VASTE_KOSTEN_{energy.name}"]) or Decimal(0) for energy in Energy]
    return turn.part(f"utter_deel_contract_tarieven_{how}", tarieven="\n".join(prices), vast=price_of_month(fixed))


def price_of_month(parts: list[Decimal]) -> str:
    """Fixed costs a month, in euros and cents."""
    return f"€ {sum(parts, Decimal(0)):.2f}".replace(".", ",")
