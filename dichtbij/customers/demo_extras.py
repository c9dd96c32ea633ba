"""Demo data: what happened to a persona besides living in a home."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date, datetime, time, timedelta, timezone
from decimal import Decimal
from itertools import pairwise
from typing import Any

from dichtbij.customers.demo_homes import Numbers, Rows, SettledHome, add_payment, add_settlement
from dichtbij.customers.model import Energy, InvoiceLine, LineKind, RegisterName, Tariff, TariffKind
from dichtbij.customers.rules.arrangements import schedule
from dichtbij.customers.rules.calendar import MAANDEN, add_months, first_of_month, month_starts, next_day_of_month
from dichtbij.customers.rules.settlement import Consumed, Settlement, settle

TERMS = 8
TERMS_PAID = 3


def moment(day: date, hour: int = 11) -> datetime:
    """A moment on a day, in UTC."""
    return datetime.combine(day, time(hour), timezone.utc)


def add_request(
    rows: Rows,
    customer_id: str,
    numbers: Numbers,
    day: date,
    what: tuple[str, str],
    state: str = "afgerond",
    next_step: str | None = None,
) -> str:
    """A request of before; `what` is its kind and title. Demo references start at 900001, to stay clear of new ones."""
    reference = f"A-{day.year}-{900000 + numbers.next('request'):06d}"
    rows["requests"].append(
        {
            "reference": reference,
            "customer_id": customer_id,
            "kind": what[0],
            "title": what[1],
            "details": "",
            "state": state,
            "next_step": next_step,
            "created_at": moment(day),
            "updated_at": moment(day, 12),
        }
    )
    return reference


def _regeling(rows: Rows, customer_id: str, homes: list[SettledHome], numbers: Numbers, today: date) -> None:
    """The last settlement is paid in eight parts, of which three were paid."""
    home = homes[-1]
    agreed = add_months(today, -TERMS_PAID) - timedelta(days=10)
    terms = schedule(home.amount, TERMS, next_day_of_month(27, agreed + timedelta(days=6)))
    what = ("betaalregeling_aanvragen", f"Factuur {home.number} betalen in {TERMS} maanden")
    reference = add_request(rows, customer_id, numbers, agreed, what)
    rows["arrangements"].append(_arrangement(customer_id, home, "loopt", reference, agreed, None))
    for term in terms:
        paid = term.due if term.due < today else None
        if paid:
            add_payment(rows, customer_id, paid, term.amount, invoice_id=home.invoice_id)
        rows["arrangement_terms"].append(
            {
                "arrangement_id": f"reg-{home.invoice_id}",
                "number": term.number,
                "due": term.due,
                "amount": term.amount,
                "paid_on": paid,
            }
        )


def _arrangement(
    customer_id: str, home: SettledHome, state: str, reference: str, agreed: date, ended: date | None
) -> dict[str, Any]:
    return {
        "id": f"reg-{home.invoice_id}",
        "customer_id": customer_id,
        "invoice_id": home.invoice_id,
        "state": state,
        "reference": reference,
        "created_at": moment(agreed),
        "ended_on": ended,
    }


def _schulden(rows: Rows, customer_id: str, homes: list[SettledHome], numbers: Numbers, today: date) -> None:
    """The settlement is open, the arrangement for it was broken, and the last instalments were not paid."""
    home = homes[-1]
    agreed, broken = today - timedelta(days=150), today - timedelta(days=118)
    what = ("betaalregeling_aanvragen", f"Factuur {home.number} betalen in 12 maanden")
    reference = add_request(rows, customer_id, numbers, agreed, what)
    rows["arrangements"].append(_arrangement(customer_id, home, "niet_nagekomen", reference, agreed, broken))
    _remind(rows, home.invoice_id, today - timedelta(days=90))
    _open_instalments(rows, customer_id, home, numbers, today, months=3)


def _storno(rows: Rows, customer_id: str, homes: list[SettledHome], numbers: Numbers, today: date) -> None:
    """The last collection came back from the bank."""
    _open_instalments(rows, customer_id, homes[-1], numbers, today, months=1, reversed_by_bank=True)


def _open_instalments(
    rows: Rows,
    customer_id: str,
    home: SettledHome,
    numbers: Numbers,
    today: date,
    months: int,
    reversed_by_bank: bool = False,
) -> None:
    """The latest instalments were not paid: an invoice each, oldest first."""
    paid = [row for row in rows["payments"] if row["contract_id"] == home.contract_id]
    for row in paid[-months:]:
        on: date = row["on"]
        if reversed_by_bank:
            row["reversed_on"] = min(on + timedelta(days=2), today)
        else:
            rows["payments"].remove(row)
        issued = min(on + timedelta(days=3), today)
        number = numbers.invoice(issued)
        start = first_of_month(on)
        rows["invoices"].append(
            {
                "id": f"inv-{number}",
                "number": number,
                "customer_id": customer_id,
                "contract_id": home.contract_id,
                "kind": "termijnfactuur",
                "issued": issued,
                "due": issued + timedelta(days=14),
                "period_start": start,
                "period_end": add_months(start, 1),
                "amount": row["amount"],
                "reminder_sent": None,
                "refund_on": None,
            }
        )
        line = InvoiceLine(LineKind.TERMIJN, f"Termijnbedrag {MAANDEN[start.month - 1]} {start.year}", row["amount"])
        rows["invoice_lines"].append(
            {
                "invoice_id": f"inv-{number}",
                "position": 0,
                "kind": line.kind.value,
                "description": line.description,
                "energy": None,
                "quantity": None,
                "unit": None,
                "unit_price": None,
                "amount": line.amount,
            }
        )
        if issued + timedelta(days=24) <= today:
            _remind(rows, f"inv-{number}", issued + timedelta(days=24))


def _remind(rows: Rows, invoice_id: str | None, on: date) -> None:
    for row in rows["invoices"]:
        if row["id"] == invoice_id:
            row["reminder_sent"] = on


def _verhuisd(rows: Rows, customer_id: str, homes: list[SettledHome], numbers: Numbers, today: date) -> None:
    """The old address gets its last bill, made of what was used since the one before."""
    old = homes[0]
    contract = next(row for row in rows["contracts"] if row["id"] == old.contract_id)
    since = max(row["period_end"] for row in rows["invoices"] if row["contract_id"] == old.contract_id)
    months = list(month_starts(since, contract["ended"]))
    tariffs = [
        Tariff(TariffKind(row["kind"]), row["price"], row["start"], row["end"])
        for row in rows["tariffs"]
        if row["contract_id"] == old.contract_id
    ]
    charged = [
        row["amount"] for row in rows["payments"] if row["contract_id"] == old.contract_id and row["on"] >= since
    ]
    outcome: Settlement = settle(months, _counted(rows, old.address_id), tariffs, charged)
    issued = min(contract["ended"] + timedelta(days=14), today)
    add_settlement(
        rows, customer_id, old, (since, contract["ended"]), outcome, issued, numbers, True, today, "eindafrekening"
    )
    what = ("verhuizing_doorgeven", "Verhuizing naar Amersfoort")
    add_request(rows, customer_id, numbers, contract["ended"] - timedelta(days=14), what)


def _counted(rows: Rows, address_id: str) -> list[Consumed]:
    """Usage per month of an address, from its readings."""
    found = []
    for connection in (row for row in rows["connections"] if row["address_id"] == address_id):
        for meter in (row for row in rows["meters"] if row["connection_id"] == connection["id"]):
            for register in (row for row in rows["registers"] if row["meter_id"] == meter["id"]):
                readings = [row for row in rows["readings"] if row["register_id"] == register["id"]]
                for first, second in pairwise(readings):
                    used = second["value"] - first["value"]
                    energy, name = Energy(connection["energy"]), RegisterName(register["name"])
                    found.append(Consumed(first["on"], energy, name, Decimal(used)))
    return found


def _overname(rows: Rows, customer_id: str, homes: list[SettledHome], numbers: Numbers, today: date) -> None:
    """The old contract still has to be put in the name of the ex."""
    what = ("contract_overnemen", "Contract op het oude adres overzetten op ex-partner")
    step = "We wachten op de handtekening van de ex-partner."
    add_request(rows, customer_id, numbers, today - timedelta(days=20), what, "in behandeling", step)


EXTRAS: dict[str, Callable[[Rows, str, list[SettledHome], Numbers, date], None]] = {
    "regeling": _regeling,
    "schulden": _schulden,
    "storno": _storno,
    "verhuisd": _verhuisd,
    "overname": _overname,
}
