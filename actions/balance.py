"""What is open, what came in, and what comes back."""

from __future__ import annotations

from datetime import date
from decimal import Decimal

from actions import settlement
from actions.bills import HOW_FAR_BACK, after, joined, last_of_each_address, offer_next, state
from actions.conversation import Answer, Turn
from actions.words import dutch_date, euro
from dichtbij.customers.model import NoRefund, OpenInvoice, PaymentStatus


class Betaalstatus(Answer):
    """What is open and until when, the running arrangement, and the last payment that came in."""

    intent = "betaalstatus"

    async def answer(self, turn: Turn) -> None:
        status = await turn.services.billing.payment_status(turn.customer_id)
        last = _last_payment(turn, status)
        unplanned = [one for one in status.open_invoices if not one.in_arrangement]
        if not status.open_invoices:
            turn.say("utter_betaalstatus_alles_betaald", laatste=last)
            turn.simpler("utter_betaalstatus_simpel_betaald")
            return
        if status.arrangement and not unplanned:
            turn.say("utter_betaalstatus_regeling", regeling=_arrangement(turn, status), laatste=last)
            turn.simpler("utter_betaalstatus_simpel_regeling", rest=euro(status.total_open))
            return
        reversed_payments = (await turn.services.billing.direct_debit(turn.customer_id)).reversed_payments
        back = [
            turn.part("utter_deel_teruggeboekt", bedrag=euro(one.amount), datum=dutch_date(one.on, year=True))
            for one in reversed_payments[:1]
        ]
        plan = [_arrangement(turn, status)] if status.arrangement else []
        total = euro(sum((one.open_amount for one in unplanned), Decimal(0)))
        turn.say(
            "utter_betaalstatus_open",
            totaal=total,
            regels="\n".join(_open_line(turn, one) for one in unplanned),
            extra=joined(*back, *plan, last),
        )
        turn.simpler("utter_betaalstatus_simpel_open", totaal=total, datum=dutch_date(unplanned[0].due, year=True))
        # A collection that the bank sent back is mostly an account that is no longer used: that comes first.
        if not (back and offer_next(turn, "rekeningnummer_wijzigen_form", "utter_aanbod_rekeningnummer")):
            offer_next(turn, "betaalregeling_aanvragen_form", "utter_aanbod_in_delen")


def _open_line(turn: Turn, one: OpenInvoice) -> str:
    remarks = []
    if one.days_late:
        days = "een" if one.days_late == 1 else "meer"
        remarks.append(turn.part(f"utter_deel_open_te_laat_{days}", dagen=one.days_late))
    if one.reminder_sent:
        remarks.append(turn.part("utter_deel_open_herinnering", datum=dutch_date(one.reminder_sent, year=True)))
    return turn.part(
        "utter_deel_open_factuur",
        soort=turn.part(f"utter_deel_soort_{one.kind.value}").capitalize(),
        nummer=one.number,
        bedrag=euro(one.open_amount),
        datum=dutch_date(one.due, year=True),
        laat=f" ({', '.join(remarks)})" if remarks else "",
    )


def _arrangement(turn: Turn, status: PaymentStatus) -> str:
    plan = status.arrangement
    assert plan is not None
    coming = plan.next_term
    return turn.part(
        "utter_deel_regeling" if plan.paid else "utter_deel_regeling_begin",
        nummer=plan.invoice_number,
        gedaan=sum(1 for term in plan.terms if term.paid_on),
        aantal=len(plan.terms),
        betaald=euro(plan.paid),
        rest=euro(plan.total - plan.paid),
        volgende=after(
            turn.part("utter_deel_regeling_volgende", bedrag=euro(coming.amount), datum=dutch_date(coming.due))
        )
        if coming
        else "",
    )


def _last_payment(turn: Turn, status: PaymentStatus) -> str:
    paid = status.last_payment
    if paid is None:
        return turn.part("utter_deel_nooit_betaald")
    return turn.part(
        "utter_deel_laatste_betaling",
        bedrag=euro(paid.amount),
        datum=dutch_date(paid.on, year=True),
        waarvoor=paid.about,
    )


class Teruggave(Answer):
    """Amount and day of the money back, or why there is none."""

    intent = "teruggave"

    async def answer(self, turn: Turn) -> None:
        refund = await turn.services.billing.refund(turn.customer_id)
        invoices = await turn.services.billing.invoices(turn.customer_id, HOW_FAR_BACK)
        contracts = (await turn.services.billing.instalment(turn.customer_id)).contracts
        settlements = last_of_each_address(invoices, contracts)
        if len(settlements) > 1:
            lines = [
                turn.part(
                    f"utter_deel_overzicht_terug_{settlement.outcome(one.amount)}",
                    adres=one.address,
                    bedrag=euro(one.amount),
                    stand=state(turn, one),
                )
                for one in settlements
            ]
            turn.say("utter_teruggave_overzicht", regels="\n".join(lines))
            turn.simpler("utter_teruggave_simpel_overzicht")
        elif refund.reason_none is NoRefund.BIJBETALEN:
            [amount] = [one.amount for one in invoices if one.number == refund.invoice_number]
            asks = turn.next_step("action_factuur_uitleg", "utter_deel_teruggave_vraag")
            turn.say("utter_teruggave_bijbetalen", bedrag=euro(amount), vraag=after(asks))
            turn.simpler("utter_teruggave_simpel_niets")
        elif refund.reason_none is not None:
            turn.say(f"utter_teruggave_{refund.reason_none.value}")
            turn.simpler("utter_teruggave_simpel_niets")
        else:
            _refunded(turn, refund.paid, euro(refund.amount), refund.on, refund.iban_masked)


def _refunded(turn: Turn, paid: bool, amount: str, on: date | None, account: str | None) -> None:
    where = after(turn.part("utter_deel_op_rekening", rekening=account)) if account else ""
    when = dutch_date(on, year=True) if on else ""
    state_of_it = "gedaan" if paid else ("komt" if on else "zonder_datum")
    turn.simpler(f"utter_teruggave_simpel_{state_of_it}", bedrag=amount, datum=when)
    if on is None:
        turn.say("utter_teruggave_zonder_datum", bedrag=amount, rekening=where)
    else:
        turn.say(
            f"utter_teruggave_{'gedaan' if paid else 'komt'}",
            bedrag=amount,
            datum=when,
            rekening=where,
        )
    if not account and not paid:
        offer_next(turn, "rekeningnummer_wijzigen_form", "utter_aanbod_rekening_voor_teruggave")
