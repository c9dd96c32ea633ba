"""What an agent at Chatwoot reads of a customer who is known: who it is and what is wanted, in five seconds."""

from __future__ import annotations

import re
from datetime import timedelta

from sqlalchemy import select, update

from dichtbij.clock import AMSTERDAM
from dichtbij.customers.demo import seed
from dichtbij.customers.identification import Verified
from dichtbij.customers.login_token import sign_login_token
from dichtbij.customers.store import people
from dichtbij.customers.store.tables import CustomerRow
from tests.chatwoot import Chatwoot
from tests.integration.desks.conftest import Side
from tests.running_counter import SANNE, SECRETS


async def test_the_note_begins_with_what_is_read_in_five_seconds_and_attributes_say_the_same(
    side: Side, chatwoot: Chatwoot
) -> None:
    await seed(side.database, side.clock().astimezone(AMSTERDAM).date())
    async with side.database.reading() as session:
        who = await session.scalar(select(CustomerRow.id).where(CustomerRow.customer_number == SANNE))
    id_ = (await side.conversations.current("web", "browser-1")).id
    token = sign_login_token(SANNE, SECRETS["login_token_secret"], side.clock(), "token-1", timedelta(minutes=5))
    assert isinstance(await side.identification.recognise_login(id_, token), Verified)
    case = await side.hands_over("Mijn rekening is veel te hoog", reason="frustratie", who=who)
    await side.settled()

    there = side.there(case)
    note = chatwoot.texts(there, private=True)[0]
    first, rest = note.split("\n\n---\n\n")
    lines = first.split("\n\n")
    assert lines[0] == "**De klant is gefrustreerd**"
    assert re.match(rf"\*\*Wie:\*\* .+, klantnummer {SANNE}, ", lines[1])
    assert [line.split(":**")[0] for line in lines[2:]][:1] == ["**Wat de klant wil"]
    assert "**Wat er openstaat" in lines[-1]
    assert "Mijn rekening is veel te hoog" in first
    assert len(first) < 700
    assert "**Contract:** " in rest
    assert "termijnbedrag € " in rest
    assert "Antwoord in dit gesprek: de klant leest het meteen." in rest
    for word in ("None", "{", "[]", "True", "False", "utter_"):
        assert word not in note

    [contact] = chatwoot.contacts.values()
    assert contact["identifier"] == f"dichtbij-klant-{who}"
    assert contact["custom_attributes"]["klantnummer"] == SANNE
    assert set(contact["custom_attributes"]) == {"klantnummer", "identificatie", "kwetsbaar", "aanspreekvorm"}
    assert not {"email", "phone_number"} & set(contact)
    attributes = chatwoot.conversations[there]["custom_attributes"]
    assert attributes["reden"] == "De klant is gefrustreerd"
    assert attributes["vraag"] == "Mijn rekening is veel te hoog"


async def test_who_writes_u_is_addressed_so_when_an_agent_comes_and_goes(side: Side, chatwoot: Chatwoot) -> None:
    case = await side.hands_over("Kunt u mij helpen?")
    await side.settled()
    chatwoot.say(side.there(case), 21, "Zeker.")
    await side.settled()
    chatwoot.set_status(side.there(case), "resolved", 21)
    await side.settled()
    said = [text for who, text in await side.read(case) if who == "system"]
    assert "Fatima neemt het gesprek over. U praat nu met een mens." in said
    assert any(text.startswith("De medewerker is klaar. U praat weer") for text in said)


async def test_who_is_known_since_the_handover_is_addressed_by_the_profile(side: Side, chatwoot: Chatwoot) -> None:
    await seed(side.database, side.clock().astimezone(AMSTERDAM).date())
    async with side.database.writing() as session:
        formal = update(CustomerRow).where(CustomerRow.customer_number == SANNE).values(form_of_address="u")
        await session.execute(formal)
    case = await side.hands_over("Kun je mij helpen?")
    await side.settled()
    token = sign_login_token(SANNE, SECRETS["login_token_secret"], side.clock(), "token-1", timedelta(minutes=5))
    assert isinstance(await side.identification.recognise_login(case.conversation_id, token), Verified)
    chatwoot.say(side.there(case), 21, "Zeker.")
    await side.settled()
    assert ("system", "Fatima neemt het gesprek over. U praat nu met een mens.") in await side.read(case)


async def test_who_is_known_since_the_handover_has_had_contact(side: Side, chatwoot: Chatwoot) -> None:
    await seed(side.database, side.clock().astimezone(AMSTERDAM).date())
    case = await side.hands_over("Kun je mij helpen?")
    await side.settled()
    token = sign_login_token(SANNE, SECRETS["login_token_secret"], side.clock(), "token-2", timedelta(minutes=5))
    proved = await side.identification.recognise_login(case.conversation_id, token)
    assert isinstance(proved, Verified)
    there = side.there(case)
    chatwoot.say(there, 21, "Nieuw bedrag per 1 december", private=True)
    for _ in range(2):  # the same event twice notes it once
        chatwoot.set_status(there, "resolved", 21)
        await side.settled()
    async with side.database.reading() as session:
        noted = await people.contact_moments(session, proved.customer_id, 20)
    said = [one.summary for one in noted if one.summary.endswith("Nieuw bedrag per 1 december")]
    assert said == ["Fatima: Nieuw bedrag per 1 december"]
