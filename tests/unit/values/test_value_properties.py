"""What holds for every text: nothing raises, places are true, numbers survive writing and reading."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from decimal import Decimal
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from dichtbij import values
from dichtbij.values.folding import READ_AT_MOST, fold

TODAY = date(2025, 11, 21)
LISTS: dict[str, Callable[[str], list[Any]]] = {
    "amounts": values.amounts,
    "numbers": values.numbers,
    "dates": lambda text: values.dates(text, TODAY),
    "readings": values.readings,
    "ibans": values.ibans,
    "postcodes": values.postcodes,
    "house_numbers": values.house_numbers,
    "phones": values.phones,
    "emails": values.emails,
    "customer_numbers": values.customer_numbers,
    "invoice_numbers": values.invoice_numbers,
    "codes": values.codes,
}
SINGLES: dict[str, Callable[[str], Any]] = {
    "day_of_month": values.day_of_month,
    "months": values.months,
    "yes_no": values.yes_no,
    "wanted_amount": values.wanted_amount,
}
PIECES = st.sampled_from(
    ["€", " 120", "1.250,50", " euro ", "½", "²", "een ", "honderd", "tweeën", "twintig ", "1-12-2025 ",
     "NL91 ", "ABNA ", "0417 1643 00", "1234 AB ", " 12a", "06-", "12345678", "jan@", "voorbeeld.nl ", "F-2025-",
     "001234", " de 25e ",
     "over ", "99999999999 jaar", " normaal ", "1.8.1 ", "gas ", "ja ", "nee ", "niet ", "maar ", "\u200b",
     "٣", "𝟚", "Ⅻ", "e\u0308", "İ", "ß", "ﬁ", "31 februari ", "0-0-0", "- ", ",", ".", "\n", "\x00"]
)  # fmt: skip
TEXTS = st.one_of(st.text(max_size=120), st.lists(PIECES, max_size=14).map("".join))


@given(TEXTS)
@settings(max_examples=300, deadline=None)
def test_nothing_raises_and_places_are_true(text: str) -> None:
    for finder in LISTS.values():
        ends = 0
        for found in finder(text):
            assert text[found.start : found.end] == found.text
            assert found.text
            assert found.start >= ends
            ends = found.end
    for single in SINGLES.values():
        single(text)


@pytest.mark.parametrize(
    "text",
    ["", "1" * 10_000, "een " * 2500, "nl91abna" * 1200, "1-1-" * 2500, "a@" * 5000, "€ " * 5000, "ja " * 3000,
     "1.1" * 3000, "honderd en " * 900, "06 " * 3000, "\ud800", "👍" * 5000, "gas 1 " * 1500, "de 25e " * 1400,
     "jan punt " * 1100],
    ids=lambda text: text[:12] + "…",
)  # fmt: skip
def test_long_and_odd_texts(text: str) -> None:
    for finder in (*LISTS.values(), *SINGLES.values()):
        finder(text)


def test_what_comes_after_four_thousand_characters_is_not_read() -> None:
    assert values.amounts("x" * READ_AT_MOST + " € 120") == []


@given(st.decimals(min_value=0, max_value=99_999, places=2))
def test_dutch_amounts_come_back(amount: Decimal) -> None:
    dutch = f"{amount:,.2f}".replace(",", " ").replace(".", ",").replace(" ", ".")
    (found,) = values.amounts(f"ik wil € {dutch} betalen")
    assert found.value == amount


@given(st.dates(min_value=date(1950, 1, 1), max_value=date(2090, 12, 31)))
def test_written_dates_come_back(day: date) -> None:
    months = [
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
    ]
    for text in (
        f"{day:%d-%m-%Y}",
        f"{day.day}/{day.month}/{day.year}",
        f"{day.day} {months[day.month - 1]} {day.year}",
        day.isoformat(),
    ):
        assert [found.value for found in values.dates(f"vanaf {text} graag", TODAY)] == [day]


UNITS = [
    "een",
    "twee",
    "drie",
    "vier",
    "vijf",
    "zes",
    "zeven",
    "acht",
    "negen",
    "tien",
    "elf",
    "twaalf",
    "dertien",
    "veertien",
    "vijftien",
    "zestien",
    "zeventien",
    "achttien",
    "negentien",
]
TENS = ["twintig", "dertig", "veertig", "vijftig", "zestig", "zeventig", "tachtig", "negentig"]


def in_words(number: int) -> str:
    """Dutch number words, 1 to 999.999, as the spelling guide writes them but without spaces."""
    if number >= 1000:
        thousands, rest = divmod(number, 1000)
        return ("" if thousands == 1 else in_words(thousands)) + "duizend" + (in_words(rest) if rest else "")
    if number >= 100:
        hundreds, rest = divmod(number, 100)
        return ("" if hundreds == 1 else in_words(hundreds)) + "honderd" + (in_words(rest) if rest else "")
    if number < 20:
        return UNITS[number - 1]
    tens, unit = divmod(number, 10)
    if not unit:
        return TENS[tens - 2]
    word = UNITS[unit - 1]
    return word + ("ën" if word.endswith("e") else "en") + TENS[tens - 2]


@given(st.integers(min_value=2, max_value=999_999))
@settings(max_examples=300)
def test_number_words_come_back(number: int) -> None:
    (found,) = values.numbers(f"het zijn er {in_words(number)} geworden")
    assert found.value == number
    (found,) = values.numbers(f"het zijn er {in_words(number).replace('ë', 'e')} geworden")
    assert found.value == number


@pytest.mark.parametrize(
    ("text", "number"),
    [("twaalfhonderd", "1200"), ("anderhalf", "1.5"), ("tweeënhalf", "2.5"), ("twee en een half", "2.5"),
     ("drie komma vijf", "3.5"), ("vijf en twintig", "25"), ("honderd en vijf", "105"), ("TWAALF", "12"), ("één", "1"),
     ("nul", "0"),
     ("2½", "2.5")],
)  # fmt: skip
def test_other_number_words(text: str, number: str) -> None:
    assert [found.value for found in values.numbers(text)] == [Decimal(number)]


def test_een_is_an_article() -> None:
    assert values.numbers("een rekening") == []


@given(st.integers(min_value=0, max_value=999_999))
def test_codes_come_back(code: int) -> None:
    written = f"{code:06d}"
    for text in (written, f"{written[:3]} {written[3:]}", f"de code is {written}", " ".join(written)):
        assert [found.value for found in values.codes(text)] == [written]


@given(st.text(max_size=80))
def test_folding_keeps_places(text: str) -> None:
    folded = fold(text)
    for index in range(len(folded.text)):
        start, end = folded.span(index, index + 1)
        assert 0 <= start < end <= len(text)


@pytest.mark.parametrize(
    ("prefer", "expected"), [("nearest", "2025-07-01"), ("future", "2026-07-01"), ("past", "2025-07-01")]
)
def test_a_date_without_a_year(prefer: values.Prefer, expected: str) -> None:
    (found,) = values.dates("1 juli", TODAY, prefer)
    assert found.value.isoformat() == expected


def test_a_weekday_in_the_past() -> None:
    assert [found.value.isoformat() for found in values.dates("maandag opgenomen", TODAY, "past")] == ["2025-11-17"]
