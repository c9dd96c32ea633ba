"""Seeing what we have, and having it erased: what is shown, what is asked, and that nothing happens before a yes."""

from __future__ import annotations

import pytest
from sqlalchemy import text as sql

from actions.conversation import IDENTIFY
from actions.privacy import _scope
from dichtbij.database import Database
from dichtbij.privacy.model import Scope


async def asked_for(database: Database) -> list[tuple[str, str]]:
    """The requests for erasure that are stored: scope and form of address."""
    async with database.reading() as session:
        return [tuple(row) for row in await session.execute(sql("SELECT scope, form_of_address FROM erasures"))]


async def test_inspection_tells_what_for_and_how_long_and_gives_two_downloads(run) -> None:
    result = await run("action_privacy_inzage", text="wat weten jullie van mij")
    assert result.names[-1] == "utter_privacy_inzage"
    assert "Je rekeningen en betalingen. De wet wil dat we die bewaren, tot en met 31 december 2033." in result.text
    assert [link["title"] for link in result.links] == ["Alles om te lezen", "Alles als bestand (JSON)"]
    assert all(link["url"].startswith("/documenten/") for link in result.links)
    assert "half uur" in result.text


async def test_inspection_asks_who_it_is_first(run) -> None:
    result = await run("action_privacy_inzage", text="welke data hebben jullie van mij", level=1)
    assert result.followup == IDENTIFY
    assert result.links == []


async def test_inspection_is_a_right_also_without_personal_answers(run, services, customer_id) -> None:
    await services.consents.set(await customer_id("10482913"), "persoonlijke_antwoorden", False)
    result = await run("action_privacy_inzage", text="wat weten jullie van mij")
    assert "utter_privacy_inzage" in result.names
    assert "utter_geen_toestemming" not in result.names


async def test_erasing_shows_what_goes_and_what_stays_before_a_yes(talk, database: Database) -> None:
    bot = await talk("privacy_verwijderen")
    shown = await bot.say("verwijder al mijn gegevens", intent="privacy_verwijderen")
    assert shown.names == ["utter_privacy_verwijderen_bevestig"]
    assert "- Eerder contact:" in shown.text
    assert "Rekeningen en betalingen. Dat moet van de wet, tot en met 31 december 2033." in shown.text
    assert "Contract en tarieven. Dat hebben we nodig zolang je contract loopt." in shown.text
    assert await asked_for(database) == []
    done = await bot.say("ja")
    assert done.names == ["utter_privacy_verwijderen_klaar"]
    assert "A-2026-" in done.text
    assert done.closed
    assert await asked_for(database) == [("alles", "je")]


async def test_erasing_asks_what_when_that_was_not_said(talk, database: Database) -> None:
    bot = await talk("privacy_verwijderen", customer="10296450")
    asked = await bot.say("ik wil iets laten verwijderen", intent="privacy_verwijderen")
    assert asked.names == ["utter_privacy_verwijderen_vraag_wissen"]
    assert "al uw gesprekken" in asked.text
    shown = await bot.say("wis dit gesprek")
    assert shown.values("utter_privacy_verwijderen_bevestig")["wat"] == "dit gesprek"
    other = await bot.say("nee, alle gesprekken")
    assert other.values("utter_privacy_verwijderen_bevestig")["wat"] == "al uw gesprekken"
    await bot.say("ja, doe maar")
    assert await asked_for(database) == [("gesprekken", "u")]


async def test_a_no_erases_nothing(talk, database: Database) -> None:
    bot = await talk("privacy_verwijderen")
    await bot.say("wis deze chat", intent="privacy_verwijderen")
    assert (await bot.say("nee")).names == ["utter_formulier_wat_anders"]
    assert (await bot.say("nee")).names == ["utter_annuleren"]
    assert await asked_for(database) == []


async def test_the_same_yes_twice_is_one_request(services, customer_id, database: Database) -> None:
    who = await customer_id("10482913")
    first = await services.privacy.request_erasure(who, "g1", Scope.GESPREK, "je")
    again = await services.privacy.request_erasure(who, "g1", Scope.GESPREK, "je")
    assert first == again
    assert len(await asked_for(database)) == 1


@pytest.mark.parametrize(
    ("said", "scope"),
    [
        ("gooi deze chat maar weg", Scope.GESPREK),
        ("kan het gesprek van net weg", Scope.GESPREK),
        ("dit hele gesprek wissen", Scope.GESPREK),
        ("verwijder al mijn gesprekken", Scope.GESPREKKEN),
        ("mijn oude chats mogen weg", Scope.GESPREKKEN),
        ("wis alle gegevens van mij", Scope.ALLES),
        ("ik wil vergeten worden", Scope.ALLES),
        ("haal mij uit het systeem", Scope.ALLES),
        ("mijn account opheffen", Scope.ALLES),
        ("verwijderen graag", None),
    ],
)
def test_what_has_to_go_is_read_from_the_words(said: str, scope: Scope | None) -> None:
    assert _scope(said, asked=False) is scope


def test_a_bare_everything_is_enough_when_it_was_asked() -> None:
    assert _scope("alles", asked=True) is Scope.ALLES
