"""A settlement in plain words: the parts that actions/invoices.py puts together. The sentences are in facturen.yml."""

from __future__ import annotations

from collections.abc import Sequence
from decimal import ROUND_HALF_UP, Decimal

from actions.conversation import Turn
from actions.words import dutch_date, euro, number, price
from dichtbij.customers.model import (
    Cause,
    DateRange,
    Effect,
    Energy,
    EnergyComparison,
    InvoiceState,
    RefundStatus,
    SettlementExplanation,
    UsageKind,
)

MOST_OTHER_CAUSES = 5
SMALL = Decimal(1)
"""Effects under one euro are put together."""
CENT = Decimal("0.01")


def period(of: DateRange) -> str:
    """ "1 november 2025 tot en met 31 oktober 2026"."""
    return f"{dutch_date(of.start, year=True)} tot en met {dutch_date(of.last_day, year=True)}"


def outcome(difference: Decimal) -> str:
    """The word that names responses: bijbetalen, terug or gelijk."""
    if not difference:
        return "gelijk"
    return "bijbetalen" if difference > 0 else "terug"


def stand(told: SettlementExplanation, refund: RefundStatus) -> str:
    """The same, and whether it is behind us: betaald, teruggekregen."""
    if told.difference > 0 and not told.open_amount:
        return "betaald"
    if told.difference < 0 and refund.invoice_number == told.invoice_number and refund.paid:
        return "teruggekregen"
    return outcome(told.difference)


def when(turn: Turn, told: SettlementExplanation, refund: RefundStatus, state: InvoiceState) -> str:
    """Until when to pay, what is left of it, or when the money comes; empty when there is nothing to say."""
    if told.difference < 0 and refund.invoice_number == told.invoice_number and refund.on:
        name = f"utter_deel_terug_{'gedaan' if refund.paid else 'komt'}"
        return turn.part(name, datum=dutch_date(refund.on, year=True))
    if told.difference <= 0 or not told.open_amount:
        return ""
    if told.open_amount < told.difference or state is InvoiceState.IN_REGELING:
        return turn.part("utter_deel_afrekening_deels", open=euro(told.open_amount))
    late = "te_laat" if state is InvoiceState.TE_LAAT else "uiterlijk"
    return turn.part(f"utter_deel_afrekening_{late}", datum=dutch_date(told.due, year=True))


def cause(turn: Turn, told: SettlementExplanation) -> str:
    """The largest cause with the figures that prove it."""
    largest = told.largest
    compared = _comparison(told.comparisons, largest)
    now, before = _prices(largest)
    return turn.part(
        f"utter_deel_oorzaak_{largest.cause.value}",
        bedrag=euro(largest.amount),
        energie=largest.energy.value if largest.energy else "",
        eenheid=largest.unit or "",
        nu=number(compared.used) if compared else "",
        toen=number(compared.used_before or Decimal(0)) if compared else "",
        verschil=number(abs(largest.change or Decimal(0))),
        prijs_nu=now,
        prijs_toen=before,
        termijnen=euro(told.instalments),
        kosten=euro(told.total_costs),
        adres=told.address.line,
    )


def winter(turn: Turn, told: SettlementExplanation) -> str:
    """Gas in the winter next to the winter before; empty when there is nothing to compare."""
    found = told.winter
    if found is None or not found.change:
        return ""
    more_gas = told.largest_cause is Cause.VERBRUIK_OMHOOG and told.largest.energy is Energy.GAS
    mostly = more_gas and told.largest.change is not None and found.change * 2 > told.largest.change
    return turn.part(
        "utter_deel_winter_meer" if mostly else "utter_deel_winter",
        nu=number(found.used),
        toen=number(found.used_before),
    )


def others(turn: Turn, told: SettlementExplanation) -> list[str]:
    """The other causes, largest first, so that all together are exactly the difference."""
    rest = sorted((e for e in told.effects if e is not told.largest), key=lambda e: abs(e.amount), reverse=True)
    shown = [effect for effect in rest if abs(effect.amount) >= SMALL][:MOST_OTHER_CAUSES]
    lines = [
        turn.part(
            f"utter_deel_ook_{effect.cause.value}",
            energie=effect.energy.value if effect.energy else "",
            bedrag=_more_or_less(turn, effect.amount),
        )
        for effect in shown
    ]
    left = sum((effect.amount for effect in rest if effect not in shown), Decimal(0))
    if left:
        lines.append(turn.part("utter_deel_ook_overig", bedrag=_more_or_less(turn, left)))
    return lines


def usage(turn: Turn, told: SettlementExplanation) -> list[str]:
    """A line for each kind of energy: used, used before, average price."""
    lines = []
    for one in told.comparisons:
        kind = "terug" if one.kind is UsageKind.TERUGLEVERING else "levering"
        first = "" if one.used_before is not None else "_eerste"
        lines.append(
            turn.part(
                f"utter_deel_verbruik_{kind}{first}",
                energie=one.kind.value.capitalize(),
                nu=number(one.used),
                toen=number(one.used_before or Decimal(0)),
                eenheid=one.unit,
                prijs=euro(one.average_price or Decimal(0)),
                prijs_toen=euro(one.average_price_before or Decimal(0)),
                kosten=euro(one.cost),
            )
        )
    return lines


def instalments(turn: Turn, told: SettlementExplanation) -> str:
    """ "12 keer € 185, samen € 2.220"; without the monthly amount when it changed on the way."""
    same = told.instalment_months * told.instalment_monthly == told.instalments
    return turn.part(
        f"utter_deel_termijnen_{'gelijk' if same else 'wisselend'}",
        aantal=told.instalment_months,
        bedrag=euro(told.instalment_monthly),
        totaal=euro(told.instalments),
    )


def _more_or_less(turn: Turn, amount: Decimal) -> str:
    return turn.part(f"utter_deel_{'erbij' if amount > 0 else 'eraf'}", bedrag=euro(amount))


def _comparison(comparisons: Sequence[EnergyComparison], effect: Effect) -> EnergyComparison | None:
    if effect.energy is None:
        return None
    feeds_in = "teruggeleverd" in effect.cause.value or "terugleveren" in effect.cause.value
    wanted = UsageKind.TERUGLEVERING if feeds_in else UsageKind(effect.energy.value)
    return next((one for one in comparisons if one.kind is wanted), None)


def _prices(effect: Effect) -> tuple[str, str]:
    """Two prices in cents, or with four decimals where cents would show no difference."""
    now, before = effect.price_now, effect.price_before
    if now is None or before is None:
        return "", ""
    if now.quantize(CENT, ROUND_HALF_UP) == before.quantize(CENT, ROUND_HALF_UP):
        return price(now), price(before)
    return euro(now), euro(before)
