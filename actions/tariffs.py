"""What a kWh and an m³ cost: the customer's own tariffs, or those of a new contract for who is not known."""

from __future__ import annotations

import re

from actions.bills import after, asked_words
from actions.contracts import meant, price_of_month, today
from actions.conversation import Answer, Turn
from actions.words import dutch_date, price
from dichtbij.customers.model import ContractInfo, Energy, TariffKind, UnitPrice
from dichtbij.customers.rules.offers import GeneralTariffs, PriceList
from dichtbij.customers.rules.tariffs import monthly, unit_prices

_GAS = re.compile(r"\b(?:gas|gasprijs|gastarief|kuub|kub|m3|m³|kubieke)\w*", re.IGNORECASE)
_POWER = re.compile(r"\b(?:stroom|elektr\w*|electr\w*|kwh|kilo ?wat\w*|licht)\w*", re.IGNORECASE)
_NIGHT = re.compile(r"nacht|dal|avond|weekend|goedkope uren", re.IGNORECASE)
FIXED = (TariffKind.VASTE_KOSTEN_STROOM, TariffKind.VASTE_KOSTEN_GAS)
GRID = (TariffKind.NETBEHEER_STROOM, TariffKind.NETBEHEER_GAS)


class TarievenOpvragen(Answer):
    """Own tariffs, also of one address or of gas alone; the general ones without identification."""

    intent = "tarieven_opvragen"
    general_without_identity = True

    async def answer(self, turn: Turn) -> None:
        if turn.identity.level < 1:
            _say_general(turn)
            return
        contracts = await turn.services.contracts.info(turn.customer_id)
        words = asked_words(turn, self.intent)
        place = meant(turn, words, [one.address.line for one in contracts], [one.contract_id for one in contracts])
        if not contracts:
            _say_general(turn)
        elif place is None:
            lines = [_line(turn, one) for one in contracts]
            streets = [one.address.street for one in contracts[:10]]
            buttons = [{"title": street[:20], "payload": f"wat zijn de tarieven op {street}"} for street in streets]
            turn.say("utter_tarieven_opvragen_meer", regels="\n".join(lines), buttons=buttons)
            turn.simpler("utter_tarieven_opvragen_meer_simpel")
            turn.about(contracten=len(contracts))
        else:
            _say_own(turn, contracts[place], words, several=len(contracts) > 1)


def _say_own(turn: Turn, contract: ContractInfo, words: str, *, several: bool) -> None:
    day = today(turn)
    prices = [one for one in unit_prices(contract.tariffs, day) if _asked(one.kind, words)]
    if not prices:
        turn.say("utter_tarieven_opvragen_geen_gas")
        turn.about(contract=contract.contract_id)
        return
    lines = [_price_line(turn, one) for one in prices]
    fixed, grid = monthly(contract.tariffs, FIXED, day), monthly(contract.tariffs, GRID, day)
    credit = -monthly(contract.tariffs, (TariffKind.VERMINDERING,), day)
    turn.say(
        "utter_tarieven_opvragen",
        adres=after(turn.part("utter_deel_tarieven_op", adres=contract.address.line)) if several else "",
        regels="\n".join(lines),
        vast=price_of_month([fixed]),
        netbeheer=price_of_month([grid]),
        vermindering=price_of_month([credit]),
        houdbaar=_holds_until(turn, contract, words),
    )
    first = prices[0]
    turn.simpler(
        "utter_tarieven_opvragen_simpel",
        naam=turn.part(f"utter_deel_contract_tarief_{first.kind.value}"),
        prijs=price(first.whole),
        eenheid=first.kind.unit,
        vast=price_of_month([fixed, grid, -credit]),
    )
    turn.about(contract=contract.contract_id)


def _asked(kind: TariffKind, words: str) -> bool:
    """Whether a price belongs to what the question names; a question that names nothing gets them all."""
    gas, power = bool(_GAS.search(words)), bool(_POWER.search(words))
    if gas == power:
        return True
    return (kind.energy is Energy.GAS) == gas


def _price_line(turn: Turn, one: UnitPrice) -> str:
    name = turn.part(f"utter_deel_contract_tarief_{one.kind.value}")
    if not one.tax:
        return turn.part("utter_deel_contract_tarief", naam=name, prijs=price(one.whole), eenheid=one.kind.unit)
    return turn.part(
        "utter_deel_tarief_met_belasting",
        naam=name,
        prijs=price(one.whole),
        eenheid=one.kind.unit,
        kaal=price(one.bare),
        belasting=price(one.tax),
    )


def _holds_until(turn: Turn, contract: ContractInfo, words: str) -> str:
    """How long these prices stay, what follows, and a word to who asks for a night tariff without having one."""
    parts = []
    if contract.planned:
        day = dutch_date(contract.planned.start, year=True)
        kind = turn.part(f"utter_deel_contract_soort_{contract.planned.kind.value}")
        parts.append(turn.part("utter_deel_contract_straks", soort=kind, datum=day))
    elif contract.end:
        last = contract.end.fromordinal(contract.end.toordinal() - 1)
        parts.append(turn.part("utter_deel_tarieven_vast_tot", einde=dutch_date(last, year=True)))
    else:
        parts.append(turn.part(f"utter_deel_tarieven_{contract.kind.value}"))
    if _NIGHT.search(words) and contract.price(TariffKind.STROOM_DAL) is None:
        parts.append(turn.part("utter_deel_tarieven_geen_dal"))
    if contract.ends_soon:
        parts.append(turn.next_step("contract_verlengen_form", "utter_deel_contract_verlengen_vraag"))
    return " ".join(part for part in parts if part)


def _line(turn: Turn, contract: ContractInfo) -> str:
    prices = unit_prices(contract.tariffs, today(turn))
    words = [
        turn.part(
            "utter_deel_tarief_kort",
            naam=turn.part(f"utter_deel_contract_tarief_{one.kind.value}"),
            prijs=price(one.whole),
            eenheid=one.kind.unit,
        )
        for one in prices
    ]
    return turn.part("utter_deel_tarieven_regel", adres=contract.address.line, prijzen=", ".join(words))


def _say_general(turn: Turn) -> None:
    general = turn.services.contracts.general_tariffs()
    turn.say(
        "utter_tarieven_opvragen_algemeen",
        variabel=_list(turn, general.variabel),
        vast=_list(turn, general.vast_1_jaar),
        dynamisch=_surcharges(turn, general),
        kosten=price_of_month(
            [
                general.variabel.vaste_leveringskosten_stroom_per_maand,
                general.variabel.vaste_leveringskosten_gas_per_maand,
            ]
        ),
        tot=dutch_date(general.geldig_tot_en_met, year=True),
    )
    turn.simpler(
        "utter_tarieven_opvragen_algemeen_simpel",
        stroom=price(general.vast_1_jaar.stroom_enkel_per_kwh),
        gas=price(general.vast_1_jaar.gas_per_m3),
    )


def _list(turn: Turn, prices: PriceList) -> str:
    return turn.part(
        "utter_deel_tarieven_lijst", stroom=price(prices.stroom_enkel_per_kwh), gas=price(prices.gas_per_m3)
    )


def _surcharges(turn: Turn, general: GeneralTariffs) -> str:
    return turn.part(
        "utter_deel_tarieven_opslag",
        stroom=price(general.dynamisch.opslag_stroom_per_kwh),
        gas=price(general.dynamisch.opslag_gas_per_m3),
    )
