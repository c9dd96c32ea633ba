"""Requests are only told to who they are of."""

from __future__ import annotations

import pytest

from tests.conversations.people import NewCustomer
from tests.stack import persona


@pytest.mark.question("status_aanvraag")
async def test_who_is_not_known_is_asked_first_and_then_answered(customer: NewCustomer) -> None:
    stranger = await customer()
    heard = await stranger.say("Ik wacht nog op antwoord op mijn verzoek, hoe ver is het?")
    assert "klantnummer" in heard
    assert "overzetten" not in heard
    heard = await stranger.identify(persona("Marieke"))
    assert "Contract op het oude adres overzetten op ex-partner." in heard
