"""Quick actions over HTTP: the assistant's own services and rules, in two steps, once, and noted."""

from __future__ import annotations

import asyncio
from typing import Any

import pytest

from dichtbij.customers.model import CustomerId
from tests.running_counter import SANNE, Agent, Running
from tests.taken_case import taken, waiting

BAKKERIJ = "20014578"  # u; three addresses
PAYS = "termijnbedrag_wijzigen", "betaaldatum_wijzigen", "betaalregeling_aanvragen"
CALL = {"terugbelnummer": "06 12345678", "dagdeel": "middag", "belwens": "2026-11-24", "onderwerp": "De afrekening"}


class Desk:
    """An agent with a customer."""

    def __init__(self, counter: Running, agent: Agent, case_id: str, customer: CustomerId | None) -> None:
        self.counter, self.agent, self.case_id, self.customer = counter, agent, case_id, customer

    async def offered(self) -> tuple[dict[str, Any], dict[str, str]]:
        status, body = await self.agent.get(f"/desk/api/cases/{self.case_id}/actions")
        assert status == 200, body
        offered = {one["name"]: {field["name"]: field for field in one["fields"]} for one in body["actions"]}
        return offered, {one["name"]: one["why"] for one in body["not_offered"]}

    async def act(self, name: str, confirm: bool = False, /, **values: object) -> tuple[int, Any]:
        body = {"values": values, "confirm": confirm}
        return await self.agent.post(f"/desk/api/cases/{self.case_id}/actions/{name}", body)

    async def moments(self) -> list[str]:
        assert self.customer is not None
        found = await self.counter.parts.profiles.contact_moments(self.customer, 50)
        return [one.summary for one in found if one.summary.startswith("Fatima:")]

    async def noted(self) -> list[tuple[str, str | None]]:
        entries = await self.counter.parts.audit.entries()
        return [(one.detail, one.customer_id) for one in entries if one.action == "snelle_actie"]


async def _desk(counter: Running, number: str | None = SANNE, **how: Any) -> Desk:
    session = {"login_token": counter.token(number)} if number else {}
    agent, _, case_id = await taken(counter, **session, **how)
    return Desk(counter, agent, case_id, await counter.parts.profiles.by_number(number) if number else None)


async def test_what_can_be_arranged_for_who_proved_who_they_are(counter: Running) -> None:
    offered, why = await (await _desk(counter)).offered()
    assert set(offered) == {*PAYS, "meterstand_doorgeven", "terugbelverzoek", "klacht_indienen"}
    assert why == {}
    amount = offered["termijnbedrag_wijzigen"]["termijnbedrag"]
    assert (amount["kind"], amount["required"]) == ("bedrag", True)
    assert "nu € 185" in amount["label"]
    assert offered["betaalregeling_aanvragen"]["factuurnummer"]["options"][0]["label"].endswith("€ 640 open")
    assert offered["terugbelverzoek"]["terugbelnummer"]["value"]
    assert offered["terugbelverzoek"]["onderwerp"]["value"] == offered["klacht_indienen"]["klacht"]["value"]


async def test_a_stranger_is_called_back_and_heard_but_nothing_is_changed(counter: Running) -> None:
    desk = await _desk(counter, None)
    offered, why = await desk.offered()
    assert set(offered) == {"terugbelverzoek", "klacht_indienen"}
    assert set(why) == {*PAYS, "meterstand_doorgeven"}
    for confirm in (False, True):
        status, body = await desk.act("termijnbedrag_wijzigen", confirm, termijnbedrag="200")
        assert (status, body["error"]["code"]) == (403, "not_identified")
    assert await desk.noted() == []


