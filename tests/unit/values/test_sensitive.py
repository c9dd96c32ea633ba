"""BSN and card numbers are found however they are written; nothing else that customers write is taken for one."""

from __future__ import annotations

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st
from stdnum import luhn
from stdnum.nl import bsn

from dichtbij.values import mask_sensitive

BSN, CARD = "[BSN verborgen]", "[kaartnummer verborgen]"


@pytest.mark.parametrize(
    ("text", "masked"),
    [
        ("mijn bsn is 123456782", f"mijn bsn is {BSN}"),
        ("111222333", BSN),
        ("1112.22.333 graag", f"{BSN} graag"),
        ("burgerservicenummer: 11 12 22 333", f"burgerservicenummer: {BSN}"),
        ("bsn van mijn vrouw is 111-222-333.", f"bsn van mijn vrouw is {BSN}."),
        ("het is 111222333, 2011 KD 12", f"het is {BSN}, 2011 KD 12"),
        ("kaart 4111 1111 1111 1111!", f"kaart {CARD}!"),
        ("4111-1111-1111-1111", CARD),
        ("378282246310005", CARD),
        ("mijn creditcard is 5425 2334 3010 9903 12/27 123", f"mijn creditcard is {CARD} 12/27 123"),
        ("5425233430109903 12/27 cvc 123", f"{CARD} 12/27 cvc 123"),
        ("5425 2334 3010 9903 12-27", f"{CARD} 12-27"),
        ("5425 2334 3010 9903 2027", f"{CARD} 2027"),
        ("5425.2334.3010.9903", CARD),
        ("3782 822463 10005 12/27", f"{CARD} 12/27"),
        ("4111 1111 1111 1111 5425 2334 3010 9903 12/27", f"{CARD} {CARD} 12/27"),
        ("123456782 01-01-1980", f"{BSN} 01-01-1980"),
        ("111 222 333 1-1-1980", f"{BSN} 1-1-1980"),
        ("b.s.n. 123456782 en kaart 5500000000000004", f"b.s.n. {BSN} en kaart {CARD}"),
    ],
)
def test_it_is_taken_out(text: str, masked: str) -> None:
    assert mask_sensitive(text).text == masked


@pytest.mark.parametrize(
    "text",
    [
        "mijn klantnummer is 10482913",
        "NL91 ABNA 0417 1643 00",
        "NL91ABNA0417164300",
        "BE68 5390 0754 7034",
        "06 12345678 of +31 6 12 34 56 78",
        "bel 0031 612 345 678",
        "612345678",
        "020-1234567",
        "EAN 871687120056789015",
        "871687400001234567",
        "stand 12345 en 67890, gas 4321",
        "normaal 045123 dal 038777 gas 02345",
        "F-2026-001234 van € 1.250,50",
        "betalingskenmerk 4111111111111111",
        "betalingskenmerk 5425 2334 3010 9903 12",
        "meternummer 123456782",
        "factuurnummer 123456782",
        "871687 1200 5678 9015",
        "541234567890123456",
        "dal 23456 34567 45679 12345",
        "2-11-2026 045123 038777 02345",
        "123456789",
        "000000000",
        "1-12-2025 2011KD",
        "",
    ],
)
def test_it_is_left_alone(text: str) -> None:
    assert mask_sensitive(text).text == text
    assert mask_sensitive(text).found == ()


digits = st.text("0123456789", min_size=8, max_size=8)


@given(digits, st.sampled_from(["", "mijn bsn: ", "bsn=", "Burgerservicenummer "]))
def test_every_citizen_service_number_is_found(first: str, words: str) -> None:
    check = next((d for d in "0123456789" if bsn.is_valid(first + d)), None)
    assume(check is not None)
    number = first + str(check)
    assume(number.strip("0"))
    assume(words or number[0] != "6")
    masked = mask_sensitive(f"{words}{number}")
    assert number not in masked.text
    assert masked.found == ("bsn",)


@given(st.integers(2, 6), st.text("0123456789", min_size=11, max_size=17), st.sampled_from(["", " ", "-"]))
def test_every_card_number_is_found(first: int, rest: str, between: str) -> None:
    body = f"{first}{rest}"
    number = body + luhn.calc_check_digit(body)
    assume(len(number) != 18)
    assume(len(set(number)) > 1)
    written = between.join(number[i : i + 4] for i in range(0, len(number), 4))
    masked = mask_sensitive(f"mijn kaart is {written} dank")
    assert masked.text == f"mijn kaart is {CARD} dank"
    assert masked.found == ("kaart",)


@given(st.text("0123456789", min_size=17, max_size=17))
def test_an_ean_code_never_is(first: str) -> None:
    for last in "0123456789":
        assert mask_sensitive(f"ean {first}{last}").found == ()


@given(st.text("0123456789", min_size=1, max_size=8))
def test_customer_numbers_and_readings_never_are(number: str) -> None:
    assert mask_sensitive(f"mijn nummer is {number} en de stand {number}").found == ()


@given(st.text(max_size=300))
def test_any_text_is_kept_but_for_what_is_masked_and_twice_changes_nothing(text: str) -> None:
    once = mask_sensitive(text)
    assert mask_sensitive(once.text).text == once.text
    if not once.found:
        assert once.text == text
