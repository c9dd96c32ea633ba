"""How far a request is: open ones, finished ones, the one that is named, the others."""

from __future__ import annotations

from typing import Any

KAREL, MARIEKE, FLEUR, AHMET = "10446728", "10702385", "10629504", "10554219"


async def two_requests(services: Any, customer: Any) -> None:
    await services.requests.register(customer, "klacht_indienen", "Klacht over de wachttijd", next_step="We bellen je.")
    await services.requests.register(customer, "schadeclaim", "Schade aan de vriezer")


async def test_one_request_is_told_in_full(run: Any) -> None:
    result = await run("action_status_aanvraag", text="is er al nieuws?", customer=MARIEKE)
    assert "Contract op het oude adres overzetten op ex-partner. Dat vroeg je aan op 3 november 2026." in result.text
    assert "We zijn ermee bezig." in result.text
    assert "We wachten op de handtekening van de ex-partner." in result.text
    assert result.slots["eenvoudiger"].endswith("we zijn ermee bezig. Je hoeft nu niets te doen.")


async def test_nothing_is_said_to_be_nothing(run: Any) -> None:
    result = await run("action_status_aanvraag", text="hoe staat het met mijn verzoek", customer=AHMET)
    assert result.names == ["utter_status_aanvraag_geen"]


async def test_several_are_listed_and_a_named_one_comes_alone(run: Any, services: Any, customer_id: Any) -> None:
    await two_requests(services, await customer_id(FLEUR))
    every = await run("action_status_aanvraag", text="hoe staat het ermee", customer=FLEUR)
    assert "- Klacht over de wachttijd (23 november 2026). We moeten er nog aan beginnen. We bellen je." in every.text
    assert "De volgende stap is nog niet gepland." in every.text
    one = await run("action_status_aanvraag", text="hoe staat het met mijn klacht", customer=FLEUR)
    assert "Schade" not in one.text
    assert "Er is nog één andere aanvraag." in one.text
    other = await run("action_status_aanvraag", text="is mijn verhuizing al verwerkt", customer=FLEUR)
    assert other.text.startswith("Die aanvraag zie ik niet bij je. Wel zie ik:")


async def test_by_reference(run: Any, services: Any, customer_id: Any) -> None:
    who = await customer_id(FLEUR)
    await two_requests(services, who)
    [damage, complaint] = await services.requests.of(who)
    result = await run("action_status_aanvraag", text=f"status van {complaint.reference.lower()}", customer=FLEUR)
    assert complaint.title in result.text
    assert damage.title not in result.text
    unknown = await run("action_status_aanvraag", text="en A-2020-000001?", customer=FLEUR)
    assert unknown.names == ["utter_status_aanvraag_niet_deze"]


async def test_and_the_others(run: Any, services: Any, customer_id: Any) -> None:
    await two_requests(services, await customer_id(FLEUR))
    first = await run("action_status_aanvraag", text="hoe gaat het met mijn klacht", customer=FLEUR)
    kept = {"laatste_vraag": "status_aanvraag", "laatste_context": first.slots["laatste_context"]}
    rest = await run("action_status_aanvraag", text="en de andere?", customer=FLEUR, slots=kept)
    assert "Schade aan de vriezer" in rest.text
    assert "Klacht" not in rest.text
    kept["laatste_context"] = rest.slots["laatste_context"]
    none = await run("action_status_aanvraag", text="en de rest?", customer=FLEUR, slots=kept)
    assert none.names == ["utter_status_aanvraag_geen_andere"]


async def test_finished_requests_stay_for_thirty_days(run: Any, services: Any, customer_id: Any, clock: Any) -> None:
    await services.billing.change_collection_day(await customer_id(KAREL), 7)
    told = await run("action_status_aanvraag", text="is mijn betaaldag al aangepast", customer=KAREL)
    assert "Dat is klaar." in told.text
    clock.move(days=31)
    late = await run("action_status_aanvraag", text="is mijn betaaldag al aangepast", customer=KAREL)
    assert late.names == ["utter_status_aanvraag_geen"]


async def test_only_for_who_proved_it(run: Any) -> None:
    result = await run("action_status_aanvraag", text="hoe ver is mijn klacht", level=1)
    assert result.followup == "identificatie_form"
    assert result.texts == []
