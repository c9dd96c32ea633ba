"""Readings, consent, requests, contact moments and documents."""

from __future__ import annotations

import asyncio
from datetime import date, timedelta
from decimal import Decimal

import jwt
import pytest

from dichtbij.customers.billing import Billing
from dichtbij.customers.consents import Consents
from dichtbij.customers.documents import Document, DocumentKind, Documents, LinkProblem, LinkRefused
from dichtbij.customers.mail import SmtpMailer
from dichtbij.customers.meters import Meters
from dichtbij.customers.model import Odd, Plausible, ReadingsStored, Refusal, Refused, RegisterId, TooLow
from dichtbij.customers.profiles import Profiles
from dichtbij.customers.requests import Requests
from dichtbij.errors import MailUnavailable, SettingsError
from tests.policies import demo_policies, demo_texts

TODAY = date(2026, 11, 21)


async def test_readings_that_were_expected_are_stored(database, clock, sanne) -> None:
    meters = Meters(database, clock, demo_policies())
    found = await meters.registers(sanne)
    assert [register.label for register in found] == ["stroom normaal (1.8.2)", "stroom dal (1.8.1)", "gas"]
    values = {register.register_id: register.expected_today for register in found}
    assert all(isinstance(meters.check_reading(one, values[one.register_id], TODAY), Plausible) for one in found)
    assert isinstance(meters.check_reading(found[2], found[2].last_value - 1, TODAY), TooLow)
    assert isinstance(meters.check_reading(found[2], found[2].last_value + 5000, TODAY), Odd)
    stored = await meters.store_readings(sanne, values, TODAY)
    assert isinstance(stored, ReadingsStored)
    assert {one.register_id: one.value for one in stored.readings} == values
    again = await meters.store_readings(sanne, values, TODAY)
    assert isinstance(again, ReadingsStored)
    assert again.repeated
    assert again.reference == stored.reference
    assert [request.kind for request in await Requests(database, clock).of(sanne)] == ["meterstand_doorgeven"]


async def test_a_mistake_of_the_same_day_can_be_put_right_also_downwards(database, clock, sanne) -> None:
    meters = Meters(database, clock, demo_policies())
    gas = (await meters.registers(sanne))[2]
    await meters.store_readings(sanne, {gas.register_id: gas.expected_today + 900}, TODAY)
    gas_again = (await meters.registers(sanne))[2]
    assert gas_again.last_on == gas.last_on
    right = await meters.store_readings(sanne, {gas.register_id: gas.expected_today}, TODAY)
    assert isinstance(right, ReadingsStored)
    clock.forward(days=1)
    assert (await meters.registers(sanne))[2].last_value == gas.expected_today


async def test_the_same_readings_at_once_are_stored_once(database, clock, sanne) -> None:
    meters = Meters(database, clock, demo_policies())
    gas = (await meters.registers(sanne))[2]
    outcomes = await asyncio.gather(
        *(meters.store_readings(sanne, {gas.register_id: gas.expected_today}, TODAY) for _ in range(6))
    )
    assert sum(not outcome.repeated for outcome in outcomes) == 1
    assert len(await Requests(database, clock).of(sanne)) == 1


async def test_readings_are_stored_all_or_none(database, clock, sanne, karim) -> None:
    meters = Meters(database, clock, demo_policies())
    [power, _, gas] = await meters.registers(sanne)
    other = (await meters.registers(karim))[0]

    async def refusal(values: dict[RegisterId, Decimal], on: date = TODAY) -> Refusal:
        outcome = await meters.store_readings(sanne, values, on)
        assert isinstance(outcome, Refused)
        return outcome.reason

    fine = {power.register_id: power.expected_today}
    assert await refusal(fine | {gas.register_id: Decimal(1)}) is Refusal.STAND_TE_LAAG
    assert await refusal(fine | {gas.register_id: Decimal(123456)}) is Refusal.STAND_ONGELDIG
    assert await refusal(fine | {other.register_id: other.expected_today}) is Refusal.TELWERK_ONBEKEND
    assert await refusal({}) is Refusal.TELWERK_ONBEKEND
    assert await refusal(fine, TODAY + timedelta(days=1)) is Refusal.DATUM_TE_VER
    assert await refusal(fine, TODAY - timedelta(days=60)) is Refusal.DATUM_VOOR_VORIGE_STAND
    assert (await meters.registers(sanne))[0].last_value == power.last_value
    assert await Requests(database, clock).of(sanne) == []


async def test_consent_holds_from_the_moment_it_is_said(database, clock, sanne) -> None:
    consents = Consents(database, clock)
    assert [(one.purpose, one.granted) for one in await consents.get(sanne)] == [
        ("persoonlijke_antwoorden", True),
        ("verbetering", False),
    ]
    await asyncio.gather(*(consents.set(sanne, "verbetering", True) for _ in range(4)))
    clock.forward(days=3)
    kept = await consents.set(sanne, "verbetering", True)
    assert kept.changed_at == clock() - timedelta(days=3)
    await consents.set(sanne, "persoonlijke_antwoorden", False)
    short = await Profiles(database, clock, demo_policies()).short(sanne)
    assert short is not None
    assert short.has_consent == {"persoonlijke_antwoorden": False, "verbetering": True}
    with pytest.raises(ValueError, match="unknown purpose"):
        await consents.set(sanne, "reclame", True)


