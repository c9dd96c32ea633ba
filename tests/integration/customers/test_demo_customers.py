"""The demo: 200 customers that add up, and every persona's story is really in the figures."""

from __future__ import annotations

import time
from collections.abc import Callable
from datetime import date, timedelta
from decimal import Decimal

import pytest
from stdnum import iban

from dichtbij.customers.billing import Billing
from dichtbij.customers.contracts import Contracts
from dichtbij.customers.demo import CUSTOMERS, make_rows, seed
from dichtbij.customers.demo_personas import PERSONAS
from dichtbij.customers.meters import Meters
from dichtbij.customers.model import (
    Cause,
    ContractKind,
    CustomerId,
    Energy,
    NoInvoice,
    SettlementExplanation,
    UsageKind,
)
from dichtbij.customers.profiles import Profiles
from dichtbij.customers.usage import Usage
from dichtbij.database import Database
from tests.policies import demo_policies, demo_tariffs

DAYS = [date(2026, 11, 21), date(2027, 1, 1), date(2027, 3, 31), date(2028, 2, 29), date(2026, 12, 3), date(2027, 7, 5)]


@pytest.mark.parametrize("today", DAYS)
def test_two_hundred_customers_whatever_the_day(today: date) -> None:
    rows = make_rows(today, lambda line: None)
    assert len(rows["customers"]) == CUSTOMERS
    lines: dict[str, Decimal] = {}
    for line in rows["invoice_lines"]:
        lines[line["invoice_id"]] = lines.get(line["invoice_id"], Decimal(0)) + line["amount"]
    assert all(invoice["amount"] == lines[invoice["id"]] for invoice in rows["invoices"])
    assert max(invoice["issued"] for invoice in rows["invoices"]) <= today
    assert max(payment["on"] for payment in rows["payments"]) <= today
    assert max(reading["on"] for reading in rows["readings"]) <= today
    assert all(iban.is_valid(row["iban"]) for row in rows["customers"] if row["iban"])
    assert len({row["customer_number"] for row in rows["customers"]}) == CUSTOMERS
    assert all(row["email"].endswith("@voorbeeld.example") for row in rows["customers"])
    sanne = max(
        (row for row in rows["invoices"] if row["customer_id"] == "klant-10482913"), key=lambda row: row["issued"]
    )
    assert sanne["amount"] == Decimal("640.00")
    assert sanne["due"] > today


def test_the_same_seed_gives_the_same_demo_and_progress_is_told() -> None:
    told: list[str] = []
    assert make_rows(DAYS[0], told.append) == make_rows(DAYS[0], lambda line: None)
    assert told == ["klanten 50/200", "klanten 100/200", "klanten 150/200", "klanten 200/200"]


async def test_seeding_twice_changes_nothing(database: Database, clock: Callable[[], object]) -> None:
    began = time.monotonic()
    await seed(database, date(2030, 1, 1))
    assert time.monotonic() - began < 20
    assert await Profiles(database, clock, demo_policies()).by_number("10482913") == "klant-10482913"  # type: ignore[arg-type]


async def explained(billing: Billing, customer_id: CustomerId) -> SettlementExplanation:
    found = await billing.explain_settlement(customer_id)
    assert isinstance(found, SettlementExplanation)
    return found


async def test_sanne_pays_640_because_of_the_gas_of_a_cold_winter(database, clock, sanne) -> None:
    found = await explained(Billing(database, clock, demo_policies()), sanne)
    assert found.difference == found.open_amount == Decimal("640.00")
    assert found.largest_cause is Cause.VERBRUIK_OMHOOG
    assert (found.largest.energy, found.largest.change, found.largest.amount) == (Energy.GAS, 212, Decimal("305.00"))
    assert str(found.largest.change) == "212"
    assert found.winter is not None
    assert found.winter.change == 212
    assert sum(effect.amount for effect in found.effects) == Decimal("640.00")
    assert found.total_costs - found.instalments == found.difference
    assert (found.instalment_months, found.instalment_monthly) == (12, Decimal("185.00"))
    assert found.difference > 0
    short = await Profiles(database, clock, demo_policies()).short(sanne)
    assert short is not None
    assert (short.first_name, short.salutation, short.form_of_address) == ("Sanne", "mevrouw De Wit", "je")


