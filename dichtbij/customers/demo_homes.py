"""Demo data: from the description of a home to its rows.

A home is described by what was used per year, its prices and instalments; readings, invoices and payments follow from
that with the same rules as everywhere else, so that they add up.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, timedelta
from decimal import Decimal
from typing import Any

from dichtbij.customers.model import ContractKind, Energy, RegisterName, Tariff, TariffKind, UsageKind
from dichtbij.customers.rules.calendar import add_months, first_of_month, month_starts
from dichtbij.customers.rules.seasons import spread_over_year
from dichtbij.customers.rules.settlement import Consumed, Settlement, settle

WINTER = (12, 1, 2)
PAY_WITHIN_DAYS = 30
REFUND_AFTER_DAYS = 14

Prices = Mapping[TariffKind, Decimal]
Rows = dict[str, list[dict[str, Any]]]


@dataclass(frozen=True)
class Year:
    """What a home used in a contract year, in kWh and m³. `cold` m³ of the gas fell in a cold winter, on top."""

    normaal: int
    dal: int = 0
    gas: int = 0
    fed_in: int = 0
    cold: int = 0
    instalment: int = 100
    """Euros a month."""
    prices: Prices = field(default_factory=dict)


@dataclass(frozen=True)
class Home:
    """One address with one contract."""

    street: str
    house_number: str
    postcode: str
    city: str
    kind: ContractKind
    years: tuple[Year, ...]
    """Settled years, oldest first."""
    running: Year
    """The year that runs now."""
    settled_days_ago: int = 40
    """When the last settlement was sent; without settled years when delivery began."""
    collection_day: int = 25
    fixed_until: date | None = None
    ended: date | None = None
    smart: bool = True
    pays_settlement: bool = True
    monthly_prices: tuple[Decimal, ...] = ()
    """Dynamic: price of electricity per calendar month, January first."""


class Numbers:
    """Hands out numbers in a fixed order, so that the same seed gives the same demo."""

    def __init__(self) -> None:
        self._last: dict[str, int] = {}

    def next(self, name: str) -> int:
        """1, 2, 3... per name."""
        self._last[name] = self._last.get(name, 0) + 1
        return self._last[name]

    def invoice(self, issued: date) -> str:
        """ "F-2026-004711"."""
        return f"F-{issued.year}-{4100 + self.next('invoice') * 7:06d}"


@dataclass(frozen=True)
class SettledHome:
    """The last settlement of a home, for what a persona does with it."""

    contract_id: str
    address_id: str
    invoice_id: str | None
    number: str | None
    amount: Decimal
    issued: date | None


def add_home(rows: Rows, customer_id: str, home: Home, numbers: Numbers, today: date) -> SettledHome:
    """The rows of a home."""
    number = numbers.next("home")
    address_id, contract_id = f"adr-{number:04d}", f"con-{number:04d}"
    issued = today - timedelta(days=home.settled_days_ago)
    settled_until = first_of_month(issued)
    start = add_months(settled_until, -12 * len(home.years))
    until = min(home.ended or first_of_month(today), first_of_month(today))
    year_of = _years(home, start, until)
    _add_contract(rows, customer_id, address_id, contract_id, home, start)
    tariffs = _tariffs(home, start, until)
    rows["tariffs"] += [
        {"contract_id": contract_id, "kind": one.kind.value, "price": one.price, "start": one.start, "end": one.end}
        for one in tariffs
    ]
    consumed = _consumed(home, year_of)
    _add_meters(rows, address_id, home, consumed, start, numbers)
    _add_instalments(rows, customer_id, contract_id, home, start, settled_until, today)
    last = SettledHome(contract_id, address_id, None, None, Decimal(0), None)
    for index in range(len(home.years)):
        begin = add_months(start, 12 * index)
        months = list(month_starts(begin, add_months(begin, 12)))
        outcome = settle(months, consumed, tariffs, [Decimal(home.years[index].instalment)] * 12)
        sent = add_months(issued, 12 * (index + 1 - len(home.years)))
        is_last = index == len(home.years) - 1
        paid = home.pays_settlement or not is_last
        last = add_settlement(
            rows, customer_id, last, (begin, add_months(begin, 12)), outcome, sent, numbers, paid, today
        )
    return last


def add_settlement(
    rows: Rows,
    customer_id: str,
    home: SettledHome,
    period: tuple[date, date],
    outcome: Settlement,
    issued: date,
    numbers: Numbers,
    paid: bool,
    today: date,
    kind: str = "jaarafrekening",
) -> SettledHome:
    """A settlement with its lines, and its payment when it was paid and that moment has come."""
    invoice_number = numbers.invoice(issued)
    invoice_id = f"inv-{invoice_number}"
    amount, due = outcome.difference, issued + timedelta(days=PAY_WITHIN_DAYS)
    rows["invoices"].append(
        {
            "id": invoice_id,
            "number": invoice_number,
            "customer_id": customer_id,
            "contract_id": home.contract_id,
            "kind": kind,
            "issued": issued,
            "due": due,
            "period_start": period[0],
            "period_end": period[1],
            "amount": amount,
            "reminder_sent": None,
            "refund_on": issued + timedelta(days=REFUND_AFTER_DAYS) if amount < 0 else None,
        }
    )
    rows["invoice_lines"] += [
        {
            "invoice_id": invoice_id,
            "position": position,
            "kind": line.kind.value,
            "description": line.description,
            "energy": line.energy.value if line.energy else None,
            "quantity": line.quantity,
            "unit": line.unit,
            "unit_price": line.unit_price,
            "amount": line.amount,
        }
        for position, line in enumerate(outcome.lines)
    ]
    pay_day = issued + timedelta(days=12)
    if paid and amount > 0 and pay_day <= today:
        add_payment(rows, customer_id, pay_day, amount, invoice_id=invoice_id)
    return SettledHome(home.contract_id, home.address_id, invoice_id, invoice_number, amount, issued)


def add_payment(
    rows: Rows,
    customer_id: str,
    on: date,
    amount: Decimal,
    *,
    invoice_id: str | None = None,
    contract_id: str | None = None,
    reversed_on: date | None = None,
) -> None:
    """Money that came in."""
    rows["payments"].append(
        {
            "customer_id": customer_id,
            "invoice_id": invoice_id,
            "contract_id": contract_id,
            "on": on,
            "amount": amount,
            "reversed_on": reversed_on,
        }
    )


def _years(home: Home, start: date, until: date) -> list[tuple[date, Year]]:
    """Every delivered month with the year it belongs to."""
    settled = len(home.years)
    return [
        (month, home.years[index // 12] if index < 12 * settled else home.running)
        for index, month in enumerate(month_starts(start, until))
    ]


def _registers(home: Home) -> list[tuple[Energy, RegisterName, str]]:
    year = home.running
    found = [(Energy.STROOM, RegisterName.ENKEL, "")]
    if year.dal:
        found = [(Energy.STROOM, RegisterName.NORMAAL, "1.8.2"), (Energy.STROOM, RegisterName.DAL, "1.8.1")]
    if year.fed_in:
        found += [
            (Energy.STROOM, RegisterName.TERUG_NORMAAL, "2.8.2"),
            (Energy.STROOM, RegisterName.TERUG_DAL, "2.8.1"),
        ]
    if year.gas:
        found.append((Energy.GAS, RegisterName.ENKEL, ""))
    return found


def _yearly(year: Year, energy: Energy, name: RegisterName) -> tuple[UsageKind, int, int]:
    """Kind, usage in an ordinary year, and the extra of a cold winter."""
    if energy is Energy.GAS:
        return UsageKind.GAS, year.gas - year.cold, year.cold
    if name.feeds_in:
        weekday = year.fed_in * 7 // 10
        return UsageKind.TERUGLEVERING, weekday if name is RegisterName.TERUG_NORMAAL else year.fed_in - weekday, 0
    return UsageKind.STROOM, year.dal if name is RegisterName.DAL else year.normaal, 0


def _consumed(home: Home, months: Sequence[tuple[date, Year]]) -> list[Consumed]:
    found = []
    for energy, name, _ in _registers(home):
        for month, year in months:
            kind, ordinary, cold = _yearly(year, energy, name)
            used = spread_over_year(kind, ordinary)[month.month - 1]
            if cold and month.month in WINTER:
                share = WINTER.index(month.month)
                used += (cold * 3 // 10, cold - cold * 3 // 10 - cold * 3 // 10, cold * 3 // 10)[share]
            found.append(Consumed(month, energy, name, Decimal(used)))
    return found


def _tariffs(home: Home, start: date, until: date) -> list[Tariff]:
    """A row per price and contract year; a dynamic contract has a price of electricity per month."""
    years = [*home.years, home.running]
    bounds = [add_months(start, 12 * index) for index in range(len(years))]
    found: list[Tariff] = []
    for index, year in enumerate(years):
        end = bounds[index + 1] if index + 1 < len(bounds) else None
        for kind, price in year.prices.items():
            if home.monthly_prices and kind is TariffKind.STROOM_ENKEL:
                continue
            same = next(
                (one for one in found if one.kind is kind and one.end == bounds[index] and one.price == price), None
            )
            if same:
                found.remove(same)
            found.append(Tariff(kind, price, same.start if same else bounds[index], end))
    months = list(month_starts(start, add_months(until, 1))) if home.monthly_prices else []
    for month in months:
        end = add_months(month, 1) if month != months[-1] else None
        found.append(Tariff(TariffKind.STROOM_ENKEL, home.monthly_prices[month.month - 1], month, end))
    return found


def _add_contract(rows: Rows, customer_id: str, address_id: str, contract_id: str, home: Home, start: date) -> None:
    rows["addresses"].append(
        {
            "id": address_id,
            "customer_id": customer_id,
            "kind": "levering",
            "street": home.street,
            "house_number": home.house_number,
            "postcode": home.postcode,
            "city": home.city,
        }
    )
    rows["contracts"].append(
        {
            "id": contract_id,
            "customer_id": customer_id,
            "address_id": address_id,
            "kind": home.kind.value,
            "start": start,
            "fixed_until": home.fixed_until,
            "ended": home.ended,
            "notice_days": 30,
            "collection_day": home.collection_day,
        }
    )


def _add_meters(
    rows: Rows, address_id: str, home: Home, consumed: Sequence[Consumed], start: date, numbers: Numbers
) -> None:
    for energy in dict.fromkeys(energy for energy, _, _ in _registers(home)):
        number = numbers.next("meter")
        connection_id, meter_id = f"aan-{number:04d}", f"met-{number:04d}"
        rows["connections"].append(
            {"id": connection_id, "address_id": address_id, "ean": ean(number), "energy": energy.value}
        )
        letter = "G" if energy is Energy.GAS else "E"
        rows["meters"].append(
            {
                "id": meter_id,
                "connection_id": connection_id,
                "meter_number": f"{letter}{'0065' if home.smart else '0003'}{410000000 + number * 7919:09d}",
                "smart": home.smart,
                "digits": 5 if energy is Energy.GAS else 6,
            }
        )
        for position, (of, name, code) in enumerate(_registers(home)):
            if of is energy:
                register_id = f"tel-{number:04d}-{position}"
                _add_register(rows, register_id, meter_id, home, (energy, name, code), consumed, start, number)


def _add_register(
    rows: Rows,
    register_id: str,
    meter_id: str,
    home: Home,
    what: tuple[Energy, RegisterName, str],
    consumed: Sequence[Consumed],
    start: date,
    number: int,
) -> None:
    energy, name, code = what
    _, ordinary, _ = _yearly(home.running, energy, name)
    rows["registers"].append(
        {
            "id": register_id,
            "meter_id": meter_id,
            "name": name.value,
            "code": code if home.smart else "",
            "estimated_yearly": Decimal(ordinary),
        }
    )
    value = Decimal(1000 + number * 137 % 9000)
    uses = [use for use in consumed if use.energy is energy and use.register is name]
    source = "meter" if home.smart else "schatting"
    rows["readings"].append({"register_id": register_id, "on": start, "value": value, "source": source})
    for use in uses:
        value += use.quantity
        rows["readings"].append(
            {"register_id": register_id, "on": add_months(use.month, 1), "value": value, "source": source}
        )


def _add_instalments(
    rows: Rows, customer_id: str, contract_id: str, home: Home, start: date, settled_until: date, today: date
) -> None:
    amounts = [(add_months(start, 12 * index), year.instalment) for index, year in enumerate(home.years)]
    amounts.append((settled_until, home.running.instalment))
    rows["instalments"] += [
        {"contract_id": contract_id, "amount": Decimal(amount), "from_date": from_date}
        for index, (from_date, amount) in enumerate(amounts)
        if index == 0 or amount != amounts[index - 1][1]
    ]
    for month in month_starts(start, min(home.ended or today, today)):
        day = month.replace(day=home.collection_day)
        amount = next(amount for from_date, amount in reversed(amounts) if from_date <= month)
        if day <= today:
            add_payment(rows, customer_id, day, Decimal(amount), contract_id=contract_id)


def ean(number: int) -> str:
    """An 18-digit code with a good check digit, in a range of our own."""
    digits = f"8716870000{number:07d}"
    weighted = sum(int(digit) * (3 if index % 2 == 0 else 1) for index, digit in enumerate(digits))
    return f"{digits}{-weighted % 10}"
