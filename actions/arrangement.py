"""Paying an invoice in parts."""

from __future__ import annotations

import re
from decimal import ROUND_CEILING, Decimal
from typing import Any

from actions.conversation import Turn
from actions.forms import Finished, Form, HandOver, Outcome, Wrong
from actions.words import dutch_date, euro
from dichtbij.customers.model import ArrangementTerm, InvoiceKind, OpenInvoice, Refusal, Refused
from dichtbij.values import amounts, invoice_numbers, months, numbers

_A_MONTH = re.compile(r"\b(?:per|elke|iedere|de|in een)\s?(?:maand|mnd)\b|\bp/?m\b|\bmaandelijks\b", re.IGNORECASE)
_EVERYTHING = re.compile(
    r"\b(?:alles|allemaal|alle (?:twee|drie|vier|facturen|rekeningen)|allebei|beide)\b", re.IGNORECASE
)
_PAST_MONTHS = re.compile(r"\b(?:laatste|afgelopen|vorige|voorbije|al)\s+\w+\s+(?:maand|mnd)", re.IGNORECASE)
EVERYTHING = "alles"
MANY = 99
"""More months than any policy allows: asking for so many tells the limits."""
HANDY_MONTHS = (3, 6, 12)


class BetaalregelingAanvragen(Form):
    """An open invoice in parts, within policy; outside it, or a second time, a person decides."""

    intent = "betaalregeling_aanvragen"
    slots = ("factuurnummer", "aantal_maanden")
    named = {
        "factuurnummer": r"rekening|factuur\w*|nota|afrekening|termijn",
        "aantal_maanden": r"(?:aantal )?(?:maanden|keren|keer|delen|termijnen)|aantal|looptijd|schema",
    }

    async def start(self, turn: Turn) -> Outcome:
        """What no answer of the customer would change is said before anything is asked."""
        fewest = await turn.services.billing.propose_arrangement(turn.customer_id, None, 2)
        if isinstance(fewest, Refused) and fewest.reason is not Refusal.WELKE_FACTUUR:
            return await _arrangement_refused(fewest, turn)
        return None

    async def needed(self, turn: Turn) -> tuple[str, ...]:
        """Which invoice is only a question when there are several."""
        several = len(await _payable(turn)) > 1 or turn.slot("factuurnummer")
        return self.slots if several else ("aantal_maanden",)

    async def read(self, slot: str, text: str, turn: Turn, *, asked: bool) -> Any | None:
        invoices = await _payable(turn)
        if slot == "factuurnummer":
            return _which_invoice(text, invoices, asked=asked)
        if (wished := _months(text, asked=asked)) is not None:
            return wished
        chosen = _chosen(invoices, turn.slot("factuurnummer"))
        monthly = amounts(text) or (numbers(text) if asked else [])
        if chosen and len(monthly) == 1 and monthly[0].value > 0 and _A_MONTH.search(text):
            return int((chosen.open_amount / monthly[0].value).to_integral_value(ROUND_CEILING))
        return None

    async def check(self, slot: str, value: Any, turn: Turn) -> Any:
        if value == EVERYTHING:
            return HandOver("utter_betaalregeling_aanvragen_medewerker_alles")
        return value

    async def ask(self, slot: str, turn: Turn) -> Outcome:
        invoices = await _payable(turn)
        if slot == "factuurnummer":
            turn.say(
                "utter_betaalregeling_aanvragen_vraag_factuurnummer",
                facturen="\n".join(_invoice_choice(turn, one) for one in invoices),
                buttons=[{"title": one.number, "payload": one.number} for one in invoices[:10]],
            )
            return None
        number = turn.slot("factuurnummer")
        limits = await turn.services.billing.propose_arrangement(turn.customer_id, number, MANY)
        if not isinstance(limits, Refused) or limits.over_policy or limits.maximum is None:
            assert isinstance(limits, Refused)
            return await _arrangement_refused(limits, turn)
        chosen = _chosen(invoices, number)
        turn.say(
            "utter_betaalregeling_aanvragen_vraag_aantal_maanden",
            bedrag=euro(chosen.open_amount if chosen else Decimal(0)),
            soort=turn.part(f"utter_deel_soort_{(chosen.kind if chosen else InvoiceKind.JAARAFREKENING).value}"),
            minimum=int(limits.minimum or 2),
            maximum=int(limits.maximum),
            buttons=[
                {"title": f"{count} maanden", "payload": f"{count} maanden"}
                for count in HANDY_MONTHS
                if count <= limits.maximum
            ],
        )
        return None

    async def propose(self, values: dict[str, Any], turn: Turn) -> Outcome:
        proposal = await turn.services.billing.propose_arrangement(turn.customer_id, *_terms(values))
        if isinstance(proposal, Refused):
            return await _arrangement_refused(proposal, turn)
        turn.say(
            "utter_betaalregeling_aanvragen_bevestig",
            bedrag=euro(proposal.total),
            nummer=proposal.invoice_number,
            aantal=proposal.months,
            schema="\n".join(_term_line(turn, term) for term in proposal.schedule),
            hoe=await _how_collected(turn),
        )
        return None

    async def carry_out(self, values: dict[str, Any], turn: Turn) -> Outcome:
        agreed = await turn.services.billing.accept_arrangement(turn.customer_id, *_terms(values))
        if isinstance(agreed, Refused):
            return await _arrangement_refused(agreed, turn)
        turn.say(
            "utter_betaalregeling_aanvragen_klaar",
            nummer=agreed.invoice_number,
            aantal=agreed.months,
            eerste=euro(agreed.schedule[0].amount),
            datum=dutch_date(agreed.schedule[0].due, year=True),
            laatste=dutch_date(agreed.schedule[-1].due, year=True),
            kenmerk=agreed.reference,
        )
        return None