async def test_the_instalment_is_shown_first_and_changed_after_that(counter: Running) -> None:
    desk = await _desk(counter)
    assert desk.customer
    status, shown = await desk.act("termijnbedrag_wijzigen", termijnbedrag="200")
    assert (status, shown["ok"]) == (200, False)
    assert "van € 185 naar € 200 per maand, vanaf 1 december 2026" in shown["summary"]
    assert (await counter.parts.rooms.billing.instalment(desk.customer)).contracts[0].next_amount is None
    assert await desk.noted() == []

    status, body = await desk.act("termijnbedrag_wijzigen", True, termijnbedrag="200")
    assert (status, body["ok"]) == (200, True)
    assert body["tell"].startswith("Gedaan. Vanaf 1 december 2026 betaal je € 200 per maand. Je kenmerk is A-2026-")
    [contract] = (await counter.parts.rooms.billing.instalment(desk.customer)).contracts
    assert contract.next_amount == 200
    assert await desk.noted() == [("termijnbedrag_wijzigen", desk.customer)]
    [moment] = await desk.moments()
    assert moment.startswith("Fatima: termijnbedrag naar € 200 (A-2026-")


async def test_two_clicks_at_once_change_once(counter: Running) -> None:
    desk = await _desk(counter)
    assert desk.customer
    both = await asyncio.gather(*(desk.act("termijnbedrag_wijzigen", True, termijnbedrag="210") for _ in range(4)))
    assert {status for status, _ in both} == {200}
    assert len({body["tell"] for _, body in both}) == 1
    assert len(await desk.moments()) == 1
    changed = [one for one in await counter.parts.rooms.requests.of(desk.customer) if one.kind == PAYS[0]]
    assert len(changed) == 1
    status, body = await desk.act("termijnbedrag_wijzigen", termijnbedrag="210")
    assert (status, body["error"]["code"]) == (422, "unchanged")


WRONG: list[tuple[str, dict[str, object], str, str | None]] = [
    ("termijnbedrag_wijzigen", {}, "required", "termijnbedrag"),
    ("termijnbedrag_wijzigen", {"termijnbedrag": "veel"}, "required", "termijnbedrag"),
    ("termijnbedrag_wijzigen", {"termijnbedrag": "5"}, "bedrag_te_laag", "termijnbedrag"),
    ("termijnbedrag_wijzigen", {"termijnbedrag": 99999}, "bedrag_te_hoog", "termijnbedrag"),
    ("termijnbedrag_wijzigen", {"termijnbedrag": "200,123"}, "bedrag_ongeldig", "termijnbedrag"),
    ("termijnbedrag_wijzigen", {"termijnbedrag": "200", "ingangsdatum": "morgen"}, "datum_ongeldig", "ingangsdatum"),
    ("termijnbedrag_wijzigen", {"termijnbedrag": "200", "ingangsdatum": "2020-01-01"}, "datum_in_verleden",
     "ingangsdatum"),
    ("termijnbedrag_wijzigen", {"termijnbedrag": "200", "ingangsdatum": "2036-01-01"}, "datum_te_ver", "ingangsdatum"),
    ("termijnbedrag_wijzigen", {"termijnbedrag": "200", "contract": "van-een-ander"}, "geen_contract", "contract"),
    ("betaaldatum_wijzigen", {}, "required", "incassodag"),
    ("betaaldatum_wijzigen", {"incassodag": "31"}, "dag_ongeldig", "incassodag"),
    ("betaalregeling_aanvragen", {}, "required", "aantal_maanden"),
    ("betaalregeling_aanvragen", {"aantal_maanden": "1"}, "te_weinig_maanden", "aantal_maanden"),
    ("betaalregeling_aanvragen", {"aantal_maanden": "99"}, "te_veel_maanden", "aantal_maanden"),
    ("betaalregeling_aanvragen", {"aantal_maanden": "3", "factuurnummer": "F-2020-000001"}, "factuur_onbekend",
     "factuurnummer"),
    ("terugbelverzoek", {**CALL, "terugbelnummer": "12"}, "required", "terugbelnummer"),
    ("terugbelverzoek", {**CALL, "dagdeel": "nacht"}, "required", "dagdeel"),
    ("terugbelverzoek", {**CALL, "onderwerp": ""}, "required", "onderwerp"),
    ("terugbelverzoek", {**CALL, "onderwerp": "x" * 201}, "required", "onderwerp"),
    ("terugbelverzoek", {**CALL, "belwens": "2026-11-29"}, "dag_ongeldig", "belwens"),
    ("terugbelverzoek", {**CALL, "belwens": "2026-12-25"}, "dag_ongeldig", "belwens"),
    ("terugbelverzoek", {**CALL, "belwens": "2026-11-20"}, "dag_ongeldig", "belwens"),
    ("klacht_indienen", {"klacht": "  "}, "required", "klacht"),
]  # fmt: skip