async def test_every_settlement_of_every_persona_adds_up(database, clock) -> None:
    billing = Billing(database, clock, demo_policies())
    for persona in PERSONAS:
        customer_id = CustomerId(f"klant-{persona.customer_number}")
        for invoice in await billing.invoices(customer_id, 50):
            found = await billing.explain_settlement(customer_id, invoice.number)
            if isinstance(found, SettlementExplanation):
                assert sum(effect.amount for effect in found.effects) == found.difference == invoice.amount


async def test_each_story_is_in_the_figures(database, clock) -> None:
    billing, profiles = Billing(database, clock, demo_policies()), Profiles(database, clock, demo_policies())
    contracts, today = Contracts(database, clock, demo_policies(), demo_tariffs()), clock().date()
    number = {persona.first_name: CustomerId(f"klant-{persona.customer_number}") for persona in PERSONAS}
    cards = {name: await profiles.card(customer_id) for name, customer_id in number.items()}
    assert len(PERSONAS) >= 12
    assert len({persona.story for persona in PERSONAS}) == len(PERSONAS)

    sun = (await Usage(database, clock, demo_policies()).usage(number["Karim"])).of(UsageKind.TERUGLEVERING)
    assert sun is not None
    assert sun.total > 2500
    arrangement = (await billing.payment_status(number["Linda"])).arrangement
    assert arrangement is not None
    assert 0 < arrangement.paid < arrangement.total
    [fixed] = await contracts.info(number["Pieter"])
    assert fixed.kind is ContractKind.VAST
    assert fixed.ends_soon
    assert fixed.end is not None
    assert fixed.end.month == today.month % 12 + 1
    assert cards["Jolanda"].is_business
    assert cards["Jolanda"].form_of_address == "u"
    assert len(cards["Jolanda"].contracts) == 3
    [moved] = await contracts.info(number["Daan"])
    assert today - moved.start < timedelta(days=62)
    assert len(cards["Daan"].addresses) == 2
    [dynamic] = await contracts.info(number["Yara"])
    assert dynamic.kind is ContractKind.DYNAMISCH
    assert dynamic.energies == (Energy.STROOM,)
    assert [request.kind for request in cards["Marieke"].open_requests] == ["contract_overnemen"]
    assert isinstance(await billing.explain_settlement(number["Marieke"]), NoInvoice)
    owed = await billing.payment_status(number["Rachid"])
    assert owed.total_open > 1500
    assert len(owed.open_invoices) == 4
    for name in ("Rachid", "Tom", "Corrie", "Gerrit"):
        assert cards[name].vulnerability
    assert cards["Corrie"].form_of_address == cards["Gerrit"].form_of_address == "u"
    refund = await billing.refund(number["Fleur"])
    assert refund.amount > 0
    assert not refund.paid
    assert len((await billing.direct_debit(number["Ahmet"])).reversed_payments) == 1


async def test_the_card_is_json_without_the_account_number(database, clock, linda) -> None:
    import json

    card = await Profiles(database, clock, demo_policies()).card(linda)
    text = json.dumps(card.as_dict())
    assert "DUIN" not in text
    assert json.loads(text)["open_invoices"][0]["in_arrangement"] is True
    assert json.loads(text)["consents"] == {"persoonlijke_antwoorden": True, "verbetering": False}


async def test_who_is_not_there(database, clock, nobody) -> None:
    profiles, billing = Profiles(database, clock, demo_policies()), Billing(database, clock, demo_policies())
    assert await profiles.card(nobody) is None
    assert await profiles.short(nobody) is None
    assert await billing.explain_settlement(nobody) == NoInvoice()
    assert (await billing.payment_status(nobody)).open_invoices == ()
    assert (await billing.instalment(nobody)).contracts == ()
    assert await Meters(database, clock, demo_policies()).registers(nobody) == []
    assert (await Usage(database, clock, demo_policies()).usage(nobody)).kinds == ()
    assert await Contracts(database, clock, demo_policies(), demo_tariffs()).info(nobody) == []


async def test_somebody_elses_invoice_is_not_found(database, clock, sanne, karim) -> None:
    billing = Billing(database, clock, demo_policies())
    other = (await billing.invoices(karim))[0].number
    assert await billing.explain_settlement(sanne, other) == NoInvoice()
