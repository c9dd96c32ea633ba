"""What was told to Chatwoot of a person goes there too when it goes here, and is shown to who asks."""

from __future__ import annotations

from dichtbij.customers.model import CustomerId
from dichtbij.privacy.model import Person, Scope
from dichtbij.privacy.store.other_desk import OtherDeskStore
from tests.integration.desks.conftest import Side


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
