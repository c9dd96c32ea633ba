"""Months as people and invoices count them."""

from __future__ import annotations

from calendar import monthrange
from collections.abc import Iterator
from datetime import date

MAANDEN = (
    "januari",
    "februari",
    "maart",
    "april",
    "mei",
    "juni",
    "juli",
    "augustus",
    "september",
    "oktober",
    "november",
    "december",
)


def first_of_month(day: date) -> date:
    """The first day of that month."""
    return day.replace(day=1)


def add_months(day: date, months: int) -> date:
    """The same day so many months on (or back); the last day of the month when it has no such day."""
    index = day.year * 12 + day.month - 1 + months
    year, month = divmod(index, 12)
    return date(year, month + 1, min(day.day, monthrange(year, month + 1)[1]))


def days_in_month(day: date) -> int:
    """How many days the month of that day has."""
    return monthrange(day.year, day.month)[1]


def month_starts(start: date, end: date) -> Iterator[date]:
    """First days of the months that begin in [start, end)."""
    month = start if start.day == 1 else add_months(first_of_month(start), 1)
    while month < end:
        yield month
        month = add_months(month, 1)


def dutch_date(day: date) -> str:
    """ "3 november 2026"."""
    return f"{day.day} {MAANDEN[day.month - 1]} {day.year}"


def next_day_of_month(day_of_month: int, after: date) -> date:
    """The first such day of a month strictly after a date. `day_of_month` is 1..28."""
    candidate = after.replace(day=day_of_month)
    return candidate if candidate > after else add_months(candidate, 1)
