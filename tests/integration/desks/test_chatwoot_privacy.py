"""What was told to Chatwoot of a person goes there too when it goes here, and is shown to who asks."""

from __future__ import annotations

import asyncio
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

from dichtbij.customers.model import CustomerId
from dichtbij.privacy.model import Person, Scope
from dichtbij.privacy.retention import Retention
from dichtbij.privacy.service import Privacy
from dichtbij.privacy.store.other_desk import OtherDeskStore
from dichtbij.privacy.store.tracker import TrackerStore
from tests.integration.desks.conftest import Side
from tests.policies import demo_policies

POLICY = demo_policies().bewaartermijnen


def person(*ids: str) -> Person:
    return Person(CustomerId("klant-x"), tuple(ids), "")


async def test_erasing_a_conversation_erases_it_there_and_with_the_last_the_person(side: Side) -> None:
    first = await side.hands_over(key="a")
    await side.settled()
    [contact] = side.chatwoot.contacts
    side.chatwoot.say(side.there(first), 21, "afspraak", private=True)
    await side.settled()
    store = OtherDeskStore()
    async with side.database.reading() as session:
        shown = await store.export(session, person(first.conversation_id))
    assert [row["note"] for row in shown["desk_links"]] == ["afspraak"]

    side.chatwoot.down = True
    async with side.database.writing() as session:
        [erased] = await store.erase(session, person(first.conversation_id), Scope.GESPREK)
    assert (erased.what, erased.count) == ("andere_balie", 1)
    await side.handoffs.abandon(first.conversation_id, "gewist", "")
    await side.settled()
    assert contact in side.chatwoot.contacts  # out of reach: it stays to be done
    side.chatwoot.down = False
    side.clock.forward(minutes=10)
    await side.settled()
    assert side.chatwoot.contacts == {}
    assert side.chatwoot.conversations == {}
    async with side.database.reading() as session:
        again = await store.export(session, person(first.conversation_id))
    assert again["desk_links"] == []


async def test_erasing_one_conversation_leaves_another_of_the_same_person(side: Side) -> None:
    cases = [await side.hands_over(key=key, who="klant-y") for key in ("a", "b")]
    await side.settled()
    assert len(side.chatwoot.contacts) == 1
    async with side.database.writing() as session:
        await OtherDeskStore().erase(session, person(cases[0].conversation_id), Scope.GESPREK)
    await side.handoffs.abandon(cases[0].conversation_id, "gewist", "")
    await side.settled()
    assert len(side.chatwoot.contacts) == 1
    assert side.there(cases[1])
    assert len(side.chatwoot.conversations) == 1


def retention(side: Side, tmp_path: Path) -> Retention:
    tracker = TrackerStore(f"sqlite:///{tmp_path / 'nobody-remembers.db'}")
    policy = replace(POLICY, per_keer=2)
    return Retention(side.database, side.clock, policy, Privacy(side.database, side.clock, policy), tracker)


async def test_what_was_kept_long_enough_goes_there_too_with_the_person(
    side: Side, sides: Callable[[], Side], tmp_path: Path
) -> None:
    """Two counters clear up at once, while Chatwoot is away; nothing of it is forgotten."""
    other = sides()
    cases = [await side.hands_over(key=key, who="klant-y") for key in ("a", "b", "c")]
    await side.settled()
    for case in cases:
        await side.handoffs.abandon(case.conversation_id, "klaar", "")
    await side.settled()
    assert len(side.chatwoot.conversations) == 3
    side.clock.forward(days=POLICY.gesprekken_dagen + 1)
    young = await side.hands_over(key="d", who="klant-z")
    await side.settled()

    side.chatwoot.down = True
    await asyncio.gather(retention(side, tmp_path).clear_up(), retention(other, tmp_path).clear_up())
    for case in cases:
        assert await side.conversations.get(case.conversation_id) is None
    await side.settled()
    assert len(side.chatwoot.contacts) == 2
    side.chatwoot.down = False
    side.clock.forward(minutes=10)
    await side.settled()
    assert [contact["identifier"] for contact in side.chatwoot.contacts.values()] == ["dichtbij-klant-klant-z"]
    assert list(side.chatwoot.conversations) == [side.there(young)]
    await other.desk.stop()


async def test_a_call_that_was_kept_long_enough_goes_there_too(side: Side, tmp_path: Path) -> None:
    asked = [
        await side.callbacks.ask(
            name=f"Sanne {key}", phone="+31612345678", slot="ochtend", subject="de rekening", customer_id=None,
            conversation_id=await side.says("Bel me maar", key),
        )
        for key in ("a", "b")
    ]  # fmt: skip
    await side.settled()
    assert len(side.chatwoot.conversations) == 2
    await side.callbacks.done(asked[0].id)  # of the other nobody ever called
    side.clock.forward(days=POLICY.terugbelverzoeken_dagen + 8)
    await retention(side, tmp_path).clear_up()
    await side.settled()
    assert side.chatwoot.conversations == {}
    assert side.chatwoot.contacts == {}
