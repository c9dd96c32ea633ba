"""Instalments, arrangements, collection days and account numbers."""

from __future__ import annotations

from datetime import date, timedelta
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st
from stdnum import iban as stdnum_iban

from dichtbij.customers.model import Energy, Refusal, Refused, RegisterName, Tariff, TariffKind
from dichtbij.customers.model.profile import salutation
from dichtbij.customers.rules import arrangements, iban
from dichtbij.customers.rules.arrangements import ArrangementHistory
from dichtbij.customers.rules.calendar import add_months
from dichtbij.customers.rules.collection import check_day, first_collection
from dichtbij.customers.rules.instalments import (
    YearlyUse,
    check_amount,
    expected_yearly_cost,
    instalment_range,
    starting_month,
)

TODAY = date(2026, 11, 21)
days = st.dates(date(2024, 1, 1), date(2032, 12, 31))
euros = st.integers(0, 900_000).map(lambda value: Decimal(value) / 100)


@given(euros)
def test_the_advised_amount_fits_is_allowed_and_leaves_nothing_to_pay(yearly: Decimal) -> None:
    allowed = instalment_range(yearly)
    assert allowed.minimum <= allowed.advised <= allowed.maximum
    assert allowed.fits(allowed.advised)
    assert check_amount(allowed.advised, allowed) is None
    assert -12 < allowed.expected_settlement(allowed.advised) <= 0


@given(euros, euros)
def test_an_amount_outside_the_range_is_refused_with_the_range(yearly: Decimal, amount: Decimal) -> None:
    allowed = instalment_range(yearly)
    refused = check_amount(amount, allowed)
    if allowed.minimum <= amount <= allowed.maximum:
        assert refused is None
    else:
        assert refused is not None
        assert (refused.minimum, refused.maximum) == (allowed.minimum, allowed.maximum)
        assert not refused.hand_over


@pytest.mark.parametrize("amount", [Decimal("-1"), Decimal("100.001"), Decimal("NaN"), Decimal("Infinity")])
def test_what_is_no_amount_is_refused(amount: Decimal) -> None:
    refused = check_amount(amount, instalment_range(Decimal(1200)))
    assert refused is not None
    assert refused.reason is Refusal.BEDRAG_ONGELDIG


def test_the_end_of_netting_is_in_the_expected_costs_of_a_solar_home() -> None:
    kinds = ("STROOM_NORMAAL", "ENERGIEBELASTING_STROOM", "TERUGLEVERING")
    tariffs = [Tariff(TariffKind[kind], Decimal("0.10"), date.min) for kind in kinds]
    uses = [
        YearlyUse(Energy.STROOM, RegisterName.NORMAAL, Decimal(3000)),
        YearlyUse(Energy.STROOM, RegisterName.TERUG_NORMAAL, Decimal(3000)),
    ]
    assert expected_yearly_cost(uses, tariffs, date(2025, 6, 1)) == Decimal("0.00")
    assert expected_yearly_cost(uses, tariffs, date(2027, 6, 1)) == Decimal("300.00")


@given(days, st.one_of(st.none(), days))
def test_a_new_amount_always_starts_on_a_first_day_after_today(today: date, wished: date | None) -> None:
    start = starting_month(wished, today)
    if not isinstance(start, Refused):
        assert start.day == 1
        assert start > today
        assert wished is None or start >= wished or wished < add_months(today.replace(day=1), 1)


def test_a_start_in_the_past_or_far_away_is_refused() -> None:
    assert starting_month(date(2026, 9, 1), TODAY) == Refused(Refusal.DATUM_IN_VERLEDEN)
    assert starting_month(date(2028, 1, 1), TODAY) == Refused(Refusal.DATUM_TE_VER)


@given(
    st.integers(3_000, 150_000).map(lambda value: Decimal(value) / 100),
    st.integers(2, 12),
    st.integers(1, 28),
    days,
)
def test_a_schedule_adds_up_is_even_and_falls_on_the_collection_day(
    total: Decimal, months: int, day: int, today: date
) -> None:
    terms = arrangements.schedule(total, months, day, today)
    assert sum(term.amount for term in terms) == total
    assert len(terms) == months
    assert max(term.amount for term in terms) - min(term.amount for term in terms) < Decimal("0.12")
    assert [term.due for term in terms] == [add_months(terms[0].due, index) for index in range(months)]
    assert all(term.due.day == day for term in terms)
    assert terms[0].due >= today + timedelta(days=7)


@given(euros, st.integers(-3, 40))
def test_policy_allows_exactly_what_it_says(total: Decimal, months: int) -> None:
    refused = arrangements.check_terms(total, months)
    allowed = total <= 1500 and 2 <= months <= 12 and total / max(months, 1) >= 15
    assert (refused is None) == allowed
    if refused and refused.minimum and refused.maximum:
        for limit in (refused.minimum, refused.maximum):
            assert arrangements.check_terms(total, int(limit)) is None


def test_a_running_or_recently_broken_arrangement_goes_to_a_person() -> None:
    running = arrangements.check_history(ArrangementHistory(True, None), TODAY)
    broken = arrangements.check_history(ArrangementHistory(False, TODAY - timedelta(days=300)), TODAY)
    long_ago = arrangements.check_history(ArrangementHistory(False, TODAY - timedelta(days=366)), TODAY)
    assert running is not None
    assert running.reason is Refusal.LOPENDE_REGELING
    assert running.hand_over
    assert broken is not None
    assert broken.reason is Refusal.REGELING_NIET_NAGEKOMEN
    assert broken.hand_over
    assert long_ago is None


def test_one_month_is_asked_again_but_thirteen_go_to_a_person() -> None:
    once = arrangements.check_terms(Decimal(640), 1)
    often = arrangements.check_terms(Decimal(640), 13)
    assert once is not None
    assert not once.hand_over
    assert often is not None
    assert often.hand_over
    assert often.maximum == 12


@given(st.integers(1, 28), st.integers(1, 28), days)
def test_the_first_collection_on_a_new_day_is_ahead_and_never_a_second_in_its_month(
    current: int, wished: int, today: date
) -> None:
    first = first_collection(current, wished, today)
    assert first.day == wished
    assert first > today + timedelta(days=5)
    if first.replace(day=1) == today.replace(day=1):
        assert today.replace(day=current) > today + timedelta(days=5)


@pytest.mark.parametrize(("day", "fine"), [(0, False), (1, True), (28, True), (29, False), (-4, False)])
def test_a_collection_day_exists_in_every_month(day: int, fine: bool) -> None:
    assert (check_day(day) is None) == fine


@given(st.text("ABCDEFGHIJ", min_size=4, max_size=4), st.integers(0, 9_999_999_999))
def test_a_masked_account_shows_country_and_last_four_only(bank: str, number: int) -> None:
    body = f"{bank}{number:010d}"
    whole = f"NL{stdnum_iban.calc_check_digits('NL00' + body)}{body}"
    assert iban.check(" ".join(whole[index : index + 4] for index in range(0, 18, 4)).lower()) == whole
    masked = iban.masked(whole)
    assert masked == f"NL** **** **** **{whole[14:16]} {whole[16:]}"
    assert body[:-4] not in masked.replace(" ", "")


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


def test_a_prefix_takes_a_capital_after_a_title() -> None:
    assert salutation("mevrouw", "Sanne", "de Wit") == "mevrouw De Wit"
    assert salutation("", "Sanne", "de Wit") == "Sanne de Wit"