def _months(text: str, *, asked: bool) -> int | None:
    """A wish for a number of months; "niet in één keer" and "de laatste 3 maanden" are none."""
    wished = months(text)
    if not asked:
        return None if wished == 1 or _PAST_MONTHS.search(text) else wished
    loose = numbers(text)
    if wished is None and len(loose) == 1 and not _A_MONTH.search(text) and "€" not in text:
        value = loose[0].value
        return int(value) if value == int(value) and 1 <= value <= MANY else None  # "nee doe maar 4"
    return wished


def _terms(values: dict[str, Any]) -> tuple[str | None, int]:
    return values.get("factuurnummer"), int(values["aantal_maanden"])


async def _payable(turn: Turn) -> list[OpenInvoice]:
    """Open invoices that are not in an arrangement yet, oldest first."""
    status = await turn.services.billing.payment_status(turn.customer_id)
    return [one for one in status.open_invoices if not one.in_arrangement]


def _chosen(invoices: list[OpenInvoice], number: str | None) -> OpenInvoice | None:
    if number is None:
        return invoices[0] if len(invoices) == 1 else None
    return next((one for one in invoices if one.number == number), None)


def _which_invoice(text: str, invoices: list[OpenInvoice], *, asked: bool) -> str | None:
    """By number, by its amount, by its kind, or by "de oudste"; only when it can be no other."""
    found = invoice_numbers(text)
    if found:
        return found[0].value
    if len(invoices) < 2:
        return None
    if _EVERYTHING.search(text):
        return EVERYTHING
    said = text.lower()
    prices = {price.value for price in amounts(text)}
    settlement = re.search(r"afrekening|jaarnota|eindnota|jaarrekening", said)
    tests = [
        [one for one in invoices if one.open_amount in prices or one.amount in prices],
        [one for one in invoices if one.number[-4:] in re.findall(r"\d{4,6}", text)] if asked else [],
        [one for one in invoices if one.kind is not InvoiceKind.TERMIJN] if settlement else [],
        [one for one in invoices if one.kind is InvoiceKind.TERMIJN] if "termijn" in said and asked else [],
        invoices[:1] if asked and re.search(r"\b(?:oudste|eerste|bovenste)\b", said) else [],
        invoices[-1:] if asked and re.search(r"\b(?:nieuwste|laatste|onderste)\b", said) else [],
    ]
    return next((matching[0].number for matching in tests if len(matching) == 1), None)


def _invoice_choice(turn: Turn, one: OpenInvoice) -> str:
    return turn.part(
        "utter_deel_factuur_keuze",
        nummer=one.number,
        soort=turn.part(f"utter_deel_soort_{one.kind.value}"),
        bedrag=euro(one.open_amount),
        datum=dutch_date(one.due, year=True),
    )


def _term_line(turn: Turn, term: ArrangementTerm) -> str:
    return turn.part("utter_deel_betaalterm", datum=dutch_date(term.due, year=True), bedrag=euro(term.amount))


async def _how_collected(turn: Turn) -> str:
    collected = (await turn.services.billing.direct_debit(turn.customer_id)).active
    return turn.part(f"utter_deel_regeling_{'incasso' if collected else 'zelf'}")


async def _arrangement_refused(refused: Refused, turn: Turn) -> Outcome:
    limits = {"minimum": int(refused.minimum or 2), "maximum": int(refused.maximum or 12)}
    if refused.reason is Refusal.NIETS_OPEN:
        return Finished("utter_betaalregeling_aanvragen_niets_open")
    if refused.reason is Refusal.FACTUUR_ONBEKEND:
        return Wrong("utter_betaalregeling_aanvragen_factuur_onbekend", slot="factuurnummer")
    if refused.reason is Refusal.WELKE_FACTUUR:
        return Wrong("utter_betaalregeling_aanvragen_uitleg_factuurnummer", slot="factuurnummer")
    if refused.reason is Refusal.TE_WEINIG_MAANDEN:
        return Wrong("utter_betaalregeling_aanvragen_te_kort", limits, slot="aantal_maanden")
    if refused.reason is Refusal.LOPENDE_REGELING:
        return HandOver("utter_betaalregeling_aanvragen_medewerker_loopt")
    if refused.reason in (Refusal.TE_VEEL_MAANDEN, Refusal.MAANDBEDRAG_TE_LAAG) and not refused.over_policy:
        return HandOver("utter_betaalregeling_aanvragen_medewerker_langer", limits)
    return HandOver("utter_betaalregeling_aanvragen_medewerker")
