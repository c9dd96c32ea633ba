"""What was kept long enough goes by itself, in batches, with two counters at once; what is younger stays."""

from __future__ import annotations

import asyncio
from dataclasses import replace
from datetime import timedelta

from sqlalchemy import update
from structlog.testing import capture_logs

from dichtbij.conversations.tables import ConversationRow
from dichtbij.customers.store.tables import ContactMomentRow, InvoiceRow, PaymentRow
from dichtbij.privacy.retention import Retention
from tests.integration.privacy.conftest import WORDS, House
from tests.policies import demo_policies

POLICY = demo_policies().bewaartermijnen


def retention(house: House, per_keer: int = POLICY.per_keer) -> Retention:
    return Retention(
        house.database, house.clock, replace(POLICY, per_keer=per_keer), house.room.privacy, house.room._tracker
    )


async def test_a_young_house_loses_nothing(house: House) -> None:
    await house.says(WORDS)
    before = await house.everything()
    await house.room.retention.clear_up()
    assert await house.everything() == before


async def test_conversations_go_after_their_term_with_all_that_hangs_on_them(house: House) -> None:
    old = [await house.says(f"{WORDS} {index}", key=f"oud-{index}") for index in range(5)]
    await house.hands_over(old[0], WORDS)
    for id_ in old:
        await house.handoffs.abandon(id_, "klaar", WORDS)
    open_one = await house.says("dit gesprek is nog open", key="open")
    house.clock.forward(days=POLICY.werkgeheugen_dagen + 1)
    await house.room.retention.clear_up()
    assert await house.found_in(WORDS) == {"messages", "cases"}, "first the bot forgets"
    house.clock.forward(days=POLICY.gesprekken_dagen)
    with capture_logs() as lines:
        await retention(house, per_keer=2).clear_up()
    assert await house.found_in(WORDS) == set()
    assert {row["id"] for row in await house.rows("conversations")} == {open_one}
    assert {row["conversation_id"] for row in await house.rows("identities")} == {open_one}
    [line] = [line for line in lines if line["event"] == "retention_cleared"]
    assert line["conversations"] == 5
    assert WORDS not in str(lines)


async def test_codes_mails_callbacks_contact_moments_and_old_books(house: House) -> None:
    now = house.clock()
    await house.add("code_requests", subject="h" * 64, at=now - timedelta(days=2))
    await house.add("used_tokens", jti_hash="h" * 64, expires_at=now - timedelta(days=2))
    await house.add("demo_mails", to="a@b.example", subject="Code", text=WORDS, at=now - timedelta(days=31))
    await house.callbacks.ask(
        name="A", phone="+31612000101", slot="ochtend", subject=WORDS, customer_id=None, conversation_id="g"
    )
    [call] = await house.rows("callbacks")
    await house.callbacks.done(call["id"])
    async with house.database.writing() as session:
        mine = PaymentRow.customer_id == house.id_of()
        await session.execute(update(PaymentRow).where(mine).values(on=now.date() - timedelta(days=8 * 366)))
        mine = InvoiceRow.customer_id == house.id_of()
        await session.execute(update(InvoiceRow).where(mine).values(issued=now.date() - timedelta(days=8 * 366)))
        await session.execute(
            update(ContactMomentRow)
            .where(ContactMomentRow.customer_id == house.id_of())
            .values(at=now - timedelta(days=731))
        )
    await house.room.retention.clear_up()
    for name in ("code_requests", "used_tokens", "demo_mails"):
        assert await house.rows(name) == [], name
    assert len(await house.rows("callbacks")) == 1
    house.clock.forward(days=POLICY.terugbelverzoeken_dagen + 1)
    await house.room.retention.clear_up()
    assert await house.rows("callbacks") == []
    for name in ("contact_moments", "payments"):
        assert [row for row in await house.rows(name) if row["customer_id"] == house.id_of()] == [], name
    left = [row for row in await house.rows("invoices") if row["customer_id"] == house.id_of()]
    assert len(left) <= 1, "only an invoice that is still open stays"


async def test_two_counters_at_once_do_not_trip_over_each_other(house: House) -> None:
    for index in range(6):
        id_ = await house.says(WORDS, key=f"oud-{index}")
        await house.handoffs.abandon(id_, "klaar", "")
    house.clock.forward(days=POLICY.gesprekken_dagen + 1)
    await asyncio.gather(*(retention(house, per_keer=2).clear_up() for _ in range(2)))
    assert await house.found_in(WORDS) == set()


async def test_a_conversation_that_goes_on_is_not_old(house: House) -> None:
    id_ = await house.says(WORDS)
    async with house.database.writing() as session:
        await session.execute(
            update(ConversationRow)
            .where(ConversationRow.id == id_)
            .values(created_at=house.clock() - timedelta(days=900))
        )
    await house.room.retention.clear_up()
    assert "messages" in await house.found_in(WORDS)
