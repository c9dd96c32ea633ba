"""Bills: explained in plain words, and listed with their PDFs."""

from __future__ import annotations

import re

from actions import settlement
from actions.bills import (
    HOW_FAR_BACK,
    SETTLEMENTS,
    after,
    asked_words,
    joined,
    last_of_each_address,
    named_number,
    offer_next,
    pdf_link,
    state,
)
from actions.conversation import Answer, Turn
from actions.places import named_address
from actions.words import dutch_date, euro
from dichtbij.customers.model import InstalmentOfContract, Invoice, NoInvoice, SettlementExplanation

OLDEST = "oudste"
"""Instead of a number: there is no settlement before the one that was explained."""

_BEFORE = re.compile(r"\b(?:vorige?|ervoor|daarvoor|eerdere?|eerder|voorlaatste|oudere)\b")

LISTED = 3
MOST_LISTED = 10


class FactuurUitleg(Answer):
    """The customer's own settlement: what comes out, the largest cause with its proof, the figures, the PDF."""

    intent = "factuur_uitleg"

    async def answer(self, turn: Turn) -> None:
        words = asked_words(turn, self.intent)
        invoices = await turn.services.billing.invoices(turn.customer_id, HOW_FAR_BACK)
        contracts = (await turn.services.billing.instalment(turn.customer_id)).contracts
        number = named_number(turn, words) or _followed(turn, words, invoices)
        if number == OLDEST:
            turn.say("utter_factuur_uitleg_geen_eerdere")
            turn.about(**turn.earlier)
            return
        if number is None:
            settlements = last_of_each_address(invoices, contracts)
            chosen = named_address(words, [one.address for one in settlements])
            if chosen is None and len(settlements) > 1:
                await _overview(turn, settlements)
                return
            number = settlements[chosen or 0].number if settlements else None
        told = await turn.services.billing.explain_settlement(turn.customer_id, number)
        if isinstance(told, NoInvoice):
            _no_settlement(turn, told, next((one for one in invoices if one.number == number), None), number)
            return
        [this] = [one for one in invoices if one.number == told.invoice_number]
        await _explain(turn, told, this, several=len(contracts) > 1)
        turn.about(factuur=told.invoice_number)
        if told.invoice_number == _newest(invoices, told.address.line):  # an older one is behind us: nothing to offer
            _offer(turn, told, next((c for c in contracts if c.address == told.address.line), None))


def _newest(invoices: list[Invoice], address: str) -> str | None:
    """The number of the newest settlement of an address."""
    return next((one.number for one in invoices if one.kind in SETTLEMENTS and one.address == address), None)


def _followed(turn: Turn, words: str, invoices: list[Invoice]) -> str | None:
    """The settlement that a follow-up means: "en vorig jaar?", "en 2024?"; None when it names none of that kind."""
    current = next((one for one in invoices if one.number == turn.earlier.get("factuur")), None)
    if current is None:
        return None
    same = [one for one in invoices if one.kind in SETTLEMENTS and one.address == current.address]
    years = {int(year) for year in re.findall(r"\b20\d\d\b", words)}
    if years:
        return next((one.number for one in same if one.period.last_day.year in years), OLDEST)
    if not _BEFORE.search(words.lower()):
        return None
    older = same[same.index(current) + 1 :]
    return older[0].number if older else OLDEST


async def _explain(turn: Turn, told: SettlementExplanation, invoice: Invoice, *, several: bool) -> None:
    refund = await turn.services.billing.refund(turn.customer_id)
    kind = turn.part(f"utter_deel_soort_{told.kind.value}")
    turn.simpler(
        f"utter_factuur_uitleg_simpel_{settlement.stand(told, refund)}",
        bedrag=euro(told.difference),
        kosten=euro(told.total_costs),
        betaald=euro(told.instalments),
    )
    turn.say(
        f"utter_factuur_uitleg_{settlement.stand(told, refund)}",
        bedrag=euro(told.difference),
        wanneer=after(settlement.when(turn, told, refund, invoice.state)),
        soort=kind,
        adres=after(turn.part("utter_deel_van_adres", adres=told.address.line)) if several else "",
        periode=settlement.period(told.period),
        uitleg=joined(settlement.cause(turn, told), settlement.winter(turn, told)),
    )
    others = settlement.others(turn, told)
    turn.say(
        "utter_factuur_uitleg_cijfers",
        verbruik="\n".join(settlement.usage(turn, told)),
        kosten=euro(told.total_costs),
        termijnen=settlement.instalments(turn, told),
        slot=turn.part(f"utter_deel_rest_{settlement.outcome(told.difference)}", bedrag=euro(told.difference)),
        ook=after(turn.part("utter_deel_ook", regels="\n".join(others)), "\n") if others else "",
        links=[pdf_link(turn, told.invoice_number, kind, told.issued)],
    )


def _offer(turn: Turn, told: SettlementExplanation, contract: InstalmentOfContract | None) -> None:
    """One next step, once in a conversation: an instalment that fits, or paying in parts."""
    in_parts = told.open_amount > 0 and told.open_amount == told.difference
    if contract and not contract.fits and contract.next_amount is None:
        way = "laag" if contract.expected_settlement > 0 else "hoog"
        extra = [{"title": "In delen betalen", "payload": "/betaalregeling_aanvragen"}] if in_parts else []
        offered = offer_next(
            turn,
            "termijnbedrag_wijzigen_form",
            f"utter_factuur_uitleg_aanbod_termijn_{way}",
            huidig=euro(contract.amount),
            advies=euro(contract.advised),
            buttons=extra,
        )
        if offered:
            return
    if in_parts:
        offer_next(turn, "betaalregeling_aanvragen_form", "utter_aanbod_in_delen")


