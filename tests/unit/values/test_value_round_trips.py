"""Whatever is written the Dutch way is read back as it was meant."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date, timedelta
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from dichtbij import values
from dichtbij.customers.model import Refusal
from dichtbij.customers.rules.iban import check

TODAY = date(2025, 11, 21)
# fmt: off
MONTHS = ("januari", "februari", "maart", "april", "mei", "juni", "juli", "augustus", "september", "oktober",
          "november", "december")
ORDINALS = ("eerste", "tweede", "derde", "vierde", "vijfde", "zesde", "zevende", "achtste", "negende", "tiende",
            "elfde", "twaalfde")
DIGITS = ("nul", "een", "twee", "drie", "vier", "vijf", "zes", "zeven", "acht", "negen")
# fmt: on

AMOUNTS: dict[str, Callable[[Decimal], str]] = {
    "€ 1.234,50": lambda amount: f"€ {dutch(amount)}",
    "€1.234,50": lambda amount: f"€{dutch(amount)}",
    "1.234,50 euro": lambda amount: f"{dutch(amount)} euro",
    "1234,50 euro": lambda amount: f"{amount:.2f} euro".replace(".", ","),
    "EUR 1234.50": lambda amount: f"EUR {amount:.2f}",
    "1234 euro 50": lambda amount: f"{int(amount)} euro {int(amount * 100) % 100:02d}",
    "1234 euro en 50 cent": lambda amount: f"{int(amount)} euro en {int(amount * 100) % 100} cent",
}
FRAMES = ("{}", "doe maar {}", "nee, {}", "graag {} per maand", "ik wil {} betalen aub", "Zet het op {}.")


def dutch(amount: Decimal) -> str:
    """1.234,50"""
    return f"{amount:,.2f}".translate(str.maketrans(",.", ".,"))


@pytest.mark.parametrize("way", AMOUNTS)
@given(amount=st.decimals(min_value=1, max_value=99_999, places=2), frame=st.sampled_from(FRAMES))
def test_an_amount_comes_back(way: str, amount: Decimal, frame: str) -> None:
    assert [found.value for found in values.amounts(frame.format(AMOUNTS[way](amount)))] == [amount]


@given(before=st.integers(20, 900), wish=st.integers(20, 900))
def test_of_two_amounts_the_wish_comes_back(before: int, wish: int) -> None:
    for text in (
        f"van {before} naar {wish} euro",
        f"van € {before} naar € {wish}",
        f"{wish} in plaats van {before} euro",
        f"niet {before} maar {wish} euro",
        f"nu {before} euro, doe maar {wish} euro",
    ):
        found = values.wanted_amount(text)
        assert found is not None
        assert found.value == wish, text


@given(change=st.integers(1, 200))
def test_a_change_of_an_amount_comes_back(change: int) -> None:
    assert values.amount_change(f"{change} euro erbij") == change
    assert values.amount_change(f"verhoog het met {change} euro") == change
    assert values.amount_change(f"graag {change} euro minder") == -change
    assert values.amount_change(f"verlaag het naar {change} euro") is None


DATES: dict[str, Callable[[date], str]] = {
    "1 juli 2026": lambda day: f"{day.day} {MONTHS[day.month - 1]} {day.year}",
    "1e juli 2026": lambda day: f"{day.day}e {MONTHS[day.month - 1]} {day.year}",
    "1 JULI 2026": lambda day: f"{day.day} {MONTHS[day.month - 1].upper()} {day.year}",
    "1-7-2026": lambda day: f"{day.day}-{day.month}-{day.year}",
    "01/07/2026": lambda day: f"{day:%d/%m/%Y}",
    "01.07.2026": lambda day: f"{day:%d.%m.%Y}",
    "1-7-26": lambda day: f"{day.day}-{day.month}-{day:%y}",
    "2026-07-01": lambda day: day.isoformat(),
}


@pytest.mark.parametrize("way", DATES)
@given(
    day=st.dates(min_value=date(2015, 1, 1), max_value=date(2060, 12, 31)),
    frame=st.sampled_from(("{}", "per {}", "vanaf {} graag", "nee, {}", "met ingang van {}")),
)
def test_a_date_comes_back(way: str, day: date, frame: str) -> None:
    assert [found.value for found in values.dates(frame.format(DATES[way](day)), TODAY)] == [day]


@given(today=st.dates(min_value=date(2020, 1, 1), max_value=date(2040, 12, 31)), ahead=st.integers(1, 60))
def test_a_distance_is_counted_from_today(today: date, ahead: int) -> None:
    def only(text: str) -> date:
        [found] = values.dates(text, today)
        return found.value

    assert only(f"over {ahead} dagen") == today + timedelta(days=ahead)
    assert only(f"over {ahead} weken") == today + timedelta(weeks=ahead)
    assert only("overmorgen") == today + timedelta(days=2)
    friday = only("volgende week vrijdag")
    assert friday.weekday() == 4
    assert friday.isocalendar()[1] == (today + timedelta(days=7)).isocalendar()[1]
    assert (only("eind van de maand") + timedelta(days=1)).day == 1
    assert only("begin volgende maand").day == 1
    assert only("begin volgende maand") > today


@given(today=st.dates(min_value=date(2020, 1, 1), max_value=date(2040, 12, 31)), day=st.integers(1, 28))
def test_a_day_of_the_month_comes_next(today: date, day: int) -> None:
    [found] = values.dates(f"de {day}e", today)
    assert (found.value.day, found.value >= today) == (day, True)
    assert found.value - today < timedelta(days=32)


@given(day=st.integers(1, 31), frame=st.sampled_from(("{}", "de {}", "nee, {}", "doe maar de {}", "op de {} graag")))
def test_the_day_of_a_collection_comes_back(day: int, frame: str) -> None:
    ways = [f"{day}e", f"{day}ste", f"{day}de", *([ORDINALS[day - 1]] if day <= len(ORDINALS) else [])]
    for way in ways:
        assert values.day_of_month(frame.format(way)) == day, frame.format(way)


@given(
    bank=st.sampled_from(("ABNA", "INGB", "RABO", "TRIO", "KNAB", "BUNQ", "SNSB")),
    account=st.integers(1, 9_999_999_999),
)
def test_an_iban_comes_back_and_a_typing_error_does_not_pass(bank: str, account: int) -> None:
    rest = f"{bank}{account:010d}"
    two = 98 - int("".join(str(int(sign, 36)) for sign in f"{rest}NL00")) % 97
    iban = f"NL{two:02d}{rest}"
    groups = " ".join(iban[start : start + 4] for start in range(0, len(iban), 4))
    for way in (iban, iban.lower(), groups, groups.lower(), groups.replace(" ", "-"), f"{iban[:2]} {iban[2:4]} {rest}"):
        assert [found.value for found in values.ibans(f"mijn nieuwe nummer is {way}, graag")] == [iban]
    assert check(iban) == iban
    typo = iban[:-1] + str((int(iban[-1]) + 1) % 10)
    assert [found.value for found in values.ibans(typo)] == [typo], "found, so that the service can say what is wrong"
    assert check(typo) is Refusal.IBAN_ONGELDIG


@given(number=st.integers(10_000_000, 59_999_999))
def test_a_mobile_number_comes_back(number: int) -> None:
    digits = str(number)
    pairs = " ".join(digits[start : start + 2] for start in range(0, 8, 2))
    spelt = " ".join(DIGITS[int(digit)] for digit in f"06{digits}")
    for way in (
        f"06{digits}",
        f"06-{digits}",
        f"06 {pairs}",
        f"+31 6 {digits}",
        f"+316{digits}",
        f"00316{digits}",
        spelt,
    ):
        assert [found.value for found in values.phones(f"bel me op {way} graag")] == [f"+316{digits}"], way


@given(number=st.integers(10_000_000, 29_999_999))
def test_a_customer_number_comes_back(number: int) -> None:
    digits = str(number)
    spelt = " ".join(DIGITS[int(digit)] for digit in digits)
    for way in (
        digits,
        f"{digits[:4]} {digits[4:]}",
        f"{digits[:3]} {digits[3:6]} {digits[6:]}",
        " ".join(digits),
        spelt,
    ):
        assert [found.value for found in values.customer_numbers(f"klantnummer {way}")] == [digits], way


@given(
    name=st.from_regex(r"[a-z]{2,10}", fullmatch=True), host=st.sampled_from(("gmail.com", "ziggo.nl", "telenet.be"))
)
def test_an_email_address_comes_back_also_dictated(name: str, host: str) -> None:
    address = f"{name}@{host}"
    spoken = f"{name} apenstaartje {host.replace('.', ' punt ')}"
    for way in (address, address.upper(), f"<{address}>", spoken):
        assert [found.value for found in values.emails(way)] == [address], way


@given(number=st.integers(10, 99_999))
def test_whoever_names_a_number_does_not_simply_say_yes(number: int) -> None:
    for text in (f"ja {number}", f"ja doe maar {number}", f"prima, maar dan {number}", f"ok {number} euro"):
        assert values.yes_no(text) is not True, text
