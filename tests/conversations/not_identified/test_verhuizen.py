"""Who is not known is asked first, and need not say it again."""

from __future__ import annotations

import pytest

from tests.conversations.people import NewCustomer
from tests.stack import persona


@pytest.mark.question("verhuizing_doorgeven")
async def test_the_sentence_is_kept_while_somebody_proves_who_it_is(customer: NewCustomer) -> None:
    stranger = await customer()
    heard = await stranger.say("ik verhuis over vier weken, dat wil ik graag doorgeven")
    assert "klantnummer" in heard
    heard = await stranger.identify(persona("Fleur"))
    assert "postcode en het huisnummer van je nieuwe adres" in heard, "the day was kept"
    assert "Genoteerd: Turfschuit 30, Breda." in await stranger.say("4817 PK 30")
    assert "Gestopt: verhuizing doorgeven." in await stranger.say("stop")
