"""Solar power, saving and usage of the demo's customers, as the services tell it."""

from __future__ import annotations

from datetime import date
from decimal import Decimal

from sqlalchemy import delete

from dichtbij.customers.billing import Billing
from dichtbij.customers.model import CustomerId, LineKind, UsageKind, UsagePeriod
from dichtbij.customers.saving import Savings
from dichtbij.customers.solar import Solar
from dichtbij.customers.store.tables import ReadingRow
from dichtbij.customers.usage import Usage
from tests.policies import demo_policies

YARA = CustomerId("klant-10591147")
MARIEKE = CustomerId("klant-10702385")


async def test_the_feed_in_of_a_year_is_what_the_invoice_says(database, clock, karim) -> None:
    """One arithmetic: over the months of the settlement the report and the invoice are the same to the cent."""
    explained = await Billing(database, clock, demo_policies()).explain_settlement(karim)
    lines = {line.kind: line for line in explained.lines}
    # Look at it in the month after the settlement, when its months are the last twelve.
    clock.now = clock.now.replace(year=explained.period.end.year, month=explained.period.end.month, day=5)
    [home] = (await Solar(database, clock, demo_policies()).report(karim)).homes
    assert (home.feed_in.range.start, home.feed_in.range.end) == (explained.period.start, explained.period.end)
    assert home.feed_in.netted == -(lines[LineKind.SALDEREN].quantity or Decimal(0))
    assert home.feed_in.netted_worth == -lines[LineKind.SALDEREN].amount
    assert home.feed_in.fee == lines[LineKind.TERUGLEVERKOSTEN].amount


async def test_usage_and_feed_in_agree_on_every_period(database, clock, karim) -> None:
    for period in (UsagePeriod.JAAR, UsagePeriod.DIT_JAAR, UsagePeriod.VORIG_JAAR):
        usage = (await Usage(database, clock, demo_policies()).usage(karim, period)).of(UsageKind.TERUGLEVERING)
        [home] = (await Solar(database, clock, demo_policies()).report(karim, period)).homes
        assert usage is not None
        assert home.feed_in.fed_in == usage.total


async def test_the_end_of_netting_is_in_front_and_then_behind(database, clock, karim) -> None:
    solar = Solar(database, clock, demo_policies())
    before = await solar.report(karim)
    clock.forward(days=60)
    after = await solar.report(karim)
    assert (before.netting_ended, after.netting_ended) == (False, True)
    assert before.homes[0].netting_end.more_a_year > 400


async def test_who_has_no_panels_or_is_nobody(database, clock, sanne, nobody) -> None:
    solar = Solar(database, clock, demo_policies())
    assert (await solar.report(sanne)).homes == ()
    assert (await solar.report(sanne)).has_contract
    assert not (await solar.report(nobody)).has_contract
    assert (await Savings(database, clock, demo_policies()).report(nobody)).homes == ()


async def test_panels_without_readings_are_not_an_error(database, clock, karim) -> None:
    async with database.writing() as session:
        await session.execute(delete(ReadingRow).where(ReadingRow.on > date(2000, 1, 1)))
    [home] = (await Solar(database, clock, demo_policies()).report(karim)).homes
    assert home.feed_in.fed_in == 0
    assert home.netting_end.more_a_year > 0  # by the estimate of the meter


async def test_a_contract_of_three_months_is_counted_from_its_start(database, clock, sanne) -> None:
    usage = await Usage(database, clock, demo_policies()).usage(MARIEKE)
    assert usage.comparisons == ()  # three months say nothing about a year
    savings = await Savings(database, clock, demo_policies()).report(MARIEKE)
    assert savings.homes[0].savings


async def test_tips_fit_the_home(database, clock, sanne, karim, bakkerij) -> None:
    savings = Savings(database, clock, demo_policies())
    [sanne_home] = (await savings.report(sanne)).homes
    [karim_home] = (await savings.report(karim)).homes
    [yara_home] = (await savings.report(YARA)).homes
    assert sanne_home.savings[0].kind is UsageKind.GAS
    assert karim_home.savings[0].tip == "zelf_gebruiken"
    assert {one.kind for one in yara_home.savings} == {UsageKind.STROOM}
    assert Decimal("0.2") < yara_home.use.stroom_price < Decimal("0.25")  # the average of a dynamic year
    company = await savings.report(bakkerij)
    assert company.business
    assert len(company.homes) == 3
    assert all(home.savings == () and home.comparisons == () for home in company.homes)
    assert company.homes[0].use.stroom_cost >= company.homes[1].use.stroom_cost


async def test_usage_of_one_address_and_of_all(database, clock, bakkerij, sanne) -> None:
    usage = Usage(database, clock, demo_policies())
    whole = await usage.usage(bakkerij)
    parts = [await usage.usage(bakkerij, UsagePeriod.JAAR, one.address_id) for one in whole.addresses]
    assert len(parts) == 3
    for kind in (UsageKind.STROOM, UsageKind.GAS):
        assert whole.of(kind).total == sum(part.of(kind).total for part in parts)
    theirs = (await usage.usage(sanne)).addresses[0].address_id
    assert (await usage.usage(bakkerij, UsagePeriod.JAAR, theirs)).address is None


async def test_a_home_is_compared_and_a_company_is_not(database, clock, sanne, karim, bakkerij) -> None:
    usage = Usage(database, clock, demo_policies())
    assert [one.kind for one in (await usage.usage(sanne)).comparisons] == [UsageKind.GAS, UsageKind.STROOM]
    assert [one.kind for one in (await usage.usage(karim)).comparisons] == [UsageKind.GAS]
    assert (await usage.usage(YARA)).comparisons == ()
    assert (await usage.usage(bakkerij)).comparisons == ()
    assert (await usage.usage(sanne, UsagePeriod.VORIG_JAAR)).comparisons == ()
