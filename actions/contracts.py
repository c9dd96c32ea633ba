"""The customer's contracts: which kind, from when, until when, how to leave, what it costs."""

from __future__ import annotations

import re
from collections.abc import Sequence
from datetime import date, timedelta
from decimal import Decimal

from actions.bills import asked_words, joined
from actions.conversation import Answer, Turn
from actions.places import named_address
from actions.words import dutch_date, listed, price
from dichtbij.clock import AMSTERDAM
from dichtbij.customers.model import ContractId, ContractInfo, ContractKind, Energy, TariffKind
from dichtbij.customers.rules.tariffs import unit_prices

_ABOUT_THE_END = re.compile(r"wanneer|tot|hoe ?lang|einde|eind|afloop|loopt .*\baf\b|afgelopen|verloopt", re.IGNORECASE)
_ABOUT_NOTICE = re.compile(r"opzeg|opzegtermijn|weg kan|vanaf kan|stoppen", re.IGNORECASE)


class ContractInfoOpvragen(Answer):
    """One contract in full; several in a line each, and the one that is named in full."""

    intent = "contract_info"

    async def answer(self, turn: Turn) -> None:
        contracts = await turn.services.contracts.info(turn.customer_id)
        words = asked_words(turn, self.intent)
        place = meant(turn, words, [one.address.line for one in contracts], [one.contract_id for one in contracts])
        if not contracts:
            turn.say("utter_geen_contract")
        elif place is not None:
            _say_one(turn, contracts[place], words)
        else:
            lines = [_line(turn, one) for one in contracts]
            streets = [one.address.street for one in contracts[:10]]
            buttons = [{"title": street[:20], "payload": f"welk contract heb ik op {street}"} for street in streets]
            turn.say("utter_contract_info_meer", aantal=len(contracts), regels="\n".join(lines), buttons=buttons)
            turn.simpler("utter_contract_info_meer_simpel", aantal=len(contracts))
            turn.about(contracten=len(contracts))


def meant(turn: Turn, words: str, addresses: Sequence[str], ids: Sequence[ContractId]) -> int | None:
    """Which contract a question is about: the only one, the one it names, or the one of the answer before."""
    if len(addresses) == 1:
        return 0
    named = named_address(words, addresses)
    if named is not None:
        return named
    before = turn.earlier.get("contract")
    return ids.index(before) if before in ids else None


def today(turn: Turn) -> date:
    """The day in the Netherlands."""
    return turn.services.clock().astimezone(AMSTERDAM).date()


def last_day(first_without: date | None) -> str:
    """ "31 januari 2027": the day before the first one without, or nothing."""
    return dutch_date(first_without - timedelta(days=1), year=True) if first_without else ""


def _say_one(turn: Turn, contract: ContractInfo, words: str) -> None:
    kind, energies = contract.kind.value, [f"utter_deel_contract_{energy.value}" for energy in contract.energies]
    which = turn.part(
        f"utter_deel_contract_{kind}",
        energie=listed([turn.part(energy) for energy in energies]),
        adres=contract.address.line,
    )
    term, notice = _term(turn, contract), _notice(turn, contract)
    narrow = _narrow(turn, words, term, notice)
    if narrow:
        turn.say("utter_contract_info_vervolg", antwoord=narrow)
    else:
        turn.say(
            "utter_contract_info",
            contract=joined(which, term, notice, tariff_lines(turn, contract), _what_comes(turn, contract)),
        )
    turn.simpler("utter_contract_info_simpel", contract=which, looptijd=term)
    turn.about(contract=contract.contract_id)


def _narrow(turn: Turn, words: str, term: str, notice: str) -> str:
    """Only what a follow-up asks for ("en wanneer loopt dat af?"); empty when it asks for more."""
    if not turn.earlier.get("contract"):
        return ""
    if _ABOUT_NOTICE.search(words):
        return notice
    return term if _ABOUT_THE_END.search(words) else ""


def _term(turn: Turn, contract: ContractInfo) -> str:
    if contract.ended:
        return turn.part("utter_deel_contract_opgezegd", dag=last_day(contract.ended))
    return turn.part(
        "utter_deel_contract_looptijd" if contract.end else "utter_deel_contract_doorlopend",
        begin=dutch_date(contract.start, year=True),
        einde=last_day(contract.end),
    )


def _notice(turn: Turn, contract: ContractInfo) -> str:
    if contract.ended:
        return ""
    how = "_vast" if contract.end else ""
    return turn.part(f"utter_deel_contract_opzegtermijn{how}", dagen=contract.notice_days)


def _what_comes(turn: Turn, contract: ContractInfo) -> str:
    """What was chosen for later, or a word about an end that is near with the step that belongs to it."""
    if contract.planned and not contract.ended:
        kind = turn.part(f"utter_deel_contract_soort_{contract.planned.kind.value}")
        return turn.part("utter_deel_contract_straks", soort=kind, datum=dutch_date(contract.planned.start, year=True))
    if not contract.ends_soon:
        return ""
    question = turn.next_step("contract_verlengen_form", "utter_deel_contract_verlengen_vraag")
    return turn.part("utter_deel_contract_loopt_af", dagen=contract.days_left, vraag=question)


def _line(turn: Turn, contract: ContractInfo) -> str:
    until = "opgezegd" if contract.ended else "met_einde" if contract.end else "zonder_einde"
    kind = turn.part(f"utter_deel_contract_soort_{contract.kind.value}")
    return turn.part(
        f"utter_deel_contract_regel_{until}",
        adres=contract.address.line,
        soort=kind,
        einde=last_day(contract.ended or contract.end),
    )


def tariff_lines(turn: Turn, contract: ContractInfo) -> str:
    """What a kWh and an m³ cost now, tax included: what the customer really pays for it."""
    prices = [
        turn.part(
            "utter_deel_contract_tarief",
            naam=turn.part(f"utter_deel_contract_tarief_{one.kind.value}"),
            prijs=price(one.whole),
            eenheid=one.kind.unit,
        )
        for one in unit_prices(contract.tariffs, today(turn))
    ]
    how = "dynamisch" if contract.kind is ContractKind.DYNAMISCH else "gewoon"
    fixed = [contract.price(TariffKind[f"VASTE_KOSTEN_{energy.name}"]) or Decimal(0) for energy in Energy]
    return turn.part(f"utter_deel_contract_tarieven_{how}", tarieven="\n".join(prices), vast=price_of_month(fixed))


def price_of_month(parts: Sequence[Decimal]) -> str:
    """Fixed costs a month, in euros and cents."""
    return f"€ {sum(parts, Decimal(0)):.2f}".replace(".", ",")