async def _overview(turn: Turn, settlements: list[Invoice]) -> None:
    """Several addresses: what came out for each and why, and the choice of one."""
    lines, links = [], []
    for one in settlements:
        told = await turn.services.billing.explain_settlement(turn.customer_id, one.number)
        assert isinstance(told, SettlementExplanation)
        energy = told.largest.energy.value if told.largest.energy else ""
        why = turn.part(f"utter_deel_kort_{told.largest_cause.value}", energie=energy)
        name = f"utter_deel_overzicht_{settlement.outcome(one.amount)}"
        lines.append(turn.part(name, adres=one.address, bedrag=euro(one.amount), waarom=after(why, ", ")))
        kind = turn.part(f"utter_deel_soort_{one.kind.value}")
        links.append(pdf_link(turn, one.number, kind, one.issued, one.address))
    turn.about(adressen=[one.address for one in settlements])
    turn.simpler("utter_factuur_uitleg_simpel_overzicht")
    turn.say(
        "utter_factuur_uitleg_overzicht",
        aantal=len(settlements),
        regels="\n".join(lines),
        links=links,
        buttons=[
            {
                "title": one.address.split(",")[0][:20],
                "payload": f'/factuur_uitleg{{"factuurnummer": "{one.number}"}}',
            }
            for one in settlements[:10]
        ],
    )


def _no_settlement(turn: Turn, none: NoInvoice, named: Invoice | None, number: str | None) -> None:
    if named:
        turn.say(
            "utter_factuur_uitleg_termijn",
            nummer=named.number,
            bedrag=euro(named.amount),
            periode=settlement.period(named.period),
            stand=state(turn, named),
            links=[pdf_link(turn, named.number, turn.part(f"utter_deel_soort_{named.kind.value}"), named.issued)],
        )
    elif number:
        turn.say("utter_factuur_onbekend", nummer=number)
        turn.offer("action_factuur_opvragen")
    elif none.next_settlement:
        turn.say("utter_factuur_uitleg_nog_geen", datum=dutch_date(none.next_settlement, year=True))
    else:
        turn.say("utter_factuur_opvragen_geen")


class FactuurOpvragen(Answer):
    """The latest invoices with date, amount, state and a PDF each; or the one that was named."""

    intent = "factuur_opvragen"

    async def answer(self, turn: Turn) -> None:
        words = asked_words(turn, self.intent)
        invoices = await turn.services.billing.invoices(turn.customer_id, HOW_FAR_BACK)
        if not invoices:
            turn.say("utter_factuur_opvragen_geen")
            return
        number = named_number(turn, words)
        several = len({one.address for one in invoices}) > 1
        if number and not any(one.number == number for one in invoices):
            turn.say("utter_factuur_onbekend", nummer=number)
            turn.offer(self.name())
            return
        chosen = [one for one in invoices if one.number == number] or _older(turn, words, invoices)
        if chosen is None:
            chosen = _wanted(words, invoices)
        if not chosen:
            turn.say("utter_factuur_opvragen_geen_oudere")
            turn.about(**turn.earlier)
            return
        turn.about(laatste=chosen[-1].number)
        turn.say(
            "utter_factuur_opvragen" if len(chosen) > 1 else "utter_factuur_opvragen_een",
            regels="\n".join(_invoice_line(turn, one, several=several) for one in chosen),
            minuten=turn.services.policies.identificatie.documentlink_minuten,
            links=[
                pdf_link(
                    turn,
                    one.number,
                    turn.part(f"utter_deel_soort_{one.kind.value}"),
                    one.issued,
                    one.address if several else "",
                )
                for one in chosen
            ],
        )


def _older(turn: Turn, words: str, invoices: list[Invoice]) -> list[Invoice] | None:
    """What comes after the list that was shown ("en die daarvoor?"): [] is none; None when that is not asked."""
    shown = [place for place, one in enumerate(invoices) if one.number == turn.earlier.get("laatste")]
    if not shown or not _BEFORE.search(words.lower()) or re.search(r"\b20\d\d\b", words):
        return None
    return invoices[shown[0] + 1 :][:LISTED]


def _wanted(words: str, invoices: list[Invoice]) -> list[Invoice]:
    """Those of a year or an address when one is named, else the latest."""
    years = {int(year) for year in re.findall(r"\b20\d\d\b", words)}
    addresses = sorted({one.address for one in invoices})
    place = named_address(words, addresses)
    fitting = [
        one
        for one in invoices
        if (not years or one.issued.year in years) and (place is None or one.address == addresses[place])
    ]
    everything = years or place is not None or re.search(r"\balle(?:maal|s)?\b", words.lower())
    return (fitting or invoices)[: MOST_LISTED if everything else LISTED]


def _invoice_line(turn: Turn, one: Invoice, *, several: bool) -> str:
    return turn.part(
        "utter_deel_factuur",
        soort=turn.part(f"utter_deel_soort_{one.kind.value}").capitalize(),
        datum=dutch_date(one.issued, year=True),
        adres=after(turn.part("utter_deel_van_adres", adres=one.address)) if several else "",
        bedrag=euro(one.amount),
        stand=state(turn, one),
    )
