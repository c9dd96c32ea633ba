"""No power or gas, and not being able to log in."""

from __future__ import annotations

import pytest

from tests.conversations.people import NewCustomer
from tests.stack import persona


@pytest.mark.question("storing_melden")
async def test_the_number_at_once_then_the_postcode(customer: NewCustomer) -> None:
    stranger = await customer()
    heard = await stranger.say("Alle lampen zijn uitgevallen en de buren zitten ook zonder stroom")
    assert heard.text.startswith("Bel 0800-9009.")
    assert "Bij direct gevaar: 112." in heard
    assert "Typ dan bijvoorbeeld: storing in 1234 AB." in heard
    heard = await stranger.say("en in 9711 AB?")
    assert "Bij ons is voor 9711 AB geen storing bekend." in heard
    assert "De netbeheerder voor stroom is daar Enexis." in heard


@pytest.mark.question("storing_melden")
async def test_who_is_known_gets_the_own_postcode(customer: NewCustomer) -> None:
    tom = persona("Tom")
    heard = await (await customer(tom)).say("we hebben al een uur geen elektriciteit")
    assert heard.text.startswith("Bel 0800-9009.")
    assert f"voor {tom.postcode} geen storing bekend" in heard


@pytest.mark.question("inloggen")
async def test_inloggen(customer: NewCustomer) -> None:
    heard = await (await customer()).say("mijn wachtwoord voor de website werkt ineens niet meer")
    assert "Kies bij het inloggen voor 'Wachtwoord vergeten'." in heard
    assert "Wat kan ik vragen?" in heard.titles