async def test_contact_moments_and_open_requests(database, clock, sanne) -> None:
    profiles, requests = Profiles(database, clock, demo_policies()), Requests(database, clock)
    await profiles.add_contact_moment(sanne, "web", "Vroeg naar haar jaarafrekening.")
    latest, *_ = await profiles.contact_moments(sanne)
    assert latest.summary == "Vroeg naar haar jaarafrekening."
    made = await asyncio.gather(
        *(requests.register(sanne, "klacht_indienen", "Klacht", "...", "We bellen.") for _ in range(3))
    )
    assert len({one.reference for one in made}) == 3
    assert made[0].reference.startswith("A-2026-")
    card = await profiles.card(sanne)
    assert card is not None
    assert len(card.open_requests) == 3


@pytest.fixture
def documents(database, clock) -> Documents:
    return Documents(database, clock, demo_policies(), demo_texts(), b"d" * 32)


def token(link: str) -> str:
    assert link.startswith("/documenten/")
    return link.removeprefix("/documenten/")


async def test_a_link_opens_the_invoice_for_half_an_hour(documents, database, clock, sanne) -> None:
    number = (await Billing(database, clock, demo_policies()).invoices(sanne))[0].number
    link = documents.link(sanne, DocumentKind.FACTUUR, number)
    opened = await documents.open(token(link))
    assert isinstance(opened, Document)
    assert opened.content.startswith(b"%PDF")
    assert (opened.content_type, opened.filename) == ("application/pdf", f"{number}.pdf")
    clock.forward(minutes=30)
    assert await documents.open(token(link)) == LinkRefused(LinkProblem.VERLOPEN)


async def test_a_link_that_may_have_to_wait_lives_longer(documents, database, clock, sanne) -> None:
    """An answer on a phone that waited a day for Meta still has links that work as long as it says."""
    number = (await Billing(database, clock, demo_policies()).invoices(sanne))[0].number
    link = documents.link(sanne, DocumentKind.FACTUUR, number)
    clock.forward(minutes=40)  # it is dead already, and was never sent
    lasting = documents.lasting(link, timedelta(hours=24))
    clock.forward(hours=24, minutes=29)
    assert isinstance(await documents.open(token(lasting)), Document)
    clock.forward(minutes=1)
    assert await documents.open(token(lasting)) == LinkRefused(LinkProblem.VERLOPEN)


async def test_only_links_of_ours_live_longer_and_never_one_to_everything(documents, clock, sanne) -> None:
    everything = documents.link(sanne, DocumentKind.GEGEVENS, "json")
    forged = "/documenten/" + jwt.encode({"c": sanne, "k": "factuur", "r": "1", "e": 1}, b"d" * 32, algorithm="HS256")
    for path in (everything, forged, "/documenten/x", "https://elsewhere.example/documenten/x", ""):
        assert documents.lasting(path, timedelta(hours=24)) == path


async def test_a_link_to_the_usage_opens_a_picture(documents, sanne, karim, nobody) -> None:
    for customer_id in (sanne, karim):
        opened = await documents.open(token(documents.link(customer_id, DocumentKind.VERBRUIK, "jaar")))
        assert isinstance(opened, Document)
        assert opened.content.startswith(b"\x89PNG")
    for link in (documents.link(nobody, DocumentKind.VERBRUIK), documents.link(sanne, DocumentKind.VERBRUIK, "eeuw")):
        assert await documents.open(token(link)) == LinkRefused(LinkProblem.NIET_GEVONDEN)


async def test_a_link_never_opens_what_is_somebody_elses_or_forged(documents, database, clock, sanne, karim) -> None:
    theirs = (await Billing(database, clock, demo_policies()).invoices(karim))[0].number
    assert await documents.open(token(documents.link(sanne, DocumentKind.FACTUUR, theirs))) == LinkRefused(
        LinkProblem.NIET_GEVONDEN
    )
    forged = jwt.encode({"c": sanne, "k": "factuur", "r": theirs, "e": 9_999_999_999}, b"d" * 32, algorithm="HS256")
    for bad in (forged, "", "x", "a.b.c", token(documents.link(sanne, DocumentKind.VERBRUIK))[:-2]):
        assert await documents.open(bad) == LinkRefused(LinkProblem.ONGELDIG)


async def test_a_mail_server_that_is_not_there_is_a_fault_without_the_address(unused_tcp_port) -> None:
    mailer = SmtpMailer(f"smtp://127.0.0.1:{unused_tcp_port}", "klantenservice@duinlicht.example")
    with pytest.raises(MailUnavailable) as fault:
        await mailer.send("sanne@voorbeeld.example", "Code", "123 456")
    assert "sanne" not in str(fault.value)
    assert "123" not in str(fault.value).replace("127", "")
    with pytest.raises(SettingsError):
        SmtpMailer("http://mail", "x@y.example")


async def test_a_mail_server_takes_the_mail() -> None:
    heard: list[str] = []

    async def serve(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        writer.write(b"220 klaar\r\n")
        data = False
        while line := (await reader.readline()).decode():
            heard.append(line)
            if data:
                data = line != ".\r\n"
                if not data:
                    writer.write(b"250 ok\r\n")
            elif line.upper().startswith("DATA"):
                data = True
                writer.write(b"354 ga door\r\n")
            elif line.upper().startswith("QUIT"):
                writer.write(b"221 dag\r\n")
                break
            else:
                writer.write(b"250 ok\r\n")
        writer.close()

    server = await asyncio.start_server(serve, "127.0.0.1", 0)
    port = server.sockets[0].getsockname()[1]
    mailer = SmtpMailer(f"smtp://127.0.0.1:{port}", "klantenservice@duinlicht.example")
    await mailer.send("sanne@voorbeeld.example", "Code", "De code is 123 456")
    server.close()
    assert any("RCPT TO:<sanne@voorbeeld.example>" in line for line in heard)
    assert any("123 456" in line for line in heard)
