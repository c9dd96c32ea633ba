"""Bank accounts: real ones only, and never shown whole."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st
from stdnum import iban as stdnum_iban

from dichtbij.customers.model import Refusal
from dichtbij.customers.rules import iban

banks = st.text("ABCDEFGHIJKLMNOPQRSTUVWXYZ", min_size=4, max_size=4)
numbers = st.integers(0, 9_999_999_999)


def dutch(bank: str, number: int) -> str:
    """A Dutch account with the right checksum."""
    body = f"{bank}{number:010d}"
    return f"NL{stdnum_iban.calc_check_digits('NL00' + body)}{body}"


@given(banks, numbers)
def test_a_masked_account_shows_country_and_last_four_only(bank: str, number: int) -> None:
    whole = dutch(bank, number)
    masked = iban.masked(whole)
    assert masked == f"NL** **** **** **{whole[14:16]} {whole[16:]}"
    assert [(at, sign) for at, sign in enumerate(masked.replace(" ", "")) if sign != "*"] == [
        (at, whole[at]) for at in (0, 1, 14, 15, 16, 17)
    ]


@given(banks, numbers, st.integers(1, 5))
def test_an_account_is_the_same_however_it_is_written(bank: str, number: int, every: int) -> None:
    whole = dutch(bank, number)
    for between in (" ", ".", "-"):
        written = between.join(whole[index : index + every] for index in range(0, 18, every)).lower()
        assert iban.check(written) == whole
        assert iban.masked(written) == iban.masked(whole)


@given(banks, numbers, st.integers(8, 17), st.integers(1, 9))
def test_one_wrong_digit_is_seen(bank: str, number: int, at: int, by: int) -> None:
    whole = dutch(bank, number)
    wrong = whole[:at] + str((int(whole[at]) + by) % 10) + whole[at + 1 :]
    assert iban.check(wrong) is Refusal.IBAN_ONGELDIG


@pytest.mark.parametrize(
    ("text", "reason"),
    [
        ("NL92ABNA0417164300", Refusal.IBAN_ONGELDIG),
        ("NL91ABNA041716430", Refusal.IBAN_ONGELDIG),
        ("hallo", Refusal.IBAN_ONGELDIG),
        ("", Refusal.IBAN_ONGELDIG),
        ("TR330006100519786457841326", Refusal.IBAN_BUITEN_SEPA),
    ],
)
def test_a_wrong_account_is_refused_with_its_reason(text: str, reason: Refusal) -> None:
    assert iban.check(text) is reason
