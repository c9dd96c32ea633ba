"""What holds for every text that values are taken from, and values that are put in a sentence come back."""

from __future__ import annotations

import json
from collections.abc import Callable
from datetime import date
from typing import Any, get_args

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from dichtbij import values
from dichtbij.values import Kind, extract

TODAY = date(2025, 11, 21)
PIECES = st.sampled_from(
    ["€", " 120", "1.250,50", " euro ", "½", "een ", "honderd", "tweeën", "twintig ", "1-12-2025 ", "NL91 ", "ABNA ",
     "0417 1643 00", "1234 AB ", " 12a", "06-", "12345678", "jan@", "voorbeeld.nl ", "F-2025-", "001234", " de 25e ",
     "meterstand ", "normaal ", "1.8.1 ", "gas ", "Kerkstraat ", "nummer ", "termijnbedrag ", "naar ", "klantnr ",
     "nee ", "sorry ", "per maand ", "stand is ", "1 juli ", "morgen, ", "nul zes ", "acht ", "n l ", "k d ", "\u200b",
     "٣", "𝟚", "Ⅻ", "e\u0308", "İ", "ß", "ﬁ", "31 februari ", "0-0-0", "- ", ",", ".", "\n", "\x00"]
)  # fmt: skip
TEXTS = st.one_of(st.text(max_size=120), st.lists(PIECES, max_size=16).map("".join))
ASKED = st.sampled_from((None, *get_args(Kind)))


@given(text=TEXTS, asked=ASKED, prefer=st.sampled_from(("nearest", "future", "past")))
@settings(max_examples=500, deadline=None)
def test_nothing_raises_and_every_place_is_true(text: str, asked: Kind | None, prefer: values.Prefer) -> None:
    end = 0
    for value in extract(text, TODAY, prefer=prefer, asked=asked):
        assert value.start >= end, "in the order of the text, and no two share a character"
        assert value.start < value.end <= len(text)
        assert text[value.start : value.end] == value.text
        assert json.loads(json.dumps(value.value)) == value.value != ""
        end = value.end


FINDERS: dict[Kind, Callable[[str], list[values.Found[str]]]] = {
    "iban": values.ibans,
    "email": values.emails,
    "telefoonnummer": values.phones,
    "factuurnummer": values.invoice_numbers,
}


@given(TEXTS)
@settings(max_examples=300, deadline=None)
def test_what_is_told_by_its_shape_is_what_the_finder_finds(text: str) -> None:
    """So that a form that calls the finder can't disagree with the extractor, but where two shapes share characters."""
    found = extract(text, TODAY)
    for kind, finder in FINDERS.items():
        mine = values.found_in(found, kind)
        for one in finder(text):
            others = [value for value in found if value.start < one.end and one.start < value.end]
            assert one in mine or any(value.kind in FINDERS for value in others)
        assert all(one in finder(text) for one in mine)


@pytest.mark.parametrize(
    "text",
    ["", "1" * 10_000, "een " * 2500, "nl91abna" * 1200, "1-1-" * 2500, "a@" * 5000, "€ " * 5000, "06 " * 3000,
     "1.1" * 3000, "honderd en " * 900, "stand 12345 " * 800, "gas 1 " * 1500, "de 25e " * 1400, "nul een " * 1200,
     "termijnbedrag naar " * 500 + "95", "120 euro, 100, " * 600, "Kerkstraat " * 900 + "5", "\ud800", "👍" * 5000],
    ids=lambda text: text[:12] + "…",
)  # fmt: skip
def test_long_and_odd_texts(text: str) -> None:
    extract(text, TODAY)


# --- values in sentences --------------------------------------------------------------------------------------------

MONTHS = ("januari", "februari", "maart", "april", "mei", "juni", "juli", "augustus", "september", "oktober",
          "november", "december")  # fmt: skip
DIGITS = ("nul", "een", "twee", "drie", "vier", "vijf", "zes", "zeven", "acht", "negen")


def dutch(cents: int) -> str:
    """1.234,50"""
    return f"{cents / 100:,.2f}".translate(str.maketrans(",.", ".,"))


def canonical(cents: int) -> str:
    return f"{cents / 100:.2f}".rstrip("0").rstrip(".")


def spelt(digits: str) -> str:
    return " ".join(DIGITS[int(digit)] for digit in digits)


@st.composite
def amounts(draw: Any) -> tuple[str, str]:
    cents = draw(st.integers(100, 999_999))
    way = draw(
        st.sampled_from(
            [
                lambda: f"€ {dutch(cents)}",
                lambda: f"€{dutch(cents)}",
                lambda: f"{dutch(cents)} euro",
                lambda: f"EUR {cents / 100:.2f}",
                lambda: f"{cents // 100} euro en {cents % 100} cent",
            ]
        )
    )
    return way(), canonical(cents)


@st.composite
def dates(draw: Any) -> tuple[str, str]:
    day = draw(st.dates(date(2015, 1, 1), date(2045, 12, 31)))
    month = MONTHS[day.month - 1]
    ways = (f"{day.day} {month} {day.year}", f"{day:%d-%m-%Y}", f"{day.day}/{day.month}/{day.year}", day.isoformat(),
            f"{day.day}e {month} {day.year}")  # fmt: skip
    return draw(st.sampled_from(ways)), day.isoformat()