async def test_what_is_not_allowed_says_which_field_and_changes_nothing(counter: Running) -> None:
    desk = await _desk(counter)
    for name, values, code, field in WRONG:
        for confirm in (False, True):
            status, body = await desk.act(name, confirm, **values)
            assert (status, body["error"]["code"], body["error"]["field"]) == (422, code, field), (name, values)
            assert body["error"]["message"].endswith(".")
    assert (await desk.moments(), await desk.noted()) == ([], [])
    assert await counter.parts.callbacks.open() == []


@pytest.mark.parametrize("values", ["x", [], {"termijnbedrag": []}, {"termijnbedrag": True},
                                    {"termijnbedrag": "1" * 2001}, {f"v{n}": "1" for n in range(31)}])  # fmt: skip
async def test_what_is_no_form_is_a_400(counter: Running, values: object) -> None:
    desk = await _desk(counter)
    path = f"/desk/api/cases/{desk.case_id}/actions"
    assert (await desk.agent.post(f"{path}/termijnbedrag_wijzigen", {"values": values}))[0] == 400
    assert (await desk.agent.post(f"{path}/bestaat_niet", {"values": {}}))[0] == 404


async def test_another_collection_day(counter: Running) -> None:
    desk = await _desk(counter)
    status, body = await desk.act("betaaldatum_wijzigen", True, incassodag="12")
    assert status == 200
    assert body["tell"].startswith("Gedaan. Je betaaldag is nu de 12e")
    assert (await desk.act("betaaldatum_wijzigen", True, incassodag="12"))[1]["done"] == body["done"]
    assert len(await desk.moments()) == 1


async def test_an_invoice_in_parts_and_never_a_second_one(counter: Running) -> None:
    desk = await _desk(counter)
    status, shown = await desk.act("betaalregeling_aanvragen", aantal_maanden="4")
    assert status == 200
    assert shown["summary"].splitlines()[0].endswith("(€ 640) in 4 delen.")
    assert len(shown["summary"].splitlines()) == 5
    status, body = await desk.act("betaalregeling_aanvragen", True, aantal_maanden="4")
    assert (status, body["tell"].startswith("Afgesproken. Je betaalt factuur ")) == (200, True)
    again = await desk.act("betaalregeling_aanvragen", True, aantal_maanden="4")
    assert again[1]["done"] == body["done"]
    status, refused = await desk.act("betaalregeling_aanvragen", True, aantal_maanden="6")
    assert (status, refused["error"]["code"]) == (422, "lopende_regeling")
    assert len(await desk.moments()) == 1
    _, why = await desk.offered()
    assert "loopt al" in why["betaalregeling_aanvragen"]


async def test_a_call_is_booked_on_a_day_that_agents_work_and_stands_in_the_list(counter: Running) -> None:
    desk = await _desk(counter)
    status, shown = await desk.act("terugbelverzoek", **CALL)
    assert status == 200
    assert shown["summary"] == "Bellen op 06 12345678, dinsdag 24 november in de middag: De afrekening"
    status, body = await desk.act("terugbelverzoek", True, **CALL)
    assert body["tell"].startswith(
        "Genoteerd. Een medewerker belt je op 06 12345678, dinsdag 24 november in de middag."
    )
    await desk.agent.until("callbacks", lambda told: told == {"open": 1})
    [call] = (await desk.agent.get("/desk/api/callbacks"))[1]["callbacks"]
    assert (call["phone"], call["day"], call["customer_id"]) == ("+31612345678", "2026-11-24", desk.customer)
    _, changed = await desk.act("terugbelverzoek", **{**CALL, "belwens": "2026-11-25"})
    assert changed["warnings"] == ["De afspraak van nu vervalt: dinsdag 24 november in de middag, 06 12345678."]
    await desk.act("terugbelverzoek", True, **CALL)
    assert len(await desk.moments()) == 1  # the same call again is no new promise


