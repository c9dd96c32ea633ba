"""The monthly instalment: what it is, and changing it."""

from __future__ import annotations

import re
from collections.abc import Sequence
from datetime import date
from decimal import Decimal
from typing import Any

from actions.bills import after
from actions.conversation import Answer, Turn
from actions.forms import Finished, Form, HandOver, Outcome, Wrong
from actions.places import named_address
from actions.words import about, dutch_date, euro
from dichtbij.clock import AMSTERDAM
from dichtbij.customers.model import ContractId, InstalmentOfContract, Refusal, Refused
from dichtbij.values import Found, amount_change, asks_advice, dates, wanted_amount, yes_no

TOO_LOW = "utter_termijnbedrag_te_laag"
TOO_HIGH = "utter_termijnbedrag_te_hoog"


class TermijnbedragOpvragen(Answer):
    """The amount, the day it is collected, and whether it fits the usage."""

    intent = "termijnbedrag_opvragen"

    async def answer(self, turn: Turn) -> None:
        advice = await turn.services.billing.instalment(turn.customer_id)
        if not advice.contracts:
            turn.say("utter_geen_contract")
        elif len(advice.contracts) > 1:
            turn.say(
                "utter_termijnbedrag_opvragen_meer",
                bedrag=euro(advice.total),
                regels="\n".join(_line(turn, contract) for contract in advice.contracts),
            )
            turn.simpler("utter_termijnbedrag_opvragen_meer_simpel", bedrag=euro(advice.total))
            turn.about(waarde_voor="termijnbedrag_wijzigen")
        else:
            _say_one(turn, advice.contracts[0])


def _line(turn: Turn, contract: InstalmentOfContract) -> str:
    return turn.part(
        "utter_deel_termijn_per_adres",
        adres=contract.address,
        bedrag=euro(contract.amount),
        straks=after(_later(turn, contract, "utter_deel_termijn_straks_kort"), ", "),
    )


def _later(turn: Turn, contract: InstalmentOfContract, response: str) -> str:
    """What was agreed for later; empty when nothing was."""
    if contract.next_amount is None or contract.next_from is None:
        return ""
    return turn.part(response, bedrag=euro(contract.next_amount), datum=dutch_date(contract.next_from))


def _say_one(turn: Turn, contract: InstalmentOfContract) -> None:
    how = "incasso" if contract.direct_debit else "zelf"
    direction = "bijbetalen" if contract.expected_settlement > 0 else "terugkrijgen"
    later = _later(turn, contract, "utter_deel_termijn_straks")
    asks = "" if contract.fits or later else turn.next_step("termijnbedrag_wijzigen_form", "utter_deel_termijn_vraag")
    turn.say(
        "utter_termijnbedrag_opvragen",
        bedrag=euro(contract.amount),
        betaalwijze=turn.part(f"utter_deel_betaalwijze_{how}", dag=contract.collection_day),
        past=later  # whoever changed it just now needs no advice on the amount that ends
        or turn.part(
            "utter_deel_termijn_past" if contract.fits else f"utter_deel_termijn_{direction}",
            verschil=about(contract.expected_settlement),
            advies=euro(contract.advised),
            vraag=after(asks),
        ),
    )
    fit = "past" if contract.fits or later else direction
    turn.simpler(
        "utter_termijnbedrag_opvragen_simpel",
        bedrag=euro(contract.amount),
        past=turn.part(f"utter_deel_termijn_simpel_{fit}", advies=euro(contract.advised)),
    )
    turn.about(waarde_voor="termijnbedrag_wijzigen")


class TermijnbedragWijzigen(Form):
    """Amount, checked against the allowed range; the effect on the settlement shown; confirmed; stored."""

    intent = "termijnbedrag_wijzigen"
    slots = ("contract", "termijnbedrag", "ingangsdatum")
    named = {
        "termijnbedrag": r"(?:termijn|maand)?bedrag|termijn|hoogte|euro'?s?",
        "ingangsdatum": r"(?:ingangs)?datum|wanneer|dag|moment|maand|vanaf",
        "contract": "adres|straat|huis|woning|contract",
    }

    async def needed(self, turn: Turn) -> tuple[str, ...]:
        """The date and, with one contract, the contract are only taken when given."""
        advice = await turn.services.billing.instalment(turn.customer_id)
        return ("contract", "termijnbedrag") if len(advice.contracts) > 1 else ("termijnbedrag",)

    async def start(self, turn: Turn) -> Outcome:
        advice = await turn.services.billing.instalment(turn.customer_id)
        return None if advice.contracts else Finished("utter_geen_contract")

    async def read(self, slot: str, text: str, turn: Turn, *, asked: bool) -> Any | None:
        if slot == "termijnbedrag":
            wish = await _wished_amount(text, turn, asked=asked)
            return None if wish is None else str(wish)
        if slot == "ingangsdatum":
            found_dates = dates(text, turn.services.clock().astimezone(AMSTERDAM).date(), "future")
            return found_dates[0].value.isoformat() if found_dates else None
        advice = await turn.services.billing.instalment(turn.customer_id)
        place = named_address(text, [contract.address for contract in advice.contracts])
        return None if place is None else advice.contracts[place].contract_id

    async def ask(self, slot: str, turn: Turn) -> Outcome:
        if slot == "ingangsdatum":
            return await super().ask(slot, turn)
        advice = await turn.services.billing.instalment(turn.customer_id)
        if slot == "contract":
            streets = [c.address.split(",")[0] for c in advice.contracts]
            turn.say(
                "utter_termijnbedrag_wijzigen_vraag_contract",
                adressen="\n".join(turn.part("utter_deel_regel", tekst=street) for street in streets),
                buttons=[{"title": street[:20], "payload": street} for street in streets[:10]],
            )
            return None
        contract = _chosen(turn, advice.contracts)
        turn.say(
            "utter_termijnbedrag_wijzigen_vraag_termijnbedrag",
            huidig=euro(contract.amount),
            minimum=euro(contract.minimum),
            maximum=euro(contract.maximum),
            advies=euro(contract.advised),
        )
        return None

    async def propose(self, values: dict[str, Any], turn: Turn) -> Outcome:
        proposal = await turn.services.billing.propose_instalment(turn.customer_id, *_wish(values))
        if isinstance(proposal, Refused):
            return _refusal(proposal)
        if proposal.unchanged:
            return Finished("utter_termijnbedrag_wijzigen_al_zo", {"bedrag": euro(proposal.amount)})
        effect = "bijbetalen" if proposal.expected_settlement > 0 else "terugkrijgen"
        turn.say(
            "utter_termijnbedrag_wijzigen_bevestig",
            bedrag=euro(proposal.amount),
            huidig=euro(proposal.current),
            adres=after(turn.part("utter_deel_voor_adres", adres=proposal.address)) if values.get("contract") else "",
            datum=dutch_date(proposal.from_date, year=True),
            gevolg=turn.part(f"utter_deel_gevolg_{effect}", verschil=about(proposal.expected_settlement)),
        )
        return None

    async def carry_out(self, values: dict[str, Any], turn: Turn) -> Outcome:
        changed = await turn.services.billing.change_instalment(turn.customer_id, *_wish(values))
        if isinstance(changed, Refused):
            return _refusal(changed)
        turn.say(
            "utter_termijnbedrag_wijzigen_klaar",
            bedrag=euro(changed.amount),
            datum=dutch_date(changed.from_date, year=True),
            kenmerk=changed.reference,
        )
        return None


