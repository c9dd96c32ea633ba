"""Somebody unknown asks for what is personal: first who it is, then what was asked, without a word typed twice."""

from __future__ import annotations

import pytest

from tests.conversations.people import NewCustomer
from tests.stack import persona


@pytest.mark.question("privacy_inzage")
async def test_who_is_unknown_identifies_first_and_then_gets_what_was_asked(customer: NewCustomer) -> None:
    who = await customer()
    asked = await who.say("welke persoonsgegevens liggen er van mij bij jullie opgeslagen")
    assert "klantnummer" in asked
    assert asked.links == []
    heard = await who.identify(persona("Fleur"))
    assert [link["title"] for link in heard.links] == ["Alles om te lezen", "Alles als bestand (JSON)"]


@pytest.mark.question("privacy_verwijderen")
async def test_nothing_is_erased_for_somebody_unknown(customer: NewCustomer) -> None:
    who = await customer()
    heard = await who.say("ik wil dat mijn gegevens bij jullie gewist worden")
    assert "klantnummer" in heard
    shown = await who.identify(persona("Ahmet"))
    assert "Zal ik het doen?" in shown, "it is shown and asked, not done"
    assert "Dat moet van de wet" in shown
    assert "ik wil dat mijn gegevens bij jullie gewist worden" in str(who.stored())


@pytest.mark.question("toestemming_wijzigen")
async def test_consent_is_changed_only_by_who_it_is_about(customer: NewCustomer) -> None:
    who = await customer()
    assert "klantnummer" in await who.say("waar heb ik bij jullie allemaal toestemming voor gegeven")
    shown = await who.identify(persona("Karim"))
    assert "Persoonlijke antwoorden: aan" in shown
    assert "Niets veranderen" in shown.titles
