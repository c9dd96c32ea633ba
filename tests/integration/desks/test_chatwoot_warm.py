"""What an agent at Chatwoot reads of a customer who is known: who it is and what is wanted, in five seconds."""

from __future__ import annotations

import re
from datetime import timedelta

from sqlalchemy import select

from dichtbij.clock import AMSTERDAM
from dichtbij.customers.demo import seed
from dichtbij.customers.identification import Verified
from dichtbij.customers.login_token import sign_login_token
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