_IN_WORDS: tuple[tuple[re.Pattern[str], str], ...] = (
    (re.compile(r"\b(?:(?:zo|het) laag(?:st)?(?:e)?(?: mogelijke?)?|minimum|minimale?)\b", re.IGNORECASE), "minimum"),
    (re.compile(r"\b(?:(?:zo|het) hoo?g(?:st)?(?:e)?(?: mogelijke?)?|maximum|maximale?)\b", re.IGNORECASE), "maximum"),
)


def _chosen(turn: Turn, contracts: Sequence[InstalmentOfContract]) -> InstalmentOfContract:
    """The contract the customer chose, or the only one."""
    return next((one for one in contracts if one.contract_id == turn.slot("contract")), contracts[0])


async def _wished_amount(text: str, turn: Turn, *, asked: bool) -> Decimal | None:
    """The amount that is wanted: named, as a change of the amount of now ("20 euro erbij"), or "het advies"."""
    contract = _chosen(turn, (await turn.services.billing.instalment(turn.customer_id)).contracts)
    found = turn.named("bedrag", text, asked=True)  # whatever number nothing else claims is one in this form
    if (change := amount_change(text, found)) is not None:
        return contract.amount + change
    if not asked:
        found = await _no_house_numbers(found, turn)
    if found:
        wish = wanted_amount(text, found)
        return (wish if wish in found else found[-1]).value  # "95, 120": the last is the wish
    if not asked:
        return None
    if asks_advice(text):
        return contract.advised
    if (limit := _limit_named(turn)) and yes_no(text):
        return Decimal(getattr(contract, limit))  # "akkoord" to "Het laagste bedrag is ..."
    named = next((field for words, field in _IN_WORDS if words.search(text)), None)
    return Decimal(getattr(contract, named)) if named and not text.rstrip().endswith("?") else None


def _limit_named(turn: Turn) -> str | None:
    """The limit that the bot's last words named, when it refused an amount."""
    said = [event for event in turn.tracker.events if event.get("event") == "bot"]
    last = ((said[-1].get("metadata") or {}).get("utter_action") or "") if said else ""
    return {TOO_LOW: "minimum", TOO_HIGH: "maximum"}.get(str(last))


async def _no_house_numbers(found: list[Found[Decimal]], turn: Turn) -> list[Found[Decimal]]:
    """Whoever has several addresses names one: the 9 of "Stationsplein 9" is no amount."""
    contracts = (await turn.services.billing.instalment(turn.customer_id)).contracts
    if len(contracts) < 2:
        return found
    houses = {number for contract in contracts for number in re.findall(r"\d+", contract.address.split(",")[0])}
    return [one for one in found if str(one.value) not in houses or not one.text.isdigit()]


def _wish(values: dict[str, Any]) -> tuple[Decimal, date | None, ContractId | None]:
    starting = values.get("ingangsdatum")
    contract = values.get("contract")
    return (
        Decimal(values["termijnbedrag"]),
        date.fromisoformat(starting) if starting else None,
        ContractId(contract) if contract else None,
    )


def _refusal(refused: Refused) -> Outcome:
    if refused.hand_over:
        return HandOver("utter_termijnbedrag_wijzigen_medewerker")
    if refused.reason is Refusal.BEDRAG_TE_LAAG:
        return Wrong(TOO_LOW, {"minimum": euro(refused.minimum or Decimal(0))}, slot="termijnbedrag")
    if refused.reason in (Refusal.DATUM_IN_VERLEDEN, Refusal.DATUM_TE_VER):
        return Wrong("utter_datum_kan_niet", slot="ingangsdatum")
    if refused.reason is Refusal.BEDRAG_TE_HOOG:
        return Wrong(TOO_HIGH, {"maximum": euro(refused.maximum or Decimal(0))}, slot="termijnbedrag")
    return Wrong("utter_termijnbedrag_wijzigen_uitleg_termijnbedrag", slot="termijnbedrag")