@st.composite
def ibans(draw: Any) -> tuple[str, str]:
    rest = f"{draw(st.sampled_from(('ABNA', 'INGB', 'RABO', 'TRIO')))}{draw(st.integers(1, 9_999_999_999)):010d}"
    check = 98 - int("".join(str(int(sign, 36)) for sign in f"{rest}NL00")) % 97
    iban = f"NL{check:02d}{rest}"
    groups = " ".join(iban[start : start + 4] for start in range(0, len(iban), 4))
    dictated = f"n l {spelt(iban[2:4])} {' '.join(iban[4:8].lower())} {spelt(iban[8:])}"
    return draw(st.sampled_from((iban, iban.lower(), groups, dictated))), iban


@st.composite
def phones(draw: Any) -> tuple[str, str]:
    digits = str(draw(st.integers(10_000_000, 59_999_999)))
    ways = (f"06{digits}", f"06-{digits}", f"06 {digits[:4]} {digits[4:]}", f"+31 6 {digits}", spelt(f"06{digits}"))
    return draw(st.sampled_from(ways)), f"+316{digits}"


@st.composite
def postcodes(draw: Any) -> tuple[str, str]:
    digits = str(draw(st.integers(1000, 9999)))
    letters = draw(st.text("ABCDEGHJKLMNPRTVWXZ", min_size=2, max_size=2).filter(lambda two: two not in ("SA",)))
    return draw(st.sampled_from((f"{digits} {letters}", f"{digits}{letters}", f"{digits}{letters.lower()}"))), (
        f"{digits} {letters}"
    )


@st.composite
def customers(draw: Any) -> tuple[str, str]:
    digits = str(draw(st.integers(10_000_000, 29_999_999)))
    return draw(st.sampled_from((digits, f"{digits[:4]} {digits[4:]}", spelt(digits)))), digits


@st.composite
def invoices(draw: Any) -> tuple[str, str]:
    year, number = draw(st.integers(2020, 2029)), draw(st.integers(0, 999_999))
    ways = (f"F-{year}-{number:06d}", f"F{year}{number:06d}", f"f {year} {number:06d}")
    return draw(st.sampled_from(ways)), f"F-{year}-{number:06d}"


@st.composite
def mails(draw: Any) -> tuple[str, str]:
    name = draw(st.from_regex(r"[a-z]{3,9}", fullmatch=True))
    host = draw(st.sampled_from(("voorbeeld.nl", "telenet.be", "post.example")))
    spoken = f"{name} apenstaartje {host.replace('.', ' punt ')}"
    return draw(st.sampled_from((f"{name}@{host}", f"{name}@{host}".upper(), spoken))), f"{name}@{host}"


@st.composite
def readings(draw: Any) -> tuple[str, str]:
    value = draw(st.integers(1000, 199_999))
    return draw(st.sampled_from((str(value), f"{value:06d}", f"{value:,}".replace(",", ".")))), str(value)


Said = st.SearchStrategy[tuple[str, str]]
SENTENCES: dict[Kind, tuple[Said, tuple[str, ...]]] = {
    "bedrag": (amounts(), ("ik betaal {} en dat klopt niet", "Er is {} afgeschreven!", "waarom {} zeg", "{} krijg ik")),
    "datum": (dates(), ("ik verhuis op {} hoor", "graag vanaf {}", "Het was {}, dacht ik", "{} begin ik")),
    "iban": (ibans(), ("mijn nieuwe rekening is {}, graag", "Boek het af van {}", "{} dus")),
    "telefoonnummer": (phones(), ("bel me op {} graag", "Mijn nummer wordt {}", "{} is het")),
    "postcode": (postcodes(), ("geen stroom in {} zeg", "Wij wonen in {}, boven een winkel", "{} is mijn postcode")),
    "klantnummer": (customers(), ("mijn klantnummer is {}", "Klant {}, kunt u helpen", "{} ben ik")),
    "factuurnummer": (invoices(), ("ik snap {} niet", "Graag een kopie van {}", "{} klopt niet")),
    "email": (mails(), ("mail naar {}, graag", "Nieuw adres: {}", "{} is van mij")),
    "meterstand": (readings(), ("de meterstand is {}", "Mijn meter staat op {}, zie foto", "stand: {}")),
}


@pytest.mark.parametrize("kind", SENTENCES)
@given(data=st.data())
@settings(max_examples=120, deadline=None)
def test_a_value_in_a_sentence_comes_back_alone(kind: Kind, data: Any) -> None:
    said, frames = SENTENCES[kind]
    words, expected = data.draw(said)
    text = data.draw(st.sampled_from(frames)).format(words)
    assert [(value.kind, value.value) for value in extract(text, TODAY)] == [(kind, expected)], text


@given(data=st.data(), kinds=st.lists(st.sampled_from(sorted(SENTENCES)), min_size=2, max_size=5, unique=True))
@settings(max_examples=250, deadline=None)
def test_several_kinds_in_one_message_come_back_in_order(data: Any, kinds: list[Kind]) -> None:
    sentences, expected = [], []
    for kind in kinds:
        said, frames = SENTENCES[kind]
        words, value = data.draw(said)
        sentences.append(data.draw(st.sampled_from(frames)).format(words))
        expected.append((kind, value))
    text = ". ".join(sentences)
    assert [(value.kind, value.value) for value in extract(text, TODAY)] == expected, text
