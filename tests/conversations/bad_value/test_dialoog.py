"""Words that nobody understands."""

from __future__ import annotations

from tests.conversations.people import NewCustomer


async def test_not_understood_twice_offers_a_human(customer: NewCustomer) -> None:
    somebody = await customer()
    assert "Kun je het in andere woorden zeggen?" in await somebody.say("qzx wvrp lkmn")
    heard = await somebody.say("bdfg trplk zzxq")
    assert "dat ligt aan mij" in heard
    assert "Medewerker spreken" in heard.titles