async def test_a_complaint_is_registered_once(counter: Running) -> None:
    desk = await _desk(counter, None)
    words = {"klacht": "De monteur kwam drie keer niet."}
    status, shown = await desk.act("klacht_indienen", **words)
    assert (status, shown["warnings"]) == (200, [])
    first, again = await desk.act("klacht_indienen", True, **words), await desk.act("klacht_indienen", True, **words)
    assert first == again
    assert first[1]["tell"].startswith("Je klacht staat genoteerd. Je kenmerk is K-2026-")
    _, other = await desk.act("klacht_indienen", klacht="En niemand belde terug.")
    assert other["warnings"][0].startswith("In dit gesprek staat al een klacht: K-2026-")


async def test_readings_are_checked_as_the_assistant_checks_them(counter: Running) -> None:
    desk = await _desk(counter)
    assert desk.customer
    registers = await counter.parts.rooms.meters.registers(desk.customer)
    gas = next(one for one in registers if one.label == "gas")
    field, name = f"stand_{gas.register_id}", "meterstand_doorgeven"
    offered, _ = await desk.offered()
    assert len(offered[name]) == len(registers) + 1
    for values, code, wrong in (
        ({}, "required", f"stand_{registers[0].register_id}"),
        ({field: "veel"}, "required", field),
        ({field: int(gas.last_value) - 1}, "stand_te_laag", field),
        ({field: 10**gas.digits}, "stand_ongeldig", field),
        ({field: int(gas.expected_today), "opnamedatum": "2026-11-24"}, "datum_te_ver", "opnamedatum"),
    ):
        for confirm in (False, True):
            status, body = await desk.act(name, confirm, **values)
            assert (status, body["error"]["code"]) == (422, code), values
        assert (await desk.act(name, **values))[1]["error"]["field"] == wrong
    _, odd = await desk.act(name, **{field: int(gas.expected_today) + 3000})
    assert odd["warnings"][0].startswith("gas wijkt af. Verwacht was ")
    value = int(gas.expected_today)
    status, shown = await desk.act(name, **{field: value})
    assert (status, shown["warnings"]) == (200, [])
    first, again = await desk.act(name, True, **{field: value}), await desk.act(name, True, **{field: value})
    assert first == again
    assert first[1]["tell"].startswith("Opgeslagen, dank je wel. Je kenmerk is A-2026-")
    assert len(await desk.moments()) == 1


async def test_with_several_contracts_the_agent_says_which(counter: Running) -> None:
    desk = await _desk(counter, BAKKERIJ)
    offered, _ = await desk.offered()
    choices = offered["termijnbedrag_wijzigen"]["contract"]["options"]
    assert len(choices) == 3
    status, body = await desk.act("termijnbedrag_wijzigen", termijnbedrag="1000")
    assert (status, body["error"]["field"]) == (422, "contract")
    place = choices[0]
    status, shown = await desk.act("termijnbedrag_wijzigen", termijnbedrag="1000", contract=place["value"])
    assert (status, place["label"].startswith(shown["summary"].split(":")[0])) == (200, True)
    status, shown = await desk.act("betaaldatum_wijzigen", incassodag="9")
    assert shown["warnings"] == ["Dit geldt voor alle 3 adressen."]


async def test_only_who_handles_the_case_may_act_and_only_now(counter: Running) -> None:
    agent, _, case_id = await waiting(counter, login_token=counter.token(SANNE))
    desk = Desk(counter, agent, case_id, None)
    assert (await desk.act("klacht_indienen", True, klacht="x"))[0] == 409
    await agent.post(f"/desk/api/cases/{case_id}/take")
    other = Desk(counter, await counter.agent("joost"), case_id, None)
    assert (await other.act("klacht_indienen", True, klacht="x"))[0] == 409
    assert (await desk.act("klacht_indienen", True, klacht="x"))[0] == 200
    await agent.post(f"/desk/api/cases/{case_id}/close", {"note": "klaar"})
    status, body = await desk.act("klacht_indienen", True, klacht="y")
    assert (status, body["error"]["code"]) == (409, "not_yours")
